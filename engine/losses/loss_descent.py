"""The task of a descent on a loss that is not the mean square: what its literal path needs."""

from dataclasses import dataclass
from typing import Self

from ..cancelling import IsCancelled
from ..formula.formula import Formula
from ..problem import Problem
from ..settings import Settings
from .loss_bounds import LossBounds
from .rounding_of_loss import LossRounding


@dataclass(frozen=True, eq=False)
class LossDescent:
    """A descent on a formula, on the columns as descended on."""

    problem: Problem
    settings: Settings
    bounds: LossBounds
    rounding: LossRounding
    cancelled: IsCancelled
    formula: Formula

    @classmethod
    def of(
        cls, formula: Formula, problem: Problem, settings: Settings, cancelled: IsCancelled
    ) -> Self:
        """Return the descent on a problem."""
        bounds = LossBounds(formula, problem, cancelled)
        rounding = LossRounding(formula, problem, settings, cancelled)
        return cls(problem, settings, bounds, rounding, cancelled, formula)
