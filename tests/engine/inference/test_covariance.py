from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem, optimum, triangle_of
from engine.cancelling import Cancelled
from engine.inference.covariance import CovarianceRoot

from ..least_squares import random_table, table_problem


def root_of(problem: Problem) -> CovarianceRoot:
    return CovarianceRoot.of(optimum(problem), problem)


def exact_variances(A: Matrix) -> list[float]:
    """Return the diagonal of (AᵀA)⁻¹ by fractions."""
    cells = [[Fraction(cell) for cell in row] for row in A.tolist()]
    j = A.shape[1]
    M = [
        [sum((r[i] * r[k] for r in cells), Fraction(0)) for k in range(j)]
        + [Fraction(int(i == k)) for k in range(j)]
        for i in range(j)
    ]
    for i in range(j):
        M[i] = [cell / M[i][i] for cell in M[i]]
        for other in range(j):
            if other != i:
                factor = M[other][i]
                M[other] = [a - factor * b for a, b in zip(M[other], M[i], strict=True)]
    return [float(M[i][j + i]) for i in range(j)]


@pytest.mark.parametrize("name", ["Filip", "Longley", "Wampler4", "fit_powers", "fit_ages"])
def test_ill_conditioned_variances_are_exact(name: str) -> None:
    problem = table_problem(name)
    expected = np.sqrt(exact_variances(problem.A))
    assert root_of(problem).errors(1.0) == pytest.approx(expected, rel=1e-13)


@given(st.integers(0, 2**32 - 1))
def test_random_variances_are_exact(seed: int) -> None:
    problem = random_table(seed, 12)
    best = optimum(problem)
    root = CovarianceRoot.of(best, problem)
    if best.dependent:
        return
    expected = np.sqrt(exact_variances(problem.A))
    assert root.errors(1.0) == pytest.approx(expected, rel=3e-12)


@pytest.mark.parametrize("name", ["Filip", "Norris", "Longley"])
def test_leverages_of_ill_conditioned_add_up(name: str) -> None:
    problem = table_problem(name)
    lengths = root_of(problem).lengths_of(problem.A)
    assert np.square(lengths).sum() == pytest.approx(problem.weights, rel=1e-14)


def test_triangle_saves_the_pass() -> None:
    problem = random_table(3, 2)
    best = optimum(problem)
    with_triangle = CovarianceRoot.of(best, problem, triangle_of(problem))
    assert with_triangle.errors(1.0) == pytest.approx(root_of(problem).errors(1.0), rel=1e-12)


def test_zeros_have_no_root() -> None:
    root = root_of(Problem(np.zeros((3, 2)), [1.0, 2, 3]))
    assert root.chosen == []
    assert root.lengths_of(np.ones((2, 2))).tolist() == [0, 0]


def test_refinement_can_be_cancelled() -> None:
    problem = table_problem("Filip")
    best = optimum(problem)
    with pytest.raises(Cancelled):
        CovarianceRoot.of(best, problem, cancelled=lambda: True)
