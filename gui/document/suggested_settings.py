"""Settings that suit a problem: numbers for η and h, because fields show numbers."""

import sys
from dataclasses import replace

import numpy as np

from engine import (
    EngineError,
    Matrix,
    Problem,
    Settings,
    learning_rate_limit,
    safe_learning_rate,
    suggest_h,
    triangle_of,
)
from engine.settings import FITS, SAFE
from engine.stability import affordable_limit
from engine.step_size import suggest_each_h
from engine.unit_columns import column_norms, scaled

MOST_CELLS_AS_THEY_ARE = 20_000
"""The rows of more are reduced once: 100,000×10 takes 33 ms instead of 100 (measured)."""


def suggest_settings(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a stable η, and an h that fits the scale of the problem."""
    return with_numbers(problem, replace(settings, learning_rate=SAFE, h=FITS))


def with_numbers(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with numbers for η and h, because fields show numbers.

    ``SAFE`` becomes a stable η, and ``FITS`` an h that fits the problem and its initial W.
    """
    if settings.learning_rate != SAFE and settings.h != FITS:
        return settings
    finder = StepFinder(problem)
    if settings.learning_rate == SAFE:
        rate = safe_learning_rate(affordable_limit(finder.descended_on(settings)))
        settings = replace(settings, learning_rate=rate)
    if settings.h == FITS:
        settings = replace(settings, h=finder.fitting_h(settings))
    return settings


class StepFinder:
    """Finds η's limit and the h that fits, for a table and the settings of a run."""

    def __init__(self, problem: Problem, norms: Matrix | None = None) -> None:
        self._problem, self._norms = problem, norms

    @classmethod
    def reduced(cls, problem: Problem) -> "StepFinder":
        """Return the table with few rows and the same losses, if it has many cells and rows."""
        if problem.A.size <= MOST_CELLS_AS_THEY_ARE or problem.rows <= problem.weights:
            return cls(problem)
        triangle = triangle_of(problem)
        if not triangle.is_finite:
            return cls(problem)
        return cls(triangle.problem(problem.W), triangle.column_norms)

    def descended_on(self, settings: Settings) -> Problem:
        """Return the problem; on scaled columns it starts from zeros if W would overflow."""
        if not settings.scale_columns:
            return self._problem
        with np.errstate(over="ignore", invalid="ignore"):
            norms = column_norms(self._problem.A) if self._norms is None else self._norms
            norms = np.minimum(norms, sys.float_info.max)
            try:
                return scaled(self._problem, norms)
            except EngineError:
                return scaled(self._problem.starting_from(np.zeros_like(norms)), norms)

    def limit(self, settings: Settings) -> float:
        """Return η's limit."""
        return learning_rate_limit(self.descended_on(settings))

    def fitting_h(self, settings: Settings) -> float:
        """Return the h that fits."""
        problem = self.descended_on(settings)
        return suggest_h(problem, settings.difference, settings.precision)

    def fitting_each_h(self, settings: Settings) -> tuple[float, ...]:
        """Return the h that fits each weight."""
        problem = self.descended_on(settings)
        return suggest_each_h(problem, settings.difference, settings.precision)
