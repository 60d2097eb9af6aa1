from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.blocks import read_blocks
from engine.reading.faults import BadCells
from engine.reading.layout import LevelColumn
from engine.reading.options import AnyOption, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import Table, import_table, measure_completeness, read_table

from .workbooks import xlsx

IRIS = "a,b,kind\n1,2,setosa\n3,4,virginica\n5,7, versicolor\n6,8,setosa\n"
KIND = "Column 3 (kind)"
DATES = "date,x,y\n2024-03-01,1,2\n2024-02-28T12:00,3,4\n2024-03-02,5,7\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


def same(path: Path, **options: AnyOption) -> Table:
    """Read a table by all functions, which have to agree, also in small blocks."""
    table, read_options = read_table(path, **options), ReadOptions(**options)
    imported, found = import_table(path, read_options), preview(path, read_options)
    blocks = read_blocks(path, read_options, size=16)
    values = np.concatenate([block.values for block in blocks])
    assert imported.values.tobytes() == table.values.tobytes() == values.tobytes()
    assert imported.names == table.names == blocks.names
    assert imported.levels == table.levels == blocks.levels
    assert imported.notes == table.notes == blocks.notes
    assert set(found.notes) <= set(table.notes)
    assert blocks.width == table.values.shape[1]
    assert imported.skipped == table.skipped == blocks.skipped
    return table


def refusal(path: Path, **options: AnyOption) -> str:
    with pytest.raises(BadTable) as refused:
        read_table(path, **options)
    with pytest.raises(BadTable) as again:
        import_table(path, ReadOptions(**options))
    assert str(again.value).startswith(str(refused.value).split(" columns=")[0])
    return str(refused.value)


def test_text_becomes_columns_before_y(tmp_path: Path) -> None:
    table = same(written(tmp_path, IRIS), indicators=["kind"])
    assert table.names == ("a", "kind = versicolor", "kind = virginica", "b")
    assert table.values.tolist() == [[1, 0, 0, 2], [3, 0, 1, 4], [5, 1, 0, 7], [6, 0, 0, 8]]
    assert table.notes == (
        f"{KIND} was read as 2 columns of 0 and 1, for “versicolor” and “virginica”; "
        "for “setosa” all of them are 0.",
        "Column 2 (b) is read last, as Y: columns that become others are inputs.",
    )


@pytest.mark.parametrize("column", [3, "3", "kind"])
def test_chosen_columns_keep_their_order(tmp_path: Path, column: int | str) -> None:
    table = same(written(tmp_path, IRIS), columns=[3, "a", "b"], indicators=[column])
    assert table.names == ("kind = versicolor", "kind = virginica", "a", "b")


def test_dates_become_days(tmp_path: Path) -> None:
    table = same(written(tmp_path, DATES), days="date")
    assert table.names == ("date (days)", "x", "y")
    assert table.values.tolist() == [[1.5, 1, 2], [0, 3, 4], [2.5, 5, 7]]
    assert table.values.dtype == np.float64
    assert table.notes == (
        "Column 1 (date) was read as days since 2024-02-28 12:00:00, the earliest date.",
    )


def test_both_may_be_all_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "g;d\nu;2024-01-01\nv;2024-01-02\n")
    table = same(path, indicators=["g"], days=["d"])
    assert (table.names, table.values.tolist()) == (("g = v", "d (days)"), [[0, 0], [1, 1]])


def test_table_without_names_numbers_columns(tmp_path: Path) -> None:
    table = same(written(tmp_path, "u,1,2\nv,3,5\nv,4,7\n"), indicators=[1], header=False)
    assert table.names == ("column 1 = v", "", "")


def test_decimal_commas_stay(tmp_path: Path) -> None:
    table = same(written(tmp_path, "g;x;y\nu;1,5;2\nv;3,5;4\nv;5,25;3\n"), indicators=["g"])
    assert table.values.tolist() == [[0, 1.5, 2], [1, 3.5, 4], [1, 5.25, 3]]


def test_sheet_dates_become_days(tmp_path: Path) -> None:
    rows: list[list[AnyOption]] = [
        ["when", "group", "x", "y"],
        ["date:45294", "b", 1, 2],
        ["date:45292.25", "a", 3, 4],
        ["2024-01-02", "b", 5, 7],
    ]
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    table = same(path, days=["when"], indicators=["group"])
    assert table.names == ("when (days)", "group = b", "x", "y")
    assert table.values.tolist() == [[1.75, 1, 1, 2], [0, 0, 3, 4], [0.75, 1, 5, 7]]


def test_array_of_codes_becomes_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.array([[1.0, 2.0, 5.0], [2.0, 3.0, 7.0], [4.0, 4.0, 7.0]]))
    table = same(path, indicators=[1])
    assert table.values.tolist() == [[0, 0, 2, 5], [1, 0, 3, 7], [0, 1, 4, 7]]


def test_column_of_row_names_is_read(tmp_path: Path) -> None:
    for name in ("", "rownames", "index"):
        path = written(tmp_path, f"{name},x,y\nann,1,2\nben,3,4\nann,4,4\n")
        table = same(path, indicators=[1])
        assert table.values.tolist() == [[0, 1, 2], [1, 3, 4], [0, 4, 4]]
        assert not any("left out" in note for note in table.notes)


