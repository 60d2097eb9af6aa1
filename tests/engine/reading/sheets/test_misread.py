"""What would be misread is named with its place, if the file says it."""

import pytest

from engine.reading.sheets.misread import Misread, MisreadKind

AGAIN = " Open the workbook in a spreadsheet program and save it there."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Misread(MisreadKind.NO_RESULT, 9, 2), "a formula without a result in row 9, column 2."),
        (Misread(MisreadKind.NO_RESULT), "a formula without a result in a cell."),
        (
            Misread(MisreadKind.NEVER_COMPUTED, 2, 1),
            "formulas that were never computed: the result 0 is stored for the one in row 2, "
            "column 1.",
        ),
        (
            Misread(MisreadKind.VALUE_IN_PARTS, 2, 1),
            "a value that would be read only in part in row 2, column 1.",
        ),
        (Misread(MisreadKind.TEXT_IN_PARTS), "a text that would be read only in part."),
        (
            Misread(MisreadKind.RAISED_DIGITS),
            "a number with raised digits, which would be read like the others.",
        ),
    ],
)
def test_place_is_named_if_known(found: Misread, said: str) -> None:
    assert found.said("S") == f"sheet S has {said}{AGAIN}"


@pytest.mark.parametrize("kind", MisreadKind)
def test_every_kind_has_a_sentence(kind: MisreadKind) -> None:
    assert Misread(kind).said("S").startswith("sheet S has ")
