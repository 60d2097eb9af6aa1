"""Reading what another program has put on the clipboard: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QByteArray

from engine import Matrix
from engine.errors import BadTable
from engine.reading.blocks import TableBlocks
from engine.reading.choices import Choices
from engine.reading.evidence import may_group
from engine.reading.faults import WHOLE_ROW, Fault
from engine.reading.inputs import Input
from engine.reading.text_table import read_text_table
from engine.writing.header import in_quotes

from ...background import OnProgress
from ..errors import BlankRow, NothingToPaste, UnreadableCell, UnreadableClipboard
from .clip import Clip
from .clip_text import ClipText
from .doubt import TABS, marked
from .html_cells import Cell, decimal_mark, decoded_html, has_exact_numbers, html_rows
from .separating import choices_for

_NAME = "Clipboard"
_SAMPLED = 2**16
_AT_A_TIME = 2**18


@dataclass(frozen=True, eq=False)
class Pasted:
    """Numbers (n, m), read-only, and the names of their columns, () for none."""

    values: Matrix
    names: tuple[str, ...] = ()


def read(clip: Clip, comma: bool, tell: OnProgress, chosen: Choices | None = None) -> Pasted:
    """Read a clipboard's table, with exact numbers where HTML carries them.

    ``comma`` tells whether the locale has a decimal comma, ``chosen`` how the person wants a text
    to be read that raised Doubtful before. Raises a GuiError that names the cell at fault.
    """
    html = decoded_html(bytes(clip.html.data()))
    if has_exact_numbers(html) and (rows := html_rows(html, tell)):
        return _read_cells(rows, comma, chosen, tell)
    text = ClipText(clip.text)
    if text.size:
        choices = chosen or choices_for(text.sample(_SAMPLED), comma, decimal_mark(html))
        return _read_text(text, choices, comma, tell)
    if rows := html_rows(html, tell):
        return _read_cells(rows, comma, chosen, tell)
    raise NothingToPaste


def _read_cells(
    rows: Sequence[Sequence[Cell]], comma: bool, chosen: Choices | None, tell: OnProgress
) -> Pasted:
    """Read cells through the text that they stand for."""
    seen = [cell.text for row in rows for cell in row if cell.exact is None and not cell.is_head]
    choices = chosen or marked(TABS, seen, comma, None)
    if all(cell.is_head for cell in rows[0]):
        choices = replace(choices, header=True)
    lines = ("\t".join(_plain(cell, choices.decimal or ".") for cell in row) for row in rows)
    text = ClipText(QByteArray("\n".join(lines).encode()))
    return _read_text(text, choices, comma, tell)


def _plain(cell: Cell, mark: str) -> str:
    if cell.exact is not None:
        return repr(cell.exact).replace(".", mark)
    return in_quotes(cell.text) if '"' in cell.text else cell.text


def _read_text(text: ClipText, choices: Choices, comma: bool, tell: OnProgress) -> Pasted:
    lines = text.line_count
    choices = replace(choices, skip_rows=0)  # what is pasted is the table, all of it
    if lines == 1:  # a name without a number under it is a cell that is no number
        choices = replace(choices, header=False)
    try:
        table = read_text_table(Input(_NAME, text.opened), choices, _AT_A_TIME)
        blocks = TableBlocks(table, range(table.layout.width))
        values = _values(blocks, tell)
    except UnreadableCell as error:
        if choices.decimal is not None or not may_group(error.text):
            raise
        return _read_text(text, marked(choices, [error.text], comma, None), comma, tell)
    except BadTable as error:
        raise UnreadableClipboard(str(error)) from error
    if len(values) + bool(blocks.names) < lines and text.blank_line():
        raise BlankRow(text.blank_line())
    return Pasted(values, blocks.names)


def _values(blocks: TableBlocks, tell: OnProgress) -> Matrix:
    found = []
    for rows in blocks.rows():
        tell(rows.fraction)
        if rows.faults:
            raise _refusal(rows.faults[0])
        found.append(rows.values)
    values = np.concatenate(found)
    values.setflags(write=False)
    return values


def _refusal(fault: Fault) -> UnreadableClipboard:
    if fault.column == WHOLE_ROW:
        return UnreadableClipboard(f"{_NAME}, row {fault.line}: {fault.reason}")
    return UnreadableCell(fault.line, fault.column, fault.name, fault.text, fault.reason)
