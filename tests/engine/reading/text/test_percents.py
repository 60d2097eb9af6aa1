from pathlib import Path

import pytest

from engine import read_table
from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from engine.reading.text.number_format import NumberFormat
from engine.reading.text.number_patterns import as_fraction, is_percentage
from engine.reading.text.percents import find_percents, percents_note, unchosen_percents_note
from engine.reading.text.text import BLOCK_SIZE

from ..texts import table_of

SIZES = [1, BLOCK_SIZE]
AREAS = "Area,AAA,Share\nOld Town,10%,30.7%\nNew Town,20%,40.5%\n"


def values(text: str, columns: tuple[int, ...], size: int) -> list[list[float]]:
    table = table_of(text, ReadOptions(columns=columns), size)
    wanted = [k - 1 for k in columns]
    return [row for rows in table.rows(wanted) for row in rows.values.tolist()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        (AREAS, (2, 3), [[0.1, 0.307], [0.2, 0.405]]),
        (AREAS, (3,), [[0.307], [0.405]]),
        ("r;y\n12,5%;1,5\n−50%;2\n", (1, 2), [[0.125, 1.5], [-0.5, 2]]),
        ("r\ty\n0.1%\t1\n100%\t2\n", (1, 2), [[0.001, 1], [1, 2]]),
        ("5%,1\n7%,2\n", (1, 2), [[0.05, 1], [0.07, 2]]),
        ("r,y\n5%,1\n,2\n7%,3\n", (1, 2), [[0.05, 1], [0.07, 3]]),
    ],
)
def test_chosen_percentages_are_fractions(
    text: str, columns: tuple[int, ...], expected: list[list[float]], size: int
) -> None:
    assert values(text, columns, size) == expected
    (note,) = table_of(text, ReadOptions(columns=columns), size).notes
    assert "Percentages are read as fractions: " in note


def test_percentages_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(AREAS)
    with pytest.raises(NeedsChoice, match="“10%” in column 2") as refused:
        read_table(tmp_path / "t.csv")
    assert (refused.value.option, refused.value.line) == ("columns", 2)
    assert "10% as 0.1." in str(refused.value)
    seen = preview(tmp_path / "t.csv")
    assert [fault.text for fault in seen.faults] == ["Old Town", "New Town"]
    assert read_table(tmp_path / "t.csv", columns=["Share"]).values.tolist() == [[0.307], [0.405]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("r,y\n5%,1\n7,2\n", "“5%” is not a number"),
        ("r,y\n5 %,1\n7 %,2\n", "“5 %” is not a number"),
        ("r,y\n" + "5%,1\n" * 30 + "7,2\n", "line 32, column 1 .*“7” is beside percentages"),
        ("r,y\n" + "5%,1\n" * 30 + "7%,2%\n", "line 32, column 2 .*“2%” is beside numbers"),
        ("r,y\n" + "5,1\n" * 30 + "7%,2\n", "“7%” is not a number"),
    ],
)
def test_mixed_percentages_are_refused(text: str, message: str, size: int) -> None:
    with pytest.raises(BadTable, match=message):
        read_first_fault(text, size)


def read_first_fault(text: str, size: int) -> None:
    """Read a table of two columns. Raises BadTable for its first fault."""
    table = table_of(text, ReadOptions(columns=(1, 2)), size)
    for rows in table.rows([0, 1]):
        for fault in rows.faults:
            raise table.error_at(fault)


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [("5%", True), ("-1,5%", True), (".5%", True), ("5", False), ("%", False), ("1e3%", False)],
)
def test_percentage_is_number_with_sign(cell: str, is_one: bool) -> None:
    assert is_percentage(cell) is is_one


def test_fraction_is_rounded_once() -> None:
    number_format = NumberFormat(has_percents=True)
    for k in range(1, 1000):
        assert number_format.parse(f"{k / 10}%") == float(f"{k}e-3")
    assert as_fraction("12.5%") == "12.5e-2"


def test_columns_of_percentages_are_found() -> None:
    rows = [["a", "1%", ""], ["b", "2%", "3"]]
    found = find_percents(rows, Layout(("n", "p", "q"), 3), 5, are_chosen=True)
    assert found is not None
    assert (found.columns, found.first.line, found.first.name) == ((1,), 5, "p")
    assert find_percents([["a", "1"]], Layout((), 2), 1, are_chosen=True) is None


def test_notes_name_the_first_cell() -> None:
    assert percents_note("5%") == "Percentages are read as fractions: 5% as 0.05."
    assert unchosen_percents_note(2, "x", "5%").startswith("Column 2 (x) was left out")


@pytest.mark.parametrize("cell", ["1'305%", "1.234.567,5%", "1 305%", "1.234.567%"])
def test_grouped_percentages_are_told(cell: str) -> None:
    assert percents_note(cell).endswith(f"{cell} as a hundredth of that.")
