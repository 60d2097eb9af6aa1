"""What the view "The limit" shows at the moment, as its panels are given it.

A panel takes what it draws from the properties of the state, not from the point itself: of a large
table they are computed in a thread before the state is shown, and each of them once.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from engine.cancelling import IsCancelled
from engine.difference import Difference
from engine.limit.microscope import POINTS, CloseUp, look
from engine.limit.point import AnyPoint
from engine.limit.regions import LimitTheory, Region
from engine.limit.table import AnyTable, LimitTable, LossSource
from engine.settings import Precision
from engine.threads.caching import cached_property

from .texts import SCALED_WEIGHT

if TYPE_CHECKING:
    from engine.limit.digits import QuotientDigits

POINTS_OF_ROWS = 401
"""One for each pixel of a usual microscope: twice as many take 4 s of a table of 200,000×10."""
FEWEST_POINTS = 101
"""Of any loss, each of which is one of all rows: so many take 0.3 s of a table of 100,000×10."""
ROWS_OF_POINTS = 2**22
"""Of all points together, as long as there are more."""
SMALL_TABLE = 500
"""Rows, of which 801 losses take 6 ms."""


class Curve(StrEnum):
    """What the microscope draws, in words."""

    LOSS = "loss"
    LOSS_LESS_TANGENT = "loss − tangent"

    @property
    def other(self) -> "Curve":
        """The other one, as the switch chooses it."""
        return Curve.LOSS if self is Curve.LOSS_LESS_TANGENT else Curve.LOSS_LESS_TANGENT


class OtherWeights(Enum):
    """Whether one h serves all weights."""

    SERVED = "about as well as an h for each"
    UNSERVED = "some lose digits by it"
    OWN = "each has an h of its own"


@dataclass(frozen=True, eq=False)
class LimitState:
    """One weight at one W, and the step h that it is looked at with.

    Attributes
    ----------
    point : AnyPoint
        The table in the shown precision, and the W of the shown epoch with its exact slopes.
    weight : int
        Which weight, from 0.
    name : str
        Its name, as the sheet shows it; not elided.
    h : float
        More than zero, as descended on.
    difference : Difference
        The quotient whose losses and digits are shown.
    curve : Curve
        Whether the tangent is subtracted.
    """

    point: AnyPoint
    weight: int
    name: str
    h: float
    difference: Difference
    curve: Curve = Curve.LOSS

    @property
    def precision(self) -> Precision:
        """The arithmetic of the losses."""
        return self.point.table.precision

    @property
    def source(self) -> LossSource:
        """Whether the losses are those of all rows, or of the triangle."""
        return self.point.table.source

    @property
    def is_scaled(self) -> bool:
        """Whether the weight is that of a scaled column, so that the sheet shows another number."""
        return float(self.point.table.norms.ravel()[self.weight]) != 1

    @property
    def is_of_triangle(self) -> bool:
        """Whether the numbers are those of the triangle: all rows have others, as right as they."""
        return self.source is LossSource.TRIANGLE

    @property
    def full_name(self) -> str:
        """The name, with a word if the weight is that of a scaled column."""
        return SCALED_WEIGHT.format(name=self.name) if self.is_scaled else self.name

    @property
    def slope(self) -> float:
        """The exact slope along the weight."""
        return float(self.point.slopes[self.weight])

    @cached_property
    def theory(self) -> LimitTheory:
        """The error of the quotients, foretold at each h."""
        return self.point.theory(self.weight)

    @cached_property
    def region(self) -> Region:
        """What rules the error of the quotient at h."""
        return self.theory.region_at(self.h, self.difference)

    @cached_property
    def digits(self) -> "QuotientDigits":
        """The two losses, the step taken, and the quotient beside the exact slope."""
        from engine.limit.digits import quotient_digits  # loaded on use

        return quotient_digits(self.point, self.weight, self.h, self.difference)

    @cached_property
    def samples(self) -> CloseUp:
        """The loss through a window of ±1.7 h about the weight."""
        return look(self.point, self.weight, self.h, points_of(self.point.table))

    def compute(self, cancelled: IsCancelled) -> None:
        """Compute digits and samples now, in this thread. Raises Cancelled when cancelled."""
        from engine.limit.digits import quotient_digits  # loaded on use

        point, k, h = self.point, self.weight, self.h
        self.__dict__["digits"] = quotient_digits(point, k, h, self.difference, cancelled)
        points = min(points_of(point.table), POINTS_OF_ROWS)
        self.__dict__["samples"] = look(point, k, h, points, cancelled=cancelled)


def points_of(table: AnyTable) -> int:
    """Return how many losses the microscope shows of a table."""
    if isinstance(table, LimitTable):
        return POINTS
    return min(max(ROWS_OF_POINTS // table.rows // 2 * 2 + 1, FEWEST_POINTS), POINTS)
