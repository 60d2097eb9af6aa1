"""One W of a descent on any loss, with the slopes there and what they are known by.

Without exact fractions, three things stand in for them: the slopes of the backward sweep, which
have all digits of float64 but for rounding; Taylor numbers to third order along each weight; and
losses so near W that they are linear between, which show their own rounding.
"""

import math
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ..cancelling import IsCancelled
from ..formula.taylor import LossAlongWeight, along_held_predictions, along_weight
from ..losses.rounding_of_loss import sizes_beside
from ..matrix import Matrix
from ..problem import Problem
from .loss_table import LossTable
from .loss_theory import LossTheory
from .point import AnyPoint, PointTooLarge, TrueCurve
from .regions import USUAL_RANGE

# So many losses and slopes next to W show how they are rounded.
LOSSES_BESIDE = 24
SLOPES_BESIDE = 4
# Of a weight's natural size: the bend of the loss is then ε^1.5 of it.
POWER_MOVED = 0.75
# A sum of N terms is rounded by at least so much of an ε of itself.
LEAST = 0.25
# The median of normal errors is so much of their spread.
MEDIAN = 0.6745
# L‴ is known at so many moves of a weight in each decade of its natural size, from and to here.
MOVES_A_DECADE = 2
SMALLEST_MOVE, LARGEST_MOVE = 1e-4, 1e3
# All that is shown of any table: see ``USUAL_RANGE``.
LEAST_REACH = 10.0 ** USUAL_RANGE[1]
# Of a smaller weight or kink the moves begin so many decades below.
DECADES_OF_MOVES = 4
# Beyond so many times its rounding, a loss is not what its derivatives at W say.
OFF = 8.0


