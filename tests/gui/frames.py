"""Frames for tests of what shows them."""

import numpy as np

from engine import Frame, Method, StopReason
from engine.paths.state import Recorded


def frame_of(
    epoch: int,
    loss: float,
    *gradient: float,
    stop: StopReason | None = None,
    detail: str = "",
    method: Method = Method.LITERAL,
    fallback: str = "",
) -> Frame:
    """Return a frame at an epoch, without recorded epochs."""
    slopes = np.array(gradient)[:, None]
    trace, keyframes = Recorded.nothing(len(slopes))
    W = np.zeros_like(slopes)
    return Frame(epoch, loss, W, slopes, trace, keyframes, stop, detail, method, fallback)
