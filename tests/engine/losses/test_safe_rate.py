import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Settings, fit, learning_rate_limit
from engine.errors import BadSetting
from engine.formula.formula import Formula
from engine.losses.safe_rate import rate_of_smooth_terms, safe_rate
from engine.unit_columns import column_norms, scaled

from .tables import LOSSES, table_for, with_outlier

# The most that a row's slope changes for each unit of its prediction, by hand.
BENDS = {
    "mean((Y−P)²)": 2.0,
    "mean((Y−P)²)/2": 1.0,
    "sum((Y−P)²)/N": 2.0,
    LOSSES["Huber"]: 1.0,
    LOSSES["log-cosh"]: 1.0,
    LOSSES["log of cosh"]: 1.0,
    LOSSES["logistic"]: 0.25,
    LOSSES["Tukey"]: 6 / 4.685**2,
    "mean(sqrt(1 + (Y−P)²))": 1.0,
    "3·mean(log(cosh(P − Y))) + 5": 3.0,
}


@pytest.mark.parametrize("text", BENDS)
def test_safe_rate_is_one_over_bend(text: str) -> None:
    problem = with_outlier()
    steepest = float(np.linalg.eigvalsh(problem.A.T @ problem.A / problem.rows)[-1])
    rate = safe_rate(Formula.of(text), problem)
    assert rate == pytest.approx(1 / (BENDS[text] * steepest), rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "1.7e308·mean(log(cosh(9·(Y−P))))",
        "10^400·mean(log(cosh(Y−P))) + sum(W²)",
        "mean(1e308·log(cosh(9·(Y−P)))) + sum(log(cosh(W)))",
    ],
)
def test_huge_factor_is_named(text: str) -> None:
    with pytest.raises(BadSetting, match="a factor in it is so large") as caught:
        safe_rate(Formula.of(text), with_outlier())
    assert "factor" in caught.value.rule
    for jumping in ("1e308·mean(|Y−P|)", "10^400·mean((Y−P)^4)"):
        with pytest.raises(BadSetting, match="jump or bend without bound"):
            safe_rate(Formula.of(jumping), with_outlier())


def test_bend_of_weights_is_added() -> None:
    problem = with_outlier()
    steepest = float(np.linalg.eigvalsh(problem.A.T @ problem.A / problem.rows)[-1])
    text = "mean(log(cosh(Y − P))) + 0.5·sum(log(cosh(W)))"
    assert safe_rate(Formula.of(text), problem) == pytest.approx(1 / (steepest + 0.5), rel=1e-3)


def test_scaled_columns_have_their_own_rate() -> None:
    problem, formula = with_outlier(), Formula.of("huber")
    norms = column_norms(problem.A)
    on_scaled = scaled(problem, norms)
    rate = safe_rate(formula.on_scaled(norms), on_scaled)
    assert rate == pytest.approx(learning_rate_limit(on_scaled), rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        *(LOSSES[name] for name in ("mean absolute", "quantile", "power 1.5", "Poisson", "lasso")),
        "mean((Y−P)^4)",
        "max(|Y−P|)",
        "mean((Y − mean(P))²)·mean(|Y|)",
        "log(mean(exp(Y − P)))",
        "mean(where(|Y − P| < 3, (Y − P)², 9 + |Y − P|))",
        "mean(Y)",
    ],
)
def test_no_rate_is_promised(text: str) -> None:
    with pytest.raises(BadSetting, match="a number for this loss: its slopes jump or bend"):
        safe_rate(Formula.of(text), with_outlier())


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    name=st.sampled_from(["Huber", "log-cosh", "logistic", "Tukey"]),
    size=st.sampled_from([1e-3, 1.0, 1e3]),
)
def test_safe_loss_never_rises(seed: int, name: str, size: float) -> None:
    problem = table_for(name, seed).starting_from(size * np.ones(3))
    trace = fit(problem, Settings(60, "safe", loss=LOSSES[name])).history
    rises = np.diff(trace.loss)
    assert (rises <= 1e-9 * np.abs(trace.loss[:-1])).all()


@pytest.mark.parametrize(
    "text",
    [
        "mean((Y−P)²) + 5·sum(|W|)",
        "mean((Y−P)² + 3·|Y−P|)",
        "mean((Y−P)²) + mean(|Y−P|^1.5)",
    ],
)
def test_smooth_terms_have_their_rate(text: str) -> None:
    problem = with_outlier()
    rate = rate_of_smooth_terms(Formula.of(text), problem)
    assert rate == pytest.approx(learning_rate_limit(problem) / 2, rel=1e-3)


@pytest.mark.parametrize("text", ["mean(|Y−P|) + 0.1·sum(W²)", "max(|Y−P|)", "mean((Y−P)^4)"])
def test_weights_alone_tell_no_rate(text: str) -> None:
    assert rate_of_smooth_terms(Formula.of(text), with_outlier()) is None
