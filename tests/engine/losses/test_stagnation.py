import itertools
from collections.abc import Iterator

from engine import Precision
from engine.losses.stagnation import FEWEST, LowestLoss


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
