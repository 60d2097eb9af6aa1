"""Texts that fit on one line of a sentence, a list or a table."""

import re

# Control characters but tabs and line ends, halves of characters, and separators of lines.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

# Enough to recognise a cell or a name, and short enough that two fit in one sentence.
LONGEST_QUOTE = 40


def one_line(text: str, most: int | None = None) -> str:
    """Return a text with single spaces for line breaks and other white space.

    If it is longer than ``most`` characters, its end becomes “…”; None never cuts it.
    """
    line = " ".join(text.split())
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def repair_name(name: str) -> str:
    """Return the name of a column with spaces for characters that no file or window can show.

    Tabs and line ends stay: where there is one line only, they become spaces.
    """
    return _UNWRITABLE.sub(" ", name).strip() if _UNWRITABLE.search(name) else name


def printable_line(sentence: str) -> str:
    """Return a sentence on one line; it may quote the name of a file or a sheet, which is any."""
    return sentence if sentence.isprintable() else one_line(repair_name(sentence))


def elide_middle(name: str, most: int) -> str:
    """Return a name that keeps both ends: if it is longer than ``most``, its middle becomes “…”.

    Each unprintable character becomes a space, so that file names look as they are otherwise.
    """
    line = "".join(letter if letter.isprintable() else " " for letter in name)
    if len(line) <= most:
        return line
    half = (most - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
