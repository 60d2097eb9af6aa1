"""The statistics of a fit as an aligned table of text."""

import math
from collections.abc import Sequence

from ..statistics import Statistics

HEAD = ("weight", "optimum", "± s.e.", "t", "p", "95 % from", "to", "VIF")
NONE = "–"
MINUS = "−"
# A wide table has thousands of dependent columns.
MOST_LISTED = 20


def listed(found: Statistics, names: Sequence[str]) -> list[str]:
    """Return the lines of a table: a row for each weight, then the figures of the whole fit.

    Parameters
    ----------
    found : Statistics
    names : sequence of str
        Those of the weights, j of them.

    Returns
    -------
    list of str
        A figure that does not exist is a dash, and a line below says why.
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
    return [*lines, "", *_whole(found, names)]


def _whole(found: Statistics, names: Sequence[str]) -> list[str]:
    return [
        f"R² {written(found.r_squared, 6)}",
        f"adjusted R² {written(found.adjusted_r_squared, 6)}",
        f"RMSE {written(found.rmse, 6)}",
        f"residual sd {written(found.residual_sd, 6)}",
        f"F {written(found.f, 4)} on {found.explaining} and {found.degrees_of_freedom}, "
        f"p {written(found.f_p, 4)}",
        f"N {found.rows}, rank {found.rank} of {len(names)}, κ {written(found.condition, 4)}",
        *_reasons(found, names),
    ]


def _reasons(found: Statistics, names: Sequence[str]) -> list[str]:
    """Return a sentence for each figure that does not exist, and what R² is about."""
    lines = [found.r_squared_kind.value]
    why = (
        *(found.missing_r_squared, found.missing_residual_sd),
        *(found.missing_adjusted_r_squared, found.missing_f),
    )
    lines += dict.fromkeys(reason.value for reason in why if reason is not None)
    by_reason: dict[str, list[str]] = {}
    for k, name in enumerate(names):
        for reason in dict.fromkeys((found.missing_t(k), found.missing_vif(k))):
            if reason is not None and reason.value not in lines:
                by_reason.setdefault(reason.value, []).append(name)
    lines += [f"{', '.join(each)}: {reason}" for reason, each in by_reason.items()]
    if found.best.dependent:
        known = [name for name, is_known in zip(names, found.determined, strict=True) if is_known]
        if known:
            lines.append(f"Determined all the same: {', '.join(known)}")
        lines += ["Dependent columns:", *found.dependencies(names, MOST_LISTED)]
        if (more := len(found.best.dependent) - MOST_LISTED) > 0:
            lines.append(f"… and {more} more")
    return lines


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
