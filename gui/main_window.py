"""The window: puts the parts together and joins their signals, and does nothing else."""

from time import perf_counter

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMessageBox,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from engine import Frame, learning_rate_limit
from engine.examples import published

from .actions import Actions, check
from .appearance import Appearance, wear
from .diagnosis import diagnose
from .document import Document
from .exports import Exports
from .failures import Failures
from .fields.action_button import ActionButton
from .fields.speed_slider import SpeedSlider
from .menus import fill_menus
from .panels.data import DataPanel
from .panels.diagnosis import DiagnosisPanel
from .panels.settings import SettingsPanel
from .panels.status import StatusPanel
from .panels.weights import WeightsPanel
from .plots.loss_plot import LossPlot
from .plots.prediction_plot import PredictionPlot
from .prediction_feed import PredictionFeed
from .preferences import Preferences
from .rate import Rate
from .run_state import RunState
from .session import Session
from .tables import TableActions
from .worker import Progress

PRODUCTS_AT_ONCE = 10_000_000
USUAL_SIZE = QSize(1280, 800)
SHARE_OF_SCREEN = 0.85
TITLE_BAR_HEIGHT = 40
SHARES_OF_HALVES = (2, 3)
ABOUT = (
    "<b>Secant</b><p>Gradient descent by limits, at your desk.</p>"
    "<p>W ← W − η·δW,  δw = lim h→0 [loss(w + h) − loss(w − h)] / 2h</p><p>MIT licence.</p>"
)


