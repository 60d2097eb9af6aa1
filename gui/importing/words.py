"""How the ways of writing a table are called."""

import codecs
from collections.abc import Mapping

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "white space"}
DECIMALS = {".": "point", ",": "comma"}
THOUSANDS = {"": "none", ",": "comma", ".": "point", "'": "apostrophe", " ": "space"}
COMMENTS = {"": "none", "#": "#", "%": "%", "//": "//", "!": "!", "*": "*"}
HEADERS = {True: "first row", False: "none"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "utf-16": "UTF-16 with mark",
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
    " ": "Separated by white space",
}
"""As a sentence about the file begins."""


def word(words: Mapping[str, str], value: str) -> str:
    """Return what a value is called; its own text where it has no name."""
    return words.get(value, value)


def encoding_key(encoding: str) -> str:
    """Return the one spelling of an encoding that has many."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding
