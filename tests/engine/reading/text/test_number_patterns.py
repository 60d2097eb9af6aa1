import pytest

from engine.reading.text.number_patterns import (
    commas_are_decimal,
    decimal_mark_beside_groups,
    implies_decimal_comma,
    implies_decimal_point,
    is_error_value,
    looks_like_number,
    may_group,
    may_have_commas,
    proves_decimal_comma,
)


@pytest.mark.parametrize(
    "cell",
    [
        *("#N/A", "#NV", "#N/D", "#I/T", "#Н/Д", "#YOK"),
        *("#DIV/0!", "#REF!", "#NAME?", "#WERT!", "#BÖL/0!", "#¡VALOR!", "#¿NOMBRE?", "#ИМЯ?"),
    ],
)
def test_error_values_of_any_language(cell: str) -> None:
    assert is_error_value(cell)


@pytest.mark.parametrize("cell", ["", "#", "#1", "#ID", "#N", "#hot!", "#HOT! 3", "N/A", "DIV/0!"])
def test_names_and_comments_are_not_errors(cell: str) -> None:
    assert not is_error_value(cell)


@pytest.mark.parametrize(
    ("cell", "for_comma", "for_point", "groups"),
    [
        ("5", False, False, False),
        ("0.5", False, True, False),
        ("0,5", True, False, False),
        ("1.234", False, False, True),
        ("1,234", True, False, True),
        ("0.123", False, True, False),
        ("1234.567", False, True, False),
        ("1.234,5", True, False, False),
        ("1,234.5", False, True, False),
        ("1.234.567", True, False, False),
        ("1,234,567", False, True, False),
        ("1.234e5", False, True, False),
    ],
)
def test_number_implies_its_decimal_mark(
    cell: str, for_comma: bool, for_point: bool, groups: bool
) -> None:
    assert (implies_decimal_comma(cell), implies_decimal_point(cell), may_group(cell)) == (
        for_comma,
        for_point,
        groups,
    )


@pytest.mark.parametrize(
    ("cells", "decide"),
    [
        (["1,5", "2"], True),
        (["1,5", "1,234"], True),
        (["1.234.567"], True),
        (["1,234"], False),
        (["1,5", "2.5"], False),
        (["1,5", "1,234,567"], False),
        (["Smith, J.", "2"], False),
        ([], False),
    ],
)
def test_commas_are_decimal_unless_contradicted(cells: list[str], decide: bool) -> None:
    assert commas_are_decimal(cells) is decide


@pytest.mark.parametrize(
    ("cell", "has"), [("0,5", True), ("1.234.567", True), ("1,234", False), ("1.5", False)]
)
def test_grouping_comma_proves_nothing(cell: str, has: bool) -> None:
    assert proves_decimal_comma(cell) is has


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1.234,5", "7"], ","),
        (["−1,234,567"], "."),
        (["1.234"], None),
        (["1.234,5", "1,234.5"], None),
        (["1.234.567", "0.5"], None),
        ([], None),
    ],
)
def test_groups_give_the_decimal_mark(cells: list[str], mark: str | None) -> None:
    assert decimal_mark_beside_groups(cells) == mark


@pytest.mark.parametrize(
    ("cell", "is_like"),
    [("1", True), ("-1,5e-3", True), (".5", True), ("1'000", True), ("1 2", False), ("x1", False)],
)
def test_digits_and_marks_look_numeric(cell: str, is_like: bool) -> None:
    assert looks_like_number(cell) is is_like


@pytest.mark.parametrize(
    ("cells", "may"),
    [
        (["1.5", "2.25", "-3"], False),
        (["1.", ".5"], False),
        (["1.5", "2,25"], True),
        (["1.234.567"], True),
        (["1"], False),
        ([], False),
    ],
)
def test_commas_are_seen_at_once(cells: list[str], may: bool) -> None:
    assert may_have_commas(cells) is may
    assert may or not any(map(proves_decimal_comma, cells))
