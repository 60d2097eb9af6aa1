"""Fits whose rows are drawn."""

import numpy as np

from engine import Problem, optimum
from engine.inference.leave_out import KeptRows, leave_out
from engine.inference.row_figures import MOST_SHOWN, RowFigures
from engine.inference.rows_beside import RowsBeside
from engine.statistics import Statistics, statistics
from gui.plots.fit.shown_rows import Numbering, ShownRows

NAMES = ("intercept", "x2", "x3")


def problem_of(rows: int = 30) -> Problem:
    """Return a table with a column of ones, two others, and errors."""
    random = np.random.default_rng(8)
    A = np.column_stack((np.ones(rows), random.normal(size=(rows, 2))))
    return Problem(A, A @ [10.0, 2.0, -1.0] + random.normal(size=rows))


def figures_of(problem: Problem) -> Statistics:
    """Return the statistics of its optimum."""
    return statistics(problem, optimum(problem))


def rows_of(
    problem: Problem | None = None, numbering: Numbering | None = None, most: int = MOST_SHOWN
) -> ShownRows:
    """Return what is drawn of its rows."""
    figures = figures_of(problem or problem_of())
    return ShownRows(RowFigures.of(figures, most), NAMES, numbering)


def with_left_out(problem: Problem | None = None, *left_out: int) -> ShownRows:
    """Return what is drawn of a table with some rows left out."""
    whole = problem or problem_of()
    kept = leave_out(KeptRows.of(whole), left_out)
    figures = statistics(kept.problem, kept.best)
    out = np.flatnonzero(kept.is_left_out)
    beside = RowsBeside.of(figures, whole.A[out], whole.Y[out])
    numbering = np.flatnonzero(~kept.is_left_out)
    return ShownRows(RowFigures.of(figures), NAMES, numbering, beside, out)


def exact() -> ShownRows:
    """Return the rows of a fit without any error."""
    problem = Problem(
        [[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 2.0, 5.0], [1.0, 3.0, 2.0]], [1.0, 3, 5, 7]
    )
    return rows_of(problem)
