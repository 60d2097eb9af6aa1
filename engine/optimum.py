"""What linear algebra says of a problem beforehand: the largest stable learning rate."""

import numpy as np

from .problem import Problem

ROWS_IN_CACHE = 2**14


def learning_rate_limit(problem: Problem) -> float:
    """η beyond which the descent diverges: 2/λmax of the Hessian 2AᵀA/N; inf where A is zero.

    A is scaled by its largest entry first, so that AᵀA neither overflows nor vanishes.
    """
    scale = float(np.abs(problem.A).max())
    if scale == 0:
        return float("inf")
    product = np.zeros((problem.weights, problem.weights))
    for i in range(0, problem.rows, ROWS_IN_CACHE):
        block = problem.A[i : i + ROWS_IN_CACHE] / scale
        product += block.T @ block
    largest = float(np.linalg.eigvalsh(product)[-1])
    return problem.rows / largest / scale / scale


def safe_learning_rate(limit: float) -> float:
    """Half the limit, 1/λmax, at which no mode overshoots, rounded down to three digits."""
    rounded = float(f"{limit / 2:.2e}")
    return rounded if rounded <= limit / 2 else float(f"{limit / 2 * 0.995:.2e}")
