import numpy as np
import pytest

from engine import Cancelled, Problem
from engine.exact.extended import exponents
from engine.exact.scaled_table import (
    CELLS_OF_ROWS,
    BlockwiseTable,
    ReducedTable,
    WholeTable,
    is_small,
)

ALL = np.arange(3)


def never() -> bool:
    return False


@pytest.fixture
def problem() -> Problem:
    """A table whose columns differ in size by 60 decades."""
    random = np.random.default_rng(3)
    A = random.standard_normal((40, 3)) * [1e-30, 1.0, 1e30]
    return Problem(A, A @ [[1e30], [2.0], [3e-30]] + random.standard_normal((40, 1)))


def test_smallness_counts_cells_and_rows() -> None:
    rows = CELLS_OF_ROWS // 2
    assert is_small(Problem(np.ones((rows, 2)), np.ones(rows)))
    assert not is_small(Problem(np.ones((rows + 1, 2)), np.ones(rows + 1)))
    wide = CELLS_OF_ROWS
    assert is_small(Problem(np.ones((2, wide)), np.ones(2)))


def test_columns_are_scaled_by_powers(problem: Problem) -> None:
    table = WholeTable(problem)
    assert table.columns.tolist() == exponents(problem.A).tolist()
    largest = np.abs(np.ldexp(problem.A, -table.columns)).max(axis=0)
    assert (largest >= 0.5).all()
    assert (largest <= 1).all()


def test_triangles_have_the_same_products(problem: Problem) -> None:
    whole, reduced = WholeTable(problem), ReducedTable(problem, None, never)
    blockwise = BlockwiseTable(problem, reduced, never)
    expected = whole.R.T @ whole.R
    np.testing.assert_allclose(blockwise.R.T @ blockwise.R, expected, rtol=1e-12, atol=1e-12)
    kinds = (whole.is_rounded, blockwise.is_rounded, reduced.is_rounded)
    assert kinds == (False, False, True)


def test_residuals_agree_whole_and_blockwise(problem: Problem) -> None:
    blockwise = BlockwiseTable(problem, ReducedTable(problem, None, never), never)
    x = np.array([0.5, -1.0, 2.0])
    slopes, squares = WholeTable(problem).residual_products(ALL, x)
    others, other = blockwise.residual_products(ALL, x)
    np.testing.assert_allclose(others, slopes, rtol=1e-15)
    assert other == pytest.approx(squares, rel=1e-15)


def test_pass_over_rows_can_be_cancelled(problem: Problem) -> None:
    blockwise = BlockwiseTable(problem, ReducedTable(problem, None, never), lambda: True)
    with pytest.raises(Cancelled):
        blockwise.residual_products(ALL, np.zeros(3))
