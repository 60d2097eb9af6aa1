"""A table in a text file. Everything that is not chosen is guessed."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, takewhile

import numpy as np

from ...errors import BadNumber, BadTable
from ...formula_text import unescape_formula
from ...language.sentence import marked
from ...shortening import repair_name
from ..cells import CheckedRows, RawRow, check_rows, parse_plain_cells
from ..faults import Fault, error_at
from ..inputs import InputFile
from ..layout import Layout, choose_columns, find_columns, find_layout
from ..notes import (
    boxes_left_out,
    commas_in_quotes,
    comments_skipped,
    lines_left_out,
    rule_left_out,
    semicolons_left_out,
)
from ..options import ANY_SPACE, ReadOptions
from ..source import find_sheet
from ..totals import labelled_totals_notes, may_end_in_totals
from .ascii_tables import BAR, DOTS, rule_marks_header, unescape_markdown
from .blank_groups import THOUSANDS as THOUSANDS_BY_BLANKS
from .blank_groups import (
    find_grouped_column,
    is_grouped,
    joined_groups,
    refuse_ambiguous_lines,
    told,
)
from .comma_groups import find_comma_groups, told_commas
from .comment_signs import RARE_SIGNS
from .decimal_marks import DecimalMarkCheck
from .dialect import (
    LINES_TO_GUESS_FROM,
    SEPARATORS,
    count_other_comments,
    find_grouped_cells,
    guess_comment,
    guess_separator,
    refuse_quoted_lines,
    separator_directive,
    tell_rows,
)
from .fortran import leaves_letters_out
from .header import count_title_lines, is_header, names_from_comment, quotes_mark_header
from .lost_digits import LostDigits
from .named_columns import find_named_columns
from .number_format import NumberFormat, detect_marks, find_number_format
from .number_patterns import PERCENT, looks_like_number
from .numbers_as_names import refuse_numbers_as_names
from .parts.ended_rows import commas_part_ended_rows, without_ends
from .parts.foreign_texts import refuse_foreign_text, refuse_latex_rows, refuse_scaled_display
from .parts.fragments import NOTHING_PRINTED, FragmentCheck, PrintedSize, find_printed_size
from .parts.octave import (
    choose_variable,
    find_variables,
    is_octave_text,
    refuse_wrong_height,
    tell_variable,
)
from .parts.parts import GapCheck, find_part_starts, part_names
from .parts.rules import LateRules, cut_totals, may_have_late_rules
from .percents import Percents, find_percents
from .plain.blocks import PlainReader
from .preamble import find_preamble, may_hold_number
from .records import CellSplitter, Records
from .rows_like_comments import SkippedRows
from .text import BLOCK_SIZE, Lines, TextBlock, TextFile, open_text

# 64 KiB hold hundreds of ordinary lines.
SAMPLE_SIZE = 2**16
# 1 MiB: read if 64 KiB have too few lines. Thousands of long names fill one sample.
LARGEST_SAMPLE = 2**20
# More than LINES_TO_GUESS_FROM, because titles, comments and blank lines do not count there.
LINES_OF_SAMPLE = 200
# If none of those has a number, one is looked for in so many, which takes 5 ms: a long preamble,
# comments or blank lines may be above the table.
MOST_LINES_ABOVE = 5_000
# Bounds the time to find the number format of a table with many thousands of columns.
CELLS_OF_SAMPLE = 10_000
# With one fault in 400 rows: 8, 16 and 32 take 0.21 s, 1 and 256 take 0.47 s.
FEW_RECORDS = 16

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class TextTable:
    """The rows below the header, their columns, their number format, and the options used.

    ``late_rules`` is whether rules may be drawn below the first lines. ``printed`` is the size that
    is printed above the table.
    """

    records: Records
    layout: Layout
    number_format: NumberFormat
    options: ReadOptions
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    percents: Percents | None = None
    late_rules: bool = False
    printed: PrintedSize = NOTHING_PRINTED

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.records.name

    @property
    def height(self) -> int | None:
        """None: the rows are not counted before they are read."""
        return None

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns block by block. Raises BadTable if a mark may mean two things."""
        mark_check = DecimalMarkCheck(self.records, self.layout, columns, self.number_format)
        if self.percents is not None:
            self.percents.refuse_unchosen(self.name, columns)
        gap_check = GapCheck(self.records)
        lost_digits = LostDigits(self.records, self.layout, columns, self.number_format.parse)
        rules, skipped = self._watch_rules(), SkippedRows(self.records, self.layout, columns)
        fragment = self._watch_size()
        plain = PlainReader(self.records, self.layout, columns, self.number_format, self.parse)
        last, fraction = list[RawRow | TextBlock](), 0.0
        for whole in self.records.blocks():
            found = plain.read(whole)
            block, is_last, notes = rules.end_block(whole, is_plain=found is not None)
            found = plain.read(block) if is_last else found
            notes += block.notes + skipped.check_block(block)
            if found is not None:
                rows = found.rows
                shown: list[RawRow | TextBlock] = [] if found.is_all_plain else [block]
            else:
                records = list(self.records.rows_in(block))
                rows, shown = self._rows(records, columns, block.fraction), [*records]
            count = len(rows.values) + rows.bad_count
            above = self._rows_of(last)[-FEW_RECORDS:] if count < FEW_RECORDS else []
            last = [] if found is not None and found.is_all_plain else [*above, *shown]
            fraction = block.fraction if last else fraction
            if self.percents is not None and (found is None or self.percents.are_among(columns)):
                cells = self.records.rows_in(block)
                self.percents.check(self.name, self.layout, columns, cells)
            notes += fragment.check_block(block, count, rows.bad_count)
            last_read = partial(self._last_read, block, rows.faults)
            notes += gap_check.check_block(block, count, last_read)
            notes += lost_digits.check_block(block, rows.values)
            yield rows._replace(notes=notes)
            if self.number_format.is_undecided:
                mark_check.check_block(block, is_plain=found is not None)
            if is_last:
                break
        mark_check.check_end()
        at_end = self._rows_of(last)
        if may_end_in_totals(at_end):
            notes = labelled_totals_notes(at_end, columns, self.number_format.parse)
            yield CheckedRows(np.empty((0, len(columns))), (), 0, fraction, notes)

    def _rows_of(self, shown: Iterable[RawRow | TextBlock]) -> list[RawRow]:
        """Return rows, and those of blocks that were read at once."""
        rows = list[RawRow]()
        for each in shown:
            rows += (each,) if isinstance(each, RawRow) else self.records.rows_in(each)
        return rows

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

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, block by block, and the fraction of the file read by then."""
        for block in self.records.blocks():
            yield list(self.records.rows_in(block)), block.fraction

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield rows from the first lines. Raises BadTable if quotes do not match."""
        beginning = replace(self.records, text=replace(self.records.text, size=SAMPLE_SIZE))
        blocks = takewhile(self._is_in_sample, beginning.blocks())
        yield from islice(chain.from_iterable(map(beginning.rows_in, blocks)), count)

    def _watch_rules(self) -> LateRules:
        text, splitter = self.records.text, self.records.splitter
        return LateRules(text, splitter, is_watching=self.late_rules)

    def _watch_size(self) -> FragmentCheck:
        layout = self.layout
        left_out = {*layout.empty_columns, *layout.naming_columns}
        dots = {k for k, name in enumerate(layout.names) if name in DOTS}
        return FragmentCheck(self.printed, layout.width - len(left_out | dots))

    def _check_size(self, block: TextBlock) -> tuple[str, ...]:
        """Return what is to be told of the size if the first block holds all rows."""
        check, rows = self._watch_size(), 0
        if block.is_last and check.may_end_in(block):
            with suppress(BadTable):  # reading the table will report the line
                rows = sum(1 for _ in self.records.rows_in(block))
        return check.check_block(block, rows, rows) if rows else ()

    def _last_read(self, block: TextBlock, faults: Sequence[Fault]) -> int | None:
        """Return the line of the last row in a block that has no fault."""
        bad = {fault.line for fault in faults}
        lines = (row.line for row in self.records.rows_in(block) if row.line not in bad)
        return max(lines, default=None)

    def _last_with_number(self, block: TextBlock, columns: Sequence[int]) -> int | None:
        """Return the line of the last row in a block that has a number in one of some columns."""
        found = None
        with suppress(BadTable):  # reading the table will report the line
            for row in self.records.rows_in(block):
                is_wide = self.layout.is_as_wide(row.cells)
                if is_wide and any(self._is_number(row.cells[k]) for k in columns):
                    found = row.line
        return found

    def _is_number(self, cell: str) -> bool:
        try:
            self.parse(cell)
        except BadNumber:
            return False
        return True

    def _is_in_sample(self, block: TextBlock) -> bool:
        return block.start.offset - self.records.start.offset < LARGEST_SAMPLE

    def parse(self, cell: str) -> float:
        """Return the number in a cell. Raises BadNumber if it is not one."""
        if not cell:
            raise BadNumber(cell, marked("engine", "the cell is empty. Every cell needs a number."))
        return self.number_format.parse(cell)

    def text(self, cell: str) -> str:
        """Return the cell unchanged."""
        return cell

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its line."""
        return error_at(self.name, fault)

    def checked(self) -> "TextTable":
        """Return this table with notes on its first rows.

        Raises NeedsChoice if another table begins among them.
        """
        text = replace(self.records.text, size=SAMPLE_SIZE)
        for whole in replace(self.records, text=text).blocks():
            block, _, told = self._watch_rules().end_block(whole)
            columns = find_columns(self.options, self.layout, self.name)
            last = partial(self._last_with_number, block, columns)
            notes = told + block.notes + GapCheck(self.records).check_block(block, 0, last)
            lost = LostDigits(self.records, self.layout, columns, self.number_format.parse)
            notes += lost.check_first(block)
            notes += SkippedRows(self.records, self.layout, columns).check_block(block)
            notes += self._check_size(block)
            return replace(self, notes=(*self.notes, *notes))
        return self


def read_text_table(file: InputFile, options: ReadOptions, size: int = BLOCK_SIZE) -> TextTable:
    """Find the table in a text. Raises BadTable if there is none.

    ``size`` is the size of a block in bytes; a longer record makes a longer block.
    """
    text = open_text(file, options.encoding, size)
    lines = _first_lines(text)
    refuse_foreign_text(text.name, lines)
    refuse_scaled_display(text.name, lines, options.rows_to_skip)
    refuse_latex_rows(text.name, lines, options.rows_to_skip)
    if is_octave_text(lines) and not options.rows_to_skip:
        return _read_variable(text, options)
    if options.sheet is None:
        table = replace(_read_part(text, options), printed=find_printed_size(lines))
        return table.checked()
    # The rows to skip are those above the table that is chosen.
    return _read_other_part(_read_part(text, replace(options, sheet=None, skip_rows=None)), options)


def _read_variable(text: TextFile, options: ReadOptions) -> TextTable:
    """Read a matrix of Octave's."""
    variables = find_variables(text)
    chosen = choose_variable(text.name, variables, options.sheet)
    refuse_wrong_height(text, chosen)
    matrix = replace(text, start=chosen.start, end=chosen.end.offset)
    table = _read_part(matrix, replace(options, separator=ANY_SPACE, comment="#", header=False))
    return replace(
        table.checked(),
        options=replace(table.options, sheet=chosen.name),
        sheets=tuple(each.name for each in variables if each.is_matrix),
        notes=(tell_variable(chosen, variables), *table.notes),
    )


