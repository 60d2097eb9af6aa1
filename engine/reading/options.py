"""The options for reading a table. Options left open are guessed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from ..deprecation import warn_of_rename
from ..errors import BadChoice, WrongArgument
from ..language.lists import one_of
from ..language.sentence import marked
from .text.encoding import is_encoding

AnyOption: TypeAlias = Any
"""The value of any option. It is checked when the options are made."""
# As a separator: any run of spaces and tabs.
ANY_SPACE = " "
# They start comments only if they start lines: 1 -- 2 and 1;2 are rows.
_SIGNS_OF_LINES = ("--", ";")
THOUSANDS = ("", ",", ".", "'", " ")


class BadRows(StrEnum):
    """What happens to rows with a cell that is not a number.

    REFUSE raises an error; SKIP leaves the rows out, and ``Table.skipped`` counts them.
    """

    REFUSE = "refuse"
    SKIP = "skip"

    @classmethod
    def _missing_(cls, value: object) -> "BadRows":
        raise BadChoice("bad_rows", value, one_of(list(cls)))


class ColumnChoice(StrEnum):
    """A rule that chooses columns.

    NUMERIC reads those that hold numbers. It leaves out columns with text among the numbers or with
    many gaps, and skips the rows that still lack a number. ``Table.notes`` say what was left out.
    """

    NUMERIC = "numeric"


class HiddenRows(StrEnum):
    """What happens to the rows that a sheet does not show, by its filter or by hand.

    READ reads them like the others; SKIP leaves them out. ``Table.notes`` says which they are.
    """

    READ = "read"
    SKIP = "skip"

    @classmethod
    def _missing_(cls, value: object) -> "HiddenRows":
        raise BadChoice("hidden_rows", value, one_of(list(cls)))


@dataclass(frozen=True)
class ReadOptions:
    """How to read a table. An option that is None is guessed from the table itself.

    Parameters
    ----------
    separator : str, optional
        One character between cells; a space means any white space.
    decimal : {".", ","}, optional
        The decimal mark.
    thousands : {"", ",", ".", "'", " "}, optional
        The character that groups digits; empty for none. It must differ from the decimal mark.
    encoding : str, optional
        The text encoding, such as "utf-8" or "cp1252".
    header : bool, optional
        Whether the first row contains names.
    comment : str, optional
        The characters that start a line to leave out, such as "#"; empty for none.
    sheet : str or int, optional
        A sheet of a workbook or an array of an archive, by name or counted from 1.
    skip_rows : int, optional
        How many lines come before the table.
    columns : sequence of int or str, or "numeric", optional
        The columns to read, by name or counted from 1; all but row numbers if not given. Only these
        have to contain numbers. "numeric" reads what is complete, as ``ColumnChoice`` says; a
        column of that name is chosen by ["numeric"].
    bad_rows : {"refuse", "skip"}
        What happens to rows with a cell that is not a number.
    hidden_rows : {"read", "skip"}
        What happens to the rows that a sheet hides, by its filter or by hand.
    indicators : sequence of int or str, optional
        Columns of 2 to 12 different texts or codes, by name or counted from 1, to read as columns
        of 0 and 1: one for each but the first in sorted order, named “column = text”. Y stays last.
    days : sequence of int or str, optional
        Columns of dates such as 2024-12-31, with or without a time, to read as days since the
        earliest.

    Raises
    ------
    BadChoice
        If an option has an invalid value.

    Examples
    --------
    >>> ReadOptions(separator=";", decimal=",", columns=["x", 3]).columns
    ('x', 3)
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    comment: str | None = None
    sheet: str | int | None = None
    skip_rows: int | None = None
    columns: tuple[int | str, ...] | ColumnChoice | None = None
    bad_rows: BadRows = BadRows.REFUSE
    hidden_rows: HiddenRows = HiddenRows.READ
    indicators: tuple[int | str, ...] | None = None
    days: tuple[int | str, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "bad_rows", BadRows(self.bad_rows))
        object.__setattr__(self, "hidden_rows", HiddenRows(self.hidden_rows))
        if isinstance(self.columns, str):  # a lone name is one column, not one for each letter
            is_rule = self.columns == ColumnChoice.NUMERIC
            columns = ColumnChoice.NUMERIC if is_rule else (self.columns,)
            object.__setattr__(self, "columns", columns)
        elif self.columns is not None:
            object.__setattr__(self, "columns", tuple(self.columns))
        for option in ("indicators", "days"):
            value = getattr(self, option)
            if value is not None:
                lone = (value,) if isinstance(value, str) else tuple(value)
                object.__setattr__(self, option, lone)
        for option, is_valid, rule in (
            (
                "separator",
                _is_separator,
                marked("engine", "one character that separates cells, such as a comma"),
            ),
            ("decimal", (".", ",").__contains__, marked("engine", "a point or a comma")),
            (
                "thousands",
                THOUSANDS.__contains__,
                marked("engine", "a comma, a point, ', a space or nothing"),
            ),
            ("encoding", is_encoding, marked("engine", "a text encoding, such as utf-8 or cp1252")),
            ("header", lambda value: isinstance(value, bool), marked("engine", "true or false")),
            (
                "comment",
                _is_comment,
                marked("engine", "characters that no row starts with, such as #, or nothing"),
            ),
            ("sheet", _is_name_or_number, marked("engine", "a name, or a number from 1")),
            ("skip_rows", _is_count, marked("engine", "0 or more")),
            ("columns", _are_columns, marked("engine", "names, numbers from 1, or numeric")),
            ("indicators", _are_columns, marked("engine", "names, or numbers from 1")),
            ("days", _are_columns, marked("engine", "names, or numbers from 1")),
        ):
            value = getattr(self, option)
            if value is not None and not is_valid(value):
                raise BadChoice(option, value, rule)
        if self.thousands and self.thousands == self.decimal:
            raise BadChoice(
                "thousands", self.thousands, marked("engine", "different from the decimal mark")
            )
        if self.comment and self.comment == self.separator:
            raise BadChoice(
                "comment", self.comment, marked("engine", "different from the separator")
            )

    @property
    def rows_to_skip(self) -> int:
        """How many rows to skip: 0 if this is left open and there are no titles."""
        return self.skip_rows or 0

    @property
    def detects_titles(self) -> bool:
        """Whether to look for titles above the header and skip them."""
        return self.skip_rows is None and self.header is not False

    @property
    def skipped(self) -> int:
        """The old name of ``rows_to_skip``."""
        warn_of_rename("Choices.skipped", "ReadOptions.rows_to_skip")
        return self.rows_to_skip

    @property
    def seeks_titles(self) -> bool:
        """The old name of ``detects_titles``."""
        warn_of_rename("Choices.seeks_titles", "ReadOptions.detects_titles")
        return self.detects_titles


def checked_options(options: object) -> ReadOptions:
    """Return options; raise WrongArgument if something else was given, such as a dict."""
    if isinstance(options, ReadOptions):
        return options
    advice = (
        marked("engine", "write ReadOptions(**options)")
        if isinstance(options, dict)
        else marked("engine", "give ReadOptions(…)")
    )
    raise WrongArgument("reading", "options", options, advice)


def _is_separator(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 1
        and not value.isalnum()
        and value not in '"+-.\r\n\0'
    )


def _is_comment(value: object) -> bool:
    """Return whether this can start a comment, so cannot start a number or a cell."""
    if value in _SIGNS_OF_LINES:
        return True
    return isinstance(value, str) and not any(
        character.isalnum() or character.isspace() or character in '"+-−.,;|\0'
        for character in value
    )


def _is_name_or_number(value: object) -> bool:
    return isinstance(value, str) or (_is_count(value) and value != 0)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_columns(value: tuple[object, ...] | ColumnChoice) -> bool:
    return len(value) > 0 and all(map(_is_name_or_number, value))
