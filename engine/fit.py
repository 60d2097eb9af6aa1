"""A whole descent in one call."""

from dataclasses import dataclass

from .descent import frames
from .frame import StopReason
from .history import History
from .matrix import Matrix
from .methods.choose import RunHooks
from .methods.loss_log import LossLog
from .problem import Problem
from .settings import Method, Settings
from .trace import Trace


@dataclass(frozen=True, eq=False)
class Fit:
    """The end of a descent: W (j, 1) and its loss, how many epochs it took and why it stopped.

    ``method`` made the last of them, and ``fallback`` says why that is not the faster one.
    """

    W: Matrix
    loss: float
    epochs: int
    stop: StopReason
    detail: str
    history: Trace
    method: Method
    fallback: str


def fit(problem: Problem, settings: Settings | None = None, *, every_loss: bool = False) -> Fit:
    """Descend to the end and return where it led.

    With ``every_loss`` the history holds every epoch, however many there are: epochs + 1 losses.
    """
    settings = settings or Settings()
    ledger = LossLog(0 if settings.until_converged else settings.epochs) if every_loss else None
    record = ledger or History()
    for frame in frames(problem, settings, RunHooks(ledger)):
        record.extend(frame)
    assert frame.stop is not None
    return Fit(
        W=frame.W,
        loss=frame.loss,
        epochs=frame.epoch,
        stop=frame.stop,
        detail=frame.detail,
        history=record.trace(),
        method=frame.method,
        fallback=frame.fallback,
    )
