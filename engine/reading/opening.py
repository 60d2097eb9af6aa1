"""Open any file with a table. Its content decides how, not its name."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadTable
from ..language.sentence import marked
from .complete import choose_complete
from .compressed import unpack, unpack_only_member
from .derived import derive_columns
from .file_type import HEAD_SIZE, FileType, detect_file_type
from .foreign_formats import recognised, refuse_foreign_archive
from .guard import guarded
from .inputs import InputFile, open_input
from .options import ReadOptions
from .row_numbers import leave_out_row_numbers
from .source import Source
from .text.text import BLOCK_SIZE
from .text.text_tables import read_text_table

if TYPE_CHECKING:
    from zipfile import ZipFile

# The member by which an .xlsx, an .xlsb and an .ods workbook is recognised. That of an .xlsx
# may be elsewhere, as its content types say.
_WORKBOOK_MEMBERS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_TYPES = "[Content_Types].xml"

logger = logging.getLogger(__name__)


def open_table(path: Path, options: ReadOptions, size: int = BLOCK_SIZE) -> Source:
    """Open a table. ``size`` is the size of a block of text in bytes.

    The other readers are imported only when needed: most tables are text. Raises BadTable if the
    file holds no table, and nothing else: any other error of a reader is logged.

    Row numbers are left out, columns of words or dates become others if that is asked for, and
    what is incomplete is left out too if so: each may need a pass over the file.
    """
    with guarded(path.name or str(path)):
        source = _open(path, options, size)
        are_chosen = isinstance(options.columns, tuple)
        source = source if are_chosen else leave_out_row_numbers(source)
        return choose_complete(derive_columns(source, are_chosen=are_chosen))


def _open(path: Path, options: ReadOptions, size: int) -> Source:
    return _open_input(unpack(open_input(path)), options, size)


def _open_input(file: InputFile, options: ReadOptions, size: int) -> Source:
    head = file.head(HEAD_SIZE)
    kind = detect_file_type(file.name, head)
    logger.debug("%s has the type %s", file.path or file.name, kind.name)
    if kind is FileType.TEXT:
        return read_text_table(file, options, size)
    if kind is FileType.ARRAY:
        from .arrays.array_files import open_array

        return open_array(file, options)
    if kind is FileType.SHEETS:
        from .sheets.sheets import open_sheet

        return open_sheet(file, options)
    if kind is FileType.JSON:
        from .formats.json_records import open_json

        return open_json(file, options)
    if kind is FileType.FORMAT:
        from .formats.format_opening import open_format

        found = recognised(file.name, head)
        assert found is not None  # or its type would be another
        return open_format(file, found, options)
    from .inputs import open_archive

    with open_archive(file) as archive:
        return _open_member(file, archive, options, size)


def _open_member(file: InputFile, archive: "ZipFile", options: ReadOptions, size: int) -> Source:
    from .arrays.array_files import SUFFIX, open_arrays
    from .sheets.sheets import open_sheet

    names = archive.namelist()
    if any(name in names for name in _WORKBOOK_MEMBERS) or _is_workbook(archive):
        return open_sheet(file, options, archive)
    if any(name.endswith(SUFFIX) for name in names):
        return open_arrays(file, archive, options)
    refuse_foreign_archive(file.name, names)
    # A member that is a ZIP archive itself has no path, so nothing is unpacked from it.
    if file.path is not None and (member := unpack_only_member(file, archive)):
        return _open_input(member, options, size)
    raise BadTable(
        file.name,
        marked("engine", "this is a ZIP archive, not a text file or a sheet. Unpack it first."),
    )


def _is_workbook(archive: "ZipFile") -> bool:
    """Return whether the content types of an archive name a workbook."""
    if _TYPES not in archive.namelist():
        return False
    from .sheets.plain_workbook import find_workbook

    return find_workbook(archive) is not None
