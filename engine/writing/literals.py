"""Numbers and names as they stand in a Python program, exact and harmless."""

import textwrap

from ..matrix import Matrix

WIDTH = 88
_INDENT = " " * 4


def matrix_literal(matrix: Matrix) -> str:
    """Write a matrix (n, m) for NumPy, a row a line."""
    rows = "".join(f"{_INDENT}{row!r},\n" for row in matrix.tolist())
    return f"np.array([\n{rows}])"


def column_literal(column: Matrix) -> str:
    """Write a column (n, 1) for NumPy, in few lines."""
    numbers = ", ".join(map(repr, column.ravel().tolist()))
    if len(numbers) < WIDTH / 2:
        return f"np.array([{numbers}]).reshape(-1, 1)"
    lines = _filled(f"{numbers},", _INDENT)
    return f"np.array([\n{lines}\n]).reshape(-1, 1)"


def comment(text: str) -> str:
    """Write a comment of one or more lines."""
    return _filled(shown(text), "# ")


def shown(text: str) -> str:
    """Return text of a single line, its other characters by their codes."""
    return text if text.isprintable() else repr(text)


def _filled(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,  # which numbers have
        break_long_words=False,
    )
