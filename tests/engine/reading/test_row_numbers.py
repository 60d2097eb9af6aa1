from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from engine.reading.row_numbers import may_name_row_numbers
from engine.reading.tables import Table, import_table, read_table

from .workbooks import xlsx

NAMES = ["", '""', "rownames", "row.names", "Index", "ID", "nr", "Nr.", "no", "row", "obs", "id_"]
READ: list[Callable[[Path], Table]] = [read_table, import_table]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def counted(name: str, first: int = 1, rows: int = 30) -> str:
    """Return a table whose first column counts the rows."""
    below = [f"{first + k},{k * k},{3 * k + 0.5}" for k in range(rows)]
    return "\n".join([f"{name},x,y", *below, ""])


@pytest.mark.parametrize("read", READ)
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    "name",
    [
        *NAMES,
        *("Unnamed: 0", "Unnamed", "#", "Row Number"),
        *("PassengerId", "customer_id", "sampleID", "Case No.", "case-nr", "plotNo", "x.index"),
    ],
)
def test_row_numbers_are_left_out(
    tmp_path: Path, name: str, first: int, read: Callable[[Path], Table]
) -> None:
    table = read(written(tmp_path / "t.csv", counted(name, first)))
    assert table.names == ("x", "y")
    assert table.values[2].tolist() == [4.0, 6.5]
    assert len(table.notes) == 1
    assert "row numbers" in table.notes[0]


@pytest.mark.parametrize(
    "name",
    ["x0", "year", "idx", "identity", "note", "n", "time", "nod", "grid", "piano", "Cano", "humid"],
)
def test_other_names_are_kept(tmp_path: Path, name: str) -> None:
    assert not may_name_row_numbers(name)
    table = read_table(written(tmp_path / "t.csv", counted(name)))
    assert table.names == (name, "x", "y")
    assert table.notes == ()


@pytest.mark.parametrize(
    "numbers",
    [
        [2, 3, 4, 5],
        [1, 2, 3, 5],
        [1, 1, 2, 2],
        [4, 3, 2, 1],
        [1, 2, 3, 3.5],
        [-1, 0, 1, 2],
        [*range(1, 500), 1],
        [*range(1, 500), 501],
    ],
)
def test_numbers_that_do_not_count_are_kept(tmp_path: Path, numbers: list[float]) -> None:
    rows = "".join(f"{number},1,2\n" for number in numbers)
    table = read_table(written(tmp_path / "t.csv", f"id,x,y\n{rows}"))
    assert table.names == ("id", "x", "y")
    assert table.values[:, 0].tolist() == numbers


def test_only_input_is_kept_and_told(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "t.csv", "id,y\n1,5\n2,7\n3,9\n"))
    assert table.names == ("id", "y")
    assert "row numbers" in table.notes[0]
    assert "kept" in table.notes[0]


def test_no_header_keeps_counting_column(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "t.csv", "1,5,6\n2,7,8\n3,9,1\n"))
    assert table.values.shape == (3, 3)
    assert table.notes == ()


@pytest.mark.parametrize("columns", [[1, 2, 3], ["id", "y"], [1, 3]])
def test_chosen_row_numbers_are_read(tmp_path: Path, columns: list[int | str]) -> None:
    table = read_table(written(tmp_path / "t.csv", counted("id")), columns=columns)
    assert table.names[0] == "id"
    assert table.notes == ()


def test_several_row_numbers_are_left_out(tmp_path: Path) -> None:
    text = "Unnamed: 0.1,Unnamed: 0,x,y\n0,0,5,6\n1,1,7,8\n2,2,9,1\n"
    table = read_table(written(tmp_path / "t.csv", text))
    assert table.names == ("x", "y")
    assert len(table.notes) == 2


@pytest.mark.parametrize("name", ["rownames", "row.names"])
def test_row_names_by_name_are_left_out(tmp_path: Path, name: str) -> None:
    text = f"{name},x,y\n1931,5,6\n1935,7,8\n1940,9,1\n"
    table = read_table(written(tmp_path / "t.csv", text))
    assert table.names == ("x", "y")
    assert "row names" in table.notes[0]


