import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings
from engine.rescaling import Rescaling
from gui.document import Column, Experiment, Filling, Fitted, Grid, StepsOrigin, TableName, changes
from gui.transforms.exchange import use_column_as_output
from gui.transforms.intercept import with_intercept
from gui.transforms.scaling import restore_units, scale_columns

PROBLEM = Problem([[1, 2], [3, 4], [5, 6]], [7, 8, 9], [0.5, -0.5])


def test_experiment_equals_its_problem() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert (experiment.rows, experiment.columns, experiment.cells) == (3, 2, 6)
    assert experiment.problem.A is PROBLEM.A
    assert experiment.problem is experiment.problem
    assert experiment.inputs == (Column(), Column())
    assert experiment.column_names == ("x1", "x2")


def test_columns_may_have_names() -> None:
    experiment = Experiment.of(PROBLEM, Settings(), names=("a", "", "y"))
    assert experiment.inputs == (Column("a"), Column(""))
    assert experiment.output == "y"
    assert experiment.column_names == ("a", "x2")


def test_intercept_is_first_column_of_ones() -> None:
    A = np.array([[2.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0]])
    experiment = Experiment.of(Problem(A, [1, 2]), Settings())
    assert experiment.intercept == 2
    assert experiment.with_grid(TableName.A, Grid.zeros(2, 4)).intercept is None


def test_scaled_ones_are_no_intercept() -> None:
    experiment = Experiment.of(Problem([[1, 1], [1, 1]], [1, 2]), Settings())
    assert replace(experiment, inputs=(Column("x", 5.0, 2.0), Column())).intercept == 1


def test_table_is_replaced_by_name() -> None:
    experiment = Experiment.of(PROBLEM, Settings(), note="A note.")
    for table_name in TableName:
        other = Grid.of(np.zeros(experiment.grid(table_name).shape))
        changed = experiment.with_grid(table_name, other)
        assert changed.grid(table_name) is other
        assert [changed.grid(p) is experiment.grid(p) for p in TableName].count(True) == 2
        assert changed.remark == ""


def test_mismatched_tables_are_refused() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    with pytest.raises(AssertionError):
        replace(experiment, Y=Grid.zeros(4, 1))
    with pytest.raises(AssertionError):
        replace(experiment, inputs=(Column(),))


def test_weights_need_same_columns_and_units() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    named = replace(experiment, inputs=(Column("x"), Column("y")))
    scaled = replace(experiment, inputs=(Column(), Column("", 5.0, 2.0)))
    wider = Experiment.of(Problem([[1, 2, 3]], [4]), Settings())
    assert named.takes_weights_of(experiment)
    assert not scaled.takes_weights_of(experiment)
    assert not wider.takes_weights_of(experiment)


def test_edits_keep_document_key() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert experiment.with_grid(TableName.A, Grid.zeros(3, 2)).key is experiment.key
    assert Experiment.of(PROBLEM, Settings()).key is not experiment.key


def test_new_document_keeps_tables_only() -> None:
    experiment = Experiment.of(PROBLEM, Settings(7, h=0.1), "a name", "A note.")
    new = experiment.as_new_document()
    assert new.has_tables_of(experiment)
    assert new.key is not experiment.key
    assert (new.name, new.note, new.settings) == ("", "", Settings(7, h=0.1))


def test_tables_are_compared_by_identity() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert replace(experiment, settings=Settings(7)).has_tables_of(experiment)
    for table_name in TableName:
        same_values = Grid.of(experiment.grid(table_name).joined)
        assert not experiment.with_grid(table_name, same_values).has_tables_of(experiment)


@pytest.mark.parametrize("table_name", [TableName.A, TableName.Y])
def test_all_zeros_are_emptied(table_name: TableName) -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    shape = experiment.grid(table_name).shape
    emptied = experiment.with_grid(table_name, Grid.zeros(*shape))
    assert emptied.has_emptied(experiment)
    assert not emptied.has_emptied(emptied)
    assert not experiment.has_emptied(emptied)
    one = np.zeros(shape)
    one[-1, -1] = 1e-300
    assert not experiment.with_grid(table_name, Grid.of(one)).has_emptied(experiment)


def test_zero_weights_empty_nothing() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert not experiment.with_grid(TableName.W, Grid.zeros(2, 1)).has_emptied(experiment)


def rescaled_twice(experiment: Experiment) -> Experiment:
    return restore_units(scale_columns(experiment, [0], Rescaling.SCALE), [0])


def with_another(experiment: Experiment) -> Experiment:
    """Remove a column, and insert another in its place."""
    return changes.insert_columns(changes.remove_columns(experiment, [1]), 1, 1)


def pasted(experiment: Experiment, table_name: TableName, names: list[str]) -> Experiment:
    return changes.paste(experiment, table_name, 0, 0, np.ones((3, 1)), names)


