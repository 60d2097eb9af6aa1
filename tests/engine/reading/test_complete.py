from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading import complete
from engine.reading.complete import is_gap
from engine.reading.faults import BadCells
from engine.reading.options import BadRows, ColumnChoice, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import Table, import_table, measure_completeness, read_table

from .workbooks import Rows, xlsx

GAPS = "x,z,y\n" + "".join(
    f"{k},{'' if k == 3 else k % 5},{'' if k == 9 else 2 * k}\n" for k in range(1, 21)
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def numeric(tmp_path: Path, text: str) -> Table:
    """Read what is complete, and check that all doors agree."""
    path = written(tmp_path / "t.csv", text)
    table = read_table(path, columns="numeric")
    imported = import_table(path, ReadOptions(columns=ColumnChoice.NUMERIC))
    found = preview(path, ReadOptions(columns=ColumnChoice.NUMERIC))
    assert imported.values.tobytes() == table.values.tobytes()
    assert imported.names == table.names
    assert imported.notes == table.notes == found.notes
    return table


def column(cells: list[str]) -> str:
    """Return a table of 20 rows with these cells in its second column."""
    return "a,b,y\n" + "".join(f"{k},{cell},{k * k}\n" for k, cell in enumerate(cells, start=5))


def test_few_incomplete_rows_are_skipped(tmp_path: Path) -> None:
    table = numeric(tmp_path, GAPS)
    assert (table.values.shape, table.skipped) == ((18, 3), 2)
    assert np.isfinite(table.values).all()
    assert table.notes == ("What is complete was read: 3 of 3 columns, 18 of 20 rows.",)


def test_complete_table_has_no_notes(tmp_path: Path) -> None:
    table = numeric(tmp_path, "a,y\n4,5\n6,7\n")
    assert (table.names, table.notes, table.skipped) == (("a", "y"), (), 0)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["red"] * 20, "no numbers"),
        (["red", *["1"] * 19], "text among numbers"),
        (["1"] * 10 + ["A"] * 10, "text among numbers"),
        ([""] * 20, "no numbers"),
        (["", "NA", "-", *["1"] * 17], "15 % gaps"),
        (["2024-01-05"] * 20, "no numbers"),
    ],
)
def test_incomplete_column_is_left_out(tmp_path: Path, cells: list[str], reason: str) -> None:
    table = numeric(tmp_path, column(cells))
    assert (table.names, len(table.values)) == (("a", "y"), 20)
    assert table.notes[0] == "What is complete was read: 2 of 3 columns, 20 of 20 rows."
    assert table.notes[1] == f"Left out: b ({reason})."


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "NaN", "-", ".", "?", "--", "#N/A", "NULL"])
def test_row_with_a_gap_is_skipped(tmp_path: Path, gap: str) -> None:
    assert is_gap(gap)
    table = numeric(tmp_path, column(["3", gap, *["1"] * 18]))
    assert (table.names, len(table.values), table.skipped) == (("a", "b", "y"), 19, 1)


def test_gaps_of_a_tenth_are_few(tmp_path: Path) -> None:
    assert numeric(tmp_path, column(["", "", *["1"] * 18])).names == ("a", "b", "y")
    assert numeric(tmp_path, column(["", "", "", *["1"] * 17])).names == ("a", "y")


def test_stray_text_skips_its_row(tmp_path: Path) -> None:
    table = numeric(tmp_path, column([*["1"] * 150, "oops", *["2"] * 149]))
    assert (table.names, table.skipped) == (("a", "b", "y"), 1)
    assert numeric(tmp_path, column([*["1"] * 150, *["x"] * 4])).names == ("a", "y")


def test_last_column_left_is_named(tmp_path: Path) -> None:
    table = numeric(tmp_path, "a,b,note\n4,5,good\n6,7,bad\n")
    assert table.names == ("a", "b")
    assert table.notes[0].startswith("The last column is b now: ")


def test_text_of_many_rows_is_left_out(tmp_path: Path) -> None:
    table = numeric(tmp_path, "a,name,y\n" + "".join(f"{k},n{k},{k}\n" for k in range(5, 300)))
    assert (table.names, len(table.values)) == (("a", "y"), 295)


def test_row_numbers_stay_left_out(tmp_path: Path) -> None:
    table = numeric(tmp_path, "id,name,a,y\n1,u,5,2\n2,v,6,3\n3,w,7,4\n")
    assert table.names == ("a", "y")
    assert "row numbers" in table.notes[0]


def test_short_rows_are_skipped(tmp_path: Path) -> None:
    text = GAPS + "21,5\n"
    table = numeric(tmp_path, text)
    assert len(table.values) == 18
    assert "18 of 21 rows" in table.notes[0]


def test_many_short_rows_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "a,b,y\n1,2,3\n4,5\n6,7,8\n9,1\n")
    with pytest.raises(BadTable, match="line 3: this row has 2 cells"):
        read_table(path, columns="numeric")


def test_no_column_of_numbers_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "a,b\nx,y\nz,w\n")
    with pytest.raises(BadTable, match=r"no column holds numbers in nearly all rows: .*no numbers"):
        read_table(path, header=True, columns="numeric")


def test_sheet_is_read_by_the_same_rule(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["a", "town", "y"], ["", "Bonn", 3]]
    rows += [[k + 0.5, "Bonn", k * k] for k in range(5, 24)]
    table = read_table(xlsx(tmp_path / "t.xlsx", {"S": rows}), columns="numeric")
    assert (table.names, len(table.values)) == (("a", "y"), 19)
    assert "2 of 3 columns, 19 of 20 rows" in table.notes[0]


