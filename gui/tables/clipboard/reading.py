"""Reads a table from the clipboard: all of it or nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QByteArray

from engine import Matrix
from engine.errors import BadTable
from engine.reading.blocks import TableBlocks
from engine.reading.complete import choose_complete, count_complete
from engine.reading.faults import WHOLE_ROW, Fault, NeedsChoice
from engine.reading.file_type import HEAD_SIZE, detect_file_type
from engine.reading.inputs import InputFile
from engine.reading.layout import default_columns, find_columns
from engine.reading.notes import cell_become_zero, nul_bytes_left_out
from engine.reading.options import ColumnChoice, ReadOptions
from engine.reading.row_numbers import leave_out_row_numbers
from engine.reading.source import Source
from engine.reading.text.number_patterns import may_group
from engine.reading.text.text_tables import read_text_table
from engine.writing.header import quote

from ...background import OnProgress
from ...text.message import sentence_of
from ...text.translation import translate, translated
from ..errors import BlankRow, NothingToPaste, TooSmall, UnreadableCell, UnreadableClipboard
from .ambiguity import COMMAS, TABS, ambiguous_choice, with_decimal_mark
from .clip import ClipboardData, ClipboardText, begins_as_html
from .html_cells import (
    HtmlCell,
    decimal_mark,
    decode_html,
    has_exact_numbers,
    html_rows,
    raised_rows,
)
from .separators import options_for, tell_groups

logger = logging.getLogger(__name__)
_NAME = translate("tables", "Clipboard")
# 64 KiB each from the start, the middle and the end: thousands of lines, read in milliseconds.
_SAMPLE_BYTES = 2**16
# Blocks of 256 KiB, so that progress moves and Esc works while a long text is read.
_BLOCK_BYTES = 2**18
# A, and Y; and a line through two points.
_FEWEST_COLUMNS, _FEWEST_ROWS = 2, 2
# Counted in a second; a longer text is refused without its price.
_MOST_ROWS = 100_000


@dataclass(frozen=True, eq=False)
class PastedTable:
    """Numbers (n, m), read-only, and the names of their columns, () if there are none.

    ``notes`` say what was done so that the text is a table, a sentence each. ``skipped`` are the
    lines of the text that were left out because they are incomplete, counted from 1.
    """

    values: Matrix
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()


def read_clipboard(
    clip: ClipboardData,
    decimal_comma: bool,
    report: OnProgress,
    options: ReadOptions | None = None,
    columns: ColumnChoice | None = None,
) -> PastedTable:
    """Read a clipboard's table, with the exact numbers of its HTML if there are any.

    ``decimal_comma`` is whether the locale has one; ``options`` is a person's answer to an earlier
    AmbiguousText; ``columns`` is the rule by which columns are read, if that is not all of them.
    Raises a GuiError that names the bad cell, or AmbiguousText.
    """
    html = decode_html(bytes(clip.html.data()))
    if has_exact_numbers(html) and (rows := html_rows(html, report)):
        logger.debug("reading exact numbers from HTML: %d rows", len(rows))
        return _read_cells(rows, decimal_comma, options, report, columns)
    if rows := raised_rows(html, report):
        logger.debug("reading raised digits from HTML: %d rows", len(rows))
        return _read_cells(rows, decimal_comma, options, report, columns)
    text = ClipboardText(clip.text)
    if begins_as_html(clip.text) and (rows := _rows_of_source(clip.text, html, report)):
        logger.debug("reading the source of HTML: %d rows", len(rows))
        return _read_cells(rows, decimal_comma, options, report, columns)
    if text.size:
        found, lines = options, text.sample(_SAMPLE_BYTES) if options is None else []
        if found is None:
            found = options_for(lines, decimal_comma, decimal_mark(html))
        table = _read_text(text, replace(found, columns=columns), decimal_comma, report)
        cut = (nul_bytes_left_out(),) if text.nul_bytes > 1 else ()
        return replace(table, notes=(*table.notes, *tell_groups(lines, found), *cut))
    if rows := html_rows(html, report):
        return _read_cells(rows, decimal_comma, options, report, columns)
    raise NothingToPaste


def _rows_of_source(text: QByteArray, html: str, report: OnProgress) -> list[list[HtmlCell]]:
    """Return the rows of the table whose HTML is the text, [] if there is no table.

    Some programs offer their HTML as plain text too, or copy it from a source view.
    """
    return html_rows(html, report) or html_rows(decode_html(bytes(text.data())), report)


def _read_cells(
    rows: Sequence[Sequence[HtmlCell]],
    decimal_comma: bool,
    options: ReadOptions | None,
    report: OnProgress,
    columns: ColumnChoice | None,
) -> PastedTable:
    """Read HTML cells by writing them as text first."""
    seen = [cell.text for row in rows for cell in row if cell.exact is None and not cell.is_header]
    options = options or with_decimal_mark(TABS, seen, decimal_comma, None)
    if all(cell.is_header for cell in rows[0]):
        options = replace(options, header=True)
    lines = ("\t".join(_plain(cell, options.decimal or ".") for cell in row) for row in rows)
    text = ClipboardText(QByteArray("\n".join(lines).encode()))
    return _read_text(text, replace(options, columns=columns), decimal_comma, report)


def _plain(cell: HtmlCell, decimal: str) -> str:
    if cell.exact is not None:
        return repr(cell.exact).replace(".", decimal)
    return quote(cell.text) if '"' in cell.text else cell.text


def _read_text(
    text: ClipboardText, options: ReadOptions, decimal_comma: bool, report: OnProgress
) -> PastedTable:
    """Read the cells of a spreadsheet, or else the text of a file as a file is read.

    Cells that a spreadsheet copies are rows of a table and nothing else. What cannot be such cells
    may be the text of a file that has tabs; it is taken for one if there is something to tell.
    """
    lines = text.line_count
    if options.separator != TABS.separator and lines > 1:
        return _read_table(text, _as_file(options), decimal_comma, report)
    # A paste has no lines above the table, and one line is no header with nothing below it.
    cells = replace(options, skip_rows=0, header=False if lines == 1 else options.header)
    cells = replace(cells, decimal=None) if options == COMMAS else cells
    try:
        return _read_table(text, cells, decimal_comma, report)
    except BlankRow:
        raise
    except UnreadableClipboard:
        found = _read_told(text, _as_file(options), decimal_comma, report) if lines > 1 else None
        if found is None:
            raise
        return found


def _as_file(options: ReadOptions) -> ReadOptions:
    """Return options that leave to the reader what it finds out about a file."""
    if options.separator == TABS.separator:
        return replace(options, separator=None, comment=None)
    # Between commas, numbers are read as those of a file: "1,5" in quotes may be one.
    decimal = None if replace(options, columns=None) == COMMAS else options.decimal
    return replace(options, comment=None, decimal=decimal)


def _read_told(
    text: ClipboardText, options: ReadOptions, decimal_comma: bool, report: OnProgress
) -> PastedTable | None:
    """Read a text as a file; None if that fails as well, or lines vanish without a word."""
    try:
        found = _read_table(text, options, decimal_comma, report)
    except UnreadableClipboard:
        return None
    return found if found.notes else None


def _read_table(
    text: ClipboardText, options: ReadOptions, decimal_comma: bool, report: OnProgress
) -> PastedTable:
    lines, is_cells = text.line_count, options.skip_rows == 0
    logger.debug("reading %d bytes of text in %d lines with %s", text.size, lines, options)
    blocks = None
    try:
        file = InputFile(_NAME, text.open)
        detect_file_type(_NAME, file.head(HEAD_SIZE))
        table = read_text_table(file, options, _BLOCK_BYTES)
        source = leave_out_row_numbers(table) if table.layout.names else table
        source = choose_complete(source)
        is_all = options.columns is None
        blocks = TableBlocks(source, _columns(source, is_cells=is_cells and is_all))
        values, skipped = _values(blocks, options, report)
    except UnreadableCell as error:
        if options.decimal is not None or not may_group(error.text):
            raise _with_price(error, blocks, lines) from None
        return _read_table(
            text,
            with_decimal_mark(options, [error.text], decimal_comma, None),
            decimal_comma,
            report,
        )
    except NeedsChoice as choice:
        is_odd = is_cells and choice.option == "sheet"  # cells are one table, or no cells
        if is_odd or not choice.values:
            raise UnreadableClipboard(str(choice)) from choice
        raise ambiguous_choice(choice, options) from choice
    except BadTable as error:
        raise UnreadableClipboard(sentence_of(error)) from error
    # In the text of a file, a blank line is told.
    is_whole = is_cells and options.columns is None
    if is_whole and len(values) + bool(blocks.names) < lines:
        first = next(iter(source.first(1))).line
        if blank := text.blank_line(first):
            raise BlankRow(blank)
    for cell in filter(None, map(cell_become_zero, blocks.notes)):
        raise TooSmall(cell["row"], cell["column"], cell["name"], cell["shown"])
    return PastedTable(values, blocks.names, blocks.notes, tuple(skipped))


def _columns(source: Source, is_cells: bool) -> Sequence[int]:
    """Return the columns to paste: of a table with names, those that a file's import reads.

    A block of numbers is pasted as it is. A column of cells that is empty is a fault.
    """
    layout = source.layout
    if not is_cells:
        return find_columns(source.options, layout, _NAME)
    if not layout.names:
        return range(layout.width)
    left_out = layout.naming_columns if source.options.columns is not None else ()
    return [k for k in range(layout.width) if k not in left_out]


def _values(
    blocks: TableBlocks, options: ReadOptions, report: OnProgress
) -> tuple[Matrix, list[int]]:
    """Return the numbers, and the lines of the text that are skipped, in order."""
    found, skipped = [], dict[int, None]()
    for rows in blocks.rows():
        report(rows.fraction)
        if fault := _first_refused(rows.faults, options):
            raise _error_for(fault)
        skipped |= dict.fromkeys(fault.line for fault in rows.faults)
        found.append(rows.values)
    values = np.concatenate(found)
    if not len(values):
        raise UnreadableClipboard(
            translate("tables", "{name}: every row has a cell that is not a number.").format(
                name=_NAME
            )
        )
    values.setflags(write=False)
    return values, list(skipped)


def _first_refused(faults: Sequence[Fault], options: ReadOptions) -> Fault | None:
    """Return the first fault for which a paste is refused; None if there is none.

    If incomplete rows are skipped, that is one which only the decimal mark decides.
    """
    if options.columns is None:
        return faults[0] if faults else None
    if options.decimal is not None:
        return None
    return next((fault for fault in faults if may_group(fault.text)), None)


def _error_for(fault: Fault) -> UnreadableClipboard:
    if fault.column == WHOLE_ROW:
        return UnreadableClipboard(
            translate("tables", "{name}, row {line}: {reason}").format(
                name=_NAME, line=fault.line, reason=translated(fault.reason)
            )
        )
    return UnreadableCell(
        fault.line, fault.column, fault.name, fault.text, translated(fault.reason)
    )


def _with_price(
    error: UnreadableCell, blocks: TableBlocks | None, lines: int
) -> UnreadableClipboard:
    """Return the error with what pasting only what is complete would keep, if that is a table."""
    if blocks is None or not blocks.names or lines > _MOST_ROWS:
        return error
    layout = blocks.source.layout
    try:
        found = count_complete(blocks.source, default_columns(layout))
    except BadTable:  # of another kind than the one that is being reported
        return error
    part = found.choose(k for k in found.columns if layout.name(k) or not found.is_empty(k))
    if len(part.columns) < _FEWEST_COLUMNS or part.rows < _FEWEST_ROWS or not found.is_table:
        return error
    return error.with_complete(part.price)
