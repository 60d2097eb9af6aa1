"""Write numbers and names for a Python program: numbers exactly, names harmlessly."""

import textwrap

from ..matrix import Matrix

# The line length of Black, the usual formatter of notebooks.
WIDTH = 88
_INDENT = " " * 4


def matrix_literal(matrix: Matrix) -> str:
    """Write a matrix (n, m) as a NumPy array, one row a line."""
    rows = "".join(f"{_INDENT}{row!r},\n" for row in matrix.tolist())
    return f"np.array([\n{rows}])"


def column_literal(column: Matrix) -> str:
    """Write a column (n, 1) as a NumPy array in as few lines as possible."""
    return f"{vector_literal(column.ravel())}.reshape(-1, 1)"


def vector_literal(vector: Matrix) -> str:
    """Write numbers (n,) as a NumPy array in as few lines as possible."""
    numbers = ", ".join(map(repr, vector.tolist()))
    if len(numbers) < WIDTH / 2:
        return f"np.array([{numbers}])"
    lines = _fill(f"{numbers},", _INDENT)
    return f"np.array([\n{lines}\n])"


def comment(text: str) -> str:
    """Write a comment of one or more lines."""
    return _fill(printable(text), "# ")


def printable(text: str) -> str:
    """Return the text, or its repr if it contains line breaks or other unprintable characters."""
    return text if text.isprintable() else repr(text)


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,  # numbers contain hyphens
        break_long_words=False,
    )
