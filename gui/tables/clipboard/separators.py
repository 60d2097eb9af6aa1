"""Finds the separator and the decimal mark of the clipboard's text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, islice

from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.blank_groups import has_grouped_cells, is_grouped, joined_groups, told
from engine.reading.text.comma_groups import find_comma_groups, is_grouped_by_commas, told_commas
from engine.reading.text.dialect import LINES_TO_GUESS_FROM, find_grouped_cells
from engine.reading.text.header import is_header, is_name, quotes_mark_header
from engine.reading.text.records import CellSplitter

from .ambiguity import COMMAS, TABS, TEXT, AmbiguousText, Interpretation, with_decimal_mark

BLANKS_AND_QUOTES = ' "'
_COMMENT_SIGNS = ("#", "%")
_GROUPED = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\Z")
_DECIMAL = re.compile(r"[+\-−]?[0-9]*,[0-9]+(?:[eE][+\-−]?[0-9]+)?\Z")
_PLAIN = re.compile(r"[+\-−]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-−]?[0-9]+)?\Z")


def options_for_commas(
    cells: Sequence[str], decimal_comma: bool, decimal_mark: str | None
) -> ReadOptions:
    """Return how to read lines that contain commas; raises AmbiguousText.

    Each line is already stripped of blanks and quotes. ``decimal_comma`` and ``decimal_mark`` are
    those of ``options_for``.
    """
    head, rows = ("", cells) if len(cells) == 1 or _is_number(cells[0]) else (cells[0], cells[1:])
    if decimal_mark is not None:
        return COMMAS if _separated_by_commas(rows) else replace(TABS, decimal=decimal_mark)
    if not all(map(_is_number, rows)):
        return COMMAS
    if head and _may_be_groups(cells):
        return TEXT
    if "," in head and not _is_one_column(head, rows, decimal_comma):
        return COMMAS
    interpretations = _interpretations(rows, cells)
    is_clear_by_locale = (
        decimal_comma and "," not in head and interpretations[0].options.decimal == ","
    )
    if len(interpretations) == 1 or is_clear_by_locale:
        return interpretations[0].options
    raise AmbiguousText(_with_comma(rows), interpretations)


def _may_be_groups(cells: Sequence[str]) -> bool:
    """Return whether the reader of files finds commas that group, or that may separate cells."""
    try:
        return bool(find_comma_groups("", cells, 1, None))
    except NeedsChoice:
        return True


def _is_one_column(head: str, rows: Sequence[str], decimal_comma: bool) -> bool:
    """Return whether rows in the locale's notation form one column under a name with a comma."""
    has_commas = any("," in row for row in rows)
    return (
        is_name(head) and has_commas and _all_match(rows, _DECIMAL if decimal_comma else _GROUPED)
    )


def _interpretations(rows: Sequence[str], lines: Sequence[str]) -> list[Interpretation]:
    """Return each way to read all rows, as separate cells only if all lines have as many commas."""
    cell, found = _with_comma(rows), []
    if _all_match(rows, _DECIMAL):
        found.append(Interpretation(cell.replace(",", "."), replace(TABS, decimal=",")))
    if _all_match(rows, _GROUPED):
        grouped = replace(TABS, decimal=".", thousands=",")
        found.append(Interpretation(cell.replace(",", ""), grouped))
    kept = [line for line in lines if not line.startswith(_COMMENT_SIGNS)]
    are_alike = len(lines) > 1 and len({line.count(",") for line in kept}) == 1
    if not found or are_alike:
        found.append(Interpretation(" and ".join(cell.split(",")), COMMAS))
    return found


