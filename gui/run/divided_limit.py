"""η's limit of an optimiser that divides slopes by their size: that of what it remembers now.

It changes with every epoch, and is computed in the run's thread beside the epochs. Before a run it
is that of the first epoch, which follows from the slopes at the start.
"""

from dataclasses import replace
from time import perf_counter

import numpy as np

from engine import Frame, Problem, Settings, on_unit_columns
from engine.optimisers.kinds import LIMITLESS
from engine.optimisers.memory import Memory
from engine.stability import is_affordable

from .prepared_rows import PreparedRows

MOST_COLUMNS = 1000
"""Of so many the largest eigenvalue takes 2 s, of 100 0.1 s, of ten 0.4 ms (beside other work)."""
LEAST_SECONDS = 0.1
"""How often it is found anew at most: numbers that change more often cannot be read."""
PART_OF_TIME = 0.05
"""Of the run's time, for finding it."""


class DividedLimit:
    """The latest limit of one run, found now and then."""

    def __init__(self, prepared_rows: PreparedRows) -> None:
        self._prepared_rows = prepared_rows
        self._due = 0.0
        self._settings: Settings | None = None
        self._limit: float | None = None

    def at(self, frame: Frame, settings: Settings) -> float | None:
        """Return the limit at a frame, or at one shortly before; None if it is not known.

        At the end of a run it is that of the frame. It is not known before the first epoch, of
        another loss than the mean square, or if finding it would take too long.
        """
        if settings.optimiser not in LIMITLESS:
            return None
        now = perf_counter()
        is_other, self._settings = settings is not self._settings, settings
        if is_other or frame.stop is not None or now >= self._due:
            self._limit = self.of_memory(frame.memory, settings)
            spent = perf_counter() - now
            self._due = now + spent + max(LEAST_SECONDS, spent / PART_OF_TIME)
        return self._limit

    def of_memory(self, memory: Memory | None, settings: Settings) -> float | None:
        """Return the limit of what an optimiser remembers; None as in ``at``."""
        is_known = memory is not None and memory.optimiser is settings.optimiser
        problem = self._problem(settings)
        if memory is None or not is_known or not memory.epochs or problem is None:
            return None
        from engine import stability_limit  # loaded on use: most runs are plain
        from engine.optimisers.rules import rule_of

        roots = rule_of(settings).told(memory)[-1][1].astype(np.float64)
        if not np.isfinite(roots).all():
            return None
        return stability_limit(problem, replace(settings, scale_columns=False), roots)

    def _problem(self, settings: Settings) -> Problem | None:
        """Return rows of the columns descended on; None if they are too many."""
        problem, triangle = self._prepared_rows.problem, self._prepared_rows.triangle
        if settings.formula is not None or problem.weights > MOST_COLUMNS:
            return None
        if triangle is not None and triangle.is_finite:
            if settings.scale_columns:
                triangle = triangle.divided_by(triangle.column_norms)
            return triangle.problem(np.zeros((triangle.weights, 1)))
        if not is_affordable(problem.rows, problem.weights, at_once=True):
            return None
        return on_unit_columns(problem) if settings.scale_columns else problem
