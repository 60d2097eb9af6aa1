"""The views of the window: one tab each, the readout beside the tabs, the chosen view below."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ..background.reporting import reporting, reporting_as_unhandled
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import hairline, quiet
from ..widgets.fonts import sized_font

DESCENT = translate("panels", "Descent")
"""The view of the loss and the predictions of a run."""
SURFACE = translate("panels", "Surface")
"""The view of the loss from above."""
FIT = translate("panels", "Fit")
"""The view of how good the optimum is, and how sure its weights are."""
RUNS = translate("panels", "Runs")
"""The view of all runs side by side."""
ROW_HEIGHT = 5 * GRID
TAB_HEIGHT = 4 * GRID
_TAB_PADDING = 12
_UNDERLINE = 2
_TEXT_SIZE = 12


class TabRow(QTabBar):
    """The names of the views, whole at every width; the current one is underlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_tabs")
        self.setAccessibleName(translate("panels", "Views"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a name while it is the current one: no name moves another."""
        metrics = QFontMetrics(self._current_font())
        height = max(TAB_HEIGHT, metrics.height() + 2 * GRID)
        return QSize(metrics.horizontalAdvance(self.tabText(index)) + 2 * _TAB_PADDING, height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same size: a name is never cut."""
        return self.tabSizeHint(index)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names, and the line under the current one."""
        del event
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            for index in range(self.count()):
                self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        rect, is_current = self.tabRect(index), index == self.currentIndex()
        palette = self.palette()
        painter.setFont(self._current_font() if is_current else self._font())
        painter.setPen(palette.windowText().color() if is_current else quiet(palette))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
        if is_current:
            bottom = rect.bottom() + 1 - _UNDERLINE
            line = QRect(rect.left(), bottom, rect.width(), _UNDERLINE)
            painter.fillRect(line, palette.color(QPalette.ColorRole.Accent))

    def _font(self) -> QFont:
        return sized_font(self.font(), _TEXT_SIZE)

    def _current_font(self) -> QFont:
        return sized_font(self.font(), _TEXT_SIZE, QFont.Weight.DemiBold)


class ReadoutPlace(QWidget):
    """Gives the readout the room that the tabs leave.

    A label asks for a new layout with each text that it shows, up to the whole window; here that
    ends, unless the readout needs another room.
    """

    def __init__(self, readout: QWidget) -> None:
        super().__init__()
        self._readout = readout
        readout.setParent(self)
        self._needed = readout.sizeHint()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return that of the readout."""
        return self._readout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return that of the readout."""
        return self._readout.minimumSizeHint()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Ask for another room only if the readout needs it."""
        if event.type() == QEvent.Type.LayoutRequest and self._needed != self.sizeHint():
            self._needed = self.sizeHint()
            self.updateGeometry()
        return super().event(event)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room."""
        super().resizeEvent(event)
        self._readout.setGeometry(self.rect())


class ViewTabs(QWidget):
    """One tab for each view, and the chosen view below the row of tabs.

    ``view_changed`` carries the name of the view that is shown now.
    """

    view_changed = Signal(str)

    def __init__(self, readout: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("views")
        self._bar = TabRow()
        self._stack = QStackedWidget()
        self._bar.currentChanged.connect(self._change_view)
        self._new_views: list[QWidget] = []
        self._order_due = QTimer(self, singleShot=True, interval=0)  # once all is in its place
        self._order_due.timeout.connect(self._put_after_tabs)
        row = QWidget()
        row_layout = QHBoxLayout(row)
        row_layout.setContentsMargins(GRID, 0, 0, 0)
        row_layout.setSpacing(0)
        row_layout.addStrut(ROW_HEIGHT)
        row_layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBottom)
        row_layout.addWidget(ReadoutPlace(readout), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(row)
        layout.addWidget(self._stack, 1)

    @property
    def names(self) -> list[str]:
        """The names of the views, in the order of their tabs."""
        return [self._bar.tabText(index) for index in range(self._bar.count())]

    @property
    def current_name(self) -> str:
        """The name of the view that is shown; empty if there is none."""
        return self._bar.tabText(self._bar.currentIndex())

    def add_view(self, name: str, view: QWidget) -> None:
        """Add a view at the end; the first one is shown."""
        self._stack.addWidget(view)
        self._bar.addTab(name)
        if isinstance(view, LateView):
            view.made.connect(self._order_later)

    def show_view(self, name: str) -> None:
        """Show the view of this name. Raises ValueError if there is none."""
        self._bar.setCurrentIndex(self.names.index(name))

    @Slot(object)
    def _order_later(self, view: QWidget) -> None:
        self._new_views.append(view)
        self._order_due.start()

    @Slot()
    def _put_after_tabs(self) -> None:
        """Let Tab go from the tabs into new views, part by part: Qt puts what is new at the end.

        Parts with a focus proxy go along: left behind, they would draw Tab back to it. For that
        long they take the focus themselves, because Qt moves nothing else.
        """
        parts = [part for view in self._new_views for part in parts_in_order(view)]
        self._new_views.clear()
        proxies = [(part, proxy) for part in parts if (proxy := part.focusProxy()) is not None]
        policies = [part.focusPolicy() for part, _ in proxies]
        for part, _ in proxies:
            part.setFocusProxy(None)  # type: ignore[arg-type]
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for before, part in pairwise([self._bar, *parts]):
            QWidget.setTabOrder(before, part)
        for (part, proxy), policy in zip(proxies, policies, strict=True):
            part.setFocusPolicy(policy)
            part.setFocusProxy(proxy)

    @Slot(int)
    def _change_view(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.view_changed.emit(self.current_name)


OF_QT = (QAbstractScrollArea, QComboBox, QAbstractSpinBox)
"""What has parts of its own, for which Qt provides."""


def parts_in_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what has to do with the focus in a widget, from top to bottom and left to right.

    The parts that Qt itself gives a table, a plot or a list stay as they are. The head of a table
    is given the focus by what it is drawn on: set anew from Python, that made the head garbage
    while Qt used it, and the process ended.
    """
    if isinstance(widget, OF_QT):
        return
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for child in sorted(children, key=lambda each: (each.y() // GRID, each.x())):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus or child.focusProxy() is not None:
            yield child
        yield from parts_in_order(child)


class LateView(QWidget):
    """The place of a view that is made when it is first seen, so that the window is drawn before.

    ``made`` carries the view.
    """

    made = Signal(object)

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make
        self._view: QWidget | None = None
        self._first: QWidget | None = None
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)

    @Slot()
    def view(self) -> QWidget:
        """Return the view, which is made the first time."""
        if self._view is None:
            self._view = self._make()
            self._room.addWidget(self._view)
            self._view.show()  # as if it had been there when its place was shown
            self._first = self._view.focusProxy()
            # Tab would go to it past what stands before.
            self._view.setFocusProxy(None)  # type: ignore[arg-type]
            self.made.emit(self._view)
        return self._view

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the part of the view that wants it."""
        super().focusInEvent(event)
        if self._first is not None:
            self._first.setFocus(event.reason())

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Make the view."""
        self.view()
        super().showEvent(event)


class PanelRow(QSplitter):
    """The panels of a view side by side, between them seams of one pixel that can be dragged."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        # As the plots themselves; and mirrored, Qt moves the first panel over the window's edge.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for panel in panels:
            self.addWidget(panel)

    def createHandle(self) -> QSplitterHandle:
        """Return a seam."""
        return Seam(self.orientation(), self)

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Restore the sizes of the panels, and no other thickness of the seams."""
        is_restored = super().restoreState(state)
        self.setHandleWidth(1)
        return is_restored


class Seam(QSplitterHandle):
    """A line between two panels; Qt lets it be grabbed a few pixels beside it."""

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), hairline(self.palette()))
