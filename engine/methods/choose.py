"""The choice of a path: the modes path if it gives the same numbers, else the literal one."""

import logging
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..problem import Problem
from ..settings import Method, Settings
from ..triangle import Progress, Triangle, triangle_of
from .literal import LiteralPath
from .loss_log import LossBuffer
from .modes import Modes, Recurrence
from .modes_path import SHORTEST_SEGMENT, ModesPath
from .path import Descent, Path
from .rounding import Rounding
from .rounding_drift import GRADIENT_SEEN, predict_drift
from .verify import Verifier

# An evaluation takes about 1 ms for these (26,214×10). On more entries, only the end of the run is
# verified on the rows, and the way there on the triangle.
ENTRIES_CHECKED_EACH_TIME = 2**18
# The first literal epochs take 8 to 31 ms in all for these (500×32 to 50,000×3).
PRODUCTS_OF_FIRST_EPOCHS = 2**26
# Columns. Finding their modes takes some seconds that nothing can cancel; of 10,000, minutes.
MOST_REDUCED = 1000
SINGLE_PRECISION = "single precision runs epoch by epoch"
ROUNDING_RULES = "at this h, the quotients are mostly rounding error"
LOSS_GROWS = "the loss grows, and its rounding error with it"
NO_MODES = "the singular values of A could not be computed"
TOO_WIDE = f"more than {MOST_REDUCED:,} columns run epoch by epoch"
TOO_LARGE = "the numbers are too large to reduce the rows"

logger = logging.getLogger(__name__)


class RunHooks(NamedTuple):
    """The caller's hooks into a descent: room for every loss, progress, and cancelling."""

    buffer: LossBuffer | None = None
    progress: Progress = lambda _: None
    cancelled: IsCancelled = lambda: False


def choose_path(
    problem: Problem, settings: Settings, hooks: RunHooks, triangle: Triangle | None
) -> Path:
    """Choose a path; raise Cancelled when cancelled while reducing the rows."""
    descent = Descent.of(problem, settings, hooks.cancelled)
    if not settings.reduces_rows:
        reason = "" if settings.method is Method.LITERAL else SINGLE_PRECISION
        return LiteralPath(descent, fallback=reason)
    if triangle is None and not is_reduced(problem.weights, settings):
        return LiteralPath(descent, fallback=TOO_WIDE)
    triangle = triangle or triangle_of(problem, hooks.progress, hooks.cancelled)
    if not triangle.is_finite:
        return LiteralPath(descent, fallback=TOO_LARGE)
    if settings.method is Method.TRIANGLE:
        return LiteralPath(descent.on(triangle.problem(problem.W)), Method.TRIANGLE)
    return _modes_path(descent, triangle, hooks.buffer)


def _modes_path(descent: Descent, triangle: Triangle, buffer: LossBuffer | None) -> Path:
    problem, settings = descent.problem, descent.settings
    reduced = triangle.problem(problem.W)
    verified = replace(descent, rounding=Rounding(reduced, settings, triangle.rows))
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            recurrence = Recurrence(Modes(triangle), settings)
    except np.linalg.LinAlgError:
        return LiteralPath(descent, fallback=NO_MODES)
    literal_epochs = first_literal_epochs(problem)
    drift = predict_drift(verified, recurrence, literal_epochs)
    logger.debug("the modes are possible after %d epochs; drift %s", literal_epochs, drift)
    if drift.exceeds_tolerance:
        is_growing = recurrence.decay.is_unstable and drift.gradient <= GRADIENT_SEEN
        return LiteralPath(descent, fallback=LOSS_GROWS if is_growing else ROUNDING_RULES)
    literal = check = LiteralPath(descent)
    if problem.A.size > ENTRIES_CHECKED_EACH_TIME:
        check = LiteralPath(descent.on(reduced))
    verifier = Verifier(verified, literal, check, recurrence)
    return ModesPath(descent, literal, verifier, recurrence, literal_epochs, buffer)


def is_reduced(columns: int, settings: Settings) -> bool:
    """Return whether a descent on this many columns begins by reducing the rows."""
    return settings.reduces_rows and columns <= MOST_REDUCED


def first_literal_epochs(problem: Problem) -> int:
    """Return how many epochs are literal before the first segment: as many as are cheap."""
    products_an_epoch = 2 * problem.A.size * problem.weights
    return min(SHORTEST_SEGMENT, PRODUCTS_OF_FIRST_EPOCHS // products_an_epoch)
