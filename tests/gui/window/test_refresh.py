"""One refresh a turn of the event loop, whatever the order of ``connect`` calls."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from types import BuiltinMethodType

import numpy as np
import pytest
from PySide6.QtCore import QAbstractEventDispatcher, Qt, QTimer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Document, Experiment, TableName, changes
from gui.files.modified_state import ModifiedState
from gui.panels.message_strip import MessageStrip
from gui.panels.readout import LossReadout
from gui.panels.settings import SettingsPanel
from gui.panels.sheet import SheetPanel
from gui.panels.timeline import Timeline
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.tables import MatrixView
from gui.window import presenter
from gui.window.main_window import MainWindow
from tests.benchmark.edit_calls import HERE, calls_of
from tests.gui.finding import named

SLOW = Pace(0.001)
SHOWN = {
    "figures": (Timeline, "show_trace"),
    "readout": (LossReadout, "_show"),
    "strip": (MessageStrip, "show_message"),
    "weights": (SheetPanel, "show_run"),
    "predictions": (SheetPanel, "show_weights"),
    "prediction plot": (PredictionPlot, "show_rows"),
    "loss plot": (LossPlot, "show_trace"),
    "limit": (SettingsPanel, "show_limit"),
    "settings": (SettingsPanel, "refresh"),
    "modified": (ModifiedState, "update"),
}
_AXES = (Qt.Orientation.Horizontal, Qt.Orientation.Vertical)
_DOCUMENT_SIGNALS = (
    *("changed", "values_changed", "about_to_reshape", "reshaped"),
    *("renamed", "settings_changed", "opened"),
)
_SESSION_SIGNALS = ("updated", "progressed", "state_changed")
FOREVER = 3_600_000


class Watched:
    """A window whose paced run is under way, and how often each of its parts is shown."""

    def __init__(self, qtbot: QtBot, counts: Counter[str]) -> None:
        self.qtbot, self.counts = qtbot, counts
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.document, self.session = self.window.document, self.window.session
        self.tables = {
            table_name: named(self.window, MatrixView, table_name).matrix
            for table_name in TableName
        }
        self.session.set_pace(SLOW)

    def run(self) -> None:
        """Run to the first frame, or resume to the next; the pace leaves others far away.

        A run that is resumed shows its frame already, and the next one comes at once.
        """
        self.session.run_or_pause()
        shown = self.session.progress
        least = -1 if shown is None else shown.frame.epoch
        self.qtbot.waitUntil(lambda: self._epoch() > least)
        self.end_turn()

    def _epoch(self) -> float:
        progress = self.session.progress
        return -1 if progress is None else progress.frame.epoch

    def end_turn(self) -> None:
        """Return once the event loop has nothing left to do."""
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        for _ in range(2):  # before it waits the first time, zero timers are still to come
            with self.qtbot.waitSignal(dispatcher.aboutToBlock):
                pass

    def shown_by(self, change: Callable[[], object]) -> dict[str, int]:
        """Return how often each part is shown by a change; tables and title by their signals."""
        self.end_turn()
        self.counts.clear()
        spies = {
            table_name.value: QSignalSpy(self.tables[table_name].dataChanged)
            for table_name in TableName
        }
        spies["title"] = QSignalSpy(self.window.windowTitleChanged)
        change()
        self.end_turn()
        return {**self.counts, **{name: spy.count() for name, spy in spies.items() if spy.count()}}

    def state(self) -> list[object]:
        """Return everything there is to see."""
        self.end_turn()
        plot = named(self.window, PredictionPlot, "prediction_plot")
        return [
            self.window.windowTitle(),
            self.session.state,
            self.window.features.files.is_modified,
            [(each.objectName(), each.text()) for each in self.window.findChildren(QLabel)],
            [(each.objectName(), each.text()) for each in self.window.findChildren(QLineEdit)],
            *(
                str(table.index(row, column).data())
                for table in self.tables.values()
                for row in range(table.rowCount())
                for column in range(table.columnCount())
            ),
            [str(table.headerData(0, axis)) for table in self.tables.values() for axis in _AXES],
            plot.observed.getData()[1].tolist(),
            plot.predicted.getData()[1].tolist(),
        ]

    def close(self) -> None:
        self.session.shut_down()
        self.document.undo_stack.clear()
        self.window.close_without_asking()


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each part was shown; numbers are shown at each frame, as at a slow pace.

    What follows an edit after a pause never does: on a slow machine a turn takes as long.
    """
    monkeypatch.setattr(presenter, "NUMBERS_SECONDS", 0.0)
    for pause in ("FIRST_STEP_MILLISECONDS", "STATISTICS_MILLISECONDS"):
        monkeypatch.setattr(presenter, pause, FOREVER)
    found: Counter[str] = Counter()
    for name, (kind, method) in SHOWN.items():
        monkeypatch.setattr(kind, method, _counted(getattr(kind, method), found, name))
    return found


