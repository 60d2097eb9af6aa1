"""The cell of the loss: it reads what is typed, and changes the document's settings."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QObject, Signal, Slot

from engine import EngineError, Settings
from engine.formula.errors import BadFormula
from engine.losses.smoothness import Smoothness, smoothness_of

from ..document import Document, DocumentKey
from ..text import loss_texts as texts
from ..text.message import Fix, Message, in_brief, refusal, whole_of
from ..text.setting_texts import WITH_KEY
from ..text.translation import translated
from ..widgets.cell import Cell
from ..widgets.suggesting_field import Suggestion
from .entry import read_loss
from .loss_field import LossField


class LossCell(QObject):
    """Shows and changes the loss of the document; ``mistaken`` carries the message on a mistake.

    It carries None once the mistake is gone. ``cell`` is the widget.
    """

    mistaken = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: tuple[DocumentKey, str] | None = None
        self.field = LossField(self._read, self._entries)
        self.field.setAccessibleName(texts.LOSS)
        self.cell = Cell(
            texts.LOSS,
            self.field,
            key=texts.KEY,
            tip=texts.TIP,
            widest_notes=(
                *texts.SHAPES.values(),
                texts.NO_LOSS_YET,
                texts.WITHOUT_DATA,
                texts.PRESS_ENTER,
            ),
        )
        self.cell.note.setObjectName("loss_shape")
        self.field.loss_entered.connect(self._enter)
        self.field.mistaken.connect(self._report)
        self.field.followed.connect(self._show_waiting)
        document.settings_changed.connect(self.refresh)
        self.refresh()

    def commit(self) -> None:
        """Enter what is typed."""
        self.field.commit()

    @Slot()
    def refresh(self) -> None:
        """Show the loss of the document, and what it is like."""
        settings, refused = self._document.settings, self._document.experiment.refused_loss
        before = self._shown
        self._shown = self._document.experiment.key, refused or texts.written_loss(settings)
        if self._shown == before and self.field.is_refused():
            return  # another setting has changed, and a mistake stays to be corrected
        if refused and (mistake := self._mistake_in(refused)) is not None:
            self.field.show_loss(refused, mistake)
            return
        self.field.show_loss(texts.written_loss(settings))
        self._show_note()
        self._explain()
        if refused:  # what only a file may not have, as “Huber 2”: it waits to be entered
            self.field.type_over(refused)

    def _show_note(self) -> None:
        """Say below the field what the loss is like, or that the table does not matter to it."""
        settings = self._document.settings
        shape = shape_of(settings)
        note, tip = texts.SHAPES[shape], texts.SHAPE_TIPS[shape]
        if settings.formula is not None and not settings.formula.uses_predictions:
            from engine.losses.only_mean_square import WITHOUT_DATA  # loaded on use

            note, tip = texts.WITHOUT_DATA, translated(WITHOUT_DATA)
        self.cell.note.show_text(note)
        self.cell.note.setToolTip(tip)

    @Slot()
    def _show_waiting(self) -> None:
        """Say that a loss which is typed waits for Enter, and what it is like; or no longer."""
        if self.field.is_waiting:
            settings = self._document.settings
            changes = read_loss(self.field.text(), settings)
            typed = replace(settings, **changes)  # type: ignore[arg-type]  # read without a mistake
            told = texts.WAITING.format(shape=texts.SHAPES[shape_of(typed)])
            self.cell.note.show_text(texts.PRESS_ENTER)
            self.cell.note.setToolTip(told)
            self.field.setToolTip(told)
            self.field.setAccessibleDescription(told)
        elif self.field.error is None:
            self._show_note()
            self._explain()

    def _mistake_in(self, text: str) -> EngineError | None:
        try:
            self._read(text)
        except EngineError as error:
            return error
        return None

    def _explain(self) -> None:
        """Say the whole loss, and what it is like."""
        settings = self._document.settings
        tip = WITH_KEY.format(tip=texts.TIP, key=texts.KEY)
        self.field.setToolTip("\n".join((texts.written_loss(settings), tip)))
        self.field.setAccessibleDescription(texts.SHAPES[shape_of(settings)])

    @Slot(str)
    def correct(self, text: str) -> None:
        """Enter another loss: the formula that may have been meant, or one from a menu."""
        self.field.correct(text)

    def _read(self, text: str) -> object:
        return read_loss(text, self._document.settings)

    def named_losses(self) -> Sequence[Suggestion]:
        """Return the losses that have a name, each as it may be typed."""
        settings = self._document.settings
        return [
            Suggestion(
                texts.entry_of(loss, settings),
                texts.written_loss(replace(settings, loss=loss.value)),
                tip,
            )
            for loss, tip in texts.TIPS.items()
        ]

    def _entries(self) -> Sequence[Suggestion]:
        example = Suggestion(texts.FORMULA, texts.FORMULA, texts.FORMULA_TIP)
        return [
            *self.named_losses(),
            example,
            Suggestion(texts.TYPE_FORMULA, None, texts.FORMULA_TIP),
        ]

    @Slot(str)
    def _enter(self, text: str) -> None:
        before = self._document.settings
        self._document.change_settings(**read_loss(text, before))
        if self._document.settings is before:  # no signal has refreshed the field
            self.refresh()

    @Slot(object)
    def _report(self, error: EngineError | None) -> None:
        if error is None:
            self._show_note()
            self._explain()
        else:
            self.cell.note.show_text(texts.NO_LOSS_YET, texts.MISTAKE)
            told = whole_of(refusal(error))
            self.field.setToolTip(told)
            self.field.setAccessibleDescription(told)
        self.mistaken.emit(None if error is None else message_of(error))


def message_of(error: EngineError) -> Message:
    """Return what is said of a mistake: one line, the rest in its Details, or its remedy."""
    told = refusal(error)
    fix = None
    if isinstance(error, BadFormula) and error.offer:
        short = len(error.offer) <= texts.WIDEST
        label = texts.WRITE.format(formula=error.offer) if short else texts.WRITE_SHORT
        why = f"{whole_of(told)}\n{texts.WRITE_WHY.format(formula=error.offer)}"
        fix = Fix(label, {"loss": error.offer}, why)
    return in_brief(Message(texts.MISTAKE, told, fix))


@lru_cache(maxsize=16)
def _shape_of(loss: str, delta: float, quantile: float) -> Smoothness:
    return smoothness_of(Settings(loss=loss, delta=delta, quantile=quantile).formula)


def shape_of(settings: Settings) -> Smoothness:
    """Return what the curve of a loss is like, found once."""
    return _shape_of(settings.loss, settings.delta, settings.quantile)
