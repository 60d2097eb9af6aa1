"""The choice of a path: the modes path if it gives the same numbers, else the literal one."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..cancelling import IsCancelled, abandonable
from ..errors import BadSetting
from ..language.sentence import marked
from ..momentum.rule import LARGEST_BETA, LINEAR, is_predicted
from ..optimisers.kinds import Schedule
from ..optimisers.limits import limit_factor
from ..problem import Problem
from ..settings import Method, Settings
from ..stability import learning_rate_limit
from ..triangle import Progress, Triangle, is_shorter_reduced, triangle_of
from .arrival import ArrivalAtRest
from .closed_form import EpochMap, Recurrence
from .literal import LiteralPath
from .loss_log import LossBuffer
from .modes import Modes
from .modes_path import ModesPath
from .path import Descent, Path
from .rounding import Rounding
from .rounding_drift import GRADIENT_SEEN, predict_drift
from .segment import SHORTEST_SEGMENT
from .step_working import is_cheap
from .verify import Verifier
from .walk import Walker

if TYPE_CHECKING:
    from ..momentum.ahead import GrowthAhead

# An evaluation takes about 1 ms for these (26,214×10). On more entries, only the end of the run is
# verified on the rows, and the way there on the triangle.
ENTRIES_CHECKED_EACH_TIME = 2**18
# An evaluation takes 0.3 ms for these (300×30). If it takes more, and longer than the triangle's,
# the rows are asked on the way only where the loss is mere rounding, which is theirs.
PRODUCTS_CHECKED_EACH_TIME = 2**19
# The epochs walked at rest take up to 1 ms in all for these (200×6); of more, the triangle's do.
ENTRIES_WALKED = 2**11
# The first literal epochs take 8 to 31 ms in all for these (500×32 to 50,000×3).
PRODUCTS_OF_FIRST_EPOCHS = 2**26
# Columns, or rows if they are fewer. Finding more modes takes some seconds; of 10,000, minutes.
MOST_REDUCED = 1000
# Epochs. Near η's limit rounding repeats itself and adds up: a path of more epochs than this is
# walked so far, 0.3 s on small tables, and goes on by modes. Nobody compares the two further on,
# where the literal one strays on from what the definition makes of W, by 1e-15 of it an epoch.
WALKED_IF_ERRORS_ADD_UP = 20_000
# Columns. A table of more columns than this, and of fewer rows, has its modes found from its rows:
# its triangle has as many rows as columns, and the modes of 200 take 25 ms, of 1,000 over 1 s.
FEW_COLUMNS = 200
SINGLE_PRECISION = marked("engine", "single precision runs epoch by epoch")
ROUNDING_RULES = marked("engine", "at this h, the quotients are mostly rounding error")
ERRORS_ADD_UP = marked("engine", "rounding errors add up from epoch to epoch until they show")
LOSS_GROWS = marked("engine", "the loss grows, and its rounding error with it")
NO_MODES = marked("engine", "the singular values of A could not be computed")
TOO_WIDE = marked("engine", "more than a thousand rows and columns run epoch by epoch")
TOO_SMALL = marked("engine", "the numbers are too small to predict from")
TOO_LARGE = marked("engine", "the numbers are too large to reduce the rows")
OPTIMISER_WALKS = marked("engine", "this optimiser runs epoch by epoch, on the reduced rows")
MOMENTUM_TOO_LARGE = marked("engine", "β above {largest} runs epoch by epoch, on the reduced rows")
RATE_CHANGES = marked("engine", "a scheduled η runs epoch by epoch, on the reduced rows")
OPTIMISER_UNPREDICTED = marked(
    "engine", "automatic, literal or triangle: the modes do not predict this optimiser"
)
MOMENTUM_UNPREDICTED = marked(
    "engine", "automatic, literal or triangle: the modes do not predict β above {largest}"
)
RATE_UNPREDICTED = marked(
    "engine", "automatic, literal or triangle: the modes do not predict a scheduled η"
)

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
    if is_walked(settings):
        return _walked(descent, hooks, triangle)
    if not settings.reduces_rows:
        reason = "" if settings.method is Method.LITERAL else SINGLE_PRECISION
        return LiteralPath(descent, fallback=reason)
    is_triangle = settings.method is Method.TRIANGLE
    if triangle is None and not is_triangle and is_wide(problem.rows, problem.weights):
        return _path_of_rows(descent, hooks.buffer)
    if triangle is None and problem.weights > MOST_REDUCED:
        return LiteralPath(descent, fallback=TOO_WIDE)
    triangle = triangle or triangle_of(problem, hooks.progress, hooks.cancelled)
    if not triangle.is_finite:
        return LiteralPath(descent, fallback=TOO_LARGE)
    if is_triangle:
        reduced = descent.on(triangle.problem(problem.W))
        return _named_if_diverging(reduced, LiteralPath(reduced, Method.TRIANGLE), triangle)
    return _modes_path(descent, triangle, hooks.buffer)


def is_walked(settings: Settings) -> bool:
    """Return whether a run takes one epoch after another: no modes predict it."""
    return not (settings.is_plain or is_predicted(settings))


def _walked(descent: Descent, hooks: RunHooks, triangle: Triangle | None) -> Path:
    """Choose a path for an optimiser or a schedule that takes one epoch after another."""
    problem, settings = descent.problem, descent.settings
    why = _why_walked(settings)
    if settings.method is Method.MODES:
        raise BadSetting("method", settings.method.value, why.refusal)
    if not settings.reduces_rows:
        reason = "" if settings.method is Method.LITERAL else SINGLE_PRECISION
        return LiteralPath(descent, fallback=reason)
    is_asked = settings.method is Method.TRIANGLE
    reason = "" if is_asked else why.reason
    if not is_asked and not is_shorter_reduced(problem):
        return _named_if_diverging(descent, LiteralPath(descent, fallback=reason), None)
    if triangle is None and problem.weights > MOST_REDUCED:
        return LiteralPath(descent, fallback=TOO_WIDE)
    triangle = triangle or triangle_of(problem, hooks.progress, hooks.cancelled)
    if not triangle.is_finite:
        return LiteralPath(descent, fallback=TOO_LARGE)
    reduced = descent.on(triangle.problem(problem.W))
    literal = LiteralPath(reduced, Method.TRIANGLE, reason)
    return _named_if_diverging(reduced, literal, triangle)


class _WhyWalked(NamedTuple):
    """Why a run takes one epoch after another, and what is said if the modes are asked for."""

    reason: str
    refusal: str


def _why_walked(settings: Settings) -> _WhyWalked:
    if settings.schedule is not Schedule.CONSTANT:
        return _WhyWalked(RATE_CHANGES, RATE_UNPREDICTED)
    if settings.optimiser in LINEAR:
        largest = f"{LARGEST_BETA:g}"
        return _WhyWalked(
            MOMENTUM_TOO_LARGE.format(largest=largest), MOMENTUM_UNPREDICTED.format(largest=largest)
        )
    return _WhyWalked(OPTIMISER_WALKS, OPTIMISER_UNPREDICTED)


def _named_if_diverging(descent: Descent, literal: LiteralPath, triangle: Triangle | None) -> Path:
    """Return the path of a run with momentum, which ends early if it diverges, but not soon."""
    problem, settings = descent.problem, descent.settings
    factor = None if settings.is_plain else limit_factor(settings)
    if factor is None or settings.schedule is not Schedule.CONSTANT:
        return literal
    is_stable = settings.fixed_learning_rate <= factor * learning_rate_limit(problem)
    if is_stable or min(problem.rows, problem.weights) > MOST_REDUCED:
        return literal

    def modes() -> Modes:
        if triangle is None and problem.rows < problem.weights:
            return Modes.of_rows(problem, descent.cancelled, settings.step_h)
        return Modes(triangle or triangle_of(problem))

    recurrence = _recurrence(descent, modes)
    if recurrence is None:
        return literal
    from ..momentum.ahead import GrowthAhead  # loaded on use: few runs diverge
    from ..momentum.diverging_path import DivergingPath

    ahead = GrowthAhead(descent, recurrence)
    if not settings.until_converged and not ahead.is_far(literal.products):
        return literal
    return DivergingPath(literal, ahead, first_literal_epochs(literal.products))


def _modes_path(descent: Descent, triangle: Triangle, buffer: LossBuffer | None) -> Path:
    problem, settings = descent.problem, descent.settings
    reduced = triangle.problem(problem.W)

    is_on_rows = settings.is_plain or is_cheap(problem.rows, problem.weights)
    is_on_rows = is_on_rows or not is_shorter_reduced(problem)

    def otherwise(reason: str) -> LiteralPath:
        if is_on_rows:
            return LiteralPath(descent, fallback=reason)
        return LiteralPath(descent.on(reduced), Method.TRIANGLE, reason)

    verified = replace(descent, rounding=Rounding(reduced, settings, triangle.rows))
    recurrence = _recurrence(descent, lambda: Modes(triangle))
    if recurrence is None:
        return otherwise(NO_MODES)
    literal = LiteralPath(descent)
    literal_epochs = first_literal_epochs(literal.products)
    ahead = _growth_ahead(verified, recurrence, literal.products)
    reason = _why_not(verified, recurrence, literal_epochs, ahead, is_on_rows=is_on_rows)
    if reason and not _is_jumped_later(settings, reason):
        return otherwise(reason)
    if reason:
        literal, literal_epochs = LiteralPath(descent, fallback=reason), WALKED_IF_ERRORS_ADD_UP
    check = at_floor = literal
    if literal.products > PRODUCTS_CHECKED_EACH_TIME and problem.A.size > reduced.A.size:
        check = LiteralPath(descent.on(reduced))
    if problem.A.size > ENTRIES_CHECKED_EACH_TIME:
        at_floor = check
    verifier = Verifier(verified, literal, check, recurrence, at_floor)
    is_small = problem.A.size <= max(ENTRIES_WALKED, reduced.A.size)
    on_triangle = None if is_small else descent.on(reduced)
    walker = _walker_of(settings)(literal, descent, on_triangle, recurrence)
    return ModesPath(
        descent,
        literal,
        verifier,
        ArrivalAtRest(verified, walker, literal_epochs),
        recurrence,
        literal_epochs,
        buffer,
        ahead,
        otherwise(""),
    )


def _path_of_rows(descent: Descent, buffer: LossBuffer | None) -> Path:
    """Choose a path for a wide table, whose rows are few as they are."""
    if not np.isfinite(descent.problem.mean_squares).all():
        return LiteralPath(descent, fallback=TOO_LARGE)
    problem, settings = descent.problem, descent.settings
    recurrence = _recurrence(
        descent, lambda: Modes.of_rows(problem, descent.cancelled, settings.step_h)
    )
    if recurrence is None:
        return LiteralPath(descent, fallback=NO_MODES)
    literal = LiteralPath(descent)
    literal_epochs = first_literal_epochs(literal.products)
    ahead = _growth_ahead(descent, recurrence, literal.products)
    if reason := _why_not(descent, recurrence, literal_epochs, ahead):
        literal, literal_epochs = LiteralPath(descent, fallback=reason), WALKED_IF_ERRORS_ADD_UP
        if not _is_jumped_later(settings, reason):
            return literal
    verifier = Verifier(descent, literal, literal, recurrence)
    walker = _walker_of(settings)(literal, descent, None, recurrence)
    arrival = ArrivalAtRest(descent, walker, literal_epochs)
    return ModesPath(descent, literal, verifier, arrival, recurrence, literal_epochs, buffer, ahead)


def _recurrence(descent: Descent, modes: Callable[[], Modes]) -> EpochMap | None:
    """Return what one epoch does along the modes; None if they cannot be computed.

    Raises Cancelled when cancelled.
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            return abandonable(
                lambda: epoch_map(modes(), descent.settings),
                descent.cancelled,
                descent.problem.weights,
            )
    except np.linalg.LinAlgError:
        return None


