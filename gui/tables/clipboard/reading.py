"""Reads a table from the clipboard: all of it or nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QByteArray

from engine import Matrix
from engine.errors import BadTable
from engine.reading.blocks import TableBlocks
from engine.reading.faults import WHOLE_ROW, Fault
from engine.reading.inputs import InputFile
from engine.reading.options import ReadOptions
from engine.reading.text.number_patterns import may_group
from engine.reading.text.text_tables import read_text_table
from engine.writing.header import quote

from ...background import OnProgress
from ..errors import BlankRow, NothingToPaste, UnreadableCell, UnreadableClipboard
from .ambiguity import TABS, with_decimal_mark
from .clip import ClipboardData, ClipboardText
from .html_cells import HtmlCell, decimal_mark, decode_html, has_exact_numbers, html_rows
from .separators import options_for

logger = logging.getLogger(__name__)
_NAME = "Clipboard"
# 64 KiB each from the start, the middle and the end: thousands of lines, read in milliseconds.
_SAMPLE_BYTES = 2**16
# Blocks of 256 KiB, so that progress moves and Esc works while a long text is read.
_BLOCK_BYTES = 2**18


@dataclass(frozen=True, eq=False)
class PastedTable:
    """Numbers (n, m), read-only, and the names of their columns, () if there are none."""

    values: Matrix
    names: tuple[str, ...] = ()


def read_clipboard(
    clip: ClipboardData, decimal_comma: bool, report: OnProgress, options: ReadOptions | None = None
) -> PastedTable:
    """Read a clipboard's table, with the exact numbers of its HTML if there are any.

    ``decimal_comma`` is whether the locale has one; ``options`` is a person's answer to an earlier
    AmbiguousText. Raises a GuiError that names the bad cell, or AmbiguousText.
    """
    html = decode_html(bytes(clip.html.data()))
    if has_exact_numbers(html) and (rows := html_rows(html, report)):
        logger.debug("reading exact numbers from HTML: %d rows", len(rows))
        return _read_cells(rows, decimal_comma, options, report)
    text = ClipboardText(clip.text)
    if text.size:
        options = options or options_for(
            text.sample(_SAMPLE_BYTES), decimal_comma, decimal_mark(html)
        )
        return _read_text(text, options, decimal_comma, report)
    if rows := html_rows(html, report):
        return _read_cells(rows, decimal_comma, options, report)
    raise NothingToPaste


def _read_cells(
    rows: Sequence[Sequence[HtmlCell]],
    decimal_comma: bool,
    options: ReadOptions | None,
    report: OnProgress,
) -> PastedTable:
    """Read HTML cells by writing them as text first."""
    seen = [cell.text for row in rows for cell in row if cell.exact is None and not cell.is_header]
    options = options or with_decimal_mark(TABS, seen, decimal_comma, None)
    if all(cell.is_header for cell in rows[0]):
        options = replace(options, header=True)
    lines = ("\t".join(_plain(cell, options.decimal or ".") for cell in row) for row in rows)
    text = ClipboardText(QByteArray("\n".join(lines).encode()))
    return _read_text(text, options, decimal_comma, report)


def _plain(cell: HtmlCell, decimal: str) -> str:
    if cell.exact is not None:
        return repr(cell.exact).replace(".", decimal)
    return quote(cell.text) if '"' in cell.text else cell.text


def _read_text(
    text: ClipboardText, options: ReadOptions, decimal_comma: bool, report: OnProgress
) -> PastedTable:
    lines = text.line_count
    options = replace(options, skip_rows=0)  # a paste has no lines above the table
    if lines == 1:  # one line cannot be a header with nothing below it
        options = replace(options, header=False)
    logger.debug("reading %d bytes of text in %d lines with %s", text.size, lines, options)
    try:
        table = read_text_table(InputFile(_NAME, text.open), options, _BLOCK_BYTES)
        blocks = TableBlocks(table, range(table.layout.width))
        values = _values(blocks, report)
    except UnreadableCell as error:
        if options.decimal is not None or not may_group(error.text):
            raise
        return _read_text(
            text,
            with_decimal_mark(options, [error.text], decimal_comma, None),
            decimal_comma,
            report,
        )
    except BadTable as error:
        raise UnreadableClipboard(str(error)) from error
    if len(values) + bool(blocks.names) < lines and text.blank_line():
        raise BlankRow(text.blank_line())
    return PastedTable(values, blocks.names)


def _values(blocks: TableBlocks, report: OnProgress) -> Matrix:
    found = []
    for rows in blocks.rows():
        report(rows.fraction)
        if rows.faults:
            raise _error_for(rows.faults[0])
        found.append(rows.values)
    values = np.concatenate(found)
    values.setflags(write=False)
    return values


def _error_for(fault: Fault) -> UnreadableClipboard:
    if fault.column == WHOLE_ROW:
        return UnreadableClipboard(f"{_NAME}, row {fault.line}: {fault.reason}")
    return UnreadableCell(fault.line, fault.column, fault.name, fault.text, fault.reason)
