import numpy as np
import pytest

from engine import Frame, StopReason


def test_the_gradient_norm_is_euclidean_and_does_not_overflow() -> None:
    nothing = np.empty(0)
    column = np.array([[3e200], [4e200]])
    frame = Frame(0, 1.0, column, column, nothing.astype(np.int64), nothing)
    assert frame.gradient_norm == pytest.approx(5e200)
    assert frame.stop is None


def test_every_reason_to_stop_is_a_sentence() -> None:
    assert len({reason.value for reason in StopReason}) == len(StopReason) == 5
    assert all(reason.value.endswith(".") for reason in StopReason)
