import numpy as np
import pytest

from engine import Problem, Settings
from gui.document import Experiment
from gui.document.changes import change_settings
from gui.document.suggested_settings import suggest_settings
from gui.files.secant_document import empty_experiment
from gui.tables.clipboard.first_table import first_experiment, is_first_table
from gui.tables.clipboard.reading import PastedTable
from gui.tables.models.cell_block import Block

A1 = Block(0, 0, 1, 1)
NAMED = PastedTable(np.array([[3.0, 1.0, 5.0], [4.0, 2.0, 7.0]]), ("y", "x", "z"))
COLUMN = PastedTable(np.array([[3.0], [4.0]]))


@pytest.mark.parametrize(
    ("pasted", "block", "is_first"),
    [
        (NAMED, A1, True),
        (COLUMN, A1, True),
        (NAMED, Block(0, 1, 1, 1), False),
        (PastedTable(NAMED.values), A1, False),
        (PastedTable(NAMED.values[:1], NAMED.names), A1, True),
        (PastedTable(COLUMN.values[:1]), A1, False),
    ],
)
def test_first_table_is_recognised(pasted: PastedTable, block: Block, is_first: bool) -> None:
    assert is_first_table(empty_experiment(), pasted, block) == is_first


def test_filled_document_has_its_table() -> None:
    filled = Experiment.of(Problem([[0.0], [0.0]], [1.0, 2.0]), Settings())
    assert not is_first_table(filled, NAMED, A1)


def test_named_output_becomes_y() -> None:
    before = empty_experiment()
    after = first_experiment(before, NAMED)
    assert (after.A.tolist(), after.Y.tolist()) == ([[1, 1, 5], [1, 2, 7]], [[3], [4]])
    assert ([each.name for each in after.inputs], after.output) == (["1", "x", "z"], "y")
    assert after.settings == suggest_settings(after.problem, before.settings)
    assert after.key is not before.key


@pytest.mark.parametrize("inputs", [1, 12])
def test_one_row_begins_a_table(inputs: int) -> None:
    """Both columns went into A under the names x and y, and Y stayed empty."""
    names = (*(f"x{k}" for k in range(inputs)), "y")
    pasted = PastedTable(np.arange(2.0, inputs + 3)[np.newaxis], names)
    before = empty_experiment()
    assert is_first_table(before, pasted, A1)
    after = first_experiment(before, pasted)
    assert ([each.name for each in after.inputs], after.output) == (["1", *names[:-1]], "y")
    assert (after.A.shape, after.Y.tolist()) == ((1, inputs + 1), [[inputs + 2.0]])


def test_table_with_ones_gets_no_more() -> None:
    ones = PastedTable(np.array([[1.0, 3.0, 5.0], [1.0, 4.0, 7.0]]), ("1", "x", "y"))
    after = first_experiment(empty_experiment(), ones)
    assert after.A.tolist() == [[1, 3], [1, 4]]


def test_chosen_steps_stay() -> None:
    before = change_settings(empty_experiment(), {"learning_rate": 1e-5})
    assert first_experiment(before, NAMED).settings == before.settings


def test_single_column_waits_for_y() -> None:
    before = empty_experiment()
    after = first_experiment(before, COLUMN)
    assert (after.A.tolist(), after.Y.is_zero) == ([[3], [4]], True)
    assert after.steps_origin is before.steps_origin
