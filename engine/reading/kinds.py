"""What a file is, told by its first bytes, whatever its name says."""

import re
from enum import Enum, auto

from ..errors import BadTable

HEAD_SIZE = 2**12
_ARRAY = b"\x93NUMPY"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = {
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


class Kind(Enum):
    """The kinds of files that hold tables."""

    TEXT = auto()
    SHEETS = auto()
    ARCHIVE = auto()
    ARRAY = auto()


def kind_of(name: str, head: bytes) -> Kind:
    """Tell a file's kind by its first HEAD_SIZE bytes; raise BadTable where it holds no table."""
    if head.startswith(_ARRAY):
        return Kind.ARRAY
    if head.startswith(_ARCHIVE):
        return Kind.ARCHIVE
    if head.startswith(_COMPOUND):
        return Kind.SHEETS
    for start, other in _OTHERS.items():
        if head.startswith(start):
            raise BadTable(name, f"this is {other}, not a text file or a sheet with a table.")
    refuse_markup(name, head)
    return Kind.TEXT


def refuse_markup(name: str, head: bytes) -> None:
    """Raise BadTable where a text begins as a web page or data of a program does."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for form, what in _MARKUP:
        if form.match(text):
            raise BadTable(
                name, f"this is {what}, not a table. Save the table as a CSV file first.", line=1
            )
