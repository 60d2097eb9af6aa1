"""What commas and points mean in numbers."""

import pytest

from engine.reading.faults import NeedsChoice
from gui.tables.clipboard.ambiguity import (
    TABS,
    AmbiguousText,
    Interpretation,
    ambiguous_choice,
    with_decimal_mark,
)


@pytest.mark.parametrize("decimal_comma", [False, True])
@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1", "2"], None),
        (["1.5", "1,234"], "."),
        (["1,5", "1.234"], ","),
        (["1,5", "2.5"], None),
    ],
)
def test_numbers_decide_the_decimal_mark(
    cells: list[str], decimal_comma: bool, decimal: str | None
) -> None:
    assert with_decimal_mark(TABS, cells, decimal_comma, None).decimal == decimal


def test_declared_decimal_mark_wins() -> None:
    assert with_decimal_mark(TABS, ["1.234"], False, ",").decimal == ","


@pytest.mark.parametrize(
    ("cell", "decimal_comma", "grouping"), [("1,234", False, ","), ("1.234", True, ".")]
)
def test_foreign_mark_is_ambiguous(cell: str, decimal_comma: bool, grouping: str) -> None:
    with pytest.raises(AmbiguousText) as error:
        with_decimal_mark(TABS, ["5", cell], decimal_comma, None)
    decimal, grouped = error.value.interpretations
    assert (decimal.meaning, decimal.options.decimal) == ("1.234", grouping)
    assert (grouped.meaning, grouped.options.thousands) == ("1234", grouping)


def test_ambiguity_names_each_meaning() -> None:
    error = AmbiguousText("1,5", [Interpretation("1.5", TABS), Interpretation("1 and 5", TABS)])
    assert str(error) == "“1,5” could mean 1.5 or 1 and 5."


@pytest.mark.parametrize(
    ("option", "values", "meanings"),
    [
        ("header", (True, False), ["Names", "Numbers"]),
        ("decimal", (".", ","), ["Decimal point", "Decimal comma"]),
        ("sheet", ("A", "B"), ["A", "B"]),
        ("separator", (" ", "\t"), ["Blanks", "Tabs"]),
        ("thousands", (" ", ""), ["A space", "Nothing"]),
    ],
)
def test_choice_of_reader_is_asked(
    option: str, values: tuple[str | bool, ...], meanings: list[str]
) -> None:
    choice = NeedsChoice("t.txt", "this text holds two tables.", option, values)
    asked = ambiguous_choice(choice, TABS)
    assert asked.question == "This text holds two tables."
    assert [each.meaning for each in asked.interpretations] == meanings
    assert [getattr(each.options, option) for each in asked.interpretations] == list(values)
