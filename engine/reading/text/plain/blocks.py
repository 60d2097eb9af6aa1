"""The rows of a block of text, read at once if its numbers are plain."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....errors import BadNumber
from ....matrix import Matrix
from ...cells import CheckedRows, check_rows, parse_plain_lines
from ...faults import Fault
from ...layout import Layout
from ...options import ANY_SPACE
from ..ascii_tables import BAR
from ..number_format import NumberFormat
from ..records import Records
from ..text import TextBlock
from .arrow_lines import ArrowLines, ArrowNumbers, find_arrow
from .cut import cut_columns
from .gaps import FaultsOnDemand
from .quotes import quotes_are_regular

# The csv module refuses a cell of more than 2**17 characters. A line is shorter if one ends in each
# 2**16 bytes.
_BYTES_WITH_LINE_END = 2**16
# Blocks that are not plain are tried ever more seldom: at least every 64th.
_MOST_PASSED_OVER = 64
# A line whose first cell may be blank, by whatever is stripped from cells.
_BLANK_START = rb'(?:\A|\n)(?:[%b\s\x1c-\x1f\x80-\xff]|"["\s\x1c-\x1f\x80-\xff])'
_QUOTE, _COMMA, _POINT = b'"', b",", b"."


class PlainRows(NamedTuple):
    """Rows that were read at once, and whether all cells of all columns are plain numbers."""

    rows: CheckedRows
    is_all_plain: bool


class PlainReader:
    """Reads some columns, counted from 0, of the blocks of a table.

    Parameters
    ----------
    records : Records
        The rows of the table.
    layout : Layout
        All columns.
    columns : sequence of int
        Those to read.
    number_format : NumberFormat
        How numbers are written.
    parse : callable
        Returns the number in a cell, or raises BadNumber.
    find_arrow : callable
        Returns the reader of pyarrow for a text of so many bytes, or None.
    """

    def __init__(
        self,
        records: Records,
        layout: Layout,
        columns: Sequence[int],
        number_format: NumberFormat,
        parse: Callable[[str], float],
        find_arrow: Callable[[float], ArrowLines | None] = find_arrow,
    ) -> None:
        self._records = records
        self._separator = records.splitter.separator
        self._comment = records.splitter.comment.encode()
        self._layout, self._columns = layout, columns
        self._number_format, self._parse = number_format, parse
        self._find_arrow = find_arrow
        self._arrow: ArrowLines | None = None
        self._is_sought = False
        self._decimal = _POINT
        self._failed = self._to_pass_over = 0

    def read(self, block: TextBlock) -> PlainRows | None:
        """Return the rows of a block; None if it has to be split into cells."""
        layout = self._layout
        if layout.empty_columns or not self._columns:
            return None
        arrow = self._arrow_for(block)
        if arrow is not None and self._is_regular(block.data):
            found = self._by_arrow(arrow, block)
            if found is not None:
                return found
        values = parse_plain_lines(block.data, self._separator, self._number_format)
        if values is not None:
            if values.shape[1] != layout.width:
                return None
            return self._plain(np.take(values, self._columns, axis=1), block, is_all_plain=True)
        is_cut = arrow is None and len({*self._columns}) < layout.width
        if is_cut and _QUOTE not in block.data and self._is_regular(block.data):
            values = self._cut(block.data)
        return None if values is None else self._plain(values, block, is_all_plain=False)

    def _arrow_for(self, block: TextBlock) -> ArrowLines | None:
        """Return the reader of pyarrow, which is sought once the size of the text is known."""
        if not self._is_sought:
            self._is_sought = True
            read = block.start.offset + len(block.data)
            self._arrow = self._find_arrow(read / max(block.fraction, 1e-9))
        return self._arrow

    def _plain(self, values: Matrix, block: TextBlock, *, is_all_plain: bool) -> PlainRows:
        return PlainRows(CheckedRows(values, (), 0, block.fraction), is_all_plain)

    def _is_regular(self, data: bytes) -> bool:
        """Return whether each reader splits these lines alike: no comments, no odd quotes."""
        if self._separator in (ANY_SPACE, BAR) or not self._separator.isascii():
            return False
        if self._comment and self._comment in data:
            return False
        if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
            return False
        starts = range(0, len(data) - _BYTES_WITH_LINE_END, _BYTES_WITH_LINE_END)
        if any(data.find(b"\n", at, at + _BYTES_WITH_LINE_END) < 0 for at in starts):
            return False
        return _QUOTE not in data or quotes_are_regular(data, self._separator)

    def _by_arrow(self, arrow: ArrowLines, block: TextBlock) -> PlainRows | None:
        for decimal in self._decimals(block.data):
            found = arrow.numbers(
                *(block.data, self._separator, self._layout.width, self._columns), decimal.decode()
            )
            if found is not None:
                self._decimal = decimal
                if found.is_gap is None:
                    is_all = len({*self._columns}) == self._layout.width
                    return self._plain(found.values, block, is_all_plain=is_all)
                return self._with_gaps(arrow, block, found)
        return None

    def _decimals(self, data: bytes) -> list[bytes]:
        """Return the marks that decimals may have in plain numbers; the latest comes first."""
        accepts = self._number_format.accepts_decimal_comma and self._separator != ","
        if self._number_format.decimal == ",":
            return [_COMMA]
        if not accepts or _COMMA not in data:
            return [_POINT]
        return [_POINT, _COMMA] if self._decimal == _POINT else [_COMMA, _POINT]

    def _with_gaps(
        self, arrow: ArrowLines, block: TextBlock, found: ArrowNumbers
    ) -> PlainRows | None:
        """Leave out the rows with gaps. None if a row may be blank, which is not counted."""
        assert found.is_gap is not None
        is_bad = found.is_gap.any(axis=1)
        if found.is_gap.all(axis=1).any() and self._may_have_blank_row(block.data):
            return None
        count = int(np.count_nonzero(found.is_gap))
        bad = int(np.count_nonzero(is_bad))
        faults = FaultsOnDemand(count, partial(self._faults, arrow, block, found.is_gap))
        rows = CheckedRows(found.values[~is_bad], faults, bad, block.fraction)
        return PlainRows(rows, is_all_plain=False)

    def _may_have_blank_row(self, data: bytes) -> bool:
        return re.search(_BLANK_START % re.escape(self._separator.encode()), data) is not None

    def _faults(
        self, arrow: ArrowLines, block: TextBlock, is_gap: NDArray[np.bool_]
    ) -> Sequence[Fault]:
        """Return what is wrong with each gap."""
        first = block.start.line
        lines = block.start.after(block.data).line - first + (not block.data.endswith(b"\n"))
        if lines != len(is_gap):
            rows = self._records.rows_in(block)
            return check_rows(rows, self._layout, self._columns, self._parse).faults
        texts = [
            iter(arrow.texts(block.data, self._separator, self._layout.width, column, rows))
            for column, rows in zip(self._columns, map(np.flatnonzero, is_gap.T), strict=True)
        ]
        found, reasons = list[Fault](), dict[str, str]()
        for row, k in zip(*(each.tolist() for each in np.nonzero(is_gap)), strict=True):
            text, column = next(texts[k]).strip(), self._columns[k]
            if text not in reasons:
                reasons[text] = self._reason(text)
            name = self._layout.name(column)
            found.append(Fault(first + row, column + 1, name, text, reasons[text]))
        return found

    def _reason(self, text: str) -> str:
        try:
            self._parse(text)
        except BadNumber as error:
            return error.sentence
        raise AssertionError(text)

    def _cut(self, data: bytes) -> Matrix | None:
        """Read the chosen columns alone. Blocks that are not plain cost little altogether."""
        if self._to_pass_over:
            self._to_pass_over -= 1
            return None
        kept = sorted({*self._columns})
        values = self._numbers_of(cut_columns(data, self._separator, self._layout.width, kept))
        if values is None or values.shape[1] != len(kept):
            self._to_pass_over = min(2**self._failed, _MOST_PASSED_OVER) - 1
            self._failed += 1
            return None
        self._failed = 0
        return np.take(values, [kept.index(k) for k in self._columns], axis=1)

    def _numbers_of(self, cells: bytes | None) -> Matrix | None:
        """Read the cells that are kept. A single one that is empty is a gap, not a blank line.

        Numbers of Fortran, as 1D+5, are left to the cells: 1d5 is none.
        """
        if cells is None or b"d" in cells or b"D" in cells:
            return None
        values = parse_plain_lines(cells, self._separator, self._number_format)
        is_whole = values is not None and len(values) == cells.count(b"\n")
        return values if is_whole else None