def _all_match(rows: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return all(pattern.match(row) or _PLAIN.match(row) for row in rows)


def _separated_by_commas(rows: Sequence[str]) -> bool:
    """Return whether cells are lines of a file; a spreadsheet would separate columns by tabs."""
    parts = (cell.strip(BLANKS_AND_QUOTES) for row in rows for cell in row.split(","))
    return not all(map(_is_number, rows)) and all(map(_is_number, parts))


def _with_comma(rows: Sequence[str]) -> str:
    return next(row for row in rows if "," in row)


def _is_number(cell: str) -> bool:
    return any(pattern.match(cell) for pattern in (_DECIMAL, _GROUPED, _PLAIN))


# Whether the first row is a header shows within a screenful or two of rows.
_HEADER_SAMPLE_ROWS = 100
_OTHER_SEPARATORS = " ;|"


def options_for(
    lines: Sequence[str], decimal_comma: bool, decimal_mark: str | None = None
) -> ReadOptions:
    """Return how to read a text, given a sample of its lines; raises AmbiguousText.

    ``decimal_comma`` is whether the locale has one. ``decimal_mark`` is the one that the source
    program declares, if it does.
    """
    lines = list(dropwhile(lambda line: not line.strip(), lines))
    rows = _below_header(lines)
    if any("\t" in line for line in lines):
        return _with_tabs(rows, decimal_comma, decimal_mark)
    cells = [line.strip(BLANKS_AND_QUOTES) for line in rows]
    if find_grouped_cells(lines[:LINES_TO_GUESS_FROM], ""):
        return replace(TEXT, decimal=decimal_mark)
    if has_grouped_cells(cells):
        head = lines[0] if len(rows) < len(lines) else ""
        return _with_blanks(cells, head, decimal_comma, decimal_mark)
    if any(separator in cell for cell in cells for separator in _OTHER_SEPARATORS):
        return replace(TEXT, decimal=decimal_mark)
    if any("," in cell for cell in cells):
        return options_for_commas(
            [line.strip(BLANKS_AND_QUOTES) for line in lines], decimal_comma, decimal_mark
        )
    return with_decimal_mark(TABS, cells, decimal_comma, decimal_mark)


def _with_blanks(
    cells: Sequence[str], head: str, decimal_comma: bool, decimal_mark: str | None
) -> ReadOptions:
    """Read lines such as 1 234, which are a number each or two; raises AmbiguousText.

    Lines with more groups than others, or a name above that is a single word, show that it is one
    number; as many words as groups are names of columns.
    """
    columns = replace(TEXT, separator=" ", decimal=decimal_mark)
    numbers = list(map(joined_groups, cells))
    grouped = with_decimal_mark(replace(TABS, thousands=" "), numbers, decimal_comma, decimal_mark)
    cell = next(filter(is_grouped, cells))
    if len({each.count(" ") for each in cells}) > 1:
        return grouped
    if words := head.strip(BLANKS_AND_QUOTES).lstrip("".join(_COMMENT_SIGNS)).split():
        return columns if len(words) == cell.count(" ") + 1 else grouped
    raise AmbiguousText(
        cell,
        [
            Interpretation(joined_groups(cell), grouped),
            Interpretation(" and ".join(cell.split(" ")), columns),
        ],
    )


def tell_groups(lines: Sequence[str], options: ReadOptions) -> tuple[str, ...]:
    """Say what groups thousands by these options, by the first such number in a sample of lines."""
    groups = {" ": (is_grouped, told), ",": (is_grouped_by_commas, told_commas)}
    is_found, tell = groups.get(options.thousands or "", (None, told))
    lines = _below_header(lines) if is_found else ()
    cells = (cell.strip(BLANKS_AND_QUOTES) for line in lines for cell in line.split("\t"))
    return tuple(map(tell, islice(filter(is_found, cells), 1)))


def _below_header(lines: Sequence[str]) -> Sequence[str]:
    """Drop the names: their commas and points say nothing about the numbers."""
    splitter = CellSplitter("\t")
    first, *below = splitter.first_rows(lines, _HEADER_SAMPLE_ROWS) or [[]]
    has_names = bool(below) and (is_header(first, below) or quotes_mark_header(lines, splitter))
    return lines[1:] if has_names else lines


def _with_tabs(lines: Sequence[str], decimal_comma: bool, decimal_mark: str | None) -> ReadOptions:
    """Read tab-separated cells, in which a blank can only group digits."""
    cells = [cell.strip(BLANKS_AND_QUOTES) for line in lines for cell in line.split("\t")]
    blanks = any(is_grouped(cell) for cell in cells if not cell.isascii() or " " in cell)
    return with_decimal_mark(
        replace(TABS, thousands=" ") if blanks else TABS, cells, decimal_comma, decimal_mark
    )
