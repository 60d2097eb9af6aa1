"""Labels for the ways a table can be written."""

import codecs
from collections.abc import Mapping

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "whitespace"}
DECIMALS = {".": "point", ",": "comma"}
THOUSANDS = {"": "none", ",": "comma", ".": "point", "'": "apostrophe", " ": "space"}
COMMENTS = {"": "none", "#": "#", "%": "%", "//": "//", "!": "!", "*": "*"}
HEADERS = {True: "first row", False: "none"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16 with BOM",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252, Western",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "iso8859-1": "ISO 8859-1, Latin",
    "iso8859-15": "ISO 8859-15, Latin with €",
    "mac-roman": "Mac Roman",
    "koi8-r": "KOI8-R, Cyrillic",
    "shift_jis": "Shift JIS, Japanese",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "euc_kr": "EUC-KR, Korean",
}
SEPARATED = {
    ",": "Comma-separated",
    ";": "Semicolon-separated",
    "\t": "Tab-separated",
    "|": "Separated by vertical bars",
    " ": "Separated by whitespace",
}
"""The start of a sentence about the file."""


def label(words: Mapping[str, str], value: str) -> str:
    """Return the label of a value, or the value itself if it has none."""
    return words.get(value, value)


def encoding_key(encoding: str) -> str:
    """Return the standard spelling of an encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding
