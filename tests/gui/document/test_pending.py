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
    """A document to which any change of a cell is a large one."""
    monkeypatch.setattr(document_module, "AT_ONCE_CELLS", 0)
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    yield document
    document.shut_down()


def put(document: Document, number: float, gate: Event | None = None) -> None:
    """Write a number into the first cell of A, once the gate is open."""

    def write(now: Experiment) -> Experiment:
        if gate is not None:
            gate.wait()
        return changes.set_block(now, Part.A, 0, 0, np.array([[number]]))

    document.change("Write", write, cells=1)


def test_a_large_change_is_made_beside_the_window_as_one_step(
    document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([document.working, document.values_changed, document.idle]):
        put(document, 9.0)
        assert document.is_busy
    assert document.table(Part.A).value(0, 0) == 9.0
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.table(Part.A).value(0, 0) == 1.0


def test_changes_are_made_in_the_order_they_were_asked_for(
    document: Document, qtbot: QtBot
) -> None:
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


def test_a_refusal_is_told_and_the_others_are_made(document: Document, qtbot: QtBot) -> None:
    def refuse(_: Experiment) -> Experiment:
        raise TableWouldBeEmpty("row")

    with qtbot.waitSignals([document.refused, document.idle]):
        document.change("Refused", refuse, cells=1)
        put(document, 7.0)
    assert document.table(Part.A).value(0, 0) == 7.0
    assert document.undo_stack.count() == 1


def test_a_fault_is_reported(document: Document, qtbot: QtBot) -> None:
    def fail(_: Experiment) -> Experiment:
        raise ZeroDivisionError

    with qtbot.waitSignals([document.failed, document.idle]):
        document.change("Failing", fail, cells=1)


def test_another_experiment_leaves_no_change_to_be_made(document: Document, qtbot: QtBot) -> None:
    gate = Event()
    gate.set()
    other = Experiment.of(Problem([[1]], [1]), Settings())
    with qtbot.waitSignal(document.idle):
        put(document, 8.0, gate)
        document.open(other)
    assert document.experiment is other
    assert document.undo_stack.count() == 0


def test_what_was_made_when_another_experiment_came_is_not_heard(
    document: Document, qtbot: QtBot
) -> None:
    put(document, 8.0)
    threads = (each for each in Shiboken.getAllValidWrappers() if isinstance(each, QThread))
    for thread in threads:
        if thread.objectName() == "change":
            thread.wait()  # it has said so by now, but nobody has heard it
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
def test_what_has_no_place_any_more_once_its_turn_comes_is_refused(
    document: Document, qtbot: QtBot, edit: Callable[[Document], None]
) -> None:
    with qtbot.waitSignal(document.idle), qtbot.waitSignal(document.refused) as refused:
        document.change("Shrink", lambda now: changes.resize(now, 1, 1), cells=1)
        edit(document)
    assert refused.args == [str(ShapeHasChanged())]
    assert document.table(Part.A).tolist() == [[1]]
    assert document.undo_stack.count() == 1


def test_rows_and_columns_that_have_gone_are_not_removed_again(
    document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(document.idle):
        document.change("Grow", lambda now: changes.resize(now, 3, 3), cells=1)
        document.change("Shrink", lambda now: changes.resize(now, 2, 2))
        document.remove_rows([1, 2])
        document.remove_columns([1, 2])
        document.remove_rows([2])
        document.remove_columns([2])
    assert document.table(Part.A).tolist() == [[1]]
    assert document.undo_stack.count() == 4


def test_a_step_taken_back_meanwhile_is_not_brought_back(document: Document, qtbot: QtBot) -> None:
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
