"""A run at rest, as a file keeps it."""

from dataclasses import dataclass

from ..frame import Frame
from ..settings import Settings
from ..trace import PastRun, Trace


@dataclass(frozen=True, eq=False)
class SavedRun:
    """A run at rest, to be shown and to go on from.

    Attributes
    ----------
    settings : Settings
        Those that led to the frame.
    frame : Frame
        The latest one.
    trace : Trace
        The losses of the run.
    past : PastRun
        What any of its epochs is computed again from.
    """

    settings: Settings
    frame: Frame
    trace: Trace
    past: PastRun
