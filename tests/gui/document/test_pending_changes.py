"""Changes of many cells, which the document makes in the background."""

from collections.abc import Callable, Iterator
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine import Matrix, Problem, Settings
from engine.rescaling import Rescaling
from gui.background import Cancelled, cancellable
from gui.document import Document, Experiment, TableName, changes
from gui.document import document as document_module
from gui.document.blocks import BLOCK_ROWS
from gui.document.following_steps import MOST_CELLS_EACH_EDIT
from gui.errors import ShapeHasChanged, TableWouldBeEmpty
from gui.transforms.random_table import RandomTable
from gui.transforms.scaling import scale_columns
from gui.transforms.shuffle import Shuffle


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> Iterator[Document]:
    """A document that makes every change of a cell in the background."""
    monkeypatch.setattr(document_module, "AT_ONCE_CELLS", 0)
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    yield document
    document.shut_down()


def put(document: Document, number: float, gate: Event | None = None) -> None:
    """Write a number into the first cell of A, after the gate is open."""

    def write(now: Experiment) -> Experiment:
        if gate is not None:
            assert gate.wait(10)
        return changes.set_block(now, TableName.A, 0, 0, np.array([[number]]))

    document.change("Write", write, cells=1)


def test_large_change_is_one_step(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignals([document.working, document.values_changed, document.idle]):
        put(document, 9.0)
        assert document.is_busy
    assert document.table(TableName.A).value(0, 0) == 9.0
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.table(TableName.A).value(0, 0) == 1.0


def test_large_change_is_looked_through(document: Document, qtbot: QtBot) -> None:
    shown = []
    document.values_changed.connect(lambda _: shown.append(dict(vars(document.experiment))))
    with qtbot.waitSignal(document.idle):
        put(document, 9.0)
    assert [(each["has_gaps"], each["intercept"]) for each in shown] == [(False, None)]


def test_changes_are_made_in_order(document: Document, qtbot: QtBot) -> None:
    gate, h = Event(), document.settings.h
    put(document, 8.0, gate)
    document.change_settings(h=0.5)
    document.insert_rows(0, 1)
    assert (document.settings.h, document.rows) == (h, 2)
    with qtbot.waitSignal(document.idle):
        gate.set()
    assert document.table(TableName.A).tolist() == [[0, 0], [8, 2], [3, 4]]
    assert document.settings.h == 0.5
    assert document.undo_stack.count() == 3


def test_refusal_leaves_the_other_changes(document: Document, qtbot: QtBot) -> None:
    def refuse(_: Experiment) -> Experiment:
        raise TableWouldBeEmpty("row")

    with qtbot.waitSignals([document.refused, document.idle]):
        document.change("Refused", refuse, cells=1)
        put(document, 7.0)
    assert document.table(TableName.A).value(0, 0) == 7.0
    assert document.undo_stack.count() == 1


def test_unexpected_exception_is_reported(document: Document, qtbot: QtBot) -> None:
    def fail(_: Experiment) -> Experiment:
        raise ZeroDivisionError

    with qtbot.waitSignals([document.failed, document.idle]):
        document.change("Failing", fail, cells=1)


def test_open_cancels_a_pending_change(document: Document, qtbot: QtBot) -> None:
    gate = Event()
    gate.set()
    other = Experiment.of(Problem([[1]], [1]), Settings())
    with qtbot.waitSignal(document.idle):
        put(document, 8.0, gate)
        document.open(other)
    assert document.experiment is other
    assert document.undo_stack.count() == 0


def test_open_discards_an_undelivered_change(document: Document, qtbot: QtBot) -> None:
    put(document, 8.0)
    threads = (each for each in Shiboken.getAllValidWrappers() if isinstance(each, QThread))
    for thread in threads:
        if thread.objectName() == "change":
            thread.wait()  # its result is on the way, but not delivered
    other = Experiment.of(Problem([[1]], [1]), Settings())
    document.open(other)
    with qtbot.waitSignal(document.idle):
        put(document, 3.0)
    assert document.table(TableName.A).tolist() == [[3]]
    assert document.undo_stack.count() == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.set_block(TableName.A, 0, 1, np.array([[40.0]])),
        lambda d: d.set_block(TableName.Y, 1, 0, np.array([[40.0]])),
        lambda d: d.set_initial_weights(np.ones((2, 1))),
        lambda d: d.change("Rename", lambda now: changes.rename_input(now, 1, "x")),
    ],
)
def test_edit_that_no_longer_fits_fails(
    document: Document, qtbot: QtBot, edit: Callable[[Document], None]
) -> None:
    with qtbot.waitSignal(document.idle), qtbot.waitSignal(document.refused) as refused:
        document.change("Shrink", lambda now: changes.resize(now, 1, 1), cells=1)
        edit(document)
    assert refused.args == [str(ShapeHasChanged())]
    assert document.table(TableName.A).tolist() == [[1]]
    assert document.undo_stack.count() == 1


