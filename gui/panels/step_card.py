"""The card "This step": the next epoch of one weight, with its real numbers."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from engine import Difference, Method, Settings
from engine.language.sentence import marked
from engine.limit.arithmetic import Notation
from engine.limit.update import update_text
from engine.optimisers.kinds import Schedule

from ..background.reporting import reporting, reporting_as_unhandled
from ..run.first_step import FirstStep
from ..run.worker import RunProgress
from ..text.message import Message
from ..text.names import weight_name
from ..text.numbers import MINUS, NUMBER_DIGITS, UNKNOWN, format_number
from ..text.optimiser_texts import formula_of
from ..text.setting_texts import FORMULA
from ..text.sums import (
    LOSS_DIGITS,
    MOST_DIGITS,
    OMITTED,
    SMALL_DIGITS,
    WrittenQuotient,
    differences,
    quotients,
    scaled_differences,
)
from ..text.translation import translated
from ..widgets.arithmetic_menu import ArithmeticMenu
from ..widgets.card_frame import CardFrame, monospace

if TYPE_CHECKING:
    from engine.methods.step_working import StepWorking

SLOPE_DIGITS = 7
SLOPES = (1e-3, 1e6)
"""Outside of it, a slope is written with an exponent."""


class StepText(Enum):
    """The words of the card."""

    TITLE = marked("panels", "This step")
    HINT = marked(
        "panels",
        "One epoch of one weight, written out: two losses, their quotient δw, and the step from w "
        "to the next w.",
    )
    TITLE_OF_WEIGHT = marked("panels", "This step, for {weight}")
    AHEAD = marked("panels", "loss(w + h)")
    HERE = marked("panels", "loss(w)")
    BEHIND = marked("panels", "loss(w − h)")
    QUOTIENT = marked("panels", "difference ÷ {divisor} = δw")
    QUOTIENT_OF_STEP = marked("panels", "÷ {step} = δw")
    WEIGHT_NOW = "w"
    CHANGE = "η · δw"
    NEXT = marked("panels", "w − η · δw = w next")
    WEIGHT = marked("panels", "w, scaled")
    LENGTH = "|a|"
    NEXT_OF_TABLE = marked("panels", "(w − η·δw) / |a| = w next")
    STEP = marked("panels", "step")
    NEXT_BY_STEP = marked("panels", "w − step = w next")
    NEXT_OF_TABLE_BY_STEP = marked("panels", "(w − step) / |a| = w next")
    FIRST = marked("panels", "First step, for {weight}")
    FORMER = marked("panels", "Run before: step for {weight}")
    AWAITED = marked("panels", "This step is being computed")
    STEP_EXPLAINED = marked(
        "panels",
        "The step taken in floating point. w + h and w − h are rounded, so it is not quite "
        "{asked}.",
    )
    END = marked("panels", "{loss}, end")
    OMITTED = marked(
        "panels",
        "The digits before the … are left out: they are the same in both losses. This loss is "
        "{number}.",
    )
    EXACT = marked("panels", "The card rounds to its width. The very float is {number}.")
    COPY = marked("panels", "This &Step")
    COPIED = marked("panels", "this step")
    LENGTH_EXPLAINED = marked(
        "panels",
        "The descent divides this column by its length, |a| = {length}. Here w, h and δw are those "
        "of the divided column; w next is in the units of the table.",
    )


class StepRow(Enum):
    """The rows of the card, from top to bottom."""

    AHEAD = StepText.AHEAD
    BEHIND = StepText.BEHIND
    SLOPE = StepText.QUOTIENT
    WEIGHT = StepText.WEIGHT_NOW
    CHANGE = StepText.CHANGE
    LENGTH = StepText.LENGTH
    NEXT = StepText.NEXT


WIDEST: dict[StepRow, str] = {
    StepRow.AHEAD: "1.2345678e−12",
    StepRow.BEHIND: "1.2345678e−12",
    StepRow.SLOPE: "−1.23457e−12",
    StepRow.WEIGHT: "−0.0012346",
    StepRow.CHANGE: "−1.235e−12",
    StepRow.LENGTH: "1.2346e−12",
    StepRow.NEXT: "−0.0012346",
}
"""The widest likely numbers; longer ones lose a digit, so that the card has room beside more."""
NAMES: dict[StepRow, tuple[str, ...]] = {
    StepRow.AHEAD: (translated(StepText.AHEAD.value),),
    StepRow.BEHIND: (translated(StepText.BEHIND.value),),
    StepRow.SLOPE: (translated(StepText.QUOTIENT.value).format(divisor="2h"),),
    StepRow.WEIGHT: (StepText.WEIGHT_NOW.value, translated(StepText.WEIGHT.value)),
    StepRow.CHANGE: (StepText.CHANGE.value, translated(StepText.STEP.value)),
    StepRow.LENGTH: (StepText.LENGTH.value,),
    StepRow.NEXT: (
        translated(StepText.NEXT.value),
        translated(StepText.NEXT_OF_TABLE.value),
        translated(StepText.NEXT_BY_STEP.value),
        translated(StepText.NEXT_OF_TABLE_BY_STEP.value),
    ),
}
"""The names that the rows may have: there is room for each, or the card would change its width."""


class StepRemark(Enum):
    """What is said of a step that is not the very next one of its run by all rows."""

    NONE = ""
    JUMPING = marked(
        "panels",
        "One epoch by all rows. The run jumps by formula, so its last digits may differ.",
    )
    TRIANGLE = marked(
        "panels",
        "The losses are those of the triangle of the reduced rows: as exact, but rounded otherwise "
        "than all rows, so the last digits of a run by all rows may differ.",
    )
    JUMPING_ON_TRIANGLE = marked(
        "panels",
        "One epoch on the triangle of the reduced rows: the run jumps by formula, so its last "
        "digits may differ.",
    )

    @property
    def text(self) -> str:
        """The sentence for the reader; empty if there is none."""
        return translated(self.value) if self.value else ""

    @property
    def is_of_losses(self) -> bool:
        """Whether it is about all numbers, and not only about the next weight."""
        return self in (StepRemark.TRIANGLE, StepRemark.JUMPING_ON_TRIANGLE)


_REMARKS = {Notation.TEXT: "", Notation.LATEX: "% ", Notation.NUMPY: "# "}
"""How a line begins that is not computed."""
DIVISORS = {Difference.CENTRAL: "2h", Difference.FORWARD: "h", Difference.BACKWARD: "h"}
SIDES = {
    Difference.CENTRAL: (StepText.AHEAD, StepText.BEHIND),
    Difference.FORWARD: (StepText.AHEAD, StepText.HERE),
    Difference.BACKWARD: (StepText.HERE, StepText.BEHIND),
}
RESULTS = (StepRow.SLOPE, StepRow.NEXT)
"""The rows that others lead to, in heavier digits."""

Writer = Callable[[int], str]
"""Writes a number with at most so many digits."""


class StepCard(CardFrame):
    """Shows the step of one weight from the frame shown; dashes while nothing is known.

    Before a run it is the first step that a run would take. ``message`` carries that the step was
    copied, by its ``copy_menu``.
    """

    message = Signal(Message)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("step_card", translated(StepText.HINT.value), parent=parent)
        self._progress: RunProgress | None = None
        self._first: FirstStep | None = None
        self.copy_menu = ArithmeticMenu(
            "copy_step",
            translated(StepText.COPY.value),
            translated(StepText.COPIED.value),
            self._written,
            self,
        )
        self.copy_menu.message.connect(self.message)
        self.copy_menu.setEnabled(False)
        self._is_awaited = False
        self._weight = 0
        self._difference = Difference.CENTRAL
        self._former = self._muted_for = self._of_losses = ""
        self._names: dict[StepRow, QLabel] = {}
        self._values: dict[StepRow, QLabel] = {}
        for row in StepRow:
            font = monospace(heavy=row in RESULTS)
            self._names[row], self._values[row] = self.add_row(NAMES[row], WIDEST[row], font=font)
            self._values[row].setObjectName(f"step_{row.name.lower()}")
            self._values[row].installEventFilter(self)
            self._values[row].setAccessibleDescription(self._names[row].text())
        self._show()

    @Slot(object)
    def show_progress(self, progress: RunProgress | None, *, is_awaited: bool = False) -> None:
        """Show the step that follows a frame; None if there is no run.

        ``is_awaited`` says that a background thread is about to find it.
        """
        self._progress, self._first, self._is_awaited = progress, None, is_awaited
        is_known = progress is not None and progress.working is not None
        self.copy_menu.setEnabled(is_known)
        if self.isVisible():
            self._show()

    def show_first(self, first: FirstStep | None) -> None:
        """Show the first step that a run would take, while there is none."""
        if self._progress is None:
            self._first = first
            is_known = first is not None and first.working is not None
            self.copy_menu.setEnabled(is_known)
            if self.isVisible():
                self._show()

    @property
    def _is_plain(self) -> bool:
        """Whether w next is w − η·δw. Another optimiser makes more of δw."""
        return self._source is None or self._source.settings.is_plain

    @property
    def _source(self) -> RunProgress | FirstStep | None:
        return self._first if self._progress is None else self._progress

    @property
    def _shown_former(self) -> str:
        """Whose the numbers are, if they are those of a run under other settings."""
        return "" if self._progress is None else self._former

    def show_settings(self, difference: Difference, former: str = "") -> None:
        """Show the quotient of the next run, and whose the numbers are if other steps are set.

        Parameters
        ----------
        difference : Difference
            That of the settings: the rows are named by it while there is no run.
        former : str, optional
            A sentence on the run before, which the numbers are of; empty if they are current.
        """
        if (difference, former) == (self._difference, self._former):
            return
        self._difference, self._former = difference, former
        if self.isVisible():
            self._show()

    @Slot(int)
    def show_weight(self, weight: int) -> None:
        """Choose the weight, counted from 0; one that the table does not have is the first."""
        self._weight = weight
        if self.isVisible():
            self._show()

    def exact_text(self, row: StepRow) -> str:
        """Return the very float of a row, which the card rounds; empty while nothing is known."""
        step = self._step()
        if step is None:
            return ""
        number = repr(_floats(step)[row]).replace("-", MINUS)
        return translated(StepText.EXACT.value).format(number=number)

    @property
    def heading(self) -> str:
        """Whose step it is, also while the card is hidden."""
        names = self._weight_names
        if not names:
            return translated(StepText.TITLE.value)
        if self._is_awaited:
            return translated(StepText.AWAITED.value)
        form = StepText.FORMER if self._shown_former else StepText.TITLE_OF_WEIGHT
        form = StepText.FIRST if self._progress is None else form
        return translated(form.value).format(weight=weight_name(names, self._shown_weight))

    @property
    def whole_update(self) -> str:
        """The update with the very floats, also while the card is hidden; empty if not known."""
        return self._written(Notation.TEXT).rstrip("\n")

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the very float in the tooltip of a number: found when asked, not in each frame."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row, label = next((row, each) for row, each in self._values.items() if each is watched)
            texts = (label.toolTip(), self.exact_text(row))
            QToolTip.showText(event.globalPos(), "\n".join(filter(None, texts)), label)
            return True
        return super().eventFilter(watched, event)

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the step, if there is one."""
        if self.copy_menu.isEnabled():
            self.copy_menu.popup(event.globalPos())
        else:
            event.ignore()

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come while the card was hidden."""
        super().showEvent(event)
        self._show()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as many digits as there is room for now."""
        super().resizeEvent(event)
        if self.isVisible() and event.size().width() != event.oldSize().width():
            self._show()

    def _show(self) -> None:
        if self._shown_former != self._muted_for:
            self._muted_for = self._shown_former
            self.mute(self._values.values(), muted=bool(self._muted_for))
        self.set_title(self.heading)
        self._write(self._step())

    @property
    def _weight_names(self) -> tuple[str, ...]:
        if self._progress is not None:
            return self._progress.experiment.distinct_names
        return () if self._first is None else self._first.names

    @property
    def _shown_weight(self) -> int:
        """The chosen weight; the first if the table does not have it."""
        return self._weight if 0 <= self._weight < len(self._weight_names) else 0

    def _step(self) -> "StepWorking | None":
        working = None if self._source is None else self._source.working
        return None if working is None else working.of_weight(self._shown_weight)

    def _written(self, notation: Notation) -> str:
        """Return the step for the clipboard; empty if there is none."""
        step, source = self._step(), self._source
        if step is None or source is None:
            return ""
        name = weight_name(self._weight_names, self._shown_weight)
        remark = self._remark(step).text
        if self._is_plain:
            settings = source.settings
            rate, precision = settings.fixed_learning_rate, settings.precision
            text = update_text(step, rate, precision, notation, name)
        else:
            from engine.limit.optimised_update import optimised_text  # loaded on use

            text = optimised_text(step, source.settings, notation, name)
        return f"{text}{_REMARKS[notation]}{remark}\n" if remark else text

    def _remark(self, step: "StepWorking | None") -> StepRemark:
        """Return why the next weight of the run may differ from that of the step in last digits."""
        is_jumping = self._progress is not None and self._progress.frame.method is Method.MODES
        if step is not None and step.is_of_triangle:
            return StepRemark.JUMPING_ON_TRIANGLE if is_jumping else StepRemark.TRIANGLE
        return StepRemark.JUMPING if is_jumping else StepRemark.NONE

    def _write(self, step: "StepWorking | None") -> None:
        difference = step.difference if step is not None else self._shown_difference()
        remark = self._remark(step)
        self._of_losses = remark.text if remark.is_of_losses else ""
        if self._of_losses != self.accessibleDescription():
            self.setAccessibleDescription(self._of_losses)
        quotient = self._quotient(step)
        for row, side in zip((StepRow.AHEAD, StepRow.BEHIND), SIDES[difference], strict=True):
            text = "" if quotient is None else _written_loss(quotient, row)
            self._name(row, _name_of_loss(side, text), _of_omitted(step, quotient, row))
        self._name(StepRow.SLOPE, *_of_quotient(step, quotient, difference))
        name, explained = _of_next(step, is_plain=self._is_plain)
        is_scaled, is_plain = step is not None and step.is_scaled, self._is_plain
        source = self._source
        goes_on = "" if source is None or is_plain else formula_of(source.settings)
        if goes_on != (self.property(FORMULA) or ""):
            self.setProperty(FORMULA, goes_on)
        of_weight = StepText.WEIGHT if is_scaled else StepText.WEIGHT_NOW
        self._name(StepRow.WEIGHT, translated(of_weight.value), explained)
        of_change = StepText.CHANGE if is_plain else StepText.STEP
        made_of = _made_of(step, source.settings) if source and not is_plain else ""
        self._name(StepRow.CHANGE, translated(of_change.value), made_of)
        self._name(StepRow.LENGTH, StepText.LENGTH.value, explained)
        if not remark.is_of_losses:
            explained = "\n".join(filter(None, (explained, remark.text)))
        self._name(StepRow.NEXT, name, explained)
        texts = self._texts(step, quotient)
        for row in StepRow:
            is_shown = row is not StepRow.LENGTH or is_scaled
            for label in (self._names[row], self._values[row]):
                self.show_label(label, is_shown=is_shown)
            self._values[row].setText(texts[row])

    def _quotient(self, step: "StepWorking | None") -> WrittenQuotient | None:
        """Return the losses and their quotient as they are shown; None if nothing leads to it."""
        if step is None:
            return None
        named = SIDES[step.difference]
        losses = StepRow.AHEAD, StepRow.BEHIND
        for each in _of_losses(step):
            name, _ = _of_quotient(step, each, step.difference)
            texts = zip(losses, each[:2], named, strict=True)
            if self._has_room(StepRow.SLOPE, each.slope, name) and all(
                self._has_room(row, text, _name_of_loss(side, text)) for row, text, side in texts
            ):
                return each
        return None

    def _texts(
        self, step: "StepWorking | None", quotient: WrittenQuotient | None
    ) -> dict[StepRow, str]:
        """Return the number of each row: if there is room, such that they lead to each other."""
        if step is None:
            return dict.fromkeys(StepRow, UNKNOWN)
        found: dict[StepRow, str] = {}
        if quotient is not None:
            found = {
                StepRow.AHEAD: quotient.ahead,
                StepRow.BEHIND: quotient.behind,
                StepRow.SLOPE: quotient.slope,
            }
        found |= next((texts for texts in _of_weights(step) if self._have_room(texts)), {})
        for row, (write, digits) in _writers(step).items():
            if row not in found:
                found[row] = self._fitting(row, write, digits)
        return found

    def _have_room(self, texts: dict[StepRow, str]) -> bool:
        return all(self._has_room(row, text) for row, text in texts.items())

    def _has_room(self, row: StepRow, text: str, name: str = "") -> bool:
        value = self._values[row]
        return value.fontMetrics().horizontalAdvance(text) <= self.room_of(value, name)

    def _fitting(self, row: StepRow, write: Writer, digits: int) -> str:
        """Write a number with so many digits, or with as many as have room: none is cut."""
        texts = (write(each) for each in range(digits, 0, -1))
        return next((each for each in texts if self._has_room(row, each)), write(1))

    def _shown_difference(self) -> Difference:
        """Return the quotient of the run, or of the next one."""
        return self._difference if self._progress is None else self._progress.settings.difference

    def _name(self, row: StepRow, text: str, explained: str = "") -> None:
        """Name a row; Qt tells everybody of each tooltip, also of the same one."""
        explained = "\n".join(filter(None, (self._shown_former, explained, self._of_losses)))
        if (text, explained) == (self._names[row].text(), self._names[row].toolTip()):
            return
        self._names[row].setText(text)
        self._names[row].setToolTip(explained)
        self._values[row].setAccessibleDescription(text)
        self._values[row].setToolTip(explained)


