"""Refuse numbers whose marks may mean something else, as other numbers of the table show.

Each number is read on its own: 1.234 as 1.234. A later 1,5 shows that it may mean 1234. Decimals
that are written both ways, 1,5 and 2.5, are refused, because one of them is probably no decimal:
2,3 may be two codes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ...language.sentence import marked
from ...shortening import LONGEST_QUOTE, one_line
from ..faults import Fault, NeedsChoice, error_at
from ..layout import Layout
from ..notes import in_column
from .number_format import NumberFormat
from .number_patterns import (
    implies_decimal_comma,
    implies_decimal_point,
    looks_like_number,
    may_group,
)
from .records import Records
from .text import TextBlock

_TWO_MARKS = re.compile(rb"[.,][0-9]{3}[.,]")
_TWO_POINTS = re.compile(rb"\.[0-9]{3}\.")
# In a block of plain numbers: a decimal point that cannot group thousands, as in 0.123 or 1.5.
_PROVES_POINT = re.compile(
    rb"(?<![0-9])(?:0[0-9]*|[0-9]{4,})?\.[0-9]|\.(?:[0-9]{0,2}|[0-9]{4,})(?![0-9])|\.[0-9]+[eE]"
)
_BESIDE_COMMAS = marked(
    "engine",
    "{text} could mean {number}, because other numbers here have decimal commas. Write all numbers "
    "the same way, or choose the decimal mark and the thousands separator.",
)
_BESIDE_POINTS = marked(
    "engine",
    "{text} could mean {number}, because other numbers here have decimal points. Write all numbers "
    "the same way, or choose the decimal mark and the thousands separator.",
)
_COMMA_AND_POINT = marked(
    "engine",
    "{first} has a decimal comma, but {other} in line {line}, column {column} has a decimal point. "
    "Write all numbers the same way, choose the decimal mark, or leave the column out.",
)
_GROUPS_AND_POINT = marked(
    "engine",
    "{first} has points that group thousands, but {other} in line {line}, column {column} has a "
    "decimal point. Write all numbers the same way, choose the decimal mark, or leave the column "
    "out.",
)
# Spreadsheets write semicolons if the comma is their decimal mark; the point then groups digits.
_SEPARATOR_BESIDE_GROUPS = ";"


class DecimalMarkCheck:
    """Watches the decimal marks in some columns of a table, block by block.

    If a comma is decimal, 1,234 is read as 1.234; otherwise it is refused anyway.
    """

    def __init__(
        self,
        records: Records,
        layout: Layout,
        columns: Sequence[int],
        number_format: NumberFormat,
    ) -> None:
        self._records, self._layout, self._columns = records, layout, columns
        self._comma_is_decimal = number_format.comma_is_decimal
        self._refuses_commas = number_format.point_is_decimal
        self._may_be_grouped = records.splitter.separator == _SEPARATOR_BESIDE_GROUPS
        self._blocks, self._inspects_all = 0, False
        self._marks_found: set[str] = set()
        self._proven_marks: set[str] = set()
        self._ambiguous: dict[str, Fault] = {}
        self._examples: dict[str, Fault] = {}

    def check_block(self, block: TextBlock, *, is_plain: bool) -> None:
        """Check the next block. ``is_plain`` means that no number in it has more than one mark.

        Raises BadTable for the first 1.234 of the file, or the first 1,234, as soon as other
        numbers show that it may mean 1234; and for the first 1,5 if there is a 1.5 as well.
        """
        here = self._marks_in(block, is_plain=is_plain)
        self._marks_found |= here
        # Two marks in a number, as in 1.234.567, prove a mark even if there is only one kind.
        two_marks = _TWO_MARKS if "," in here else _TWO_POINTS
        if self._inspects_all or (not is_plain and two_marks.search(block.data)):
            self._inspect(block)
        if not self._inspects_all and self._may_conflict():
            # Re-reading earlier blocks is slow but rare.
            # Recording every number would slow down every file.
            self._inspects_all = True
            self._ambiguous.clear()
            self._examples.clear()
            for earlier in islice(self._records.blocks(), self._blocks + 1):
                self._inspect(earlier)
        elif self._may_be_grouped and "." in here and not self._proven_marks:
            self._seek_proof(block, is_plain=is_plain)
        self._blocks += 1
        if "," in self._proven_marks:
            self._refuse_conflict(".", ",")
        if "." in self._proven_marks and self._comma_is_decimal:
            self._refuse_conflict(",", ".")
        if "," in self._examples and "." in self._examples:
            self._refuse_both()

    def check_end(self) -> None:
        """Check the whole table. Raises NeedsChoice if every point may group thousands."""
        doubtful = self._ambiguous.get(".")
        if self._may_be_grouped and doubtful and not self._proven_marks:
            text, column = doubtful.text, in_column(doubtful.column - 1, doubtful.name)
            raise NeedsChoice(
                self._records.name,
                marked(
                    "engine",
                    "{text} in {column} could mean {text} or {value}, because semicolons separate "
                    "the cells, and each point here is before three digits. Choose the decimal "
                    "mark: a point (.) or a comma (,).",
                ).format(text=text, column=column, value=text.replace(".", "")),
                "decimal",
                (".", ","),
                doubtful.line,
            )

    def _may_conflict(self) -> bool:
        """Return whether a number with one mark may contradict the others, so must be looked at."""
        return (
            len(self._marks_found) == 2
            or ("," in self._proven_marks and "." in self._marks_found)
            or ("." in self._proven_marks and "," in self._marks_found and self._comma_is_decimal)
        )

    def _marks_in(self, block: TextBlock, *, is_plain: bool) -> set[str]:
        """Return the marks that the cells of a block may contain."""
        is_between = self._records.splitter.separator == ","
        separates_cells = is_between and (is_plain or b'"' not in block.data)
        marks = {","} if b"," in block.data and not separates_cells else set()
        return marks | {"."} if b"." in block.data else marks

    def _inspect(self, block: TextBlock) -> None:
        for place in self._numbers(block):
            self._weigh(*place)

    def _seek_proof(self, block: TextBlock, *, is_plain: bool) -> None:
        """Look for a number that shows what a point means; most tables have one at once."""
        if is_plain and len(self._columns) == self._layout.width:
            if _PROVES_POINT.search(block.data):
                self._proven_marks.add(".")
                return
            if "." in self._ambiguous:
                return
        for place in self._numbers(block):
            self._weigh(*place)
            if self._proven_marks:
                return

    def _weigh(self, line: int, column: int, cell: str) -> None:
        """Note what a number shows about the marks."""
        if self._refuses_commas and "," in cell and "." not in cell:
            return  # it is a fault already
        if may_group(cell):
            mark = "." if "." in cell else ","
            if mark not in self._ambiguous:
                self._ambiguous[mark] = self._fault(line, column, cell)
            if mark == "," and self._comma_is_decimal:
                self._proven_marks.add(",")
            return
        by_comma = implies_decimal_comma(cell)
        if by_comma or implies_decimal_point(cell):
            mark = "," if by_comma else "."
            self._proven_marks.add(mark)
            if mark not in self._examples:
                self._examples[mark] = self._fault(line, column, cell)

    def _fault(self, line: int, column: int, cell: str) -> Fault:
        return Fault(line, column + 1, self._layout.name(column), cell, "")

    def _numbers(self, block: TextBlock) -> Iterator[tuple[int, int, str]]:
        """Yield the line, the column from 0 and the text of each number with a mark."""
        for record in self._records.rows_in(block):
            if self._layout.fits(record.cells):
                for k in self._columns:
                    cell = record.cells[k]
                    if ("." in cell or "," in cell) and looks_like_number(cell):
                        yield record.line, k, cell

    def _refuse_conflict(self, mark: str, decimal: str) -> None:
        if fault := self._ambiguous.get(mark):
            form = _BESIDE_POINTS if decimal == "." else _BESIDE_COMMAS
            reason = form.format(text=fault.text, number=fault.text.replace(mark, ""))
            raise error_at(self._records.name, fault._replace(reason=reason))

    def _refuse_both(self) -> None:
        comma, point = self._examples[","], self._examples["."]
        form = _COMMA_AND_POINT if "," in comma.text else _GROUPS_AND_POINT
        first, other = (one_line(each.text, LONGEST_QUOTE) for each in (comma, point))
        reason = form.format(first=first, other=other, line=point.line, column=point.column)
        raise error_at(self._records.name, comma._replace(reason=reason))