OTHER_COLUMNS: list[Callable[[Experiment], Experiment]] = [
    lambda now: changes.insert_columns(now, 2, 1),
    lambda now: changes.remove_columns(now, [0]),
    lambda now: changes.resize(now, 3, 1),
    lambda now: use_column_as_output(now, 0),
    lambda now: use_column_as_output(use_column_as_output(now, 0), 0),
    lambda now: scale_columns(now, [1], Rescaling.STANDARDISE),
    lambda now: pasted(now, TableName.A, ["hp"]),
    lambda now: pasted(now, TableName.Y, ["hp"]),
    lambda now: changes.paste(now, TableName.W, 2, 0, np.ones((1, 1))),
    lambda now: now.as_new_document(),
    lambda now: replace(now, inputs=(Column(), Column("", 5.0, 2.0))),
    *(with_intercept, rescaled_twice, with_another),
]
SAME_COLUMNS: list[Callable[[Experiment], Experiment]] = [
    lambda now: changes.set_block(now, TableName.A, 0, 0, np.ones((3, 2))),
    lambda now: changes.set_block(now, TableName.Y, 0, 0, np.ones((1, 1))),
    lambda now: changes.insert_rows(now, 1, 2),
    lambda now: changes.remove_rows(now, [1]),
    lambda now: changes.rename_input(now, 0, "x"),
    lambda now: changes.rename_output(now, "y"),
    lambda now: changes.set_weights(now, np.ones((2, 1))),
    lambda now: changes.change_settings(now, {"epochs": 7}),
    lambda now: pasted(now, TableName.A, [""]),
    lambda now: pasted(now, TableName.Y, []),
]


@pytest.mark.parametrize("change", OTHER_COLUMNS)
def test_other_columns_are_noticed(change: Callable[[Experiment], Experiment]) -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert not change(experiment).has_columns_of(experiment)


@pytest.mark.parametrize("change", SAME_COLUMNS)
def test_edits_keep_columns(change: Callable[[Experiment], Experiment]) -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    changed = change(experiment)
    assert changed is not experiment
    assert changed.has_columns_of(experiment)


def test_result_belongs_to_its_data() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    fitted = Fitted(np.ones((2, 1)), 9, 0.25)
    renamed = changes.rename_input(experiment, 0, "x")
    assert renamed.keep_fitted(fitted, experiment) is fitted
    for table_name in (TableName.A, TableName.Y):
        same_values = Grid.of(experiment.grid(table_name).joined)
        edited = experiment.with_grid(table_name, same_values)
        assert edited.keep_fitted(fitted, experiment) is None
    restarted = changes.set_weights(experiment, np.ones((2, 1)))
    kept = restarted.keep_fitted(fitted, experiment)
    assert kept is not None
    assert (kept.W is fitted.W, kept.loss) == (True, 0.25)
    assert math.isnan(kept.epoch)


def test_row_is_complete_with_both_tables() -> None:
    zeros = Experiment.of(Problem(np.zeros((2, 1)), np.zeros(2)), Settings())
    new = replace(zeros, steps_origin=StepsOrigin.EMPTY_TABLE)
    assert (zeros.filling, new.filling) == (Filling.ZEROS, Filling.EMPTY)
    for start, expected in ((zeros, Filling.RUNNABLE), (new, Filling.BEGUN)):
        half = changes.set_block(start, TableName.A, 1, 0, np.ones((1, 1)))
        assert half.filling is expected
        full = changes.set_block(half, TableName.Y, 1, 0, np.ones((1, 1)))
        assert full.filling is Filling.RUNNABLE


def test_incomplete_rows_are_left_out() -> None:
    A, Y = np.array([[1.0, 2.0], [np.nan, 3.0], [1.0, 5.0]]), np.array([[4.0], [5.0], [np.nan]])
    experiment = Experiment(Grid.of(A), Grid.of(Y), Grid.zeros(2, 1), Settings())
    assert experiment.filling is Filling.RUNNABLE
    assert (experiment.problem.A.tolist(), experiment.problem.Y.tolist()) == ([[1, 2]], [[4]])
    assert experiment.intercept == 0
    begun = changes.begin_row(experiment)
    assert begun.has_data_of(experiment)
    assert np.array_equal(begun.A.joined[-1], [1, np.nan], equal_nan=True)
    typed = changes.set_block(begun, TableName.A, 1, 0, np.ones((1, 1)))
    assert not typed.has_data_of(experiment)


def test_names_alike_are_told_apart() -> None:
    problem = Problem([[3.0, 1.0, 2.0], [4.0, 1.0, 5.0]], [1.0, 2.0])
    alike = Experiment.of(problem, Settings(), names=("x", "1", "x", "y"))
    assert alike.column_names == ("x", "intercept", "x")
    assert alike.distinct_names == ("x (column 1)", "intercept", "x (column 3)")
    different = Experiment.of(problem, Settings(), names=("a", "b", "c", "y"))
    assert different.distinct_names == different.column_names


def test_looked_through_table_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = Experiment.of(Problem([[1.0, 0.5], [1.0, 2.0]], [1, 2]), Settings())
    experiment.look_through()
    monkeypatch.setattr(Grid, "column", lambda *_: pytest.fail("it was searched again"))
    monkeypatch.setattr(np, "isnan", lambda *_: pytest.fail("it was searched again"))
    assert experiment.intercept == 0
    assert not experiment.has_gaps
