"""Between which values of a setting a run is stable."""

import math

from ..momentum.rule import LINEAR, MomentumRule
from ..optimisers.kinds import Optimiser, Schedule
from ..problem import Problem
from ..settings import Settings
from ..stability import learning_rate_limit
from .result import SweptSetting


def stable_range(
    problem: Problem, settings: Settings, name: SweptSetting
) -> tuple[float, float] | None:
    """Return between which values a run is stable; None if that is not known, or h is swept.

    Parameters
    ----------
    problem : Problem
        As descended on; its triangle has the same limit.
    settings : Settings
        With η as a number.
    name : SweptSetting
        What is swept.

    Notes
    -----
    Solves ηλmax ≤ 2(1+β)/(1−τ) of heavy ball, or ≤ 2(1+β)/(1+2β) of Nesterov, for η or for β.
    """
    is_linear = settings.optimiser in LINEAR and settings.schedule is Schedule.CONSTANT
    if name is SweptSetting.H or not is_linear:
        return None
    limit = learning_rate_limit(problem)
    if name is SweptSetting.LEARNING_RATE:
        return 0.0, limit * (MomentumRule.of(settings).most_overshoot / 2)
    overshoot = 2 * settings.fixed_learning_rate / limit
    if settings.optimiser is Optimiser.PLAIN:
        return None
    if settings.optimiser is Optimiser.HEAVY_BALL:
        least = overshoot * (1 - settings.dampening) / 2 - 1
        return (0.0 if least <= 0 else least), 1.0
    if overshoot <= 1:
        return 0.0, 1.0
    return 0.0, min(max((2 - overshoot) / (2 * overshoot - 2), 0.0), math.nextafter(1.0, 2.0))
