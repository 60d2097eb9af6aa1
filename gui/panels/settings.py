"""The run's settings as cells of the run bar: η, h, quotient, epochs, optimiser, loss, columns."""

import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine import EngineError, Settings, safe_learning_rate
from engine.errors import BadNumber
from engine.losses.smoothness import Smoothness
from engine.numbers import parse_number
from engine.optimisers.kinds import LIMITLESS, Optimiser, Schedule
from engine.settings import FITS_EACH

from ..document import Document
from ..document.following_steps import (
    fitting_h,
    follows,
    helpful_each_h,
    never_rising_rate,
    steps_of_weights,
)
from ..loss.loss_cell import LossCell, shape_of
from ..optimiser.optimiser_cell import OptimiserCell
from ..run.prepared_rows import limit_key, limit_of, tick_of
from ..text import loss_texts, optimiser_texts
from ..text import setting_texts as texts
from ..text.locale import has_decimal_comma
from ..text.message import Message, MessageKind, refusal
from ..text.numbers import format_number
from ..widgets.cell import Cell, CellGroup
from ..widgets.difference_box import DifferenceBox
from ..widgets.limit_gauge import HALF, LimitGauge, kind_of_share
from ..widgets.menu_field import MenuField
from ..widgets.outlined_fields import OutlinedComboBox
from ..widgets.suggesting_field import SuggestingField, Suggestion

FIT_MILLISECONDS = 100
"""After the last edit: a note that need not follow each key would be a tenth of an edit's work."""
SUGGESTED_EPOCHS = (100, 1_000, 10_000)
STEP_DIGITS = 3


