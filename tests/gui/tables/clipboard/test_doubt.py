"""What commas and points mean."""

import pytest

from gui.tables.clipboard.doubt import TABS, Doubtful, Reading, marked


@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1", "2"], None),
        (["1.5", "1,234"], "."),
        (["1,5", "1.234"], ","),
        (["1,5", "2.5"], None),
    ],
)
def test_the_numbers_settle_it(cells: list[str], comma: bool, decimal: str | None) -> None:
    assert marked(TABS, cells, comma, None).decimal == decimal


def test_what_is_told_settles_it() -> None:
    assert marked(TABS, ["1.234"], False, ",").decimal == ","


@pytest.mark.parametrize(
    ("cell", "comma", "grouping"), [("1,234", False, ","), ("1.234", True, ".")]
)
def test_what_may_come_from_elsewhere_is_asked(cell: str, comma: bool, grouping: str) -> None:
    with pytest.raises(Doubtful) as doubt:
        marked(TABS, ["5", cell], comma, None)
    decimal, grouped = doubt.value.readings
    assert (decimal.meaning, decimal.choices.decimal) == ("1.234", grouping)
    assert (grouped.meaning, grouped.choices.thousands) == ("1234", grouping)


def test_the_question_names_each_meaning() -> None:
    doubt = Doubtful("1,5", [Reading("1.5", TABS), Reading("1 and 5", TABS)])
    assert str(doubt) == "“1,5” could mean 1.5 or 1 and 5."