@dataclass(frozen=True, eq=False)
class LossPoint(AnyPoint):
    """A table with a formula, and one W on it.

    Attributes
    ----------
    table : LossTable
    w : ndarray, shape (j,)
        The weights as descended on, in the arithmetic of the table.
    loss : float
        The loss there, in float64.
    slopes : ndarray, shape (j,)
        The slopes of the backward sweep in float64.
    exact_slopes : tuple of Fraction
        The same numbers.
    digits : ndarray, shape (j,)
        How many digits of each are known; fewer near an optimum, where they cancel.
    blur : ndarray, shape (j,)
        The rounding error of each slope.
    """

    table: LossTable
    w: Matrix
    loss: float
    slopes: Matrix
    exact_slopes: tuple[Fraction, ...]
    digits: Matrix
    blur: Matrix
    _known: dict[int, LossAlongWeight] = field(default_factory=dict, repr=False)
    _theories: dict[int, LossTheory] = field(default_factory=dict, repr=False)

    @classmethod
    def at(
        cls,
        table: LossTable,
        W: Matrix,
        cancelled: IsCancelled = lambda: False,
        W_scaled: Matrix | None = None,
    ) -> "LossPoint":
        """Return the point at W (j, 1) in the units of the table, which is rounded as in the run.

        Parameters
        ----------
        table : LossTable
        W : ndarray, shape (j, 1)
            Finite.
        cancelled : callable, optional
            Asked for each block of rows.
        W_scaled : ndarray, shape (j, 1), optional
            The same as descended on, if it is known.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        PointTooLarge
            If a cell or a weight is too large for the arithmetic of the table, or the loss or a
            slope is no number there.
        """
        w = table.weights_of(W, W_scaled)
        if not (table.is_finite and np.isfinite(w).all()):
            raise PointTooLarge(table.precision)
        problem = _problem_of(table)
        here = w.astype(np.float64).reshape(-1, 1)
        found = table.formula.slope(problem, here, cancelled)
        slopes = found.gradient[:, 0]
        if not (math.isfinite(found.loss) and np.isfinite(slopes).all()):
            raise PointTooLarge(table.precision)
        blur = _blur_of_slopes(table, problem, here, slopes, cancelled)
        with np.errstate(divide="ignore", invalid="ignore"):
            known = -np.log10(blur / np.abs(slopes))
        digits = np.clip(np.nan_to_num(known, nan=0.0), 0.0, 16.0)
        exact = tuple(Fraction(float(slope)) for slope in slopes)
        return cls(table, w, found.loss, slopes, exact, digits, blur)

    def along(self, k: int, cancelled: IsCancelled = lambda: False) -> LossAlongWeight:
        """Return the derivatives and the nearest kink along weight k, from 0."""
        found = self._known.get(k)
        if found is None:
            found = self._known[k] = self._moved(k, 0.0, cancelled)
        return found

    def theory(self, k: int, cancelled: IsCancelled = lambda: False) -> LossTheory:
        """Return the foretold errors of the quotients of weight k, from 0."""
        found = self._theories.get(k)
        if found is None:
            found = self._theories[k] = self._foretold(k, cancelled)
        return found

    def slopes_beside(self, k: int) -> tuple[float, float]:
        """Return the slopes of weight k, from 0, to smaller and larger weights: two at a kink."""
        along, slope = self.along(k), float(self.slopes[k])
        if along.nearest_kink == 0 and not along.has_slope:
            return along.left, along.right
        return slope, slope

    def true_curve(
        self, k: int, moved: Matrix, losses: Matrix, here: float, cancelled: IsCancelled
    ) -> TrueCurve:
        """Return the loss beside weight k, from 0, without rounding; see ``AnyPoint``.

        It is the Taylor polynomial as far as the losses in float64 agree with it, but for their
        rounding. Farther off it is these losses themselves, in which no rounding shows.
        """
        theory = self.theory(k, cancelled)
        along, table = self.along(k), self.table
        with np.errstate(all="ignore"):
            bends = moved * moved * (along.curvature / 2 + moved * (along.third / 6))
            left, right = self.slopes_beside(k)
            line = np.where(moved < 0, left, right) * moved
            rises = line + bends
            double, rounding = losses, theory.rounding
            if double.dtype != np.float64 or table.A.dtype != np.float64:
                w = self.w.astype(np.float64)
                rounding *= float(np.finfo(np.float64).eps) / theory.epsilon
                places = np.append(w[k] + moved, w[k])
                double = table.in_double().losses(w, k, places, cancelled)
                double, at_w = double[:-1], float(double[-1])
            else:
                at_w = here
            off = double - at_w - rises
            is_polynomial = bool((np.abs(off) <= OFF * rounding).all())
            if is_polynomial:
                offset = float(np.mean(losses - here - rises))
                return TrueCurve(offset, offset + rises, bends)
            offset = at_w - here
            found = double - here
            return TrueCurve(offset, found, found - offset - line)

    def _moved(self, k: int, move: float, cancelled: IsCancelled) -> LossAlongWeight:
        table, w = self.table, self.w.astype(np.float64).reshape(-1, 1)
        w[k] += move
        A, Y = (each.astype(np.float64, copy=False) for each in (table.A, table.Y))
        return along_weight(table.formula.program, A, Y, w, k, cancelled)

    def _foretold(self, k: int, cancelled: IsCancelled) -> LossTheory:
        table, along = self.table, self.along(k, cancelled)
        here = self.w.astype(np.float64).reshape(-1, 1)
        size = float(sizes_beside(table.formula, _problem_of(table), here)[k])
        moves = _moves(size, along.kinks)
        thirds, losses = (np.full((2, len(moves)), math.nan) for _ in range(2))
        double, w = table.in_double(), here[:, 0]
        for side, sign in enumerate((1, -1)):
            known = np.flatnonzero(moves <= along.kinks[sign > 0])
            for i in known:
                each = self._moved(k, sign * moves[i], cancelled) if i else along
                thirds[side, i] = each.third
            # Of one residual, as those of the quotients: its rounding is the same in all of them.
            # The steps are taken to a last digit of w, which matters while they are small.
            steps = sign * moves[known]
            places, slope = w[k] + steps, self.slopes_beside(k)[sign > 0]
            found = double.losses(w, k, places, cancelled)
            losses[side, known] = found + slope * (steps - (places - w[k]))
        with np.errstate(all="ignore"):
            sizes = np.sqrt(_problem_of(table).mean_squares)
            column = float(sizes[k])
            values = table.moved_values(self.w).astype(np.float64)
            moved = float(np.sqrt(np.mean(np.square(values))))
            output = float(np.sqrt(np.mean(np.square(table.Y.astype(np.float64)))))
            terms = float(np.hypot(np.linalg.norm(sizes * self.w), output))
        epsilon = float(np.finfo(table.precision.value).eps)
        # The residuals are rounded once for all losses, by ε of what they are differences of.
        A, Y = (each.astype(np.float64, copy=False) for each in (table.A, table.Y))
        held = along_held_predictions(table.formula.program, A, Y, here, k, cancelled)
        bend = abs(along.curvature - held[1]) / 2  # of the rows alone
        share = bend / (column or 1.0) / math.sqrt(table.rows)
        shared = epsilon * terms * share
        return LossTheory(
            k,
            table.precision,
            float(self.w[k]),
            float(self.slopes[k]),
            self.loss,
            along.curvature,
            moves,
            thirds,
            losses,
            self._rounding(k, size, epsilon, cancelled),
            float(self.blur[k]) + (shared if math.isfinite(shared) else 0.0),
            epsilon * moved / column if column else math.inf,
            held,
            along.kinks,
            self.slopes_beside(k),
        )

    def _rounding(self, k: int, size: float, epsilon: float, cancelled: IsCancelled) -> float:
        """Return the typical rounding error of a loss next to W, of the table's own arithmetic."""
        w, along = self.w, self.along(k)
        reach = epsilon**POWER_MOVED * size
        draws = np.random.default_rng(0).uniform(-reach, reach, LOSSES_BESIDE)
        least = LEAST * epsilon * abs(self.loss)
        with np.errstate(all="ignore"):
            places = np.append(w[k] + draws.astype(w.dtype), w[k])
            losses = self.table.losses(w, k, places, cancelled).astype(np.float64)
            moved = places[:-1].astype(np.float64) - float(w[k])
            true = moved * (self.slopes[k] + moved * along.curvature / 2)
            off = losses[:-1] - losses[-1] - true
        off = off[np.isfinite(off)]
        found = float(np.median(np.abs(off - np.median(off)))) if len(off) else 0.0
        return max(found / MEDIAN, least)


