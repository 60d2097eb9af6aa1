"""The epoch that Run takes first, written out before there is a run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Method, Settings
from engine.exact.scaled_table import is_small
from engine.optimisers.kinds import LIMITLESS

from ..document.experiment import Experiment, Filling
from .prepared_rows import PreparedRows, triangle_of_run

if TYPE_CHECKING:
    from engine.methods.step_working import EpochWorking

    from .worker import RunProgress

MOST_COLUMNS_AT_ONCE = 32
"""Of so many the window finds the limit of η in the first epoch itself, in 2 ms."""


@dataclass(frozen=True, eq=False)
class FirstStep:
    """The first epoch from the start W of an experiment, in the floats of a run.

    ``working`` is None if evaluating it would be expensive, or if h does not move a weight.
    """

    names: tuple[str, ...]
    settings: Settings
    working: "EpochWorking | None"

    @classmethod
    def of(cls, experiment: Experiment, prepared_rows: PreparedRows) -> "FirstStep | None":
        """Return the first epoch of a run; None while the tables have empty cells.

        A table of few rows is reduced for it if a run begins with that, and takes the lengths of
        the columns from it.

        Parameters
        ----------
        experiment : Experiment
        prepared_rows : PreparedRows
            Of the same rows.
        """
        if experiment.filling is not Filling.RUNNABLE:
            return None
        # Loaded on use, as in gui/run/worker.py.
        from engine.methods.step_working import StepWriter, is_cheap

        settings = experiment.settings
        if not is_cheap(experiment.rows, experiment.columns):
            return cls(experiment.distinct_names, settings, None)
        problem = experiment.problem
        triangle = prepared_rows.triangle
        if triangle is None and _takes_triangle(experiment) and is_small(problem):
            triangle = prepared_rows.reduce(lambda: False)
        norms = None
        if settings.scale_columns and (of_run := triangle_of_run(experiment, settings, triangle)):
            norms = of_run.column_norms
        writer = StepWriter(problem, settings, triangle, norms=norms)
        return cls(experiment.distinct_names, settings, writer.at(experiment.W.joined))


def step_after(
    progress: "RunProgress", settings: Settings, prepared_rows: PreparedRows
) -> "EpochWorking | None":
    """Return the epoch after the latest frame of a run that goes on with other settings.

    None if evaluating it would be expensive, or if h does not move a weight.

    Parameters
    ----------
    progress : RunProgress
    settings : Settings
        Those that are set now.
    prepared_rows : PreparedRows
        Of the rows of the run.
    """
    from engine.methods.step_working import StepWriter, is_cheap  # loaded on use, as above

    experiment, triangle = progress.experiment, prepared_rows.triangle
    if not is_cheap(experiment.rows, experiment.columns):
        return None
    norms = None
    if settings.scale_columns and (of_run := triangle_of_run(experiment, settings, triangle)):
        norms = of_run.column_norms
    writer = StepWriter(experiment.problem, settings, triangle, norms=norms)
    return writer.after(progress.frame, progress.settings)


def first_limit(experiment: Experiment, prepared_rows: PreparedRows) -> float | None:
    """Return the limit in the first epoch from the start W of an experiment; None as of a run.

    Parameters
    ----------
    experiment : Experiment
    prepared_rows : PreparedRows
        Of the same rows.
    """
    settings = experiment.settings
    if settings.optimiser not in LIMITLESS or experiment.columns > MOST_COLUMNS_AT_ONCE:
        return None
    first = FirstStep.of(experiment, prepared_rows)
    if first is None or first.working is None:
        return None
    from .divided_limit import DividedLimit  # loaded on use: most runs are plain

    return DividedLimit(prepared_rows).of_memory(first.working.memories[1], settings)


def _takes_triangle(experiment: Experiment) -> bool:
    """Return whether the first epoch of a run depends on the reduced rows."""
    from engine.methods.choose import is_reduced

    settings = experiment.settings
    is_needed = settings.scale_columns or settings.method is Method.TRIANGLE
    if not settings.is_plain:
        from engine.momentum.rule import is_predicted

        is_needed = is_needed or not is_predicted(settings)  # which is walked on the reduced rows
    return is_needed and is_reduced(experiment.columns, settings, experiment.rows)
