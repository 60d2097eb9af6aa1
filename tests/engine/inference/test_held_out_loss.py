"""The loss of rows that are held out."""

import doctest
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    History,
    Problem,
    Settings,
    Trace,
    descend,
    fit,
    held_out,
    mean_squared_error,
    optimum,
    random_problem,
)
from engine.cancelling import Cancelled
from engine.errors import ShapesDisagree
from engine.history import TraceBins
from engine.inference import held_out_loss
from engine.inference.held_out_loss import HeldOutLoss, HeldOutRSquared, HeldOutRun
from engine.inference.holding_out import TrainTestSplit, split, unexplained_share

LOSSES = ("mean square", "mean absolute", "huber", "mean(|Y − P|^1.5) + 0.1·sum(W²)")


def parts_of(rows: int = 60, weights: int = 3, seed: int = 1) -> TrainTestSplit:
    problem = random_problem(rows, weights, 5.0, seed, 0.3)
    return split(problem, held_out(rows, 0.25, seed))


@given(st.integers(0, 1000), st.sampled_from(LOSSES))
def test_loss_is_that_of_the_settings(seed: int, loss: str) -> None:
    parts, settings = parts_of(seed=seed), Settings(1, 1e-9, 1e-3, loss=loss)
    W = np.random.default_rng(seed).normal(size=(3, 1))
    own = next(iter(descend(parts.test.starting_from(W), settings))).loss
    assert HeldOutLoss(parts.test, settings).at(W.T)[0] == pytest.approx(own, rel=1e-12)


def test_many_points_are_those_of_each() -> None:
    loss, points = HeldOutLoss(parts_of().test, Settings()), np.arange(30.0).reshape(10, 3)
    each = [loss.at(points[k : k + 1])[0] for k in range(10)]
    assert loss.at(points) == pytest.approx(each, rel=1e-13)


def test_large_table_is_reduced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parts, W = parts_of(400), np.array([[1.0], [-2.0], [0.5]])
    monkeypatch.setattr(held_out_loss, "CELLS_OF_ROWS", 8)
    loss = HeldOutLoss(parts.test, Settings())
    assert loss._rows.rows == 4
    expected = mean_squared_error(parts.test.A, W, parts.test.Y)
    assert loss.at(W.T)[0] == pytest.approx(expected, rel=1e-12)
    with pytest.raises(Cancelled):
        HeldOutLoss(parts.test, Settings(), lambda: True)


def test_weights_beyond_numbers_have_no_loss() -> None:
    loss = HeldOutLoss(Problem([[1.0]], [1.0]), Settings())
    found = loss.at([[np.nan], [1e200], [1.0]])
    assert np.isnan(found[0])
    assert found[1:].tolist() == [np.inf, 0.0]
    with pytest.raises(ShapesDisagree):
        loss.at([[1.0, 2.0]])


@pytest.mark.parametrize("loss", LOSSES)
def test_run_has_a_loss_at_each_epoch(loss: str) -> None:
    parts, settings = parts_of(), Settings(300, 0.05, 1e-3, loss=loss)
    measured, history, bins = HeldOutLoss(parts.test, settings), History(), TraceBins()
    for frame in descend(parts.train, settings):
        history.extend(frame, settings)
        bins.extend(measured.along(frame, bins.last))
    found = bins.trace()
    assert found.epoch.tolist() == list(range(301))
    assert found.loss[-1] == pytest.approx(measured.at(frame.W.T)[0], rel=1e-13)
    again = measured.of_keyframes(history.keyframes())
    assert np.array_equal(again.epoch, found.epoch)
    assert np.allclose(again.loss, found.loss, rtol=1e-13)


def test_resumed_run_adds_later_losses() -> None:
    parts, settings = parts_of(), Settings(30, 0.05, 1e-3)
    measured, bins = HeldOutLoss(parts.test, settings), TraceBins()
    frame = None
    for epochs in (30, 80):
        for each in descend(parts.train, replace(settings, epochs=epochs), after=frame):
            bins.extend(measured.along(each, bins.last))
        frame = each
    assert bins.trace().epoch.tolist() == list(range(81))


