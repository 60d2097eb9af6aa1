import numpy as np
import pytest

from engine import Keyframes, Trace
from engine.trace import EMPTY


def merged() -> Trace:
    """Return bins of several epochs each."""
    return Trace(
        np.array([0, 4, 8]), np.array([5.0, 3, 2]), np.array([4.0, 2, 1]), np.array([6.0, 3.5, 2])
    )


def rows(trace: Trace) -> list[tuple[float, ...]]:
    columns = (trace.epoch, trace.loss, trace.lowest, trace.highest)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_single_epoch_extremes_are_its_loss() -> None:
    loss = np.array([3.0, 1.0])
    trace = Trace.of_each(np.array([7, 8]), loss)
    assert trace.loss is trace.lowest is trace.highest is loss
    assert len(trace) == 2


def test_traces_join_in_order() -> None:
    other = Trace.of_each(np.array([9]), np.array([1.5]))
    joined = merged().followed_by(other)
    assert rows(joined) == [*rows(merged()), (9, 1.5, 1.5, 1.5)]


def test_joining_empty_trace_changes_nothing() -> None:
    for joined in (EMPTY.followed_by(merged()), merged().followed_by(EMPTY)):
        assert rows(joined) == rows(merged())
        assert joined.epoch.dtype == np.int64
    assert len(EMPTY) == len(EMPTY.followed_by(EMPTY)) == 0


def test_epochs_beyond_int64_join_as_float64() -> None:
    far = Trace.of_each(np.array([1e300]), np.array([1.0]))
    joined = merged().followed_by(far)
    assert joined.epoch.tolist() == [0, 4, 8, 1e300]


def test_joining_copies_arrays() -> None:
    first = merged()
    joined = first.followed_by(EMPTY)
    joined.loss[0] = 99
    assert first.loss[0] == 5


@pytest.mark.parametrize("count", [0, 3])
def test_keyframes_length(count: int) -> None:
    assert len(Keyframes(np.arange(count), np.zeros((count, 2)))) == count
