"""A setting or a command of the run bar: its caption, its field below, and a note beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..background.reporting import reporting
from ..text.message import MessageKind
from ..text.setting_texts import WITH_KEY
from ..theme.blending import quiet
from ..theme.palette import kind_colour

SMALL = 11 / 12
"""The size of captions and notes, as a share of that of the fields."""
CAPTION_HEIGHT = 16
GAUGE_HEIGHT = 8
"""Kept free below each field, so that a gauge that appears moves nothing."""
_GAP = 8
_INDENT = 2


class SmallText(QLabel):
    """A line of small, muted text, or in the colour of a kind of message; elided if too long."""

    def __init__(self, text: str = "", side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(text)
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._kind = MessageKind.QUIET

    @property
    def kind(self) -> MessageKind:
        """The kind of message that the text is."""
        return self._kind

    def show_text(self, text: str, kind: MessageKind = MessageKind.QUIET) -> None:
        """Show a text in the colour of its kind."""
        self._kind = kind
        self.setText(text)
        self.update()

    def ink(self) -> QColor:
        """Return the colour of the text."""
        if self._kind is MessageKind.QUIET:
            return quiet(self.palette())
        return kind_colour(self._kind, self.palette())

    def minimumSizeHint(self) -> QSize:
        """Return the width of an ellipsis; the cell keeps room for more."""
        least = self.fontMetrics().horizontalAdvance("…" if self.text() else "")
        return QSize(least, super().minimumSizeHint().height())

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text that fits."""
        del event
        with QPainter(self) as painter:
            painter.setPen(self.ink())
            room = self.contentsRect()
            elide = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(self.text(), elide, room.width())
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(room, self.alignment(), shown)


class Cell(QWidget):
    """A caption above a field, and a note above the field's right end.

    The caption names the field for screen readers, and ``key`` focuses it; ``tip`` says what it is.
    Room is kept for the ``widest_notes``, so that nothing moves when the note changes.
    """

    def __init__(
        self,
        caption: str,
        content: QWidget,
        *,
        key: str = "",
        tip: str = "",
        widest_notes: Sequence[str] = (),
        gauge: QWidget | None = None,
    ) -> None:
        super().__init__()
        # Names such as η and numbers are written so in every language; bars may be mirrored.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.content, self.key = content, key
        self.caption = SmallText(caption)
        self.caption.setToolTip(WITH_KEY.format(tip=tip, key=key) if tip and key else tip or key)
        self.note = SmallText(side=Qt.AlignmentFlag.AlignRight)
        self._widest_notes = tuple(widest_notes)
        self._lay_out(gauge)
        self._name_content()
        self._resize_texts()

    def width_around(self, content_width: int) -> int:
        """Return the width that shows all of it, with a content of this width."""
        metrics = QFontMetrics(self._small_font())
        above = metrics.horizontalAdvance(self.caption.text()) + 2 * _INDENT
        if self._widest_notes:
            above += _GAP + max(map(metrics.horizontalAdvance, self._widest_notes))
        return max(content_width, above)

    def sizeHint(self) -> QSize:
        """Return the size that shows all of it, whatever the current note is."""
        content = self.content.sizeHint()
        above = max(CAPTION_HEIGHT, QFontMetrics(self._small_font()).height())
        return QSize(self.width_around(content.width()), above + content.height() + GAUGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a cell never shrinks."""
        return self.sizeHint()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Keep the texts smaller than the field's when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._resize_texts()

    def _lay_out(self, gauge: QWidget | None) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(_INDENT, 0, _INDENT, 0)
        above.setSpacing(0)
        above.addWidget(self.caption)
        above.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above, 1)
        layout.addWidget(self.content)
        if gauge is None:
            layout.addSpacing(GAUGE_HEIGHT)
        else:
            gauge.setFixedHeight(GAUGE_HEIGHT)
            layout.addWidget(gauge)

    def _name_content(self) -> None:
        self.caption.setBuddy(self.content)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(QFontInfo(font).pointSizeF() * SMALL)
        return font

    def _resize_texts(self) -> None:
        font = self._small_font()
        self.caption.setFont(font)
        self.note.setFont(font)
        self.updateGeometry()


class CommandCell(Cell):
    """What has a name of its own below a caption that is none: a button below its key."""

    def _name_content(self) -> None:
        pass


@dataclass(frozen=True, eq=False)
class CellGroup:
    """Cells in their order; where they do not fit, ``folded`` stands for the ``rare`` ones.

    One is ``typed`` in: it takes the room that is left, and lies over the others while it is needed
    where it is folded.
    """

    cells: tuple[Cell, ...]
    rare: tuple[Cell, ...]
    folded: Cell
    typed: Cell
