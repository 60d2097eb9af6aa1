"""Shortens names of files and columns to one readable line."""

MOST = 48
"""Characters of a name that leave room for a sentence around it."""


def elide_name(name: str) -> str:
    """Return a name without line ends and tabs; a long name without its middle."""
    line = "".join(character if character.isprintable() else " " for character in name)
    if len(line) <= MOST:
        return line
    half = (MOST - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