class SettingsPanel(QObject):
    """Shows and changes the document's settings; ``refused`` carries why a value is refused.

    ``mistaken`` carries the message on a loss with a mistake, and None once that is gone.
    ``cells`` are its widgets, for the run bar to arrange.
    """

    refused = Signal(str)
    mistaken = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown_limit: float | None = None
        self._epoch = 0
        self._limited_of: tuple[object, ...] = self._limited_now()
        self._learning_rate = SuggestingField("learning_rate", texts.RATE_TIP, self._suggest_rates)
        self._h = SuggestingField(
            "h",
            texts.STEP_TIP,
            self._suggest_h,
            words=[texts.FITS_EACH, FITS_EACH],  # the short word, and the name of the setting
        )
        self._epochs = SuggestingField(
            "epochs",
            texts.EPOCHS_TIP,
            self._suggest_epochs,
            words=[texts.UNTIL_CONVERGED],
            widest=texts.UNTIL_CONVERGED,
            least=1,
            groups=True,
        )
        self._difference = DifferenceBox()
        self._columns = OutlinedComboBox("columns")
        for row, (text, tip) in enumerate(texts.COLUMN_TIPS.items()):
            self._columns.addItem(text)
            self._columns.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self._optimiser = OptimiserCell(document, self)
        self._optimiser.refused.connect(self.refused)
        self._loss = LossCell(document, self)
        self.loss_message: Message | None = None
        """What is said of a loss with a mistake; None without one."""
        self._loss.mistaken.connect(self._note_mistake)
        self._gauge = LimitGauge("limit_gauge")
        self.cells = self._make_cells()
        self._share_note = self.cells.cells[0].note
        self._share_note.setObjectName("learning_rate_limit")
        self._fit_note = self.cells.cells[1].note
        self._fit_note.setObjectName("h_fit")
        # The timer ends with the field it reads, which belongs to the run bar, not to the panel.
        self._fit_timer = QTimer(self._h, singleShot=True, interval=FIT_MILLISECONDS)
        self._fit_timer.timeout.connect(self._show_fit)
        self._connect()
        self.show_limit(None)
        self.refresh()

    @property
    def has_refused(self) -> bool:
        """Whether a field contains a refused number; a loss with a mistake is ``loss_message``."""
        has_refused = any(map(SuggestingField.is_refused, self._fields()))
        return has_refused or bool(self._optimiser.field.refusal)

    def half_typed_loss(self) -> str:
        """Return the loss in its field if it has a mistake, and is not that of the document."""
        field = self._loss.field
        return field.text() if field.is_half_typed else ""

    def give_up_loss(self) -> None:
        """Show the loss of the document in place of one that is half typed."""
        self._loss.field.restore()

    def commit(self) -> None:
        """Commit what is typed in the fields."""
        for field in self._fields():
            field.commit()
        self._optimiser.field.commit()
        self._loss.commit()

    @Slot(object)
    def _note_mistake(self, message: Message | None) -> None:
        self.loss_message = message
        self.mistaken.emit(message)

    def choose_optimiser(self, optimiser: Optimiser) -> None:
        """Descend by another optimiser."""
        self._optimiser.choose(optimiser)

    @Slot()
    def ask_for_optimiser(self) -> None:
        """Ask for all numbers of the optimiser and of the schedule of η."""
        self._optimiser.ask()

    def correct_loss(self, text: str) -> None:
        """Enter the loss that may have been meant in place of one with a mistake."""
        self._loss.correct(text)

    def show_limit(self, limit: float | None, epoch: int = 0) -> None:
        """Show how much of the largest stable η is taken; None if it is not known.

        The limit is that of the columns as they are now: of others it is not shown. ``epoch`` is
        that of the η which a schedule has next.
        """
        self._shown_limit, self._limited_of = limit, self._limited_now()
        self._epoch = epoch
        self._show_share()

    def _limited_now(self) -> tuple[object, ...]:
        """Return what η's limit depends on."""
        now = self._document.experiment
        settings = now.settings
        return now.A, now.left_out, limit_key(settings), settings.formula

    @property
    def _known_limit(self) -> float | None:
        """η's limit; None while only that of other columns is known."""
        (A, out, *rest), (A_now, out_now, *rest_now) = self._limited_of, self._limited_now()
        is_of_rows = A is A_now and out is out_now
        return self._shown_limit if is_of_rows and rest == rest_now else None

    @Slot()
    def refresh(self) -> None:
        """Show the document's settings."""
        settings = self._document.settings
        self._epochs.set_value(settings.epochs)
        if settings.until_converged:
            self._epochs.set_word(texts.UNTIL_CONVERGED)
        self._learning_rate.set_value(settings.fixed_learning_rate)
        self._learning_rate.setProperty(texts.FORMULA, optimiser_texts.formula_of(settings))
        self._show_h(settings)
        self._difference.select(settings.difference)
        self._h.setProperty(texts.FORMULA, texts.QUOTIENT_FORMULAE[settings.difference])
        columns = texts.SCALED if settings.scale_columns else texts.AS_THEY_ARE
        self._columns.setCurrentText(columns)
        self._columns.setToolTip(texts.COLUMN_TIPS[columns])
        self._folded.show_named(
            optimiser_texts.OPTIMISER,
            self._optimiser.named_optimisers(),
            optimiser_texts.written_optimiser(settings),
            optimiser_texts.ASK,
            optimiser_texts.brief_optimiser(settings),
        )
        self._folded.set_typed(
            loss_texts.LOSS,
            self._loss.named_losses(),
            loss_texts.written_loss(settings),
            loss_texts.TYPE_FORMULA,
            loss_texts.brief_loss(settings),
        )
        self._show_share()

    def _show_h(self, settings: Settings) -> None:
        """Show h: a number, or that each weight has its own, which its tooltip lists."""
        tip = texts.STEP_TIP
        if isinstance(settings.h, float):
            self._h.set_value(settings.h)
        else:
            own = isinstance(settings.h, tuple)
            self._h.set_word(texts.OWN_FOR_EACH if own else texts.FITS_EACH)
            steps = steps_of_weights(self._document.experiment)
            names = self._document.experiment.distinct_names
            tip = texts.EACH_TIP
            if steps is not None:
                tip = texts.steps_tip(steps, names, settings.difference)
        self._h.setToolTip(texts.WITH_KEY.format(tip=tip, key=texts.STEP_KEY))

    def _fields(self) -> tuple[SuggestingField, ...]:
        return self._epochs, self._learning_rate, self._h

    def _make_cells(self) -> CellGroup:
        boxes = {texts.QUOTIENT: self._difference, texts.COLUMNS: self._columns}
        folded = self._folded = MenuField(
            "quotient_and_columns",
            texts.chosen,
            boxes,
            [*loss_texts.BRIEF.values(), loss_texts.BRIEF_FORMULA],
            named=(self._optimiser.field, tuple(optimiser_texts.BRIEF.values())),
        )
        folded.suggested.connect(self._loss.correct)
        folded.named.suggested.connect(self._optimiser.enter)
        folded.named.asked.connect(self._optimiser.ask)
        folded.setToolTip(texts.WITH_KEY.format(tip=texts.BOTH_TIP, key=texts.BOTH_KEY))
        for field, tip, key in (
            (self._learning_rate, texts.RATE_TIP, texts.RATE_KEY),
            (self._h, texts.STEP_TIP, texts.STEP_KEY),
            (self._epochs, texts.EPOCHS_TIP, texts.EPOCHS_KEY),
        ):
            field.setToolTip(texts.WITH_KEY.format(tip=tip, key=key))
        rate = Cell(
            texts.RATE,
            self._learning_rate,
            key=texts.RATE_KEY,
            tip=texts.RATE_TIP,
            widest_notes=texts.WIDEST_NOTES,
            gauge=self._gauge,
        )
        h = Cell(
            texts.STEP,
            self._h,
            key=texts.STEP_KEY,
            tip=texts.STEP_TIP,
            widest_notes=(texts.FITS_ALL, texts.FOLLOWS),
        )
        quotient, epochs, columns = (
            Cell(caption, field, key=key, tip=tip)
            for caption, field, key, tip in (
                (texts.QUOTIENT, self._difference, texts.QUOTIENT_KEY, texts.QUOTIENT_TIP),
                (texts.EPOCHS, self._epochs, texts.EPOCHS_KEY, texts.EPOCHS_TIP),
                (texts.COLUMNS, self._columns, texts.COLUMNS_KEY, texts.COLUMNS_TIP),
            )
        )
        return CellGroup(
            cells=(rate, h, quotient, epochs, self._optimiser.cell, self._loss.cell, columns),
            rare=(quotient, self._optimiser.cell, self._loss.cell, columns),
            folded=Cell(texts.BOTH, folded, key=texts.BOTH_KEY, tip=texts.BOTH_TIP),
            typed=self._loss.cell,
        )

    def _connect(self) -> None:
        self._epochs.value_entered.connect(self._enter_epochs)
        self._epochs.word_entered.connect(self._enter_until_converged)
        self._learning_rate.value_entered.connect(self._enter_learning_rate)
        self._learning_rate.textChanged.connect(self._show_share)
        self._h.value_entered.connect(self._enter_h)
        self._h.word_entered.connect(self._enter_each_h)
        self._h.textChanged.connect(self._show_fit)
        self._document.changed.connect(self._fit_timer.start)
        for field in self._fields():
            field.refused.connect(self.refused)
        symbols = {self._learning_rate: "η", self._h: "h", self._epochs: texts.EPOCHS}
        for field, symbol in symbols.items():
            field.symbol = symbol
        self._difference.currentIndexChanged.connect(self._enter_difference)
        self._columns.currentIndexChanged.connect(self._enter_columns)
        self._document.settings_changed.connect(self.refresh)

    @Slot()
    def _show_share(self) -> None:
        """Show the share of the limit that η takes, of what is typed even before it is entered."""
        limit, note = self._known_limit, self._share_note
        share = None
        if not _is_number(limit):
            note.show_text(texts.limit_note(limit))
        else:
            share = self._typed_share(limit)
            if share is None:
                note.show_text("")
            else:
                kind = kind_of_share(share)
                is_good = kind is MessageKind.GOOD
                note.show_text(texts.share_note(share), MessageKind.QUIET if is_good else kind)
        settings = self._document.settings
        is_plain = settings.optimiser is Optimiser.PLAIN
        self._gauge.show_share(share, HALF if is_plain else tick_of(settings))
        tip = optimiser_texts.limit_tip(settings, limit, self._epoch)
        if settings.optimiser not in LIMITLESS and share is not None:
            tip = texts.KEEPS_SHARE.format(tip=tip)
        if settings.schedule is not Schedule.CONSTANT and share is not None and limit is not None:
            tip = texts.next_rate(tip, self._epoch, share * limit)
        note.setToolTip(tip)
        self._gauge.setToolTip(tip if share is None else texts.GAUGE_TIP.format(tip=tip))
        self._learning_rate.setAccessibleDescription(note.text())

    @Slot()
    def _show_fit(self) -> None:
        """Say whether h fits the columns, also of what is typed, and so follows them.

        Of a loss that is no parabola only that it follows: of what it is worth, one view tells.
        """
        h = _typed(self._h)
        is_fitting = h is not None and follows(self._document.experiment, h)
        note = tip = ""
        is_parabola = shape_of(self._document.settings) is Smoothness.QUADRATIC
        if is_fitting and not is_parabola:
            # What it is worth at the W shown, only the view “The limit” can tell.
            note, tip = texts.FOLLOWS, self._fit_tip(texts.FOLLOWS_TIP)
        elif is_fitting:
            # The view “The limit” says that other weights need another h: both ask the same.
            is_uneven = helpful_each_h(self._document.experiment) is not None
            note = texts.FITS_ALL if is_uneven else texts.FITS
            tip = self._fit_tip(texts.FITS_ALL_TIP if is_uneven else texts.FITS_TIP)
        self._fit_note.show_text(note)
        self._fit_note.setToolTip(tip)
        self._h.setAccessibleDescription(self._fit_note.text())

    def _fit_tip(self, follows_from_it: str) -> str:
        """Return why an h fits, such as a large one, and what follows from that."""
        return "\n".join((self._why_it_fits(), follows_from_it))

    def _why_it_fits(self) -> str:
        """Return why an h fits; that of a parabola may be large."""
        settings = self._document.settings
        if shape_of(settings) is not Smoothness.QUADRATIC:
            return texts.OF_ANY_LOSS
        return texts.why_it_fits(settings.difference)

    def _typed_share(self, limit: float) -> float | None:
        """Return which part of the limit the typed η is, or what a schedule makes of it now.

        None if it is no η.
        """
        rate, settings = _typed(self._learning_rate), self._document.settings
        if rate is None or not 0 <= rate < math.inf:
            return None
        if settings.schedule is not Schedule.CONSTANT:
            from engine.optimisers.schedules import rate_of  # loaded on use: most η are constant

            scheduled = replace(settings, learning_rate=rate, until_converged=False)
            rate = rate_of(scheduled)(self._epoch)
        return rate / limit

    def _suggest_rates(self) -> Sequence[Suggestion]:
        self._document.flush()  # so that the limit is that of the tables and settings as they are
        limit, experiment = self._known_limit, self._document.experiment
        is_plain = experiment.settings.is_plain
        if experiment.settings.optimiser in LIMITLESS:
            if self._epoch or not _is_number(limit):
                return [Suggestion(optimiser_texts.LIMIT_LATER)]
            number = format_number(limit)
            return [Suggestion(optimiser_texts.LIMIT_CHANGES.format(number=number))]
        if limit is None and limit_of(experiment.settings, 1.0) is None:
            return [Suggestion(optimiser_texts.NO_RATES)]
        if limit is None and is_plain and experiment.settings.formula is not None:
            rate = never_rising_rate(experiment)
            if rate is None:
                return [Suggestion(texts.NO_SAFE_RATE)]
            return [Suggestion(texts.NEVER_RISES.format(number=format_number(rate)), rate)]
        if not _is_number(limit):
            return [Suggestion(texts.without_rates(limit))]
        half = safe_learning_rate(limit)
        return [
            Suggestion(texts.HALF_LIMIT.format(number=format_number(half)), half),
            Suggestion(texts.LIMIT.format(number=format_number(limit)), limit),
        ]

    def _suggest_h(self) -> Sequence[Suggestion]:
        self._document.flush()
        experiment = self._document.experiment
        h = fitting_h(experiment)
        if h is None:
            return [Suggestion(texts.FITTING_UNKNOWN)]
        why = self._why_it_fits()
        number = format_number(h)
        is_parabola = shape_of(experiment.settings) is Smoothness.QUADRATIC
        form = texts.FITTING if is_parabola else texts.FITTING_AT_START
        if (each := helpful_each_h(experiment)) is None:
            return [Suggestion(form.format(number=number), h, why)]
        form = texts.FITTING_ALL if is_parabola else texts.FITTING_AT_START
        fitting = Suggestion(form.format(number=number), h, why)
        least, largest = (format_number(end, STEP_DIGITS) for end in (min(each), max(each)))
        entry = texts.FITTING_EACH.format(least=least, largest=largest)
        return [fitting, Suggestion(entry, texts.FITS_EACH, f"{texts.EACH_TIP}\n{why}")]

    def _suggest_epochs(self) -> Sequence[Suggestion]:
        counts = [Suggestion(texts.epochs_entry(each), float(each)) for each in SUGGESTED_EPOCHS]
        return [*counts, Suggestion(texts.UNTIL_CONVERGED, texts.UNTIL_CONVERGED)]

    @Slot(float)
    def _enter_epochs(self, value: float) -> None:
        epochs = int(value) if value.is_integer() else value
        self._enter(self._epochs, epochs=epochs, until_converged=False)

    @Slot(str)
    def _enter_until_converged(self, word: str) -> None:
        self._epochs.setText(word)
        self._enter(self._epochs, until_converged=True)

    @Slot(float)
    def _enter_learning_rate(self, value: float) -> None:
        self._enter(self._learning_rate, learning_rate=value)

    @Slot(float)
    def _enter_h(self, value: float) -> None:
        self._enter(self._h, h=value)

    @Slot(str)
    def _enter_each_h(self, word: str) -> None:
        """Let each weight have the h that fits it; ``word`` says so in one of two ways."""
        del word
        self._enter(self._h, h=FITS_EACH)

    @Slot()
    def _enter_difference(self) -> None:
        self._document.change_settings(difference=self._difference.selected())

    @Slot()
    def _enter_columns(self) -> None:
        is_scaled = self._columns.currentText() == texts.SCALED
        self._document.change_settings(scale_columns=is_scaled)

    def _enter(self, field: SuggestingField, **change: float | str) -> None:
        before = self._document.settings
        try:
            self._document.change_settings(**change)
        except EngineError as error:
            field.refuse(refusal(error))
        else:
            if self._document.settings is before:  # no signal has refreshed the fields
                self.refresh()


def _typed(field: SuggestingField) -> float | None:
    """Return the number in a field; None if there is none."""
    if field.is_as_accepted():  # with all its digits, for which there may be no room
        return None if field.word else field.value()
    try:
        return parse_number(field.text(), decimal_comma=has_decimal_comma())
    except BadNumber:
        return None


def _is_number(limit: float | None) -> TypeGuard[float]:
    """Return whether η can be a share of the limit: half of it is a number as well."""
    return limit is not None and sys.float_info.min < limit < math.inf
