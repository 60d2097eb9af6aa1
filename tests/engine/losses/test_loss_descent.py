import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from engine import (
    Convergence,
    Precision,
    Problem,
    Settings,
    StopReason,
    descend,
    exact_gradient,
    fit,
    frame_at,
)
from engine.formula.formula import Formula
from engine.losses.loss_descent import LossDescent
from engine.losses.only_mean_square import (
    EVERY_ROW,
    FALLS_FOREVER,
    TO_AND_FRO,
    UNDEFINED_AT_START,
    UNDEFINED_BESIDE,
    UNDEFINED_NEXT,
)
from engine.methods.step_working import StepWriter

from .tables import LOSSES, table_for, with_outlier

Residuals = np.ndarray
BY_HAND: dict[str, Callable[[Residuals], float]] = {
    "mean absolute": lambda r: float(np.mean(np.abs(r))),
    "huber": lambda r: float(np.mean(np.where(np.abs(r) < 2, r * r / 2, 2 * (np.abs(r) - 1)))),
    "log-cosh": lambda r: float(np.mean(np.logaddexp(r, -r) - np.log(2))),
    "quantile": lambda r: float(np.mean(np.maximum(0.9 * r, -0.1 * r))),
    "mean(|Y − P|^1.5)": lambda r: float(np.mean(np.abs(r) ** 1.5)),
}


def followed(
    problem: Problem, loss: Callable[[Residuals], float], settings: Settings
) -> tuple[list[float], np.ndarray]:
    """Descend by a plain loop, each quotient by two losses."""
    A, Y, W = problem.A, problem.Y, problem.W.copy()
    h, losses = settings.fixed_h, [loss(problem.Y - problem.A @ problem.W)]
    ahead_by, behind_by = {"central": (h, h), "forward": (h, 0.0), "backward": (0.0, h)}[
        settings.difference
    ]
    for _ in range(settings.epochs):
        slopes = np.zeros_like(W)
        for k in range(len(W)):
            ahead, behind = W.copy(), W.copy()
            ahead[k] += ahead_by
            behind[k] -= behind_by
            slopes[k] = (loss(Y - A @ ahead) - loss(Y - A @ behind)) / (ahead[k] - behind[k])
        W = W - settings.fixed_learning_rate * slopes
        losses.append(loss(Y - A @ W))
    return losses, W


@pytest.mark.parametrize("scale_columns", [False, True])
def test_end_has_its_exact_gradient(scale_columns: bool) -> None:
    problem = with_outlier()
    settings = Settings(20, 0.01, 1e-3, loss="log-cosh", scale_columns=scale_columns)
    *earlier, last = descend(problem, settings, chunk_epochs=5)
    assert {frame.exact_gradient for frame in earlier} == {None}
    expected = exact_gradient(problem, last.W, settings)
    assert last.exact_gradient == pytest.approx(expected, rel=1e-12)
    assert last.exact_gradient is not None
    assert not last.exact_gradient.flags.writeable
    *_, rest = descend(problem, replace(settings, until_converged=True, learning_rate=0.05))
    assert rest.stop is StopReason.CONVERGED
    assert rest.exact_gradient is not None
    *_, single = descend(problem, replace(settings, precision=Precision.SINGLE))
    assert single.exact_gradient is None
    *_, square = descend(problem, replace(settings, loss="mean square"))
    assert square.exact_gradient is None


def test_cancelled_check_ends_the_run_all_the_same() -> None:
    problem = with_outlier()
    settings = Settings(1, 0.01, 1e-3, loss="log-cosh")
    stops = set()
    for allowed in range(200):
        answers = itertools.chain(itertools.repeat(False, allowed), itertools.repeat(True))
        *_, last = descend(problem, settings, cancelled=partial(next, answers))
        stops.add((last.stop, last.exact_gradient is None))
    assert stops == {
        (StopReason.CANCELLED, True),
        (StopReason.DONE, True),
        (StopReason.DONE, False),
    }


@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
@pytest.mark.parametrize("name", BY_HAND)
def test_descent_is_that_of_a_loop(name: str, difference: str) -> None:
    settings = Settings(
        *(50, 0.05, 1e-3, difference), loss=name, delta=2.0, quantile=0.9, scale_columns=False
    )
    result = fit(with_outlier(), settings)
    losses, W = followed(with_outlier(), BY_HAND[name], settings)
    np.testing.assert_allclose(result.history.loss, losses, rtol=1e-10)
    np.testing.assert_allclose(result.W, W, rtol=1e-9)
    assert (result.fallback, result.method.value) == (EVERY_ROW, "literal")


def test_scaled_weights_are_those_of_the_formula() -> None:
    """On columns of length 1 a descent is one of the table with η over the squared lengths."""
    problem = with_outlier()
    text = "mean(|Y − P|^1.5) + 0.3·sum(log(cosh(W)))"
    norms = np.linalg.norm(problem.A, axis=0)[:, np.newaxis]
    formula, W = Formula.of(text), problem.W.copy()
    for _ in range(30):
        W = W - 0.7 / norms**2 * formula.slope(problem, W).gradient
    settings = Settings(30, 0.7, "fits each weight", loss=text, scale_columns=True)
    np.testing.assert_allclose(fit(problem, settings).W, W, rtol=1e-6)