@pytest.mark.parametrize("name", ["", '""', "rownames", "Unnamed: 0"])
def test_text_without_a_name_names_rows(tmp_path: Path, name: str) -> None:
    text = f"{name},x,y\nMazda,5,6\nFiat,7,8\nVolvo,9,1\n"
    table = read_table(written(tmp_path / "t.csv", text))
    assert table.names == ("x", "y")
    assert "row names" in table.notes[0]


def test_numbers_without_a_name_are_kept(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "t.csv", ",x,y\n1931,5,6\n1935,7,8\n1940,9,1\n"))
    assert table.names == ("", "x", "y")


def test_sheet_row_numbers_are_left_out(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["", "x", "y"]]
    rows += [[k, 2.5 * k, k * k] for k in range(1, 6)]
    table = read_table(xlsx(tmp_path / "t.xlsx", {"S": rows}))
    assert table.names == ("x", "y")
    assert "row numbers" in table.notes[0]


def test_readr_row_numbers_are_left_out(tmp_path: Path) -> None:
    assert may_name_row_numbers("...1")
    table = read_table(written(tmp_path / "t.csv", counted("...1")), header=True)
    assert table.names == ("x", "y")


def test_preview_marks_row_numbers(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", counted("nr"))
    found = preview(path)
    assert (found.row_names, found.options.columns) == ((1,), (2, 3))
    assert found.notes == read_table(path).notes
    assert preview(path, ReadOptions(columns=(1, 3))).row_names == ()


def test_plain_table_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = written(tmp_path / "t.csv", counted("x0")), list[object]()
    plain = Path.open

    def counting(self: Path, *arguments: object, **options: object) -> object:
        opened.append(self)
        return plain(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", counting)
    read_table(path)
    before = len(opened)
    opened.clear()
    read_table(written(tmp_path / "u.csv", counted("id")))
    assert before < len(opened)


def test_broken_quotes_are_still_reported(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", counted("id") + '31,"5,6\n')
    with pytest.raises(Exception, match="line 32"):
        read_table(path)


def test_long_count_is_exact(tmp_path: Path) -> None:
    rows = np.arange(1, 60_001)
    text = "id,x,y\n" + "".join(f"{k},{k % 7},{k % 11}\n" for k in rows)
    assert read_table(written(tmp_path / "t.csv", text)).names == ("x", "y")
    text = text.replace("\n59999,", "\n59998,")
    assert read_table(written(tmp_path / "t.csv", text)).names == ("id", "x", "y")


FOOTERS = ["\nSource: web\n", "Source: web\n", "total,2,2\n", ",7,8\n"]


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize(("name", "first", "rows"), [("id", 1, 40), ("", 0, 300), ("nr", 1, 12)])
def test_footer_leaves_row_numbers(
    tmp_path: Path, name: str, first: int, rows: int, footer: str
) -> None:
    path = written(tmp_path / "t.csv", counted(name, first, rows) + footer)
    table = read_table(path, columns="numeric")
    assert table.names == ("x", "y")
    assert table.values[:rows, 1].tolist() == [3 * k + 0.5 for k in range(rows)]
    assert any("row numbers" in note for note in table.notes)


def test_gaps_beyond_skipped_rows_are_kept(tmp_path: Path) -> None:
    numbers = [*range(1, 40), 43]
    text = "id,x,y\n" + "".join(f"{k},{k * k},1\n" for k in numbers) + "Source\n"
    table = read_table(written(tmp_path / "t.csv", text), columns="numeric")
    assert table.names == ("id", "x", "y")


def test_row_names_are_told_once(tmp_path: Path) -> None:
    path = written(tmp_path / "t.txt", "x y\nr1 1 2\nr2 3 5\nr3 3 3\n")
    assert len(read_table(path, columns="numeric").notes) == 1
    assert read_table(path, columns="numeric").notes == read_table(path).notes


def test_empty_columns_name_no_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", ",x,y,\n,1,2,\n,3,4,\n")
    assert read_table(path, columns="numeric").notes == ()
