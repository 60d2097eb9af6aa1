"""A table in a text file. Everything that is not chosen is guessed."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile

import numpy as np

from ...errors import BadNumber, BadTable
from ...formula_text import unescape_formula
from ..cells import CheckedRows, RawRow, check_rows, parse_plain_cells, parse_plain_lines
from ..faults import Fault, error_at
from ..inputs import InputFile
from ..layout import Layout, find_columns, find_layout, skip_empty_columns
from ..options import ReadOptions
from .ascii_tables import BAR, rule_marks_header, unescape_markdown
from .decimal_marks import DecimalMarkCheck
from .dialect import (
    LINES_TO_GUESS_FROM,
    guess_comment,
    guess_separator,
    refuse_quoted_lines,
    separator_directive,
)
from .header import count_title_lines, is_header, names_from_comment, quotes_mark_header
from .number_format import NumberFormat, detect_marks, find_number_format
from .records import CellSplitter, Records
from .text import BLOCK_SIZE, Lines, TextBlock, TextFile, open_text

# 64 KiB hold hundreds of ordinary lines.
SAMPLE_SIZE = 2**16
# 1 MiB: read if 64 KiB have too few lines. Thousands of long names fill one sample.
LARGEST_SAMPLE = 2**20
# More than LINES_TO_GUESS_FROM, because titles, comments and blank lines do not count there.
LINES_OF_SAMPLE = 200
# Bounds the time to find the number format of a table with many thousands of columns.
CELLS_OF_SAMPLE = 10_000
# With one fault in 400 rows: 8, 16 and 32 take 0.21 s, 1 and 256 take 0.47 s.
FEW_RECORDS = 16

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class TextTable:
    """The rows below the header, their columns, their number format, and the options used."""

    records: Records
    layout: Layout
    number_format: NumberFormat
    options: ReadOptions
    sheets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.records.name

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns block by block. Raises BadTable if a mark may mean two things."""
        mark_check = DecimalMarkCheck(
            self.records, self.layout, columns, self.number_format.comma_is_decimal
        )
        for block in self.records.blocks():
            values = parse_plain_lines(
                block.data, self.records.splitter.separator, self.number_format
            )
            if values is not None and self._matches_columns(values.shape[1]):
                yield CheckedRows(np.take(values, columns, axis=1), (), 0, block.fraction)
            else:
                records = list(self.records.rows_in(block))
                yield self._rows(records, columns, block.fraction)
            if self.number_format.is_undecided:
                mark_check.check_block(block, is_plain=values is not None)

    def _matches_columns(self, width: int) -> bool:
        """Return whether lines of ``width`` numbers have exactly one for each column."""
        return width == self.layout.width and not self.layout.empty_columns

    def _rows(
        self, records: Sequence[RawRow], columns: Sequence[int], fraction: float
    ) -> CheckedRows:
        """Read rows at once if all are plain; else each half of them; a few, one by one."""
        if all(self.layout.fits(record.cells) for record in records):
            cells = [record.cells[k] for record in records for k in columns]
            values = parse_plain_cells(cells, self.number_format)
            if values is not None:
                return CheckedRows(values.reshape(-1, len(columns)), (), 0, fraction)
        if len(records) <= FEW_RECORDS:
            return check_rows(records, self.layout, columns, self.parse, fraction)
        half = len(records) // 2
        first = self._rows(records[:half], columns, fraction)
        return first.followed_by(self._rows(records[half:], columns, fraction))

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield rows from the first lines. Raises BadTable if quotes do not match."""
        beginning = replace(self.records, text=replace(self.records.text, size=SAMPLE_SIZE))
        blocks = takewhile(self._is_in_sample, beginning.blocks())
        yield from islice(chain.from_iterable(map(beginning.rows_in, blocks)), count)

    def _is_in_sample(self, block: TextBlock) -> bool:
        return block.start.offset - self.records.start.offset < LARGEST_SAMPLE

    def parse(self, cell: str) -> float:
        """Return the number in a cell. Raises BadNumber if it is not one."""
        if not cell:
            raise BadNumber(cell, "the cell is empty. Every cell needs a number.")
        return self.number_format.parse(cell)

    def text(self, cell: str) -> str:
        """Return the cell unchanged."""
        return cell

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its line."""
        return error_at(self.name, fault)


