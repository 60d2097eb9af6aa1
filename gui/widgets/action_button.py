"""A button for an action; Return presses it as Space does."""

from collections.abc import Collection
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from ..theme.blending import CURVE, TEXT, blend, legible
from ..theme.legibility import edge_colour
from ..theme.palette import is_dark
from .outline import PADDING, draw_outline, field_height, surroundings

_ICON = 16
_GAP = 6
# Shares of the text's colour: seen on light and dark ground, and the text stays readable.
_HOVERED, _PRESSED, _OFF = 0.08, 0.16, 0.10


class Emphasis(Enum):
    """How much a button stands out."""

    FILLED = "the one thing to do next"
    OUTLINED = "one of several"


class ActionButton(QToolButton):
    """Shows the icon and text of its action, and keeps room for the ``widest`` texts it may get.

    It draws itself, and its icon in the colour of its text: so both follow the palette.
    """

    def __init__(
        self,
        action: QAction,
        emphasis: Emphasis = Emphasis.OUTLINED,
        widest: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._emphasis = emphasis
        self._widest = [text.replace("&", "") for text in widest]
        self.setDefaultAction(action)
        self.setObjectName(f"{action.objectName()}_button")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        draw_own_ring(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if emphasis is Emphasis.FILLED:
            font = self.font()
            font.setWeight(QFont.Weight.DemiBold)
            self.setFont(font)

    def hint_of(self, style: Qt.ToolButtonStyle) -> QSize:
        """Return the size that it needs in a style, whatever its current text is."""
        metrics = self.fontMetrics()
        width = self._icon_side() + 2 * PADDING
        if style is not Qt.ToolButtonStyle.ToolButtonIconOnly:
            texts = (self.text(), *self._widest)
            width += _GAP + max(map(metrics.horizontalAdvance, texts))
        return QSize(width, field_height(metrics))

    def sizeHint(self) -> QSize:
        """Return a size with room for the widest text, whatever the current text is."""
        return self.hint_of(self.toolButtonStyle())

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the button never shrinks, so nothing beside it moves."""
        return self.sizeHint()

    def ground(self) -> QColor:
        """Return the colour inside its edge."""
        palette = surroundings(self)
        ground, ink = self._rest_colours(palette)
        if not self.isEnabled():
            return blend(palette.window().color(), palette.windowText().color(), _OFF)
        if self.isDown():
            return blend(ground, ink, _PRESSED)
        return blend(ground, ink, _HOVERED) if self.underMouse() else ground

    def ink(self) -> QColor:
        """Return the colour of its text and icon."""
        palette = surroundings(self)
        if not self.isEnabled():
            faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
            return legible(faint, self.ground(), CURVE)
        return self._rest_colours(palette)[1]

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, then the icon and the text in the middle."""
        del event
        with QPainter(self) as painter:
            is_plain = self._emphasis is Emphasis.OUTLINED or not self.isEnabled()
            edge = edge_colour(surroundings(self)) if is_plain else self.ground()
            draw_outline(painter, self, self.ground(), edge)
            side, metrics = self._icon_side(), self.fontMetrics()
            has_text = self.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
            text = self.text() if has_text else ""
            width = side + (_GAP + metrics.horizontalAdvance(text) if text else 0)
            corner = QPoint((self.width() - width) // 2, (self.height() - side) // 2)
            icon = tinted(self.icon(), QSize(side, side), self.devicePixelRatio(), self.ink())
            painter.drawPixmap(corner, icon)
            painter.setPen(self.ink())
            room = QRect(corner.x() + side + _GAP, 0, self.width(), self.height())
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button on Return or Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _rest_colours(self, palette: QPalette) -> tuple[QColor, QColor]:
        """Return the colours of the ground and of the text, untouched."""
        if self._emphasis is Emphasis.FILLED:
            ink = QColor("black" if is_dark(palette) else "white")
            return legible(palette.accent().color(), ink, TEXT), ink
        return palette.base().color(), palette.text().color()

    def _icon_side(self) -> int:
        return max(_ICON, self.fontMetrics().ascent())


def tinted(icon: QIcon, size: QSize, ratio: float, colour: QColor) -> QPixmap:
    """Return the shape of an icon in a colour."""
    pixmap = icon.pixmap(size, ratio)
    if not pixmap.isNull():
        with QPainter(pixmap) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(pixmap.rect(), colour)
    return pixmap