def _read_other_part(table: TextTable, options: ReadOptions) -> TextTable:
    """Read the chosen one of several tables, given the first one."""
    starts = find_part_starts(table.records)
    if not starts:
        raise BadTable(table.name, marked("engine", "a text file has no sheets."))
    names = part_names(len(starts) + 1)
    chosen = find_sheet(options.sheet, names, table.name)
    text = table.records.text
    begin = [text.start, *starts][names.index(chosen)]
    end = [*(start.offset for start in starts), None][names.index(chosen)]
    part = _read_part(replace(text, start=begin, end=end), replace(options, sheet=None))
    found = replace(part.options, sheet=chosen)
    return replace(part.checked(), options=found, sheets=names)


def _read_part(text: TextFile, options: ReadOptions) -> TextTable:
    """Find the table in a text, or in a part of it, where it begins."""
    whole = text
    text = text.skip_lines(options.rows_to_skip) if options.rows_to_skip else text
    lines = _first_lines(text)
    directed = separator_directive(lines[0]) if lines else ""
    # If another separator is chosen, a line such as sep=; is an ordinary row.
    if directed and options.separator in (None, directed):
        text, lines = text.skip_lines(1), lines[1:]
    comment = guess_comment(lines) if options.comment is None else options.comment
    skipped = options.rows_to_skip
    notes: tuple[str, ...] = (boxes_left_out(),) if text.characters else ()
    if not directed and commas_part_ended_rows(text, lines, comment, options):
        text, lines = without_ends(text), [line.replace(";", " ") for line in lines]
        options = replace(options, separator=",")
        notes = (*notes, semicolons_left_out())
    separators = [each for each in (options.separator, directed) if each][:1] or SEPARATORS
    by_commas = _find_comma_groups(text, lines, comment, options)
    if by_commas:
        options = replace(options, thousands=",", separator="\t")
        separators, notes = ["\t"], (*notes, told_commas(by_commas))
    is_open = options.detects_titles and options.comment is None
    if is_open and (remarks := count_other_comments(lines, comment)):
        notes = (*notes, lines_left_out(lines[:remarks]))
        text, lines = text.skip_lines(remarks), lines[remarks:]
        skipped = text.start.line - whole.start.line
    above = find_preamble(lines, separators, comment) if options.detects_titles else 0
    if above:
        notes = (*notes, lines_left_out(lines[:above]))
        text = text.skip_lines(above)
        lines = lines[above:] if above < LINES_TO_GUESS_FROM else _first_lines(text)
        skipped = text.start.line - whole.start.line
        comment = guess_comment(lines) if options.comment is None else comment
    if options.comment is None and comment in RARE_SIGNS:
        notes = (*notes, comments_skipped(comment))
    grouped = _find_grouped_column(lines, comment, options)
    if grouped:  # a comma there is decimal
        options = replace(options, thousands=THOUSANDS_BY_BLANKS, separator="\t")
    elif options.thousands is None and (
        (cells := find_grouped_cells(lines, comment, options.separator or directed or None))
        and not cells.is_lone
    ):
        grouped = cells.number
        options = replace(
            options,
            thousands=THOUSANDS_BY_BLANKS,
            separator=cells.separator,
            decimal=options.decimal or cells.decimal,
        )
    separator = options.separator or directed or _guess_separator(lines, comment, options)
    splitter = CellSplitter(separator, comment)
    if separator == BAR and rule_marks_header(lines) and not any(BAR in line for line in lines):
        notes = (*notes, rule_left_out())
    if separator == ANY_SPACE and options.separator is None and options.thousands is None:
        _refuse_ambiguous_blanks(text, lines, splitter)
    if options.detects_titles and not above and (titles := count_title_lines(lines, splitter)):
        notes = (lines_left_out(lines[:titles]), *notes)
        text, lines = text.skip_lines(titles), lines[titles:]
        skipped = text.start.line - whole.start.line
    text, totals = cut_totals(text, lines, splitter)
    notes = (*notes, *totals, *(() if options.comment is not None else tell_rows(lines)))
    notes = (*notes, told(grouped)) if grouped else notes
    found = replace(
        options,
        separator=separator,
        comment=comment,
        encoding=text.encoding,
        skip_rows=skipped,
    )
    table = _table(Records(text, splitter, text.start), lines, found)
    late_rules = may_have_late_rules(lines, splitter)
    return replace(table, notes=(*notes, *table.notes), late_rules=late_rules)


