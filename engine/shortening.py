"""Texts that fit on one line of a sentence, a list or a table."""

# Enough to recognise a cell or a name, and short enough that two fit in one sentence.
LONGEST_QUOTE = 40


def one_line(text: str, most: int | None = None) -> str:
    """Return a text with single spaces for line breaks and other white space.

    If it is longer than ``most`` characters, its end becomes “…”; None never cuts it.
    """
    line = " ".join(text.split())
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def elide_middle(name: str, most: int) -> str:
    """Return a name that keeps both ends: if it is longer than ``most``, its middle becomes “…”.

    Each unprintable character becomes a space, so that file names look as they are otherwise.
    """
    line = "".join(letter if letter.isprintable() else " " for letter in name)
    if len(line) <= most:
        return line
    half = (most - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
