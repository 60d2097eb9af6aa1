"""How wrong a quotient of any loss is at each h, foretold from its derivatives along one weight.

A central quotient is off by h²·L‴/6 and by E/h, the rounding E of its two losses divided by its
step: least at h = ∛(3E/|L‴|). A one-sided one is off by h·L″/2 and by 2E/h, least at √(4E/|L″|).
These hold while L‴ hardly changes. So it is known at some moves of the weight to either side, and
what a quotient without rounding is off by follows by Taylor's theorem with its remainder:

    L(w + h) = L + h·L′ + h²·L″/2 + ½∫(h − s)²·L‴(w + s) ds,    s from 0 to h.

At moves so large that rounding no longer shows, the losses there say the same, and better: over a
decade in which an exponential grows a billionfold, no polynomial follows it.

None of this holds across a kink: from the nearest one on, of the sides that a quotient takes,
nothing is foretold.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..difference import Difference
from ..losses.slopes import NoDerivative
from ..matrix import Matrix
from ..settings import Precision
from ..threads.caching import cached_property
from .regions import EXPONENTS, LAST_DIGITS_MOVED, LimitTheory, Region

# Of the last digit of what is moved: less, and h·A_k is rounded away in most rows.
VALUE_MOVED = 0.25
# Of h, in which the least foretold error is looked for.
STEPS_A_DECADE = 12
# The mean size of a normal error of spread 1.
MEAN_SIZE = math.sqrt(2 / math.pi)
# Two losses are rounded independently.
OF_TWO = math.sqrt(2)
# Of the running mean, to either side, as measured errors are smoothed.
QUARTER_DECADE = 0.25
# Above the largest h that can be the best, a loss is known so many times as far.
BEYOND_BEST = 100.0
# What is cut is seen in losses if it is so many times their rounding.
SEEN = 30.0
# The two points between which these integrate cubic polynomials exactly.
GAUSS = 0.5 * np.array([1 - 1 / math.sqrt(3), 1 + 1 / math.sqrt(3)])


@dataclass(frozen=True, eq=False)
class LossTheory(LimitTheory):
    """The error of the quotients of a formula, of one weight at one W in one precision.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    precision : Precision
        The arithmetic.
    w : float
        The weight.
    slope : float
        The exact slope there.
    loss, curvature : float
        L and L″.
    moves : ndarray, shape (m,)
        From 0 on, how far the weight is moved to either side.
    thirds : ndarray, shape (2, m)
        L‴ at each of the moves, to larger and to smaller weights; NaN beyond the kink of a side.
    losses : ndarray, shape (2, m)
        L at each of them, in float64; the first is that at w.
    rounding : float
        The typical rounding error of a loss.
    blur : float
        What every quotient is off by, as all losses share the rounding of the predictions, and by
        what the exact slope itself is rounded.
    value_moved : float
        The last digit of what is moved, divided by the size of the column; inf if that is 0.
    held : tuple of float
        The slope and the curvature that are left if no prediction moves: what the formula has of W
        itself. Both are 0 if it has nothing.
    kinks : tuple of float
        How far the nearest kinks are, towards smaller and larger weights; inf if there is none.
    beside : tuple of float
        The slopes towards smaller and larger weights; the slope itself if it is one.
    is_tiny : bool
        Whether the slope is not 0, but too small for float64.
    """

    weight: int
    precision: Precision
    w: float
    slope: float
    loss: float
    curvature: float
    moves: Matrix
    thirds: Matrix
    losses: Matrix
    rounding: float
    blur: float
    value_moved: float
    held: tuple[float, float]
    kinks: tuple[float, float]
    beside: tuple[float, float]
    is_tiny: bool = False

    @property
    def no_derivative(self) -> str:
        """What is said if the loss has two slopes along the weight here; empty if it has one."""
        left, right = self.beside
        return "" if left == right else NoDerivative(self.weight + 1, left, right).short

    def nearest_kink(self, difference: Difference) -> float:
        """Return the h from which on a secant reaches over a kink, on the sides that it takes."""
        return min(self.kinks[side > 0] for side in difference.sides)

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the slope is 0 to rounding; of a kink that is too near, ``lacks_room`` tells."""
        if min(self.kinks) < math.inf:
            return not abs(self.slope) > self.blur
        best = np.array([self.best_h(Difference.CENTRAL)])
        return not abs(self.slope) > float(self.errors(best, Difference.CENTRAL)[0])

    def errors(self, h: Matrix, difference: Difference) -> Matrix:
        """Return the foretold |quotient − slope| at each h (n,).

        NaN if w + h is w, beyond the nearest kink, and beyond what is known of the loss. If both
        losses are alike, the quotient is 0, and the whole slope its error.
        """
        with np.errstate(all="ignore"):
            h = np.asarray(h, np.float64)
            cut = np.abs(self.bend_cut(h, difference))
            moves, _, losses = self._moved(difference)
            size = np.fmax.reduce([np.interp(h, moves, np.abs(each)) for each in losses])
            larger = np.fmax(1.0, size / abs(self.loss or 1.0))
            rounding = MEAN_SIZE * OF_TWO * self.rounding * larger / (len(difference.sides) * h)
            found = cut + rounding + self.blur
            still_rows = h < VALUE_MOVED * self.value_moved
            found = np.where(still_rows, found + abs(self.slope - self.held[0]), found)
            alike = h < self.alike_below(difference)
            found = np.where(alike, np.maximum(abs(self.slope), cut), found)
            is_foretold = (h > self.still_below(difference)) & (h < self.nearest_kink(difference))
            is_foretold &= h <= moves[-1]
            return np.where(is_foretold, found, np.nan)

    def bend_cut(self, h: Matrix, difference: Difference) -> Matrix:
        """Return by how much a quotient without rounding is more than the slope at each h, (n,)."""
        h = np.asarray(h, np.float64)
        by_taylor = self._by_taylor(h, difference)
        at, seen = self._seen_in_losses(difference)
        if len(at) == 0:
            return by_taylor
        with np.errstate(all="ignore"):
            # Straight in h, the logarithm follows powers within 20 %, and exponentials exactly.
            size = np.exp(np.interp(h, at, np.log(np.abs(seen))))
            nearest = np.clip(np.searchsorted(at, h), 0, len(at) - 1)
            found: Matrix = np.where(h < at[0], by_taylor, np.sign(seen)[nearest] * size)
        return found

    def best_h(self, difference: Difference) -> float:
        """Return the h with the least foretold error, in the units of the weight.

        At least a few last digits of w, so that w + h is a step at all.
        """
        found = self._best.get(difference)
        if found is None:
            found = self._best[difference] = self._least(difference)
        return found

    def lacks_room(self, difference: Difference) -> bool:
        """Return whether the nearest kink is so near that no h below it gives a digit."""
        if self.nearest_kink(difference) == math.inf:
            return False
        if super().lacks_room(difference):
            return True
        best = np.array([self.best_h(difference)])
        return not float(self.errors(best, difference)[0]) < abs(self.slope)

    def alike_below(self, difference: Difference) -> float:
        """Return the h below which the two losses are the same number, as far as ε can tell."""
        alike = self._alike(self.slope, self.curvature, difference)
        # Below, no prediction moves; what the formula has of W itself still does.
        still_rows = min(VALUE_MOVED * self.value_moved, self._alike(*self.held, difference))
        return max(alike if alike < math.inf else 0.0, still_rows)

    def region_above(self, difference: Difference) -> Region:
        """Return what rules the error above the best h."""
        cut = self.bend_cut(self._moved(difference)[0][1:], difference)
        if len(cut) and float(np.max(np.nan_to_num(np.abs(cut)))) > 0:
            return Region.BEND
        is_bent = difference is Difference.CENTRAL and self.curvature != 0
        return Region.PARABOLA if is_bent else Region.STRAIGHT

    def _alike(self, slope: float, curvature: float, difference: Difference) -> float:
        """Return the h below which a slope and a curvature move the loss by less than a digit."""
        digit = self.epsilon * abs(self.loss)
        by_slope = digit / abs(slope) / len(difference.sides) if slope else math.inf
        by_bend = math.sqrt(digit / abs(curvature)) if curvature else math.inf
        return min(by_slope, by_bend)

    def _by_taylor(self, h: Matrix, difference: Difference) -> Matrix:
        with np.errstate(all="ignore"):
            cut = np.zeros_like(h)
            moves, thirds, _ = self._moved(difference)
            for side, each in zip(difference.sides, thirds, strict=True):
                remainder = _remainder(h, moves, each)
                cut = cut + side * (h * self.curvature / 2) + remainder
            found: Matrix = cut / len(difference.sides)
        return found

    def _seen_in_losses(self, difference: Difference) -> tuple[Matrix, Matrix]:
        """Return the moves from which on losses show what is cut, and how much that is, (m,)."""
        found = self._seen.get(difference)
        if found is None:
            found = self._seen[difference] = self._from_losses(difference)
        return found

    def _from_losses(self, difference: Difference) -> tuple[Matrix, Matrix]:
        moves, _, losses = self._moved(difference)
        moves, sides, at_w = moves[1:], losses[:, 1:], losses[:, :1]
        with np.errstate(all="ignore"):
            here = np.broadcast_to(at_w[0], moves.shape)
            ahead, behind = difference.ends(sides, here)
            cut = (ahead - behind) / (moves * len(difference.sides)) - self.slope
            size = np.fmax(1.0, np.fmax(np.abs(ahead), np.abs(behind)) / abs(self.loss or 1.0))
            in_double = self.rounding * size * float(np.finfo(float).eps) / self.epsilon
            is_seen = np.abs(cut) > SEEN * (in_double / moves + self.blur)
            is_seen |= ~np.isfinite(cut)  # a loss is beyond float64
        first = len(moves) - int(np.argmin(is_seen[::-1])) if not is_seen.all() else 0
        return moves[first:], cut[first:]

    def _moved(self, difference: Difference) -> tuple[Matrix, Matrix, Matrix]:
        """Return the moves (m,) below the nearest kink, with L‴ and L of each side that counts."""
        below = self.moves <= self.nearest_kink(difference)
        own = [0 if side > 0 else 1 for side in difference.sides]
        return self.moves[below], self.thirds[own][:, below], self.losses[own][:, below]

    @cached_property
    def _seen(self) -> dict[Difference, tuple[Matrix, Matrix]]:
        return {}

    @cached_property
    def _best(self) -> dict[Difference, float]:
        return {}

    def _least(self, difference: Difference) -> float:
        known, kink = float(self._moved(difference)[0][-1]), self.nearest_kink(difference)
        below_kink = kink / 10.0**QUARTER_DECADE
        largest = below_kink if known >= kink else min(known / BEYOND_BEST, below_kink)
        least = max(LAST_DIGITS_MOVED * self.last_digit, 10.0 ** EXPONENTS[0])
        smallest = max(self.cancelling_above(difference), least)
        if not smallest < largest:
            return least
        count = math.ceil(STEPS_A_DECADE * math.log10(largest / smallest)) + 2
        beside = round(QUARTER_DECADE * STEPS_A_DECADE)
        h = np.geomspace(smallest, largest, count)
        ratio = h[1] / h[0]
        farther = largest * ratio ** np.arange(1, beside + 1)
        errors = np.pad(self.errors(np.append(h, farther), difference), (beside, 0), mode="edge")
        # Not at the edge of a jump: as good as the mean of what is beside it.
        errors = np.lib.stride_tricks.sliding_window_view(errors, 2 * beside + 1)
        means = np.where(np.isfinite(errors), errors, math.inf).mean(axis=1)
        if not np.isfinite(means).any():
            return least
        return float(np.clip(h[np.argmin(means)], least, 10.0 ** EXPONENTS[1]))


def _remainder(h: Matrix, moves: Matrix, thirds: Matrix) -> Matrix:
    """Return ½∫(h − s)²·L‴ ds/h of one side at each h (n,), with L‴ straight between moves."""
    ends = np.minimum(moves, h[:, np.newaxis])
    widths = np.diff(ends)
    total = np.zeros_like(h)
    for place in GAUSS:
        s = ends[:, :-1] + place * widths
        third = np.interp(s, moves, thirds)
        left = h[:, np.newaxis] - s
        part = np.where(widths > 0, widths / h[:, np.newaxis] * left * left * third, 0.0)
        total += part.sum(axis=1) / 2
    found: Matrix = total / 2
    return found
