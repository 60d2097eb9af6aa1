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
    """The end of a descent, and its history.

    Attributes
    ----------
    W : ndarray, shape (j, 1)
        The final weights, in the units of the problem's columns.
    loss : float
        The mean squared error at W.
    epochs : int
        How many epochs ran.
    stop : StopReason
        Why the descent ended.
    detail : str
        More about the reason, as a sentence; may be empty.
    history : Trace
        The losses of the run, in at most 4,096 bins; with ``every_loss`` of every epoch.
    method : Method
        The method of the last epochs.
    fallback : str
        Why that is not the faster method; empty if it is.
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
    """Run a descent to its end.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings, optional
        ``Settings()`` if not given.
    every_loss : bool
        Keep the loss of every epoch, epochs + 1 in all, instead of at most 4,096 bins.

    Returns
    -------
    Fit

    Raises
    ------
    BadSetting
        If memory cannot hold every loss.

    Examples
    --------
    >>> result = fit(Problem([[1.0], [2.0]], [2.0, 4.0]), Settings(until_converged=True))
    >>> round(result.W.item(), 9), result.stop.name
    (2.0, 'CONVERGED')
    """
    settings = settings or Settings()
    loss_log = LossLog(0 if settings.until_converged else settings.epochs) if every_loss else None
    record = loss_log or History()
    for frame in frames(problem, settings, RunHooks(loss_log)):
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
