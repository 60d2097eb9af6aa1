"""The epoch of a run that the window shows: the latest one, or any earlier one.

A run records W at some of its epochs, its keyframes. Any other epoch is computed again from them,
in a background thread; until that is done, W on the straight line between two keyframes is shown,
and said to be that. Going to an epoch changes nothing in the run: it goes on from its latest frame,
which is also what is saved and exported.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum, auto
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import Frame, Matrix, Settings
from engine.cancelling import Cancelled, IsCancelled
from engine.frame import Recorded, State
from engine.shortening import LONGEST
from engine.verdict.wording import told_apart

from ..background import Progress
from ..text.message import Fix, Message, MessageKind
from ..text.numbers import format_count
from ..text.translation import translate
from .prepared_rows import PreparedRows
from .worker import RunProgress

if TYPE_CHECKING:
    from engine.past.replay import PastEpochs
    from engine.trace import PastRun

    from .companions import Companions

THIS_IS = translate("run", "This is epoch {shown}. The run has reached {reached}.")
THIS_IS_EARLIER = translate("run", "This is an earlier epoch. The run has reached {reached}.")
THIS_IS_BEFORE = translate("run", "This is epoch {shown} of the run before.")
THIS_IS_BRIEFLY = translate("run", "This is epoch {shown}.")
COMPUTING = (
    translate("run", "Epoch {shown} is being computed. Until then, W is interpolated."),
    translate("run", "This epoch is being computed. Until then, W is interpolated."),
)
"""What is said of an epoch between two keyframes, and shorter."""
GOES_ON = (
    translate("run", "The run goes on from {reached}, not from this epoch {shown}."),
    translate("run", "The run goes on from {reached}, not from here."),
    translate("run", "The run goes on from the latest epoch."),
)
RESTARTS = (
    translate("run", "Run starts again from the start row, not from here."),
    translate("run", "Run starts again from the start row."),
)
"""What the next run does after a setting has changed, and ever shorter."""
OF_LATEST_BRIEFLY = translate("run", "It has epoch {reached}, the latest; you see epoch {shown}.")
OF_LATEST = translate("run", "It has epoch {reached}, the latest; the window shows epoch {shown}.")
OF_LATEST_ALONE = translate("run", "It has epoch {reached}, the latest; you see an earlier one.")
BACK = Fix(
    translate("run", "Back to the latest"),
    {},
    translate(
        "run", "All runs go on from the latest epoch, which is also what is saved and exported."
    ),
    action="latest_epoch",
)
BACK_TO_FORMER = replace(
    BACK, why=translate("run", "The latest epoch is what is saved and exported.")
)
"""The same of a run from which Run does not go on: the loss, η or h is another by now."""


CELLS_AT_ONCE = 2**15
"""The gradient of an earlier epoch takes 0.5 to 3 ms for so many, and 2 to 7 ms with an optimiser.
"""
SECONDS_AT_ONCE = 0.015
"""Half of the time between two epochs that are played back."""


class Accuracy(Enum):
    """Whose W an earlier epoch has while it is shown."""

    EXACT = auto()
    """The run's own."""
    INTERPOLATED = auto()
    """One between two keyframes: the run's own is still being computed."""


