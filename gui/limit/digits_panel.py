"""The panel of the digits: the two losses one below the other, and the division in real numbers."""

import math
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QMenu, QStyleOptionGraphicsItem, QWidget

from engine.language.sentence import marked
from engine.limit.arithmetic import Notation, arithmetic

from ..accessible.focus_ring import WIDTH, draw_own_ring
from ..background.reporting import reporting
from ..plots.axis import GAP, line_room
from ..plots.header import PlotHeader
from ..plots.limit.error_sentences import ErrorSentence
from ..plots.theme import THEME_CHANGES, Theme, theme_of
from ..text.message import Message
from ..text.setting_texts import DIFFERENCE_NAMES
from ..text.translation import translate, translated
from ..theme.blending import TEXT, legible
from ..widgets.arithmetic_menu import ArithmeticMenu
from ..widgets.card_frame import monospace
from .digits_text import DigitsRow, DigitsWorth, RowName, rows_of, sentences_of, spoken
from .limit_state import LimitState
from .texts import ON_TRIANGLE_TIP

_MARGIN = 2 * GAP
# Between a name and the widest number.
_BETWEEN = 2 * GAP
_ROW_HEIGHTS = (17.0, 24.0)
"""The least and the usual height of a row."""
_LEAST_WIDTH = 240
_ROWS = 6
_LOW_COLUMNS = 2
_LOW_DIGITS = 24
"""Of the widest number: the difference of two losses, with its sign and its power of ten."""
_MOST_LINES = 5
"""Of both sentences in the narrowest panel."""
# Of the text's size, the largest that has room: the digits are what is looked at, and none is cut.
_SIZES = (1.17, 1.08, 1.0, 0.93, 0.86, 0.79, 0.72)
_LAST_WORDS, _NO_BREAK = 3, "\u00a0"
_RULED_BEFORE = (RowName.DIFFERENCE, RowName.QUOTIENT)
_HEAVY = QFont.Weight.DemiBold
COPY_KEY_TEXT = translate("limit", "In the digits of The limit: copy the quotient")


class DigitsText(Enum):
    """The words of the panel beside those of its rows."""

    TITLE = marked("limit", "Digits")
    REMARK = marked("limit", "of the {difference} quotient, {precision}")
    REMARK_SCALED = marked("limit", "of the {difference} quotient, {precision}, columns scaled")
    REMARK_TRIANGLE = marked("limit", "of the {difference} quotient, {precision}, on the triangle")
    REMARK_SCALED_TRIANGLE = marked(
        "limit", "of the {difference} quotient, {precision}, columns scaled, on the triangle"
    )
    MENU = marked("limit", "Copy &As")
    COPIED = marked("limit", "the quotient")

    @property
    def text(self) -> str:
        """The words for the reader, with their facts open."""
        return translated(self.value)


REMARKS = {
    (False, False): DigitsText.REMARK,
    (True, False): DigitsText.REMARK_SCALED,
    (False, True): DigitsText.REMARK_TRIANGLE,
    (True, True): DigitsText.REMARK_SCALED_TRIANGLE,
}
"""By whether the columns are scaled, and whether the losses are those of the triangle."""


