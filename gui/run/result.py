"""The result of a run, with the names and units of the tables that it ran on."""

import math
from dataclasses import dataclass, replace

from engine import Matrix, Trace
from engine.rescaling import OriginalUnits

from ..document import Document, Experiment
from .session import Session
from .worker import RunProgress


@dataclass(frozen=True, eq=False)
class RunResult:
    """W (j, 1) after a number of epochs; ``trace`` is None if W came with a file.

    A file may not record the epoch and the loss, which are then NaN. ``progress`` is all that is
    known of the run; None if W came with a file.
    """

    experiment: Experiment
    W: Matrix
    epoch: float
    trace: Trace | None = None
    loss: float = math.nan
    progress: RunProgress | None = None

    @classmethod
    def of(cls, document: Document, session: Session) -> "RunResult | None":
        """Return the result of the run, or the one saved with the document, if any."""
        progress, now = session.progress, document.experiment
        if progress is not None:
            ran = _as_named_now(progress.experiment, now)
            frame = progress.frame
            return cls(ran, frame.W, frame.epoch, progress.trace, frame.loss, progress)
        if document.saved_run is not None:
            opened, fitted = document.saved_run
            return cls(_as_named_now(opened, now), fitted.W, fitted.epoch, loss=fitted.loss)
        return None

    def original(self) -> OriginalUnits | None:
        """Return W in the units before columns were scaled; None if no column is scaled."""
        if not any(each.is_scaled for each in self.experiment.inputs):
            return None
        return self.experiment.in_original_units(self.W)


def _as_named_now(ran: Experiment, now: Experiment) -> Experiment:
    """Use the present names of the columns, if they are still the same columns."""
    if not now.has_data_of(ran):
        return ran
    return replace(ran, inputs=now.inputs, output=now.output)
