import numpy as np
import pytest
from numpy.typing import NDArray

from engine import EngineError, Problem, Settings, held_out
from engine.errors import NoRowLeft, NothingToHoldOut, TableTooLarge
from engine.matrix import MOST_CELLS
from gui.document import Column, Experiment, Grid, TableName, changes
from gui.transforms.shuffle import Shuffle


@pytest.fixture
def experiment() -> Experiment:
    return Experiment.of(Problem([[1, 2], [3, 4]], [5, 6], [7, 8]), Settings(h=0.1), note="A note.")


def test_paste_grows_tables_and_names_columns(experiment: Experiment) -> None:
    values = np.arange(9.0).reshape(3, 3)
    after = changes.paste(experiment, TableName.A, 1, 1, values, ["a", "b", "c"])
    assert after.A.tolist() == [[1, 2, 0, 0], [3, 0, 1, 2], [0, 3, 4, 5], [0, 6, 7, 8]]
    assert after.Y.tolist() == [[5], [6], [0], [0]]
    assert after.W.tolist() == [[7], [8], [0], [0]]
    assert [each.name for each in after.inputs] == ["", "a", "b", "c"]
    assert after.column_names == ("x1", "a", "b", "c")
    assert experiment.A.tolist() == [[1, 2], [3, 4]]


def test_paste_into_y_or_w_grows(experiment: Experiment) -> None:
    column = np.ones((3, 1))
    into_y = changes.paste(experiment, TableName.Y, 1, 0, column, ["price"])
    assert (into_y.A.shape, into_y.Y.tolist()) == ((4, 2), [[5], [1], [1], [1]])
    assert into_y.output == "price"
    into_w = changes.paste(experiment, TableName.W, 0, 0, column)
    assert (into_w.A.shape, into_w.W.tolist()) == ((2, 3), [[1], [1], [1]])


def test_columns_keep_names_and_scales(experiment: Experiment) -> None:
    named = changes.rename_input(experiment, 1, "x")
    wider = changes.insert_columns(named, 1, 1, [Column("new", 1.0, 2.0)], Grid.of([[9.0], [10.0]]))
    assert wider.A.tolist() == [[1, 9, 2], [3, 10, 4]]
    assert [each.name for each in wider.inputs] == ["", "new", "x"]
    assert wider.inputs[1].is_scaled
    assert changes.remove_columns(wider, [0]).inputs == wider.inputs[1:]


def test_note_follows_tables_and_settings(
    experiment: Experiment,
) -> None:
    assert changes.set_block(experiment, TableName.W, 0, 0, np.zeros((1, 1))).remark == ""
    other = changes.change_settings(experiment, {"h": 0.5})
    assert other.remark == ""
    assert changes.use_settings(other, experiment.settings).remark == "A note."


def test_no_change_returns_same_experiment(experiment: Experiment) -> None:
    assert changes.rename_input(experiment, 0, "") is experiment
    assert changes.rename_output(experiment, "") is experiment
    assert changes.use_settings(experiment, Settings(h=0.1)) is experiment
    assert changes.resize(experiment, 2, 2) is experiment


def test_invalid_changes_are_refused(experiment: Experiment) -> None:
    with pytest.raises(TableTooLarge):
        changes.paste(experiment, TableName.A, MOST_CELLS, 0, np.ones((1, 1)))
    with pytest.raises(EngineError):
        changes.change_settings(experiment, {"h": 0.0})


@pytest.mark.parametrize("rows", [range(0, 3, 2), [2, 0, 2], np.array([0, 2])])
def test_rows_accept_any_form(
    experiment: Experiment, rows: range | list[int] | NDArray[np.intp]
) -> None:
    three = changes.insert_rows(experiment, 1, 1)
    assert changes.remove_rows(three, rows).A.tolist() == [[0, 0]]
    assert changes.remove_rows(three, rows).Y.tolist() == [[0]]


def five_rows() -> Experiment:
    A = np.column_stack((np.ones(5), np.arange(5.0)))
    return Experiment.of(Problem(A, np.arange(5.0) ** 2), Settings())


def test_left_out_rows_do_not_count() -> None:
    whole = five_rows()
    after = changes.leave_out(whole, [1, 3, 99])
    assert after.left_out_rows == [1, 3]
    assert after.problem.Y[:, 0].tolist() == [0, 4, 16]
    assert after.A is whole.A
    assert after.numbering is not None
    assert after.numbering.tolist() == [0, 2, 4]
    assert not after.has_data_of(whole)
    assert changes.leave_out(after, [3]) is after
    assert changes.take_back(after, [0]) is after
    again = changes.take_back(after, [1, 3])
    assert again.left_out is None
    assert again.has_data_of(whole)


