"""The layout of the window: the run bar, the views, the sheet of numbers, and the message."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..background.reporting import reporting
from ..limit.texts import THE_LIMIT
from ..panels.view_tabs import DESCENT, FIT, RUNS, SURFACE, PanelRow
from ..preferences import Preferences
from .actions import check
from .normal_size import TITLE_BAR_HEIGHT, NormalSize
from .parts import Parts
from .scrolled import Framed, Scrolled
from .split import Split

USUAL_SIZE = QSize(1280, 800)
"""A usual small screen."""
SHARE_OF_SCREEN = 0.85
"""On a large screen the window leaves some of the desktop visible."""
VIEWS_TO_SHEET = (3, 2)
"""Plots are watched during a run, so they have the larger part of the height."""
LEAST_VIEWS = 280
"""Plots 176 px high, the least in which a curve differs from a line, with tabs and timeline."""
LEAST_BALANCED_VIEWS = 256
"""In a small window: plots 152 px high, so that the sheet has room for the slopes of W."""
ROWS_MORE = 3
"""By so many rows a tall sheet is taller than a balanced one, as far as the views allow it."""
LOSS_TO_PREDICTIONS = (3, 2)
"""The loss is watched during a run, so its plot is the larger one."""


class Arrangement:
    """Lays out the window; keeps what a person resizes for the next start."""

    def __init__(self, window: QMainWindow, parts: Parts) -> None:
        self._window = window
        self._plots = PanelRow(parts.loss_plot, parts.prediction_plot)
        parts.empty_state.cover(self._plots)
        parts.views.add_view(DESCENT, _column(parts.lesson, parts.empty_state))
        parts.views.add_view(THE_LIMIT, parts.limit)
        parts.views.add_view(SURFACE, parts.surface)
        parts.views.add_view(FIT, parts.fit)
        parts.views.add_view(RUNS, parts.runs)
        self._upper = _column(parts.views, parts.timeline)
        self._sheet, self._choices = parts.sheet, parts.actions.splits
        self._split = Split.BALANCED
        self._curve = parts.loss_plot.plot_area
        self._left: QWidget | None = None
        self._left_for: QWidget | None = None
        self._note_split(Split.BALANCED)
        self._halves = _Halves(self._divided)
        _fill(self._halves, self._upper, self._sheet)
        framed = Framed(parts.run_bar, self._halves, parts.diagnosis, self._menu_height)
        window.setCentralWidget(Scrolled(framed))
        self._bar, self._views = parts.run_bar, parts.views
        self._timeline, self._strip = parts.timeline, parts.diagnosis
        # Not window.screen(): its Python wrapper would delete the screen together with the window.
        size = _usual_size(QGuiApplication.primaryScreen().availableSize())
        window.resize(size)
        self._normal_size = NormalSize(window)
        _share(self._halves, size.height(), VIEWS_TO_SHEET)
        parts.sheet.height_changed.connect(self._keep_split)
        self._halves.splitterMoved.connect(self._note_moved)
        _share(self._plots, size.width(), LOSS_TO_PREDICTIONS)
        self._keep_split()

    def _menu_height(self) -> int:
        """Return how high the menu bar is.

        It is asked for each time: the Python object of it dies when a menu was closed by keys.
        """
        return self._window.menuBar().sizeHint().height()

    @property
    def regions(self) -> list[QWidget]:
        """The regions between which F6 goes."""
        return [self._bar, self._views, self._timeline, self._sheet, self._strip]

    @property
    def split(self) -> Split:
        """How the height is divided."""
        return self._split

    def cycle_split(self) -> None:
        """Divide the height in the next way: balanced, the sheet tall, the sheet hidden."""
        before = self._look()
        self.take_split(self._split.following)
        if self._look() == before:  # two ways to divide a small table look the same
            self.take_split(self._split.following)

    def _look(self) -> tuple[bool, list[int]]:
        return self._sheet.isHidden(), self._halves.sizes()

    def take_split(self, split: Split) -> None:
        """Divide the height in this way."""
        self._note_split(split)
        if split is Split.HIDDEN:
            if not self._sheet.isHidden():
                self._leave_sheet()
            self._sheet.hide()
        else:
            self._sheet.show()
            self._return_to_sheet()
        self._keep_split()

    def _leave_sheet(self) -> None:
        """Keep in mind which table has the focus, and give it to the curve.

        Qt would give it to Run, and the next keys would be meant for a cell.
        """
        self._left, focused = None, QApplication.focusWidget()
        if focused is None:
            return
        tables = self._sheet.findChildren(QTableView)
        holds = (each for each in tables if each is focused or each.isAncestorOf(focused))
        self._left = next(holds, None)
        if self._left is None:
            return
        if self._curve.isVisible():
            self._curve.setFocus()
        else:
            focused.clearFocus()
        self._left_for = QApplication.focusWidget()

    def _return_to_sheet(self) -> None:
        """Give the focus back to the table that had it, unless a person has moved it since."""
        left, self._left = self._left, None
        if left is not None and QApplication.focusWidget() is self._left_for:
            left.setFocus()

    def _keep_split(self) -> None:
        """Divide the height as was chosen, when the sheet needs another height."""
        if (sizes := self._divided()) is not None:
            self._halves.setSizes(sizes)

    def _divided(self) -> list[int] | None:
        """Return the heights of views and sheet; None if nothing but their shares is chosen."""
        room = self._halves.height() - self._halves.handleWidth()
        match self._split:
            case Split.BALANCED:
                share = self._balanced(room)
            case Split.TALL:
                share = max(room - LEAST_VIEWS, self._taller(room))
            case _:
                return None
        return [room - share, share]

    def _balanced(self, room: int) -> int:
        """Return the height of a balanced sheet."""
        views, sheet = VIEWS_TO_SHEET
        return self._with_slopes(room * sheet // (views + sheet), room)

    def _taller(self, room: int) -> int:
        """Return a height with some rows more than a balanced sheet, if the views leave them."""
        sheet, least = self._sheet.sheet, self._upper.minimumSizeHint().height()
        wanted = self._balanced(room) + ROWS_MORE * sheet.row_height
        return sheet.whole_rows(min(wanted, room - least))

    def _with_slopes(self, share: int, room: int) -> int:
        """Return more than a small share, if the slopes of W then have room below the plots."""
        sheet = self._sheet.sheet
        more = min(sheet.usual_height, sheet.full_height, room - LEAST_BALANCED_VIEWS)
        return max(share, sheet.whole_rows(more))

    def _note_moved(self) -> None:
        """Leave the division to a person who has dragged it."""
        self._note_split(Split.DRAGGED)

    def _note_split(self, split: Split) -> None:
        """Keep in mind how the height is divided, and check it in the menu."""
        self._split = split
        check(self._choices, split.value)

    def restore(self, kept: Preferences) -> None:
        """Restore the sizes of the last session."""
        if (geometry := kept.shape("geometry")) is not None:
            self._window.restoreGeometry(geometry)
            self._normal_size.restore(kept)
        for name, splitter in self._splitters():
            if (sizes := kept.shape(name)) is not None:
                splitter.restoreState(sizes)
        split = Split(kept.choice("sheet", Split.BALANCED.value))
        if split is not Split.DRAGGED:
            self.take_split(split)
        self._note_split(split)

    def keep(self, kept: Preferences) -> None:
        """Keep the sizes for the next session."""
        kept.keep_shape("geometry", self._window.saveGeometry())
        self._normal_size.keep(kept)
        for name, splitter in self._splitters():
            kept.keep_shape(name, splitter.saveState())
        kept.keep_choice("sheet", self._split.value)

    def _splitters(self) -> tuple[tuple[str, QSplitter], ...]:
        return ("panels", self._plots), ("split", self._halves)


def _usual_size(screen: QSize) -> QSize:
    """Choose a size for the screen, with room for the title bar on a small one."""
    room = screen - QSize(0, TITLE_BAR_HEIGHT)
    return USUAL_SIZE.expandedTo(room * SHARE_OF_SCREEN).boundedTo(room)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return column


class _Halves(QSplitter):
    """Views above the sheet. With another size it is divided once: each widget is laid out once.

    Qt would keep the shares first: the plots and the sheet then took twice as long, 20 to 30 ms.
    """

    def __init__(self, divided: Callable[[], list[int] | None]) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._divided = divided

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height anew."""
        if (sizes := self._divided()) is None:
            super().resizeEvent(event)
        else:
            self.setSizes(sizes)


def _fill(splitter: QSplitter, *widgets: QWidget) -> None:
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)


def _share(splitter: QSplitter, room: int, shares: tuple[int, ...]) -> None:
    """Divide the room by shares, now and whenever it changes."""
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    _give(splitter, room, shares)


def _give(splitter: QSplitter, room: int, shares: tuple[int, ...]) -> None:
    """Divide the room by shares now."""
    splitter.setSizes([room * share // sum(shares) for share in shares])
