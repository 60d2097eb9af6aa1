"""Whether a loss has kinks: it is looked at where they would be, on tables of one row."""

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ..problem import Problem

if TYPE_CHECKING:
    from ..formula.formula import Formula

OUTPUTS = (0.0, 1.0)
WEIGHTS = (0.0, 1.0, -0.75)
MOST_KINKS = 4


class Smoothness(Enum):
    """What the curve of a loss along a weight is like."""

    QUADRATIC = "a parabola"
    SMOOTH = "with one slope everywhere"
    KINKED = "with two slopes at a kink"


def smoothness_of(formula: "Formula | None") -> Smoothness:
    """Return whether a loss is quadratic, smooth, or has kinks; None is the mean square.

    Parameters
    ----------
    formula : Formula or None
        The loss. It is looked at beside predictions of 0 and of Y, and at the kinks next to them.
    """
    if formula is None:
        return Smoothness.QUADRATIC
    # 30 modules, which a mean square does without
    from ..formula.formula import SHAPES_TRIED
    from ..formula.quadratic import quadratic_of

    found = [quadratic_of(formula.root, *shape) for shape in SHAPES_TRIED]
    if all(each is not None and each.has_least for each in found):
        return Smoothness.QUADRATIC
    is_kinked = any(_has_kink(formula, y, w) for y in OUTPUTS for w in WEIGHTS)
    return Smoothness.KINKED if is_kinked else Smoothness.SMOOTH


def is_smooth(formula: "Formula") -> bool:
    """Return whether nothing in a loss can have a kink, which is known at once."""
    from .slopes import WITH_KINKS

    return not any(step.what in WITH_KINKS and step.varies for step in formula.program.steps)


def _has_kink(formula: "Formula", output: float, weight: float) -> bool:
    """Return whether there is no slope at a weight, or at one of the kinks that follow it."""
    for _ in range(MOST_KINKS):
        problem = Problem([[1.0]], [output], [weight])
        with np.errstate(all="ignore"):
            along = formula.along(problem, problem.W, 0)
        if along.nearest_kink == 0 and not along.has_slope:
            return True
        if not 0 < along.nearest_kink < 1e300:
            return False
        beside = [weight + along.nearest_kink, weight - along.nearest_kink]
        for each in beside:
            at = Problem([[1.0]], [output], [each])
            with np.errstate(all="ignore"):
                found = formula.along(at, at.W, 0)
            if found.nearest_kink == 0 and not found.has_slope:
                return True
        weight = beside[0] + along.nearest_kink / 2
    return False