@pytest.fixture
def watched(qtbot: QtBot, counts: Counter[str]) -> Iterator[Watched]:
    watched = Watched(qtbot, counts)
    yield watched
    watched.close()


def _counted(method: Callable[..., object], found: Counter[str], name: str) -> object:
    taken = len(inspect.signature(method).parameters)

    def counted(*values: object, **options: object) -> object:
        found[name] += 1
        return method(*values[:taken], **options)  # as Qt drops what a slot does not take

    return counted


def cell(document: Document, table_name: TableName) -> Callable[[], None]:
    return partial(document.set_block, table_name, 0, 0, np.array([[7.5]]))


@pytest.mark.parametrize(
    ("table_name", "expected"),
    [
        # The loss beside the start in W is no longer that of these tables.
        (TableName.A, {"A": 1, "Y": 1, "W": 1, "limit": 1, "prediction plot": 1}),
        (TableName.Y, {"Y": 1, "W": 1, "prediction plot": 1}),
        (TableName.W, {"W": 1}),
    ],
)
def test_edit_during_run_shows_parts_once(
    watched: Watched, table_name: TableName, expected: dict[str, int]
) -> None:
    watched.run()
    # The loss plot keeps the curve of the run, which the edit ends at the frame shown.
    always = ("figures", "readout", "strip", "weights", "predictions", "title", "modified")
    found = watched.shown_by(cell(watched.document, table_name))
    assert watched.session.state is RunState.EDITED
    assert found == {**expected, **dict.fromkeys(always, 1)}


def test_edited_cell_costs_few_calls() -> None:
    """Before, the session reacted in the middle of the change: 1,134 calls for a cell of Y.

    Of now 555, W, whose optimum leaves with its table, takes 145, the predictions in the table and
    the plot 140, and the strip, the timeline and the readout 90.
    """
    # On a busy machine an epoch or the answer of a thread may come meanwhile, which only adds.
    assert min(calls_of(HERE, TableName.Y).own for _ in range(3)) <= 567


@pytest.mark.parametrize("names", ["", "abc"])
def test_paste_undo_and_redo_refresh_once(watched: Watched, names: str) -> None:
    watched.run()
    # Other names hide the weights of the run: then the initial ones are shown with other decimals.
    twice = {"W"} if names else set()
    values = np.arange(12.0).reshape(4, 3)
    paste = partial(
        changes.paste, table_name=TableName.A, row=0, column=0, values=values, names=names
    )
    steps = watched.document.undo_stack
    for change in (partial(watched.document.change, "Paste", paste), steps.undo, steps.redo):
        found = watched.shown_by(change)
        assert {name for name, times in found.items() if times > 1} <= twice
        assert {"figures", "readout", "strip", "limit", "prediction plot", "modified"} <= set(found)


def test_rename_refreshes_neither_plots_nor_limit(watched: Watched) -> None:
    watched.run()
    rename = partial(changes.rename_input, column=0, name="length")
    found = watched.shown_by(partial(watched.document.change, "Rename Column", rename))
    assert found == {"W": 1, "modified": 1, "title": 1}
    assert watched.session.state is RunState.RUNNING


def test_settings_change_refreshes_once(watched: Watched, qtbot: QtBot) -> None:
    watched.run()
    watched.session.pause()  # a run under way would report a new frame under the new settings
    found = watched.shown_by(partial(watched.document.change_settings, learning_rate=1e-3))
    assert found == {
        "settings": 1,
        "figures": 1,
        "readout": 1,
        "strip": 1,
        "modified": 1,
        "W": 1,  # whose rows are those of the steps before
    }
    field = named(watched.window, QLineEdit, "h")

    def type_h() -> None:
        field.selectAll()
        qtbot.keyClicks(field, "0.25")
        qtbot.keyClick(field, Qt.Key.Key_Return)

    found = watched.shown_by(type_h)
    assert watched.document.settings.h == 0.25
    assert found["settings"] == found["figures"] == found["strip"] == 1


