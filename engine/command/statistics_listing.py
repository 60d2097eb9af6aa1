"""The statistics of a fit as an aligned table of text."""

import math
from collections.abc import Sequence

from ..inference.fit_statistics import FitStatistics

HEAD = ("weight", "optimum", "± s.e.", "t", "p", "95 % from", "to", "VIF")
NONE = "–"
MINUS = "−"


def listed(found: FitStatistics, names: Sequence[str]) -> list[str]:
    """Return the lines of a table: a row for each weight, then the figures of the whole fit.

    Parameters
    ----------
    found : FitStatistics
    names : sequence of str
        Those of the weights, j of them.

    Returns
    -------
    list of str
        A figure that does not exist is a dash, and a last line says why.
    """
    rows: list[tuple[str, ...]] = [HEAD]
    columns = (
        *(found.best.W[:, 0], found.standard_errors, found.t, found.p),
        *(found.intervals[:, 0], found.intervals[:, 1], found.vif),
    )
    digits = (9, 4, 4, 4, 6, 6, 4)
    for k, name in enumerate(names):
        cells = (written(float(c[k]), d) for c, d in zip(columns, digits, strict=True))
        rows.append((name, *cells))
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    return [*lines, "", *_whole(found)]


def _whole(found: FitStatistics) -> list[str]:
    about = "" if found.intercept is not None else " (about 0: there is no intercept)"
    figures = [
        f"R² {written(found.r_squared, 6)}{about}",
        f"adjusted R² {written(found.adjusted_r_squared, 6)}",
        f"RMSE {written(found.rmse, 6)}",
        f"residual sd {written(found.residual_sd, 6)}",
        f"F {written(found.f, 4)} on {found.explaining} and {found.degrees_of_freedom}, "
        f"p {written(found.f_p, 4)}",
        f"N {found.problem.rows}, rank {found.best.rank} of {found.problem.weights}, "
        f"κ {written(found.known.condition, 4)}",
    ]
    if not found.degrees_of_freedom:
        figures.append("No degrees of freedom are left, so nothing says how sure the weights are.")
    if found.best.dependent:
        figures.append("Columns depend on each other: the weights with a dash are not determined.")
    return figures


def written(number: float, digits: int) -> str:
    """Return a number with so many significant digits; a dash if it does not exist."""
    if math.isnan(number):
        return NONE
    if math.isinf(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    if 1 - 10.0**-digits < abs(number) < 1:  # never rounded to 1
        close = f"1 {MINUS} {1 - abs(number):.2g}".replace("-", MINUS)
        return close if number > 0 else f"{MINUS}({close})"
    return f"{number:.{digits}g}".replace("-", MINUS)
