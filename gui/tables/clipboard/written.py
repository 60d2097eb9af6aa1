"""Writes cells for the clipboard: every digit as text, and an HTML table for spreadsheets."""

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine import Matrix
from engine.guard import escape_formula
from engine.numbers import exact
from engine.writing.header import header_cells, quote_if_needed

from ..model import ColumnReader

# 2,048 rows of 10 numbers take about 16 ms, so Esc works at once; larger blocks are no faster.
_BLOCK_ROWS = 2**11
_TAB = "\t"


@dataclass(frozen=True)
class CopiedCells:
    """A snapshot of the cells in some rows and columns, with their names, () for none.

    ``names`` starts with the title of ``row_names``, if there are any. ``decimal`` is the decimal
    mark: a spreadsheet in a locale with a decimal comma takes 1.5 for a date.
    """

    columns: ColumnReader
    row_numbers: Sequence[int]
    column_numbers: Sequence[int]
    decimal: str = "."
    names: Sequence[str] = ()
    row_names: Sequence[str] = ()

    @property
    def cell_count(self) -> int:
        """The number of numbers."""
        return len(self.row_numbers) * len(self.column_numbers)

    def blocks(self) -> Iterator[Matrix]:
        """Yield the numbers in blocks of rows (n, columns)."""
        for start in range(0, len(self.row_numbers), _BLOCK_ROWS):
            rows = self.row_numbers[start : start + _BLOCK_ROWS]
            yield np.column_stack([self.columns(k, rows) for k in self.column_numbers])


def text_chunks(copied: CopiedCells) -> Iterator[bytes]:
    """Yield tab-separated lines; an unknown number is an empty cell."""
    between = ""
    if copied.names:
        yield _TAB.join(header_cells(copied.names, _TAB)).encode()
        between = "\n"
    row_names = iter(copied.row_names)
    for block in copied.blocks():
        lines = "\n".join(["\t".join(map(repr, row)) for row in block.tolist()])
        lines = _shorten(lines, copied.decimal)
        if copied.row_names:
            lines = "\n".join(
                f"{quote_if_needed(escape_formula(name), _TAB)}\t{line}"
                for line, name in zip(lines.split("\n"), row_names, strict=False)
            )
        yield (between + lines).encode()
        between = "\n"


def html_chunks(copied: CopiedCells) -> Iterator[str]:
    """Yield a table whose cells hold the exact number in the form of each spreadsheet."""
    yield '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
    yield "</head><body><table>"
    if copied.names:
        yield _html_row(map(_html_name, copied.names))
    row_names = iter(copied.row_names)
    for block in copied.blocks():
        for row in block.tolist():
            named = [_html_name(next(row_names))] if copied.row_names else []
            yield _html_row([*named, *(_html_cell(value, copied.decimal) for value in row)])
    yield "</table></body></html>"


def _shorten(lines: str, decimal: str) -> str:
    """Drop the .0 of whole numbers and the nan of unknown ones."""
    if "nan" in lines:
        lines = lines.replace("nan", "")
    shorter = f"{lines}\n".replace(".0\t", "\t").replace(".0\n", "\n")
    return shorter[:-1].replace(".", decimal)


def _html_name(name: str) -> str:
    return f"<th>{html.escape(escape_formula(name))}</th>"


def _html_cell(value: float, decimal: str) -> str:
    if not np.isfinite(value):
        return "<td></td>"
    plain = exact(value)
    google = html.escape(json.dumps({"1": 3, "3": value}))
    return (
        f'<td align="right" sdval="{plain}" sdnum="1033;" x:num="{plain}" '
        f'data-sheets-value="{google}">{plain.replace(".", decimal)}</td>'
    )


def _html_row(cells: Sequence[str] | Iterator[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"
