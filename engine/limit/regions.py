"""What is foretold of a quotient of any loss: its error at each h, and what rules it where.

A theory knows the error of each quotient of one weight at each h. From the h at which that is
least follow the regions: above it the secant cuts what is bent, below it digits cancel, until both
losses are alike and at last w + h is w.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..difference import Difference
from ..matrix import Matrix
from ..settings import Precision
from ..threads.caching import cached_property

# The step is then taken within an eighth of itself.
LAST_DIGITS_MOVED = 4.0
# The range of h that is shown for every table, in powers of ten; it is widened to what one needs.
USUAL_RANGE = (-17, 0)
# float64 holds all its digits from here to the other end.
EXPONENTS = (-290, 290)


class Region(StrEnum):
    """What rules the error of a quotient over a range of h, in plain words."""

    KINKS = "the secant reaches over kinks"
    BEND = "the secant cuts the bend"
    PARABOLA = "no bend to cut: the loss is a parabola"
    STRAIGHT = "no bend to cut: the loss is straight"
    CANCEL = "digits cancel"
    ALIKE = "both losses alike"
    STILL = "w + h is w"


@dataclass(frozen=True)
class Span:
    """A region and the h between which it lies; 0 and inf if it has no end on that side."""

    region: Region
    largest: float
    smallest: float


class LimitTheory(ABC):
    """The error of the quotients of one weight against h, at one W in one precision.

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
    is_tiny : bool
        Whether the exact slope is not 0, but too small for float64, so that ``slope`` is 0.
    """

    weight: int
    precision: Precision
    w: float
    slope: float
    is_tiny: bool

    @abstractmethod
    def errors(self, h: Matrix, difference: Difference) -> Matrix:
        """Return the foretold |quotient − slope| at each h (n,).

        NaN if w + h is w, or if nothing is foretold there.
        """

    @abstractmethod
    def bend_cut(self, h: Matrix, difference: Difference) -> Matrix:
        """Return by how much a quotient without rounding is more than the slope at each h, (n,)."""

    @abstractmethod
    def best_h(self, difference: Difference) -> float:
        """Return the h with the least foretold error, in the units of the weight.

        At least a few last digits of w, so that w + h is a step at all.
        """

    @abstractmethod
    def alike_below(self, difference: Difference) -> float:
        """Return the h below which the two losses are the same number, as far as ε can tell."""

    @abstractmethod
    def region_above(self, difference: Difference) -> Region:
        """Return what rules the error above the best h."""

    @property
    def no_derivative(self) -> str:
        """What is said if the loss has two slopes along the weight here; empty if it has one."""
        return ""

    def nearest_kink(self, difference: Difference) -> float:
        """Return the h from which on a secant reaches over a kink; inf if there is none."""
        del difference  # a mean square has none
        return math.inf

    @property
    def epsilon(self) -> float:
        """ε, the spacing of the numbers after 1."""
        return float(np.finfo(self.precision.value).eps)

    @property
    def is_flat(self) -> bool:
        """Whether the exact slope is 0, so that no digit of it can be right."""
        return self.slope == 0

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the slope is 0, or so small that rounding hides all of it at every h."""
        best = np.array([self.best_h(Difference.CENTRAL)])
        return not abs(self.slope) > float(self.errors(best, Difference.CENTRAL)[0])

    @cached_property
    def last_digit(self) -> float:
        """The last digit of w: all smaller h that make a step at all make this one."""
        with np.errstate(over="ignore", invalid="ignore"):  # beyond single precision
            digit = float(np.spacing(np.abs(np.array(self.w).astype(self.precision.value))))
        return digit if math.isfinite(digit) else self.epsilon * abs(self.w)

    def still_below(self, difference: Difference) -> float:
        """Return the h up to which the quotient has no step, because w + h is w; 0 at w = 0."""
        if self.w == 0:
            return 0.0
        w = np.abs(np.dtype(self.precision.value).type(self.w))
        inward = float(w - np.nextafter(w, w.dtype.type(0)))
        outward = float(np.nextafter(w, w.dtype.type(np.inf)) - w)
        is_inward = (difference is Difference.BACKWARD) == (self.w > 0)
        # Half-way, w + h is rounded to the even one of its neighbours, which a power of two is.
        if difference is Difference.CENTRAL:
            return min(inward, outward) / 2
        return (inward if is_inward else outward) / 2

    def cancelling_above(self, difference: Difference) -> float:
        """Return the h above which the two losses differ, as far as ε can tell."""
        return max(self.alike_below(difference), self.still_below(difference))

    def lacks_room(self, difference: Difference) -> bool:
        """Return whether the nearest kink is so near that no h below it makes a quotient."""
        least = max(self.cancelling_above(difference), LAST_DIGITS_MOVED * self.last_digit)
        kink = self.nearest_kink(difference)
        return kink < math.inf and kink <= least

    def regions(self, difference: Difference) -> tuple[Span, ...]:
        """Return the regions from the largest h to the smallest, each only if it exists."""
        kink, still = self.nearest_kink(difference), self.still_below(difference)
        best = min(self.best_h(difference), kink)
        alike = self.cancelling_above(difference)
        edges = (math.inf, kink, best, min(alike, best), min(still, best), 0.0)
        above = self.region_above(difference)
        regions = (Region.KINKS, above, Region.CANCEL, Region.ALIKE, Region.STILL)
        spans = (Span(*each) for each in zip(regions, edges[:-1], edges[1:], strict=True))
        return tuple(span for span in spans if span.largest > span.smallest)

    def region_at(self, h: float, difference: Difference) -> Region:
        """Return the region that h lies in."""
        spans = self.regions(difference)
        return next((span.region for span in spans if h > span.smallest), spans[-1].region)

    def axis(self, *shown: float) -> tuple[float, float]:
        """Return the largest and the smallest h to show: 1 to 1e-17, or more if the table needs it.

        Both are powers of ten. So are a decade beyond every best h and every edge of a region, and
        beyond every h that is given.
        """
        best = [self.best_h(each) for each in Difference if not self.lacks_room(each)]
        edges = [
            edge
            for difference in Difference
            for edge in (
                self.alike_below(difference),
                self.still_below(difference),
                self.nearest_kink(difference),
            )
        ]
        needed = [h for h in (*best, *edges, *shown) if 0 < h < math.inf]
        smallest, largest = USUAL_RANGE
        if needed:
            smallest = min(smallest, math.floor(math.log10(min(needed))) - 1)
            largest = max(largest, math.ceil(math.log10(max(needed))) + 1)
        return 10.0 ** min(largest, EXPONENTS[1]), 10.0 ** max(smallest, EXPONENTS[0])

    def textbook_h(self, difference: Difference) -> float:
        """Return the textbook's h, without the scale."""
        return textbook_h(difference, self.precision)


def textbook_h(difference: Difference, precision: Precision) -> float:
    """Return √ε, or ∛ε for the central quotient: the h that is taken if no table is known."""
    power = 1 / 3 if difference is Difference.CENTRAL else 1 / 2
    return float(np.finfo(precision.value).eps ** power)
