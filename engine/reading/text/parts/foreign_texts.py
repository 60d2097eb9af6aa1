"""Texts of numbers that are no tables: they are refused by the name of their format."""

import re
from collections.abc import Sequence

from ....errors import BadTable
from ....language.sentence import marked

_FORMATS = (
    (
        re.compile(r"%%MatrixMarket\b", re.IGNORECASE),
        marked(
            "engine",
            "this is a Matrix Market file: its lines are entries of a matrix, not rows of a table. "
            "Export the matrix as a full table, for example as CSV.",
        ),
    ),
    (
        re.compile(r"##[ ]*(?:TITLE|JCAMP-?DX)[ ]*=", re.IGNORECASE),
        marked(
            "engine",
            "this is a JCAMP-DX spectrum: its lines are packed, not rows of a table. Export it as "
            "CSV, with a column for x and one for y.",
        ),
    ),
)

# A line of its own above the rows, also behind the name of the variable: 1.0e+03 *
_SCALE = re.compile(r"\s*(?:\w+\s*=\s*)?(?P<factor>1(?:\.0*)?[eE][+-]?[0-9]+)\s*\*\s*\Z")
_LATEX_ROW = re.compile(r"[^&%]*&.*\\\\(?:\[[^]]*\])?\s*(?:\\[a-z]+(?:\{[^}]*\})*\s*)*\Z")


def refuse_scaled_display(name: str, lines: Sequence[str], skipped: int = 0) -> None:
    """Raise BadTable if a line below those skipped is a factor for all numbers below.

    MATLAB and Octave display a matrix so; its numbers would be read without the factor.
    """
    for number, line in enumerate(lines[skipped:], start=skipped + 1):
        if "*" in line and (found := _SCALE.match(line)):
            raise BadTable(
                name,
                marked(
                    "engine",
                    "{found} * is a scale factor, as MATLAB and Octave show it: the numbers below "
                    "are multiplied by it. Write them in full, as with writematrix or dlmwrite.",
                ).format(found=found["factor"]),
                line=number,
            )


def refuse_latex_rows(name: str, lines: Sequence[str], skipped: int = 0) -> None:
    r"""Raise BadTable if the first line below those skipped is a row of LaTeX: 1 & 2 \\."""
    for number, line in enumerate(lines[skipped:], start=skipped + 1):
        if line.strip():
            if _LATEX_ROW.match(line):
                raise BadTable(
                    name,
                    marked(
                        "engine",
                        "these are rows of a LaTeX table. Remove the \\\\ at the ends of the "
                        "lines and "
                        "choose & as the separator.",
                    ),
                    line=number,
                )
            return


def refuse_foreign_text(name: str, lines: Sequence[str]) -> None:
    """Raise BadTable if the first line that is not blank begins such a format."""
    for number, line in enumerate(lines, start=1):
        if text := line.strip("\ufeff \t\r\n"):
            for pattern, problem in _FORMATS:
                if pattern.match(text):
                    raise BadTable(name, problem, line=number)
            if not text.startswith(("$$", "##")):
                return