def test_dates_do_not_count_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "index,x,y\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,3\n")
    assert same(path, days=["index"]).names == ("index (days)", "x", "y")


def test_row_numbers_are_left_out_still(tmp_path: Path) -> None:
    path = written(tmp_path, "id,g,x,y\n1,u,1,2\n2,v,3,4\n3,v,4,4\n")
    assert same(path, indicators=["g"]).names == ("g = v", "x", "y")


def test_empty_cells_are_faults(tmp_path: Path) -> None:
    path = written(tmp_path, "s,x,y\na,1,2\n,3,4\nb,q,7\nNA,q,7\nb,1,2\na,5\n")
    assert "line 3, column 1 (s): the cell is empty. Every cell needs a value." in refusal(
        path, indicators=["s"]
    )
    with pytest.raises(BadCells) as bad:
        import_table(path, ReadOptions(indicators=("s",)))
    assert [(fault.line, fault.column) for fault in bad.value.faults.first] == [
        *((3, 1), (4, 2), (5, 1), (5, 2), (7, 0))
    ]
    assert (bad.value.faults.rows, dict(bad.value.faults.by_column)) == (4, {1: 2, 2: 2})
    table = same(path, indicators=["s"], bad_rows="skip")
    assert (table.values.tolist(), table.skipped) == ([[0, 1, 2], [1, 1, 2]], 4)


def test_value_of_skipped_rows_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "s,x,y\na,1,2\nb,3,4\nc,,7\na,1,3\n")
    table = same(path, indicators=["s"], bad_rows="skip")
    assert table.values.tolist() == [[0, 0, 1, 2], [1, 0, 3, 4], [0, 0, 1, 3]]
    assert table.notes[-1] == "Column 1 (s) has “c” only in rows that were skipped."


def test_complete_part_takes_derived_columns(tmp_path: Path) -> None:
    rows = "".join(
        f"{k},{'uvw'[k % 3]},{'' if k == 9 else k * k},n{k},{'vw'[k % 2]}\n" for k in range(40)
    )
    path = written(tmp_path, f"x,g,y,name,h\n{rows}")
    table = same(path, columns="numeric", indicators=["g", "h"])
    assert table.names == ("x", "g = v", "g = w", "h = w", "y")
    assert (table.values.shape, table.skipped) == ((39, 5), 1)
    assert "What is complete was read: 4 of 5 columns, 39 of 40 rows." in table.notes
    assert "y is read last, as Y: columns that become others are inputs." in table.notes


def test_completeness_counts_derived_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "s,x,y\na,1,2\n,3,4\nb,,7\n")
    found = measure_completeness(path, ReadOptions(columns=(1, 2, 3), indicators=(1,)))
    assert (found.gaps, found.texts, found.rows) == ({0: 1, 1: 1}, {}, 3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"indicators": ["a", "kind"], "days": ["kind"]}, f"{KIND} cannot become columns of 0"),
        ({"indicators": ["sort"]}, "there is no column named “sort”"),
        ({"days": [4]}, "there is no column 4"),
        ({"indicators": ["kind"], "columns": ["a", "b"]}, f"{KIND} is not among the columns to"),
        ({"indicators": ["kind"], "columns": ["a", "kind"]}, "becomes 2 columns and is the last"),
        ({"days": ["kind"]}, "line 2, column 3 (kind): “setosa” is not a date such as"),
        ({"indicators": ["many"]}, "Column 2 (many) has more than 12 different values"),
        ({"indicators": ["same"]}, "Column 1 (same) has only the value “c”"),
        ({"days": ["day"]}, "line 2, column 3 (day): “03/04/2024” may have the day or the month"),
        ({"days": ["zone"]}, "Column 4 (zone) has dates with a time zone and others without one"),
    ],
)
def test_refusal_names_column(tmp_path: Path, options: dict[str, AnyOption], sentence: str) -> None:
    rows = "".join(
        f"c,v{k},03/04/2024,2024-01-01T10:00{'Z' if k == 7 else ''},{k}\n" for k in range(30)
    )
    other = f"same,many,day,zone,y\n{rows}"
    is_other = sentence.partition("(")[2].startswith(("many", "same", "day", "zone"))
    assert sentence in refusal(written(tmp_path, other if is_other else IRIS), **options)


def test_ambiguous_date_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path, DATES + "03/04/2024,1,2\n")
    assert "line 5, column 1 (date): “03/04/2024” may have" in refusal(path, days=["date"])
    assert same(path, days=["date"], bad_rows="skip").values.shape == (3, 3)


def test_file_that_changed_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, IRIS)
    blocks = read_blocks(path, ReadOptions(indicators=("kind",)))
    assert len(next(iter(blocks)).values) == 4
    path.write_text("a,b,kind\n1,2,setosa\n3,4,robusta\n")
    with pytest.raises(BadTable, match="“robusta” was not there when"):
        list(blocks)


def test_columns_of_levels_know_them(tmp_path: Path) -> None:
    table = same(written(tmp_path, IRIS), indicators=["kind"])
    levels = ("setosa", "versicolor", "virginica")
    assert table.levels == (
        None,
        LevelColumn("kind", "versicolor", levels),
        LevelColumn("kind", "virginica", levels),
        None,
    )
    assert read_table(written(tmp_path, "a,b\n1,2\n")).levels == ()
    dated = same(written(tmp_path, DATES), days=["date"])
    assert dated.levels == ()