class DigitsPanel(QWidget):
    """Shows the quotient of one weight digit by digit, and in words what cancels.

    ``message`` carries what was copied.
    """

    message = Signal(Message)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digits_panel")
        self.setAccessibleName(DigitsText.TITLE.text)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        draw_own_ring(self)
        self._state: LimitState | None = None
        self._worth = DigitsWorth.EARNED
        self._rows: tuple[DigitsRow, ...] = ()
        self._sentences: tuple[str, ...] = ()
        self._theme = theme_of(self)
        self._focus_reason = Qt.FocusReason.MouseFocusReason
        self.copy_menu = ArithmeticMenu(
            "copy_digits",
            DigitsText.MENU.text,
            DigitsText.COPIED.text,
            self._written,
            self,
        )
        self.copy_menu.message.connect(self.message)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        keys.setObjectName("copy")  # as in the tables: each copies what has the focus
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.setWhatsThis(COPY_KEY_TEXT)
        keys.activated.connect(self.copy_text)

    @property
    def rows(self) -> tuple[DigitsRow, ...]:
        """The numbers that are shown, from top to bottom."""
        return self._rows

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said below them."""
        return self._sentences

    def show_limit(self, state: LimitState | None, worth: DigitsWorth = DigitsWorth.EARNED) -> None:
        """Show one quotient, and what its right digits are owed to; None shows nothing."""
        self._state, self._worth = state, worth
        self._rows = () if state is None else rows_of(state.digits)
        self._sentences = () if state is None else sentences_of(state.digits, state.region, worth)
        self._explain()
        self.update()

    def spoken_sentence(self) -> str:
        """Return the sentence that a screen reader says of the panel."""
        if (state := self._state) is None:
            return ""
        sentences = spoken(state.digits, state.region, self._worth)
        scaled = ErrorSentence.SCALED.text if state.is_scaled else ""
        triangle = ON_TRIANGLE_TIP if state.is_of_triangle else ""
        return " ".join(filter(None, (scaled, sentences, triangle)))

    @Slot()
    def copy_text(self) -> None:
        """Copy the arithmetic as text."""
        self.copy_menu.copy_as(Notation.TEXT)

    def picture_size(self) -> QSize:
        """Return the size of its picture."""
        return self.size()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the panel as it is now, without the frame of the focus."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.fillRect(self.rect(), self._theme.background)
        if self._state is None:
            return
        colour = legible(
            self._theme.of_quotient(self._state.difference), self._theme.background, TEXT
        )
        if self.is_low:
            for left, layout in self.low_layouts():
                painter.translate(left, 0)
                layout.paint(painter, colour)
                painter.translate(-left, 0)
            return
        self._paint_title(painter, self._state)
        layout = DigitsLayout(self._rows, self._sentences, self._theme, QSizeF(self.size()))
        layout.paint(painter, colour)

    @property
    def is_low(self) -> bool:
        """Whether there is room for the numbers alone: the sentences are in the tooltip then."""
        return self.height() < self.low_size().height() + 2 * _ROWS * GAP

    def low_size(self) -> QSize:
        """Return the smallest size at which the numbers have room side by side."""
        names, digits = QFontMetricsF(self._theme.font), QFontMetricsF(_monospace(self._theme, 1.0))
        name = max(names.horizontalAdvance(each.text) for each in RowName)
        width = 1.5 * _MARGIN + name + _BETWEEN + _LOW_DIGITS * digits.horizontalAdvance("0")
        row = max(_ROW_HEIGHTS[0], names.height())
        height = _ROWS // _LOW_COLUMNS * row + GAP
        return QSize(_LOW_COLUMNS * math.ceil(width), math.ceil(height))

    def low_layouts(self) -> list[tuple[float, "DigitsLayout"]]:
        """Return the numbers in columns, each by where it begins."""
        size = QSizeF(self.width() / _LOW_COLUMNS, self.height())
        count = math.ceil(len(self._rows) / _LOW_COLUMNS)
        columns = [self._rows[:count], self._rows[count:]]
        fonts = [DigitsLayout(rows, (), self._theme, size, top=GAP / 2).font for rows in columns]
        font = min(fonts, key=QFont.pixelSize)
        return [
            (k * size.width(), DigitsLayout(rows, (), self._theme, size, top=GAP / 2, font=font))
            for k, rows in enumerate(columns)
        ]

    def sizeHint(self) -> QSize:
        """Return a size at which everything is readable."""
        return QSize(330, 272)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which all digits are seen, and both sentences are whole."""
        line = QFontMetricsF(self._theme.font).height()
        rows = _ROWS * _ROW_HEIGHTS[0]
        height = header_height(self._theme) + rows + _MOST_LINES * line + 3 * GAP
        return QSize(_LEAST_WIDTH, math.ceil(height))

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel, and a frame if a key has brought the focus."""
        del event
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.paint_picture(painter)
            if self.hasFocus() and self._focus_reason is not Qt.FocusReason.MouseFocusReason:
                painter.setPen(QPen(self._theme.text, WIDTH))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the tooltip what there is no room for."""
        super().resizeEvent(event)
        self._explain()

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the arithmetic."""
        if self._state is None:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addMenu(self.copy_menu)
        menu.popup(event.globalPos())

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note by what the focus came: the mouse needs no frame."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._focus_reason = event.reason()
        super().focusInEvent(event)
        self.update()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the font of the window."""
        super().changeEvent(event)
        if event.type() in THEME_CHANGES:
            self._theme = theme_of(self)
            self.update()

    def _explain(self) -> None:
        """Explain the numbers in the tooltip: by the sentences, if there is no room for them."""
        is_of_triangle = self._state is not None and self._state.is_of_triangle
        sentences = self._sentences if self.is_low else ()
        self.setToolTip("\n".join((*sentences, *([ON_TRIANGLE_TIP] if is_of_triangle else []))))

    def _written(self, notation: Notation) -> str:
        state = self._state
        if state is None:
            return ""
        return arithmetic(state.digits, notation, state.full_name, source=state.source)

    def _paint_title(self, painter: QPainter, state: LimitState) -> None:
        header = PlotHeader(self._theme)
        header.arrange(QRectF(0, 0, self.width(), header_height(self._theme)), self.width() - GAP)
        remark = REMARKS[state.is_scaled, state.is_of_triangle].text.format(
            difference=DIFFERENCE_NAMES[state.difference], precision=state.precision
        )
        header.set_title(DigitsText.TITLE.text, remark)
        header.paint(painter, QStyleOptionGraphicsItem())


