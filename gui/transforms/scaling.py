"""Columns of A in other units and back, the initial W going with them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine import Matrix
from engine.units import Rescaling, column_scales, composed, in_original_units, rescaled

from ..background import check_cancelled
from ..document import Experiment, Grid, Input
from .columns import check, shown
from .errors import BeyondNumbers, NothingScaled, NothingToScale

LARGE = 1e290


@dataclass(frozen=True)
class Units:
    """What is taken off each value of a column, and what the rest is divided by."""

    shift: float
    scale: float


def scaled(experiment: Experiment, columns: Sequence[int], how: Rescaling) -> Experiment:
    """Standardise or scale columns of A; one that holds a single value is left as it is.

    The initial W predicts what it did, but for the constant where A has no intercept to take it.
    Raises NothingToScale, NoSuchColumn and BeyondNumbers.
    """
    check(experiment, columns)
    found = {k: _units_of(experiment.A.column(k), how) for k in columns}
    units = {k: each for k, each in found.items() if each != Units(0.0, 1.0)}
    if not units:
        raise NothingToScale
    A = experiment.A.mapped(lambda k, block: _moved(block, units[k]), list(units))
    inputs = {k: _composed(experiment, k, each) for k, each in units.items()}
    return _with(experiment, A, _weights_of_scaled(experiment, units), inputs)


def original(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Take the scaling of columns back, to within rounding; W as in ``scaled``.

    Raises NothingScaled, NoSuchColumn and BeyondNumbers.
    """
    check(experiment, columns)
    inputs = {k: experiment.inputs[k] for k in columns if experiment.inputs[k].is_scaled}
    if not inputs:
        raise NothingScaled
    A = experiment.A.mapped(lambda k, block: _moved_back(block, inputs[k]), list(inputs))
    shift = [inputs.get(k, Input()).shift for k in range(experiment.columns)]
    scale = [inputs.get(k, Input()).scale for k in range(experiment.columns)]
    W, _ = in_original_units(experiment.W.joined, shift, scale, experiment.intercept)
    return _with(experiment, A, W, {k: Input(each.name) for k, each in inputs.items()})


def lacks_intercept(experiment: Experiment, columns: Sequence[int]) -> bool:
    """Tell whether columns were shifted and no column of ones can take up the constant."""
    is_shifted = any(experiment.inputs[k].shift for k in columns)
    return is_shifted and experiment.intercept is None


def _units_of(column: Matrix, how: Rescaling) -> Units:
    shift, scale = column_scales(column[:, np.newaxis], how, check_cancelled)
    return Units(float(shift[0]), float(scale[0]))


def _moved(block: Matrix, units: Units) -> Matrix:
    return rescaled(block[:, np.newaxis], [units.shift], [units.scale])[:, 0]


def _moved_back(block: Matrix, units: Input) -> Matrix:
    half = 0.5 if max(abs(units.shift), units.scale) > LARGE else 1.0  # lest the product overflow
    with np.errstate(over="ignore", invalid="ignore"):
        values: Matrix = (block * (units.scale * half) + units.shift * half) / half
    if not np.isfinite(values).all():
        raise BeyondNumbers("A value")
    return values


def _composed(experiment: Experiment, column: int, units: Units) -> Input:
    """Return what a column is once it is scaled again."""
    now = experiment.inputs[column]
    with np.errstate(over="ignore", under="ignore"):
        shift, scale = map(float, composed(now.shift, now.scale, units.shift, units.scale))
    if not (math.isfinite(shift) and 0 < scale < math.inf):
        raise BeyondNumbers(f"The scale of {shown(experiment, [column])}")
    return replace(now, shift=shift, scale=scale)


def _weights_of_scaled(experiment: Experiment, units: Mapping[int, Units]) -> Matrix:
    """Return W, the constant in the weight of the intercept, if there is one."""
    W, columns = experiment.W.joined.copy(), list(units)
    shifts = np.array([each.shift for each in units.values()])
    scales = np.array([each.scale for each in units.values()])
    with np.errstate(over="ignore", invalid="ignore"):
        if experiment.intercept is not None:
            W[experiment.intercept] += (W[columns, 0] * shifts).sum()
        W[columns, 0] *= scales
    return W


def _with(experiment: Experiment, A: Grid, W: Matrix, changed: Mapping[int, Input]) -> Experiment:
    if not np.isfinite(W).all():
        raise BeyondNumbers("An initial weight")
    inputs = tuple(changed.get(k, each) for k, each in enumerate(experiment.inputs))
    return replace(experiment, A=A, W=Grid.of(W), inputs=inputs, note="")
