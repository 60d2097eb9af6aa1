"""Names of files and columns as they can be read in one line, whatever they may be."""

MOST = 48


def elide_name(name: str) -> str:
    """Return a name without line ends and tabs, its middle left out where it is long."""
    line = "".join(letter if letter.isprintable() else " " for letter in name)
    if len(line) <= MOST:
        return line
    half = (MOST - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
