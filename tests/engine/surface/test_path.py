"""The path of a run, and its decades."""

import numpy as np
import pytest

from engine import Frame, History, Settings, descend
from engine.surface.path import RunPath
from engine.trace import Keyframes
from tests.engine.problems import published_problem


def run_of(epochs: int) -> tuple[History, Frame]:
    history = History()
    for frame in descend(published_problem(), Settings(epochs, 0.01, 0.1)):
        history.extend(frame)
    return history, frame


def test_path_ends_at_the_frame() -> None:
    history, frame = run_of(1000)
    path = RunPath.of(history.keyframes(), frame)
    assert path.epoch.tolist() == list(range(1001))
    np.testing.assert_array_equal(path.W[-1], frame.W[:, 0])


def test_path_may_be_one_point() -> None:
    _, frame = run_of(10)
    path = RunPath.of(Keyframes(np.empty(0), np.empty(0)), frame)
    assert len(path) == 1
    assert len(path.decades()) == 0 or path.decades().epoch.tolist() == [10.0]


def test_later_keyframes_are_left_out() -> None:
    history, _ = run_of(100)
    _, earlier = run_of(10)
    assert RunPath.of(history.keyframes(), earlier).epoch.tolist() == list(range(11))


def test_decades_are_marked() -> None:
    history, frame = run_of(1_000_000)
    path = RunPath.of(history.keyframes(), frame)
    marks = path.decades()
    assert marks.epoch.tolist() == [1, 10, 100, 1000, 10**4, 10**5, 10**6]
    for epoch, W in zip(marks.epoch[:4], marks.W[:4], strict=True):
        np.testing.assert_allclose(W, run_of(int(epoch))[1].W[:, 0], rtol=1e-9)


def test_thinned_path_keeps_both_ends() -> None:
    history, frame = run_of(5000)
    path = RunPath.of(history.keyframes(), frame)
    thinned = path.thinned(100)
    assert len(thinned) <= 100
    assert (thinned.epoch[0], thinned.epoch[1], thinned.epoch[-1]) == (0, 1, 5000)
    assert thinned.thinned(100) is thinned


def test_gap_in_the_record_has_no_mark() -> None:
    path = RunPath(np.array([0.0, 5.0, 20.0]), np.zeros((3, 2)))
    assert path.decades().epoch.tolist() == []
    nearer = RunPath(np.array([0.0, 1.0, 9.9, 10.1]), np.array([[0.0], [1.0], [9.9], [10.1]]))
    assert pytest.approx(np.array([[1.0], [10.0]])) == nearer.decades().W
