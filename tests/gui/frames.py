"""Frames for testing what shows them."""

import numpy as np

from engine import Frame, Method, StopReason
from engine.frame import Recorded, State


def frame_of(
    epoch: int,
    loss: float,
    *gradient: float,
    stop: StopReason | None = None,
    detail: str = "",
    method: Method = Method.LITERAL,
    fallback: str = "",
) -> Frame:
    """Return the frame of an epoch; it has recorded nothing."""
    slopes = np.array(gradient)[:, None]
    W = np.zeros_like(slopes)
    state = State(epoch, W, loss, slopes, stop, detail, method, fallback)
    return Frame(state, Recorded.nothing(len(slopes)))
