"""Which path a descent takes: the modes where they are right, the literal one elsewhere."""

from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..method import Method
from ..problem import Problem
from ..settings import Settings
from ..triangle import Progress, Triangle, triangle_of
from .bounds import Bounds
from .judge import Judge
from .leap import SHORTEST_LEG, Leap
from .ledger import Pages
from .modes import Modes, Recurrence
from .rounding import Rounding
from .state import Path
from .straying import GRADIENT_SEEN, straying
from .walk import Walk

ENTRIES_CHECKED_EACH_TIME = 2**18
PRODUCTS_WALKED = 2**26
MOST_REDUCED = 1000
"""Columns of which the modes are found at once; of ten times as many it would take minutes."""
SINGLE_PRECISION = "single precision is followed epoch by epoch"
ROUNDING_RULES = "rounding rules the quotients at this step h"
LOSS_GROWS = "the loss grows, and its rounding with it"
NO_MODES = "the modes of these columns cannot be found"
TOO_WIDE = "so many columns are followed epoch by epoch"
TOO_LARGE = "the numbers are too large to reduce the rows"


class Watch(NamedTuple):
    """How a descent is watched: what is written of it, told of it, and asked."""

    pages: Pages | None = None
    progress: Progress = lambda _: None
    cancelled: IsCancelled = lambda: False


def path_for(problem: Problem, settings: Settings, watch: Watch, triangle: Triangle | None) -> Path:
    """Choose a path; raise Cancelled when cancelled while reducing the rows."""
    bounds = Bounds(problem, settings)
    if not settings.reduces_rows:
        reason = "" if settings.method is Method.LITERAL else SINGLE_PRECISION
        return Walk(problem, settings, bounds, watch.cancelled, fallback=reason)
    if triangle is None and not is_reduced(problem.weights, settings):
        return Walk(problem, settings, bounds, watch.cancelled, fallback=TOO_WIDE)
    triangle = triangle or triangle_of(problem, watch.progress, watch.cancelled)
    if not triangle.is_finite:
        return Walk(problem, settings, bounds, watch.cancelled, fallback=TOO_LARGE)
    reduced = triangle.problem(problem.W)
    if settings.method is Method.TRIANGLE:
        return Walk(reduced, settings, bounds, watch.cancelled, Method.TRIANGLE)
    return _modes_path(problem, reduced, triangle, bounds, settings, watch)


def _modes_path(
    problem: Problem,
    reduced: Problem,
    triangle: Triangle,
    bounds: Bounds,
    settings: Settings,
    watch: Watch,
) -> Path:
    rounding = Rounding(reduced, settings, triangle.rows)
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            recurrence = Recurrence(Modes(triangle), settings)
    except np.linalg.LinAlgError:
        return Walk(problem, settings, bounds, watch.cancelled, fallback=NO_MODES)
    walked = epochs_walked(problem)
    strays = straying(recurrence, rounding, problem.W, settings, walked)
    if strays.is_visible:
        is_growing = recurrence.decay.is_unstable and strays.gradient <= GRADIENT_SEEN
        reason = LOSS_GROWS if is_growing else ROUNDING_RULES
        return Walk(problem, settings, bounds, watch.cancelled, fallback=reason)
    walk = Walk(problem, settings, bounds, watch.cancelled)
    check = walk
    if problem.A.size > ENTRIES_CHECKED_EACH_TIME:
        check = Walk(reduced, settings, bounds, watch.cancelled)
    judge = Judge(walk, check, recurrence, settings, bounds, rounding)
    return Leap(walk, judge, recurrence, settings, walked, watch.pages)


def is_reduced(columns: int, settings: Settings) -> bool:
    """Tell whether a descent on so many columns begins by reducing the rows."""
    return settings.reduces_rows and columns <= MOST_REDUCED


def epochs_walked(problem: Problem) -> int:
    """Return how many epochs to walk before the first leap: those that cost next to nothing."""
    products_an_epoch = 2 * problem.A.size * problem.weights
    return min(SHORTEST_LEG, PRODUCTS_WALKED // products_an_epoch)
