"""Pasting as a change."""

import numpy as np
import pytest

from engine import Problem, Settings
from gui.background import Progress
from gui.document import Experiment, Part
from gui.errors import GuiError
from gui.tables.block import Block
from gui.tables.clipboard.paste import Outcome, Paste, Target, tiled
from gui.tables.clipboard.reading import Pasted

from .clips import clip

A1 = Block(0, 0, 1, 1)


def experiment() -> Experiment:
    A = np.arange(1.0, 10.0).reshape(3, 3)
    return Experiment.of(Problem(A, [14.0, 32.0, 50.0]), Settings())


def silent(_: float) -> None:
    """Tell nobody."""


def paste(text: str, *blocks: Block, part: Part = Part.A) -> Paste:
    return Paste(clip(text), Target(part, blocks or (A1,)), Progress(silent), comma=False)


def test_puts_numbers_at_the_cell() -> None:
    change = paste("10\t11\n12\t13", Block(1, 1, 1, 1))
    assert change(experiment()).A.tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]
    assert (change.outcome, change.block) == (Outcome.PASTED, Block(1, 1, 2, 2))


def test_grows_both_ways_and_the_pairs_stay() -> None:
    after = paste("1\t2\n3\t4", Block(2, 2, 1, 1))(experiment())
    assert after.A.tolist() == [[1, 2, 3, 0], [4, 5, 6, 0], [7, 8, 1, 2], [0, 0, 3, 4]]
    assert after.Y.joined[:, 0].tolist() == [14, 32, 50, 0]
    assert len(after.W) == 4


def test_names_become_those_of_the_columns_pasted_into() -> None:
    after = paste("age\tbmi\n1\t2", Block(0, 1, 1, 1))(experiment())
    assert [each.name for each in after.inputs] == ["", "age", "bmi"]
    after = paste("price\n1", part=Part.Y)(experiment())
    assert (after.output, after.Y.joined[0, 0]) == ("price", 1)


def test_a_lone_number_fills_what_is_selected() -> None:
    change = paste("5", Block(0, 0, 2, 2), Block(2, 2, 1, 1))
    assert change(experiment()).A.tolist() == [[5, 5, 3], [5, 5, 6], [7, 8, 5]]


@pytest.mark.parametrize(
    ("block", "table"),
    [
        (Block(0, 0, 2, 3), [[1, 1, 1], [2, 2, 2], [7, 8, 9]]),
        (Block(0, 0, 2, 1), [[1, 2, 3], [2, 5, 6], [7, 8, 9]]),
        (Block(0, 0, 3, 2), [[1, 2, 3], [2, 5, 6], [7, 8, 9]]),
    ],
)
def test_a_block_fills_a_selection_that_is_a_multiple(
    block: Block, table: list[list[float]]
) -> None:
    assert paste("1\n2", block)(experiment()).A.tolist() == table


def test_tiles_repeat_their_names_sideways_only() -> None:
    one = Pasted(np.array([[1.0, 2.0]]), ("a", "b"))
    found = tiled(one, Block(0, 0, 2, 4))
    assert found.values.tolist() == [[1, 2, 1, 2], [1, 2, 1, 2]]
    assert found.names == ("a", "b", "a", "b")
    assert not found.values.flags.writeable
    assert tiled(one, Block(0, 0, 2, 3)) is one


@pytest.mark.parametrize("part", [Part.Y, Part.W])
def test_several_columns_are_not_pasted_into_one(part: Part) -> None:
    change = paste("1\t2", part=part)
    with pytest.raises(GuiError, match=f"The clipboard has 2 columns, and {part} has one"):
        change(experiment())


def test_w_grows_by_weights() -> None:
    after = paste("1\n2\n3\n4", part=Part.W)(experiment())
    assert after.W.joined[:, 0].tolist() == [1, 2, 3, 4]
    assert after.A.shape == (3, 4)


def test_a_doubt_changes_nothing() -> None:
    change, before = paste("1,234"), experiment()
    assert change(before) is before
    assert change.outcome is Outcome.DOUBTFUL
    assert change.doubt is not None


def test_given_up_it_changes_nothing() -> None:
    change, before = paste("1"), experiment()
    change.give_up()
    assert change(before) is before
    assert change.outcome is Outcome.GIVEN_UP


def test_a_refusal_is_raised() -> None:
    change = paste("1\tx")
    with pytest.raises(GuiError, match="'x' is not a number"):
        change(experiment())
    assert change.outcome is Outcome.WAITING


def test_made_anew_it_reads_no_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    change = paste("5")
    change(experiment())
    change.give_up()
    assert change(experiment()).A.joined[0, 0] == 5.0


def test_progress_is_told() -> None:
    told: list[float] = []
    Paste(clip("1"), Target(Part.A, (A1,)), Progress(told.append), comma=False)(experiment())
    assert told == [1.0]
