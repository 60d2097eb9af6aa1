import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import UNCHANGED, Document, DocumentChange, Experiment, TableName, changes
from gui.document.experiment import Fitted

EXPERIMENT = Experiment.of(Problem([[1.0, 2.0], [3.0, 4.0]], [5, 6]), Settings(), "Test")


@pytest.fixture
def document() -> Document:
    document = Document(Problem([[1.0, 2.0], [3.0, 4.0]], [5, 6]), Settings(), "Test")
    document.flush()
    return document


def edit(document: Document, table_name: TableName) -> None:
    document.set_block(table_name, 0, 0, np.array([[9.0]]))


def reported(document: Document, qtbot: QtBot) -> DocumentChange:
    """Return what the document reports at the end of this turn."""
    with qtbot.waitSignal(document.changed) as changed:
        pass
    change = changed.args[0]
    assert isinstance(change, DocumentChange)
    return change


def test_equal_experiments_have_no_change() -> None:
    assert DocumentChange.between(EXPERIMENT, EXPERIMENT) == UNCHANGED
    assert not UNCHANGED


def test_change_reads_as_list() -> None:
    tables = frozenset({TableName.W, TableName.A})
    assert str(DocumentChange(tables, settings=True)) == "A, W, settings"
    assert str(UNCHANGED) == "nothing"


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (
            changes.set_block(EXPERIMENT, TableName.Y, 0, 0, np.zeros((1, 1))),
            DocumentChange(frozenset({TableName.Y})),
        ),
        (
            changes.insert_rows(EXPERIMENT, 0, 1),
            DocumentChange(frozenset({TableName.A, TableName.Y}), shape=True),
        ),
        (changes.rename_output(EXPERIMENT, "y"), DocumentChange(names=True)),
        (changes.use_settings(EXPERIMENT, Settings(7)), DocumentChange(settings=True)),
    ],
)
def test_change_names_what_differs(after: Experiment, change: DocumentChange) -> None:
    assert DocumentChange.between(EXPERIMENT, after) == change
    assert change


def test_changes_of_one_turn_add_up(document: Document, qtbot: QtBot) -> None:
    spy = QSignalSpy(document.changed)
    edit(document, TableName.A)
    edit(document, TableName.W)
    document.change_settings(epochs=7)
    assert spy.count() == 0
    assert reported(document, qtbot) == DocumentChange(
        frozenset({TableName.A, TableName.W}), settings=True
    )
    document.flush()
    assert spy.count() == 1


def test_flush_reports_at_once(document: Document) -> None:
    spy = QSignalSpy(document.changed)
    edit(document, TableName.A)
    document.flush()
    document.flush()
    assert spy.count() == 1


def test_tables_are_not_interrupted_by_flush(document: Document, qtbot: QtBot) -> None:
    spy = QSignalSpy(document.changed)
    document.values_changed.connect(document.flush)
    edit(document, TableName.A)
    assert spy.count() == 0
    assert reported(document, qtbot).tables == {TableName.A}


def test_opening_and_naming_are_reported(document: Document, qtbot: QtBot) -> None:
    document.open(EXPERIMENT, Fitted(np.zeros((2, 1)), 1, 0.5))
    assert reported(document, qtbot).opened
    document.set_file_name("file")
    assert reported(document, qtbot) == DocumentChange(names=True)


def test_replacement_and_undo_are_reported(document: Document, qtbot: QtBot) -> None:
    document.change("Import", lambda _: EXPERIMENT)
    change = reported(document, qtbot)
    assert change.replaced
    assert change.is_another_document
    assert not change.opened
    document.undo_stack.undo()
    assert reported(document, qtbot).replaced
    edit(document, TableName.A)
    assert not reported(document, qtbot).is_another_document


def test_other_rows_are_other_tables(document: Document, qtbot: QtBot) -> None:
    before = document.experiment
    document.leave_out([1])
    assert document.undo_stack.undoText() == "Leave Row Out"
    assert reported(document, qtbot).tables == {TableName.A, TableName.Y}
    document.take_back([0, 1], before.W.joined + 1)
    assert document.undo_stack.undoText() == "Take Rows Back"
    assert document.experiment.left_out is None
    assert document.experiment.W.joined.tolist() == (before.W.joined + 1).tolist()
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.experiment is before
