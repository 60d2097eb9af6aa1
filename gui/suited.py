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
from engine.settings import SAFE

MOST_PRODUCTS = 2_000_000_000


def suited_to(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with an η at which the problem is stable, and an h of its scale."""
    problem = _descended(problem, settings)
    h = fitting_h(problem, settings.difference, settings.precision)
    return replace(settings, learning_rate=safe_learning_rate(_limit(problem)), h=h)


def with_fixed_rate(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with η a number, such as a field shows, where it is to be safe."""
    if settings.learning_rate != SAFE:
        return settings
    rate = safe_learning_rate(_limit(_descended(problem, settings)))
    return replace(settings, learning_rate=rate)


def _descended(problem: Problem, settings: Settings) -> Problem:
    return on_unit_columns(problem) if settings.scale_columns else problem


def _limit(problem: Problem) -> float:
    """Return η's limit, or less where that would take long.

    The largest eigenvalue of AᵀA/N is at most the sum of all, its trace, Σ mean(A_k²).
    """
    least = min(problem.rows, problem.weights)
    if problem.rows * problem.weights * least <= MOST_PRODUCTS:
        return learning_rate_limit(problem)
    trace = float(problem.mean_squares.sum())
    return max(1 / trace, sys.float_info.min) if trace else math.inf
