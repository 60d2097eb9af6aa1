"""The table of the weights as text: for a spreadsheet, with every digit."""

import math
from collections.abc import Iterator

from engine.formula_text import escape_formula
from engine.numbers import exact

from .fit_frame import FitFrame

HEAD = ("weight", "now", "optimum", "standard_error", "t", "p", "lower_95", "upper_95", "vif")
"""In English, as the heads of all exported tables, and with the same names."""
_TAB, _END = "\t", "\n"


def copied_weights(frame: FitFrame) -> str:
    """Return tab-separated lines, a head and one for each weight; unknown figures are empty."""
    return "".join(f"{_TAB.join(line)}{_END}" for line in _lines(frame))


def _lines(frame: FitFrame) -> Iterator[tuple[str, ...]]:
    yield HEAD
    figures = frame.figures
    for k, name in enumerate(frame.names):
        now = math.nan if frame.now is None else float(frame.now[k, 0])
        numbers = (
            *(now, figures.best.W[k, 0], figures.standard_errors[k], figures.t[k], figures.p[k]),
            *(*figures.intervals[k], figures.vif[k]),
        )
        yield (_cell(name), *map(_written, numbers))


def _cell(name: str) -> str:
    """Return a name that is one cell, and no formula of the spreadsheet."""
    return escape_formula(" ".join(name.split()))


def _written(number: float) -> str:
    return "" if math.isnan(number) else exact(float(number))
