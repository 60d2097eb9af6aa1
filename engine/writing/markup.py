"""Write tables for documents, as Markdown or LaTeX, with all digits of each number."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..numbers import exact
from ..shortening import one_line

Column = Sequence[str | float] | NDArray[Any]
_Writer = Callable[[Any], str]

NONE = "–"
"""In the cell of a number that does not exist, where a reader is to be told so."""

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_[]<>|~$&"})
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "[": "{[}",  # at the start of a row it would give the space above it
        "*": "{*}",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)


def markdown_table(
    header: Sequence[str], columns: Sequence[Column], *, missing: str = "nan"
) -> str:
    """Write named columns of equal length; columns of numbers are aligned to the right.

    ``missing`` is written for NaN.
    """
    cells = [_cells(column) for column in columns]
    of_number = partial(_known, missing, _number)
    texts = _format_cells(header, cells, _markdown_text, of_number)
    aligned = [
        _align(column, _is_numeric(values)) for column, values in zip(texts, cells, strict=True)
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in zip(*aligned, strict=True))


def latex_table(header: Sequence[str], columns: Sequence[Column], *, missing: str = "NaN") -> str:
    """Write named columns of equal length as a tabular that needs no package.

    ``missing`` is written for NaN.
    """
    cells = [_cells(column) for column in columns]
    of_number = partial(_known, missing, _latex_number)
    texts = _format_cells(header, cells, _latex_text, of_number)
    alignment = "".join("r" if _is_numeric(values) else "l" for values in cells)
    head, *rows = (" & ".join(row) + r" \\" for row in zip(*texts, strict=True))
    lines = (rf"\begin{{tabular}}{{{alignment}}}", r"\hline", head, r"\hline", *rows, r"\hline")
    return "\n".join((*lines, r"\end{tabular}", ""))


def _cells(column: Column) -> list[str | float]:
    return column.ravel().tolist() if isinstance(column, np.ndarray) else [*column]


def _align(texts: list[str], right: bool) -> list[str]:
    """Pad the texts of a column to equal length, and add the line below its name."""
    width = max(3, *map(len, texts))
    head, *rest = (text.rjust(width) if right else text.ljust(width) for text in texts)
    return [head, "-" * (width - 1) + ":" if right else "-" * width, *rest]


def _is_numeric(cells: list[str | float]) -> bool:
    return not any(isinstance(cell, str) for cell in cells)


def _format_cells(
    header: Sequence[str], cells: Sequence[list[str | float]], of_text: _Writer, of_number: _Writer
) -> list[list[str]]:
    """Format each column: its name, then its cells."""
    return [
        [of_text(name), *(of_text(x) if isinstance(x, str) else of_number(x) for x in column)]
        for name, column in zip(header, cells, strict=True)
    ]


def _known(missing: str, write: _Writer, value: float) -> str:
    return missing if math.isnan(value) else write(value)


def _number(value: float) -> str:
    return str(int(value)) if isinstance(value, Integral) else exact(value)


def _latex_number(value: float) -> str:
    if not math.isfinite(value):
        return rf"${'-' * (value < 0)}\infty$"
    mantissa, _, exponent = _number(value).partition("e")
    return rf"${mantissa} \times 10^{{{int(exponent)}}}$" if exponent else f"${mantissa}$"


def _markdown_text(text: str) -> str:
    return one_line(text).translate(_MARKDOWN)


def _latex_text(text: str) -> str:
    return one_line(text).translate(_LATEX)