def _of_quotient(
    step: "StepWorking | None", quotient: WrittenQuotient | None, difference: Difference
) -> tuple[str, str]:
    """Return the name of the quotient and its tooltip."""
    asked = DIVISORS[difference]
    if step is None or step.is_step_h:
        return translated(StepText.QUOTIENT.value).format(divisor=asked), ""
    alone = format_number(step.step, SMALL_DIGITS, SLOPES)
    taken = alone if quotient is None else quotient.divisor
    explained = translated(StepText.STEP_EXPLAINED.value).format(asked=asked)
    return translated(StepText.QUOTIENT_OF_STEP.value).format(step=taken), explained


def _written_loss(quotient: WrittenQuotient, row: StepRow) -> str:
    return quotient.ahead if row is StepRow.AHEAD else quotient.behind


def _name_of_loss(side: StepText, text: str) -> str:
    """Return the name of a loss, which says so if only its last digits are written."""
    name = translated(side.value)
    return translated(StepText.END.value).format(loss=name) if OMITTED in text else name


def _of_omitted(step: "StepWorking | None", quotient: WrittenQuotient | None, row: StepRow) -> str:
    """Return what is said of a loss whose first digits are left out; empty if none are.

    The last ones alone tell nobody how large it is.
    """
    if step is None or quotient is None or OMITTED not in quotient.ahead:
        return ""
    number = repr(_floats(step)[row]).replace("-", MINUS)
    return translated(StepText.OMITTED.value).format(number=number)