def read_text_table(file: InputFile, options: ReadOptions, size: int = BLOCK_SIZE) -> TextTable:
    """Find the table in a text. Raises BadTable if there is none.

    ``size`` is the size of a block in bytes; a longer record makes a longer block.
    """
    if options.sheet is not None:
        raise BadTable(file.name, "a text file has no sheets.")
    text = open_text(file, options.encoding, size)
    text = text.skip_lines(options.rows_to_skip) if options.rows_to_skip else text
    lines = _first_lines(text)
    directed = separator_directive(lines[0]) if lines else ""
    # If another separator is chosen, a line such as sep=; is an ordinary row.
    if directed and options.separator in (None, directed):
        text, lines = text.skip_lines(1), lines[1:]
    comment = guess_comment(lines) if options.comment is None else options.comment
    separator = options.separator or directed or guess_separator(lines, comment)
    splitter = CellSplitter(separator, comment)
    skipped = options.rows_to_skip
    if options.detects_titles and (titles := count_title_lines(lines, splitter)):
        text, lines = text.skip_lines(titles), lines[titles:]
        skipped = text.start.line - 1
    found = replace(
        options,
        separator=separator,
        comment=comment,
        encoding=text.encoding,
        skip_rows=skipped,
    )
    return _table(Records(text, splitter, text.start), lines, found)


def _first_lines(text: TextFile) -> list[str]:
    """Return enough lines to guess from, even if the header alone is longer than a sample."""
    lines = list[str]()
    for block in replace(text, size=SAMPLE_SIZE).blocks(text.start, lambda lines: lines):
        lines += islice(Lines(block.data), LINES_OF_SAMPLE)
        is_large = block.start.offset - text.start.offset > LARGEST_SAMPLE
        if len(lines) >= LINES_TO_GUESS_FROM or is_large:
            break
    return lines


def _table(records: Records, lines: Sequence[str], options: ReadOptions) -> TextTable:
    """Find the header, the columns and the number format."""
    first, below = records.first_row()
    rows = records.splitter.first_rows(lines, LINES_TO_GUESS_FROM)[1:]
    header = options.header
    if header is None:
        header = is_header(first.cells, rows) or _is_marked_as_header(lines, records.splitter)
    if header:
        refuse_quoted_lines(first.cells, rows, options, records.name)
        layout = find_layout(_names(first.cells, records.splitter), rows)
        records = replace(records, start=below)
    else:
        rows = [list(first.cells), *rows]
        layout = find_layout(None, rows)
        names = names_from_comment(lines, records.splitter, layout.width)
        layout = layout._replace(names=names)
    options, layout = skip_empty_columns(options, layout)
    columns = find_columns(options, layout, records.name)
    numbers = (row[k] for row in rows for k in columns if k < len(row))
    cells = list(islice(numbers, CELLS_OF_SAMPLE))
    number_format = find_number_format(options, cells)
    decimal, thousands = detect_marks(number_format, cells)
    options = replace(options, header=header, decimal=decimal, thousands=thousands)
    logger.debug(
        "%s: separator %r, decimal mark %r, header %s, %s lines skipped, %s",
        *(records.name, options.separator, decimal, header, options.skip_rows, options.encoding),
    )
    return TextTable(records, layout, number_format, options)


def _names(cells: Sequence[str], splitter: CellSplitter) -> list[str]:
    """Return the names of a header without the characters that escape them."""
    names = map(unescape_markdown, cells) if splitter.separator == BAR else cells
    return [unescape_formula(name) for name in names]


def _is_marked_as_header(lines: Sequence[str], splitter: CellSplitter) -> bool:
    """Return whether the first row is marked as a header, by quotes or by a rule below it."""
    rows = (line for line in lines if not splitter.is_comment(line))
    return quotes_mark_header(lines, splitter) or (
        splitter.separator == BAR and rule_marks_header(rows)
    )