def _guess_separator(lines: Sequence[str], comment: str, options: ReadOptions) -> str:
    by_blanks = options.thousands == THOUSANDS_BY_BLANKS
    return guess_separator(list(map(joined_groups, lines)) if by_blanks else lines, comment)


def _find_comma_groups(
    text: TextFile, lines: Sequence[str], comment: str, options: ReadOptions
) -> str:
    """Return the first number of a single column whose thousands are grouped by commas, or ""."""
    if options.separator is not None or options.thousands not in (None, ","):
        return ""
    if not options.detects_titles or options.header is False:
        return ""
    splitter = CellSplitter(ANY_SPACE, comment)
    shown = ["" if splitter.is_comment(line) else line for line in lines]
    return find_comma_groups(text.name, shown, text.start.line, options.thousands)


def _find_grouped_column(lines: Sequence[str], comment: str, options: ReadOptions) -> str:
    if options.separator is not None or options.thousands is not None:
        return ""
    splitter = CellSplitter(ANY_SPACE, comment)
    return find_grouped_column([line for line in lines if not splitter.is_comment(line)])


def _refuse_ambiguous_blanks(text: TextFile, lines: Sequence[str], splitter: CellSplitter) -> None:
    """Raise NeedsChoice if 1 234 may be one number, unless a comment names two columns."""
    rows = splitter.first_rows(lines, 1)
    if rows and not names_from_comment(lines, splitter, len(rows[0])):
        shown = ["" if splitter.is_comment(line) else line for line in lines]
        refuse_ambiguous_lines(text.name, shown, text.start.line)


