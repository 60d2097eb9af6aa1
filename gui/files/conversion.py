"""What there is to save at one moment, as the window has it and as a file does."""

import math
from dataclasses import dataclass

from engine import Problem
from engine.archive.experiment import SavedExperiment

from ..document import Experiment, Fitted, Grid, Input
from ..suited import with_fixed_rate


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An experiment, and where a run has led if one has; neither changes any more."""

    experiment: Experiment
    fitted: Fitted | None = None


def saved_of(experiment: Experiment, fitted: Fitted | None) -> SavedExperiment:
    """Return what a file keeps of an experiment; raises EngineError for what none can keep.

    Of big tables to be called in a thread: edited ones are put together.
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
        epoch=_known(fitted.epoch) if fitted else None,
        loss=fitted.loss if fitted else None,
    )


def experiment_of(saved: SavedExperiment) -> tuple[Experiment, Fitted | None]:
    """Return what a file keeps, η as a number; an epoch or loss that it does not tell is NaN."""
    settings = with_fixed_rate(Problem(saved.A, saved.Y), saved.settings)
    columns = zip(saved.names, saved.shift, saved.scale, strict=True)
    experiment = Experiment(
        A=Grid.of(saved.A),
        Y=Grid.of(saved.Y),
        W=Grid.of(saved.W),
        settings=settings,
        inputs=tuple(Input(*column) for column in columns),
        output=saved.output,
        name=saved.name,
        note=saved.note,
        noted=settings,
    )
    if saved.fitted is None:
        return experiment, None
    return experiment, Fitted(saved.fitted, _told(saved.epoch), _told(saved.loss))


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number


def _told(number: float | None) -> float:
    return math.nan if number is None else number
