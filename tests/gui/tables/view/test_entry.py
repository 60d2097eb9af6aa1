"""Typing row by row."""

import pytest

from gui.document import Document
from gui.tables import InputsModel
from gui.tables.view.keyboard import CursorStep, RowTyping

DOWN, NEXT, BACK, UP = CursorStep.DOWN, CursorStep.NEXT, CursorStep.PREVIOUS, CursorStep.UP


@pytest.mark.parametrize(
    ("start", "steps", "end"),
    [
        ((0, 0), [NEXT, NEXT, DOWN], (1, 0)),
        ((0, 1), [NEXT, DOWN, NEXT, DOWN], (2, 1)),
        ((0, 2), [BACK, DOWN], (1, 2)),
        ((0, 1), [DOWN, DOWN], (2, 1)),
        ((1, 0), [NEXT, UP], (0, 1)),
        ((0, 0), [NEXT, NEXT, NEXT, DOWN], (2, 0)),
    ],
)
def test_enter_returns_to_first_column(
    document: Document, start: tuple[int, int], steps: list[CursorStep], end: tuple[int, int]
) -> None:
    model, entry = InputsModel(document), RowTyping()
    index = model.index(*start)
    for step in steps:
        index = entry.target(model, index, step)
    assert (index.row(), index.column()) == end


def test_moving_away_starts_again(document: Document) -> None:
    model, entry = InputsModel(document), RowTyping()
    entry.target(model, model.index(0, 0), NEXT)
    target = entry.target(model, model.index(1, 2), DOWN)
    assert (target.row(), target.column()) == (2, 2)


def test_no_cell_below_the_last_row(document: Document) -> None:
    model, entry = InputsModel(document), RowTyping()
    last = entry.target(model, model.index(2, 0), NEXT)
    assert not entry.target(model, last, DOWN).isValid()
