"""Numbers made from a column of words, codes or dates: columns of 0 and 1, or days.

A collector looks at every cell of a column once and then knows what the column becomes: the values
that get a column each, or the earliest date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np

from ..errors import BadNumber
from ..language.lists import all_of, one_of
from ..language.plurals import plural
from ..language.sentence import marked
from ..matrix import Matrix
from ..shortening import in_quotes, one_line, repair_name
from .text.number_patterns import is_error_value

# A month, the most that people group by; a column of more is rather a name or an address.
MOST_VALUES = 12
FEWEST_VALUES = 2
# Not "none" or "na": they may be values, and the notes name them.
_MISSING = {"NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "<NA>", "NaT"}
_DAY = timedelta(days=1)
# fromisoformat takes more, such as 20240304 and week dates; those may be plain numbers and codes.
_ISO_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_DAY_OR_MONTH_FIRST = re.compile(
    r"([0-9]{1,2})[./-]([0-9]{1,2})[./-](?:[0-9]{4}|[0-9]{2})(?:\s.*)?"
)
_LAST_MONTH = 12
# No group has a longer code, and an identifier may have thousands of digits.
_CODE = re.compile(r"-?[0-9]{1,9}(?:\.0{1,9})?")
_EXAMPLE = "2024-12-31"
_MIXED_ZONES = marked(
    "engine",
    "{column} has dates with a time zone and others without one. Write all of them the same way.",
)
_NO_DATES = marked("engine", "{column} has no dates. Leave it out.")
_NO_VALUES = plural(
    "engine",
    "{column} has no values; columns of 0 and 1 need {n} or more. Leave it out.",
    "{column} has no values; columns of 0 and 1 need {n} or more. Leave it out.",
    1,
)
_ONE_VALUE = plural(
    "engine",
    "{column} has only the value {value}; columns of 0 and 1 need {n} or more. Leave it out.",
    "{column} has only the value {value}; columns of 0 and 1 need {n} or more. Leave it out.",
    1,
)
_MANY_VALUES = plural(
    "engine",
    "{column} has more than {n} different values, among them {few}; at most {n} can become columns "
    "of 0 and 1. Leave it out.",
    "{column} has more than {n} value, among them {few}; at most {n} can become a column of 0 and "
    "1. Leave it out.",
    1,
)
_NO_VALUE = marked("engine", "the cell is empty. Every cell needs a value.")
_VALUE_MISSING = marked("engine", "{value} stands for a missing value. Every cell needs a value.")
_NO_DATE = marked("engine", "the cell is empty. Every cell needs a date.")
_DATE_MISSING = marked("engine", "{value} stands for a missing value. Every cell needs a date.")
_ONE_COLUMN = marked(
    "engine", "{column} was read as a column of 0 and 1: 1 for {other}, 0 for {first}."
)
_COLUMNS = plural(
    "engine",
    "{column} was read as {n} columns of 0 and 1, for {others}; for {first} all of them are 0.",
    "{column} was read as {n} column of 0 and 1, for {others}; for {first} it is 0.",
    1,
)


class Derivation(Protocol):
    """What a column becomes."""

    def names(self, name: str) -> tuple[str, ...]:
        """Return the names of the new columns, given that of the old one."""

    def number(self, text: str) -> float:
        """Return the number that stands for a cell. Raises BadNumber."""

    def expanded(self, numbers: Matrix) -> Matrix:
        """Return the new columns (n, m) of the numbers (n,) that stand for cells."""

    def note(self, column: str) -> str:
        """Say what the column became."""


@dataclass(frozen=True)
class Indicators:
    """Columns of 0 and 1, one for each value but the first, for which all are 0."""

    values: tuple[str, ...]

    def names(self, name: str) -> tuple[str, ...]:
        """Return “name = value” for each value but the first."""
        return tuple(repair_name(f"{name} = {value}") for value in self.values[1:])

    def number(self, text: str) -> float:
        """Return the place of a value, from 0. Raises BadNumber if a cell has none."""
        value = one_line(text)
        if value not in self.values:
            is_new = any(map(str.isalnum, value)) and not is_missing(value)
            raise BadNumber(
                text, _new(value) if is_new else _missing(value, _NO_VALUE, _VALUE_MISSING)
            )
        return float(self.values.index(value))

    def expanded(self, numbers: Matrix) -> Matrix:
        """Return a column for each place but the first: 1 where the number is that place."""
        places = np.arange(1, len(self.values))
        expanded: Matrix = np.equal(numbers[:, np.newaxis], places).astype(np.float64)
        return expanded

    def note(self, column: str) -> str:
        """Name the values, and the one for which all columns are 0."""
        first, *others = [in_quotes(value) for value in self.values]
        if len(others) == 1:
            return _ONE_COLUMN.format(column=column, other=others[0], first=first)
        return _COLUMNS(len(others), column=column, others=all_of(others), first=first)


@dataclass(frozen=True)
class Days:
    """Days since the earliest date, with fractions if there are times."""

    first: datetime

    def names(self, name: str) -> tuple[str, ...]:
        """Return the name with its unit."""
        return (f"{name} (days)",)

    def number(self, text: str) -> float:
        """Return the days from the earliest date to this one. Raises BadNumber."""
        return (_without_zone(parse_date(text)) - self.first) / _DAY

    def expanded(self, numbers: Matrix) -> Matrix:
        """Return the numbers as a column."""
        return numbers[:, np.newaxis]

    def note(self, column: str) -> str:
        """Name the earliest date."""
        return marked(
            "engine", "{column} was read as days since {first}, the earliest date."
        ).format(column=column, first=shown_date(self.first))


class ValueCollector:
    """Collects the different values of a column."""

    def __init__(self) -> None:
        self._words = dict[str, int]()
        self._marks = dict[str, int]()

    @property
    def values(self) -> tuple[str, ...]:
        """The values found, sorted. Beside words, cells such as - and ? are missing values."""
        values = self._words or self._marks
        if all(map(is_code, values)):  # 2 before 10
            return tuple(sorted(values, key=lambda value: (float(value), value)))
        return tuple(sorted(values))

    @property
    def has_problem(self) -> bool:
        """Whether this column cannot become columns of 0 and 1, as far as it was read."""
        return len(self.values) > MOST_VALUES

    def add(self, text: str, line: int) -> None:
        """Add a cell."""
        value = one_line(text)
        if value in self._words or is_missing(value):
            return
        found = self._words if any(map(str.isalnum, value)) else self._marks
        if len(found) <= MOST_VALUES:
            found.setdefault(value, line)

    def derivation(self, column: str) -> Indicators | str:
        """Return what the column becomes, or why it cannot; the sentence names the column."""
        values = self.values
        if self.has_problem:
            few = one_of([in_quotes(each) for each in values[:3]])
            return _MANY_VALUES(MOST_VALUES, column=column, few=few)
        if not values:
            return _NO_VALUES(FEWEST_VALUES, column=column)
        if len(values) < FEWEST_VALUES:
            return _ONE_VALUE(FEWEST_VALUES, column=column, value=in_quotes(values[0]))
        return Indicators(values)


class DateCollector:
    """Finds the earliest date of a column."""

    def __init__(self) -> None:
        self.first: datetime | None = None
        self.first_bad: tuple[int, BadNumber] | None = None
        self.count = self.bad_count = 0
        self._has_zone = set[bool]()

    @property
    def has_problem(self) -> bool:
        """Whether this column cannot become days, as far as it was read."""
        return len(self._has_zone) > 1

    def add(self, text: str, line: int) -> None:
        """Add a cell; remember the first one that is not empty and not a date."""
        try:
            date = parse_date(text)
        except BadNumber as error:
            if not is_missing(one_line(text)):
                self.bad_count += 1
                self.first_bad = self.first_bad or (line, error)
            return
        self.count += 1
        self._has_zone.add(date.tzinfo is not None)
        date = _without_zone(date)
        if self.first is None or date < self.first:
            self.first = date

    def derivation(self, column: str) -> Days | str:
        """Return what the column becomes, or why it cannot; the sentence names the column."""
        if self.has_problem:
            return _MIXED_ZONES.format(column=column)
        return _NO_DATES.format(column=column) if self.first is None else Days(self.first)


def is_code(value: str) -> bool:
    """Return whether a value is a whole number, such as 3 or 3.0, that may stand for a group."""
    return _CODE.fullmatch(value) is not None


def is_missing(value: str) -> bool:
    """Return whether a cell stands for a missing value: empty, NA, #N/A."""
    return not value or value in _MISSING or is_error_value(value)