def test_changes_of_one_turn_refresh_once(watched: Watched) -> None:
    watched.run()

    def edit() -> None:
        for table_name in TableName:
            cell(watched.document, table_name)()
        watched.document.change_settings(epochs=7)

    found = watched.shown_by(edit)
    assert found["figures"] == found["strip"] == found["prediction plot"] == found["modified"] == 1


def test_reading_state_flushes_the_change(watched: Watched) -> None:
    watched.run()
    cell(watched.document, TableName.A)()
    assert watched.session.state is RunState.EDITED
    assert watched.shown_by(watched.document.flush) == {}


def test_tables_hear_of_a_change_first(watched: Watched) -> None:
    watched.run()
    received: list[str] = []
    watched.document.values_changed.connect(lambda _: received.append(watched.session.state.name))
    watched.session.state_changed.connect(lambda state: received.append(state.name))
    cell(watched.document, TableName.A)()
    watched.end_turn()
    assert received == ["RUNNING", "EDITED"]


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.resize(1, 1),
        lambda document: document.resize(40, 7),
        lambda document: document.remove_columns([0]),
        lambda document: document.open(Experiment.of(Problem([[1.0]], [2.0]), Settings())),
    ],
)
def test_painting_before_refresh_is_safe(
    watched: Watched, change: Callable[[Document], object]
) -> None:
    watched.window.show()
    watched.run()
    change(watched.document)
    watched.window.grab()
    shapes = {table_name: watched.document.table(table_name).shape for table_name in TableName}
    for table_name, table in watched.tables.items():
        rows, columns = shapes[table_name]
        turned = (columns, rows) if table_name is TableName.W else (rows, columns)
        assert table.editable_shape == turned
        computed = range(table.editable_columns, table.columnCount())
        assert {str(table.index(0, column).data()) for column in computed} <= {"—"}
    watched.end_turn()
    watched.window.grab()


class OrderedSignal:
    """Stands in for a signal of a class: calls its slots in the order of connect, or backwards."""

    def __init__(self, backwards: bool) -> None:
        self._backwards = backwards
        self._of: dict[int, OrderedSlots] = {}

    def __get__(self, owner: object, kind: type) -> "OrderedSlots":
        return self._of.setdefault(id(owner), OrderedSlots(self._backwards))


class OrderedSlots:
    """The slots of one object's signal."""

    def __init__(self, backwards: bool) -> None:
        self._backwards = backwards
        self._slots: list[Callable[..., object]] = []

    def connect(
        self,
        slot: Callable[..., object],
        kind: Qt.ConnectionType = Qt.ConnectionType.AutoConnection,
    ) -> None:
        is_queued = kind is Qt.ConnectionType.QueuedConnection
        self._slots.append(partial(QTimer.singleShot, 0, slot) if is_queued else slot)

    def emit(self, *values: object) -> None:
        for slot in reversed(self._slots) if self._backwards else self._slots:
            takes_none = isinstance(slot, partial | BuiltinMethodType)  # such as QTimer.start
            taken = 0 if takes_none else len(inspect.signature(slot).parameters)
            slot(*values[:taken])


def everything_done(watched: Watched) -> list[object]:
    """Return what each of several changes shows, how often, and what is seen then."""
    document, steps = watched.document, watched.document.undo_stack
    paste = partial(
        changes.paste, table_name=TableName.A, row=1, column=1, values=np.full((4, 4), 2.0)
    )
    rename = partial(changes.rename_input, column=0, name="length")
    settings = partial(document.change_settings, scale_columns=True)
    seen: list[object] = []
    for change in (
        cell(document, TableName.A),
        partial(document.change, "Paste", paste),
        steps.undo,
        steps.redo,
        partial(document.change, "Rename Column", rename),
        settings,
        partial(document.open, document.experiment),
    ):
        if not watched.session.state.is_active:
            watched.run()
        if change is settings:
            watched.session.pause()  # a run would report a frame under the new settings at once
        counts = watched.shown_by(change)
        seen.append([counts, *watched.state()])
    return seen


def test_connect_order_changes_nothing(
    qtbot: QtBot, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[object]] = []
    for backwards in (False, True):
        for kind, names in ((Document, _DOCUMENT_SIGNALS), (Session, _SESSION_SIGNALS)):
            for name in names:
                monkeypatch.setattr(kind, name, OrderedSignal(backwards))
        watched = Watched(qtbot, counts)
        seen.append(everything_done(watched))
        watched.close()
    assert seen[0] == seen[1]
    assert seen[0][0] != seen[0][1] != seen[0][2], "a change is seen"