def epoch_map(modes: Modes, settings: Settings) -> EpochMap:
    """Return what one epoch does along the modes."""
    if not is_predicted(settings):
        return Recurrence(modes, settings)
    from ..momentum.many_epochs import MomentumEpochs  # loaded on use: most runs are plain

    return MomentumEpochs(modes, settings)


def _walker_of(settings: Settings) -> type[Walker]:
    if settings.is_plain:
        return Walker
    from ..momentum.walker import MomentumWalker  # loaded on use: most runs are plain

    return MomentumWalker


def _growth_ahead(descent: Descent, recurrence: EpochMap, products: int) -> "GrowthAhead | None":
    """Return what foresees how a run diverges; None if it does not, or its own epochs soon show."""
    if not recurrence.is_growing.any():
        return None
    from ..momentum.ahead import GrowthAhead  # loaded on use: few runs diverge

    ahead = GrowthAhead(descent, recurrence)
    return ahead if descent.settings.until_converged or ahead.is_far(products) else None


def _why_not(
    descent: Descent,
    recurrence: EpochMap,
    literal_epochs: int,
    ahead: "GrowthAhead | None",
    *,
    is_on_rows: bool = True,
) -> str:
    """Return why the modes would not give the numbers of the literal path; empty if they do.

    Reduced rows, on which a run otherwise goes on, drift as far from it as the modes do.
    """
    if 0 < float(recurrence.modes.curvatures[0]) < sys.float_info.min:
        return TOO_SMALL  # the curvatures have lost digits
    drift = predict_drift(descent, recurrence, literal_epochs)
    logger.debug("the modes are possible after %d epochs; drift %s", literal_epochs, drift)
    if ahead is not None or not drift.exceeds_tolerance:
        return ""
    if not is_on_rows and drift.gradient <= GRADIENT_SEEN:
        return ""
    if drift.gradient > GRADIENT_SEEN:
        return ROUNDING_RULES
    return LOSS_GROWS if recurrence.is_unstable else ERRORS_ADD_UP


def _is_jumped_later(settings: Settings, reason: str) -> bool:
    """Return whether a run is only walked for as long as it is compared with its literal path."""
    return reason in (ERRORS_ADD_UP, LOSS_GROWS) and settings.epochs > WALKED_IF_ERRORS_ADD_UP


def is_wide(rows: int, columns: int) -> bool:
    """Return whether the modes of a table are found from its rows, which are the fewer."""
    return rows < columns and columns > FEW_COLUMNS and rows <= MOST_REDUCED


def is_reduced(columns: int, settings: Settings, rows: int | None = None) -> bool:
    """Return whether a descent begins by reducing the rows; there are many if none are given."""
    if settings.method is not Method.TRIANGLE and rows is not None and is_wide(rows, columns):
        return False
    return settings.reduces_rows and columns <= MOST_REDUCED


def first_literal_epochs(products: int) -> int:
    """Return how many epochs are literal before the first segment: as many as are cheap.

    ``products`` is what an epoch costs.
    """
    return min(SHORTEST_SEGMENT, PRODUCTS_OF_FIRST_EPOCHS // products)