def _of_next(step: "StepWorking | None", *, is_plain: bool) -> tuple[str, str]:
    """Return the name of w next and its tooltip."""
    if step is None or not step.is_scaled:
        name = StepText.NEXT if is_plain else StepText.NEXT_BY_STEP
        return translated(name.value), ""
    length, explained = format_number(step.length), translated(StepText.LENGTH_EXPLAINED.value)
    name = StepText.NEXT_OF_TABLE if is_plain else StepText.NEXT_OF_TABLE_BY_STEP
    return translated(name.value), explained.format(length=length)


def _made_of(step: "StepWorking | None", settings: Settings) -> str:
    """Return the formulas of another optimiser than the plain one, and what they have now."""
    lines = [formula_of(settings)]
    if step is not None:
        lines += [f"{symbol} = {format_number(value)}" for symbol, value in step.remembered]
        if settings.schedule is not Schedule.CONSTANT:
            lines.append(f"ηₜ = {format_number(step.rate)}")
    return "\n".join(lines)


def _of_losses(step: "StepWorking") -> Iterable[WrittenQuotient]:
    """Yield ways to write the losses such that δw is their quotient, the best one first."""
    named = step.h * len(step.difference.sides) if step.is_step_h else step.step
    numbers = step.ahead, step.behind, named, step.slope
    return quotients(*numbers, SLOPE_DIGITS, SLOPES, is_step_named=step.is_step_h)


