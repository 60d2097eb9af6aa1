"""The epoch of a run that the window shows: the latest one, or an earlier one that is recorded.

A run records W at some of its epochs, its keyframes. Going to one of them changes nothing in the
run: it goes on from its latest frame, which is also what is saved and exported.
"""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import Frame, Settings
from engine.frame import Recorded, State
from engine.shortening import LONGEST
from engine.verdict.wording import told_apart

from ..background import Progress
from ..document import Experiment
from ..text.message import Fix, Message, MessageKind
from ..text.numbers import format_count
from ..text.translation import translate
from .prepared_rows import PreparedRows
from .worker import RunProgress

if TYPE_CHECKING:
    from .companions import Companions

THIS_IS = translate("run", "This is epoch {shown}. The run has reached {reached}.")
THIS_IS_EARLIER = translate("run", "This is an earlier epoch. The run has reached {reached}.")
THIS_IS_BEFORE = translate("run", "This is epoch {shown} of the run before.")
THIS_IS_BRIEFLY = translate("run", "This is epoch {shown}.")
NOT_RECORDED = translate("run", "Epoch {asked} is not recorded. This is {shown}, the nearest one.")
NEAREST = translate("run", "That epoch is not recorded. This is {shown}, the nearest one.")
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


@dataclass(frozen=True, eq=False)
class EarlierEpoch:
    """An earlier epoch of a run; its gradient is NaN until ``evaluate`` has found it.

    ``asked`` is the epoch that was typed, if that one is not recorded. ``companions`` are known
    together with the gradient.
    """

    frame: Frame
    asked: float | None = None
    companions: "Companions | None" = None

    @property
    def epoch(self) -> int:
        """The epoch; 0 is the start."""
        return self.frame.epoch

    def evaluated(self, frame: Frame, companions: "Companions") -> "EarlierEpoch":
        """Return this epoch with its gradient, and what that is shown beside."""
        return replace(self, frame=frame, companions=companions)

    def within(self, progress: RunProgress) -> RunProgress:
        """Return the progress of the run at this epoch, without what only the latest has."""
        return RunProgress(
            progress.experiment,
            self.frame,
            progress.trace,
            progress.learning_rate_limit,
            progress.settings,
            progress.best,
            statistics=progress.statistics,
            companions=self.companions,
            keyframes=progress.keyframes,
            table_statistics=progress.table_statistics,
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
        if self.asked is None:
            shown, latest = told_apart(self.epoch, reached, format_count)
            texts = (
                THIS_IS.format(shown=shown, reached=latest),
                THIS_IS_EARLIER.format(reached=format_count(reached)),
            )
        else:
            shown, asked = told_apart(self.epoch, self.asked, format_count)
            texts = (
                NOT_RECORDED.format(asked=asked, shown=shown),
                NEAREST.format(shown=format_count(self.epoch)),
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


def nearest_recorded(
    progress: RunProgress, epoch: float, asked: float | None = None
) -> EarlierEpoch | None:
    """Return the recorded epoch nearest to this one; None if that is the latest.

    ``asked`` is the epoch that was typed, which may not be recorded.
    """
    epochs = recorded_epochs(progress)
    latest = float(progress.frame.epoch)
    if len(epochs) == 0 or not epoch < latest:
        return None
    after = int(np.searchsorted(epochs, epoch))
    around = [index for index in (after - 1, after) if 0 <= index < len(epochs)]
    nearest = min(around, key=lambda index: abs(float(epochs[index]) - epoch))
    if latest - epoch < abs(float(epochs[nearest]) - epoch):
        return None
    return _recorded(progress, nearest, asked)


def neighbour_of(progress: RunProgress, epoch: float, steps: int) -> EarlierEpoch | None:
    """Return the recorded epoch this many places after an epoch; None if that is the latest.

    Before the first one there is no other, so that is where it ends.
    """
    epochs = recorded_epochs(progress)
    at = int(np.searchsorted(epochs, epoch)) + steps
    if steps > 0 and epoch not in epochs:  # the epoch itself is recorded no longer
        at -= 1
    return _recorded(progress, max(at, 0)) if at < len(epochs) else None


def recorded_epochs(progress: RunProgress) -> NDArray[np.float64]:
    """Return the epochs whose W is recorded (n,), ascending, before the latest."""
    epochs = progress.keyframes.epoch.astype(np.float64)
    return epochs[epochs < progress.frame.epoch]


def _recorded(progress: RunProgress, index: int, asked: float | None = None) -> EarlierEpoch | None:
    keyframes, trace = progress.keyframes, progress.trace
    if not 0 <= index < len(keyframes):
        return None
    epoch = keyframes.epoch[index]
    at = int(np.searchsorted(trace.epoch, epoch))
    is_traced = at < len(trace) and trace.epoch[at] == epoch
    loss = float(trace.loss[at]) if is_traced else math.nan
    W, scaled = keyframes.W[index].reshape(-1, 1), keyframes.W_scaled
    frame = progress.frame
    state = State(
        int(epoch),
        W,
        loss,
        np.full_like(W, np.nan),
        method=frame.method,
        fallback=frame.fallback,
        W_scaled=None if scaled is None else scaled[index].reshape(-1, 1),
    )
    is_other = asked is not None and asked != float(epoch)
    return EarlierEpoch(Frame(state, Recorded.nothing(len(W))), asked if is_other else None)


def evaluate(
    experiment: Experiment,
    settings: Settings,
    prepared_rows: PreparedRows,
    earlier: EarlierEpoch,
    progress: Progress,
) -> tuple[EarlierEpoch, EarlierEpoch]:
    """Return an earlier epoch without and with its gradient, in a background thread."""
    from engine import frame_at  # loaded on use, as in worker.py

    from .companions import CompanionSource

    found = frame_at(
        experiment.problem,
        settings,
        earlier.epoch,
        earlier.frame.W,
        W_scaled=earlier.frame.W_scaled,
        triangle=prepared_rows.triangle,
        cancelled=progress.is_cancelled,
    )
    state = earlier.frame.state
    loss = found.loss if math.isnan(state.loss) else state.loss
    state = state._replace(loss=loss, gradient=found.gradient)
    frame = replace(earlier.frame, state=state)
    source = CompanionSource(experiment, prepared_rows, settings, progress.is_cancelled)
    companions = source.of_resting(frame)
    companions.compute()
    return earlier, earlier.evaluated(frame, companions)


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
