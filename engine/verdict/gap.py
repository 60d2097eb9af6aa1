"""What is left of a loss above the least one, direction by direction.

Along the right singular vectors of A, each part of the gap shrinks on its own: an epoch of plain
descent multiplies its distance by μ = 1 − ηλ, and so its share of the loss by μ². With momentum a
2×2 matrix stands for μ. A one-sided quotient shifts the point that the descent goes to by −H⁻¹·b,
with b_k = ±h·mean(A_k²) and H = 2AᵀA/N.
"""

import math
from collections.abc import Callable
from copy import copy

import numpy as np
from numpy.typing import NDArray

from ..difference import Difference
from ..matrix import Matrix
from ..momentum.closed_form import MomentumForm, MomentumRecurrence, Steepness
from ..momentum.forecast import Box, Goal
from ..momentum.overflow import epochs_to_exceed, largest_of
from ..momentum.rule import MomentumRule
from ..optimum import Optimum
from ..problem import Problem
from ..settings import Settings
from ..threads.caching import cached_property
from .rule import EPSILON, column_sizes

# Finding the directions of more columns takes seconds (1,000: 0.5 s measured).
MOST_COLUMNS = 1000
# λ is off by 2ε·σmax/σ, which at this σ is 1 in 10⁴.
LEAST_SEEN = 1e-11
# A gap that halves "every" so many epochs does so for the next halvings as well: so many of them,
# which is to a thousandth, take at most so many times as long as foreseen from the first.
STEADY_HALVINGS = 10
STEADY = 1.25
# The weights of a run that takes longer than this many epochs can be taken for still.
MOST_FORECAST = 1e12
# Numbers that a forecast looks at, of modes at epochs: 0.2 s (7 modes, measured). Longley's table
# on scaled columns takes a tenth of that.
MOST_LOOKED_AT = 2**18
# A part of the gap below this holds nobody up: 99 % are closed without it.
NOTICEABLE = 0.01


