from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.errors import BadTable
from engine.reading.choices import Choices
from engine.reading.quoted_lines import refuse_quoted_lines

OPEN = Choices(separator=",")


def test_quoted_lines_are_not_decimals(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"x,y"\n"1,2"\n"3,4"\n')
    with pytest.raises(EngineError) as refused:
        read_table(path)
    assert str(refused.value) == (
        "t.csv: each whole line is in quotes: 1,2 below x,y could be 2 cells or one "
        "number. Remove the quotes, or choose the decimal mark."
    )
    assert read_table(path, decimal=",").values.tolist() == [[1.2], [3.4]]


@pytest.mark.parametrize(
    ("header", "rows", "options"),
    [
        (["Price, net"], [["1,2"], ["3,4"]], OPEN),
        (["x,y"], [["1,2"], ["3"]], OPEN),
        (["x,y"], [["1"], ["3"]], OPEN),
        (["x,y"], [], OPEN),
        (["x,y"], [["1,2"]], Choices(",", decimal=",")),
        (["x,y"], [["1,2"]], Choices(";")),
        (["x,"], [["1,2"]], OPEN),
        (["x,y", "z"], [["1,2", "3"]], OPEN),
        (["x"], [["1,2"]], OPEN),
        ([], [["1,2"]], OPEN),
    ],
)
def test_single_quoted_cells_are_accepted(
    header: list[str], rows: list[list[str]], options: Choices
) -> None:
    refuse_quoted_lines(header, rows, options, "t.csv")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,234,567", "could be 3 cells or one number. Remove the quotes, or choose "),
        ("1,2,3", "is 3 cells in one. Remove the quotes."),
        ("1.5,2.5,3", "is 3 cells in one. Remove the quotes."),
    ],
)
def test_error_counts_cells_in_quotes(row: str, problem: str) -> None:
    with pytest.raises(BadTable) as refused:
        refuse_quoted_lines(["a,b,c"], [[row], ["4,5,6"]], OPEN, "t.csv")
    assert f": {row} below a,b,c {problem}" in str(refused.value)


def test_error_shortens_long_quoted_lines() -> None:
    names, row = ",".join(["name"] * 1000), ",".join(["1.25"] * 1000)
    with pytest.raises(BadTable, match="is 1,000 cells in one") as refused:
        refuse_quoted_lines([names], [[row]], OPEN, "t.csv")
    assert len(str(refused.value)) < 200
