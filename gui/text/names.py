"""Names of files and columns, short enough for one line of a message, menu or list."""

from engine.shortening import elide_middle

MOST = 48
"""Characters of a name that leave room for a sentence around it."""


def elide_name(name: str) -> str:
    """Return a name with its middle left out if it is longer than most names."""
    return elide_middle(name, MOST)
