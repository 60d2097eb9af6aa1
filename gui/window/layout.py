"""The layout of the window: a lesson above, tables beside plots, figures and messages below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolBar, QVBoxLayout, QWidget

from ..preferences import Preferences
from ..widgets.action_button import ActionButton
from .normal_size import TITLE_BAR_HEIGHT, NormalSize
from .parts import Parts

USUAL_SIZE = QSize(1280, 800)
"""The smallest screen on which nothing in the toolbar is cut off."""
SHARE_OF_SCREEN = 0.85
"""On a large screen the window leaves some of the desktop visible."""
TABLES_TO_PLOTS = (4, 5)
"""Room for three columns of A and those of Y; the rest for the plots."""
LOSS_TO_PREDICTIONS = (3, 2)
"""The loss is watched during a run, so its plot is the larger one."""


class Arrangement:
    """Lays out the window; keeps what a person resizes for the next start."""

    def __init__(self, window: QMainWindow, parts: Parts) -> None:
        self._window = window
        tables = _column(parts.data, parts.weights, QWidget())
        self._plots = _splitter(Qt.Orientation.Vertical, parts.loss_plot, parts.prediction_plot)
        self._halves = _splitter(Qt.Orientation.Horizontal, tables, self._plots)
        window.setCentralWidget(_column(parts.lesson, self._halves, parts.status, parts.diagnosis))
        window.addToolBar(_tool_bar(parts))
        # Not window.screen(): its Python wrapper would delete the screen together with the window.
        size = _usual_size(QGuiApplication.primaryScreen().availableSize())
        window.resize(size)
        self._normal_size = NormalSize(window)
        _share(self._halves, size.width(), TABLES_TO_PLOTS)
        _share(self._plots, size.height(), LOSS_TO_PREDICTIONS)

    def restore(self, kept: Preferences) -> None:
        """Restore the sizes of the last session."""
        if (geometry := kept.shape("geometry")) is not None:
            self._window.restoreGeometry(geometry)
            self._normal_size.restore(kept)
        for name, splitter in self._splitters():
            if (sizes := kept.shape(name)) is not None:
                splitter.restoreState(sizes)

    def keep(self, kept: Preferences) -> None:
        """Keep the sizes for the next session."""
        kept.keep_shape("geometry", self._window.saveGeometry())
        self._normal_size.keep(kept)
        for name, splitter in self._splitters():
            kept.keep_shape(name, splitter.saveState())

    def _splitters(self) -> tuple[tuple[str, QSplitter], ...]:
        return ("plots", self._plots), ("halves", self._halves)


def _usual_size(screen: QSize) -> QSize:
    """Choose a size for the screen, with room for the title bar on a small one."""
    room = screen - QSize(0, TITLE_BAR_HEIGHT)
    return USUAL_SIZE.expandedTo(room * SHARE_OF_SCREEN).boundedTo(room)


def _tool_bar(parts: Parts) -> QToolBar:
    bar = QToolBar("Run")
    bar.setObjectName("run_bar")
    bar.setMovable(False)
    bar.toggleViewAction().setEnabled(False)
    bar.addWidget(parts.run_button)
    for action in (parts.actions.step, parts.actions.reset):
        bar.addWidget(ActionButton(action))
    bar.addSeparator()
    bar.addWidget(parts.speed)
    bar.addSeparator()
    bar.addWidget(parts.settings)
    return bar


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return column


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter


def _share(splitter: QSplitter, room: int, shares: tuple[int, ...]) -> None:
    """Divide the room by shares, now and whenever it changes."""
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    splitter.setSizes([room * share // sum(shares) for share in shares])
