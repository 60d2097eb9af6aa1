"""Numbers whose only mark may group thousands, among others that say which mark is decimal."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from .evidence import is_like_a_number, may_group, speaks_for_comma, speaks_for_point
from .faults import Fault, refusal
from .layout import Layout
from .records import Records
from .text import TextBlock

_TWO_MARKS = re.compile(rb"[.,][0-9]{3}[.,]")
_TWO_POINTS = re.compile(rb"\.[0-9]{3}\.")
_WORDS = {",": "decimal commas", ".": "decimal points"}


class Marks:
    """What the blocks of a table tell of its decimal marks, in some columns of it.

    ``comma_decides`` says that 1,234 is read as 1.234; otherwise it is no number anyway.
    """

    def __init__(
        self, records: Records, layout: Layout, columns: Sequence[int], comma_decides: bool
    ) -> None:
        self._records, self._layout, self._columns = records, layout, columns
        self._comma_decides = comma_decides
        self._blocks, self._is_alert = 0, False
        self._there: set[str] = set()
        self._decimal: set[str] = set()
        self._doubtful: dict[str, Fault] = {}

    def watch(self, block: TextBlock, *, is_plain: bool) -> None:
        """Take the next block; ``is_plain`` says that no number in it has more than one mark.

        Raises BadTable naming the first 1.234 of the file, or the first 1,234, as soon as others
        show that it may well mean 1234.
        """
        here = self._marks_in(block)
        self._there |= here
        two_marks = _TWO_MARKS if "," in here else _TWO_POINTS
        if self._is_alert or (not is_plain and two_marks.search(block.data)):
            self._look(block)
        if not self._is_alert and self._may_contradict():
            # To read again what came before is dear, but to note all of it would slow every table.
            self._is_alert = True
            self._doubtful.clear()
            for known in islice(self._records.blocks(), self._blocks + 1):
                self._look(known)
        self._blocks += 1
        if "," in self._decimal:
            self._refuse(".", ",")
        if "." in self._decimal and self._comma_decides:
            self._refuse(",", ".")

    def _may_contradict(self) -> bool:
        """Tell whether a number with one mark may be in doubt, for what is known of the others."""
        return (
            len(self._there) == 2
            or ("," in self._decimal and "." in self._there)
            or ("." in self._decimal and "," in self._there and self._comma_decides)
        )

    def _marks_in(self, block: TextBlock) -> set[str]:
        """Return the marks that cells may hold: commas that part cells do not count."""
        parts_cells = self._records.splitting.separator == "," and b'"' not in block.data
        marks = {","} if b"," in block.data and not parts_cells else set()
        return marks | {"."} if b"." in block.data else marks

    def _look(self, block: TextBlock) -> None:
        for fault in self._numbers(block):
            if may_group(fault.text):
                mark = "." if "." in fault.text else ","
                self._doubtful.setdefault(mark, fault)
                if mark == "," and self._comma_decides:
                    self._decimal.add(",")
            elif speaks_for_comma(fault.text):
                self._decimal.add(",")
            elif speaks_for_point(fault.text):
                self._decimal.add(".")

    def _numbers(self, block: TextBlock) -> Iterator[Fault]:
        for record in self._records.within(block):
            if self._layout.fits(record.cells):
                for k in self._columns:
                    cell = record.cells[k]
                    if ("." in cell or "," in cell) and is_like_a_number(cell):
                        yield Fault(record.line, k + 1, self._layout.name(k), cell, "")

    def _refuse(self, mark: str, decimal: str) -> None:
        if fault := self._doubtful.get(mark):
            reason = (
                f"{fault.text} could mean {fault.text.replace(mark, '')}, as other numbers here "
                f"have {_WORDS[decimal]}. Write all numbers the same way, or say what marks "
                "decimals and what groups thousands."
            )
            raise refusal(self._records.name, fault._replace(reason=reason))
