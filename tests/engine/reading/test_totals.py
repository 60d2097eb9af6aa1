from pathlib import Path

import pytest

from engine.errors import BadNumber
from engine.reading.blocks import read_blocks
from engine.reading.cells import RawRow
from engine.reading.options import BadRows, ColumnChoice, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table
from engine.reading.totals import is_total_label, labelled_totals_notes, may_end_in_totals

from .workbooks import Rows, xlsx

ROWS = "a,1,2\nb,2,3\nc,4,5\n"
LABELS = ["Total", "TOTAL:", "Sum", "mean", "Grand total", "**Total**", "Summe", "Moyenne"]
LABELS += ["TOTAL 2004", "Total général", "Gesamtsumme", "Σ", "Std. Dev.", "Standard deviation"]


def parse(cell: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        raise BadNumber(cell, "no number") from error


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("columns", [ColumnChoice.NUMERIC, (2, 3)])
def test_labelled_total_is_told(
    tmp_path: Path, label: str, columns: tuple[int, ...] | ColumnChoice
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,x,y\n{ROWS}{label},7,10\n")
    options = ReadOptions(columns=columns)
    note = f"The last row (line 5) is labelled “{label}”; it was read like the others."
    table = import_table(path, options)
    assert table.values[-1].tolist() == [7, 10]
    assert note in table.notes
    blocks = read_blocks(path, options, 8)
    assert sum(len(block.values) for block in blocks) == 4
    assert note in blocks.notes
    assert note in preview(path).notes


@pytest.mark.parametrize("last", ["d,7,10", "Totals of x,1,2", "7,7,10", "d,Total,10"])
def test_other_last_rows_are_untold(tmp_path: Path, last: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,x,y\n{ROWS}{last}\n")
    assert not any("labelled" in note for note in read_table(path, columns=(3,)).notes)


def test_categories_are_no_totals(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("sex,x,y\nall,1,2\nmen,2,3\nall,4,5\n")
    assert not any("labelled" in note for note in read_table(path, columns="numeric").notes)


def test_skipped_total_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,x,y\n{ROWS}Total,7,\nMean,2,\n")
    table = read_table(path, columns=(2, 3), bad_rows=BadRows.SKIP)
    assert table.skipped == 2
    assert table.notes[-1] == (
        "The last 2 rows (from line 5) are labelled “Total”, “Mean”; they were left out."
    )


def test_total_in_sheet_is_told(tmp_path: Path) -> None:
    rows: Rows = [["n", "x", "y"], ["a", 1, 2], ["b", 2, 3], ["Sum", 3, 5]]
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    told = "The last row (row 4) is labelled “Sum”; it was read like the others."
    chosen = ReadOptions(columns=(2, 3))
    for found in (read_table(path, columns="numeric"), preview(path), preview(path, chosen)):
        assert [note for note in found.notes if "labelled" in note] == [told]


@pytest.mark.parametrize("footer", ["Source: office", "Note: revised"])
def test_total_above_footer_is_told(tmp_path: Path, footer: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"name,x,y\n{ROWS}Total,7,10\n{footer},,\n")
    told = (
        "The last row above the footer (line 5) is labelled “Total”; it was read like the others."
    )
    assert told in read_table(path, columns="numeric").notes
    rows: Rows = [["n", "x", "y"], ["a", 1, 2], ["b", 2, 3], ["Sum", 3, 5], [footer, None, None]]
    sheet = xlsx(tmp_path / "t.xlsx", {"S": rows})
    assert "(row 4) is labelled “Sum”" in " ".join(read_table(sheet, columns="numeric").notes)


@pytest.mark.parametrize("label", ["TOTAL 1", "Σ x", "σ", "Total energy", "std 3"])
def test_other_labels_are_no_totals(label: str) -> None:
    assert not is_total_label(label)


def test_only_rows_above_make_totals() -> None:
    assert is_total_label("Grand Total:")
    assert not is_total_label("totalled")
    assert may_end_in_totals([RawRow(1, ["3", "Total"])])
    assert not may_end_in_totals([])
    assert labelled_totals_notes([RawRow(1, ["Total", "3"])], [1], parse) == ()
    assert labelled_totals_notes([], [1], parse) == ()
