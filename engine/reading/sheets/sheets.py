"""The sheets of a workbook: .xlsx, .xls, .xlsb and .ods files, read by python-calamine."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from zipfile import ZipFile

from ...errors import BadTable
from ...language.sentence import marked
from ...shortening import grouped, repair_name
from ..inputs import InputFile, in_memory
from ..layout import Layout, choose_columns, find_columns
from ..notes import lines_left_out
from ..options import HiddenRows, ReadOptions
from ..source import find_sheet
from ..text.header import count_title_rows, is_header
from ..text.named_columns import find_columns_below
from ..text.numbers_as_names import refuse_numbers_as_names
from ..text.preamble import find_preamble
from .error_cells import errors_in_ods, errors_in_xlsx
from .ods_look import CONTENT, look_at_ods
from .plain_workbook import needs_rewriting
from .sheet_look import (
    SheetLook,
    blank_columns_note,
    blank_rows_note,
    computed_rows_note,
    hidden_columns_note,
    hidden_rows_note,
    ranges_of,
    subtotals_note,
    totals_note,
    uncomputed_note,
    within,
)
from .sheet_table import ROWS_TO_GUESS_FROM, SheetTable
from .stored_cells import shown_cell
from .workbook_limits import check_workbook
from .workbook_process import SheetTooLarge, WorkbookSheet, read_workbook
from .xls_look import errors_in_xls, look_at_xls, with_plain_formats
from .xlsb_look import WORKBOOK as XLSB_WORKBOOK
from .xlsb_look import errors_in_xlsb, look_at_xlsb
from .xlsx_look import look_at_xlsx, refuse_too_large

# Settings may fill a screen. Of a table of thousands of columns, 20 rows take long enough.
MOST_ROWS_ABOVE, CELLS_TO_LOOK_AT = 100, 4000
# Sums, means and deviations below a table; more rows in a row are rather a moving average.
_MOST_TOTALS, _FEWEST_ABOVE_TOTAL, _FEWEST_ABOVE_EACH = 4, 2, 2
_ANY_NUMBER, _ANY_ERROR = "0", "#N/A"
_ENDS_OF_CELLS = re.compile(r'[\t\r\n"]')

# A sheet is extended to formulas without a result if it has no more cells then: 9 MB.
MOST_CELLS_TO_EXTEND = 2**20

# Four times the columns of Excel and LibreOffice. Columns left of the first cell take memory too.
MOST_COLUMNS = 2**16


def open_sheet(file: InputFile, options: ReadOptions, archive: ZipFile | None = None) -> SheetTable:
    """Open the chosen sheet, or the first that is visible and not empty.

    ``archive`` is the unpacked file, if it is an archive. Raises BadTable.
    """
    if archive is None:
        sheet, look = _open_xls(file, options)
    else:
        sheet, look = _open_archived(file, options, archive)
    look.refuse_uncomputed(file.name, sheet.name, () if sheet.start is not None else None)
    if sheet.start is None:
        chosen = find_sheet(options.sheet, sheet.sheets, file.name)
        raise BadTable(
            file.name, marked("engine", "sheet {chosen} is empty.").format(chosen=chosen)
        )
    if look.rows > sheet.end[0] + 1 or look.columns > sheet.end[1] + 1:
        raise BadTable(file.name, _cut_off(sheet, look))
    sheet, look = _with_formulas(file.name, sheet, look, options)
    errors = partial(_errors, file, archive, sheet.name)
    return _table(file.name, sheet, replace(options, sheet=sheet.name), look, errors)


def _errors(
    file: InputFile, archive: ZipFile | None, sheet: str, rows: range
) -> frozenset[tuple[int, int]]:
    """Return the cells with an error in some rows of a sheet, by row and column from 1."""
    if archive is None:
        return errors_in_xls(file.head(-1), sheet, rows)
    if CONTENT in archive.namelist():
        return errors_in_ods(archive, sheet, rows)
    is_binary = XLSB_WORKBOOK in archive.namelist()
    return (errors_in_xlsb if is_binary else errors_in_xlsx)(archive, sheet, rows)


def _with_formulas(
    name: str, sheet: WorkbookSheet, look: SheetLook, options: ReadOptions
) -> tuple[WorkbookSheet, SheetLook]:
    """Return a sheet with cells for all formulas without a result, which are faults of the table.

    The sheet reader skips them at the end of a sheet. If they are too far away, those of columns
    that are read are refused here; others are left alone.
    """
    if not look.uncomputed:
        return sheet, look
    assert sheet.start is not None
    row = max(int(each.rows[-1]) for each in look.uncomputed.values()) - 1
    columns = [k - 1 for k in look.uncomputed]
    width = max(sheet.end[1], *columns) + 1 - min(sheet.start[1], *columns)
    if (max(sheet.end[0], row) + 1) * width <= MOST_CELLS_TO_EXTEND:
        return sheet.extended(row, columns), look
    first, last = (k + 1 for k in (sheet.start[1], sheet.end[1]))
    here = {k: each for k, each in look.uncomputed.items() if first <= k <= last}
    chosen = options.columns if isinstance(options.columns, tuple) else look.uncomputed
    beyond = [k for k in chosen if isinstance(k, int) and k not in here]
    look.refuse_uncomputed(name, sheet.name, beyond)
    return sheet, replace(look, uncomputed=here)


def _open_xls(file: InputFile, options: ReadOptions) -> tuple[WorkbookSheet, SheetLook]:
    """Read a sheet of an .xls workbook."""
    data = file.head(-1)
    plain = with_plain_formats(data)
    file = file if plain is None else in_memory(file.name, plain)
    sheet = read_workbook(file, options.sheet)
    look = look_at_xls(data, sheet.name)
    return sheet, look


def _open_archived(
    file: InputFile, options: ReadOptions, archive: ZipFile
) -> tuple[WorkbookSheet, SheetLook]:
    """Read a sheet of an .xlsx, .xlsb or .ods workbook.

    It is read again in plain form if not all of it would be understood otherwise.
    """
    check_workbook(file.name, archive, unpacked=CONTENT)
    looks = look_at_ods(archive) if CONTENT in archive.namelist() else None
    rewrites = needs_rewriting(archive)
    try:
        sheet = read_workbook(file, options.sheet, rewrites=rewrites)
        if not sheet.sheets and not rewrites:  # an .ods with unusual names of elements
            sheet = read_workbook(file, options.sheet, rewrites=True)
    except SheetTooLarge as error:
        if error.sheet:
            refuse_too_large(file.name, archive, error.sheet)  # says where its last cell is
        raise
    look = _look(archive, sheet.name) if looks is None else looks.get(sheet.name, SheetLook())
    if look.in_parts and not rewrites:
        try:
            sheet = read_workbook(file, sheet.name, rewrites=True)
        except BadTable as error:
            raise BadTable(file.name, look.in_parts.said(sheet.name)) from error
    return sheet, look


def _look(archive: ZipFile, sheet: str) -> SheetLook:
    """Look at what a sheet of an .xlsx or .xlsb workbook says beside its cells."""
    if XLSB_WORKBOOK in archive.namelist():
        return look_at_xlsb(archive, sheet)
    return look_at_xlsx(archive, sheet)


def _cut_off(sheet: WorkbookSheet, look: SheetLook) -> str:
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    return marked(
        "engine",
        "sheet {name} has cells up to row {rows} and column {columns}, but those below row "
        "{rows_2} or right of column {columns_2} cannot be read. Save it as .xlsx.",
    ).format(
        name=sheet.name,
        rows=grouped(look.rows),
        columns=grouped(look.columns),
        rows_2=grouped(rows),
        columns_2=grouped(columns),
    )


def _table(
    name: str,
    sheet: WorkbookSheet,
    options: ReadOptions,
    look: SheetLook,
    errors: Callable[[range], frozenset[tuple[int, int]]],
) -> SheetTable:
    """Find titles, header and rows. Blank rows right below those skipped are skipped too.

    Columns are counted from the first of the sheet, as people see them, even if it is empty.
    """
    assert sheet.start is not None
    if sheet.end[1] >= MOST_COLUMNS:
        raise BadTable(
            name,
            marked(
                "engine",
                "sheet {name} has a cell in column {value}; a sheet has at most {most_columns}. "
                "The file may be damaged: save it again in a spreadsheet program.",
            ).format(
                name=sheet.name, value=grouped(sheet.end[1] + 1), most_columns=grouped(MOST_COLUMNS)
            ),
        )
    blank = _blank_rows(sheet, look)
    first = _first_rows(sheet, look, options.rows_to_skip, blank)
    if not first:
        row = options.rows_to_skip
        raise BadTable(
            name,
            marked("engine", "sheet {sheet} has nothing below row {row}.").format(
                sheet=options.sheet, row=row
            ),
        )
    skipped, notes = options.rows_to_skip, tuple[str, ...]()
    if options.detects_titles and (titles := _count_rows_above(first)):
        notes = (lines_left_out([_shown_row(cells) for _, cells in first[:titles]], "row"),)
        first = first[titles:]
        skipped = first[0][0]
    first = first[:ROWS_TO_GUESS_FROM]
    start, texts = first[0]
    below = [_with_results(row + 1, cells, sheet.start[1], look) for row, cells in first[1:]]
    header = is_header(texts, below) if options.header is None else options.header
    if not header and options.header is None:
        refuse_numbers_as_names(texts, below, name)
    padding = [""] * sheet.start[1]
    if header:
        names = [*padding, *(repair_name(text.strip()) for text in texts)]
        cells = [padding + cells for cells in below]
        found = find_columns_below(names, cells, options, unit="row")
        if found.unit_rows:
            places = [row + 1 for row, _ in first[1 : found.unit_rows + 1]]
            at_fault = errors(range(start + 2, places[-1] + 1))
            for row, column in at_fault:
                # A row that holds nothing else is not among them.
                cells_of_row = cells[places.index(row) if row in places else 0]
                cells_of_row[column - 1 : column] = [_ANY_ERROR]
            if at_fault:
                found = find_columns_below(names, cells, options, unit="row")
        layout, options, notes = found.layout, found.options, (*notes, *found.notes)
        start = first[found.unit_rows][0]
    else:  # a column may hold only errors, which look empty
        layout = Layout((), len(padding + texts), empty_columns=tuple(range(len(padding))))
    layout = _with_formula_columns(layout, look, start + 1 + header)
    unchosen = layout  # with its blank columns, also if those of numbers are chosen later
    is_open = not isinstance(options.columns, tuple)
    options, layout = choose_columns(options, layout)
    read = [k + 1 for k in find_columns(options, layout, name)]
    cut_off = {k for k, each in look.uncomputed.items() if each.rows[-1] > sheet.end[0] + 1}
    look.refuse_uncomputed(name, sheet.name, cut_off.intersection(read))
    rows = range(start + 1 + header, sheet.end[0] + 2)
    left_out = set[int]()
    if totals := _totals_at_end(rows, blank, look):
        notes += (totals_note(totals),)
        end = next(row for row in reversed(rows) if row not in totals and row not in blank)
        left_out.update(range(end + 1, rows.stop))
        rows = range(rows.start, end + 1)
    if computed := [row for row in sorted(look.summaries.keys() - look.totals) if row in rows]:
        formula = look.summaries[computed[0]].formula
        notes += (computed_rows_note(computed, formula),)
    if subtotals := _subtotals(rows, look):
        notes += (subtotals_note(subtotals),)
    hidden = _hidden_rows(name, sheet.name, rows, look, options, blank)
    is_read = options.hidden_rows is HiddenRows.READ
    left_out.update(() if is_read else hidden)
    notes += _notes(rows, blank, unchosen if is_open else layout)
    shown = options.rows_to_skip + 1, rows.stop - 1
    if is_open and (formulas := {column for _, column in look.uncomputed_cells.within(*shown)}):
        notes += (uncomputed_note(sorted(formulas)),)
    if hidden:
        notes += (hidden_rows_note(hidden, is_filtered=look.is_filtered, is_read=is_read),)
    columns = within(look.hidden_columns, sheet.start[1] + 1, layout.width)
    if hidden_columns := sorted({*columns} & {*read}):
        notes += (hidden_columns_note(hidden_columns),)
    return SheetTable(
        name,
        str(options.sheet),
        sheet.blocks,
        rows.start,
        sheet.end[0] + 1,
        layout,
        replace(options, header=header, skip_rows=skipped),
        sheet.sheets,
        notes,
        frozenset(left_out),
        len(padding),
        look.uncomputed_cells,
    ).checked()


def _with_results(row: int, cells: list[str], padding: int, look: SheetLook) -> list[str]:
    """Return the cells of a row below the names; formulas without a result count as numbers."""
    formulas = {k - 1 - padding for _, k in look.uncomputed_cells.within(row, row)}
    return [_ANY_NUMBER if k in formulas else cell for k, cell in enumerate(cells)]


def _with_formula_columns(layout: Layout, look: SheetLook, start: int) -> Layout:
    """Return the columns of a table; those that hold only formulas without a result are not empty.

    ``start`` is the first row of the table, counted from 1.
    """
    empty = (
        k
        for k in layout.empty_columns
        if k + 1 not in look.uncomputed or look.uncomputed[k + 1].rows[-1] < start
    )
    return layout._replace(empty_columns=tuple(empty))


def _blank_rows(sheet: WorkbookSheet, look: SheetLook) -> frozenset[int]:
    """Return the rows without a cell; a formula without a result is one."""
    blank = sheet.blank_rows()
    formulas = look.uncomputed.values() if blank else ()
    return blank.difference(*(each.rows.tolist() for each in formulas))


def _totals_at_end(rows: range, blank: frozenset[int], look: SheetLook) -> list[int]:
    """Return the last rows that sum up those above; a moving average does so in many rows."""
    last = list(takewhile(look.totals.__contains__, reversed(rows[-_MOST_TOTALS - 1 :])))
    last = max(last, _summaries_at_end(rows, blank, look), key=len)
    above, count = len(rows) - len(last) - sum(row in rows for row in blank), len(last)
    fewest = _FEWEST_ABOVE_TOTAL if count == 1 else _FEWEST_ABOVE_EACH * count
    return sorted(last) if 0 < count <= _MOST_TOTALS and above >= fewest else []


def _summaries_at_end(rows: range, blank: frozenset[int], look: SheetLook) -> list[int]:
    """Return the last rows if their formulas are over all rows of the table above them."""
    last = list(takewhile(look.summaries.__contains__, reversed(rows[-_MOST_TOTALS - 1 :])))
    above = range(rows.start, min(last, default=rows.stop))
    found = [look.summaries[row] for row in last]
    return last if all(each.is_sum and each.covers(above, blank) for each in found) else []


def _subtotals(rows: range, look: SheetLook) -> list[int]:
    """Return the rows of a table that sum up rows above, if only a few do so in a row."""
    runs = ranges_of(row for row in look.totals if row in rows)
    few = [(first, last) for first, last in runs if last - first < _MOST_TOTALS]
    return [row for first, last in few for row in range(first, last + 1)]


def _hidden_rows(
    name: str,
    sheet: str,
    rows: range,
    look: SheetLook,
    options: ReadOptions,
    blank: frozenset[int],
) -> list[int]:
    """Return the rows of a table that are hidden and not blank. Raises BadTable if none is left."""
    hidden = within(look.hidden_rows, rows.start, rows.stop - 1)
    if not hidden:
        return []
    hidden = [row for row in hidden if row not in blank]
    shown = len(rows) - len(hidden) - sum(row in rows for row in blank)
    if options.hidden_rows is HiddenRows.SKIP and shown == 0:
        raise BadTable(
            name,
            marked("engine", "every row of the table in sheet {sheet} is hidden.").format(
                sheet=sheet
            ),
        )
    return hidden


def _notes(rows: range, blank_rows: frozenset[int], layout: Layout) -> tuple[str, ...]:
    """Tell of blank rows and columns within a table, which may be two tables."""
    blank = sorted(row for row in blank_rows if row in rows)
    empty = set(layout.empty_columns)  # a sheet may have 16,384: 4 s in a tuple
    used = [k for k in range(layout.width) if k not in empty]
    gaps = [k + 1 for k in layout.empty_columns if used and used[0] < k < used[-1]]
    found = [blank_rows_note(blank)] if blank else []
    return (*found, *([blank_columns_note(gaps)] if gaps else []))


def _shown_row(cells: Sequence[str]) -> str:
    return " ".join(filter(None, cells))


def _count_rows_above(first: Sequence[tuple[int, list[str]]]) -> int:
    """Count the rows above the table, such as titles or settings; 0 if in doubt.

    A preamble is looked for as in a text, so rows become lines, with blank lines between them.
    """
    lines, places, last = list[str](), list[int](), first[0][0] - 1
    for row, cells in first:
        lines += [""] * min(row - last - 1, MOST_ROWS_ABOVE)  # a million in a row are one gap
        places.append(len(lines))
        lines.append("\t".join(map(_on_one_line, cells)).rstrip("\t"))
        last = row
    above = find_preamble(lines, ("\t",), "")
    count = sum(place < above for place in places)
    return count or count_title_rows([cells for _, cells in first[:ROWS_TO_GUESS_FROM]])


def _on_one_line(cell: str) -> str:
    return _ENDS_OF_CELLS.sub(" ", cell)


def _first_rows(
    sheet: WorkbookSheet, look: SheetLook, skipped: int, blank: frozenset[int]
) -> list[tuple[int, list[str]]]:
    """Return the first rows that are not blank, as text, with their position from 0."""
    assert sheet.start is not None
    every = islice(enumerate(sheet.rows()), skipped, None)
    rows = ((row, cells) for row, cells in every if row + 1 not in blank)
    shown = ((row, list(map(shown_cell, cells))) for row, cells in rows)
    padding = sheet.start[1]
    found = ((row, _formulas_shown(row + 1, cells, padding, look)) for row, cells in shown)
    most = CELLS_TO_LOOK_AT // (sheet.end[1] + 1)
    most = min(max(most, ROWS_TO_GUESS_FROM), MOST_ROWS_ABOVE)
    return list(islice((each for each in found if any(each[1])), most))


def _formulas_shown(row: int, cells: list[str], padding: int, look: SheetLook) -> list[str]:
    """Return the cells of a row; if it has only formulas without a result, they count as numbers.

    A single one is a title rather.
    """
    if not look.uncomputed or any(cells):
        return cells
    found = _with_results(row, cells, padding, look)
    return found if len(cells) - found.count("") > 1 else cells
