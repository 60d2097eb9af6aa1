"""The sheets of a workbook: .xlsx, .xls, .xlsb and .ods files, read by python-calamine."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from zipfile import ZipFile

from ...errors import BadTable
from ...shortening import repair_name
from ..inputs import InputFile, in_memory
from ..layout import Layout, choose_columns, find_columns
from ..notes import lines_left_out
from ..options import HiddenRows, ReadOptions
from ..source import find_sheet
from ..text.header import count_title_rows, is_header
from ..text.named_columns import find_columns_below
from ..text.numbers_as_names import refuse_numbers_as_names
from ..text.preamble import find_preamble
from ..totals import is_total_label
from .ods_look import CONTENT, look_at_ods
from .plain_workbook import needs_rewriting
from .sheet_look import (
    SheetLook,
    blank_columns_note,
    blank_rows_note,
    hidden_columns_note,
    hidden_rows_note,
    misread,
    totals_label_note,
    totals_note,
    within,
)
from .sheet_table import ROWS_TO_GUESS_FROM, SheetTable, shown_cell
from .workbook_limits import check_workbook
from .workbook_process import SheetTooLarge, WorkbookSheet, read_workbook
from .xls_look import look_at_xls, with_plain_formats
from .xlsb_look import WORKBOOK as XLSB_WORKBOOK
from .xlsb_look import look_at_xlsb
from .xlsx_look import look_at_xlsx, refuse_too_large

# Settings may fill a screen. Of a table of thousands of columns, 20 rows take long enough.
MOST_ROWS_ABOVE, CELLS_TO_LOOK_AT = 100, 4000
_FEWEST_ABOVE_TOTALS = 2
_ENDS_OF_CELLS = re.compile(r'[\t\r\n"]')

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
    chosen_columns = options.columns if isinstance(options.columns, tuple) else None
    if sheet.start is None or chosen_columns is None:
        look.refuse_uncomputed(file.name, sheet.name)
    else:  # the last columns may be missing; others are looked at once their names are known
        numbers = (k for k in chosen_columns if isinstance(k, int))
        look.refuse_uncomputed(file.name, sheet.name, numbers)
    if sheet.start is None:
        chosen = find_sheet(options.sheet, sheet.sheets, file.name)
        raise BadTable(file.name, f"sheet {chosen} is empty.")
    if look.rows > sheet.end[0] + 1 or look.columns > sheet.end[1] + 1:
        raise BadTable(file.name, _cut_off(sheet, look))
    return _table(file.name, sheet, replace(options, sheet=sheet.name), look)


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
            raise BadTable(file.name, misread(sheet.name, look.in_parts)) from error
    return sheet, look


def _look(archive: ZipFile, sheet: str) -> SheetLook:
    """Look at what a sheet of an .xlsx or .xlsb workbook says beside its cells."""
    if XLSB_WORKBOOK in archive.namelist():
        return look_at_xlsb(archive, sheet)
    return look_at_xlsx(archive, sheet)


def _cut_off(sheet: WorkbookSheet, look: SheetLook) -> str:
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    return (
        f"sheet {sheet.name} has cells up to row {look.rows:,} and column {look.columns:,}, but "
        f"those below row {rows:,} or right of column {columns:,} cannot be read. Save it as .xlsx."
    )


def _table(name: str, sheet: WorkbookSheet, options: ReadOptions, look: SheetLook) -> SheetTable:
    """Find titles, header and rows. Blank rows right below those skipped are skipped too.

    Columns are counted from the first of the sheet, as people see them, even if it is empty.
    """
    assert sheet.start is not None
    if sheet.end[1] >= MOST_COLUMNS:
        raise BadTable(
            name,
            f"sheet {sheet.name} has a cell in column {sheet.end[1] + 1:,}; a sheet has at most "
            f"{MOST_COLUMNS:,}. The file may be damaged: save it again in a spreadsheet program.",
        )
    first = _first_rows(sheet, options.rows_to_skip)
    if not first:
        row = options.rows_to_skip
        raise BadTable(name, f"sheet {options.sheet} has nothing below row {row}.")
    skipped, notes = options.rows_to_skip, tuple[str, ...]()
    if options.detects_titles and (titles := _count_rows_above(first)):
        notes = (lines_left_out([_shown_row(cells) for _, cells in first[:titles]], "row"),)
        first = first[titles:]
        skipped = first[0][0]
    first = first[:ROWS_TO_GUESS_FROM]
    (start, texts), below = first[0], [cells for _, cells in first[1:]]
    header = is_header(texts, below) if options.header is None else options.header
    if not header and options.header is None:
        refuse_numbers_as_names(texts, below, name)
    padding = [""] * sheet.start[1]
    if header:
        names = [*padding, *(repair_name(text.strip()) for text in texts)]
        cells = [padding + cells for cells in below]
        found = find_columns_below(names, cells, options, unit="row")
        layout, options, notes = found.layout, found.options, (*notes, *found.notes)
        start = first[found.unit_rows][0]
    else:  # a column may hold only errors, which look empty
        layout = Layout((), len(padding + texts), empty_columns=tuple(range(len(padding))))
    unchosen = layout  # with its blank columns, also if those of numbers are chosen later
    is_open = not isinstance(options.columns, tuple)
    options, layout = choose_columns(options, layout)
    read = [k + 1 for k in find_columns(options, layout, name)]
    look.refuse_uncomputed(name, sheet.name, read)
    rows = range(start + 1 + header, sheet.end[0] + 2)
    left_out = set[int]()
    if _ends_in_totals(rows, look):
        notes += (totals_note(rows[-1]),)
        left_out.add(rows[-1])
        rows = rows[:-1]
    elif label := _total_label(sheet, rows):
        notes += (totals_label_note(rows[-1], label),)
    hidden = _hidden_rows(name, sheet, rows, look, options)
    is_read = options.hidden_rows is HiddenRows.READ
    left_out.update(() if is_read else hidden)
    notes += _notes(sheet, rows, unchosen if is_open else layout)
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
    ).checked()


def _ends_in_totals(rows: range, look: SheetLook) -> bool:
    """Return whether the last row sums up those above; a moving average does so in every row."""
    return (
        len(rows) > _FEWEST_ABOVE_TOTALS and rows[-1] in look.totals and rows[-2] not in look.totals
    )


def _total_label(sheet: WorkbookSheet, rows: range) -> str:
    """Return the label of the last row, if it is one such as Total or Mean; else ""."""
    cells = sheet.blocks[-1].last_row() if len(rows) > _FEWEST_ABOVE_TOTALS else []
    label = next((cell for cell in cells if cell != ""), "")
    return label if isinstance(label, str) and is_total_label(label) else ""


def _hidden_rows(
    name: str, sheet: WorkbookSheet, rows: range, look: SheetLook, options: ReadOptions
) -> list[int]:
    """Return the rows of a table that are hidden and not blank. Raises BadTable if none is left."""
    hidden = within(look.hidden_rows, rows.start, rows.stop - 1)
    if not hidden:
        return []
    blank = sheet.blank_rows()
    hidden = [row for row in hidden if row not in blank]
    shown = len(rows) - len(hidden) - sum(row in rows for row in blank)
    if options.hidden_rows is HiddenRows.SKIP and shown == 0:
        raise BadTable(name, f"every row of the table in sheet {sheet.name} is hidden.")
    return hidden


def _notes(sheet: WorkbookSheet, rows: range, layout: Layout) -> tuple[str, ...]:
    """Tell of blank rows and columns within a table, which may be two tables."""
    assert sheet.start is not None
    blank = sorted(row for row in sheet.blank_rows() if row in rows)
    used = [k for k in range(layout.width) if k not in layout.empty_columns]
    gaps = [k + 1 for k in layout.empty_columns if used and used[0] < k < used[-1]]
    found = [blank_rows_note(blank)] if blank else []
    return (*found, *([blank_columns_note(gaps)] if gaps else []))


def _shown_row(cells: Sequence[str]) -> str:
    return " ".join(filter(None, cells))


def _count_rows_above(first: Sequence[tuple[int, list[str]]]) -> int:
    """Count the rows above the table, such as titles or settings; 0 if in doubt.

    A preamble is looked for as in a text, so rows become lines, with blank lines between them.
    """
    lines = [""] * (first[-1][0] - first[0][0] + 1)
    for row, cells in first:
        lines[row - first[0][0]] = "\t".join(map(_on_one_line, cells)).rstrip("\t")
    above = find_preamble(lines, ("\t",), "")
    count = sum(row - first[0][0] < above for row, _ in first)
    return count or count_title_rows([cells for _, cells in first[:ROWS_TO_GUESS_FROM]])


def _on_one_line(cell: str) -> str:
    return _ENDS_OF_CELLS.sub(" ", cell)


def _first_rows(sheet: WorkbookSheet, skipped: int) -> list[tuple[int, list[str]]]:
    """Return the first rows that are not blank, as text, with their position from 0."""
    rows = islice(enumerate(sheet.rows()), skipped, None)
    shown = ((row, list(map(shown_cell, cells))) for row, cells in rows)
    most = CELLS_TO_LOOK_AT // (sheet.end[1] + 1)
    most = min(max(most, ROWS_TO_GUESS_FROM), MOST_ROWS_ABOVE)
    return list(islice((found for found in shown if any(found[1])), most))
