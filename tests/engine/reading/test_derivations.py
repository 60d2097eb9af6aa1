from datetime import datetime

import numpy as np
import pytest

from engine.errors import BadNumber
from engine.reading.derivations import (
    MOST_VALUES,
    DateCollector,
    Days,
    Indicators,
    ValueCollector,
    cell_problem,
    find_derivations,
    is_missing,
    parse_date,
    shown_date,
)

WORDS = ["red", " blue ", "red", "dark  green"]


def values_of(cells: list[str]) -> Indicators | str:
    collector = ValueCollector()
    for line, cell in enumerate(cells, start=1):
        collector.add(cell, line)
    return collector.derivation("D")


def dates_of(cells: list[str]) -> DateCollector:
    collector = DateCollector()
    for line, cell in enumerate(cells, start=1):
        collector.add(cell, line)
    return collector


def test_codes_are_sorted_as_numbers() -> None:
    assert values_of(["10", "9", "2", "10"]) == Indicators(("2", "9", "10"))
    assert values_of(["10", "9", "2b"]) == Indicators(("10", "2b", "9"))


def test_values_are_trimmed_and_sorted() -> None:
    assert values_of(WORDS) == Indicators(("blue", "dark green", "red"))


@pytest.mark.parametrize("cell", ["", "  ", "NA", "N/A", "NaN", "null", "<NA>", "#N/A", "NaT"])
def test_missing_cell_is_no_value(cell: str) -> None:
    assert is_missing(cell.strip())
    assert values_of([*WORDS, cell]) == values_of(WORDS)
    assert "Every cell needs a value." in cell_problem(Indicators(("a", "b")), cell)
    assert "Every cell needs a date." in cell_problem(Days(datetime(2024, 1, 1)), cell)


@pytest.mark.parametrize("cell", ["none", "na", "Na", "missing", "0", "TRUE"])
def test_word_is_a_value(cell: str) -> None:
    found = values_of([*WORDS, cell])
    assert isinstance(found, Indicators)
    assert cell in found.values


def test_lone_marks_are_values() -> None:
    assert values_of(["+", "-", "+"]) == Indicators(("+", "-"))
    assert values_of(["A+", "-", "B-", "?"]) == Indicators(("A+", "B-"))


@pytest.mark.parametrize("cells", [[], ["a"], ["a", " a", "NA", "-"], [""]])
def test_one_value_is_too_few(cells: list[str]) -> None:
    found = values_of(cells)
    assert isinstance(found, str)
    assert "need 2 or more" in found


def test_thirteen_values_are_too_many() -> None:
    few = [f"v{k}" for k in range(MOST_VALUES)]
    assert isinstance(values_of(few), Indicators)
    found = values_of([*few, "more"])
    assert isinstance(found, str)
    assert "more than 12 different values" in found


def test_indicators_have_no_first_column() -> None:
    found = Indicators(("a", "b", "c"))
    numbers = np.array([found.number(cell) for cell in ("c", "a", " b ", "c")])
    assert found.expanded(numbers).tolist() == [[0, 1], [0, 0], [1, 0], [0, 1]]
    assert found.names("kind") == ("kind = b", "kind = c")


def test_indicators_name_their_base() -> None:
    assert Indicators(("f", "m")).note("Column 1 (sex)") == (
        "Column 1 (sex) was read as a column of 0 and 1: 1 for “m”, 0 for “f”."
    )
    assert (
        Indicators(("a", "b", "c"))
        .note("Column 2")
        .endswith("2 columns of 0 and 1, for “b” and “c”; for “a” all of them are 0.")
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-04", datetime(2024, 3, 4)),
        (" 2024-03-04 ", datetime(2024, 3, 4)),
        ("2024-03-04 06:30", datetime(2024, 3, 4, 6, 30)),
        ("2024-03-04T06:30:15", datetime(2024, 3, 4, 6, 30, 15)),
        ("2024-03-04 06:30:15.25", datetime(2024, 3, 4, 6, 30, 15, 250_000)),
        ("2024-03-04 00:00:00.000000000", datetime(2024, 3, 4)),
        ("1899-12-31", datetime(1899, 12, 31)),
    ],
)
def test_iso_date_is_read(text: str, date: datetime) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("03/04/2024", "may have the day or the month first"),
        ("3.4.24", "may have the day or the month first"),
        ("01-02-2024 12:00", "may have the day or the month first"),
        ("13/04/2024", "is not a date such as 2024-12-31"),
        ("2024-02-30", "no calendar has it"),
        ("0000-01-01", "no calendar has it"),
        ("2024-01-01 25:00", "no calendar has it"),
        ("20240304", "is not a date such as 2024-12-31"),
        ("2024-W10-1", "is not a date such as 2024-12-31"),
        ("45000", "is not a date such as 2024-12-31"),
        ("12:30:00", "is not a date such as 2024-12-31"),
        ("March", "is not a date such as 2024-12-31"),
        ("", "the cell is empty"),
    ],
)
def test_other_date_is_refused(text: str, problem: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_date(text)
    assert problem in str(refused.value)


def test_days_count_from_earliest() -> None:
    found = dates_of(["2024-03-01", "2024-02-28 12:00", "NA"]).derivation("D")
    assert found == Days(datetime(2024, 2, 28, 12))
    assert [found.number(cell) for cell in ("2024-03-01", "2024-02-28 12:00")] == [1.5, 0.0]
    assert found.names("date") == ("date (days)",)
    assert found.note("Column 1").endswith("days since 2024-02-28 12:00:00, the earliest date.")


def test_zones_become_one_time() -> None:
    found = dates_of(["2024-01-01T01:00+01:00", "2024-01-02T00:00Z"]).derivation("D")
    assert isinstance(found, Days)
    assert [found.number(c) for c in ("2024-01-01T01:00+01:00", "2024-01-02t00:00z")] == [0, 1]


def test_mixed_zones_are_refused() -> None:
    found = dates_of(["2024-01-01T01:00Z", "2024-01-02"]).derivation("D")
    assert found == (
        "D has dates with a time zone and others without one. Write all of them the same way."
    )


def test_dates_need_one_date() -> None:
    collector = dates_of(["", "x", "y"])
    assert collector.derivation("D") == "D has no dates. Leave it out."
    assert collector.first_bad is not None
    assert collector.first_bad[0] == 2


def test_midnight_is_not_shown() -> None:
    assert shown_date(datetime(2024, 1, 1)) == "2024-01-01"


def test_first_cells_tell_what_is_possible() -> None:
    cells = ["2024-01-01", "2024-01-02", "late"]
    assert find_derivations(cells, is_whole=True) == (
        Indicators(("2024-01-01", "2024-01-02", "late")),
        Days(datetime(2024, 1, 1)),
    )
    assert find_derivations(["a", "b", "2024-01-01"], is_whole=True)[1] is None
    assert find_derivations(["a", "a"], is_whole=True) == (None, None)
    assert find_derivations(["a", "a"], is_whole=False) == (Indicators(("a",)), None)
    assert find_derivations([f"n{k}" for k in range(20)], is_whole=False) == (None, None)
    assert find_derivations([], is_whole=False) == (None, None)
