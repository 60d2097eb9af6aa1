"""Points of the tables of tests/data from which the limit is looked at."""

from functools import cache

import numpy as np

from engine import Matrix, Precision, Settings, optimum, triangle_of
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable, LossSource

from ..least_squares import CERTIFIED, table_problem

FITS = tuple(
    f"fit_{name}"
    for name in (
        *("ages", "collinear", "excel_serial", "large_y", "ns_time"),
        *("photoelectric", "powers", "rent", "ticks"),
    )
)
TABLES = (*CERTIFIED, "diabetes_raw", "plant", *FITS)
STARTS = ("zeros", "ones")
NEAR = "near the optimum"


def start(name: str, where: str) -> Matrix:
    """Return a W (j, 1) of a table."""
    problem = table_problem(name)
    if where == NEAR:
        off = np.random.default_rng(1).standard_normal(problem.W.shape)
        return optimum(problem).W * (1 + 1e-3 * off)
    return np.full_like(problem.W, STARTS.index(where))


@cache
def place(
    name: str,
    where: str,
    precision: Precision = Precision.DOUBLE,
    source: LossSource = LossSource.ROWS,
) -> LimitPoint:
    """Return the point of a table at one of these W."""
    problem, settings = table_problem(name), Settings(precision=precision)
    if source is LossSource.TRIANGLE:
        table = LimitTable.of_triangle(triangle_of(problem), settings)
    else:
        table = LimitTable.of_rows(problem, settings)
    return LimitPoint.at(table, start(name, where))
