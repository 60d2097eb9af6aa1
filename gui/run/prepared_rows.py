"""The rows of A and Y, prepared for runs: reduced by QR once, and η's limit on them."""

import logging
from collections.abc import Callable
from math import inf
from threading import Lock
from time import perf_counter

import numpy as np

from engine import Cancelled, Triangle, learning_rate_limit, on_unit_columns, triangle_of
from engine.stability import is_affordable

from ..document.experiment import Experiment

NOTICED_SECONDS = 0.1
"""A person notices a wait of a tenth of a second; a shorter one needs no message."""

logger = logging.getLogger(__name__)


class PreparedRows:
    """The rows of one A and Y, reduced once for all runs on them, in the worker's thread.

    The worker of the next run may start while the last one, cancelled, is still at its block of
    rows: then it waits for that block.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._reducing = Lock()
        self._began = inf
        self._done = 0.0
        self.triangle: Triangle | None = None

    @property
    def progress(self) -> float | None:
        """The fraction reduced, if that takes noticeably long; read by the window's thread."""
        return self._done if perf_counter() - self._began > NOTICED_SECONDS else None

    def matches(self, experiment: Experiment) -> bool:
        """Return whether these are the rows of the experiment."""
        return experiment.A is self._experiment.A and experiment.Y is self._experiment.Y

    def reduce(self, cancelled: Callable[[], bool]) -> Triangle | None:
        """Return the triangle, computed the first time; None if cancelled."""
        with self._reducing:
            if self.triangle is None:
                self._began, self._done = perf_counter(), 0.0
                try:
                    self.triangle = triangle_of(self._experiment.problem, self._note, cancelled)
                    seconds = perf_counter() - self._began
                    logger.debug("%d rows reduced in %.3f s", self._experiment.rows, seconds)
                except Cancelled:
                    logger.debug("reducing the rows was cancelled")
                    return None
                finally:
                    self._began = inf
        return self.triangle

    def limit(self, scale_columns: bool, *, at_once: bool = False) -> float | None:
        """Return η's limit for the scaled or original problem; None if it is too expensive."""
        triangle = self.triangle
        if triangle is not None and triangle.is_finite:
            if scale_columns:
                triangle = triangle.divided_by(triangle.column_norms)
            return learning_rate_limit(triangle.problem(np.zeros((triangle.weights, 1))))
        if not is_affordable(self._experiment.rows, self._experiment.columns, at_once=at_once):
            return None
        problem = self._experiment.problem
        if scale_columns:
            problem = on_unit_columns(problem)
        return learning_rate_limit(problem)

    def _note(self, done: float) -> None:
        self._done = done
