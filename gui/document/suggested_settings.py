"""Settings that suit a problem: numbers for η and h, because fields show numbers."""

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

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
from engine.errors import BadSetting
from engine.settings import FITS, FITS_EACH, SAFE
from engine.stability import affordable_limit
from engine.step_size import suggest_each_h, with_fixed_steps
from engine.unit_columns import column_norms, scaled

if TYPE_CHECKING:
    from engine.formula.formula import Formula

MOST_CELLS_AS_THEY_ARE = 20_000
"""The rows of more are reduced once: 100,000×10 takes 33 ms instead of 100 (measured)."""


def suggest_settings(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a stable η, and an h that fits the scale of the problem."""
    return with_numbers(problem, replace(settings, learning_rate=SAFE, h=FITS))


def with_numbers(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with numbers for η and h, because fields show numbers.

    ``SAFE`` becomes a stable η, or the usual one of an optimiser for which no limit is known, and
    ``FITS`` an h that fits the problem and its initial W.
    """
    if settings.learning_rate != SAFE and settings.h != FITS:
        return settings
    finder = StepFinder(problem)
    if settings.learning_rate == SAFE:
        from engine.optimisers.limits import usual_rate  # loaded on use: η is a number as a rule

        rate = usual_rate(settings.optimiser)
        if rate is None:
            rate = finder.never_rising_rate(settings) or finder.rate_of_smooth_terms(settings)
        if rate is None:
            rate = safe_learning_rate(affordable_limit(finder.descended_on(settings)))
        settings = replace(settings, learning_rate=rate)
    if settings.h == FITS:
        settings = replace(settings, h=finder.fitting_h(settings))
    return settings


class StepFinder:
    """Finds η's limit and the h that fits, for a table and the settings of a run."""

    def __init__(self, problem: Problem, norms: Matrix | None = None) -> None:
        self._problem, self._norms = problem, norms
        self._each: dict[tuple[object, ...], tuple[float, ...]] = {}

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
        """Return η's limit: inf if none is known.

        A loss that is no parabola has none. Below twice the η at which it never rises, it falls.
        """
        if settings.formula is None:
            return learning_rate_limit(self.descended_on(settings))
        from engine.losses.equal_rows import equal_rows  # loaded on use, as the formula itself

        if (rows := equal_rows(self._problem, settings)) is not None:
            return learning_rate_limit(rows)
        rate = self.never_rising_rate(settings)
        return math.inf if rate is None else 2 * rate

    def assumed_limit(self, settings: Settings) -> float:
        """Return η's limit, or what stands for it where none is known.

        That is twice the η that suits the smooth terms, or the limit of the mean square.
        """
        if (limit := self.limit(settings)) < math.inf or settings.formula is None:
            return limit
        rate = self.rate_of_smooth_terms(settings)
        return learning_rate_limit(self.descended_on(settings)) if rate is None else 2 * rate

    def rate_of_smooth_terms(self, settings: Settings) -> float | None:
        """Return an η that suits the smooth terms of a formula; None if none is known."""
        if settings.formula is None:
            return None
        from engine.losses.safe_rate import rate_of_smooth_terms  # loaded on use, as the formula

        return rate_of_smooth_terms(*self._formula_on_columns(settings))

    def never_rising_rate(self, settings: Settings) -> float | None:
        """Return an η at which no epoch raises the loss of a formula; None if none is known."""
        if settings.formula is None:
            return None
        try:
            safe = replace(settings, learning_rate=SAFE, h=1.0)
            return self._with_numbers(safe).fixed_learning_rate
        except BadSetting:
            return None

    def _with_numbers(self, settings: Settings) -> Settings:
        """Return the settings of a formula with η and h that suit it."""
        formula, problem = self._formula_on_columns(settings)
        return with_fixed_steps(settings, problem, formula)

    def _formula_on_columns(self, settings: Settings) -> tuple["Formula", Problem]:
        """Return a formula and the problem as they are descended on."""
        formula, problem = settings.formula, self._problem
        assert formula is not None
        if not settings.scale_columns:
            return formula, problem
        return formula.on_scaled(column_norms(problem.A)), self.descended_on(settings)

    def fitting_h(self, settings: Settings) -> float:
        """Return the h that fits."""
        if settings.formula is not None:
            return self._shared_h(settings)
        problem = self.descended_on(settings)
        return suggest_h(problem, settings.difference, settings.precision)

    def fitting_each_h(self, settings: Settings) -> tuple[float, ...]:
        """Return the h that fits each weight."""
        if settings.formula is not None:
            return self._each_of_formula(settings)
        problem = self.descended_on(settings)
        return suggest_each_h(problem, settings.difference, settings.precision)

    def _shared_h(self, settings: Settings) -> float:
        """Return the h of a formula that all weights share, from that of each where it is known."""
        from engine.losses.fitting_steps import fitting_step  # loaded on use, as the formula
        from engine.losses.ridge import with_ridge_rows

        formula, problem = self._formula_on_columns(settings)
        if with_ridge_rows(problem, formula) is not None:  # the same as that of a mean square
            return self._with_numbers(_of_steps(settings, FITS)).fixed_h
        return fitting_step(self._each_of_formula(settings), problem.W, settings.precision)

    def knows_h(self, settings: Settings) -> bool:
        """Return whether the h of a formula has been found."""
        return _asked(settings) in self._each

    def _each_of_formula(self, settings: Settings) -> tuple[float, ...]:
        """Return the h of a formula that fits each weight; found once, which takes up to 18 ms."""
        asked = _asked(settings)
        if asked not in self._each:
            each = self._with_numbers(_of_steps(settings, FITS_EACH)).h
            assert isinstance(each, tuple)
            self._each[asked] = each
        return self._each[asked]


def _asked(settings: Settings) -> tuple[object, ...]:
    """Return what the h of a formula depends on, besides the tables."""
    quotient = settings.difference, settings.precision
    return settings.formula, *quotient, settings.scale_columns


def _of_steps(settings: Settings, h: Literal["fits", "fits each weight"]) -> Settings:
    """Return settings that ask for h alone."""
    return replace(settings, learning_rate=0.0, until_converged=False, h=h)
