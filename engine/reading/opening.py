"""Any file with a table: told by what is in it, not by its name."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadTable
from .choices import Choices
from .inputs import Input, open_input
from .kinds import HEAD_SIZE, Kind, kind_of
from .source import Source
from .text import BLOCK_SIZE
from .text_table import read_text_table

if TYPE_CHECKING:
    from zipfile import ZipFile

_SHEETS = ("xl/workbook.xml", "content.xml")


def open_table(path: Path, choices: Choices, size: int = BLOCK_SIZE) -> Source:
    """Open a table; raise BadTable where there is none. ``size`` is that of a block of text.

    What reads other kinds is loaded only here: most tables are text.
    """
    file = open_input(path)
    kind = kind_of(file.name, file.head(HEAD_SIZE))
    if kind is Kind.TEXT:
        return read_text_table(file, choices, size)
    if kind is Kind.ARRAY:
        from .array_files import open_array

        return open_array(file, choices)
    if kind is Kind.SHEETS:
        from .sheets import open_sheet

        return open_sheet(file, choices)
    from .zips import unpacking

    with unpacking(file) as archive:
        return _open_member(file, archive, choices)


def _open_member(file: Input, archive: "ZipFile", choices: Choices) -> Source:
    from .array_files import SUFFIX, open_array_of
    from .sheets import open_sheet

    names = archive.namelist()
    if any(name in names for name in _SHEETS):
        return open_sheet(file, choices, archive)
    if any(name.endswith(SUFFIX) for name in names):
        return open_array_of(file, archive, choices)
    raise BadTable(file.name, "this is a ZIP archive, not a text file or a sheet. Unpack it first.")