def _of_weights(step: "StepWorking") -> Iterable[dict[StepRow, str]]:
    """Yield ways to write w and η·δw such that w next is what they give, the best one first."""
    if not step.is_scaled:
        return (
            {
                StepRow.WEIGHT: each.before,
                StepRow.CHANGE: each.change,
                StepRow.LENGTH: "",
                StepRow.NEXT: each.after,
            }
            for each in differences(step.w, step.change, step.w_next)
        )
    digits = _telling_digits(step.w_of_table, step.w_next_of_table)
    ways = scaled_differences(step.w, step.change, step.length, step.w_next_of_table, digits)
    rows = StepRow.WEIGHT, StepRow.CHANGE, StepRow.LENGTH, StepRow.NEXT
    return (dict(zip(rows, each, strict=True)) for each in ways)


def _writers(step: "StepWorking") -> dict[StepRow, tuple[Writer, int]]:
    """Return how each number is written alone, and with how many digits if there is room."""
    now, after = (step.w, step.w_next)
    if step.is_scaled:
        now, after = step.w_of_table, step.w_next_of_table
    return {
        StepRow.AHEAD: (partial(format_number, step.ahead), LOSS_DIGITS),
        StepRow.BEHIND: (partial(format_number, step.behind), LOSS_DIGITS),
        StepRow.SLOPE: (partial(format_number, step.slope, plain=SLOPES), SLOPE_DIGITS),
        StepRow.WEIGHT: (partial(format_number, step.w), _telling_digits(step.w, step.w_next)),
        StepRow.CHANGE: (partial(format_number, step.change, plain=SLOPES), SMALL_DIGITS),
        StepRow.LENGTH: (partial(format_number, step.length), NUMBER_DIGITS),
        StepRow.NEXT: (partial(format_number, after), _telling_digits(now, after)),
    }


def _floats(step: "StepWorking") -> dict[StepRow, float]:
    """Return the number of each row as the run has it."""
    return {
        StepRow.AHEAD: float(step.ahead),
        StepRow.BEHIND: float(step.behind),
        StepRow.SLOPE: float(step.slope),
        StepRow.CHANGE: float(step.change),
        StepRow.WEIGHT: float(step.w),
        StepRow.LENGTH: float(step.length),
        StepRow.NEXT: float(step.w_next_of_table if step.is_scaled else step.w_next),
    }


def _telling_digits(before: float, after: float) -> int:
    """Return how many digits show that a number is not the one before."""
    digits = NUMBER_DIGITS
    while (
        before != after and digits < MOST_DIGITS and f"{before:.{digits}g}" == f"{after:.{digits}g}"
    ):
        digits += 1
    return digits
