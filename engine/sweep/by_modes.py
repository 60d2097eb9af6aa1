"""The ends of runs in closed form, at a cost that does not depend on the number of epochs."""

import logging
import sys
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..cancelling import abandonable, check
from ..frame import StopReason
from ..matrix import Matrix
from ..methods.choose import MOST_REDUCED
from ..methods.closed_form import ClosedForm, Recurrence
from ..methods.modes import Modes
from ..methods.path import Descent
from ..methods.rounding import Rounding
from ..methods.rounding_drift import predict_drift
from ..momentum.closed_form import MomentumRecurrence, Steepness
from ..momentum.rule import LINEAR, MomentumRule
from ..momentum.weights import MomentumWeights
from ..optimisers.kinds import Optimiser, Schedule
from ..settings import Method, Settings
from ..stability import learning_rate_limit
from .result import SweptSetting
from .task import EndsSoFar, SweepEnds, SweepTask, diverged

# The closed form of a larger β loses digits: the runs themselves are walked beyond it.
LARGEST_MOMENTUM = 0.999
# A sweep looks at losses, whose rounding is not seen in its picture: ten thousand times what a run
# promises to keep to.
LOSS_SEEN = 1e-8

logger = logging.getLogger(__name__)


class SweptEnd(NamedTuple):
    """W (j, 1) and the loss at the end of a run."""

    W: Matrix
    loss: float


def modes_of(task: SweepTask, name: SweptSetting) -> Modes | None:
    """Return the modes of a sweep that they give the numbers of; None if its runs are walked.

    Raises Cancelled when cancelled.
    """
    first = task.runs[0]
    is_linear = first.optimiser in LINEAR and first.schedule is Schedule.CONSTANT
    if name is SweptSetting.H or not is_linear or first.method is Method.TRIANGLE:
        return None  # h shows in nothing but the rounding of the quotients
    if first.method is Method.LITERAL or task.triangle.weights > MOST_REDUCED:
        return None
    if any(_momentum(run) > LARGEST_MOMENTUM for run in task.runs):
        return None
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            modes = abandonable(lambda: Modes(task.triangle), task.cancelled, task.triangle.weights)
    except np.linalg.LinAlgError:
        return None
    if 0 < float(modes.curvatures[0]) < sys.float_info.min or _rounding_shows(task, modes):
        return None
    return modes


def ends_by_modes(task: SweepTask, modes: Modes) -> SweepEnds:
    """Return where the runs end; raise Cancelled when cancelled."""
    weights = len(task.W)
    ends = SweepEnds.unknown(len(task.runs), weights)
    losses, W, stops = ends
    for index, run in enumerate(task.runs):
        check(task.cancelled)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            end = _end_of(run, modes, task.W)
            has_diverged = not np.isfinite(end.W).all() or task.bounds(index).reached(end.loss)
        if has_diverged:
            losses[index], W[index], stops[index] = diverged(weights)
        else:
            losses[index], W[index], stops[index] = end.loss, end.W[:, 0], StopReason.DONE
        task.tell(lambda: EndsSoFar(ends.copy(), task.epochs))
        task.progress((index + 1) / len(task.runs))
    return ends


def _end_of(run: Settings, modes: Modes, W: Matrix) -> SweptEnd:
    time = float(run.epochs)
    if run.is_plain:
        there = ClosedForm(Recurrence(modes, run), W).at(time)
        return SweptEnd(there.W, there.loss)
    recurrence = MomentumRecurrence(
        Steepness.of(modes), MomentumRule.of(run), run.fixed_learning_rate, modes.bias(run)
    )
    point = MomentumWeights(modes, recurrence, W).at(time)
    return SweptEnd(point.W, point.loss)


def _momentum(run: Settings) -> float:
    return 0.0 if run.optimiser is Optimiser.PLAIN else run.momentum


def _rounding_shows(task: SweepTask, modes: Modes) -> bool:
    """Return whether the rounding of the quotients would be seen in the losses.

    That depends on h, and hardly on η: a plain run at half of η's limit tells it.
    """
    rate = learning_rate_limit(task.problem) / 2
    if not np.isfinite(rate):
        return False
    plain = replace(task.runs[0], optimiser=Optimiser.PLAIN, learning_rate=rate)
    with np.errstate(over="ignore", invalid="ignore"):
        descent = replace(
            Descent.of(task.problem, plain, task.cancelled),
            rounding=Rounding(task.problem, plain, task.triangle.rows),
        )
        drift = predict_drift(descent, Recurrence(modes, plain), 0)
    logger.debug("the rounding of a sweep: %s", drift)
    return not drift.loss <= LOSS_SEEN
