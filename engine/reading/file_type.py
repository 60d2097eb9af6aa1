"""Detect the type of a file from its first bytes; its name does not matter."""

import re
from enum import Enum, auto

from ..errors import BadTable
from .foreign_formats import refuse_foreign

# 4 KiB: signatures need 16 bytes; markup may follow blank lines.
HEAD_SIZE = 2**12
_ARRAY = b"\x93NUMPY"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ"
_PACKED = {
    _GZIP: "a gzip archive",
    b"BZh": "a bzip2 archive",
    _XZ: "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
}
# These are unpacked if the name says so, as R's data files are packed too.
_UNPACKED_BY_NAME = {_GZIP: ".gz", _XZ: ".xz"}
_NOT_TABLES = {
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    **_PACKED,
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_MARKUP = (
    (re.compile(rb"<\?xml|<svg", re.IGNORECASE), "XML"),
    (re.compile(rb"<(?:!doctype )?html|<table|<head|<body", re.IGNORECASE), "an HTML page"),
    # Blanks between its numbers, or nothing between its rows: JSON has commas there.
    (
        re.compile(rb"\[\[ *[-+0-9.naife]{1,40}(?: +[-+0-9.na]|\]\r?\n *\[)"),
        "an array as numpy prints it",
    ),
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
    refuse_foreign(name, head)
    for start, other in _NOT_TABLES.items():
        if head.startswith(start):
            remedy = _remedy(name, start)
            raise BadTable(
                name, f"this is {other}, not a text file or a sheet with a table.{remedy}"
            )
    refuse_markup(name, head)
    return FileType.TEXT


def _remedy(name: str, start: bytes) -> str:
    """Return what to do about a packed file; "" of any other."""
    suffix = _UNPACKED_BY_NAME.get(start)
    if suffix and not name.lower().endswith(suffix):
        return f" Name it .csv{suffix}, or unpack it first."
    return " Unpack it first." if start in _PACKED else ""


def refuse_markup(name: str, head: bytes) -> None:
    """Raise BadTable if a text starts like a web page or a data format of programs."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what in _MARKUP:
        if pattern.match(text):
            raise BadTable(
                name, f"this is {what}, not a table. Save the table as a CSV file first.", line=1
            )
