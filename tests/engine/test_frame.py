import numpy as np
import pytest

from engine import Frame, Keyframes, Method, StopReason, Trace


def frame(column: list[list[float]], losses: list[float]) -> Frame:
    W = np.array(column)
    trace = Trace.of_each(np.arange(len(losses)), np.array(losses))
    return Frame(0, 1.0, W, W, trace, Keyframes(np.zeros(1, dtype=np.int64), W.T))


def test_gradient_norm_does_not_overflow() -> None:
    assert frame([[3e200], [4e200]], []).gradient_norm == pytest.approx(5e200)
    assert frame([[3e-200], [4e-200]], []).gradient_norm == pytest.approx(5e-200)


def test_frame_defaults() -> None:
    going_on = frame([[1.0]], [])
    assert going_on.stop is None
    assert going_on.anchor is None
    assert going_on.detail == going_on.fallback == ""
    assert going_on.method is Method.LITERAL


def test_frame_epochs_and_losses_from_trace() -> None:
    made = frame([[1.0]], [3.0, 2.0])
    assert made.epochs is made.trace.epoch
    assert made.losses is made.trace.loss


def test_stop_reasons_are_sentences() -> None:
    assert len({reason.value for reason in StopReason}) == len(StopReason) == 6
    assert all(reason.value.endswith(".") for reason in StopReason)
