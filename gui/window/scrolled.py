"""A widget that scrolls where a window is made smaller than it can be, as by tiling desktops.

``Framed`` keeps what is above and below it in view.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ..background.reporting import reporting, reporting_as_unhandled

# With a menu bar of up to 25 pixels above it, in a window of 868×505.
SMALLEST = QSize(868, 480)
MENU_BAR = 25


class Scrolled(QScrollArea):
    """Shows a widget as if it were there itself, and scrolls it rather than let parts overlap."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._taken = 0
        self._tile: QSize | None = None
        """The room in a tile that is smaller than the window can be."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(_Sheet(content, self))

    def minimumSizeHint(self) -> QSize:
        """Return that of the content, as far as it fits into the smallest window.

        What needs more, in a large font, is scrolled: the window never grows by itself. Nor does
        it out of a tile that is smaller than that, over the one beside it.
        """
        return self._least() if self._tile is None else self._least().boundedTo(self._tile)

    def leave_room(self, height: int) -> None:
        """Leave so much of the height of the smallest window to what does not scroll."""
        if height != self._taken:
            self._taken = height
            self.updateGeometry()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Note whether it has been given less than it needs."""
        super().resizeEvent(event)
        least = self._least()
        is_tile = self.isVisible() and self.size().boundedTo(least) != least
        self._tile = self.size() if is_tile else None

    def _least(self) -> QSize:
        room = QSize(SMALLEST.width(), max(SMALLEST.height() - self._taken, 1))
        return self._content.minimumSizeHint().boundedTo(room)

    def follow_content(self) -> None:
        """Tell the window of another least size, and scroll if the window is smaller than that."""
        self.updateGeometry()
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))


class Framed(QWidget):
    """A scrolled widget between two that are always seen, however large the text is.

    In a large font the menu bar takes room as well: the smallest window is as small as ever.
    """

    def __init__(
        self,
        above: QWidget,
        content: QWidget,
        below: QWidget,
        menu_height: Callable[[], int] = lambda: MENU_BAR,
    ) -> None:
        super().__init__()
        self._menu_height = menu_height
        self._fixed = above, below
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(above)
        self._scrolled = Scrolled(content, self)  # after what Tab reaches before it
        layout.addWidget(self._scrolled, 1)
        layout.addWidget(below)
        self._leave_room()

    def minimumSizeHint(self) -> QSize:
        """Return that of the smallest window at most, also before the middle has followed."""
        smallest = SMALLEST - QSize(0, self._taken_by_menus())
        return super().minimumSizeHint().boundedTo(smallest)

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Let the middle follow when what is above or below it needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._leave_room()
        return super().event(event)

    def _leave_room(self) -> None:
        heights = (each.minimumSizeHint().height() for each in self._fixed)
        self._scrolled.leave_room(sum(heights) + self._taken_by_menus())

    def _taken_by_menus(self) -> int:
        """Return by how much the menu bar is higher than usual."""
        return max(self._menu_height() - MENU_BAR, 0)


class _Sheet(QWidget):
    """Fills itself with the content.

    A scroll area gives its own widget the height at which each sentence stands on lines of its
    own, and would scroll for that; a widget without a layout is only asked for its least size.
    """

    def __init__(self, content: QWidget, area: Scrolled) -> None:
        super().__init__()
        self._content, self._area = content, area
        content.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """Return that of the content."""
        return self._content.minimumSizeHint()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the content all of the room."""
        super().resizeEvent(event)
        self._content.resize(event.size())

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Tell the window when the least size of the content changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.follow_content()
        return super().event(event)