@pytest.mark.parametrize("name", list(LOSSES))
def test_single_precision_follows(name: str) -> None:
    problem = table_for(name)
    double, single = (
        fit(problem, Settings(40, 0.02, "fits each weight", loss=LOSSES[name], precision=precision))
        for precision in ("float64", "float32")
    )
    np.testing.assert_allclose(single.W, double.W, rtol=2e-2, atol=2e-3)
    assert single.loss == pytest.approx(double.loss, rel=1e-3)


def test_continued_descent_takes_the_same_way() -> None:
    problem, settings = with_outlier(), Settings(100, 0.1, loss="log-cosh")
    frames = list(descend(problem, settings, chunk_epochs=30))
    again = list(descend(problem, settings, after=frames[1], chunk_epochs=30))
    np.testing.assert_array_equal(again[-1].W, frames[-1].W)
    frame = frame_at(problem, settings, 100, frames[-1].W)
    assert frame.loss == frames[-1].loss
    np.testing.assert_array_equal(frame.gradient, frames[-1].gradient)


def test_every_loss_is_kept_if_asked() -> None:
    trace = fit(with_outlier(), Settings(300, 0.1, loss="huber"), every_loss=True).history
    assert trace.epoch.tolist() == list(range(301))


def test_cancelled_descent_stops() -> None:
    answers = itertools.chain([False] * 40, itertools.repeat(True))
    *_, frame = descend(
        with_outlier(), Settings(10**9, 0.1, loss="huber"), cancelled=lambda: next(answers)
    )
    assert frame.stop is StopReason.CANCELLED


def test_smooth_loss_comes_to_rest() -> None:
    settings = Settings(learning_rate="safe", loss="log-cosh", until_converged=True)
    result = fit(with_outlier(), settings)
    assert result.stop is StopReason.CONVERGED
    assert result.end.convergence is not Convergence.TOLERANCE
    slope = Formula.of("log-cosh").slope(with_outlier(), result.W).gradient
    assert np.abs(slope).max() < 1e-8


def test_tolerance_ends_a_descent() -> None:
    result = fit(with_outlier(), Settings(10**6, "safe", loss="huber", tolerance=1e-3))
    assert result.end.convergence is Convergence.TOLERANCE
    assert result.end.gradient_norm <= 1e-3


@pytest.mark.parametrize(
    ("loss", "start", "rate", "h", "stop", "detail"),
    [
        ("mean(log(P))", 0.0, 0.1, 1e-4, StopReason.UNDEFINED, UNDEFINED_AT_START),
        ("mean(log(−1 − P²))", 0.0, 0.1, 1e-4, StopReason.UNDEFINED, UNDEFINED_AT_START),
        ("mean(sqrt(P) + P)", 1.0, 2.0, 1e-4, StopReason.UNDEFINED, UNDEFINED_NEXT),
        ("mean(sqrt(P))", 1e-6, 0.1, 1e-4, StopReason.UNDEFINED, UNDEFINED_BESIDE),
        ("mean(P)^9", -9.0, 9.0, 1e-4, StopReason.DIVERGED, FALLS_FOREVER),
        ("mean((Y − P)^4)", 5.0, 9.0, 1e-4, StopReason.DIVERGED, "Use a smaller learning rate η."),
        ("mean(exp(P))^10^10", 1.0, 9.0, 1e-4, StopReason.DIVERGED, ""),
    ],
)
def test_endings_say_why(
    loss: str, start: float, rate: float, h: float, stop: StopReason, detail: str
) -> None:
    problem = Problem(np.ones((3, 1)), [1.0, 2.0, 3.0], [start])
    result = fit(problem, Settings(1000, rate, h, loss=loss))
    assert (result.stop, result.detail or "") == (stop, detail or result.detail)
    assert np.isfinite(result.W).all()


def test_kinked_loss_goes_to_and_fro() -> None:
    settings = Settings(learning_rate=0.3, loss="mean absolute", until_converged=True)
    result = fit(with_outlier(), settings)
    assert (result.stop, result.detail) == (StopReason.ENDLESS, TO_AND_FRO)
    assert result.epochs < 10_000


def test_literal_method_needs_no_excuse() -> None:
    assert fit(with_outlier(), Settings(5, 0.1, loss="huber", method="literal")).fallback == ""


@pytest.mark.parametrize("loss", ["huber", "mean((Y−P)²) + 0.1·sum(W²)"])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_working_leads_to_next_weights(loss: str, scale_columns: bool) -> None:
    problem = with_outlier()
    settings = Settings(1, 0.1, 1e-2, loss=loss, scale_columns=scale_columns, method="literal")
    working = StepWriter(problem, settings).at(problem.W)
    assert working is not None
    np.testing.assert_allclose(working.W_next_of_table, fit(problem, settings).W, rtol=1e-14)


def test_descent_holds_its_loss() -> None:
    settings, formula = Settings(h=0.1, loss="huber"), Formula.of("huber")
    descent = LossDescent.of(formula, with_outlier(), settings, lambda: False)
    assert descent.formula is formula
    assert descent.bounds.loss_at(with_outlier().W) == pytest.approx(
        float(formula.losses(with_outlier(), with_outlier().W.T)[0])
    )
