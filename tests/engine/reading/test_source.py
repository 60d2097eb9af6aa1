from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.cells import check_rows
from engine.reading.opening import open_table
from engine.reading.options import ReadOptions
from engine.reading.source import Source, find_sheet
from engine.shortening import in_quotes_if_text

from .arrays.test_array_files import npy
from .workbooks import xlsx

ROWS = [[1.5, 2.0], [3.0, 4.25], [5.0, 6.0]]


def table(folder: Path, kind: str) -> Source:
    path = folder / f"t.{kind}"
    if kind == "csv":
        path.write_text("x,y\n" + "".join(f"{a},{b}\n" for a, b in ROWS), encoding="utf-8")
    elif kind == "xlsx":
        xlsx(path, {"S": [["x", "y"], *ROWS]})
    else:
        path.write_bytes(npy(ROWS))
    return open_table(path, ReadOptions())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "npy"])
def test_every_reader_is_a_source(tmp_path: Path, kind: str) -> None:
    source = table(tmp_path, kind)
    assert source.name == f"t.{kind}"
    assert source.layout.width == 2
    assert [row for rows in source.rows([0, 1]) for row in rows.values.tolist()] == ROWS
    first = list(source.first(2))
    assert [[source.text(cell) for cell in row.cells] for row in first] == [
        ["1.5", "2.0" if kind == "csv" else "2"],
        ["3.0" if kind == "csv" else "3", "4.25"],
    ]
    rows = check_rows(first, source.layout, [1, 0], source.parse)
    assert rows.values.tolist() == [[2, 1.5], [4.25, 3]]
    assert list(source.sheets) == (["S"] if kind == "xlsx" else [])


@pytest.mark.parametrize(
    ("choice", "sheet"), [(None, "A"), ("B", "B"), (1, "A"), (2, "B"), ("7", "7"), (3, "7")]
)
def test_find_sheet_by_name_or_number(choice: str | int | None, sheet: str) -> None:
    assert find_sheet(choice, ("A", "B", "7"), "t.xlsx") == sheet


@pytest.mark.parametrize("choice", ["C", 4, 7])
def test_find_sheet_refuses_unknown_sheet(choice: str | int) -> None:
    with pytest.raises(BadTable) as refused:
        find_sheet(choice, ("A", "B", "7"), "t.xlsx")
    assert str(refused.value) == (
        f"t.xlsx: it has no sheet {in_quotes_if_text(choice)}. Its sheets are “A”, “B”, “7”."
    )
