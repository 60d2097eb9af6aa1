"""The view "Runs": which run came nearest, their table, and their losses or a sweep."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Slot
from PySide6.QtGui import (
    QAction,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.archive.kept_run import KeptRun
from engine.sweep.result import SweptSetting

from ..accessible.announcing import announce
from ..background.reporting import reporting
from ..document import Document
from ..panels.lesson import LessonLine
from ..panels.view_tabs import RUNS, PanelRow
from ..plots.base import Plot
from ..plots.picture import ViewPicture
from ..plots.runs.runs_plot import RunsPlot
from ..plots.runs.sweep_plot import SweepArea, SweepPlot
from ..plots.theme import theme_of
from ..run.session import Session, Update
from ..text.key_help import KeyHelp, KeyLine
from ..text.message import Message, MessageKind
from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.buttons import FieldButton, title_label
from ..widgets.elided_label import ElidedLabel
from . import texts
from .run_collection import RunCollection
from .run_columns import COLUMNS
from .run_sentences import runs_sentence
from .run_table import RunTable
from .run_table_model import RunTableModel
from .swatch import swatch
from .sweep_dialog import SweepDialog
from .sweep_model import SweepModel

HEAD = 36
LEAST_TABLE = 56
"""A row below the names of the columns: the smallest window has no more room."""
TABLE_TO_PLOT = (3, 2)
"""Numbers are read here; the curves only compare."""


class RunsPanel(QWidget):
    """The table below its title and its buttons."""

    def __init__(self, table: RunTable, *buttons: FieldButton) -> None:
        super().__init__()
        self._table, self._buttons = table, buttons
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        head.setSpacing(GRID)
        head.addStrut(HEAD)
        head.addWidget(title_label(texts.ALL_RUNS))
        self.columns_seen = ElidedLabel()
        self.columns_seen.setObjectName("runs_columns_seen")
        self.columns_seen.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        head.addWidget(self.columns_seen, 1)
        for button in buttons:
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(table)
        layout.addStretch(1)
        table.fitted.connect(self._tell_columns)

    @Slot()
    def _tell_columns(self) -> None:
        """Say beside the title that some columns have no room, and which."""
        seen = self._table.shown_columns
        hidden = [column.head for column in COLUMNS if column not in seen]
        told = texts.COLUMNS_SEEN.format(seen=len(seen), n=len(COLUMNS)) if hidden else ""
        which = texts.COLUMNS_HIDDEN.format(columns=", ".join(hidden)) if hidden else ""
        self.columns_seen.setText(told)
        self.columns_seen.setToolTip(which)
        self.columns_seen.setAccessibleDescription(which)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table a height in which no row is cut."""
        super().resizeEvent(event)
        self._table.setFixedHeight(self._table.whole_height(self.height() - HEAD))

    def minimumSizeHint(self) -> QSize:
        """Return a size with all buttons, and two rows of the table."""
        width = super().minimumSizeHint().width()
        return QSize(width, HEAD + self._table.whole_height(LEAST_TABLE))

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of fields, as that of the plots."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))


