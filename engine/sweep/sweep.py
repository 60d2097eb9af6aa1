"""The public function that sweeps a setting, and the choice of how."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from ..cancelling import IsCancelled
from ..errors import BadSetting
from ..language.lists import one_of
from ..language.sentence import marked
from ..methods.choose import MOST_REDUCED
from ..optimisers.kinds import Optimiser
from ..problem import Problem, check_problem
from ..settings import Method, Precision, Settings, check_settings
from ..step_size import with_fixed_steps
from ..triangle import Progress, Triangle, triangle_of
from ..unit_columns import in_table_units, on_unit_lengths, scaled
from .by_modes import ends_by_modes, modes_of
from .result import Numbers, Sweep, SweptSetting
from .single_runs import ends_of_single_runs
from .stable_range import stable_range
from .task import EndsSoFar, SweepEnds, SweepTask
from .walked import ends_walked

WITH_MOMENTUM = (Optimiser.HEAVY_BALL, Optimiser.NESTEROV)

logger = logging.getLogger(__name__)


def sweep(
    problem: Problem,
    settings: Settings,
    name: str,
    values: ArrayLike,
    *,
    triangle: Triangle | None = None,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
    so_far: Callable[[Callable[[], Sweep]], None] = lambda _: None,
) -> Sweep:
    """Return what runs come to that differ in one setting, all computed at once.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        All other settings. Each run has all their epochs: the tolerance and ``until_converged`` are
        left out.
    name : {"learning_rate", "h", "momentum"}
        What is swept. The momentum is that of "heavy ball" or "nesterov".
    values : array_like, shape (n,)
        Its values, at least one; each one that the setting can have.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.
    progress : callable
        Called with the fraction that is done, from 0 to 1.
    cancelled : callable
        Asked at every epoch, every value and every block of rows; returns True to cancel.
    so_far : callable
        Called each time that more is known, with a function that returns the sweep as it is at this
        moment: after fewer epochs, or with some runs that are not computed yet.

    Returns
    -------
    Sweep

    Raises
    ------
    BadSetting
        If a value is none that the setting can have, or the optimiser has no momentum.
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    Losses by modes agree with those of single runs to 1e-12 of the first loss, and walked ones to
    1e-10, as long as rounding does not rule the quotients.

    Examples
    --------
    >>> found = sweep(Problem([[1.0]], [1.0]), Settings(3), "learning_rate", [0.25, 0.5, 2.0])
    >>> found.losses.round(6).tolist(), found.stable
    ([0.015625, 0.0, 729.0], (0.0, 1.0))
    """
    check_problem(problem, "sweep")
    check_settings(settings, "sweep")
    swept = SweptSetting(name)
    if swept is SweptSetting.MOMENTUM and settings.optimiser not in WITH_MOMENTUM:
        raise BadSetting("optimiser", settings.optimiser.value, one_of(list(WITH_MOMENTUM)))
    numbers = _checked(swept, values)
    base = replace(settings, until_converged=False, tolerance=0.0)
    is_single = base.formula is not None or base.precision is Precision.SINGLE
    if not is_single and problem.weights <= MOST_REDUCED:
        whole = triangle or triangle_of(problem, lambda _: None, cancelled)
        if whole.is_finite:
            return _at_once(problem, base, swept, numbers, whole, progress, cancelled, so_far)
    runs = _runs(base, swept, numbers)
    logger.debug("%d runs for a sweep of %s, one after another", len(runs), swept.value)

    def of_runs(ends: SweepEnds, epochs: int) -> Sweep:
        return _swept(swept, numbers, epochs, ends, None, Method.LITERAL)

    def tell(ends: Callable[[], EndsSoFar]) -> None:
        so_far(lambda: of_runs(*ends()))

    ends = ends_of_single_runs(problem, runs, triangle, progress, cancelled, tell)
    return of_runs(ends, base.epochs)


def _at_once(
    problem: Problem,
    base: Settings,
    swept: SweptSetting,
    numbers: Numbers,
    triangle: Triangle,
    progress: Progress,
    cancelled: IsCancelled,
    so_far: Callable[[Callable[[], Sweep]], None],
) -> Sweep:
    """Sweep on the triangle, by modes if they give the same numbers."""
    norms, W = np.ones_like(problem.W), problem.W
    if base.scale_columns:
        norms = triangle.column_norms
        triangle, W = triangle.divided_by(norms), on_unit_lengths(W, norms)
    if isinstance(base.h, str) or isinstance(base.learning_rate, str):
        base = with_fixed_steps(base, scaled(problem, norms, cancelled))
    runs = _runs(base, swept, numbers)
    stable = stable_range(triangle.problem(W), base, swept)

    def of_table(ends: SweepEnds, epochs: int) -> Sweep:
        ends = ends._replace(W=in_table_units(ends.W, norms.T))
        return _swept(swept, numbers, epochs, ends, stable, method)

    def tell(ends: Callable[[], EndsSoFar]) -> None:
        so_far(lambda: of_table(*ends()))

    task = SweepTask(triangle, W, runs, progress, cancelled, tell)
    modes = modes_of(task, swept)
    method = Method.TRIANGLE if modes is None else Method.MODES
    ends = ends_walked(task) if modes is None else ends_by_modes(task, modes)
    logger.debug("%d runs for a sweep of %s: %s", len(runs), swept.value, method)
    return of_table(ends, base.epochs)


def _runs(base: Settings, swept: SweptSetting, numbers: Numbers) -> Sequence[Settings]:
    """Return the settings of each run; raise BadSetting if a value is none for them."""
    return [replace(base, **{swept.value: value}) for value in numbers.tolist()]


def _checked(swept: SweptSetting, values: ArrayLike) -> Numbers:
    """Return the values as numbers, ascending and each once."""
    numbers = np.unique(np.asarray(values, dtype=np.float64).ravel())
    if not len(numbers) or not np.isfinite(numbers).all():
        raise BadSetting(swept.value, values, marked("engine", "one finite number or more"))
    return numbers


def _swept(
    name: SweptSetting,
    values: Numbers,
    epochs: int,
    ends: SweepEnds,
    stable: tuple[float, float] | None,
    method: Method,
) -> Sweep:
    for array in (values, ends.losses, ends.W):
        array.setflags(write=False)
    return Sweep(name, values, epochs, ends.losses, ends.W, tuple(ends.stops), stable, method)
