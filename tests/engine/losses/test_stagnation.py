import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from engine import Precision
from engine.frame import Frame, Recorded, State
from engine.history import History
from engine.losses.stagnation import FEWEST, LowestLoss, jumps_in_vain
from engine.trace import EMPTY, Trace

ONE = np.ones((1, 1))


def passed_at(losses: Iterator[float]) -> int:
    watch = LowestLoss(Precision.DOUBLE)
    for count, loss in enumerate(itertools.islice(losses, 10**5), 1):
        if watch.is_passed(loss):
            return count
    return 0


def test_falling_losses_go_on() -> None:
    assert passed_at(1 + 1 / (n + 1) for n in itertools.count()) == 0


def test_jumping_losses_are_passed() -> None:
    assert passed_at(itertools.cycle([1.0, 1.5, 1.25])) == 2 * FEWEST


def test_rising_losses_are_passed() -> None:
    assert passed_at(map(float, itertools.count())) == 2 * FEWEST


def test_late_fall_is_waited_for() -> None:
    still = itertools.chain(itertools.repeat(1.0, FEWEST + 9), itertools.repeat(0.5))
    assert passed_at(still) == 4 * FEWEST


EPOCHS = np.arange(2001)
JUMPING = 1.0 + 0.3 * (EPOCHS % 2)


def traced(losses: np.ndarray, bins: int = 0) -> Trace:
    """Return what a history of so many bins records of the losses of all epochs."""
    history = History(bins) if bins else History()
    history.extend(Frame(State(len(losses) - 1, ONE, float(losses[-1]), ONE), recorded(losses)))
    return history.trace()


def recorded(losses: np.ndarray) -> Recorded:
    trace = Trace.of_each(np.arange(len(losses)), losses)
    return Recorded(trace, Recorded.no_keyframes(1))


@pytest.mark.parametrize("bins", [0, 512])
@pytest.mark.parametrize(
    ("losses", "jumps"),
    [
        (JUMPING, True),
        (JUMPING + 50 * np.exp(-EPOCHS / 100), True),
        (JUMPING[:400], False),
        (JUMPING - 0.001 * EPOCHS, False),
        (JUMPING + 0.001 * EPOCHS, False),
        (np.exp(-EPOCHS / 1000), False),
        (np.ones(2001), False),
        (1.0 + 1e-12 * (EPOCHS % 2), False),
        (np.full(2001, np.inf), False),
        (np.empty(0), False),
    ],
)
def test_recorded_jumps_are_seen(losses: np.ndarray, bins: int, *, jumps: bool) -> None:
    trace = traced(losses, bins) if len(losses) else EMPTY
    assert jumps_in_vain(trace) is jumps
