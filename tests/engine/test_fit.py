import numpy as np
import pytest

from engine import (
    Problem,
    Settings,
    StopReason,
    Tone,
    descend,
    fit,
    mean_squared_error,
    optimum,
    suggest_h,
)
from engine.errors import BadSetting, WrongArgument

from .least_squares import exact_optimum, table_problem
from .problems import TABLES, certified, published_problem, random_problem

FITS = (
    "fit_ages",
    "fit_collinear",
    "fit_excel_serial",
    "fit_large_y",
    "fit_ns_time",
    "fit_photoelectric",
    "fit_powers",
    "fit_rent",
    "fit_ticks",
)


def test_fit_is_end_of_descent() -> None:
    problem, settings = published_problem(), Settings(200, 0.01, 0.1)
    *_, frame = descend(problem, settings)
    result = fit(problem, settings)
    assert np.array_equal(result.W, frame.W)
    assert (result.loss, result.epochs, result.stop) == (frame.loss, 200, StopReason.DONE)
    assert (result.method, result.fallback) == (frame.method, frame.fallback) == ("modes", "")
    assert result.history.epoch.tolist() == list(range(201))
    assert result.history.loss[-1] == result.loss


def test_default_settings_of_fit() -> None:
    assert fit(published_problem()).loss == pytest.approx(2.6596473724906243e-07, rel=1e-9)


@pytest.mark.parametrize(("inputs", "outputs"), [(1e14, 1e-19), (1e-6, 1e12), (1.0, 1e12)])
def test_default_h_fits_units_of_table(inputs: float, outputs: float) -> None:
    """At h = 0.1 such tables converged at once, with W = 0 or other wrong weights."""
    x = np.array([5.5, 6.9, 7.4, 8.2, 9.6, 10.9])
    noise = np.array([0.01, -0.02, 0.03, -0.01, -0.02, 0.01])
    A = np.column_stack((np.ones(6), x * inputs))
    problem = Problem(A, (0.66 * x - 3.0 + noise) * outputs)
    settings = Settings(learning_rate="safe", until_converged=True, scale_columns=True)
    result = fit(problem, settings)
    assert result.stop is StopReason.CONVERGED
    assert pytest.approx(optimum(problem).W, rel=1e-10) == result.W


def test_fit_reports_failure() -> None:
    result = fit(Problem([[1.0]], [1.0]), Settings(learning_rate=3.0))
    assert result.stop is StopReason.DIVERGED
    assert result.detail


@pytest.mark.parametrize("name", TABLES)
def test_losses_agree_with_120_digits(name: str) -> None:
    known = certified(name)
    settings = Settings(1000, known.learning_rate, suggest_h(known.problem))
    result = fit(known.problem, settings)
    losses = result.history.loss
    assert result.stop is StopReason.DONE
    assert (np.diff(losses) < 0).all()
    assert set(known.losses) == {0, 1, 2, 10, 100, 1000}
    for epoch, loss in known.losses.items():
        assert losses[epoch] == pytest.approx(loss, rel=1e-9)
    assert pytest.approx(known.weights[1000], rel=1e-6) == result.W


def test_diverged_fit_has_first_loss() -> None:
    result = fit(published_problem(), Settings(100, 1e200), every_loss=True)
    assert result.stop is StopReason.DIVERGED
    assert result.history.epoch.tolist() == [0]


@pytest.mark.parametrize("method", ["automatic", "literal"])
def test_every_loss_if_asked_for(method: str) -> None:
    problem, settings = published_problem(), Settings(9000, 0.01, 0.1, method=method)
    result = fit(problem, settings, every_loss=True)
    assert result.history.epoch.tolist() == list(range(9001))
    assert result.history.loss[0] == mean_squared_error(problem.A, problem.W, problem.Y)
    assert result.history.loss[-1] == result.loss
    some = fit(problem, settings).history
    assert len(some) < 9001
    assert result.history.loss[some.epoch] == pytest.approx(some.loss, rel=1e-9, abs=1e-20)


def test_every_loss_until_converged() -> None:
    settings = Settings(1, "safe", until_converged=True)
    result = fit(random_problem(0, 9, 2), settings, every_loss=True)
    assert result.stop is StopReason.CONVERGED
    assert len(result.history.loss) == result.epochs + 1


def test_too_many_losses_are_refused() -> None:
    with pytest.raises(BadSetting, match="few enough"):
        fit(published_problem(), Settings(1e300, 0.01), every_loss=True)


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
@pytest.mark.parametrize("name", FITS)
def test_fit_is_good_only_at_optimum(
    name: str, difference: str, precision: str, scale_columns: bool
) -> None:
    problem = table_problem(name)
    settings = Settings(
        2000,
        "safe",
        difference=difference,
        precision=precision,
        scale_columns=scale_columns,
        until_converged=precision == "float64",
    )
    result = fit(problem, settings)
    assert result.verdict.is_good is (result.verdict.tone is Tone.GOOD)
    if not result.verdict.is_good:
        return
    assert result.best is not None
    if result.best.dependent:
        fitted = problem.A @ result.best.W
        size = float(np.abs(problem.Y).max())
        assert np.abs(problem.A @ result.W - fitted).max() <= 1e-6 * size
    else:
        truth = [float(value) for value in exact_optimum(problem)]
        assert result.W[:, 0] == pytest.approx(truth, rel=1.1e-6, abs=0)
        assert result.digits.min() > 5.9


def test_digits_are_those_of_fit() -> None:
    problem = table_problem("Norris")
    result = fit(problem, Settings(100, "safe", scale_columns=True))
    truth = np.array([float(value) for value in exact_optimum(problem)])
    off = np.abs(result.W[:, 0] - truth) / np.abs(truth)
    assert (off > 0).all()
    assert result.digits == pytest.approx(-np.log10(off), abs=0.05)


def test_three_arguments_are_explained() -> None:
    A, Y = [[1.0], [2.0]], [2.0, 4.0]
    with pytest.raises(
        WrongArgument, match=r"write fit\(Problem\(A, Y\), Settings\(epochs=100\)\)"
    ):
        fit(A, Y, {"epochs": 3})  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match=r"third argument .* every_loss=True"):
        fit(Problem(A, Y), Settings(), True)
