import numpy as np
import pytest

from engine import Convergence, Problem, Settings, StopReason
from engine.frame import State
from engine.methods.path import Descent
from engine.methods.standstill import MOST_REMEMBERED, Ending, Repeat, Repeats, Standstill


def column(*values: float) -> np.ndarray:
    return np.array(values).reshape(-1, 1)


def watch(problem: Problem | None = None) -> Standstill:
    problem = problem or Problem([[1.0]], [1.0])
    return Standstill(Descent.of(problem, Settings(1, 0.1, 0.1, until_converged=True)))


def state(epoch: int, *values: float, slope: float = 1.0) -> State:
    W = column(*values)
    return State(epoch, W, 1.0, np.full_like(W, slope))


@pytest.mark.parametrize("period", [1, 2, 4, 7, 900])
def test_repeat_is_found_at_once(period: int) -> None:
    repeats = Repeats(column(-1.0), is_start=True)
    for epoch in range(20 + period):
        repeat = repeats.find(column(float(min(epoch, 20 + (epoch - 20) % period))))
        assert repeat is None
    assert repeats.find(column(20.0)) == Repeat(period, True)


def test_long_cycle_is_found_in_time() -> None:
    period = 3 * MOST_REMEMBERED
    repeats = Repeats(column(0.0), is_start=True)
    for epoch in range(1, 5 * period):
        repeat = repeats.find(column(float(epoch % period)))
        if repeat is not None:
            break
    assert repeat == Repeat(period, False)
    assert epoch <= 4 * period


def test_zeros_of_either_sign_are_alike() -> None:
    assert Repeats(column(0.0), is_start=True).find(column(-0.0)) == Repeat(1, True)


def test_repeat_of_unknown_start_is_not_first() -> None:
    assert Repeats(column(1.0), is_start=False).find(column(1.0)) == Repeat(1, False)


def test_wide_weights_use_bounded_memory() -> None:
    repeats = Repeats(np.zeros((10**5, 1)), is_start=True)
    for epoch in range(1, 30):
        assert repeats.find(np.full((10**5, 1), float(epoch))) is None
    assert len(repeats._latest) == 8


def test_standing_weights_are_fixed() -> None:
    assert watch().ending(state(0, 1.0), column(1.0)) == Ending.of(Convergence.FIXED)
    assert watch().ending(state(5, 1.0), column(1.0)) == Ending.of(Convergence.BY)


def test_last_digits_go_round() -> None:
    standstill = watch()
    above = np.nextafter(1.0, 2.0)
    assert standstill.ending(state(0, 1.0), column(above)) is None
    assert standstill.ending(state(1, above), column(1.0)) == Ending.of(Convergence.CYCLE)
    assert standstill.repeat == Repeat(2, True)


def test_large_cycle_is_endless() -> None:
    standstill = watch()
    assert standstill.ending(state(0, 1.0), column(2.0)) is None
    ending = standstill.ending(state(1, 2.0), column(1.0))
    assert ending is not None
    assert ending.stop is StopReason.ENDLESS


@pytest.mark.parametrize(("moving", "rounding"), [(0, 64), (100, 64), (128, 64), (300, 150)])
def test_rounding_ends_path_after_a_while(moving: int, rounding: int) -> None:
    """It has to be rounding alone half as long as it was not, and for 64 epochs."""
    standstill = watch()
    for epoch in range(moving):
        assert standstill.ending(state(epoch, epoch + 1.0), column(epoch + 2.0)) is None
    for epoch in range(moving, moving + rounding):
        after = column(epoch + 2.0)
        ending = standstill.ending(state(epoch, epoch + 1.0, slope=1e-17), after)
        assert (ending is None) is (epoch < moving + rounding - 1)
    assert ending == Ending.of(Convergence.ROUNDING)


def test_weight_at_rest_beside_rounding_counts() -> None:
    """A slope that moves nothing is no less at rest than one of mere rounding."""
    still = State(0, column(1e9, 1.0), 1.0, column(1e-10, 1e-17))
    standstill = watch(Problem([[1.0, 1.0]], [1.0], [1e9, 1.0]))
    assert standstill.is_resting(still, column(1e9, 1.0 + 1e-15))
    assert not standstill.is_resting(
        still._replace(gradient=column(1.0, 1.0)), column(1e9 - 1, 0.0)
    )
