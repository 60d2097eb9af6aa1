"""Settings for a table that no descent has seen yet."""

import math
import sys
from dataclasses import replace

from engine import (
    Problem,
    Settings,
    fitting_h,
    learning_rate_limit,
    on_unit_columns,
    safe_learning_rate,
)

MOST_PRODUCTS = 2_000_000_000


def suited_to(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with an η at which the problem is stable, and an h of its scale."""
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    rate = safe_learning_rate(_limit(problem))
    h = fitting_h(problem, settings.difference, settings.precision)
    return replace(settings, learning_rate=rate, h=h)


def _limit(problem: Problem) -> float:
    """Return η's limit, or less where that would take long.

    The largest eigenvalue of AᵀA/N is at most the sum of all, its trace, Σ mean(A_k²).
    """
    least = min(problem.rows, problem.weights)
    if problem.rows * problem.weights * least <= MOST_PRODUCTS:
        return learning_rate_limit(problem)
    trace = float(problem.mean_squares.sum())
    return max(1 / trace, sys.float_info.min) if trace else math.inf
