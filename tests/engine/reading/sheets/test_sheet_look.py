import zipfile
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.sheets.misread import Misread, MisreadKind
from engine.reading.sheets.sheet_look import (
    SheetLook,
    UncomputedCells,
    UncomputedSeen,
    blank_columns_note,
    blank_rows_note,
    hidden_columns_note,
    hidden_rows_note,
    open_utf8,
    within,
)

from ..workbooks import packed


def test_numbers_within_limits_are_found() -> None:
    ranges = [range(7, 10), range(2, 4), range(8, 2**40)]
    assert within(ranges, 3, 11) == [3, 7, 8, 9, 10, 11]
    assert within([], 1, 9) == within([range(1, 3)], 4, 9) == []


def test_notes_name_the_rows() -> None:
    assert hidden_rows_note([3], is_filtered=True, is_read=True) == (
        "1 row is hidden by the filter of the sheet (row 3) and was read like the others."
    )
    assert hidden_rows_note([3, 4, 5, 9], is_filtered=False, is_read=False) == (
        "4 rows are hidden in the sheet (rows 3–5, 9) and were left out."
    )
    assert "(rows 2, 4, 6, 8, 10, …)" in hidden_rows_note(
        range(2, 99, 2), is_filtered=False, is_read=True
    )
    assert hidden_columns_note([2]).startswith("1 column is hidden in the sheet (column 2) and was")
    assert hidden_columns_note([2, 3]).startswith("2 columns are hidden in the sheet (columns 2–3)")
    assert blank_rows_note([5]).startswith("1 row within the table has no values (row 5): what")
    assert blank_columns_note([5, 6]).startswith(
        "2 columns within the table are blank (columns 5–6)"
    )


def test_uncomputed_formula_is_refused() -> None:
    seen = UncomputedSeen()
    seen.add(2, 3, MisreadKind.NO_RESULT)
    seen.add(2, 9, MisreadKind.NEVER_COMPUTED)
    SheetLook().refuse_uncomputed("t.xlsx", "S")
    SheetLook(uncomputed=seen.found()).refuse_uncomputed("t.xlsx", "S", [1, 3])
    with pytest.raises(
        BadTable,
        match=r"^t.xlsx: sheet S has a formula without a result in row 3, column 2\. "
        r"Open the workbook in",
    ):
        SheetLook(uncomputed=seen.found()).refuse_uncomputed("t.xlsx", "S")


def test_uncomputed_formulas_are_collected() -> None:
    seen, others = UncomputedSeen(), UncomputedSeen()
    for row in (9, 3, 3, 5):
        seen.add(2, row, MisreadKind.NO_RESULT)
    others.add(2, 4, MisreadKind.NO_RESULT)
    found = seen.found()[2]
    assert found.first == Misread(MisreadKind.NO_RESULT, 9, 2)
    assert found.rows.tolist() == [3, 5, 9]
    cells = UncomputedCells.of({2: found, 7: others.found()[2]})
    assert cells.within(1, 5) == [(3, 2), (4, 7), (5, 2)]
    assert cells.within(6, 8) == UncomputedCells.of({}).within(1, 9) == []
    assert found.joined(others.found()[2]).rows.tolist() == [3, 4, 5, 9]
    seen.add(0, 0, MisreadKind.NEVER_COMPUTED)
    assert seen.found()[0].first == Misread(MisreadKind.NEVER_COMPUTED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_member_is_opened_in_utf8(tmp_path: Path, encoding: str) -> None:
    path = packed(tmp_path / "t", {"a.xml": "<a>é</a>".encode(encoding)})
    with zipfile.ZipFile(path) as archive, open_utf8(archive, "a.xml") as stream:
        assert stream.read().decode("utf-8-sig") == "<a>é</a>"