@dataclass(frozen=True, eq=False)
class EarlierEpoch:
    """An earlier epoch of a run; its gradient is NaN until ``evaluate`` has found it.

    ``companions`` are known together with the gradient.
    """

    frame: Frame
    accuracy: Accuracy = Accuracy.EXACT
    companions: "Companions | None" = None

    @property
    def epoch(self) -> int:
        """The epoch; 0 is the start."""
        return self.frame.epoch

    def evaluated(self, frame: Frame, companions: "Companions") -> "EarlierEpoch":
        """Return this epoch exactly, with its gradient, and what that is shown beside."""
        return EarlierEpoch(frame, Accuracy.EXACT, companions)

    def within(self, progress: RunProgress) -> RunProgress:
        """Return the progress of the run at this epoch, without what only the latest has."""
        return RunProgress(
            progress.experiment,
            self.frame,
            progress.trace,
            progress.learning_rate_limit,
            settings_of_epoch(progress.past, self.epoch, progress.settings),
            progress.best,
            statistics=progress.statistics,
            companions=self.companions,
            keyframes=progress.keyframes,
            past=progress.past,
            table_statistics=progress.table_statistics,
            held_out=progress.held_out and progress.held_out.at_epoch(self.epoch),
        ).with_companions()

    def caution(self, reached: float) -> str:
        """Return what is said beside an export, which has the latest epoch instead."""
        latest, shown = told_apart(reached, self.epoch, format_count)
        return _first_that_fits(
            OF_LATEST.format(reached=latest, shown=shown),
            OF_LATEST_BRIEFLY.format(reached=latest, shown=shown),
            OF_LATEST_ALONE.format(reached=format_count(reached)),
        )

    def message(self, reached: float, changed: str = "") -> Message:
        """Return what the strip says; ``reached`` is the latest epoch of the run.

        ``changed`` is a sentence on another loss than that of the run; empty if it is the same.
        """
        if changed:
            shown = format_count(self.epoch)
            said = (each.format(shown=shown) for each in (THIS_IS_BEFORE, THIS_IS_BRIEFLY))
            texts = *(f"{changed} {each}" for each in said), changed
            return Message(MessageKind.QUIET, _first_that_fits(*texts), BACK_TO_FORMER)
        if self.accuracy is Accuracy.INTERPOLATED:
            texts = (*(each.format(shown=format_count(self.epoch)) for each in COMPUTING),)
        else:
            shown, latest = told_apart(self.epoch, reached, format_count)
            texts = (
                THIS_IS.format(shown=shown, reached=latest),
                THIS_IS_EARLIER.format(reached=format_count(reached)),
            )
        return Message(MessageKind.QUIET, _first_that_fits(*texts), BACK)

    def message_on_change(self, reached: float, changed: str, *, goes_on: bool) -> Message:
        """Return what the strip says once a setting is another than that of the run.

        Parameters
        ----------
        reached : float
            The latest epoch of the run.
        changed : str
            A sentence on the setting.
        goes_on : bool
            Whether the next run goes on from the latest epoch, not from the start.
        """
        shown, latest = told_apart(self.epoch, reached, format_count)
        said = GOES_ON if goes_on else RESTARTS
        facts = (each.format(reached=latest, shown=shown) for each in said)
        texts = *(f"{changed} {each}" for each in facts), changed
        fix = BACK if goes_on else BACK_TO_FORMER
        return Message(MessageKind.QUIET, _first_that_fits(*texts), fix)


def _first_that_fits(*texts: str) -> str:
    return next((each for each in texts if len(each) <= LONGEST), texts[-1])


def earlier_epoch(
    progress: RunProgress, epoch: float, epochs: "PastEpochs | None" = None
) -> EarlierEpoch | None:
    """Return an earlier epoch of a run as it can be shown at once; None if it is the latest.

    Parameters
    ----------
    progress : RunProgress
        The run.
    epoch : float
        Whole; anything below 0 is the start.
    epochs : PastEpochs, optional
        What computes its epochs: some of them take no noticeable time.
    """
    latest = progress.frame.epoch
    if len(progress.keyframes) == 0 or not epoch < latest:
        return None
    wanted = max(int(epoch), 0)
    recorded = recorded_epochs(progress)
    at = int(np.searchsorted(recorded, wanted))
    if at < len(recorded) and recorded[at] == wanted:
        return _recorded(progress, at)
    found = None if epochs is None else epochs.at_once(progress.past, wanted)
    if found is not None:
        state = found.state._replace(gradient=np.full_like(found.W, np.nan))
        return EarlierEpoch(replace(found, state=state))
    from engine.past.between import between  # loaded on use, as in worker.py

    frame = _frame_of(
        progress, wanted, between(progress.keyframes, wanted, latest, progress.frame.W)
    )
    if math.isnan(frame.loss):
        loss = float(np.interp(wanted, progress.trace.epoch, progress.trace.loss))
        frame = replace(frame, state=frame.state._replace(loss=loss))
    return EarlierEpoch(frame, Accuracy.INTERPOLATED)


def recorded_before(progress: RunProgress, epoch: float) -> EarlierEpoch | None:
    """Return the last recorded epoch up to this one; None if that is the latest."""
    recorded = recorded_epochs(progress)
    if len(recorded) == 0 or not epoch < progress.frame.epoch:
        return None
    at = int(np.searchsorted(recorded, epoch, side="right")) - 1
    return _recorded(progress, max(at, 0))


def recorded_epochs(progress: RunProgress) -> NDArray[np.float64]:
    """Return the epochs whose W is recorded (n,), ascending, before the latest."""
    epochs = progress.keyframes.epoch.astype(np.float64)
    return epochs[epochs < progress.frame.epoch]


