"""What a person may choose about a table that is read; what is left open is guessed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from ..errors import BadChoice, join_names

AnyChoice: TypeAlias = Any
"""What one of the choices may be; which is checked."""
ANY_SPACE = " "
THOUSANDS = ("", ",", ".", "'", " ")


class BadRows(StrEnum):
    """What becomes of rows with a cell that is no number."""

    REFUSE = "refuse"
    SKIP = "skip"

    @classmethod
    def _missing_(cls, value: object) -> "BadRows":
        raise BadChoice("bad_rows", value, join_names(list(cls)))


@dataclass(frozen=True)
class Choices:
    """How to read a table; None means that the table itself tells.

    ``separator`` is one sign, a blank for any white space; ``decimal`` a point or a comma;
    ``thousands`` groups digits, "" if nothing does; ``header`` says whether the first row holds
    names; lines that begin with ``comment`` are left out, "" if none are; ``sheet`` names a sheet
    or an array, or counts them from 1; ``skip_rows`` lines come before the table; ``columns`` are
    those wanted, by name or counted from 1, and only they need hold numbers. Raises BadChoice.
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    comment: str | None = None
    sheet: str | int | None = None
    skip_rows: int | None = None
    columns: tuple[int | str, ...] | None = None
    bad_rows: BadRows = BadRows.REFUSE

    def __post_init__(self) -> None:
        object.__setattr__(self, "bad_rows", BadRows(self.bad_rows))
        if self.columns is not None:
            object.__setattr__(self, "columns", tuple(self.columns))
        for choice, is_right, rule in (
            ("separator", _is_separator, "one sign that parts cells, such as a comma"),
            ("decimal", (".", ",").__contains__, "a point or a comma"),
            ("thousands", THOUSANDS.__contains__, "a comma, a point, ', a blank or nothing"),
            ("encoding", _is_encoding, "an encoding of text, such as utf-8 or cp1252"),
            ("header", lambda value: isinstance(value, bool), "true or false"),
            ("comment", _is_comment, "a sign that no row begins with, such as #, or nothing"),
            ("sheet", _is_place, "a name, or a number from 1 on"),
            ("skip_rows", _is_count, "0 or more"),
            ("columns", _are_columns, "names, or numbers from 1 on"),
        ):
            value = getattr(self, choice)
            if value is not None and not is_right(value):
                raise BadChoice(choice, value, rule)
        if self.thousands and self.thousands == self.decimal:
            raise BadChoice("thousands", self.thousands, "another sign than the decimal one")

    @property
    def skipped(self) -> int:
        """How many rows are skipped: none where that is left open, and nothing tells."""
        return self.skip_rows or 0

    @property
    def seeks_titles(self) -> bool:
        """Whether what stands above the header is to be found, and skipped."""
        return self.skip_rows is None and self.header is not False


def _is_separator(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 1
        and not value.isalnum()
        and value not in '"+-.\r\n\0'
    )


def _is_comment(value: object) -> bool:
    """Tell a sign that can stand before a comment from the beginning of a number or a cell."""
    return isinstance(value, str) and not any(
        sign.isalnum() or sign.isspace() or sign in '"+-−.,;|\0' for sign in value
    )


def _is_encoding(value: object) -> bool:
    """Tell an encoding of text from others, such as base64, and from unknown ones."""
    try:
        return isinstance(value, str) and bool("1".encode(value))
    except (LookupError, ValueError):
        return False


def _is_place(value: object) -> bool:
    return isinstance(value, str) or (_is_count(value) and value != 0)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_columns(value: tuple[object, ...]) -> bool:
    return len(value) > 0 and all(map(_is_place, value))
