"""Verdicts near the ends of float64, and on weights that should be nearly nothing."""

import contextlib
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Fit, Problem, Settings, StopReason, descend, fit
from engine.errors import BadSetting
from engine.step_size import with_fixed_steps
from engine.surface.bowl import Bowl
from engine.verdict.judge import foresee, judge, scaling_before_run
from engine.verdict.outlook import outlook
from engine.verdict.rule import optimum_to_compare
from engine.verdict.verdict import Outcome, RemedyKind, Tone

from ..least_squares import exact_optimum
from ..problems import random_problem


def fitted(problem: Problem, **settings: object) -> Fit:
    """Run with every warning an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = fit(problem, Settings(**{"learning_rate": "safe", **settings}))  # type: ignore[arg-type]
        assert result.verdict.sentence
        assert result.digits.shape == (problem.weights,)
    return result


@pytest.mark.parametrize("offset", [1e3, 1e4, 3e4])
@pytest.mark.parametrize("constant", [1e-6, 1e-8, 1e-10])
def test_tiny_weight_off_is_not_good(offset: float, constant: float) -> None:
    x = offset + np.random.default_rng(0).normal(size=20)
    problem = Problem(np.column_stack((np.ones(20), x)), x + constant)
    result = fitted(problem, until_converged=True, scale_columns=True)
    truth = float(exact_optimum(problem)[0])
    is_right = bool(abs(result.W[0, 0] - truth) <= 1e-6 * abs(truth))
    assert result.verdict.is_good is is_right
    if not is_right:
        assert result.verdict.tone is Tone.QUIET


@pytest.mark.parametrize(
    ("A", "Y", "W"),
    [
        ([[2e285]], [1.0], [0.0]),
        ([[2e285], [1e285]], [1.0, 2.0], [0.0]),
        ([[3e300]], [1.0], [1e10]),
        ([[1e308, 1.0], [1e308, 2.0]], [1.0, 2.0], [0.0, 0.0]),
        ([[1e-310], [2e-310], [3e-310]], [1.0, 2.0, 2.0], [0.0]),
        ([[1e-310, 1.0], [2e-310, 2.5]], [1.0, 2.0], [0.0, 0.0]),
        ([[1e-310, 1.0], [2e-310, 2.5], [3e-310, 1.0]], [1.0, 2.0, 3.0], [0.0, 0.0]),
        ([[1.0, 2.0], [2.0, 3.0]], [0.0, 0.0], [0.0, 0.0]),
        ([[0.0, 0.0]], [1.0], [0.0, 0.0]),
        ([[1.0]], [1e308], [0.0]),
    ],
)
@pytest.mark.parametrize("is_endless", [False, True])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_ends_of_float64_are_judged(
    A: list[list[float]], Y: list[float], W: list[float], is_endless: bool, scale_columns: bool
) -> None:
    result = fitted(
        Problem(A, Y, W), epochs=50, until_converged=is_endless, scale_columns=scale_columns
    )
    assert np.isfinite(result.W).all()
    beyond = np.abs(result.W) >= np.finfo(float).max
    assert not (result.verdict.is_good and beyond.any())


def test_weight_beyond_float64_is_named() -> None:
    problem = Problem([[1e-310, 1.0], [2e-310, 2.5]], [1.0, 2.0])
    result = fitted(problem, until_converged=True, scale_columns=True)
    assert result.verdict.kind is Outcome.BEYOND


@pytest.mark.parametrize("share", [1.0, 0.3, 0.1, 0.03])
@given(st.integers(0, 2**32 - 1))
def test_exact_fit_is_never_called_dependent(share: float, seed: int) -> None:
    drawn = random_problem(seed, 5, 2)
    exact = Problem(drawn.A, drawn.A @ drawn.W)
    if np.linalg.cond(drawn.A) > 30:
        return
    limit = 2 / (2 * np.linalg.norm(drawn.A, 2) ** 2 / 5)
    result = fitted(exact, until_converged=True, learning_rate=share * limit / 2)
    assert result.verdict.tone in (Tone.GOOD, Tone.QUIET)


SHAPES = {"tall": (5, 2), "wide": (3, 5), "very wide": (4, 250)}


@given(
    seed=st.integers(0, 999),
    shape=st.sampled_from(sorted(SHAPES)),
    exponent=st.floats(-306.0, -157.0),
    difference=st.sampled_from(["central", "forward", "backward"]),
    method=st.sampled_from(["automatic", "literal", "triangle", "modes"]),
    single=st.sampled_from([{}, {"precision": "float32"}]),
    length=st.sampled_from([{"until_converged": True}, {"epochs": 10**9}]),
    rate=st.sampled_from(["safe", 0.01, 1e3]),
)
def test_columns_too_small_end_at_once(
    seed: int,
    shape: str,
    exponent: float,
    difference: str,
    method: str,
    single: dict[str, str],
    length: dict[str, object],
    rate: float | str,
) -> None:
    rng = np.random.default_rng(seed)
    A = rng.normal(size=SHAPES[shape]) * 10.0**exponent
    problem = Problem(A, rng.normal(size=len(A)))
    steps = {"difference": difference, "method": method, "learning_rate": rate}
    result = fitted(problem, **steps, **single, **length)
    assert (result.epochs, result.stop) == (0, StopReason.ENDLESS)
    assert "Scale the columns" in result.detail
    assert result.verdict.kind is Outcome.COLUMNS_TOO_SMALL
    assert result.verdict.remedy is not None
    assert result.verdict.remedy.kind is RemedyKind.SCALE


@pytest.mark.parametrize("exponent", [-25, -30, -40, -50])
@pytest.mark.parametrize("rate", ["safe", 0.01])
def test_single_precision_has_larger_columns(exponent: int, rate: float | str) -> None:
    A = np.array([[1.0, 2.0], [3.0, 1.0], [1.0, 1.0]]) * float(f"1e{exponent}")
    problem = Problem(A, [1.0, 0.0, 2.0])
    single = fitted(problem, learning_rate=rate, precision="float32", until_converged=True)
    assert (single.epochs, single.verdict.kind) == (0, Outcome.COLUMNS_TOO_SMALL)
    assert fitted(problem, until_converged=True).verdict.is_good


@pytest.mark.parametrize("exponent", [-300, -250, -200, -156, 156, 200, 250, 300])
def test_scaling_mends_columns_beyond_rates(exponent: int) -> None:
    A = np.array([[1.0, 2.0], [3.0, 1.0], [1.0, 1.0]]) * float(f"1e{exponent}")
    problem, settings = Problem(A, [1.0, 0.0, 2.0]), Settings(10, "safe", until_converged=True)
    verdict = fit(problem, settings).verdict
    kinds = Outcome.COLUMNS_TOO_SMALL, Outcome.COLUMNS_TOO_LARGE
    assert verdict.kind is kinds[exponent > 0]
    assert verdict.remedy is not None
    mended = fit(problem, replace(settings, **verdict.remedy.changes))  # type: ignore[arg-type]
    assert mended.verdict.is_good


@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
@pytest.mark.parametrize("exponent", [-300, -200, -160])
@pytest.mark.parametrize("length", [{"until_converged": True}, {"epochs": 10**9}])
def test_tiny_columns_with_nothing_observed(
    difference: str, exponent: int, length: dict[str, object]
) -> None:
    size = float(f"1e{exponent}")
    result = fitted(Problem([[size, 2 * size]], [0.0]), difference=difference, **length)
    assert (result.epochs, result.verdict.kind) == (0, Outcome.NOTHING_OBSERVED)


SCALES = (
    (5e-324, 1.0),
    (1.0, 5e-324),
    (1.7e308, 5e-324),
    (1e-200, 1e-200),
    (1e200, 1e200),
    (1.7e308, 1.7e308),
)
LOSSES = ("mean square", "mean absolute", "huber", "mean((Y-P)^2)+0.1*sum(W^2)")


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("first", "output"), SCALES)
def test_no_scale_warns(first: float, output: float, loss: str) -> None:
    shape = np.array([[0.5, 1.0], [-1.0, 1.0], [1.0, 1.0]])
    for second in (1.0, 1e150):
        with np.errstate(under="ignore"):
            problem = Problem(shape * [first, second], shape[:, :1] * output, [0.0, 0.5])
        best = optimum_to_compare(problem)
        settings = Settings(3, 1e-3, loss=loss)
        outlook(problem, settings)
        for frame in descend(problem, settings):
            foresee(problem, settings, frame, best)
        judge(problem, settings, frame, best)
        Bowl.of(problem, settings)
        if loss == "mean square":
            scaling_before_run(problem, settings, best)
        else:
            with contextlib.suppress(BadSetting):  # no rate is known to be safe
                with_fixed_steps(replace(settings, learning_rate="safe"), problem, settings.formula)
