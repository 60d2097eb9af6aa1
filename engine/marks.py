"""Points that may group thousands, among numbers with decimal commas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from .reading import Record, Records
from .text import TextBlock

_DECIMAL_COMMA = re.compile(r"[^.,]*,[^.,]*\Z")
_POINT_MAY_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\Z")


@dataclass
class Marks:
    """How many blocks of a table were seen, and whether some columns had a decimal comma there."""

    records: Records
    columns: Sequence[int]
    commas: bool = False
    blocks: int = 0

    def watch(self, block: TextBlock) -> None:
        """Take the next block, its cells known to be numbers.

        Raises BadTable naming the first 1.234 of the file as soon as that may well mean 1234.
        """
        self.blocks += 1
        if self.commas:
            self._refuse_points(block)
        elif self._has_decimal_comma(block):
            self.commas = True
            # To read again what came before is dear, but to note all points would slow every table.
            for known in islice(self.records.blocks(), self.blocks):
                self._refuse_points(known)

    def _has_decimal_comma(self, block: TextBlock) -> bool:
        if b"," not in block.data or (self.records.separator == "," and b'"' not in block.data):
            return False
        return any(_DECIMAL_COMMA.match(cell) for *_, cell in self._cells(block))

    def _refuse_points(self, block: TextBlock) -> None:
        if b"." not in block.data:
            return
        for record, column, cell in self._cells(block):
            if _POINT_MAY_GROUP.match(cell):
                reason = (
                    f"{cell} could mean {cell.replace('.', '')}, as other numbers here have "
                    "decimal commas. Write all numbers the same way."
                )
                raise self.records.bad_cell(record, column, reason)

    def _cells(self, block: TextBlock) -> Iterator[tuple[Record, int, str]]:
        records = self.records.within(block)
        return ((record, k, record.cells[k]) for record in records for k in self.columns)
