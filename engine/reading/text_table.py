"""A table in a text file, of which all is guessed that is not chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile

import numpy as np

from ..errors import BadNumber, BadTable
from ..guard import unescape_formula
from .cells import Record, Rows, checked_rows, plain_cells, plain_lines
from .choices import Choices
from .dialect import LINES_TO_GUESS_FROM, directive, guess_comment, guess_separator
from .faults import Fault, refusal
from .frames import BAR, rule_tells, unescaped
from .header import is_header, names_in_comment, quotes_tell
from .inputs import Input
from .layout import Layout, columns_wanted, layout_of, without_blank
from .marks import Marks
from .notation import Notation, marks_seen, notation_for
from .quoted_lines import check_cells_within
from .records import Records, Splitting
from .text import BLOCK_SIZE, Lines, TextBlock, TextFile, open_text
from .titles import lines_of_titles

SAMPLE_SIZE = 2**16
LARGEST_SAMPLE = 2**20
LINES_OF_SAMPLE = 200
CELLS_OF_SAMPLE = 10_000
FEW_RECORDS = 16


@dataclass(frozen=True, eq=False)
class TextTable:
    """The rows below the header, their columns and notation, and the choices as they turned out."""

    records: Records
    layout: Layout
    notation: Notation
    choices: Choices
    sheets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.records.name

    def rows(self, columns: Sequence[int]) -> Iterator[Rows]:
        """Read some columns block by block; raise BadTable where a mark may mean two things."""
        marks = Marks(self.records, self.layout, columns, self.notation.comma_decides)
        for block in self.records.blocks():
            values = plain_lines(block.data, self.records.splitting.separator, self.notation)
            if values is not None and self._is_full(values.shape[1]):
                yield Rows(np.take(values, columns, axis=1), (), 0, block.fraction)
            else:
                records = list(self.records.within(block))
                yield self._rows(records, columns, block.fraction)
            if self.notation.is_open:
                marks.watch(block, is_plain=values is not None)

    def _is_full(self, width: int) -> bool:
        """Tell whether lines of so many numbers have one for each column, and none too many."""
        return width == self.layout.width and not self.layout.blank

    def _rows(self, records: Sequence[Record], columns: Sequence[int], fraction: float) -> Rows:
        """Read records at once where all are plain, else each half of them, few one by one."""
        if all(self.layout.fits(record.cells) for record in records):
            cells = [record.cells[k] for record in records for k in columns]
            values = plain_cells(cells, self.notation)
            if values is not None:
                return Rows(values.reshape(-1, len(columns)), (), 0, fraction)
        if len(records) <= FEW_RECORDS:
            return checked_rows(records, self.layout, columns, self.number, fraction)
        half = len(records) // 2
        first = self._rows(records[:half], columns, fraction)
        return first.followed_by(self._rows(records[half:], columns, fraction))

    def first(self, count: int) -> Iterator[Record]:
        """Yield records out of the first lines; raise BadTable where quotes do not match."""
        beginning = replace(self.records, text=replace(self.records.text, size=SAMPLE_SIZE))
        blocks = takewhile(self._is_in_sample, beginning.blocks())
        yield from islice(chain.from_iterable(map(beginning.within, blocks)), count)

    def _is_in_sample(self, block: TextBlock) -> bool:
        return block.start.offset - self.records.start.offset < LARGEST_SAMPLE

    def number(self, cell: str) -> float:
        """Read a number; raise BadNumber for what is none."""
        if not cell:
            raise BadNumber(cell, "the cell is empty. Every cell needs a number.")
        return self.notation.number(cell)

    def text(self, cell: str) -> str:
        """Return the cell as it stands."""
        return cell

    def refusal(self, fault: Fault) -> BadTable:
        """Name a fault by its line."""
        return refusal(self.name, fault)


def read_text_table(file: Input, choices: Choices, size: int = BLOCK_SIZE) -> TextTable:
    """Find the table in a text; raise BadTable where there is none.

    ``size`` is that of a block of its text, in bytes; a longer record makes a longer block.
    """
    if choices.sheet is not None:
        raise BadTable(file.name, "there are no sheets in a text.")
    text = open_text(file, choices.encoding, size)
    text = text.without_lines(choices.skipped) if choices.skipped else text
    lines = _first_lines(text)
    told = directive(lines[0]) if lines else ""
    if told and choices.separator in (None, told):
        text, lines = text.without_lines(1), lines[1:]
    comment = guess_comment(lines) if choices.comment is None else choices.comment
    separator = choices.separator or told or guess_separator(lines, comment)
    splitting = Splitting(separator, comment)
    skipped = choices.skipped
    if choices.seeks_titles and (titles := lines_of_titles(lines, splitting)):
        text, lines = text.without_lines(titles), lines[titles:]
        skipped = text.start.line - 1
    found = replace(
        choices,
        separator=separator,
        comment=comment,
        encoding=text.encoding,
        skip_rows=skipped,
    )
    return _table(Records(text, splitting, text.start), lines, found)


def _first_lines(text: TextFile) -> list[str]:
    """Return the lines to guess from: enough of them, though the header alone may fill a sample."""
    lines = list[str]()
    for block in replace(text, size=SAMPLE_SIZE).blocks(text.start, lambda lines: lines):
        lines += islice(Lines(block.data), LINES_OF_SAMPLE)
        is_large = block.start.offset - text.start.offset > LARGEST_SAMPLE
        if len(lines) >= LINES_TO_GUESS_FROM or is_large:
            break
    return lines


def _table(records: Records, lines: Sequence[str], choices: Choices) -> TextTable:
    """Tell the header from the rows, and the numbers' notation."""
    first, below = records.first()
    rows = records.splitting.first_rows(lines, LINES_TO_GUESS_FROM)[1:]
    header = choices.header
    if header is None:
        header = is_header(first.cells, rows) or _is_set_off(lines, records.splitting)
    if header:
        check_cells_within(first.cells, rows, choices, records.name)
        layout = layout_of(_names(first.cells, records.splitting), rows)
        records = replace(records, start=below)
    else:
        rows = [list(first.cells), *rows]
        layout = layout_of(None, rows)
        names = names_in_comment(lines, records.splitting, layout.width)
        layout = layout._replace(names=names)
    choices, layout = without_blank(choices, layout)
    columns = columns_wanted(choices, layout, records.name)
    numbers = (row[k] for row in rows for k in columns if k < len(row))
    cells = list(islice(numbers, CELLS_OF_SAMPLE))
    notation = notation_for(choices, cells)
    decimal, thousands = marks_seen(notation, cells)
    choices = replace(choices, header=header, decimal=decimal, thousands=thousands)
    return TextTable(records, layout, notation, choices)


def _names(cells: Sequence[str], splitting: Splitting) -> list[str]:
    """Return the names of a header, without what was put before their marks to be safe."""
    names = map(unescaped, cells) if splitting.separator == BAR else cells
    return [unescape_formula(name) for name in names]


def _is_set_off(lines: Sequence[str], splitting: Splitting) -> bool:
    """Tell a header by how it is written, whatever it holds."""
    shown = (line for line in lines if not splitting.is_comment(line))
    return quotes_tell(lines, splitting) or (splitting.separator == BAR and rule_tells(shown))