def test_some_row_must_count() -> None:
    whole = five_rows()
    with pytest.raises(NoRowLeft):
        changes.leave_out(whole, range(5))
    begun = changes.begin_row(changes.leave_out(whole, range(4)))
    with pytest.raises(NoRowLeft):  # the last one is still to be filled
        changes.leave_out(begun, [4])


def test_rows_stay_out_as_others_move() -> None:
    out = changes.leave_out(five_rows(), [1, 3])
    assert changes.insert_rows(out, 2, 2).left_out_rows == [1, 5]
    assert changes.insert_rows(out, 5, 1).left_out_rows == [1, 3]
    assert changes.remove_rows(out, [0, 1]).left_out_rows == [1]
    assert changes.remove_rows(out, [1, 3]).left_out is None
    assert changes.resize(out, 3, 2).left_out_rows == [1]
    assert changes.resize(out, 7, 3).left_out_rows == [1, 3]
    shuffled = Shuffle(4).apply(out)
    assert sorted(shuffled.Y.joined[shuffled.left_out_rows, 0]) == [1, 9]
    begun = changes.begin_row(out)
    assert begun.problem.Y[:, 0].tolist() == [0, 4, 16]


def test_edit_of_a_row_left_out_changes_no_data() -> None:
    out = changes.leave_out(five_rows(), [1])
    typed = changes.set_block(out, TableName.Y, 1, 0, np.array([[70.0]]))
    assert typed.has_data_of(out)
    assert not changes.set_block(out, TableName.Y, 2, 0, np.array([[70.0]])).has_data_of(out)


def rows_of(mask: NDArray[np.bool_]) -> list[int]:
    return np.flatnonzero(mask).tolist()


def held(experiment: Experiment) -> list[int]:
    assert experiment.held_out is not None
    return rows_of(experiment.held_out.rows)


def test_held_out_rows_do_not_count() -> None:
    whole = five_rows()
    after = changes.hold_out(whole, 0.4, 3)
    drawn = rows_of(held_out(5, 0.4, 3))
    assert held(after) == drawn
    assert len(drawn) == 2
    fitted = sorted({*range(5)} - {*drawn})
    assert after.problem.Y[:, 0].tolist() == [row**2 for row in fitted]
    assert after.tested is not None
    assert after.tested.problem.Y[:, 0].tolist() == [row**2 for row in drawn]
    assert after.left_out_rows == []
    assert not after.has_data_of(whole)
    back = changes.take_back_held_out(after)
    assert (back.left_out, back.held_out) == (None, None)
    assert back.has_data_of(whole)
    assert changes.take_back_held_out(back) is back


def test_held_out_rows_stay_beside_cells() -> None:
    out = changes.hold_out(five_rows(), 0.4, 3)
    first, last = held(out)
    assert held(changes.insert_rows(out, first, 1)) == [first + 1, last + 1]
    assert held(changes.remove_rows(out, [first])) == [last - 1]
    gone = changes.remove_rows(out, [first, last])
    assert (gone.left_out, gone.held_out) == (None, None)
    shuffled = Shuffle(4).apply(out)
    assert sorted(shuffled.Y.joined[held(shuffled), 0]) == [first**2, last**2]
    assert shuffled.problem.rows == 3


def test_row_left_out_is_held_out_again() -> None:
    out = changes.hold_out(five_rows(), 0.4, 3)
    first, last = held(out)
    without = changes.leave_out(out, [first])
    assert (held(without), without.left_out_rows) == ([last], [first])
    assert without.problem.rows == 3
    assert held(changes.take_back(without, [first])) == [first, last]
    assert changes.take_back(out, [first]) is out
    back = changes.take_back_held_out(without)
    assert (back.left_out_rows, back.held_out) == ([first], None)


def test_only_rows_that_count_are_held_out() -> None:
    begun = changes.begin_row(changes.leave_out(five_rows(), [0, 4]))
    for seed in range(20):
        after = changes.hold_out(begun, 0.5, seed)
        assert len(held(after)) == 2
        assert {*held(after)} < {1, 2, 3}
        assert after.left_out_rows == [0, 4]
        assert after.problem.rows == 1


def test_only_row_is_not_held_out() -> None:
    one = changes.remove_rows(five_rows(), range(1, 5))
    with pytest.raises(NothingToHoldOut):
        changes.hold_out(one, 0.5, 0)


def test_other_share_replaces_the_former() -> None:
    first = changes.hold_out(five_rows(), 0.4, 3)
    again = changes.hold_out(first, 0.2, 1)
    assert held(again) == rows_of(held_out(5, 0.2, 1))
    assert not again.has_data_of(first)
    assert changes.hold_out(again, 0.4, 3).has_data_of(first)


def test_gap_in_held_out_row_tests_nothing() -> None:
    out = changes.hold_out(five_rows(), 0.2, 0)
    (row,) = held(out)
    emptied = changes.set_block(out, TableName.Y, row, 0, np.array([[np.nan]]))
    assert emptied.tested is None
    assert emptied.problem.rows == 4
