"""The sheets of a workbook: .xlsx, .xls and .ods files, as python-calamine reads them."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import ZipFile

from ..errors import BadTable
from .cells import Cell
from .choices import Choices
from .extent import refuse_unreadable
from .header import is_header
from .inputs import Input, reading
from .layout import Layout, layout_of, without_blank
from .sheet_table import ROWS_TO_GUESS_FROM, SheetTable, shown_cell
from .source import sheet_wanted
from .titles import titles_above
from .trial import survives

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_BROKEN = "this workbook is broken, or of a kind that is not understood."
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PANIC = "PanicException"
"""What a fault within its Rust becomes, no Exception, and with no name to import."""


def open_sheet(file: Input, choices: Choices, archive: ZipFile | None = None) -> SheetTable:
    """Open the sheet wanted, or the first that is visible and not empty; raise BadTable.

    ``archive`` is the file unpacked, where it is one.
    """
    with _faults_named(file.name):
        book = _workbook(file, archive)
        names, visible = _worksheets(book)
        wanted = [sheet_wanted(choices.sheet, names, file.name)]
        for name in visible if choices.sheet is None and visible else wanted:
            if archive is not None:
                refuse_unreadable(file.name, archive, name)
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                return _table(file.name, sheet, replace(choices, sheet=name), names)
    raise BadTable(file.name, f"the sheet {wanted[0]} is empty.")


def _workbook(file: Input, archive: ZipFile | None) -> "CalamineWorkbook":
    """Load a workbook as bytes: by its path it would be taken for what its name says."""
    from python_calamine import load_workbook

    with reading(file.name), file.opened() as stream:
        data = stream.read()
    if _ENCRYPTED in data:
        raise BadTable(file.name, "it is protected by a password. Save it without one.")
    if archive is None and not survives(data):
        raise BadTable(file.name, _BROKEN)
    return load_workbook(io.BytesIO(data))


def _worksheets(book: "CalamineWorkbook") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the sheets that hold cells, and of those that are not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(sheet.name for sheet in sheets), tuple(sheet.name for sheet in visible)


def _table(
    name: str, sheet: "CalamineSheet", choices: Choices, sheets: tuple[str, ...]
) -> SheetTable:
    """Tell titles, header and rows apart; blank rows right below those skipped are skipped.

    Columns are counted from the first of the sheet, as people see them, though it may be empty.
    """
    assert sheet.start is not None
    assert sheet.end is not None
    first = _first_rows(sheet, choices.skipped)
    if not first:
        row = choices.skipped
        raise BadTable(name, f"there is nothing below row {row} of the sheet {choices.sheet}.")
    skipped = choices.skipped
    if choices.seeks_titles and (titles := titles_above([cells for _, cells in first])):
        first = first[titles:]
        skipped = first[0][0]
    (start, texts), below = first[0], [cells for _, cells in first[1:]]
    header = is_header(texts, below) if choices.header is None else choices.header
    left = [""] * sheet.start[1]
    if header:
        layout = layout_of(left + texts, [left + cells for cells in below])
    else:  # a column of the table may be all errors, which look empty
        layout = Layout((), len(left + texts), blank=tuple(range(len(left))))
    choices, layout = without_blank(choices, layout)
    return SheetTable(
        name,
        str(choices.sheet),
        partial(_all_rows, sheet, left),
        start + 1 + header,
        sheet.end[0] + 1,
        layout,
        replace(choices, header=header, skip_rows=skipped),
        sheets,
    )


def _all_rows(sheet: "CalamineSheet", left: list[Cell]) -> Iterator[Sequence[Cell]]:
    """Yield the rows, with the cells left of all that the sheet holds."""
    return (left + cells for cells in sheet.iter_rows()) if left else sheet.iter_rows()


def _first_rows(sheet: "CalamineSheet", skipped: int) -> list[tuple[int, list[str]]]:
    """Return the first rows that are not blank as they are shown, and where they stand, from 0."""
    rows = islice(enumerate(sheet.iter_rows()), skipped, None)
    shown = ((row, list(map(shown_cell, cells))) for row, cells in rows)
    return list(islice((found for found in shown if any(found[1])), ROWS_TO_GUESS_FROM))


@contextmanager
def _faults_named(name: str) -> Iterator[None]:
    """Turn what python-calamine raises, panics of its own among it, into a BadTable."""
    try:
        from python_calamine import CalamineError
    except ImportError as error:
        raise BadTable(
            name,
            "a sheet is read by python-calamine, which is not there. Install it by python3 -m pip "
            "install python-calamine, or save the sheet as a CSV file.",
        ) from error
    try:
        yield
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == _PANIC:
            raise BadTable(name, _BROKEN) from error
        raise