def test_few_losses_of_large_rows_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    parts, settings = parts_of(), Settings(300, 0.05, 1e-3)
    monkeypatch.setattr(held_out_loss, "CELLS_OF_A_FRAME", 4 * parts.test.A.size)
    measured, counts = HeldOutLoss(parts.test, settings), []
    for frame in descend(parts.train, settings, chunk_epochs=100):
        trace = measured.along(frame, frame.epoch - 100)
        counts.append(len(trace))
        assert trace.epoch[-1] == frame.epoch
    assert counts[0] == 1
    assert {*counts[1:]} == {4}


def test_figures_are_those_of_the_definition() -> None:
    parts = parts_of()
    W = fit(parts.train, Settings(2000, 0.1, 0.1)).W
    for about_mean in (True, False):
        found = HeldOutLoss(parts.test, Settings()).figures(W, about_mean=about_mean)
        share = unexplained_share(parts.test, W, about_mean=about_mean)
        assert found.unexplained == pytest.approx(share, rel=1e-12)
        assert found.r_squared == pytest.approx(1 - (share or 0), rel=1e-12)
        assert found.rows == 15
        kinds = HeldOutRSquared.ABOUT_ZERO, HeldOutRSquared.ABOUT_MEAN
        assert found.meaning is kinds[about_mean]


def test_other_loss_has_r_squared_too() -> None:
    parts, settings = parts_of(), Settings(1, 1e-9, 1e-3, loss="mean absolute")
    found = HeldOutLoss(parts.test, settings).figures(parts.test.W, about_mean=False)
    assert found.unexplained == pytest.approx(1.0)
    assert found.loss == pytest.approx(float(np.abs(parts.test.Y).mean()))


@pytest.mark.parametrize(
    ("Y", "about_mean", "why"),
    [
        ([3.0], True, HeldOutRSquared.ONE_ROW),
        ([3.0, 3.0], True, HeldOutRSquared.CONSTANT_OUTPUT),
        ([0.0, 0.0], False, HeldOutRSquared.ZERO_OUTPUT),
    ],
)
def test_missing_r_squared_is_told(Y: list[float], about_mean: bool, why: HeldOutRSquared) -> None:
    loss = HeldOutLoss(Problem(np.ones((len(Y), 1)), Y), Settings())
    found = loss.figures(np.array([[1.0]]), about_mean=about_mean)
    assert (found.r_squared, found.meaning) == (None, why)


def test_earlier_epoch_has_its_own_figures() -> None:
    loss = HeldOutLoss(Problem([[1.0], [2.0]], [1.0, 4.0]), Settings())
    trace = Trace.of_each(np.array([0, 2, 4]), loss.at([[0.0], [1.0], [2.0]]))
    now = loss.figures(np.array([[2.0]]), about_mean=False)
    run = loss.run(trace, now, None)
    earlier = run.at_epoch(2).now
    assert earlier == loss.figures(np.array([[1.0]]), about_mean=False)
    assert run.at_epoch(3).now is None
    assert run.until(2).trace.epoch.tolist() == [0, 2]
    assert isinstance(run, HeldOutRun)


def test_docstring_examples_hold() -> None:
    failed, tried = doctest.testmod(held_out_loss, extraglobs={"Problem": Problem})
    assert (failed, tried > 0) == (0, True)


@given(st.floats(-1e6, 1e6))
def test_unseen_level_has_no_test_figures(start: float) -> None:
    A = np.column_stack((np.ones(6), [0, 1, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0]))
    problem = Problem(A, [1.0, 3, 2, 4, 9, 1.5], [[0.0], [0.0], [start]])
    parts = split(problem, np.array([False, False, False, False, True, True]))
    best, loss = optimum(parts.train), HeldOutLoss(parts.test, Settings())
    found = loss.figures(best.W, about_mean=True, best=best)
    assert (found.undetermined, found.unexplained, found.r_squared) == (1, None, None)
    assert np.isnan(found.loss)
    assert found.meaning is HeldOutRSquared.NOT_DETERMINED
    seen = HeldOutLoss(Problem(A[5:], [1.5]), Settings())
    assert seen.figures(best.W, about_mean=True, best=best).loss == pytest.approx(0.0)
