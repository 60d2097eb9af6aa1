"""Arranges the panels of the view: side by side, with the error below, or two of them."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from ..background.reporting import reporting, reporting_as_unhandled
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import hairline
from ..widgets.elided_label import ElidedLabel

BESIDE = (5, 4, 6)
"""The shares of the width: microscope, digits, error."""
OVER = (5, 4)
"""Those of microscope and digits, with the error below both."""
TWO = (5, 6)
UPPER = (11, 9)
"""The shares of the height: microscope and digits, error."""
LEAST_STACKED = 440
"""The height from which two rows use the room better: each is as high as the views of a small
window are, and the error has the whole width."""
WIDEST_STACKED = 2.6
"""Times its height: in a wider room three panels side by side are large enough."""
LEAST_HEIGHT = 48
LEAST_LOW_PLOT = 280
"""The width of the error beside the digits in a low room: an axis of 20 decades has six numbers."""
NEARLY = 8
"""Pixels that a plot may lack: the smallest window at 200 % has so few of them."""
NO_ROOM = translate("limit", "There is no room for the pictures here: F7 hides the table.")
LEAST_PLOT = 330
"""The width in which the words of a plot's regions fit."""
_SEAM = 1


class PanelOrder(Enum):
    """How the panels stand."""

    BESIDE = "side by side"
    STACKED = "the error below the others"
    TWO = "microscope and error; the digits are in a tooltip and on the card"
    LOW = "digits and error, as low as they can be"
    NONE = "no room for pictures: a sentence says how to make some"


class LimitPanels(QWidget):
    """Gives each panel its place, with seams of one pixel between them.

    ``order_changed`` says that the panels stand otherwise. ``low_digits`` returns the least size of
    the digits in a low room.
    """

    order_changed = Signal()

    def __init__(
        self,
        microscope: QWidget,
        digits: QWidget,
        error: QWidget,
        low_digits: Callable[[], QSize],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low_digits = low_digits
        # As the plots themselves: numbers and axes run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._microscope, self._digits, self._error = microscope, digits, error
        for panel in (microscope, digits, error):
            panel.setParent(self)
        self._no_room = ElidedLabel(NO_ROOM, self)
        self._no_room.setObjectName("limit_no_room")
        self._no_room.setToolTip(NO_ROOM)
        self._no_room.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self.order = PanelOrder.TWO

    def sizeHint(self) -> QSize:
        """Return a size for three panels side by side."""
        hints = [each.sizeHint() for each in (self._microscope, self._digits, self._error)]
        width = sum(hint.width() for hint in hints) + 2 * _SEAM
        return QSize(width, max(hint.height() for hint in hints))

    def minimumSizeHint(self) -> QSize:
        """Return the width of microscope and error, and a height for the lines of the digits."""
        hints = [each.minimumSizeHint() for each in (self._microscope, self._error)]
        width = sum(hint.width() for hint in hints) + _SEAM
        return QSize(width, max(LEAST_HEIGHT, self._low_digits().height()))

    def order_in(self, size: QSize) -> PanelOrder:
        """Return how the panels stand in this room."""
        if size.height() < self._error.minimumSizeHint().height() - NEARLY:
            low = self._low_digits() + QSize(_SEAM + LEAST_LOW_PLOT, 0)
            return PanelOrder.LOW if low.boundedTo(size) == low else PanelOrder.NONE
        least = QSize(self._digits.sizeHint().width(), self._digits.minimumSizeHint().height())
        width, height = size.width(), size.height()
        share = sum(BESIDE)
        is_wide = (
            width * BESIDE[1] >= least.width() * share
            and width * BESIDE[0] >= LEAST_PLOT * share
            and height >= least.height()
        )
        upper = height * UPPER[0] // sum(UPPER)
        is_high = height >= LEAST_STACKED and upper >= least.height()
        is_high = is_high and width * OVER[1] >= least.width() * sum(OVER)
        if is_high and (width < WIDEST_STACKED * height or not is_wide):
            return PanelOrder.STACKED
        return PanelOrder.BESIDE if is_wide else PanelOrder.TWO

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panels in the new room."""
        super().resizeEvent(event)
        self._arrange()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Arrange the panels again when one of them needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seams: what no panel covers."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            for place in self._places().values():
                edge = hairline(self.palette())
                painter.fillRect(QRect(place.right() + 1, place.top(), _SEAM, place.height()), edge)
                painter.fillRect(
                    QRect(place.left(), place.bottom() + 1, place.width(), _SEAM), edge
                )

    def _arrange(self) -> None:
        order = self.order_in(self.size())
        is_other, self.order = order is not self.order, order
        places = self._places()
        for panel in (self._microscope, self._digits, self._error):
            if panel in places:
                panel.setGeometry(places[panel])
            panel.setVisible(panel in places)
        self._no_room.setGeometry(self.rect())
        self._no_room.setVisible(order is PanelOrder.NONE)
        if is_other:
            self.order_changed.emit()
        self.update()

    def _places(self) -> dict[QWidget, QRect]:
        whole = self.rect()
        if self.order is PanelOrder.NONE:
            return {}
        if self.order is PanelOrder.STACKED:
            upper, lower = whole, QRect(whole)
            height = whole.height() * UPPER[0] // sum(UPPER)
            upper = QRect(0, 0, whole.width(), height)
            lower.setTop(height + _SEAM)
            panels = _in_a_row(upper, OVER, self._microscope, self._digits)
            return {**panels, self._error: lower}
        if self.order is PanelOrder.LOW:
            digits = self._low_digits().width()
            shares = digits, whole.width() - _SEAM - digits
            return _in_a_row(whole, shares, self._digits, self._error)
        if self.order is PanelOrder.TWO:
            return _in_a_row(whole, TWO, self._microscope, self._error)
        return _in_a_row(whole, BESIDE, self._microscope, self._digits, self._error)


def _in_a_row(room: QRect, shares: tuple[int, ...], *panels: QWidget) -> dict[QWidget, QRect]:
    """Return a place for each panel, the last one up to the end."""
    found, x, free = {}, room.left(), room.width() - _SEAM * (len(panels) - 1)
    for panel, share in zip(panels, shares, strict=True):
        width = free * share // sum(shares)
        if panel is panels[-1]:
            width = room.right() + 1 - x
        found[panel] = QRect(x, room.top(), width, room.height())
        x += width + _SEAM
    return found
