"""Scrolls the page of the import dialog where the screen is small or the text is large."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ..background.reporting import reporting, reporting_as_unhandled
from ..theme.appearance import GRID

# A field with its label, twice as large as usual, and half of the next one.
LEAST_HEIGHT = 12 * GRID


class ScrolledPage(QScrollArea):
    """Shows a page as if it were there itself, and scrolls what does not fit into the dialog.

    Parameters
    ----------
    page : QWidget
        Has a layout, whose height may depend on its width.
    """

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setObjectName("import_scrolled_page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(_Holder(page, self))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the page beside a scroll bar, and a height that is worth looking at.

        A page that needs no more height than that has it.
        """
        least = self._page.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(least.width() + bar, min(least.height(), LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        """Return the size that the page asks for."""
        return self._page.sizeHint()

    def follow_page(self) -> None:
        """Let the page have another least height, and scroll if there is less room."""
        self.updateGeometry()
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))


class _Holder(QWidget):
    """Fills itself with the page.

    A scroll area would give a widget with a layout the height at which each part has all that it
    asks for, and scroll for that; this one is only asked for its least size.
    """

    def __init__(self, page: QWidget, area: ScrolledPage) -> None:
        super().__init__()
        self._page, self._area = page, area
        page.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """Return the least height of the page at its width."""
        least, layout = self._page.minimumSizeHint(), self._page.layout()
        if layout is None or not layout.hasHeightForWidth():
            return least
        width = max(least.width(), self._area.viewport().width())
        return QSize(least.width(), max(layout.minimumHeightForWidth(width), 1))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page all of the room."""
        super().resizeEvent(event)
        self._page.resize(event.size())

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Tell the area when the least size of the page changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.follow_page()
        return super().event(event)
