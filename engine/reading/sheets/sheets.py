"""The sheets of a workbook: .xlsx, .xls and .ods files, read by python-calamine."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import ZipFile

from ...errors import BadTable
from ..cells import Cell
from ..inputs import InputFile, as_bad_table
from ..layout import Layout, find_layout, skip_empty_columns
from ..options import ReadOptions
from ..source import find_sheet
from ..text.header import count_title_rows, is_header
from .sheet_limits import refuse_unreadable
from .sheet_table import ROWS_TO_GUESS_FROM, SheetTable, shown_cell
from .workbook_probe import loads_safely

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_DAMAGED = "this workbook is damaged or in an unsupported format."
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A panic of its Rust code. It is no Exception, and the class cannot be imported.
_PANIC = "PanicException"


def open_sheet(file: InputFile, options: ReadOptions, archive: ZipFile | None = None) -> SheetTable:
    """Open the chosen sheet, or the first that is visible and not empty.

    ``archive`` is the unpacked file, if it is an archive. Raises BadTable.
    """
    with _library_errors_as_bad_table(file.name):
        book = _workbook(file, archive)
        names, visible = _worksheets(book)
        wanted = [find_sheet(options.sheet, names, file.name)]
        for name in visible if options.sheet is None and visible else wanted:
            if archive is not None:
                refuse_unreadable(file.name, archive, name)
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                return _table(file.name, sheet, replace(options, sheet=name), names)
    raise BadTable(file.name, f"sheet {wanted[0]} is empty.")


def _workbook(file: InputFile, archive: ZipFile | None) -> "CalamineWorkbook":
    """Load a workbook from its bytes: by path, python-calamine would trust the suffix."""
    from python_calamine import load_workbook

    with as_bad_table(file.name), file.opened() as stream:
        data = stream.read()
    if _ENCRYPTED in data:
        raise BadTable(file.name, "it is protected by a password. Save it without one.")
    if archive is None and not loads_safely(data):
        raise BadTable(file.name, _DAMAGED)
    return load_workbook(io.BytesIO(data))


def _worksheets(book: "CalamineWorkbook") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the sheets that hold cells, and of those that are not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(sheet.name for sheet in sheets), tuple(sheet.name for sheet in visible)


def _table(
    name: str, sheet: "CalamineSheet", options: ReadOptions, sheets: tuple[str, ...]
) -> SheetTable:
    """Find titles, header and rows. Blank rows right below those skipped are skipped too.

    Columns are counted from the first of the sheet, as people see them, even if it is empty.
    """
    assert sheet.start is not None
    assert sheet.end is not None
    first = _first_rows(sheet, options.rows_to_skip)
    if not first:
        row = options.rows_to_skip
        raise BadTable(name, f"sheet {options.sheet} has nothing below row {row}.")
    skipped = options.rows_to_skip
    if options.detects_titles and (titles := count_title_rows([cells for _, cells in first])):
        first = first[titles:]
        skipped = first[0][0]
    (start, texts), below = first[0], [cells for _, cells in first[1:]]
    header = is_header(texts, below) if options.header is None else options.header
    padding = [""] * sheet.start[1]
    if header:
        layout = find_layout(padding + texts, [padding + cells for cells in below])
    else:  # a column may hold only errors, which look empty
        layout = Layout((), len(padding + texts), empty_columns=tuple(range(len(padding))))
    options, layout = skip_empty_columns(options, layout)
    return SheetTable(
        name,
        str(options.sheet),
        partial(_all_rows, sheet, padding),
        start + 1 + header,
        sheet.end[0] + 1,
        layout,
        replace(options, header=header, skip_rows=skipped),
        sheets,
    )


def _all_rows(sheet: "CalamineSheet", padding: list[Cell]) -> Iterator[Sequence[Cell]]:
    """Yield all rows, padded with the empty columns left of the used cells."""
    return (padding + cells for cells in sheet.iter_rows()) if padding else sheet.iter_rows()


def _first_rows(sheet: "CalamineSheet", skipped: int) -> list[tuple[int, list[str]]]:
    """Return the first rows that are not blank, as text, with their position from 0."""
    rows = islice(enumerate(sheet.iter_rows()), skipped, None)
    shown = ((row, list(map(shown_cell, cells))) for row, cells in rows)
    return list(islice((found for found in shown if any(found[1])), ROWS_TO_GUESS_FROM))


@contextmanager
def _library_errors_as_bad_table(name: str) -> Iterator[None]:
    """Turn what python-calamine raises, including its panics, into a BadTable."""
    try:
        from python_calamine import CalamineError
    except ImportError as error:
        raise BadTable(
            name,
            "reading a workbook needs python-calamine, which is not installed. Install it with "
            "python3 -m pip install python-calamine, or save the sheet as a CSV file.",
        ) from error
    try:
        yield
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == _PANIC:
            raise BadTable(name, _DAMAGED) from error
        raise
