"""What new rows are predicted from: the table, its fit, and the weights now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from engine import Matrix
from engine.inference.new_table import InputColumn
from engine.statistics import Statistics
from engine.terms import CategoryTerm

from ..document import Experiment


class OptimumState(Enum):
    """What is known of the optimum of least squares."""

    KNOWN = auto()
    COMPUTING = auto()
    OTHER_LOSS = auto()
    UNKNOWN = auto()


class RunStanding(Enum):
    """Where the weights now are beside the optimum."""

    REACHED = auto()
    ON_THE_WAY = auto()


class RunEnd(Enum):
    """Whether the run had converged, as exported files say it."""

    CONVERGED = auto()
    NOT_CONVERGED = auto()


@dataclass(frozen=True, eq=False)
class PredictionBasis:
    """What new rows are predicted from.

    Attributes
    ----------
    experiment : Experiment
    names : sequence of str
        Those of the columns of A.
    state : OptimumState
    figures : Statistics or None
        Those of the optimum, if they are known.
    W : ndarray, shape (j, 1), or None
        The weights now; None if there is no run.
    standing : RunStanding
    end : RunEnd
    """

    experiment: Experiment
    names: Sequence[str]
    state: OptimumState
    figures: Statistics | None = None
    W: Matrix | None = None
    standing: RunStanding = RunStanding.ON_THE_WAY
    end: RunEnd = RunEnd.NOT_CONVERGED

    @property
    def columns(self) -> tuple[InputColumn, ...]:
        """How cells become the columns of A."""
        return input_columns(self.experiment)


def input_columns(experiment: Experiment) -> tuple[InputColumn, ...]:
    """Return how cells of new rows become the columns of A."""
    ones = experiment.intercept
    named = zip(experiment.column_names, experiment.inputs, strict=True)
    found = []
    for k, (name, each) in enumerate(named):
        level = each.term if isinstance(each.term, CategoryTerm) else None
        term = None if isinstance(each.term, CategoryTerm) else each.term
        found.append(InputColumn(each.shift, each.scale, k == ones, name, term, level))
    return tuple(found)
