"""Detect the type of a file from its first bytes; its name does not matter."""

import re
from enum import Enum, auto

from ..errors import BadTable

# 4 KiB: signatures need 16 bytes; markup may follow blank lines.
HEAD_SIZE = 2**12
_ARRAY = b"\x93NUMPY"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NOT_TABLES = {
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"\x89HDF": "an HDF5 file",
    b"MATLAB 5.0": "a MATLAB file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_MARKUP = (
    (re.compile(rb"<\?xml|<svg", re.IGNORECASE), "XML"),
    (re.compile(rb"<(?:!doctype )?html|<table|<head|<body", re.IGNORECASE), "an HTML page"),
    (re.compile(rb'\{\s*"|\[\s*[\[{]'), "JSON"),
)


class FileType(Enum):
    """The types of files that hold tables."""

    TEXT = auto()
    SHEETS = auto()
    ARCHIVE = auto()
    ARRAY = auto()


def detect_file_type(name: str, head: bytes) -> FileType:
    """Return the type of a file from its first HEAD_SIZE bytes.

    Raises BadTable if a file of this type holds no table.
    """
    if head.startswith(_ARRAY):
        return FileType.ARRAY
    if head.startswith(_ARCHIVE):
        return FileType.ARCHIVE
    if head.startswith(_COMPOUND):
        return FileType.SHEETS
    for start, other in _NOT_TABLES.items():
        if head.startswith(start):
            raise BadTable(name, f"this is {other}, not a text file or a sheet with a table.")
    refuse_markup(name, head)
    return FileType.TEXT


def refuse_markup(name: str, head: bytes) -> None:
    """Raise BadTable if a text starts like a web page or a data format of programs."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what in _MARKUP:
        if pattern.match(text):
            raise BadTable(
                name, f"this is {what}, not a table. Save the table as a CSV file first.", line=1
            )
