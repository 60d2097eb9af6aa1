"""Which fit is looked at: that of the table as it is, beside the weights at the epoch shown."""

import logging
from dataclasses import replace
from enum import Enum
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine import Cancelled, Matrix, StopReason
from engine.language.sentence import marked
from engine.statistics import Statistics
from engine.verdict.rule import compare

from ..background import Progress
from ..document import Document, Experiment, Filling
from ..plots.fit.shown_rows import ShownRows
from ..predict.prediction_basis import OptimumState, PredictionBasis, RunEnd, RunStanding
from ..run.followed_model import FollowedModel
from ..run.prepared_rows import PreparedRows
from ..run.run_state import FROM_START, RunState
from ..run.session import Session
from ..text.translation import translated
from . import texts
from .fit_frame import FitFrame, FitStanding
from .fit_request import FitRequest, FoundFit, FoundRows, rows_of

CELLS_AT_ONCE = 2**15
"""So many cells are solved, looked through and drawn in 10 to 16 ms; a redraw may take 30."""
COLUMNS_AT_ONCE = 64
"""500 rows of so many columns take 17 ms; more would take longer than a redraw may."""

GOES_ON = (
    *(RunState.RUNNING, RunState.STEPPING, RunState.PAUSED),
    *(RunState.DONE, RunState.CONVERGED),
)
"""The states from which a run may come to the optimum under the same settings."""

logger = logging.getLogger(__name__)


class FitGap(Enum):
    """Why there is nothing to show."""

    NOTHING = ""
    NO_TABLE = marked("fit", "Type, paste or drop a table: how well it is fitted is shown here.")
    OTHER_LOSS = marked(
        "fit", "These figures are those of the mean square: for another loss they do not exist."
    )
    TOO_MANY_COLUMNS = marked("fit", "So many columns are not solved: the figures are not known.")
    COMPUTING = marked("fit", "The optimum and its figures are being computed…")

    @property
    def text(self) -> str:
        """The sentence for the reader."""
        return translated(self.value)


_STATES = {
    FitGap.OTHER_LOSS: OptimumState.OTHER_LOSS,
    FitGap.TOO_MANY_COLUMNS: OptimumState.UNKNOWN,
    FitGap.COMPUTING: OptimumState.COMPUTING,
}