def settings_of_epoch(past: "PastRun", epoch: int, latest: Settings) -> Settings:
    """Return the settings that led to an epoch of a run whose latest ones are these."""
    span = past.span_at(epoch)
    if span is None or span is past.spans[-1]:
        return latest
    from engine.past.arithmetic import settings_there  # loaded on use, as in worker.py

    return settings_there(span.settings, latest)


def _recorded(progress: RunProgress, index: int) -> EarlierEpoch:
    keyframes = progress.keyframes
    W, scaled = keyframes.W[index].reshape(-1, 1), keyframes.W_scaled
    W_scaled = None if scaled is None else scaled[index].reshape(-1, 1)
    return EarlierEpoch(_frame_of(progress, int(keyframes.epoch[index]), W, W_scaled))


def _frame_of(
    progress: RunProgress, epoch: int, W: Matrix, W_scaled: Matrix | None = None
) -> Frame:
    """Return a frame with the loss that the run has recorded there, and without a gradient."""
    trace, frame = progress.trace, progress.frame
    at = int(np.searchsorted(trace.epoch, epoch))
    is_traced = at < len(trace) and trace.epoch[at] == epoch
    state = State(
        epoch,
        W,
        float(trace.loss[at]) if is_traced else math.nan,
        np.full_like(W, np.nan),
        method=frame.method,
        fallback=frame.fallback,
        W_scaled=W_scaled,
    )
    return Frame(state, Recorded.nothing(len(W)))


def evaluate(
    progress: RunProgress,
    epochs: "PastEpochs",
    prepared_rows: PreparedRows,
    earlier: EarlierEpoch,
    task: Progress,
) -> tuple[EarlierEpoch, EarlierEpoch]:
    """Return an earlier epoch as it is shown, and exactly, with its gradient.

    In a background thread.
    """
    return earlier, _with_gradient(progress, epochs, prepared_rows, earlier, task.is_cancelled)


def evaluated_at_once(
    progress: RunProgress, prepared_rows: PreparedRows, earlier: EarlierEpoch
) -> EarlierEpoch:
    """Return an earlier epoch with its gradient, or as it is if that takes noticeable time.

    So numbers are seen of each epoch while many pass by: a background thread would find those of
    one that is gone.
    """
    is_quick = progress.experiment.cells <= CELLS_AT_ONCE
    if not is_quick or earlier.accuracy is Accuracy.INTERPOLATED:
        return earlier
    from engine.past.replay import PastEpochs  # loaded on use, as in worker.py

    end = perf_counter() + SECONDS_AT_ONCE
    epochs = PastEpochs(progress.problem)  # its own: a background thread may use the session's
    try:
        return _with_gradient(
            progress, epochs, prepared_rows, earlier, lambda: perf_counter() > end
        )
    except Cancelled:
        return earlier


def _with_gradient(
    progress: RunProgress,
    epochs: "PastEpochs",
    prepared_rows: PreparedRows,
    earlier: EarlierEpoch,
    cancelled: IsCancelled,
) -> EarlierEpoch:
    from .companions import CompanionSource  # loaded on use, as in worker.py

    past, epoch, frame = progress.past, earlier.epoch, earlier.frame
    settings = settings_of_epoch(past, epoch, progress.settings)
    triangle = prepared_rows.triangle
    is_exact = earlier.accuracy is Accuracy.EXACT and settings.is_plain
    # The keyframes of a closed form are made many at once, which rounds otherwise.
    if not is_exact or epochs.is_closed(past, epoch):
        frame = epochs.at(past, epoch, triangle=triangle, cancelled=cancelled)
    found = epochs.evaluated(past, frame, settings, triangle=triangle, cancelled=cancelled)
    loss = earlier.frame.loss if is_exact else frame.loss  # at a recorded epoch, that of the curve
    if math.isnan(loss):
        loss = found.loss
    frame = replace(frame, state=frame.state._replace(loss=loss, gradient=found.gradient))
    source = CompanionSource(progress.experiment, prepared_rows, settings, cancelled)
    companions = source.of_resting(frame)
    companions.compute()
    return earlier.evaluated(frame, companions)


def beside_rows(
    latest: RunProgress, prepared_rows: PreparedRows, progress: Progress
) -> RunProgress:
    """Return a run at rest with the exact gradient of its rows, in a background thread."""
    from .companions import CELLS_AT_REST, CompanionSource

    source = CompanionSource(
        latest.experiment, prepared_rows, latest.settings, progress.is_cancelled
    )
    companions = source.of_resting(latest.frame, CELLS_AT_REST)
    companions.compute()
    return replace(latest, companions=companions).with_companions()
