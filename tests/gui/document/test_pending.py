from collections.abc import Callable, Iterator
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine import Problem, Settings
from gui.document import Document, Experiment, Part, changes
from gui.document import document as document_module
from gui.errors import ShapeHasChanged, TableWouldBeEmpty


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> Iterator[Document]:
    """A document in which an edit of one cell already counts as large."""
    monkeypatch.setattr(document_module, "AT_ONCE_CELLS", 0)
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    yield document
    document.shut_down()


def put(document: Document, number: float, gate: Event | None = None) -> None:
    """Write a number into the first cell of A as soon as the gate is open."""

    def write(now: Experiment) -> Experiment:
        if gate is not None:
            gate.wait()
        return changes.set_block(now, Part.A, 0, 0, np.array([[number]]))

    document.change("Write", write, cells=1)


def test_large_change_is_one_step(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignals([document.working, document.values_changed, document.idle]):
        put(document, 9.0)
        assert document.is_busy
    assert document.table(Part.A).value(0, 0) == 9.0
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.table(Part.A).value(0, 0) == 1.0


def test_changes_keep_their_order(document: Document, qtbot: QtBot) -> None:
    gate = Event()
    put(document, 8.0, gate)
    document.change_settings(h=0.5)
    document.insert_rows(0, 1)
    assert (document.settings.h, document.rows) == (Settings().h, 2)
    with qtbot.waitSignal(document.idle):
        gate.set()
    assert document.table(Part.A).tolist() == [[0, 0], [8, 2], [3, 4]]
    assert document.settings.h == 0.5
    assert document.undo_stack.count() == 3


def test_refusal_does_not_stop_others(document: Document, qtbot: QtBot) -> None:
    def refuse(_: Experiment) -> Experiment:
        raise TableWouldBeEmpty("row")

    with qtbot.waitSignals([document.refused, document.idle]):
        document.change("Refused", refuse, cells=1)
        put(document, 7.0)
    assert document.table(Part.A).value(0, 0) == 7.0
    assert document.undo_stack.count() == 1


def test_exception_in_change_is_reported(document: Document, qtbot: QtBot) -> None:
    def fail(_: Experiment) -> Experiment:
        raise ZeroDivisionError

    with qtbot.waitSignals([document.failed, document.idle]):
        document.change("Failing", fail, cells=1)


def test_opening_drops_waiting_changes(document: Document, qtbot: QtBot) -> None:
    gate = Event()
    gate.set()
    other = Experiment.of(Problem([[1]], [1]), Settings())
    with qtbot.waitSignal(document.idle):
        put(document, 8.0, gate)
        document.open(other)
    assert document.experiment is other
    assert document.undo_stack.count() == 0


def test_opening_discards_finished_change(document: Document, qtbot: QtBot) -> None:
    put(document, 8.0)
    threads = (each for each in Shiboken.getAllValidWrappers() if isinstance(each, QThread))
    for thread in threads:
        if thread.objectName() == "change":
            thread.wait()  # its signal is emitted by now, but not delivered
    other = Experiment.of(Problem([[1]], [1]), Settings())
    document.open(other)
    with qtbot.waitSignal(document.idle):
        put(document, 3.0)
    assert document.table(Part.A).tolist() == [[3]]
    assert document.undo_stack.count() == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.set_block(Part.A, 0, 1, np.array([[40.0]])),
        lambda d: d.set_block(Part.Y, 1, 0, np.array([[40.0]])),
        lambda d: d.set_initial_weights(np.ones((2, 1))),
        lambda d: d.change("Rename", lambda now: changes.rename_input(now, 1, "x")),
    ],
)
def test_change_that_no_longer_fits(
    document: Document, qtbot: QtBot, edit: Callable[[Document], None]
) -> None:
    with qtbot.waitSignal(document.idle), qtbot.waitSignal(document.refused) as refused:
        document.change("Shrink", lambda now: changes.resize(now, 1, 1), cells=1)
        edit(document)
    assert refused.args == [str(ShapeHasChanged())]
    assert document.table(Part.A).tolist() == [[1]]
    assert document.undo_stack.count() == 1


def test_removed_lines_are_not_removed_again(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.idle):
        document.change("Grow", lambda now: changes.resize(now, 3, 3), cells=1)
        document.change("Shrink", lambda now: changes.resize(now, 2, 2))
        document.remove_rows([1, 2])
        document.remove_columns([1, 2])
        document.remove_rows([2])
        document.remove_columns([2])
    assert document.table(Part.A).tolist() == [[1]]
    assert document.undo_stack.count() == 4


def test_undo_during_change_is_kept(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.idle):
        document.set_block(Part.A, 1, 1, np.array([[40.0]]))
    gate = Event()
    with qtbot.waitSignal(document.idle):
        put(document, 8.0, gate)
        document.undo_stack.undo()
        gate.set()
    assert document.table(Part.A).tolist() == [[8, 2], [3, 4]]
    document.undo_stack.undo()
    assert document.table(Part.A).tolist() == [[1, 2], [3, 4]]
