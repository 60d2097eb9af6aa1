"""Scale columns of A, and restore their original units; the initial W is converted along."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine import Matrix
from engine.rescaling import Rescaling, column_scales, composed, in_original_units, rescaled

from ..background import check_cancelled
from ..document import Column, ColumnsKey, Experiment, Grid
from ..text.translation import translate
from .columns import check_columns, named_columns
from .errors import NothingScaled, NothingToScale, ValueOverflow

# Units beyond this are halved before multiplying back: value · scale + shift can exceed float64
# (1.8e308) although the result does not. Scaled values stay below √rows, so 1e290 leaves room
# for any table that fits into memory.
LARGE = 1e290


@dataclass(frozen=True)
class ColumnUnits:
    """The shift that is subtracted from each value of a column, and the scale that divides it."""

    shift: float
    scale: float


def scale_columns(experiment: Experiment, columns: Sequence[int], how: Rescaling) -> Experiment:
    """Standardise or scale columns of A; constant columns stay as they are.

    The converted W predicts the same as before, except for a constant if A has no intercept
    column to absorb it. Raises NothingToScale, NoSuchColumn and ValueOverflow.
    """
    check_columns(experiment, columns)
    found = {k: _units_of(experiment.A.column(k), how) for k in columns}
    units = {k: each for k, each in found.items() if each != ColumnUnits(0.0, 1.0)}
    if not units:
        raise NothingToScale
    A = experiment.A.mapped(lambda k, block: _scaled(block, units[k]), list(units))
    inputs = {k: _composed(experiment, k, each) for k, each in units.items()}
    return _replaced(experiment, A, _scaled_weights(experiment, units), inputs)


def restore_units(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Undo the scaling of columns, up to rounding; W is converted as in ``scale_columns``.

    Raises NothingScaled, NoSuchColumn and ValueOverflow.
    """
    check_columns(experiment, columns)
    inputs = {k: experiment.inputs[k] for k in columns if experiment.inputs[k].is_scaled}
    if not inputs:
        raise NothingScaled
    A = experiment.A.mapped(lambda k, block: _unscaled(block, inputs[k]), list(inputs))
    shift = [inputs.get(k, Column()).shift for k in range(experiment.columns)]
    scale = [inputs.get(k, Column()).scale for k in range(experiment.columns)]
    W, _ = in_original_units(experiment.W.joined, shift, scale, experiment.intercept)
    plain = {k: replace(each, shift=0.0, scale=1.0) for k, each in inputs.items()}
    return _replaced(experiment, A, W, plain)


def lacks_intercept(experiment: Experiment, columns: Sequence[int]) -> bool:
    """Return whether columns were shifted and no intercept column can absorb the constant."""
    is_shifted = any(experiment.inputs[k].shift for k in columns)
    return is_shifted and experiment.intercept is None


def _units_of(column: Matrix, how: Rescaling) -> ColumnUnits:
    filled = column[~np.isnan(column)]
    if not len(filled):
        return ColumnUnits(0.0, 1.0)
    shift, scale = column_scales(filled[:, np.newaxis], how, check_cancelled)
    return ColumnUnits(float(shift[0]), float(scale[0]))


def _scaled(block: Matrix, units: ColumnUnits) -> Matrix:
    return rescaled(block[:, np.newaxis], [units.shift], [units.scale])[:, 0]


def _unscaled(block: Matrix, units: Column) -> Matrix:
    half = 0.5 if max(abs(units.shift), units.scale) > LARGE else 1.0  # the product may overflow
    with np.errstate(over="ignore", invalid="ignore"):
        values: Matrix = (block * (units.scale * half) + units.shift * half) / half
    if not (np.isfinite(values) | np.isnan(block)).all():
        raise ValueOverflow(translate("transforms", "A value"))
    return values


def _composed(experiment: Experiment, column: int, units: ColumnUnits) -> Column:
    """Return the column's description after another scaling on top of the present one."""
    now = experiment.inputs[column]
    with np.errstate(over="ignore", under="ignore"):
        shift, scale = map(float, composed(now.shift, now.scale, units.shift, units.scale))
    if not (math.isfinite(shift) and 0 < scale < math.inf):
        raise ValueOverflow(
            translate("transforms", "The scale of {columns}").format(
                columns=named_columns(experiment, [column])
            )
        )
    return replace(now, shift=shift, scale=scale)


def _scaled_weights(experiment: Experiment, units: Mapping[int, ColumnUnits]) -> Matrix:
    """Return W for the scaled columns; an intercept's weight takes up the constant."""
    W, columns = experiment.W.joined.copy(), list(units)
    shifts = np.array([each.shift for each in units.values()])
    scales = np.array([each.scale for each in units.values()])
    with np.errstate(over="ignore", invalid="ignore"):
        if experiment.intercept is not None:
            W[experiment.intercept] += (W[columns, 0] * shifts).sum()
        W[columns, 0] *= scales
    return W


def _replaced(
    experiment: Experiment, A: Grid, W: Matrix, changed: Mapping[int, Column]
) -> Experiment:
    if not np.isfinite(W).all():
        raise ValueOverflow(translate("transforms", "A start weight"))
    inputs = tuple(changed.get(k, each) for k, each in enumerate(experiment.inputs))
    return replace(experiment, A=A, W=Grid.of(W), inputs=inputs, note="", columns_key=ColumnsKey())