def test_column_named_numeric_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "a,numeric,y\n4,5,6\n7,8,9\n")
    assert read_table(path, columns=["numeric", "y"]).names == ("numeric", "y")
    assert read_table(path, columns="numeric").names == ("a", "numeric", "y")


def test_single_name_is_one_column() -> None:
    assert ReadOptions(columns="age").columns == ("age",)  # type: ignore[arg-type]
    assert ReadOptions(columns="numeric").columns is ColumnChoice.NUMERIC  # type: ignore[arg-type]


@pytest.mark.parametrize("read", [read_table, import_table])
def test_refusal_says_what_is_complete(tmp_path: Path, read: type[object]) -> None:
    with pytest.raises(BadTable) as caught:
        read(written(tmp_path / "t.csv", GAPS))  # type: ignore[call-arg]
    assert "line 4, column 2 (z)" in str(caught.value)
    assert 'columns="numeric" (--columns numeric)' in str(caught.value)
    assert "3 of 3 columns, 18 of 20 rows" in str(caught.value)


def test_refusal_without_a_table_advises_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "a,y\n1,2\n3,x\n")
    with pytest.raises(BadCells) as caught:
        import_table(path)
    assert "numeric" not in str(caught.value)
    with pytest.raises(BadTable) as chosen:
        read_table(written(tmp_path / "u.csv", GAPS), columns=["x", "z", "y"])
    assert "numeric" not in str(chosen.value)


def test_fullest_columns_make_a_table(tmp_path: Path) -> None:
    lines = [
        f"{'' if k % 2 else 5},{'' if k % 3 else 6},{'' if k % 4 else 7},n{k}" for k in range(24)
    ]
    table = numeric(tmp_path, "\n".join(["a,b,c,name", *lines, ""]))
    assert table.names == ("a", "b")
    assert table.notes[0] == "The last column is b now: name was left out (no numbers)."
    assert table.notes[1] == "What is complete was read: 2 of 4 columns, 4 of 24 rows."
    assert table.notes[2] == "Left out: c (75 % gaps), name (no numbers)."


def test_gaps_in_skipped_rows_cost_nothing(tmp_path: Path) -> None:
    numbers = "".join(f"{k},{k + 1},{k * k},{3 * k % 7}\n" for k in range(5, 11))
    table = numeric(tmp_path, f"a,b,c,y\nNA,NA,NA,NA\n{numbers}")
    assert table.names == ("a", "b", "c", "y")
    assert table.notes == ("What is complete was read: 4 of 4 columns, 6 of 7 rows.",)
    other_gaps = "".join(f"{k},{k + 1},{k * k},{'NA' if k < 7 else k}\n" for k in range(5, 11))
    table = numeric(tmp_path, f"a,b,c,y\nNA,NA,NA,4\n{other_gaps}")
    assert table.names == ("a", "b", "c")


def test_derived_columns_are_kept(tmp_path: Path) -> None:
    cells = ["m", "f", "", "m", "f", "m", "f", "m"]
    text = "sex,x,y\n" + "".join(f"{c},{k},{k * k}\n" for k, c in enumerate(cells, start=2))
    table = read_table(written(tmp_path / "t.csv", text), columns="numeric", indicators=["sex"])
    assert table.names == ("sex = m", "x", "y")
    assert table.notes[-1] == "What is complete was read: 3 of 3 columns, 7 of 8 rows."


def test_columns_that_share_no_row_make_none(tmp_path: Path) -> None:
    lines = [f"{'' if k % 2 else 5},{6 if k % 2 else ''}" for k in range(24)]
    assert numeric(tmp_path, "\n".join(["a,b", *lines, ""])).names == ("a",)


def test_long_table_is_refused_without_a_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complete, "MOST_CELLS_TO_ADVISE", 59)
    with pytest.raises(BadTable) as caught:
        read_table(written(tmp_path / "t.csv", GAPS))
    assert str(caught.value).endswith("Every cell needs a number.")


def test_price_is_that_of_reading(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    for seed in range(20):
        rows, width = random.integers(5, 400), random.integers(2, 14)
        share = random.uniform(0, 0.15, width)
        cells = np.where(random.random((rows, width)) < share, "", "7")
        names = ",".join(f"c{k}" for k in range(width))
        text = "\n".join([names, *(",".join(row) for row in cells), ""])
        path = written(
            tmp_path / f"{seed}.csv", text.replace("\n" + "," * (width - 1) + "\n", "\n")
        )
        part = measure_completeness(path, ReadOptions(columns=tuple(range(1, width + 1)))).choose()
        if not part.columns:
            continue
        wanted = tuple(k + 1 for k in part.columns)
        table = import_table(path, ReadOptions(columns=wanted, bad_rows=BadRows.SKIP))
        assert len(table.values) == part.rows
        assert table.skipped == part.all_rows - part.rows


def test_columns_of_dashes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("1 - 2 - 3\n4 - 5 - 6\n")
    table = read_table(path, columns="numeric")
    assert table.values.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert "Left out: column 2 (no numbers), column 4 (no numbers)." in table.notes


def test_blank_columns_of_sheets_are_told(tmp_path: Path) -> None:
    rows: Rows = [["x", "y", None, "z"], [1, 2, None, 3], [3, 4, None, 5]]
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    assert read_table(path, columns="numeric").notes == read_table(path).notes != ()
