"""Which quotes surround whole cells."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.text.plain.quotes import quotes_are_regular


@pytest.mark.parametrize(
    "text",
    ['"1","2"\n', '"a ""b""",2\n1,"x"\n', '"",""\n', '"a,b",1\r\n"c",2\r\n', '"1"', "1,2\n"],
)
def test_quotes_around_cells_are_regular(text: str) -> None:
    assert quotes_are_regular(text.encode(), ",")


@pytest.mark.parametrize(
    "text",
    ['"1"5,2\n', '1, "a"\n', '5" pipe,2\n', '"1,2\n', '"a\nb",1\n', '""a",1\n', '"1" ,2\n'],
)
def test_other_quotes_are_not(text: str) -> None:
    assert not quotes_are_regular(text.encode(), ",")


@given(st.lists(st.lists(st.sampled_from(['"a"', '"a""b"', '""', "", '"a,b"', "a"]), min_size=1)))
def test_regular_lines_split_one_way(rows: list[list[str]]) -> None:
    lines = [",".join(row) + "\n" for row in rows]
    assert quotes_are_regular("".join(lines).encode(), ",")
    cells = list(csv.reader(lines, strict=True))
    assert cells == [[_bare(cell) for cell in row] if row != [""] else [] for row in rows]


@given(st.text(st.sampled_from('"a, \n'), max_size=12))
def test_regular_quotes_never_fail(text: str) -> None:
    lines = f"{text}\n"
    if quotes_are_regular(lines.encode(), ","):
        rows = list(csv.reader(lines.splitlines(keepends=True), strict=True, skipinitialspace=True))
        assert len(rows) == lines.count("\n")


def _bare(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
