"""Open any file with a table. Its content decides how, not its name."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadTable
from .file_type import HEAD_SIZE, FileType, detect_file_type
from .inputs import InputFile, open_input
from .options import ReadOptions
from .source import Source
from .text.text import BLOCK_SIZE
from .text.text_tables import read_text_table

if TYPE_CHECKING:
    from zipfile import ZipFile

# The member by which an .xlsx and an .ods workbook is recognised.
_WORKBOOK_MEMBERS = ("xl/workbook.xml", "content.xml")

logger = logging.getLogger(__name__)


def open_table(path: Path, options: ReadOptions, size: int = BLOCK_SIZE) -> Source:
    """Open a table. ``size`` is the size of a block of text in bytes.

    The other readers are imported only when needed: most tables are text. Raises BadTable if the
    file holds no table.
    """
    file = open_input(path)
    kind = detect_file_type(file.name, file.head(HEAD_SIZE))
    logger.debug("%s has the type %s", path, kind.name)
    if kind is FileType.TEXT:
        return read_text_table(file, options, size)
    if kind is FileType.ARRAY:
        from .arrays.array_files import open_array

        return open_array(file, options)
    if kind is FileType.SHEETS:
        from .sheets.sheets import open_sheet

        return open_sheet(file, options)
    from .inputs import open_archive

    with open_archive(file) as archive:
        return _open_member(file, archive, options)


def _open_member(file: InputFile, archive: "ZipFile", options: ReadOptions) -> Source:
    from .arrays.array_files import SUFFIX, open_arrays
    from .sheets.sheets import open_sheet

    names = archive.namelist()
    if any(name in names for name in _WORKBOOK_MEMBERS):
        return open_sheet(file, options, archive)
    if any(name.endswith(SUFFIX) for name in names):
        return open_arrays(file, archive, options)
    raise BadTable(file.name, "this is a ZIP archive, not a text file or a sheet. Unpack it first.")
