"""Detect the type of a file from its first bytes; its name does not matter."""

import re
from enum import Enum, auto

from ..errors import BadTable
from ..language.sentence import Chain, marked
from .foreign_formats import NO_TABLE, recognised, refusal
from .formats.kinds import READABLE, is_json

# 4 KiB: signatures need 16 bytes; markup may follow blank lines.
HEAD_SIZE = 2**12
_ARRAY = b"\x93NUMPY"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ"
_PACKED = {
    _GZIP: marked("engine", "a gzip archive"),
    b"BZh": marked("engine", "a bzip2 archive"),
    _XZ: marked("engine", "an xz archive"),
    b"7z\xbc\xaf": marked("engine", "a 7-Zip archive"),
    b"Rar!": marked("engine", "a RAR archive"),
    b"\x28\xb5\x2f\xfd": marked("engine", "a Zstandard archive"),
}
# These are unpacked if the name says so, as R's data files are packed too.
_UNPACKED_BY_NAME = {_GZIP: ".gz", _XZ: ".xz"}
_NOT_TABLES = {
    b"%PDF": marked("engine", "a PDF document"),
    b"{\\rtf": marked("engine", "an RTF document"),
    **_PACKED,
    b"\x89PNG": marked("engine", "a PNG picture"),
    b"\xff\xd8\xff": marked("engine", "a JPEG picture"),
    b"GIF8": marked("engine", "a GIF picture"),
    b"II*\0": marked("engine", "a TIFF picture"),
    b"MM\0*": marked("engine", "a TIFF picture"),
    b"SQLite format 3": marked("engine", "an SQLite database"),
    b"\x7fELF": marked("engine", "a program"),
    b"MZ\x90": marked("engine", "a program"),
}
_MARKUP = (
    (re.compile(rb"<\?xml|<svg", re.IGNORECASE), "XML"),
    (
        re.compile(rb"<(?:!doctype )?html|<table|<head|<body", re.IGNORECASE),
        marked("engine", "an HTML page"),
    ),
    # Blanks between its numbers, or nothing between its rows: JSON has commas there.
    (
        re.compile(rb"\[\[ *[-+0-9.naife]{1,40}(?: +[-+0-9.na]|\]\r?\n *\[)"),
        marked("engine", "an array as numpy prints it"),
    ),
    (re.compile(rb'\{\s*"|\[\s*[\[{]'), "JSON"),
)


class FileType(Enum):
    """The types of files that hold tables."""

    TEXT = auto()
    SHEETS = auto()
    ARCHIVE = auto()
    ARRAY = auto()
    FORMAT = auto()
    """A format of another program that one of the readers in formats/ reads."""
    JSON = auto()


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
    if (found := recognised(name, head)) is not None:
        if found in READABLE:
            return FileType.FORMAT
        raise refusal(name, found)
    for start, other in _NOT_TABLES.items():
        if head.startswith(start):
            problem = NO_TABLE.format(what=other)
            if remedy := _remedy(name, start):
                problem = Chain(problem, " ", remedy)
            raise BadTable(name, problem)
    if is_json(name, head):
        return FileType.JSON
    refuse_markup(name, head)
    return FileType.TEXT


def _remedy(name: str, start: bytes) -> str:
    """Return what to do about a packed file; "" of any other."""
    suffix = _UNPACKED_BY_NAME.get(start)
    if suffix and not name.lower().endswith(suffix):
        return marked("engine", "Name it .csv{suffix}, or unpack it first.").format(suffix=suffix)
    return marked("engine", "Unpack it first.") if start in _PACKED else ""


def refuse_markup(name: str, head: bytes) -> None:
    """Raise BadTable if a text starts like a web page or a data format of programs."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what in _MARKUP:
        if pattern.match(text):
            raise BadTable(
                name,
                marked(
                    "engine", "this is {what}, not a table. Save the table as a CSV file first."
                ).format(what=what),
                line=1,
            )
