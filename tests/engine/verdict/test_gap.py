import numpy as np
import pytest

from engine import Problem, Settings, descend, learning_rate_limit, on_unit_columns, optimum
from engine.verdict.gap import Gap

from ..problems import analytic_gradient, random_problem


def gap_of(problem: Problem, W: list[float], *, scaled: bool = False) -> Gap:
    return Gap(problem, scaled, np.array(W).reshape(-1, 1), optimum(problem))


@pytest.mark.parametrize("scaled", [False, True])
def test_gap_is_loss_above_least(scaled: bool) -> None:
    problem = random_problem(1, 20, 3)
    W = np.array([[1.0], [2.0], [3.0]])
    found = gap_of(problem, [1.0, 2.0, 3.0], scaled=scaled)
    loss = float(np.mean((problem.Y - problem.A @ W) ** 2))
    assert found.total == pytest.approx(loss - optimum(problem).loss, rel=1e-12)
    descended = on_unit_columns(problem) if scaled else problem
    assert found.limit == pytest.approx(learning_rate_limit(descended), rel=1e-12)
    norms = np.linalg.norm(problem.A, axis=0).reshape(-1, 1) if scaled else 1.0
    slopes = analytic_gradient(descended, W * norms)[:, 0]
    assert found.gradient == pytest.approx(slopes, rel=1e-9)


@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
@pytest.mark.parametrize("scaled", [False, True])
def test_halving_is_that_of_descent(difference: str, scaled: bool) -> None:
    problem = random_problem(2, 30, 3)
    columns = on_unit_columns(problem) if scaled else problem
    rate = 0.002 * learning_rate_limit(columns)
    settings = Settings(100_000, rate, 1e-3, difference=difference, scale_columns=scaled)
    found = gap_of(problem, [0.0, 0.0, 0.0], scaled=scaled)
    halving = found.halving(settings)
    losses = {}
    for frame in descend(problem.starting_from([0, 0, 0]), settings, chunk_epochs=1):
        losses[frame.epoch] = frame.loss
        if frame.epoch > halving + 1:
            break
    least = optimum(problem).loss
    epoch = int(halving)
    half = found.total / 2
    assert epoch > 20
    assert losses[epoch] - least >= half * (1 - 1e-3)
    assert losses[epoch + 1] - least <= half * (1 + 1e-3)


def test_bias_is_where_descent_ends() -> None:
    problem = random_problem(4, 30, 2)
    settings = Settings(5000, 0.3, 0.5, difference="forward")
    *_, frame = descend(problem, settings)
    found = Gap(problem, False, frame.W, optimum(problem))
    assert found.bias(settings) == pytest.approx(found.residuals, rel=1e-6)


def test_slowest_direction_moves_predictions_least() -> None:
    A = np.array([[1, 1], [1, 1.1], [1, 0.9], [1, 1.05]])
    problem = Problem(A, [1, 2, 3, 4])
    W = optimum(problem).W + np.array([[1.0], [-1.0]])
    parts = Gap(problem, False, W, optimum(problem)).slowest()
    assert np.sign(parts[0]) == -np.sign(parts[1])


def test_unseen_directions_have_no_forecast() -> None:
    problem = Problem([[1.0, 1e15], [1.0, 2e15], [1.0, 4e15]], [1.0, 5.0, 3.0])
    x = problem.A[:, 1]
    flat = np.array([[1.0], [-x.sum() / (x @ x)]])
    found = Gap(problem, False, optimum(problem).W + flat, optimum(problem))
    assert not found.is_seen()
    assert found.halving(Settings(10, 1e-31, 1e-3)) == np.inf


def test_gap_needs_finite_numbers() -> None:
    problem = Problem([[1e300, 1.0], [1e300, 2.0], [3e300, 1.0]], [1.0, 2.0, 3.0])
    with pytest.raises(np.linalg.LinAlgError):
        Gap(problem, False, np.full((2, 1), np.inf), optimum(problem))


def test_gap_closes_in_so_many_epochs() -> None:
    problem = random_problem(2, 30, 3)
    settings = Settings(100_000, 0.1 * learning_rate_limit(problem), 1e-3)
    found = gap_of(problem, [0.0, 0.0, 0.0])
    left = found.total / 1000
    epochs = found.closing(settings, left)
    losses = {}
    for frame in descend(problem.starting_from([0, 0, 0]), settings, chunk_epochs=1):
        losses[frame.epoch] = frame.loss
        if frame.epoch > epochs + 1:
            break
    least = optimum(problem).loss
    assert losses[int(epochs)] - least >= left * (1 - 1e-3)
    assert losses[int(epochs) + 1] - least <= left * (1 + 1e-3)
    assert found.closing(settings, 2 * found.total) == 0
    assert found.closing(settings, -1.0) == np.inf
    assert found.closing(settings, left, np.full(3, 1e-9)) > epochs


def test_several_directions_do_not_halve_steadily() -> None:
    """One direction halves every 35 epochs, the other one every 35,000."""
    problem = Problem(np.diag([1.0, 0.1, 1e-1**2.5]), [0.0, 1.0, 1.0], [0.0, 0.0, 0.0])
    settings = Settings(learning_rate=1.5, h=0.1)
    both = Gap(problem, False, problem.W, optimum(problem))
    assert not both.is_steady(settings)
    one = Problem(problem.A, [0.0, 1.0, 0.0], problem.W)
    assert Gap(one, False, one.W, optimum(one)).is_steady(settings)
