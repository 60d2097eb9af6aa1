"""The epochs of a run that goes round at rest, with the bits that the run itself has there."""

from dataclasses import dataclass

import numpy as np

from ..descent import Begun, reported
from ..frame import Anchor, Frame, Recorded, StopReason
from ..matrix import Matrix
from ..methods.modes_path import ModesPath, Segment
from ..methods.repeating import is_at
from ..settings import Method, Settings


@dataclass(frozen=True, eq=False)
class EpochsAtRest:
    """What a run does from one of the points that it counts from, as it found that itself.

    That takes evaluations on all rows; any epoch is then one of a few states. No rows are kept.

    Attributes
    ----------
    settings : Settings
        Those of the run.
    anchor : Anchor
        The point, with W (j, 1) as descended on.
    segment : Segment or None
        The epochs from there on; None if the run takes literal ones.
    norms : ndarray, shape (j, 1)
        The lengths that the columns are divided by.
    """

    settings: Settings
    anchor: Anchor
    segment: Segment | None
    norms: Matrix

    @classmethod
    def of(cls, settings: Settings, anchor: Anchor, begun: Begun) -> "EpochsAtRest":
        """Return those of a run that has begun; raise Cancelled when cancelled."""
        segment, path = None, begun.path
        if isinstance(path, ModesPath):
            # Without the anchor: where it is at rest is found afresh, as the run has it.
            state = path.start(anchor.epoch, anchor.W, None, anchor.memory)
            if state.stop in (None, StopReason.DONE):
                segment = path.segment_after(state)
        return cls(settings, anchor, segment, begun.norms)

    def is_from(self, settings: Settings | None, anchor: Anchor) -> bool:
        """Return whether these are the epochs of such a run, from this very point on."""
        is_there = anchor.epoch == self.anchor.epoch and is_at(anchor, self.anchor)
        return is_there and settings == self.settings

    def at(self, epoch: int, known: int, W: Matrix) -> Frame | None:
        """Return an epoch as the run has it; None if these are not its epochs.

        Parameters
        ----------
        epoch : int
            From ``known`` on.
        known : int
            An epoch after the anchor, of which W is known.
        W : ndarray, shape (j, 1)
            As descended on.
        """
        segment = self.segment
        if segment is None or not known <= epoch <= segment.end.epoch:
            return None
        states = [
            segment.end if each == segment.end.epoch else segment.state_at(each)
            for each in (known, epoch)
        ]
        is_known = np.array_equal(states[0].W, W) and states[0].anchor is not None
        if not is_known or states[0].method is not Method.MODES:
            return None
        state = states[1]._replace(stop=None, detail="", convergence=None, anchor=self.anchor)
        return reported(state, Recorded.nothing(len(state.W)), self.norms)
