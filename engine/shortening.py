"""Texts that fit on one line of a sentence, a list or a table, and digits in groups of three."""

import re
from collections.abc import Mapping
from enum import Enum

from .language.sentence import Sentence, beginning, marked

# Control characters but tabs and line ends, halves of characters, and separators of lines.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
# A point inside a number or a file's name has no blank behind it.
_SENTENCE_END = re.compile(r"[.!?…]”?(?=\s+[^\sa-z])")

# Enough to recognise a cell or a name, and short enough that two fit in one sentence.
LONGEST_QUOTE = 40

_QUOTED = marked("engine", "“{text}”")
"""The quotation marks of the language: everything that people typed or named is quoted by these."""

# The strip of the window shows so many characters on one line at 900 pixels.
LONGEST = 72
# Names this long leave room for most sentences around them; shorter ones for all.
NAME_LENGTHS = (40, 24, 16, 12, 8, 5)
_RECOGNISED = 12

COMMA, NARROW_SPACE = ",", "\u202f"
"""What may group digits. Where a comma separates decimals, 1,000 would be read as 1."""
_separator = COMMA


def group_digits_by(separator: str) -> None:
    """Group digits by this from now on, in every thread: a program has one locale."""
    global _separator
    _separator = separator


def grouped(value: float, decimals: int = 0) -> str:
    """Write a number with its whole digits in groups of three: ``12,345`` or ``12 345``.

    A whole number keeps all its digits, however large it is.
    """
    is_whole = isinstance(value, int) and not decimals
    text = f"{value:,}" if is_whole else f"{value:,.{decimals}f}"
    return text if _separator == COMMA else text.replace(COMMA, _separator)


def one_line(text: str, most: int | None = None) -> str:
    """Return a text with single spaces for line breaks and other white space.

    If it is longer than ``most`` characters, its end becomes “…”; None never cuts it.
    """
    line = " ".join(text.split())
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def in_quotes(text: str, most: int | None = LONGEST_QUOTE) -> str:
    """Return a text of a person's for a sentence: on one line, shortened, in quotation marks."""
    return _QUOTED.format(text=_visible(one_line(text, most)))


def in_quotes_if_text(value: object) -> str:
    """Return a value for a sentence: a text in quotation marks, all else as Python writes it.

    White space may be what is wrong with the text, so a line break is written as in Python.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        cut = value if len(value) <= LONGEST_QUOTE else f"{value[: LONGEST_QUOTE - 1]}…"
        return _QUOTED.format(text=_visible(cut))
    return one_line(repr(value), LONGEST_QUOTE)


def _visible(text: str) -> str:
    """Write what no line shows as in Python: a blank without width as ``\\u200b``."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def repair_name(name: str) -> str:
    """Return the name of a column with spaces for characters that no file or window can show.

    Tabs and line ends stay: where there is one line only, they become spaces.
    """
    return _UNWRITABLE.sub(" ", name).strip() if _UNWRITABLE.search(name) else name


def printable_line(sentence: str) -> str:
    """Return a sentence on one line; it may quote the name of a file or a sheet, which is any."""
    return sentence if sentence.isprintable() else one_line(repair_name(sentence))


def fitted(*templates: str, names: Mapping[str, str], **facts: object) -> str:
    """Return the first sentence that fits one line; only names and typed texts are shortened.

    All but the last are left out if their names would be too short to recognise. The sentence
    keeps the templates, and the facts in full.
    """
    for template in templates:
        least = NAME_LENGTHS[-1] if template == templates[-1] else _RECOGNISED
        for most in (length for length in NAME_LENGTHS if length >= least):
            short = {key: elide_middle(name, most) for key, name in names.items()}
            sentence = printable_line(str.format(template, **short, **facts))
            if len(sentence) <= LONGEST:
                return Sentence(sentence, templates, facts, names)
    return Sentence(sentence, templates, facts, names)


def first_sentence(text: str) -> str:
    """Return a text up to the end of its first sentence."""
    end = _SENTENCE_END.search(text)
    return beginning(text, text[: end.end()]) if end else text


def elide_middle(name: str, most: int) -> str:
    """Return a name that keeps both ends: if it is longer than ``most``, its middle becomes “…”.

    Each unprintable character becomes a space, so that file names look as they are otherwise.
    """
    line = "".join(letter if letter.isprintable() else " " for letter in name)
    if len(line) <= most:
        return line
    half = (most - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