class FitModel(FollowedModel[FitGap, FitFrame, FoundFit | FoundRows]):
    """Keeps the frame that the view shows up to date while it is shown.

    The figures belong to the table, so they are computed once, of a large one in a thread; what is
    drawn of its rows follows, and ``progressed`` carries which part of them has been looked
    through.
    """

    progressed = Signal(float)

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__("fit", FitGap.NO_TABLE, document, session, parent)
        self._found: FoundFit | None = None
        self._rows: FoundRows | None = None
        self._awaited: Statistics | None = None
        self._tasks.progressed.connect(self.progressed)

    @property
    def document(self) -> Document:
        """The document whose fit is shown."""
        return self._document

    @property
    def basis(self) -> PredictionBasis | None:
        """What new rows are predicted from; None while there is no table."""
        experiment, frame, shown = self._document.experiment, self._frame, self._session.shown
        if self._gap is FitGap.NO_TABLE or experiment.filling is not Filling.RUNNABLE:
            return None
        names = [translated(name) for name in experiment.distinct_names]
        W, end = None, RunEnd.NOT_CONVERGED
        if shown is not None and experiment.has_data_of(shown.experiment):
            verdict, W = shown.verdict, shown.frame.W
            has_rest = verdict is not None and (verdict.is_rest or verdict.is_good)
            if shown.frame.stop is StopReason.CONVERGED or has_rest:
                end = RunEnd.CONVERGED
        elif self._session.progress is None and self._document.fitted is not None:
            W = self._document.fitted.W
        if W is not None and len(W) != len(names):
            W = None
        is_there = frame is not None and frame.is_reached
        return PredictionBasis(
            experiment,
            names,
            _STATES.get(self._gap, OptimumState.KNOWN),
            None if frame is None else frame.figures,
            W,
            RunStanding.REACHED if is_there else RunStanding.ON_THE_WAY,
            RunEnd.CONVERGED if is_there else end,
        )

    @property
    def offer(self) -> str:
        """What brings the run to the optimum at one click; empty if nothing does.

        If a run has ended in vain, or was to stop only at the optimum, the message at the bottom of
        the window says what helps.
        """
        if self._frame is None or self._frame.is_reached:
            return ""
        state = self._session.state
        if state in FROM_START:
            return texts.RUN_ON
        if state not in GOES_ON:
            return ""
        progress = self._session.progress
        was_on = progress is not None and progress.settings.until_converged
        is_set = self._document.settings.until_converged
        if is_set and (state.is_active or (was_on and state is not RunState.PAUSED)):
            return ""
        return texts.GO_ON

    def _forget(self) -> None:
        """Forget the figures, and the rows that are drawn."""
        super()._forget()
        self._found = self._rows = self._awaited = None

    def _find(self) -> tuple[FitGap, FitFrame | None]:
        """Look at the fit, or find out why there is nothing to show."""
        experiment, settings = self._document.experiment, self._document.settings
        if experiment.filling is not Filling.RUNNABLE:
            return FitGap.NO_TABLE, None
        if settings.formula is not None:
            return FitGap.OTHER_LOSS, None
        progress = self._session.progress
        if progress is not None and not experiment.has_data_of(progress.experiment):
            progress = None
        start: Matrix = experiment.W.joined if progress is None else progress.problem.W
        found = self._found_of(FitRequest(experiment, start))
        if found is None:
            return FitGap.COMPUTING, None
        if found.figures is None:
            return FitGap.TOO_MANY_COLUMNS, None
        rows = self._rows_of(experiment, found.figures)
        frame = self._frame_of(experiment, found.figures, rows)
        return FitGap.NOTHING, replace(frame, held_out=found.held_out)

    def _found_of(self, request: FitRequest) -> FoundFit | None:
        """Return the figures of a table; None while a thread computes them."""
        if self._found is not None and self._found.answers(request):
            return self._found
        experiment = request.experiment
        prepared = self._follower.rows_of(experiment)
        if _is_small(experiment):
            self._found = FoundFit.of(request, prepared)
            return self._found
        self._tasks.replace(partial(_compute, request, prepared))
        return None

    def _rows_of(self, experiment: Experiment, figures: Statistics) -> ShownRows | None:
        """Return what is drawn of the rows; None while a thread looks through them."""
        if experiment.stands_for is not None:
            return None  # its rows are no observations
        if self._rows is not None and self._rows.figures is figures:
            return self._rows.rows
        if _is_small(experiment):
            self._rows = FoundRows(figures, rows_of(experiment, figures))
            return self._rows.rows
        if self._awaited is not figures:
            self._awaited = figures
            self._tasks.replace(partial(_look_through, experiment, figures))
        return None

    def _frame_of(
        self, experiment: Experiment, figures: Statistics, rows: ShownRows | None
    ) -> FitFrame:
        """Return the figures beside the weights now."""
        names = [translated(name) for name in experiment.distinct_names]
        shown, settings = self._session.shown, self._document.settings
        out = experiment.left_out_by_hand
        left_out = 0 if out is None else int(np.count_nonzero(out))
        now, loss, is_good = None, np.nan, False
        if shown is not None and experiment.has_data_of(shown.experiment):
            now, loss = shown.frame.W, shown.frame.loss
            is_good = shown.verdict is not None and shown.verdict.is_good
            settings = shown.settings
        elif (fitted := self._document.fitted) is not None and self._session.progress is None:
            now, loss = fitted.W, fitted.loss
        if now is None or len(now) != len(names):
            return FitFrame(figures, names, FitStanding.NOT_RUN, rows=rows, left_out=left_out)
        standing = FitStanding.THERE if is_good else FitStanding.ABOVE
        if not is_good and experiment.cells <= CELLS_AT_ONCE and np.isfinite(now).all():
            compared = compare(figures.problem, now, loss, figures.best, settings.precision)
            if compared.is_optimum:
                standing = FitStanding.THERE
            elif compared.has_least_loss:
                standing = FitStanding.WEIGHTS_OFF
        return FitFrame(figures, names, standing, now, loss, rows, left_out)

    @Slot(object)
    def _take(self, found: FoundFit | FoundRows) -> None:
        """Take what a thread has computed."""
        if isinstance(found, FoundFit):
            self._found = found
        else:
            self._rows = found
        self._refresh()


def _is_small(experiment: Experiment) -> bool:
    return experiment.cells <= CELLS_AT_ONCE and experiment.columns <= COLUMNS_AT_ONCE


def _compute(request: FitRequest, prepared: PreparedRows, progress: Progress) -> FoundFit:
    """Compute the figures of a table, in a thread. Raises Cancelled when cancelled."""
    found = FoundFit.of(request, prepared, progress.is_cancelled)
    if progress.is_cancelled():
        raise Cancelled
    logger.debug("the fit of %d rows is computed", request.experiment.rows)
    return found


def _look_through(experiment: Experiment, figures: Statistics, progress: Progress) -> FoundRows:
    """Look through the rows of a fit, in a thread. Raises Cancelled when cancelled."""
    rows = rows_of(experiment, figures, progress.is_cancelled, progress)
    logger.debug("the rows of a fit of %d rows are looked through", experiment.rows)
    return FoundRows(figures, rows)
