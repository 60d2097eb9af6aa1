import numpy as np
import pytest

from engine import Problem, Settings, StopReason, descend, fit, fitting_h

from .problems import TABLES, certified, published_problem


def test_a_fit_is_the_end_of_its_descent() -> None:
    problem, settings = published_problem(), Settings(200, 0.01, 0.1)
    *_, frame = descend(problem, settings)
    result = fit(problem, settings)
    assert np.array_equal(result.W, frame.W)
    assert (result.loss, result.epochs, result.stop) == (frame.loss, 200, StopReason.DONE)
    assert result.history.epoch.tolist() == list(range(201))
    assert result.history.loss[-1] == result.loss


def test_the_usual_settings_are_used_where_none_are_given() -> None:
    assert fit(published_problem()).loss == pytest.approx(2.6596473724906243e-07, rel=1e-9)


def test_a_fit_says_why_it_failed() -> None:
    result = fit(Problem([[1.0]], [1.0]), Settings(learning_rate=3.0))
    assert result.stop is StopReason.DIVERGED
    assert result.detail


@pytest.mark.parametrize("name", TABLES)
def test_the_loss_falls_at_every_epoch_as_computed_with_120_digits(name: str) -> None:
    known = certified(name)
    settings = Settings(1000, known.learning_rate, fitting_h(known.problem))
    result = fit(known.problem, settings)
    losses = result.history.loss
    assert result.stop is StopReason.DONE
    assert (np.diff(losses) < 0).all()
    assert set(known.losses) == {0, 1, 2, 10, 100, 1000}
    for epoch, loss in known.losses.items():
        assert losses[epoch] == pytest.approx(loss, rel=1e-9)
    assert pytest.approx(known.weights[1000], rel=1e-6) == result.W
