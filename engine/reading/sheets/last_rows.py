"""The last rows of a sheet: whether formulas of any kind compute them from the rows above.

A total need not be SUM over one range: it may be A2+A3, ROUND(SUM(A2:A9),2) or GEOMEAN(A2:A9). What
counts is which rows above a formula refers to, in its own column.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import NamedTuple

# A few rows with totals, and one above them.
_MOST_ROWS = 6
_ROW = re.compile(r"<(?:\w+:)?row\b[^<>]*?\sr=[\"']([0-9]{1,7})[\"'][^<>]*>")
_CELL = re.compile(
    r"<(?:\w+:)?c\b(?P<cell>[^<>]*)>(?:<(?:\w+:)?f(?P<kind>(?:\s[^<>]*)?)(?:(?<=/)>|>(?P<formula>[^<]*)"
    r"</(?:\w+:)?f>))?<(?:\w+:)?v>[^<]"
)
_PLACE = re.compile(r"\sr=[\"']([A-Z]{1,3})[0-9]{1,7}[\"']")
_IS_NO_NUMBER = re.compile(r"\st=[\"'](?!n[\"'])")
_SHARED = re.compile(r"\ssi=[\"']([0-9]+)[\"']")
_TEXT = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(
    r"(?<![\w.$\]!'])(?P<sheet>(?:'[^']*'|[\w.]+)!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<first>[0-9]{1,7})"
    r"(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7}))?(?![\w(.!])",
    re.IGNORECASE,
)
# Without a range, only what is added or given to a function sums up: 2*A3-A2 goes on with a series.
_OTHER_OPERATORS = re.compile(r"[-*/^<>=&]")


@dataclass(frozen=True)
class Summary:
    """A row whose numbers are formulas over several rows above.

    Attributes
    ----------
    formula : str
        The first formula, for a sentence.
    covered : sequence of sequence of range
        The rows above that each of its formulas refers to in its own column.
    is_sum : bool
        Whether all numbers of the row are such formulas, and of a kind that sums up.
    """

    formula: str
    covered: Sequence[Sequence[range]]
    is_sum: bool

    def covers(self, rows: range, blank: Collection[int]) -> bool:
        """Return whether each formula refers to all of some rows but the blank ones."""
        return all(_cover(ranges, rows, blank) for ranges in self.covered)


def _cover(ranges: Sequence[range], rows: range, blank: Collection[int]) -> bool:
    end = rows.start
    for each in sorted(ranges, key=lambda found: found.start):
        if any(row not in blank for row in range(end, min(each.start, rows.stop))):
            return False
        end = max(end, each.stop)
    return all(row in blank for row in range(end, rows.stop))


class LastCell(NamedTuple):
    """A cell with a number: its column, its formula, and the number of one that cells share.

    A formula is written as in .xlsx, without its "=".
    """

    column: str
    formula: str = ""
    shared: str = ""


Rows = Iterable[tuple[int, Sequence[LastCell]]]


def find_summaries(rows: Rows, sheet: str) -> Mapping[int, Summary]:
    """Return the last rows of a sheet if they are computed from rows above.

    Parameters
    ----------
    rows : iterable of (int, sequence of LastCell)
        The rows with cells from the last on, each with its number from 1 and its numbers.
    sheet : str
        The name of the sheet, which references to it may have.

    Returns
    -------
    mapping of int to Summary
        By their rows: those right at the end that are alike.
    """
    found = dict[int, Summary]()
    for row, cells in islice(rows, _MOST_ROWS):
        summary = _summary(row, cells, sheet)
        if summary is None:
            return found
        found[row] = summary
    return found if len(found) < _MOST_ROWS else {}  # as many rows as that are no totals


def last_rows_of_xlsx(end: str) -> Iterator[tuple[int, list[LastCell]]]:
    """Yield the rows with cells from the last on, given the end of the part of a sheet."""
    stop = len(end)
    for start in reversed(list(_ROW.finditer(end))):
        cells = list(_CELL.finditer(end, start.end(), stop))
        stop = start.start()
        if cells:
            yield int(start[1]), [*filter(None, map(_number_cell, cells))]


def _number_cell(cell: "re.Match[str]") -> LastCell | None:
    """Return a cell with a number; None for another."""
    place = _PLACE.search(cell["cell"])
    if place is None or _IS_NO_NUMBER.search(cell["cell"]):
        return None
    shared = _SHARED.search(cell["kind"] or "")
    return LastCell(place[1], unescape(cell["formula"] or ""), shared[1] if shared else "")


def _summary(row: int, cells: Sequence[LastCell], sheet: str) -> Summary | None:
    """Return what a row sums up; None if none of its numbers does."""
    shared = {cell.shared for cell in cells if cell.formula}
    first, covered, is_sum = "", list[Sequence[range]](), True
    for column, formula, key in cells:
        ranges = _above(formula, row, column, sheet)
        if sum(map(len, ranges)) > 1:
            first = first or f"{column}{row}: {formula.strip()}"
            covered.append(ranges)
            is_sum = is_sum and _sums_up(formula)
        elif formula or not key or key not in shared:
            is_sum = False
    return Summary(first, covered, is_sum) if covered else None


def _above(formula: str, row: int, column: str, sheet: str) -> list[range]:
    """Return the rows above that a formula refers to in its own column."""
    found = set[range]()
    for each in _REFERENCE.finditer(_TEXT.sub('""', formula)):
        named = (each["sheet"] or f"{sheet}!")[:-1].strip("'")
        columns = {each["left"].upper(), (each["right"] or each["left"]).upper()}
        if named == sheet and columns == {column}:
            first, last = int(each["first"]), int(each["last"] or each["first"])
            found.add(range(first, min(last, row - 1) + 1))
    return list(found)


def _sums_up(formula: str) -> bool:
    written = _TEXT.sub('""', formula)
    return ":" in written or not _OTHER_OPERATORS.search(written)