class Gap:
    """The distance of a point W (j, 1) from the optimum, in the columns descended on."""

    def __init__(
        self,
        problem: Problem,
        scale_columns: bool,
        W: Matrix,
        best: Optimum,
        rows: int | None = None,
    ) -> None:
        """Take the number of rows if the problem is only that of their triangle.

        Raises numpy's LinAlgError if the directions cannot be computed.
        """
        self._rows = rows or problem.rows
        self.lengths: Matrix = column_sizes(problem) * math.sqrt(self._rows)
        self.sizes: Matrix = np.ones_like(self.lengths) if scale_columns else self.lengths
        """The length of each column as descended on, (j,); 1 of scaled ones."""
        filled = np.where(self.lengths > 0, self.lengths, 1.0)
        self.scales: Matrix = filled if scale_columns else np.ones_like(filled)
        """What a weight is multiplied by for the columns descended on, (j,)."""
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            self._R: Matrix = best.unit_columns * self.sizes
            self.distance: Matrix = (W - best.W)[:, 0] * self.scales
        if not (np.isfinite(self._R).all() and np.isfinite(self.distance).all()):
            raise np.linalg.LinAlgError
        _, self._singular, self._directions = np.linalg.svd(self._R, full_matrices=False)

    def at(self, W: Matrix, best: Optimum) -> "Gap":
        """Return the distance of another point W (j, 1) from the same optimum."""
        other = copy(self)
        for known in ("residuals", "gradient"):
            other.__dict__.pop(known, None)
        other.distance = (W - best.W)[:, 0] * self.scales
        return other

    @cached_property
    def curvatures(self) -> Matrix:
        """λ of each direction, largest first."""
        with np.errstate(over="ignore", under="ignore"):
            curvatures: Matrix = 2 * np.square(self._singular) / self._rows
        return curvatures

    @property
    def limit(self) -> float:
        """η's limit 2/λmax; inf if A is zero."""
        largest = float(self.curvatures[0])
        return 2 / largest if largest else math.inf

    @property
    def condition(self) -> float:
        """σmax/σmin over the directions that A determines, of the columns descended on."""
        seen = self._singular[self.seen]
        return float(seen[0] / seen[-1]) if len(seen) else 1.0

    @cached_property
    def residuals(self) -> Matrix:
        """The residual that is left along each direction."""
        left: Matrix = self._singular * (self._directions @ self.distance)
        return left

    @property
    def lefts(self) -> Matrix:
        """The loss above the least one along each direction."""
        lefts: Matrix = np.square(self.residuals) / self._rows
        return lefts

    @property
    def total(self) -> float:
        """The loss above the least one."""
        return float(np.square(self.residuals).sum()) / self._rows

    @cached_property
    def gradient(self) -> Matrix:
        """The slopes at W, (j,), of the columns descended on."""
        slopes: Matrix = 2 * self._R.T @ (self._R @ self.distance) / self._rows
        return slopes

    def pull(self, settings: Settings) -> Matrix:
        """Return the constant error of each slope, (j,): ±h·mean(A_k²), 0 for the central one."""
        side = sum(Difference(settings.difference).sides)
        pull: Matrix = side * settings.step_h * np.square(self.sizes) / self._rows
        return pull

    def bias(self, settings: Settings) -> Matrix:
        """Return the residual along each direction of the point that the descent goes to."""
        along = self._directions @ self.pull(settings)
        off = np.zeros_like(along)
        np.divide(-along * self._rows, 2 * self._singular, out=off, where=self.seen)
        return off

    def halving(self, settings: Settings, buffer: Matrix | None = None) -> float:
        """Return after how many epochs half of the gap is left; inf if that cannot be seen.

        ``buffer`` (j, 1) is what a momentum remembers here.
        """
        return self._epochs_to_part(settings, 2.0, buffer)

    def is_steady(self, settings: Settings, buffer: Matrix | None = None) -> bool:
        """Return whether each of the next halvings takes about as long as the first.

        It does not while several directions carry the gap: the slower ones are left.
        """
        most = STEADY * STEADY_HALVINGS * self.halving(settings, buffer)
        reached = self._epochs_to_part(settings, 2.0**STEADY_HALVINGS, buffer)
        return reached <= most < math.inf

    def _epochs_to_part(self, settings: Settings, parts: float, buffer: Matrix | None) -> float:
        """Return after how many epochs one of so many parts of the gap is left; inf if unknown."""
        part = float(np.square(self.residuals).sum()) / parts
        if settings.is_plain:
            return self._epochs_until(settings, lambda left: float(np.square(left).sum()) <= part)
        if not part:
            return math.inf
        epochs = self._first_epoch(Goal.gap(self.form(settings, 0.0, buffer), part / self._rows))
        return epochs if epochs <= MOST_FORECAST else math.inf

    def epochs_about(self, rate: float, left: float, off: Matrix | None = None) -> float:
        """Return about how many epochs of plain descent close the gap, a thousand times as fast.

        The slowest direction is taken for all of them; NaN if their numbers overflow. The rest is
        as ``epochs_to_optimum``.
        """
        seen = self.seen
        if not seen.any() or not 0 < rate < self.limit:
            return math.inf
        distances: Matrix = (
            self._directions[seen] * (self._directions[seen] @ self.distance)[:, np.newaxis]
        )
        with np.errstate(all="ignore"):
            moved = rate * self.curvatures[seen]
            decay = -np.where(moved < 1, np.log1p(-moved), np.log(np.abs(moved - 1)))
            asked = [np.log(self.lefts[seen] / left) / 2]
            if off is not None:
                asked.append(np.log(np.abs(distances / self.scales) / off).max(axis=1))
            epochs: Matrix = np.max(asked, axis=0) / decay
        known = epochs[~np.isnan(epochs)]
        return max(float(known.max()), 1.0) if len(known) else math.nan

    def epochs_to_optimum(
        self,
        settings: Settings,
        left: float,
        off: Matrix | None = None,
        buffer: Matrix | None = None,
    ) -> float:
        """Return the first epoch, counted from here, at which the gap is closed.

        Parameters
        ----------
        settings : Settings
            Plain descent, heavy ball or Nesterov at a constant η, with η and h as numbers.
        left : float
            The loss is then at most so much above the least one.
        off : ndarray, shape (j,), optional
            And each weight so far from the optimum; it is not asked if not given.
        buffer : ndarray, shape (j, 1), optional
            What a momentum remembers here.

        Returns
        -------
        float
            Exact, without rounding; inf if it never is, and NaN if that takes too long to tell.
        """
        if not self.residuals.any():
            return 0.0
        form, seen, box = self.form(settings, 0.0, buffer), self.seen, None
        if form.grows:
            return math.inf
        if off is not None:
            sizes = np.where(seen, self._singular, math.inf)[:, np.newaxis] / math.sqrt(self._rows)
            distances: Matrix = (self._directions / sizes / self.scales).T
            along = (np.abs(self._directions) * sizes) @ (self.scales * off)
            box = Box(distances, off, along)
        return self._first_epoch(Goal.gap(form, left, box, seen))

    def _first_epoch(self, goal: Goal) -> float:
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            return goal.first_epoch(MOST_LOOKED_AT / len(self._singular))

    def closing(self, settings: Settings, left: float, off: Matrix | None = None) -> float:
        """Return after how many epochs the gap is closed; inf if that is too far to be seen.

        It is if the loss is at most ``left`` above the least one, and each weight at most ``off``
        (j,) from the optimum; None leaves the weights aside.
        """
        seen = self.seen
        square = left * self._rows

        def is_closed(residuals: Matrix) -> bool:
            if not float(np.square(residuals).sum()) <= square:
                return False
            along = np.divide(residuals, self._singular, out=np.zeros_like(residuals), where=seen)
            distance = np.abs(along @ self._directions) / self.scales
            return off is None or bool((distance <= off).all())

        return 0.0 if is_closed(self.residuals) else self._epochs_until(settings, is_closed)

    def _epochs_until(self, settings: Settings, is_near: Callable[[Matrix], bool]) -> float:
        """Return after how many epochs the residuals along the directions are near enough."""
        goal = self.bias(settings)
        moving = self.residuals - goal
        factors = np.abs(1 - settings.fixed_learning_rate * self.curvatures)

        def is_reached(epochs: float) -> bool:
            with np.errstate(under="ignore"):
                return is_near(goal + moving * factors**epochs)

        if not self.residuals.any() or not is_reached(MOST_FORECAST):
            return math.inf
        low, high = 0.0, MOST_FORECAST
        for _ in range(200):
            middle = (low + high) / 2 if low == 0 or high / low < 4 else math.sqrt(low * high)
            low, high = (low, middle) if is_reached(middle) else (middle, high)
        return high

    def form(
        self, settings: Settings, least: float = 0.0, buffer: Matrix | None = None
    ) -> MomentumForm:
        """Return the epochs from here, along the directions.

        ``least`` is the least loss. The optimiser is plain, heavy ball or Nesterov at a constant η;
        without its buffer (j, 1), in the columns descended on, a run starts here.
        """
        steepness = Steepness(self._singular, self._rows, least * self._rows)
        rule, rate = MomentumRule.of(settings), settings.fixed_learning_rate
        bias: Matrix = self._directions @ self.pull(settings)
        along = None if buffer is None else self._directions @ buffer[:, 0]
        recurrence = MomentumRecurrence(steepness, rule, rate, bias)
        return MomentumForm(recurrence, self.residuals, along)

    def overflow(
        self,
        settings: Settings,
        least: float,
        rounding: float,
        buffer: Matrix | None = None,
    ) -> float:
        """Return after how many epochs from here the loss overflows; inf if it does not.

        ``least`` is the least loss, ``rounding`` that of the length of the residuals, and
        ``buffer`` (j, 1) what a momentum remembers here: a run starts here without.
        """
        form = self.form(settings, least, buffer)
        return epochs_to_exceed(form, largest_of(settings), rounding)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Whether A determines each direction, to the rounding of its cells."""
        most = float(self._singular[0])
        seen: NDArray[np.bool_] = self._singular > EPSILON * len(self._singular) * most
        return seen

    def parts(self, k: int) -> Matrix:
        """Return how much each weight moves the predictions along a direction, (j,)."""
        parts: Matrix = self._directions[k] * self.sizes
        return parts

    def largest(self) -> Matrix:
        """Return how much each weight moves the predictions along the largest part of the gap."""
        return self.parts(int(np.argmax(np.abs(self.residuals))))

    def slowest(self) -> Matrix:
        """Return the same along the flattest direction that has a noticeable part of the gap.

        That decides how long the whole takes. The largest part may be gone in a few epochs.
        """
        lefts = np.where(self.seen, self.lefts, 0.0)
        noticeable = np.flatnonzero(lefts >= NOTICEABLE * lefts.sum())
        return self.parts(int(noticeable[np.argmin(self.curvatures[noticeable])]))

    def is_seen(self) -> bool:
        """Return whether the largest part of the gap lies along a direction known well enough."""
        return self.is_known(int(np.argmax(np.abs(self.residuals))))

    def is_known(self, k: int) -> bool:
        """Return whether a direction is known well enough to tell how its part shrinks."""
        return bool(self._singular[k] > LEAST_SEEN * self._singular[0])
