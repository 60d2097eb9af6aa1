"""Rows to predict are edited beside the tables, and follow the columns of A."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine import Problem, Settings
from engine.errors import TableTooLarge
from engine.matrix import MOST_CELLS
from gui.document import Document, Experiment, changes
from gui.document.document_change import DocumentChange
from gui.document.new_rows import append_rows, clear_rows, remove_rows, set_cells
from gui.errors import ShapeHasChanged
from gui.transforms.exchange import use_column_as_output, use_mean

NAN = float("nan")


@pytest.fixture
def experiment() -> Experiment:
    problem = Problem([[1, 2], [1, 4], [1, 5]], [5, 6, 7], [7, 8])
    return Experiment.of(problem, Settings(h=0.1), names=("one", "x", "y"))


def cells(experiment: Experiment) -> list[list[float | None]]:
    """Return the cells, None for an empty one."""
    assert experiment.new_rows is not None
    rows = experiment.new_rows.tolist()
    return [[None if np.isnan(cell) else cell for cell in row] for row in rows]


def test_typed_cell_begins_a_row(experiment: Experiment) -> None:
    begun = set_cells(experiment, 0, [1], [9.0])
    assert cells(begun) == [[None, 9]]
    more = set_cells(set_cells(begun, 1, [1], [3.0]), 0, [1], [4.0])
    assert cells(more) == [[None, 4], [None, 3]]
    assert cells(set_cells(more, 1, [1], [NAN])) == [[None, 4], [None, None]]
    assert begun.A is experiment.A
    with pytest.raises(ShapeHasChanged):
        set_cells(begun, 5, [1], [1.0])


def test_rows_are_added_and_removed(experiment: Experiment) -> None:
    added = append_rows(experiment, np.array([[NAN, 1.0], [NAN, 2], [NAN, 3]]), 2)
    assert cells(append_rows(added, np.array([[NAN, 4.0]]), 2))[3] == [None, 4]
    assert cells(remove_rows(added, [0, 2, 7])) == [[None, 2]]
    assert remove_rows(added, [0, 1, 2]).new_rows is None
    assert remove_rows(added, [9]) is added
    assert remove_rows(experiment, [0]) is experiment
    assert clear_rows(added).new_rows is None
    assert clear_rows(experiment) is experiment


def test_rows_of_another_table_are_refused(experiment: Experiment) -> None:
    with pytest.raises(ShapeHasChanged):
        append_rows(experiment, np.ones((1, 3)), 3)
    many = np.broadcast_to(1.0, (MOST_CELLS, 2))
    with pytest.raises(TableTooLarge):
        append_rows(experiment, many, 2)


def test_rows_follow_columns(experiment: Experiment) -> None:
    begun = set_cells(experiment, 0, [1], [9.0])
    wider = changes.insert_columns(begun, 1, 1)
    assert cells(wider) == [[None, None, 9]]
    assert cells(changes.remove_columns(wider, [0])) == [[None, 9]]
    assert cells(changes.rename_input(begun, 1, "z")) == [[None, 9]]


def test_exchanged_column_is_empty(experiment: Experiment) -> None:
    begun = set_cells(experiment, 0, [1], [9.0])
    assert cells(use_column_as_output(begun, 1)) == [[None, None]]
    single = changes.remove_columns(begun, [0])
    assert use_mean(single).new_rows is None


def test_change_is_undone_and_told(experiment: Experiment, qapp: QApplication) -> None:
    document = Document(experiment.problem, experiment.settings, "table")
    told: list[DocumentChange] = []
    document.changed.connect(told.append)
    document.change("Edit", partial(set_cells, row=0, columns=[1], values=[2.0]))
    document.flush()
    assert told[-1].new_rows
    assert not told[-1].tables
    assert str(told[-1]) == "new_rows"
    document.undo_stack.undo()
    document.flush()
    assert document.experiment.new_rows is None
    assert told[-1].new_rows
    document.undo_stack.redo()
    assert cells(document.experiment) == [[None, 2]]
