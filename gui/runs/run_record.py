"""Takes a run up as it is kept: a frozen record in bounded memory."""

import numpy as np

from engine.archive.earlier_settings import earlier_settings
from engine.archive.kept_run import KeptRun, curve_of, thinned_path
from engine.surface.path import RunPath

from ..run.run_state import RunState
from ..run.worker import RunProgress
from ..text.message import MessageKind
from ..text.translation import translated


def record_of(
    progress: RunProgress, state: RunState, seconds: float, former: KeptRun, table: str = ""
) -> KeptRun:
    """Return the record of a run as it is now.

    Parameters
    ----------
    progress : RunProgress
        Its latest frame and its history.
    state : RunState
    seconds : float
        How long it has taken.
    former : KeptRun
        Its record so far, of which number, name, style and marks stay.
    table : str
        The fingerprint of its tables, if that is known.
    """
    frame, verdict = progress.frame, progress.verdict
    epoch, losses = curve_of(progress.trace)
    ending = translated(state.value if verdict is None else verdict.sentence)
    best = progress.best
    return KeptRun(
        former.number,
        former.name,
        progress.settings,
        former.style,
        table or progress.experiment.fingerprint,
        frame.stop,
        ending,
        (MessageKind.QUIET if verdict is None else verdict.tone).value,
        frame.epoch,
        seconds,
        frame.loss,
        None if best is None else best.loss,
        epoch,
        losses,
        np.array(frame.W[:, 0], dtype=np.float64),
        thinned_path(RunPath.of(progress.keyframes, frame)),
        former.pinned,
        former.shown,
        earlier_settings(progress.past, progress.settings),
    )
