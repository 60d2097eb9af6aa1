import pytest

from gui.tables.models import sentences


def test_column_is_told_with_name() -> None:
    assert sentences.place_of_column("height", 1) == "height: column 2 of A."


@pytest.mark.parametrize(
    ("name", "holds"),
    [("", "It holds (original − 3) / 2."), ("height", "It holds (height − 3) / 2.")],
)
def test_scaled_column_tells_original(name: str, holds: str) -> None:
    assert sentences.held(name, "3", "2") == holds


def test_weight_is_told_by_name() -> None:
    assert sentences.weight_of("height", 1) == "height: the weight of column 2 of A."


def test_cell_is_named_in_refusal() -> None:
    cell = sentences.cell("A", sentences.numbered(2), 1, "height")
    assert cell == "A, row 3, column 2 (height)"
    assert sentences.cell("W", "start", 0, "") == "W, start, column 1"
    assert sentences.refused(cell, "“x” is no number.") == f"{cell}: “x” is no number."
