import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem, Settings, triangle_of
from engine.methods.closed_form import Recurrence
from engine.methods.modes import Modes

from ..problems import TABLES, analytic_gradient, certified, mean_squares, problems, random_problem

BIAS = {Difference.CENTRAL: 0.0, Difference.FORWARD: 1.0, Difference.BACKWARD: -1.0}
differences = st.sampled_from(Difference)


def modes_of(problem: Problem) -> Modes:
    return Modes(triangle_of(problem))


def deficient() -> Problem:
    """Return four columns of rank 2: one is zero, two are the same."""
    problem = random_problem(3, 20, 2)
    a, b = problem.A.T
    return Problem(np.column_stack((a, 0 * a, b, a)), problem.Y, [1.0, 2, 3, 4])


@given(problems(30, 6))
def test_modes_diagonalise_hessian(problem: Problem) -> None:
    modes = modes_of(problem)
    V, hessian = modes.vectors, 2 * problem.A.T @ problem.A / problem.rows
    assert pytest.approx(np.eye(problem.weights), abs=1e-13) == V.T @ V
    allowed = 1e-13 * modes.curvatures.max()
    assert V.T @ hessian @ V == pytest.approx(np.diag(modes.curvatures), abs=allowed)
    assert (np.diff(modes.curvatures) <= 0).all()
    assert modes.weights == problem.weights
    assert modes.rows == problem.rows


@given(problems(30, 6))
def test_residual_and_unreachable_make_the_loss(problem: Problem) -> None:
    modes = modes_of(problem)
    for W in (problem.W, 0 * problem.W, 100 * problem.W):
        squares = np.square(modes.residual(W)).sum() + modes.unreachable
        exact = np.square(problem.A @ W - problem.Y).sum()
        least = 1e-13 * (np.square(problem.A * W.T).sum() + np.square(problem.Y).sum())
        assert squares == pytest.approx(exact, rel=1e-12, abs=least)


@given(problems(30, 6))
def test_gradient_from_residual_along_modes(problem: Problem) -> None:
    modes = modes_of(problem)
    along = 2 * modes.sizes * modes.residual(problem.W) / problem.rows
    slopes = (modes.vectors @ along).reshape(-1, 1)
    assert slopes == pytest.approx(analytic_gradient(problem, problem.W), rel=1e-10, abs=1e-11)


@given(problems(30, 6))
def test_unreachable_is_least_squares_residual(problem: Problem) -> None:
    modes = modes_of(problem)
    optimum = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
    least = float(np.square(problem.A @ optimum - problem.Y).sum())
    assert modes.unreachable == pytest.approx(least, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", TABLES)
def test_unreachable_of_certified_tables(name: str) -> None:
    known = certified(name)
    problem = known.problem
    residuals = problem.A.astype(np.longdouble) @ known.optimum - problem.Y
    modes = modes_of(problem)
    least = 1e-18 * float(np.square(problem.Y).sum())
    exact = float(np.square(residuals).sum())
    assert modes.unreachable == pytest.approx(exact, rel=1e-6, abs=least)


@pytest.mark.parametrize(
    ("A", "rank"),
    [
        ([[0.0, 0.0]], 0),
        ([[0.0]], 0),
        ([[2.0]], 1),
        ([[1.0, 2.0, 3.0]], 1),
        ([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], 1),
        ([[1e-200, 0.0], [0.0, 1e-190]], 2),
        ([[1.0, 0.1, 1.1], [1.0, 0.2, 1.2], [1.0, 0.7, 1.7], [1.0, 0.3, 1.3]], 2),
    ],
)
def test_rank_of_table(A: list[list[float]], rank: int) -> None:
    modes = modes_of(Problem(A, np.ones(len(A))))
    assert modes.rank == rank
    assert (modes.sizes[rank:] == 0).all()
    assert (modes.curvatures[rank:] == 0).all()


@given(problems(12, 6))
def test_rank_is_at_most_rows(problem: Problem) -> None:
    assert modes_of(problem).rank == min(problem.rows, problem.weights)


def test_undetermined_directions_are_flat() -> None:
    problem = deficient()
    modes = modes_of(problem)
    assert modes.rank == 2
    flat = modes.vectors[:, modes.rank :]
    assert problem.A @ flat == pytest.approx(np.zeros((20, 2)), abs=1e-13)


@given(problems(30, 6), differences, st.sampled_from([1.0, 0.1, 1e-6]))
def test_bias_of_one_sided_quotient(problem: Problem, difference: Difference, h: float) -> None:
    modes = modes_of(problem)
    bias = modes.bias(Settings(h=h, difference=difference))
    expected = BIAS[difference] * h * mean_squares(problem)
    assert (modes.vectors @ bias).reshape(-1, 1) == pytest.approx(
        expected, rel=1e-11, abs=1e-13 * h
    )


def test_central_quotient_has_no_bias() -> None:
    assert not modes_of(random_problem(0, 9, 4)).bias(Settings(h=0.1)).any()


def test_identical_columns_have_no_flat_bias() -> None:
    """Two equal columns leave w1 − w2 free, and both have the same bias."""
    column = np.linspace(0.1, 0.7, 11)
    modes = modes_of(Problem(np.column_stack((column, column)), column))
    bias = modes.bias(Settings(h=0.1, difference="forward"))
    assert modes.rank == 1
    assert bias[0] != 0
    assert bias[1] == 0


def test_rounding_leaves_no_flat_bias() -> None:
    """Rounding leaves up to 3ε of the bias there, which would push W for ever."""
    for seed in range(100):
        column = np.random.default_rng(seed).normal(size=50)
        modes = modes_of(Problem(np.column_stack([column] * 3), column))
        bias = modes.bias(Settings(h=0.1, difference="forward"))
        assert bias[0] != 0
        assert bias[1:].tolist() == [0, 0]


@given(problems(30, 6), differences)
def test_recurrence_along_modes(problem: Problem, difference: Difference) -> None:
    settings = Settings(learning_rate=0.03, h=0.1, difference=difference)
    modes = modes_of(problem)
    recurrence = Recurrence(modes, settings)
    assert recurrence.modes is modes
    assert recurrence.decay.factors == pytest.approx(1 - 0.03 * modes.curvatures, rel=1e-15)
    assert recurrence.bias.tolist() == modes.bias(settings).tolist()
    assert recurrence.pull.tolist() == (modes.sizes * recurrence.bias).tolist()
