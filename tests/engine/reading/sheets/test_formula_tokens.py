import struct

import pytest

from engine.reading.sheets.formula_tokens import BIFF5, BIFF8, BIFF12, FormulaTokens

SUM, AVERAGE, SUBTOTAL = b"\x42\1\4\0", b"\x22\1\5\0", b"\x42\2\x58\1"
ONE_SUM, SPACE, VOLATILE, NINE = b"\x19\x10\0\0", b"\x19\x40\0\1", b"\x19\1\0\0", b"\x1e\x09\0"
RELATIVE = 0xC000


def area(first: int, last: int, left: int = RELATIVE, right: int = RELATIVE) -> bytes:
    return b"\x25" + struct.pack("<HHHH", first, last, left, right)


@pytest.mark.parametrize(
    "formula",
    [
        area(1, 3) + SUM,
        area(1, 3) + ONE_SUM,
        area(1, 3, 1, 1) + AVERAGE,
        *(area(1, 3) + b"\x42\1" + bytes([k, 0]) for k in (0, 6, 7, 12, 46, 169, 193, 194, 227)),
        area(1, 3).replace(b"\x25", b"\x65") + SUM,
        NINE + area(1, 3) + SUBTOTAL,
        VOLATILE + NINE + SPACE + area(1, 3) + SPACE + SUBTOTAL + SPACE,
        SPACE + area(1, 3) + ONE_SUM,
    ],
)
def test_sums_of_cells_above_are_totals(formula: bytes) -> None:
    assert BIFF8.sum_up_above(formula, 4)


@pytest.mark.parametrize(
    "formula",
    [
        b"",
        b"\x01\4\0\0\0",
        area(1, 1) + SUM,
        area(1, 4) + SUM,
        area(5, 9) + SUM,
        area(1, 3, RELATIVE, RELATIVE + 1) + SUM,
        area(1, 3) + b"\x42\1\1\0",
        area(1, 3) + area(1, 3) + b"\x42\2\4\0",
        area(1, 3) + SUM + b"\x1e\2\0\5",
        (area(1, 3) + SUM)[:-1],
    ],
)
def test_other_formulas_are_no_totals(formula: bytes) -> None:
    assert not BIFF8.sum_up_above(formula, 4)


@pytest.mark.parametrize(
    ("tokens", "stored"),
    [
        (BIFF5, struct.pack("<HHBB", 0xFFFD, 0xFFFF, 0, 0)),
        (BIFF8, struct.pack("<HHHH", 0xFFFD, 0xFFFF, RELATIVE, RELATIVE)),
        (BIFF12, struct.pack("<IIHH", 0xFFFFD, 0xFFFFF, RELATIVE, RELATIVE)),
    ],
)
def test_shared_areas_are_relative(tokens: FormulaTokens, stored: bytes) -> None:
    assert tokens.sum_up_above(b"\x2d" + stored + SUM, 4)
    assert not tokens.sum_up_above(b"\x2d" + stored + SUM, 1)


def test_shared_areas_may_be_absolute() -> None:
    shared = b"\x4d" + struct.pack("<HHHH", 1, 3, 0, 0) + SUM
    assert BIFF8.sum_up_above(shared, 4)
    assert not BIFF8.sum_up_above(shared, 3)


def test_early_excel_marks_its_rows() -> None:
    assert BIFF5.sum_up_above(b"\x25" + struct.pack("<HHBB", 0xC001, 0xC003, 2, 2) + SUM, 4)
    assert not BIFF5.sum_up_above(b"\x25" + struct.pack("<HHBB", 0xC001, 0xC003, 2, 3) + SUM, 4)
