"""How wrong a quotient is at each h, foretold from a few numbers of the table.

Along one weight the loss is L + slope·t + m·t² with m = mean(A_k²). A one-sided quotient cuts that
bend: it is off by m·h. The central one has no such error, as both sides bend alike. Every quotient
divides the rounding of its losses by its step. A loss is rounded by about ε of itself, and each
residual by ε of the numbers whose difference it is, so that

    E = ε(L + √(L·S/N)),    S = Σ mean(A_i²)·w_i² + mean(Y²)

is the rounding of a loss, and E/h that of a one-sided quotient, with L and S at w + h. The two
errors of a one-sided quotient are the same size at h = √(E/m). The central quotient has rounding
alone, which grows again once m·h² is more than L: between √(L/m) and √(S/(N·m)) it is flat, and
best half-way between them, in powers of ten.

If L and S are 0, as at W = 0 with Y = 0, nothing is rounded that a smaller h would divide: no h is
the best, and the slope is 0. The h that is taken then is that of a loss of 1.

The textbook's √ε and ∛ε know nothing of the table. On real ones they lose up to 13 digits.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..difference import Difference
from ..matrix import Matrix
from ..settings import Precision
from .regions import EXPONENTS, LAST_DIGITS_MOVED, LimitTheory, Region

# Of a last digit of the predictions: less, and h·A_k is rounded away in most of them.
PREDICTION_MOVED = 0.25


@dataclass(frozen=True)
class ErrorTheory(LimitTheory):
    """The error of the quotients of a mean square, of one weight at one W in one precision.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    precision : Precision
        The arithmetic.
    rows : int
        N, the number of rows.
    w : float
        The weight.
    slope : float
        The exact slope there.
    root_loss, root_bend, root_size : float
        √L, √m and √S: the roots, as the squares of small and large columns leave float64.
    is_updated : bool
        Whether one residual is updated for each weight, as for tables of many columns. Its rounding
        is then the same in all losses, and E = ε·L; the slope is off by ε√(m·S/N) at every h.
    is_tiny : bool
        Whether the exact slope is not 0, but too small for float64, so that ``slope`` is 0.
    """

    weight: int
    precision: Precision
    rows: int
    w: float
    slope: float
    root_loss: float
    root_bend: float
    root_size: float
    is_updated: bool = False
    is_tiny: bool = False

    @property
    def loss(self) -> float:
        """L, the exact loss."""
        return self.root_loss * self.root_loss

    @property
    def bend(self) -> float:
        """m = mean(A_k²), half the second derivative."""
        return self.root_bend * self.root_bend

    @property
    def is_unrounded(self) -> bool:
        """Whether the loss is 0, and so is all that it comes from: then W and Y are 0."""
        return self.root_loss == self.root_size == 0

    def errors(self, h: Matrix, difference: Difference) -> Matrix:
        """Return the foretold |quotient − slope| at each h (n,); NaN if w + h is w.

        If both losses are alike, the quotient is 0, and the whole slope its error.
        """
        with np.errstate(all="ignore"):
            h = np.asarray(h, np.float64)
            risen = self.root_bend * h
            on_side = 0.0 if difference is Difference.CENTRAL else np.abs(self.slope) * h
            moved = np.square(self.root_loss) + on_side + np.square(risen)
            share = np.hypot(self._root_share, risen / math.sqrt(self.rows))
            rounding = self.epsilon * (moved + np.sqrt(moved) * share) / h
            if difference is Difference.CENTRAL:
                # Once h·A_k swallows all else, both losses are rounded alike: their quotient is 0.
                swallowed = self.epsilon * risen > self.root_size
                found = np.where(swallowed, abs(self.slope), rounding / 2)
            else:
                found = risen * self.root_bend + rounding
            alike = h < self.alike_below(difference)
            found = np.where(alike, np.maximum(abs(self.slope), risen * self.root_bend), found)
            if self.is_updated:
                found = found + self.epsilon * self.root_bend * self.root_size / math.sqrt(
                    self.rows
                )
            return np.where(h <= self.still_below(difference), np.nan, found)

    def bend_cut(self, h: Matrix, difference: Difference) -> Matrix:
        """Return by how much a quotient without rounding is more than the slope at each h, (n,)."""
        with np.errstate(over="ignore", under="ignore"):
            cut: Matrix = sum(difference.sides) * self.root_bend * (self.root_bend * h)
        return cut

    def best_h(self, difference: Difference) -> float:
        """Return the h with the least foretold error, in the units of the weight.

        At least a few last digits of w, so that w + h is a step at all. If nothing is rounded, it
        is that of a loss of 1.
        """
        epsilon, share = self.epsilon, self._root_share
        if self.root_bend == 0:
            found = 1.0
        elif self.is_unrounded:
            sided = 1.0 if difference is Difference.CENTRAL else math.sqrt(epsilon)
            found = sided / self.root_bend
        elif difference is Difference.CENTRAL:
            root_share = self.root_size / math.sqrt(self.rows)
            roots = max(self.root_loss, share), self.root_loss or root_share
            found = math.sqrt(roots[0]) * math.sqrt(roots[1]) / self.root_bend
        else:
            # A loss of 0 is not seen below what the residuals are rounded by.
            root_loss = max(self.root_loss, epsilon * self.root_size)
            found = math.sqrt(epsilon) * math.sqrt(root_loss) * math.sqrt(root_loss + share)
            found /= self.root_bend
        least = LAST_DIGITS_MOVED * self.last_digit
        return float(np.clip(max(found, least), 10.0 ** EXPONENTS[0], 10.0 ** EXPONENTS[1]))

    def region_above(self, difference: Difference) -> Region:
        """Return what rules the error above the best h: the bend, which both sides share."""
        return Region.PARABOLA if difference is Difference.CENTRAL else Region.BEND

    def alike_below(self, difference: Difference) -> float:
        """Return the h below which the two losses are the same number, as far as ε can tell."""
        if not self.root_bend:
            return math.inf
        by_bend = math.sqrt(self.epsilon) * self.root_loss / self.root_bend
        by_slope = math.inf
        if self.slope:
            sides = len(difference.sides)
            by_slope = self.epsilon * self.root_loss / abs(self.slope) * self.root_loss / sides
        by_prediction = PREDICTION_MOVED * self.epsilon * self.root_size / self.root_bend
        return max(min(by_slope, by_bend), by_prediction)

    @property
    def _root_share(self) -> float:
        """√(S/N), for the rounding of the residuals; 0 if all losses share it."""
        return 0.0 if self.is_updated else self.root_size / math.sqrt(self.rows)
