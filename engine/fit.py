"""A whole descent in one call."""

from dataclasses import dataclass

from .descent import descend
from .frame import StopReason
from .history import History, Trace
from .matrix import Matrix
from .problem import Problem
from .settings import Settings


@dataclass(frozen=True, eq=False)
class Fit:
    """The end of a descent: W (j, 1) and its loss, how many epochs it took and why it stopped."""

    W: Matrix
    loss: float
    epochs: int
    stop: StopReason
    detail: str
    history: Trace


def fit(problem: Problem, settings: Settings | None = None) -> Fit:
    """Descend to the end and return where it led."""
    history = History()
    for frame in descend(problem, settings or Settings()):
        history.extend(frame)
    assert frame.stop is not None
    return Fit(frame.W, frame.loss, frame.epoch, frame.stop, frame.detail, history.trace())