def _first_lines(text: TextFile) -> list[str]:
    """Return enough lines to guess from, even if the header alone is longer than a sample."""
    lines, begin = list[str](), None
    for block in replace(text, size=SAMPLE_SIZE).blocks(text.start, lambda lines: lines):
        most = (begin or 0) + LINES_OF_SAMPLE
        for line in Lines(block.data):
            if begin is None and may_hold_number(line):
                begin = len(lines) if len(lines) >= LINES_OF_SAMPLE else 0
                most = begin + LINES_OF_SAMPLE
            lines.append(line)
            if len(lines) >= (MOST_LINES_ABOVE if begin is None else most):
                break
        is_large = block.start.offset - text.start.offset > LARGEST_SAMPLE
        is_found = begin is not None and len(lines) - begin >= LINES_TO_GUESS_FROM
        if is_found or is_large or len(lines) >= MOST_LINES_ABOVE:
            break
    return lines[:LINES_OF_SAMPLE] if begin is None else lines


def _table(records: Records, lines: Sequence[str], options: ReadOptions) -> TextTable:
    """Find the header, the columns and the number format."""
    are_chosen = isinstance(options.columns, tuple)
    first, below = records.first_row()
    rows = records.splitter.first_rows(lines, LINES_TO_GUESS_FROM)[1:]
    header = options.header
    if header is None:
        header = is_header(first.cells, rows) or _is_marked_as_header(lines, records.splitter)
        if not header:
            refuse_numbers_as_names(first.cells, rows, records.name, first.line)
    notes = tuple[str, ...]()
    if header:
        refuse_quoted_lines(first.cells, rows, options, records.name)
        records = replace(records, start=below)
        names = _names(first.cells, records.splitter)
        named = find_named_columns(records, names, rows, lines, options)
        records, rows, layout, options, notes = named
    else:
        rows = [list(first.cells), *rows]
        layout = find_layout(None, rows)
        words = names_from_comment(lines, records.splitter, layout.width)
        layout = layout._replace(names=tuple(map(repair_name, words)))
    percents = find_percents(rows, layout, records.start.line, are_chosen=are_chosen)
    options, layout = choose_columns(options, layout)
    columns = find_columns(options, layout, records.name)
    numbers = (row[k] for row in rows for k in columns if k < len(row))
    cells = [cell.removesuffix(PERCENT) for cell in islice(numbers, CELLS_OF_SAMPLE)]
    others = islice((cell for row in rows for cell in row), CELLS_OF_SAMPLE)
    number_format = replace(
        find_number_format(options, cells, others),
        has_percents=percents is not None,
        has_bare_powers=leaves_letters_out(cells),
    )
    decimal, thousands = detect_marks(number_format, cells)
    by_blanks = number_format.thousands == THOUSANDS_BY_BLANKS and options.thousands is None
    grouped = next(filter(is_grouped, cells), "") if by_blanks else ""
    options = replace(options, header=header, decimal=decimal, thousands=thousands)
    logger.debug(
        "%s: separator %r, decimal mark %r, header %s, %s lines skipped, %s",
        *(records.name, options.separator, decimal, header, options.skip_rows, options.encoding),
    )
    notes = (*notes, told(grouped)) if grouped else notes
    if by_commas := _decimal_commas_in_quotes(options, number_format, cells):
        notes = (*notes, commas_in_quotes(by_commas))
    if percents is not None and {*percents.columns} & {*columns}:
        notes = (*notes, percents.note)
    return TextTable(records, layout, number_format, options, (), notes, percents)


def _decimal_commas_in_quotes(
    options: ReadOptions, number_format: NumberFormat, cells: Iterable[str]
) -> str:
    """Return the first decimal comma between commas, if it is one by guess; else ""."""
    if options.separator != "," or not number_format.comma_is_decimal:
        return ""
    return next((cell for cell in cells if looks_like_number(cell) and "," in cell), "")


def _names(cells: Sequence[str], splitter: CellSplitter) -> list[str]:
    """Return the names of a header without the characters that escape them."""
    names = map(unescape_markdown, cells) if splitter.separator == BAR else cells
    return [repair_name(unescape_formula(name)) for name in names]


def _is_marked_as_header(lines: Sequence[str], splitter: CellSplitter) -> bool:
    """Return whether the first row is marked as a header, by quotes or by a rule below it."""
    rows = (line for line in lines if not splitter.is_comment(line))
    return quotes_mark_header(lines, splitter) or (
        splitter.separator == BAR and rule_marks_header(rows)
    )