class DigitsLayout:
    """The rows and the sentences in their places: all decimal points below each other."""

    def __init__(
        self,
        rows: tuple[DigitsRow, ...],
        sentences: tuple[str, ...],
        theme: Theme,
        size: QSizeF,
        *,
        top: float | None = None,
        font: QFont | None = None,
    ) -> None:
        self._rows, self._theme, self._size = rows, theme, size
        self._sentences = tuple(map(with_last_words_together, sentences))
        self._names = QFontMetricsF(theme.font)
        self._font = self._fitting_font() if font is None else font
        self._metrics = QFontMetricsF(self._font)
        top = header_height(theme) if top is None else top
        room = size.height() - top - self.height_of_sentences() - 2 * GAP
        least, usual = _ROW_HEIGHTS
        self.row_height = min(max(room / max(len(rows), 1), least), usual)
        self.top = top

    @property
    def font(self) -> QFont:
        """The font of the digits."""
        return self._font

    @property
    def digit(self) -> float:
        """The width of one digit."""
        return self._metrics.horizontalAdvance("0")

    @property
    def point(self) -> float:
        """Where the decimal points are, in pixels of the panel."""
        before = max((row.point for row in self._rows), default=0)
        return self.left + before * self.digit

    @property
    def left(self) -> float:
        """Where the widest number begins."""
        names = max((self._names.horizontalAdvance(row.name.text) for row in self._rows), default=0)
        return _MARGIN + names + _BETWEEN

    @property
    def right(self) -> float:
        """Where the last digit ends."""
        after = max((len(row.text) - row.point for row in self._rows), default=0)
        return self.point + after * self.digit

    def height_of_sentences(self) -> float:
        """Return the height of all sentences, as broken into lines."""
        return sum(self._sentence_height(each) + GAP / 2 for each in self._sentences)

    @reporting
    def paint(self, painter: QPainter, colour: QColor) -> None:
        """Draw the rows, with the quotient in its colour, then the sentences."""
        y = self.top
        for row in self._rows:
            if row.name in _RULED_BEFORE:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setPen(QPen(self._theme.grid, 1))
                level = round(y)
                painter.drawLine(int(_MARGIN), level, int(self._size.width() - _MARGIN), level)
            ink = colour if row.name is RowName.QUOTIENT else self._theme.text
            self._paint_row(painter, row, y, ink)
            y += self.row_height
        y += GAP
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.text)
        for sentence in self._sentences:
            height = self._sentence_height(sentence)
            rect = QRectF(_MARGIN, y, self._size.width() - 2 * _MARGIN, height)
            painter.drawText(rect, Qt.TextFlag.TextWordWrap.value, sentence)
            y += height + GAP / 2

    def _paint_row(self, painter: QPainter, row: DigitsRow, top: float, ink: QColor) -> None:
        baseline = top + (self.row_height + self._names.capHeight()) / 2
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.quiet)
        painter.drawText(QPointF(_MARGIN, baseline), row.name.text)
        x = self.point - row.point * self.digit
        is_loss = row.name in (RowName.AHEAD, RowName.HERE, RowName.BEHIND)
        left = _heavy(self._font) if is_loss else self._font
        looks = (self._font, self._theme.quiet), (self._font, ink), (left, ink)
        for part, (font, colour) in zip(row.parts, looks, strict=True):
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(x, baseline), part)
            x += len(part) * self.digit

    def _sentence_height(self, sentence: str) -> float:
        width = self._size.width() - 2 * _MARGIN
        room = QRectF(0, 0, max(width, 1.0), 1000)
        return self._names.boundingRect(room, Qt.TextFlag.TextWordWrap.value, sentence).height()

    def _fitting_font(self) -> QFont:
        """Return the largest font in which every digit has room."""
        for share in _SIZES:
            font = _monospace(self._theme, share)
            self._metrics = QFontMetricsF(font)
            if self.right <= self._size.width() - GAP:
                break
        return font


def with_last_words_together(sentence: str) -> str:
    """Return a sentence whose last three words stand on one line: "9 are left."."""
    *others, last = sentence.rsplit(" ", _LAST_WORDS - 1)
    return _NO_BREAK.join((*others, last))


def header_height(theme: Theme) -> float:
    """Return the height of a title line, as that of the plots."""
    return line_room(theme, math.inf)


def _monospace(theme: Theme, share: float) -> QFont:
    """Return the font of digits, in a share of the size of the text."""
    font = monospace()
    font.setPixelSize(max(1, round(theme.font.pixelSize() * share)))
    return font


def _heavy(font: QFont) -> QFont:
    heavy = QFont(font)
    heavy.setWeight(_HEAVY)
    return heavy
