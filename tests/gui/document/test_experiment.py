from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings
from gui.document import Column, Experiment, Grid, TableName

PROBLEM = Problem([[1, 2], [3, 4], [5, 6]], [7, 8, 9], [0.5, -0.5])


def test_experiment_equals_its_problem() -> None:
    experiment = Experiment.of(PROBLEM, Settings())
    assert (experiment.rows, experiment.columns, experiment.cells) == (3, 2, 6)
    assert experiment.problem.A is PROBLEM.A
    assert experiment.problem is experiment.problem
    assert experiment.inputs == (Column(), Column())
    assert experiment.weight_names == ("w1", "w2")


def test_columns_may_have_names() -> None:
    experiment = Experiment.of(PROBLEM, Settings(), names=("a", "", "y"))
    assert experiment.inputs == (Column("a"), Column(""))
    assert experiment.output == "y"
    assert experiment.weight_names == ("a", "w2")


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
