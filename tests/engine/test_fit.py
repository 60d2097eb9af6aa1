import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend, fit, mean_squared_error, suggest_h
from engine.errors import BadSetting

from .problems import TABLES, certified, published_problem, random_problem


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