def parse_date(text: str) -> datetime:
    """Return the date, and the time if there is one, in a cell.

    Only years that come first are read: 03/04/2024 has two meanings. Raises BadNumber.
    """
    bare = text.strip()
    if is_missing(bare):
        raise BadNumber(text, _missing(bare, _NO_DATE, _DATE_MISSING))
    if _ISO_DATE.fullmatch(bare):
        try:
            return datetime.fromisoformat(bare.upper())
        except ValueError:
            raise BadNumber(
                text,
                marked("engine", "{text} is not a date: no calendar has it.").format(
                    text=in_quotes(text)
                ),
            ) from None
    numbers = _DAY_OR_MONTH_FIRST.fullmatch(bare)
    if numbers and all(0 < int(each) <= _LAST_MONTH for each in numbers.groups()):
        raise BadNumber(
            text,
            marked(
                "engine", "{text} may have the day or the month first. Write dates as {example}."
            ).format(text=in_quotes(text), example=_EXAMPLE),
        )
    raise BadNumber(
        text,
        marked("engine", "{text} is not a date such as {example}: year, month, day.").format(
            text=in_quotes(text), example=_EXAMPLE
        ),
    )


def shown_date(date: datetime) -> str:
    """Return a date, with its time if it is not midnight."""
    return f"{date:%Y-%m-%d}" if date.time() == date.min.time() else date.isoformat(" ")


def find_derivations(
    cells: Sequence[str], *, is_whole: bool
) -> tuple[Indicators | None, Days | None]:
    """Return what a column of text may become, judged by its first cells.

    Parameters
    ----------
    cells : sequence of str
        The first cells of the column.
    is_whole : bool
        Whether these are all cells. If not, a single value may have others below it.
    """
    values, dates = ValueCollector(), DateCollector()
    for line, cell in enumerate(cells, start=1):
        values.add(cell, line)
        dates.add(cell, line)
    few = (FEWEST_VALUES if is_whole else 1) <= len(values.values) <= MOST_VALUES
    days = dates.derivation("") if dates.count > dates.bad_count else ""
    return Indicators(values.values) if few else None, days if isinstance(days, Days) else None


def cell_problem(derivation: Derivation, cell: str) -> str:
    """Return what is wrong with a cell of a column that becomes another; "" if nothing is."""
    try:
        derivation.number(cell)
    except BadNumber as error:
        return error.sentence
    return ""


def _without_zone(date: datetime) -> datetime:
    return date if date.tzinfo is None else date.astimezone(UTC).replace(tzinfo=None)


def _new(value: str) -> str:
    return marked(
        "engine", "{value} was not there when the values were found: the file was changed."
    ).format(value=in_quotes(value))


def _missing(value: str, empty: str, stands_for_missing: str) -> str:
    return stands_for_missing.format(value=in_quotes(value)) if value else empty
