"""The number that matters, right of the tabs: the loss beside the least possible one.

It reads as a sentence: ``loss 42.0186 = 2.73 × least possible 15.3832   R² 0.995479``.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from engine.language.sentence import marked

from ..background.reporting import reporting
from ..text.message import MessageKind
from ..text.numbers import UNKNOWN, format_loss, format_multiple
from ..text.translation import translate, translated
from ..theme.appearance import GRID
from ..theme.blending import quiet
from ..theme.palette import kind_colour
from ..widgets.fonts import sized_font

LOSS, LEAST, R_SQUARED, TICK = (
    translate("panels", "loss"),
    translate("panels", "least possible"),
    "R²",
    MessageKind.GOOD.value,
)
"""The captions of the figures, and the mark of a loss that is the least possible."""
UNDER = translate("panels", "under {loss}")
"""Beside a loss of the one named, while another is typed that has a mistake."""
EQUALS, EXCEEDS = "=", ">"
"""How a loss relates to the least possible one, if no factor says more."""
WHY_AMBER = translate(
    "panels",
    "Amber: a smaller loss than this is possible. At the optimum it is green, with ✓.",
)
WHY_AMBER_UNKNOWN = translate(
    "panels",
    "Amber: the least possible loss is not known yet. At the optimum this is green, with ✓.",
)
WIDEST_LOSS, WIDEST_FACTOR, WIDEST_R_SQUARED = "0.000123456", "= 1.00002 ×", "1 − 1.2e−9"
"""As wide as nearly every loss, factor and R²: so wide is the place of each."""
_CAPTION_SIZE, _FIGURE_SIZE, _LOSS_SIZE = 11, 13, 18
_MARGIN = _GAP = 2.0 * GRID


class ReadoutSentence(Enum):
    """What the figures say together: without R², and with it."""

    BESIDE = (
        marked("panels", "loss {loss}, least possible {least}"),
        marked("panels", "loss {loss}, least possible {least}, R² {r_squared}"),
    )
    TIMES = (
        marked("panels", "loss {loss} = {factor} × least possible {least}"),
        marked("panels", "loss {loss} = {factor} × least possible {least}, R² {r_squared}"),
    )
    ABOVE = (
        marked("panels", "loss {loss} > least possible {least}"),
        marked("panels", "loss {loss} > least possible {least}, R² {r_squared}"),
    )
    EQUAL = (
        marked("panels", "✓ loss {loss} = least possible {least}"),
        marked("panels", "✓ loss {loss} = least possible {least}, R² {r_squared}"),
    )
    LEAST = (
        marked("panels", "loss {loss} = least possible {least}"),
        marked("panels", "loss {loss} = least possible {least}, R² {r_squared}"),
    )
    AT_ZERO = (
        marked("panels", "✓ loss {loss}, least possible {least}"),
        marked("panels", "✓ loss {loss}, least possible {least}, R² {r_squared}"),
    )
    ALONE = (marked("panels", "loss {loss}"),)
    BEFORE_EDIT = (marked("panels", "loss {loss}, before the edit"),)
    OTHER_LOSS = (marked("panels", "loss {loss}, under the former loss"),)
    UNDER = (marked("panels", "loss {loss}, {remark}"),)
    AS_SAVED = (
        marked("panels", "loss {loss}, as saved"),
        marked("panels", "loss {loss}, as saved, R² {r_squared}"),
    )
    AT_START = (marked("panels", "loss {loss}, at the start"),)
    STAND_IN = (marked("panels", "loss {loss}, of the mean square"),)
    SAVED_BESIDE = (
        marked("panels", "loss {loss}, as saved, least possible {least}"),
        marked("panels", "loss {loss}, as saved, least possible {least}, R² {r_squared}"),
    )
    START_BESIDE = (marked("panels", "loss {loss}, at the start, least possible {least}"),)
    STAND_IN_BESIDE = (marked("panels", "loss {loss}, of the mean square, least possible {least}"),)

    def __init__(self, *sentences: str) -> None:
        # Looked up once, and plain text: every edit shows one.
        self.sentences = tuple(str(translated(each)) for each in sentences)


class EarlierLoss(Enum):
    """Whose loss it is, if not that of a run on what is set: its remark, and its sentences.

    The second sentence is for a least possible loss that is known.
    """

    OTHER_TABLES = (
        marked("panels", "before the edit"),
        ReadoutSentence.BEFORE_EDIT,
        ReadoutSentence.BEFORE_EDIT,
    )
    OTHER_LOSS = (
        marked("panels", "under the former loss"),
        ReadoutSentence.OTHER_LOSS,
        ReadoutSentence.OTHER_LOSS,
    )
    OTHER_SESSION = (
        marked("panels", "as saved"),
        ReadoutSentence.AS_SAVED,
        ReadoutSentence.SAVED_BESIDE,
    )
    START = (
        marked("panels", "at the start"),
        ReadoutSentence.AT_START,
        ReadoutSentence.START_BESIDE,
    )
    STAND_IN = (
        marked("panels", "of the mean square"),
        ReadoutSentence.STAND_IN,
        ReadoutSentence.STAND_IN_BESIDE,
    )
    """While the loss of a file is none, and waits to be corrected."""

    def __init__(self, remark: str, sentence: ReadoutSentence, beside: ReadoutSentence) -> None:
        self.remark, self.sentence, self.beside = translated(remark), sentence, beside


class ReadoutDetail(Enum):
    """How much of the sentence is shown, most first."""

    ALL = "everything"
    NO_R_SQUARED = "everything but R²"
    NO_LEAST = "the least loss is named, without its value"
    TIGHT = "the same, without room for longer figures"
    LOSS = "the loss"
    LOSS_ALONE = "the loss, without its caption"


_WITH_LEAST = (ReadoutDetail.ALL, ReadoutDetail.NO_R_SQUARED)
_WITH_NAME = (*_WITH_LEAST, ReadoutDetail.NO_LEAST, ReadoutDetail.TIGHT)
_TIGHT = (ReadoutDetail.TIGHT, ReadoutDetail.LOSS, ReadoutDetail.LOSS_ALONE)
"""Without room for longer figures: in a large font, these would take that of what is said."""


class ReadoutInk(Enum):
    """The colours of the figures."""

    TEXT = "that of text"
    QUIET = "that of captions"
    TONE = "green if the loss is the least possible, else amber"


@dataclass(frozen=True)
class LossFigures:
    """The figures as they are written; one that is empty is not shown."""

    sentence: ReadoutSentence = ReadoutSentence.BESIDE
    loss: str = UNKNOWN
    factor: str = ""
    least: str = UNKNOWN
    r_squared: str = ""
    remark: str = ""
    is_least: bool = False
    held_out: str = ""

    @classmethod
    def of(
        cls,
        loss: float | None,
        least: float | None,
        r_squared: str,
        *,
        is_settled: bool,
        floor: float = 0.0,
        is_least: bool = False,
        has_least: bool = True,
    ) -> "LossFigures":
        """Compare a loss with the least possible one, as far as they are known.

        Below the ``floor`` a loss is only rounding. Without the verdict, one that ``is_least`` is
        equal to it, and nothing more. One that no formula ``has_least`` of stands alone.
        """
        if not has_least:
            written_loss = UNKNOWN if loss is None else format_loss(loss, floor=floor)
            return cls(ReadoutSentence.ALONE, written_loss, least="")
        if loss is None:
            return cls(r_squared=r_squared)
        written = UNKNOWN if least is None else format_loss(least)
        sentence, factor = ReadoutSentence.BESIDE, ""
        if is_settled:
            sentence = ReadoutSentence.EQUAL if least else ReadoutSentence.AT_ZERO
        elif is_least and least:
            sentence = ReadoutSentence.LEAST
        elif factor := _factor(loss, least):
            sentence = ReadoutSentence.TIMES
        elif least is not None and not is_least and loss > max(least, floor):
            sentence = ReadoutSentence.ABOVE
        loss_text = format_loss(loss, floor=floor)
        if sentence in (ReadoutSentence.EQUAL, ReadoutSentence.LEAST):
            loss_text = written  # rounding may have put them on both sides of a last digit
        return cls(sentence, loss_text, factor, written, r_squared, is_least=is_least)

    @classmethod
    def of_earlier(
        cls,
        loss: float,
        whose: EarlierLoss,
        least: float | None = None,
        floor: float = 0.0,
        r_squared: str = "",
    ) -> "LossFigures":
        """Show a loss that is not of a run on what is set, and what is known beside it."""
        sentence = whose.sentence if least is None else whose.beside
        least_text = "" if least is None else format_loss(least)
        loss_text = format_loss(loss, floor=floor)
        return cls(sentence, loss_text, least=least_text, r_squared=r_squared, remark=whose.remark)

    @classmethod
    def under(cls, loss: float, name: str, floor: float = 0.0) -> "LossFigures":
        """Show a loss beside the name of the one that it is of, as the field shows another."""
        written = format_loss(loss, floor=floor)
        return cls(ReadoutSentence.UNDER, written, least="", remark=UNDER.format(loss=name))

    @property
    def relation(self) -> str:
        """How the loss relates to the least possible one."""
        if self.sentence in (ReadoutSentence.EQUAL, ReadoutSentence.LEAST):
            return EQUALS
        if self.sentence is ReadoutSentence.ABOVE:
            return EXCEEDS
        return f"= {self.factor} ×" if self.factor else ""

    @property
    def is_settled(self) -> bool:
        """Whether the loss is the least possible one."""
        return self.sentence in (ReadoutSentence.EQUAL, ReadoutSentence.AT_ZERO)

    @property
    def has_tone(self) -> bool:
        """Whether the verdict holds, or the loss of a run is not the least possible yet.

        A loss that is the least, without a verdict on the weights, is neither good nor bad.
        """
        is_alone = self.sentence is ReadoutSentence.ALONE
        is_not_yet = self.loss != UNKNOWN and not self.remark and not self.is_least
        return self.is_settled or (is_not_yet and not is_alone)

    @property
    def why_amber(self) -> str:
        """Why the loss is not green, which its colour alone would not tell; else empty."""
        if not self.has_tone or self.is_settled:
            return ""
        return WHY_AMBER_UNKNOWN if self.least == UNKNOWN else WHY_AMBER

    def text(self) -> str:
        """Return the sentence."""
        template = self.sentence.sentences[-1 if self.r_squared else 0]
        return template.format(
            loss=self.loss,
            factor=self.factor,
            least=self.least,
            r_squared=self.r_squared,
            remark=self.remark,
        )


@dataclass(frozen=True)
class InkedText:
    """A text with its font and colour."""

    text: str
    font: QFont
    ink: ReadoutInk

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return _width(self.font, self.text)


class TextRow:
    """Texts beside each other, placed from the right end to the left.

    ``placed`` are the texts, each with how far left of the right end it begins, and ``end`` is how
    far the row reaches.
    """

    def __init__(self) -> None:
        self.placed: list[tuple[InkedText, float]] = []
        self.end = _MARGIN

    def add(self, text: InkedText) -> None:
        """Add a text that ends where the row has come to."""
        self.end += text.width
        self.placed.append((text, self.end))

    def add_figure(self, number: InkedText, *captions: InkedText, widest: str) -> None:
        """Add a number and what is written close to it; the rest stays where it is."""
        room = max(_width(number.font, widest) - number.width, 0.0)
        self.add(number)
        for caption in captions:
            self.end += GRID
            self.add(caption)
        self.end += room


class LossReadout(QLabel):
    """Shows the loss, how many times the least possible one it is, and R², at the right end.

    Each figure has its own place, wide enough for what it may become, so that none moves another.
    If there is no room for all, R² goes first, then the least loss; the tooltip has everything.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # Kept, because each figure makes the layout ask for it.
        self._fonts: dict[tuple[int, QFont.Weight], QFont] = {}
        self._least_size = self._size_of_line()
        self._figures = LossFigures()
        self._show(self._figures)

    def show_figures(
        self,
        loss: float | None,
        least: float | None,
        r_squared: str = "",
        *,
        is_settled: bool = False,
        floor: float = 0.0,
        is_least: bool = False,
        has_least: bool = True,
        held_out: str = "",
    ) -> None:
        """Show a loss beside the least possible one, as far as known, and R² as it is written.

        ``is_settled`` is the engine's verdict that W is the optimum, ``is_least`` that the loss is
        the least possible, and ``floor`` the loss below which only rounding is left. ``has_least``
        says whether a formula tells the least possible loss at all. ``held_out`` is a sentence on
        the rows that are held out, for the tooltip.
        """
        figures = LossFigures.of(
            loss,
            least,
            r_squared,
            is_settled=is_settled,
            floor=floor,
            is_least=is_least,
            has_least=has_least,
        )
        self._show(replace(figures, held_out=held_out) if held_out else figures)

    def show_earlier(
        self,
        loss: float,
        whose: EarlierLoss,
        least: float | None = None,
        floor: float = 0.0,
        r_squared: str = "",
    ) -> None:
        """Show the loss of other tables, by another loss, as saved, or before the first epoch.

        The least possible loss and R² stand beside it if they are known already. Below the
        ``floor`` a loss is only rounding.
        """
        self._show(LossFigures.of_earlier(loss, whose, least, floor, r_squared))

    def show_under(self, loss: float, name: str, floor: float = 0.0) -> None:
        """Show a loss with the name of the one that it is of, while the one typed is refused."""
        self._show(LossFigures.under(loss, name, floor))

    def detail(self) -> ReadoutDetail:
        """Return how much of the sentence has room."""
        fitting = (each for each in ReadoutDetail if self._row(each).end <= self.width())
        return next(fitting, ReadoutDetail.LOSS_ALONE)

    def whole_width(self) -> int:
        """Return the width at which everything has room."""
        return math.ceil(self._row(ReadoutDetail.ALL).end)

    def sizeHint(self) -> QSize:
        """Return a size that never makes a window wider; the readout takes what is left."""
        return self._least_size

    def minimumSizeHint(self) -> QSize:
        """Return the same size."""
        return self._least_size

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fonts.clear()
            self._least_size = self._size_of_line()
            self.updateGeometry()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts on one baseline; a tooltip says what has no room, and why it is amber."""
        del event
        detail = self.detail()
        whole = "" if detail is ReadoutDetail.ALL else self.text()
        if (
            tip := "\n".join(filter(None, (whole, self._figures.held_out, self._figures.why_amber)))
        ) != self.toolTip():
            self.setToolTip(tip)
        font = self._font(_LOSS_SIZE, QFont.Weight.DemiBold)
        baseline = (self.height() + QFontMetricsF(font).capHeight()) / 2
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            for text, left in self._row(detail).placed:
                painter.setFont(text.font)
                painter.setPen(self.colour(text.ink))
                painter.drawText(QPointF(self.width() - left, baseline), text.text)

    def colour(self, ink: ReadoutInk) -> QColor:
        """Return the colour of the palette."""
        palette = self.palette()
        if ink is ReadoutInk.QUIET:
            return quiet(palette)
        if ink is ReadoutInk.TEXT or not self._figures.has_tone:
            return palette.windowText().color()
        kind = MessageKind.GOOD if self._figures.is_settled else MessageKind.WARNING
        return kind_colour(kind, palette)

    def _row(self, detail: ReadoutDetail) -> TextRow:
        """Place as much of the sentence as this."""
        shown, row = self._figures, TextRow()
        caption, figure = self._font(_CAPTION_SIZE), self._font(_FIGURE_SIZE)
        bold = self._font(_FIGURE_SIZE, QFont.Weight.DemiBold)
        headline = self._font(_LOSS_SIZE, QFont.Weight.DemiBold)
        has_value, has_name = detail in _WITH_LEAST, detail in _WITH_NAME
        if detail is ReadoutDetail.ALL and shown.r_squared:
            row.add_figure(
                InkedText(shown.r_squared, figure, ReadoutInk.TEXT),
                InkedText(R_SQUARED, caption, ReadoutInk.QUIET),
                widest=WIDEST_R_SQUARED,
            )
            row.end += _GAP
        relation = InkedText(shown.relation, bold, ReadoutInk.TONE)
        if shown.factor and has_name and detail not in _TIGHT:
            # What a shorter factor leaves is behind the least loss: before it, it would be a hole.
            row.end += max(_width(bold, WIDEST_FACTOR) - relation.width, 0.0)
        if shown.least and has_value:
            row.add(InkedText(shown.least, figure, ReadoutInk.TEXT))
            row.end += GRID
        if shown.remark and shown.least and has_value:
            row.add(InkedText(LEAST, caption, ReadoutInk.QUIET))
            row.end += _GAP
        is_alone = shown.sentence is ReadoutSentence.ALONE
        if has_name and not is_alone and (shown.remark or shown.relation or has_value):
            row.add(InkedText(shown.remark or LEAST, caption, ReadoutInk.QUIET))
            row.end += GRID if shown.relation or shown.remark else _GAP
        if shown.sentence is ReadoutSentence.AT_ZERO and has_name:
            row.end += _width(bold, EXCEEDS)  # the room of what stood there until now
        if shown.relation and has_name:
            row.add(relation)
            row.end += GRID
        captions = [InkedText(LOSS, caption, ReadoutInk.QUIET)]
        if shown.is_settled:
            captions.append(InkedText(TICK, bold, ReadoutInk.TONE))
        row.add_figure(
            InkedText(shown.loss, headline, ReadoutInk.TONE),
            *(captions if detail is not ReadoutDetail.LOSS_ALONE else ()),
            widest="" if detail in _TIGHT else WIDEST_LOSS,
        )
        return row

    def _size_of_line(self) -> QSize:
        metrics = QFontMetricsF(self._font(_LOSS_SIZE, QFont.Weight.DemiBold))
        return QSize(8 * GRID, math.ceil(metrics.height()))

    def _font(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return a font of the figures, made once: each redraw asks for some twenty."""
        key = pixels, weight
        if key not in self._fonts:
            self._fonts[key] = sized_font(self.font(), pixels, weight)
        return self._fonts[key]

    def _show(self, figures: LossFigures) -> None:
        self._figures = figures
        self.setText(figures.text())


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def _factor(loss: float, least: float | None) -> str:
    """Write how many times the least loss a loss is; empty if there is no such factor."""
    if not least or not math.isfinite(loss) or not math.isfinite(loss / least):
        return ""
    return format_multiple(loss / least)
