"""The options on how a table is read; what they leave open is guessed."""

import argparse
from dataclasses import fields
from typing import Any

from ..reading.options import ANY_SPACE, BadRows, ColumnChoice, HiddenRows, ReadOptions

_CHARACTERS = {"tab": "\t", "space": ANY_SPACE, "none": ""}
_ANSWERS = {"yes": True, "no": False}


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each field of ReadOptions; all are optional."""
    group = parser.add_argument_group("how the table is read (default: guessed)")
    add = group.add_argument
    add("--separator", type=_character, metavar="C", help="between cells: ; or tab, space, …")
    add("--decimal", metavar="C", help=". or ,")
    add("--thousands", type=_character, metavar="C", help="between groups of digits, or none")
    add("--encoding", metavar="NAME", help="such as utf-8 or cp1252")
    add("--header", type=_answer, metavar="yes|no", help="whether the first row is a header")
    add("--comment", type=_character, metavar="C", help="starts a line to skip, or none")
    add("--sheet", type=_name_or_number, metavar="NAME|N", help="of a workbook; array of a .npz")
    add("--skip-rows", type=_count, metavar="N", help="lines to skip before the table")
    add(
        "--columns",
        type=_columns,
        metavar="NAME|N,…|numeric",
        help="columns, Y last (default: all but row numbers), or numeric: what is complete",
    )
    add(
        "--indicators",
        type=_names,
        metavar="NAME|N,…",
        help="columns of words or codes to become 0/1 columns",
    )
    add("--days", type=_names, metavar="NAME|N,…", help="date columns to become days")
    add(
        "--skip-bad-rows",
        dest="bad_rows",
        action="store_const",
        const=BadRows.SKIP,
        default=BadRows.REFUSE,
        help="skip rows with a cell that is not a number",
    )
    add(
        "--skip-hidden-rows",
        dest="hidden_rows",
        action="store_const",
        const=HiddenRows.SKIP,
        default=HiddenRows.READ,
        help="skip the rows that a sheet hides, by its filter or by hand",
    )


def take_read_options(options: dict[str, Any]) -> ReadOptions:
    """Remove the reading options from all options and return them; raises BadChoice."""
    return ReadOptions(**{field.name: options.pop(field.name) for field in fields(ReadOptions)})


def _character(text: str) -> str:
    return _CHARACTERS.get(text, text)


def _answer(text: str) -> bool:
    if text not in _ANSWERS:
        raise argparse.ArgumentTypeError(f"{text} is neither yes nor no")
    return _ANSWERS[text]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number, 0 or more")
    return int(text)


def _name_or_number(text: str) -> str | int:
    """Parse a name, or a number counted from 1."""
    return int(text) if text.isascii() and text.isdigit() else text


def _columns(text: str) -> tuple[int | str, ...] | ColumnChoice:
    """Return names and numbers as they were written: a column may be named 2019."""
    if text == ColumnChoice.NUMERIC:  # a column of that name is chosen by its number
        return ColumnChoice.NUMERIC
    return _names(text)


def _names(text: str) -> tuple[int | str, ...]:
    return tuple(column.strip() for column in text.split(","))
