"""Suggested settings for a table on which nothing has run yet."""

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
"""Products that η's limit may cost an import: measured, up to 0.5 s, beside the window."""


def suited_to(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a stable η, and an h that fits the scale of the problem."""
    problem = _scaled_problem(problem, settings)
    h = fitting_h(problem, settings.difference, settings.precision)
    return replace(settings, learning_rate=safe_learning_rate(_limit(problem)), h=h)


def with_fixed_rate(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a number for η if it is ``SAFE``, because a field shows a number."""
    if settings.learning_rate != SAFE:
        return settings
    rate = safe_learning_rate(_limit(_scaled_problem(problem, settings)))
    return replace(settings, learning_rate=rate)


def _scaled_problem(problem: Problem, settings: Settings) -> Problem:
    return on_unit_columns(problem) if settings.scale_columns else problem


def _limit(problem: Problem) -> float:
    """Return η's limit, or a smaller bound if the limit would take too long.

    The largest eigenvalue of AᵀA/N is at most the sum of all, its trace, Σ mean(A_k²).
    """
    least = min(problem.rows, problem.weights)
    if problem.rows * problem.weights * least <= MOST_PRODUCTS:
        return learning_rate_limit(problem)
    trace = float(problem.mean_squares.sum())
    return max(1 / trace, sys.float_info.min) if trace else math.inf
