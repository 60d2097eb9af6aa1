"""Refuse numbers whose only mark may group thousands, if other numbers contradict their reading.

Each number is read on its own: 1.234 as 1.234. A later 1,5 shows that it may mean 1234.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ..faults import Fault, error_at
from ..layout import Layout
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
_WORDS = {",": "decimal commas", ".": "decimal points"}


class DecimalMarkCheck:
    """Watches the decimal marks in some columns of a table, block by block.

    ``comma_is_decimal`` means that 1,234 is read as 1.234; otherwise it is refused anyway.
    """

    def __init__(
        self, records: Records, layout: Layout, columns: Sequence[int], comma_is_decimal: bool
    ) -> None:
        self._records, self._layout, self._columns = records, layout, columns
        self._comma_is_decimal = comma_is_decimal
        self._blocks, self._inspects_all = 0, False
        self._marks_found: set[str] = set()
        self._proven_marks: set[str] = set()
        self._ambiguous: dict[str, Fault] = {}

    def check_block(self, block: TextBlock, *, is_plain: bool) -> None:
        """Check the next block. ``is_plain`` means that no number in it has more than one mark.

        Raises BadTable for the first 1.234 of the file, or the first 1,234, as soon as other
        numbers show that it may mean 1234.
        """
        here = self._marks_in(block)
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
            for earlier in islice(self._records.blocks(), self._blocks + 1):
                self._inspect(earlier)
        self._blocks += 1
        if "," in self._proven_marks:
            self._refuse_conflict(".", ",")
        if "." in self._proven_marks and self._comma_is_decimal:
            self._refuse_conflict(",", ".")

    def _may_conflict(self) -> bool:
        """Return whether a number with one mark may contradict the others, so must be looked at."""
        return (
            len(self._marks_found) == 2
            or ("," in self._proven_marks and "." in self._marks_found)
            or ("." in self._proven_marks and "," in self._marks_found and self._comma_is_decimal)
        )

    def _marks_in(self, block: TextBlock) -> set[str]:
        """Return the marks that the cells of a block may contain."""
        separates_cells = self._records.splitter.separator == "," and b'"' not in block.data
        marks = {","} if b"," in block.data and not separates_cells else set()
        return marks | {"."} if b"." in block.data else marks

    def _inspect(self, block: TextBlock) -> None:
        for fault in self._numbers(block):
            if may_group(fault.text):
                mark = "." if "." in fault.text else ","
                self._ambiguous.setdefault(mark, fault)
                if mark == "," and self._comma_is_decimal:
                    self._proven_marks.add(",")
            elif implies_decimal_comma(fault.text):
                self._proven_marks.add(",")
            elif implies_decimal_point(fault.text):
                self._proven_marks.add(".")

    def _numbers(self, block: TextBlock) -> Iterator[Fault]:
        for record in self._records.rows_in(block):
            if self._layout.fits(record.cells):
                for k in self._columns:
                    cell = record.cells[k]
                    if ("." in cell or "," in cell) and looks_like_number(cell):
                        yield Fault(record.line, k + 1, self._layout.name(k), cell, "")

    def _refuse_conflict(self, mark: str, decimal: str) -> None:
        if fault := self._ambiguous.get(mark):
            reason = (
                f"{fault.text} could mean {fault.text.replace(mark, '')}, because other numbers "
                f"here have {_WORDS[decimal]}. Write all numbers the same way, or choose the "
                "decimal mark and the thousands separator."
            )
            raise error_at(self._records.name, fault._replace(reason=reason))
