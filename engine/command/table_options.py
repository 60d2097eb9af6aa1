"""The options that say how a table is read, where it should not be guessed."""

import argparse
from dataclasses import fields
from typing import Any

from ..reading.choices import ANY_SPACE, BadRows, Choices

_SIGNS = {"tab": "\t", "space": ANY_SPACE, "none": ""}
_ANSWERS = {"yes": True, "no": False}


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each of the Choices; each may be left out."""
    group = parser.add_argument_group("how the table is read; what is left out is guessed")
    add = group.add_argument
    add("--separator", type=_sign, metavar="SIGN", help="what parts cells, such as ; or tab, space")
    add("--decimal", metavar="SIGN", help=". or ,")
    add("--thousands", type=_sign, metavar="SIGN", help="what groups digits, or none")
    add("--encoding", metavar="NAME", help="such as utf-8 or cp1252")
    add("--header", type=_answer, metavar="yes|no", help="whether the first row holds names")
    add("--comment", type=_sign, metavar="SIGN", help="what begins a line to leave out, or none")
    add("--sheet", type=_place, metavar="NAME|N", help="of a workbook, or an array of a .npz")
    add("--skip-rows", type=_count, metavar="N", help="lines before the table")
    add("--columns", type=_columns, metavar="NAME|N,…", help="those wanted, Y last (default: all)")
    add(
        "--skip-bad-rows",
        dest="bad_rows",
        action="store_const",
        const=BadRows.SKIP,
        default=BadRows.REFUSE,
        help="leave out rows with a cell that is no number",
    )


def taken_choices(options: dict[str, Any]) -> Choices:
    """Take the options on reading out of all options; raises BadChoice."""
    return Choices(**{field.name: options.pop(field.name) for field in fields(Choices)})


def _sign(text: str) -> str:
    return _SIGNS.get(text, text)


def _answer(text: str) -> bool:
    if text not in _ANSWERS:
        raise argparse.ArgumentTypeError(f"{text} is neither yes nor no")
    return _ANSWERS[text]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 on")
    return int(text)


def _place(text: str) -> str | int:
    """Read a number counted from 1, or a name."""
    return int(text) if text.isascii() and text.isdigit() else text


def _columns(text: str) -> tuple[int | str, ...]:
    return tuple(_place(column.strip()) for column in text.split(","))