class MainWindow(QMainWindow):
    """Opens on the published example, ready to run."""

    def __init__(self) -> None:
        super().__init__()
        self._preferences = Preferences()
        example = published()
        settings = self._preferences.settings(example.settings)
        self.document = Document(example.problem, settings, example.name, example.note)
        self.session = Session(self.document)
        self._actions = Actions(self)
        self._feed = PredictionFeed(self.document)
        self._rate = Rate()
        self._make_parts()
        self._lay_out()
        self._connect()
        self._restore()
        self._show_document()
        self._show_state(self.session.state)

    def _make_parts(self) -> None:
        self._run_button = ActionButton(self._actions.run)
        self._speed = SpeedSlider()
        self._settings = SettingsPanel(self.document)
        self._table_actions = TableActions(self)
        self._data = DataPanel(self.document, self._table_actions)
        self._weights = WeightsPanel(self.document, self._table_actions)
        self._loss_plot = LossPlot()
        self._prediction_plot = PredictionPlot()
        self._diagnosis = DiagnosisPanel()
        self._status = StatusPanel()
        self._failures = Failures(self)
        self._exports = Exports(self, self.session, self._loss_plot, self._preferences)
        fill_menus(
            self.menuBar(),
            self._actions,
            self._table_actions,
            [*self._loss_plot.menu_actions(), None, *self._prediction_plot.menu_actions()],
        )

    def _lay_out(self) -> None:
        rest = QWidget()
        self._tables = _column(self._data, self._weights, rest)
        self._plots = _splitter(Qt.Orientation.Vertical, self._loss_plot, self._prediction_plot)
        self._halves = _splitter(Qt.Orientation.Horizontal, self._tables, self._plots)
        self._plots.setSizes([300, 200])
        for half, share in enumerate(SHARES_OF_HALVES):
            self._halves.setStretchFactor(half, share)
        self._halves.setSizes([100 * share for share in SHARES_OF_HALVES])
        self.setCentralWidget(_column(self._halves, self._status, self._diagnosis))
        self.addToolBar(self._tool_bar())
        self._take_usual_size()

    def _take_usual_size(self) -> None:
        """Be as large as suits the work, with room for the title bar on a small screen."""
        room = self.screen().availableSize() - QSize(0, TITLE_BAR_HEIGHT)
        self.resize(USUAL_SIZE.expandedTo(room * SHARE_OF_SCREEN).boundedTo(room))

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar("Run")
        bar.setObjectName("run_bar")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)
        bar.addWidget(self._run_button)
        for action in (self._actions.step, self._actions.reset):
            bar.addWidget(ActionButton(action))
        bar.addSeparator()
        bar.addWidget(self._speed)
        bar.addSeparator()
        bar.addWidget(self._settings)
        return bar

    def _connect(self) -> None:
        actions, session, document = self._actions, self.session, self.document
        actions.run.triggered.connect(self._run)
        actions.step.triggered.connect(self._step)
        actions.reset.triggered.connect(session.reset)
        actions.published.triggered.connect(self._open_published)
        actions.quit.triggered.connect(self.close)
        actions.about.triggered.connect(self._show_about)
        actions.precisions.triggered.connect(self._choose_precision)
        actions.tolerances.triggered.connect(self._choose_tolerance)
        actions.appearances.triggered.connect(self._choose_appearance)
        self._speed.pace_changed.connect(session.set_pace)
        self._settings.refused.connect(self._show_refusal)
        self._diagnosis.fix_chosen.connect(self._apply_fix)
        actions.export_weights.triggered.connect(self._exports.export_weights)
        actions.export_history.triggered.connect(self._exports.export_history)
        actions.export_predictions.triggered.connect(self._exports.export_predictions)
        actions.export_plot.triggered.connect(self._exports.export_plot)
        self._exports.said.connect(self._diagnosis.show_diagnosis)
        self._loss_plot.export_requested.connect(actions.export_plot.trigger)
        document.values_changed.connect(self._show_document)
        document.reshaped.connect(self._show_document)
        document.settings_changed.connect(self._show_settings)
        session.state_changed.connect(self._show_state)
        session.progressed.connect(self._show_progress)
        session.failed.connect(self._failures.show)

    @Slot()
    def _run(self) -> None:
        if self._entered():
            self.session.run_or_pause()

    @Slot()
    def _step(self) -> None:
        if self._entered():
            self.session.step()

    def _entered(self) -> bool:
        """Take what is still being typed, in a cell or a field; tell whether all of it could be."""
        self._run_button.setFocus()
        refused = self._data.has_refused or self._weights.has_refused
        return self._settings.commit() and not refused

    @Slot()
    def _open_published(self) -> None:
        self.session.reset()
        example = published()
        self.document.open(example.problem, example.settings, example.name, example.note)

    @Slot(QAction)
    def _choose_precision(self, action: QAction) -> None:
        self.document.change_settings(precision=action.data())

    @Slot(QAction)
    def _choose_tolerance(self, action: QAction) -> None:
        self.document.change_settings(tolerance=action.data())

    @Slot(QAction)
    def _choose_appearance(self, action: QAction) -> None:
        wear(Appearance(action.data()))
        self._preferences.keep_choice("appearance", action.data())

    @Slot(dict)
    def _apply_fix(self, changes: dict[str, float]) -> None:
        self.document.change_settings(**changes)

    @Slot()
    def _show_about(self) -> None:
        QMessageBox.about(self, "About Secant", ABOUT)

    @Slot(str)
    def _show_refusal(self, sentence: str) -> None:
        if sentence:
            self._diagnosis.show_refusal(sentence)
        else:
            self._show_diagnosis()

    @Slot()
    def _show_document(self) -> None:
        document = self.document
        self.setWindowTitle(f"{document.name} — Secant")
        self._feed.refresh()
        limit = None
        if document.rows * document.columns**2 <= PRODUCTS_AT_ONCE:
            limit = learning_rate_limit(document.problem())
        self._settings.show_limit(limit)
        self._show_current()

    @Slot()
    def _show_settings(self) -> None:
        settings = self.document.settings
        check(self._actions.precisions, settings.precision.value)
        check(self._actions.tolerances, settings.tolerance)
        self._show_figures()

    @Slot(RunState)
    def _show_state(self, state: RunState) -> None:
        has_run = state.is_active or self.session.progress is not None
        self._actions.show_state(state, has_run)
        self._actions.draw(state, self.palette())
        self._rate.restart()
        if self.session.progress is None:
            self._loss_plot.clear()
            self._show_current()
        self._show_settings()

    @Slot(Progress)
    def _show_progress(self, progress: Progress) -> None:
        self._loss_plot.show_trace(progress.trace)
        if progress.learning_rate_limit is not None:
            self._settings.show_limit(progress.learning_rate_limit)
        self._show_current()
        self._show_figures()

    def _show_current(self) -> None:
        """Show the current W and what follows from it."""
        frame = self._frame()
        W = frame.W if frame else None
        self._data.show_weights(W)
        self._weights.show_weights(W, frame.gradient if frame else None)
        feed = self._feed
        self._prediction_plot.show_rows(
            feed.rows, feed.observed, feed.predicted(W), self.document.rows
        )

    def _show_figures(self) -> None:
        frame = self._frame()
        rate = self._rate.update(frame.epoch, perf_counter()) if frame else None
        self._status.show_figures(frame, self.document.settings.epochs, rate)
        self._show_diagnosis()

    def _show_diagnosis(self) -> None:
        session = self.session
        self._diagnosis.show_diagnosis(
            diagnose(
                session.state,
                session.progress,
                session.problem,
                self.document.settings,
                self.document.note,
            )
        )

    def _frame(self) -> Frame | None:
        return self.session.progress.frame if self.session.progress else None

    def _restore(self) -> None:
        kept = self._preferences
        if (geometry := kept.shape("geometry")) is not None:
            self.restoreGeometry(geometry)
        for name, splitter in self._splitters():
            if (sizes := kept.shape(name)) is not None:
                splitter.restoreState(sizes)
        self._speed.set_position(int(kept.choice("speed", str(self._speed.position()))))
        appearance = Appearance(kept.choice("appearance", Appearance.SYSTEM))
        check(self._actions.appearances, appearance)
        if appearance is not Appearance.SYSTEM:
            wear(appearance)

    def _keep(self) -> None:
        kept = self._preferences
        kept.keep_shape("geometry", self.saveGeometry())
        for name, splitter in self._splitters():
            kept.keep_shape(name, splitter.saveState())
        kept.keep_choice("speed", str(self._speed.position()))
        kept.keep_settings(self.document.settings)

    def _splitters(self) -> tuple[tuple[str, QSplitter], ...]:
        return ("plots", self._plots), ("halves", self._halves)

    def showEvent(self, event: QShowEvent) -> None:
        """Put Run in focus, so that one key starts the descent."""
        super().showEvent(event)
        if not event.spontaneous():
            self._run_button.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw what the palette does not reach by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._actions.draw(self.session.state, self.palette())

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the run and keep the window's shape for the next start."""
        self.session.shut_down()
        self._exports.shut_down()
        self._keep()
        event.accept()


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