class RunsView(QWidget):
    """Shows the runs of the document while it is seen, and the sweep that was asked for."""

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        texts.IN_RUNS,
        (
            KeyLine(("Space",), translate("runs", "Draw the run beside others, or no longer")),
            KeyLine(("P",), translate("runs", "Keep the run, or no longer")),
            KeyLine(("S",), translate("runs", "Use the settings of the run")),
            KeyLine(("F2",), translate("runs", "Rename the run")),
            KeyLine(("Del",), translate("runs", "Delete the run")),
            *SweepArea.SWEEP_KEYS,
        ),
    )

    def __init__(
        self,
        collection: RunCollection,
        sweeps: SweepModel,
        document: Document,
        session: Session,
        keep: QAction,
        ask: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("runs")
        self.setAccessibleName(RUNS)
        self.collection, self.sweeps = collection, sweeps
        self._document, self._session = document, session
        self.sentence = LessonLine()
        self.sentence.setObjectName("view_sentence")
        self.model = RunTableModel(collection, self._swatch, self)
        self.table = RunTable(self.model)
        self.keep_button = _button("keep_run_button", texts.KEEP, texts.KEEP_TIP)
        self.sweep_button = _button("sweep_button", texts.SWEEP, texts.SWEEP_TIP)
        self.plot, self.sweep_plot = RunsPlot(), SweepPlot()
        self.plot.set_empty_text(texts.EMPTY)
        self.sweep_plot.set_empty_text(texts.EMPTY_SWEEP)
        self._pictures = QStackedWidget()
        for plot in (self.plot, self.sweep_plot):
            self._pictures.addWidget(plot)
        self.show_sweep_button = _switch(
            self.plot, "show_sweep", texts.SHOW_SWEEP, texts.SHOW_SWEEP_TIP, self.show_sweep
        )
        self.show_runs_button = _switch(
            self.sweep_plot, "show_runs", texts.SHOW_RUNS, texts.SHOW_RUNS_TIP, self.show_runs
        )
        self.show_sweep_button.hide()
        self.panels = PanelRow(
            RunsPanel(self.table, self.keep_button, self.sweep_button), self._pictures
        )
        for place, share in enumerate(TABLE_TO_PLOT):
            self.panels.setStretchFactor(place, share)
        self.panels.setSizes([share * 300 for share in TABLE_TO_PLOT])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.panels, 1)
        self.setFocusProxy(self.table)
        self._connect(keep, ask)

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        """What can be saved of it, by the names of the actions that do so."""
        losses, sweep = (
            translate("runs", "Export Losses of the Runs"),
            translate("runs", "Export Sweep"),
        )
        return {
            "export_runs_plot": ViewPicture(self.plot, losses, "runs.png"),
            "export_sweep": ViewPicture(self.sweep_plot, sweep, "sweep.png"),
        }

    def picture(self, action: str) -> ViewPicture | None:
        """Show what an action of the Export menu saves, and return it; None if there is none."""
        found = self.pictures[action]
        if found.drawn is self.plot:
            self.show_runs()
        elif self.sweeps.sweep is None:
            self.sweeps.message.emit(Message(MessageKind.WARNING, texts.NO_SWEEP))
            return None
        else:
            self.show_sweep()
        return found

    @Slot()
    def ask_for_sweep(self) -> None:
        """Ask what to sweep; while a sweep is being computed, stop it instead."""
        if self.sweeps.is_running:
            self.sweeps.stop()
            return
        dialog = SweepDialog(self._document.settings, self.sweeps.limit, self.window())
        dialog.chosen.connect(self._start_sweep)
        dialog.open()

    @Slot()
    def show_sweep(self) -> None:
        """Show the sweep in place of the losses of the runs."""
        self._show_picture(self.sweep_plot)

    @Slot()
    def show_runs(self) -> None:
        """Show the losses of the runs in place of the sweep."""
        self._show_picture(self.plot)

    @property
    def shows_sweep(self) -> bool:
        """Whether the sweep is shown."""
        return self._pictures.currentWidget() is self.sweep_plot

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Show what there is now."""
        super().showEvent(event)
        self._show()
        self._show_sweep()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Draw the samples of the lines in the colours of the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.model.show_runs()

    def _connect(self, keep: QAction, ask: QAction) -> None:
        self.keep_button.clicked.connect(keep.trigger)
        self.sweep_button.clicked.connect(ask.trigger)
        self.collection.changed.connect(self._show)
        self.sweeps.changed.connect(self._show_sweep)
        self._session.updated.connect(self._follow)
        self.sweep_plot.value_chosen.connect(self.sweeps.take_value)
        self.table.chosen.connect(self._show_chosen)
        actions = self.table.actions_of_run
        actions["draw_run"].triggered.connect(self._draw_run)
        actions["pin_run"].triggered.connect(self._pin_run)
        actions["rename_run"].triggered.connect(self.table.edit_name)
        actions["use_run_settings"].triggered.connect(self._use_settings)
        actions["use_first_run_settings"].triggered.connect(self._use_first_settings)
        actions["delete_run"].triggered.connect(self._delete_run)

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        """Follow the curve of the run that is shown."""
        if self.isVisible() and (update.progress or update.state or update.document):
            self._show_plot()

    @Slot(object, object)
    def _start_sweep(self, name: SweptSetting, values: tuple[float, ...]) -> None:
        self.sweeps.start(name, values)
        self.show_sweep()

    @Slot()
    def _show(self) -> None:
        """Show the runs that there are."""
        if not self.isVisible():
            return
        chosen = self.table.number
        with QSignalBlocker(self.table):
            self.model.show_runs()
            if self.table.number != chosen:
                self.table.clear_choice()
            self.table.choose(chosen)
        self._show_plot()
        self._show_sentence()

    @Slot()
    def _show_chosen(self) -> None:
        self._show_plot()

    def _show_plot(self) -> None:
        """Draw the runs that are ticked, the one that is chosen, and the one that is shown."""
        if self.shows_sweep:
            return
        collection, chosen = self.collection, self.table.number
        current = collection.current
        drawn = [
            run
            for run in collection.compared
            if (run.shown or run.number == chosen) and run is not current
        ]
        overlays = [collection.overlay_of(run) for run in drawn]
        picked = next((each for each in overlays if each.number == chosen), None)
        progress = self._session.progress_so_far
        own = None
        if progress is not None and progress.settings.formula == self._document.settings.formula:
            is_of_data = self._document.experiment.has_data_of(progress.experiment)
            own = progress.trace if is_of_data else None
        best = None if progress is None else progress.best
        self.plot.show_least(None if best is None or own is None else best.loss)
        name = "" if current is None else collection.overlay_of(current).name
        self.plot.show_runs(overlays, own, picked, name)

    @Slot()
    def _show_sweep(self) -> None:
        """Show the sweep that there is, and whether one is being computed."""
        if not self.isVisible():
            return
        sweeps = self.sweeps
        has_sweep = sweeps.sweep is not None or sweeps.is_running
        self.show_sweep_button.setVisible(has_sweep)
        self.sweep_button.setText(texts.STOP_SWEEP if sweeps.is_running else texts.SWEEP)
        self.sweep_button.setToolTip(texts.STOP_TIP if sweeps.is_running else texts.SWEEP_TIP)
        if not has_sweep and self.shows_sweep:
            self.show_runs()
        if self.shows_sweep:
            before = self.sweep_plot.sweep
            self.sweep_plot.set_empty_text(sweeps.sentence)
            self.sweep_plot.show_sweep(sweeps.shown, is_former=sweeps.is_former)
            is_done = sweeps.sweep is not None and not sweeps.is_running
            if is_done and sweeps.sweep is not before:
                announce(self, sweeps.sentence)
        self._show_sentence()

    def _show_sentence(self) -> None:
        if self.shows_sweep or self.sweeps.is_running:
            sentence = self.sweeps.sentence
        else:
            compared = self.collection.compared
            sentence = runs_sentence(compared, len(self.collection.runs) - len(compared))
        self.sentence.show_lesson(sentence)
        self.setAccessibleDescription(sentence)
        self.keep_button.setEnabled(self._session.progress_so_far is not None)

    def _show_picture(self, plot: Plot) -> None:
        current, focused = self._pictures.currentWidget(), self.focusWidget()
        had_focus = current is not None and focused is not None and current.isAncestorOf(focused)
        self._pictures.setCurrentWidget(plot)
        if had_focus:
            plot.setFocus()
        self._show_plot()
        self._show_sweep()
        self._show_sentence()

    def _swatch(self, run: KeptRun) -> QPixmap:
        is_current = run is self.collection.current
        style = None if is_current else run.style
        return swatch(theme_of(self), style, self.devicePixelRatioF())

    @Slot()
    def _draw_run(self) -> None:
        if (run := self.collection.run(self.table.number)) is not None:
            self.collection.set_shown(run.number, not run.shown)

    @Slot()
    def _pin_run(self) -> None:
        if (run := self.collection.run(self.table.number)) is not None:
            self.collection.set_pinned(run.number, not run.pinned)

    @Slot()
    def _use_settings(self) -> None:
        self.collection.use_settings(self.table.number)

    @Slot()
    def _use_first_settings(self) -> None:
        self.collection.use_first_settings(self.table.number)

    @Slot()
    def _delete_run(self) -> None:
        self.collection.delete(self.table.number)


def _button(name: str, text: str, tip: str) -> FieldButton:
    button = FieldButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    return button


def _switch(plot: Plot, name: str, text: str, tip: str, slot: Callable[[], None]) -> QWidget:
    """Add a button to a plot that shows the other picture."""
    action = QAction(text, plot)
    action.setToolTip(tip)
    action.setStatusTip(tip)
    action.triggered.connect(slot)
    return plot.add_button(action, name)
