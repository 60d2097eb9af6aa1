"""Converts the document to and from what a .secant file stores; makes the empty document."""

import math
from dataclasses import dataclass, replace

import numpy as np

from engine import Problem, Settings
from engine.archive.experiment import SavedExperiment

from ..document import Column, Experiment, Fitted, Grid, StepsOrigin
from ..document.suggested_settings import with_numbers


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An experiment and the weights fitted to it, if any; immutable."""

    experiment: Experiment
    fitted: Fitted | None = None


def to_saved(experiment: Experiment, fitted: Fitted | None) -> SavedExperiment:
    """Return what a file stores of an experiment; raises EngineError if it cannot be stored.

    Call it in a worker thread for large tables: it joins the blocks of edited ones.
    """
    inputs = experiment.inputs
    return SavedExperiment(
        A=experiment.A.joined,
        Y=experiment.Y.joined,
        W=experiment.W.joined,
        settings=experiment.settings,
        names=tuple(each.name for each in inputs),
        output=experiment.output,
        shift=tuple(each.shift for each in inputs),
        scale=tuple(each.scale for each in inputs),
        name=experiment.name,
        note=experiment.remark,
        fitted=fitted.W if fitted else None,
        epoch=_none_if_nan(fitted.epoch) if fitted else None,
        loss=fitted.loss if fitted else None,
    )


def from_saved(saved: SavedExperiment) -> tuple[Experiment, Fitted | None]:
    """Return a file's experiment and fitted weights.

    η and h become numbers. An epoch or loss that the file does not record is NaN.
    """
    settings = with_numbers(saved.problem, saved.settings)
    columns = zip(saved.names, saved.shift, saved.scale, strict=True)
    experiment = Experiment(
        A=Grid.of(saved.A),
        Y=Grid.of(saved.Y),
        W=Grid.of(saved.W),
        settings=settings,
        inputs=tuple(Column(*column) for column in columns),
        output=saved.output,
        name=saved.name,
        note=saved.note,
        noted=settings,
    )
    if saved.fitted is None:
        return experiment, None
    return experiment, Fitted(saved.fitted, _nan_if_none(saved.epoch), _nan_if_none(saved.loss))


def _none_if_nan(number: float) -> float | None:
    return None if math.isnan(number) else number


def _nan_if_none(number: float | None) -> float:
    return math.nan if number is None else number


EMPTY_SHAPE = (3, 2)
EMPTY_NOTE = "Type, paste or import a table."


def empty_experiment() -> Experiment:
    """Return a small table of zeros with default settings and a note on what to do next."""
    rows, columns = EMPTY_SHAPE
    problem = Problem(np.zeros((rows, columns)), np.zeros(rows))
    empty = Experiment.of(problem, Settings(), note=EMPTY_NOTE)
    return replace(empty, steps_origin=StepsOrigin.EMPTY_TABLE)
