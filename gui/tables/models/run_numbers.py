"""The numbers of a run that stand in the rows of W and beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix, Settings

from ...text.optimiser_texts import formula_of

if TYPE_CHECKING:
    from engine.limit.slope_check import GradientCheck
    from engine.statistics import Statistics


@dataclass(frozen=True, eq=False)
class RunNumbers:
    """What a run knows of each weight, each (j, 1), and of all together; None if it does not.

    ``gradient`` is that of the run's quotients at ``W``, of length ``gradient_norm``,
    ``exact_gradient`` that of the formula, and ``loss`` the loss there. ``optimum`` has
    ``least_loss``, and is one of many if the ``rank`` is less than the number of weights;
    ``standard_errors`` and ``residual_sd`` belong to it. ``start_loss`` is the loss
    of the start; below ``loss_floor`` a loss is only rounding. ``check`` compares the two gradients
    beside the rounding of the exact one. ``loss_formula`` is that of a loss that is not the mean
    square, ``steps_by`` the settings by which an epoch changes W, and ``has_least`` whether a
    formula tells the least loss; ``kinks`` has the slopes on both sides of the weights, from 0,
    along which it has no derivative. If another loss is set than that of the run, the formula is
    that of the one set, whose start and optimum are shown, and ``former_formula`` that of the run,
    empty if it is the mean square. ``is_awaited`` says that the gradient is being computed.
    ``statistics`` has t, p and the interval of each weight, which follow from the optimum and the
    standard errors.
    """

    W: Matrix | None = None
    gradient: Matrix | None = None
    gradient_norm: float | None = None
    exact_gradient: Matrix | None = None
    optimum: Matrix | None = None
    rank: int | None = None
    standard_errors: Matrix | None = None
    start_loss: float | None = None
    loss: float | None = None
    least_loss: float | None = None
    residual_sd: float | None = None
    loss_floor: float = 0.0
    check: "GradientCheck | None" = None
    loss_formula: str = ""
    former_formula: str | None = None
    has_least: bool = True
    kinks: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    steps_by: Settings | None = None
    is_awaited: bool = False
    statistics: "Statistics | None" = None

    @property
    def step_formula(self) -> str:
        """What an epoch of another optimiser does; "" of plain descent."""
        return "" if self.steps_by is None or self.steps_by.is_plain else formula_of(self.steps_by)

    @property
    def is_one_of_many(self) -> bool:
        """Whether other weights than the optimum have the least loss as well."""
        if self.optimum is None or self.rank is None:
            return False
        return self.rank < len(self.optimum)

    @property
    def gradient_check(self) -> "GradientCheck | None":
        """How well the quotients agree with the exact slopes.

        A quotient at a kink is never wrong, as there is no slope to agree with, and nothing is
        compared if the loss is not defined.
        """
        if self.loss is not None and np.isnan(self.loss):
            return None
        check = self.check
        if check is None and self.gradient is not None and self.exact_gradient is not None:
            from engine.limit.slope_check import (
                agreeing_digits,  # loaded on use, as in gui/run/worker.py
            )

            check = agreeing_digits(self.gradient, self.exact_gradient)
        if check is None or not self.kinks:
            return check
        from engine.limit.slope_check import GradientCheck, SlopeAgreement

        kinks = [k for k in self.kinks if k < len(check.verdicts)]
        verdicts, digits = list(check.verdicts), check.digits.copy()
        for k in kinks:
            verdicts[k] = SlopeAgreement.ROUNDED
        digits[kinks] = np.nan
        return GradientCheck(tuple(verdicts), digits)

    def equals(self, other: "RunNumbers") -> bool:
        """Return whether there is nothing new to show in place of the other numbers."""
        for name in _NAMES:
            one, another = getattr(self, name), getattr(other, name)
            if one is another:
                continue
            if one is None or another is None:
                return False
            if not _is_equal(one, another):
                return False
        # At the end of a run, the slopes of the last frame may be found to be rounding.
        return self.check is other.check or _marks(self.check) == _marks(other.check)


def _is_equal(one: object, another: object) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, np.asarray(another))
    return one == another


def _marks(check: "GradientCheck | None") -> tuple[object, ...]:
    """Return what is shown of a check."""
    return () if check is None else (check.verdicts, check.worst_digits)


_NOT_COMPARED = "check", "steps_by", "statistics"
_NAMES = tuple(each.name for each in fields(RunNumbers) if each.name not in _NOT_COMPARED)
NOTHING_KNOWN = RunNumbers()
"""Before a run."""