def test_removed_lines_are_not_removed_again(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.idle):
        document.change("Grow", lambda now: changes.resize(now, 3, 3), cells=1)
        document.change("Shrink", lambda now: changes.resize(now, 2, 2))
        document.remove_rows([1, 2])
        document.remove_columns([1, 2])
        document.remove_rows([2])
        document.remove_columns([2])
    assert document.table(TableName.A).tolist() == [[1]]
    assert document.undo_stack.count() == 4


def test_change_starts_again_after_undo(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.idle):
        document.set_block(TableName.A, 1, 1, np.array([[40.0]]))
    gate = Event()
    with qtbot.waitSignal(document.idle):
        put(document, 8.0, gate)
        document.undo_stack.undo()
        gate.set()
    assert document.table(TableName.A).tolist() == [[8, 2], [3, 4]]
    document.undo_stack.undo()
    assert document.table(TableName.A).tolist() == [[1, 2], [3, 4]]


OTHER = Experiment.of(Problem([[1]], [1]), Settings())


def test_open_does_not_wait(document: Document, qtbot: QtBot) -> None:
    gate, idle = Event(), QSignalSpy(document.idle)
    put(document, 8.0, gate)
    document.open(OTHER)
    assert not gate.is_set()
    assert not document.is_busy
    assert idle.count() == 1
    document.set_block(TableName.A, 0, 0, np.array([[3.0]]))
    gate.set()
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.table(TableName.A).tolist() == [[3]]
    assert document.undo_stack.count() == 1


def test_cancelled_change_ends_after_its_block(document: Document) -> None:
    begun, gate, blocks = Event(), Event(), list[int]()

    def double(column: int, block: Matrix) -> Matrix:
        blocks.append(column)
        begun.set()
        assert gate.wait(10)
        return 2 * block

    document.open(large())
    document.change(
        "Double", lambda now: now.with_grid(TableName.A, now.A.mapped(double, [0, 1])), 1
    )
    assert begun.wait(10)
    document.open(OTHER)
    gate.set()
    document.shut_down()
    assert blocks == [0]


def large(blocks: int = 3) -> Experiment:
    """Return an experiment of several blocks of rows."""
    rows = np.arange(float(blocks * BLOCK_ROWS))
    return Experiment.of(Problem(np.stack([rows, rows**2], axis=1), rows), Settings())


@pytest.mark.parametrize(
    "change",
    [
        lambda now: changes.set_block(now, TableName.A, 1, 0, np.ones((now.rows - 1, 2))),
        lambda now: changes.remove_rows(now, [5]),
        lambda now: now.A.mapped(lambda _column, block: block, [0]),
        lambda now: changes.set_block(now, TableName.A, 0, 0, np.zeros((1, 1))).A.joined,
        lambda now: scale_columns(now, [0, 1], Rescaling.STANDARDISE),
        lambda now: scale_columns(now, [0, 1], Rescaling.SCALE),
        Shuffle().apply,
        RandomTable(rows=3 * BLOCK_ROWS, columns=20).draw,
    ],
)
@pytest.mark.parametrize("passed", [0, 1])
def test_long_changes_check_for_cancellation(
    change: Callable[[Experiment], object], passed: int
) -> None:
    answers = iter([False] * passed + [True] * 3)
    with cancellable(lambda: next(answers)), pytest.raises(Cancelled):
        change(large())
    assert len(list(answers)) == 2


def test_slow_scaling_leaves_the_window(qtbot: QtBot) -> None:
    """η and h of a loss that is no mean square took 70 ms in the window."""
    A = np.random.default_rng(3).normal(size=(MOST_CELLS_EACH_EDIT // 4 + 1, 4)) * [1, 10, 100, 5]
    settings = Settings(loss="huber", learning_rate=1e-5, h=1e-4)
    document = Document(Problem(A, A @ [1.0, 2, 3, 4]), settings, "Test")
    wanted = changes.change_settings(document.experiment, {"scale_columns": True}).settings
    with qtbot.waitSignal(document.idle):
        document.change_settings(scale_columns=True)
        assert document.is_busy
        assert not document.settings.scale_columns
    assert document.settings == wanted
    assert document.settings.learning_rate != 1e-5
    assert document.undo_stack.count() == 1
    document.change_settings(epochs=7)
    assert not document.is_busy
    document.shut_down()