def _problem_of(table: LossTable) -> Problem:
    A, Y = (each.astype(np.float64, copy=False) for each in (table.A, table.Y))
    return Problem(A, Y)


def _moves(size: float, kinks: tuple[float, float]) -> Matrix:
    """Return from 0 on how far a weight is moved: evenly in powers of ten, up to the kinks.

    The moves end with the farther kink, and the nearer one is among them: its side ends there.
    """
    moves = np.array([0.0])
    for kink in sorted(kinks):
        largest = min(max(LARGEST_MOVE * size, LEAST_REACH), kink)
        smallest = min(SMALLEST_MOVE * size, largest * 10.0**-DECADES_OF_MOVES)
        if not 0 < smallest < largest < math.inf:
            break
        count = math.ceil(MOVES_A_DECADE * math.log10(largest / smallest)) + 1
        farther = np.geomspace(smallest, largest, count)
        moves = np.append(moves, farther[farther > moves[-1]])
    return moves


def _blur_of_slopes(
    table: LossTable, problem: Problem, W: Matrix, slopes: Matrix, cancelled: IsCancelled
) -> Matrix:
    """Return the rounding error of each slope, (j,): what scatters of slopes next to W.

    They are at both ends of very small moves, whose mean is the slope at W but for rounding.
    """
    epsilon = float(np.finfo(np.float64).eps)
    sizes = epsilon**POWER_MOVED * sizes_beside(table.formula, problem, W)
    random = np.random.default_rng(0)
    found = epsilon * np.abs(slopes)
    with np.errstate(all="ignore"):
        for _ in range(SLOPES_BESIDE // 2):
            move = (random.uniform(-1, 1, len(W)) * sizes).reshape(-1, 1)
            both = [
                table.formula.slope(problem, W + side * move, cancelled).gradient[:, 0]
                for side in (1, -1)
            ]
            off = np.abs((both[0] + both[1]) / 2 - slopes)
            found = np.fmax(found, np.where(np.isfinite(off), off, 0.0))
    return found
