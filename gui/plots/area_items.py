"""What is drawn over the area inside the axes: the base of it, and a dashed line at one height."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..theme.painting import reporting
from .axis import GAP, PlotAxis
from .theme import Theme

_DASHES = (6.0, 4.0)
# In pixels: clear of the dot at the end of a curve that lies on the line.
_LABEL_GAP = GAP / 2


class AreaItem(QGraphicsItem):
    """Fills the area inside the axes; a subclass draws in it, in pixels."""

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__()
        self._axis, self._theme = axis, theme
        self._area = QRectF()

    def boundingRect(self) -> QRectF:
        """Return the area inside the axes."""
        return self._area

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._theme = theme
        self.update()

    def arrange(self, area: QRectF) -> None:
        """Set the area inside the axes."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area


class LevelLine(AreaItem):
    """A dashed line at a position of the left axis, with a small label below it.

    It is drawn in pixels, so it spans every range. An item in the coordinates of the data would
    take part in the range that is fitted to them.
    """

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.position: float | None = None
        self.label = ""
        # Below the curve, and drawn before the view: in an SVG, later items are clipped to it.
        self.setZValue(-500)

    def set_level(self, position: float | None, label: str) -> None:
        """Draw the line at a position of the left axis, with this label; None draws none."""
        if (position, label) != (self.position, self.label):
            self.position, self.label = position, label
            self.update()

    @property
    def label_height(self) -> float:
        """The room in pixels that the label needs between the line and the axis."""
        return QFontMetricsF(self._theme.font).height() + _LABEL_GAP

    def pixel(self) -> float | None:
        """Return the height of the line in pixels of the plot; None if it is not in view."""
        if self.position is None:
            return None
        pixel = self._axis.to_pixel(self.position)
        return pixel if self._area.top() <= pixel <= self._area.bottom() else None

    def label_rect(self) -> QRectF:
        """Return the rectangle of the label: at the right, below the line if there is room."""
        pixel = self.pixel()
        if pixel is None:
            return QRectF()
        metrics = QFontMetricsF(self._theme.font)
        width, height = metrics.horizontalAdvance(self.label), metrics.height()
        fits_below = pixel + self.label_height <= self._area.bottom()
        top = pixel + _LABEL_GAP if fits_below else pixel - _LABEL_GAP - height
        return QRectF(self._area.right() - width, top, width, height)

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line and its label."""
        del option, widget
        pixel = self.pixel()
        if pixel is None:
            return
        pen = QPen(self._theme.quiet, 1)
        pen.setDashPattern(_DASHES)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        y = round(pixel)
        painter.drawLine(QLineF(self._area.left(), y, self._area.right(), y))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.quiet)
        ascent = QFontMetricsF(self._theme.font).ascent()
        rect = self.label_rect()
        painter.fillRect(rect, self._theme.background)  # no grid line through the digits
        painter.drawText(QPointF(rect.left(), rect.top() + ascent), self.label)
