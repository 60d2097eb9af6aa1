"""What linear algebra says of a problem beforehand: the largest stable learning rate."""

import decimal
import math
import sys
from dataclasses import replace

import numpy as np

from .problem import Problem
from .settings import SAFE, Settings

ROWS_IN_CACHE = 2**14
USUAL = Settings().fixed_learning_rate
THREE_DIGITS = decimal.Context(prec=3, rounding=decimal.ROUND_DOWN)


def learning_rate_limit(problem: Problem) -> float:
    """η beyond which the descent diverges: 2/λmax of the Hessian 2AᵀA/N; inf where A is zero.

    A is scaled by its largest entry first, so that AᵀA neither overflows nor vanishes. AAᵀ has the
    same largest eigenvalue, and is the smaller one where A is wider than long.
    """
    A = problem.A if problem.rows >= problem.weights else problem.A.T
    scale = max(float(A.max()), -float(A.min()))
    if scale == 0:
        return math.inf
    product = np.zeros((A.shape[1], A.shape[1]))
    for i in range(0, len(A), ROWS_IN_CACHE):
        block = A[i : i + ROWS_IN_CACHE] / scale
        product += block.T @ block
    largest = float(np.linalg.eigvalsh(product)[-1])
    return max(problem.rows / largest / scale / scale, sys.float_info.min)


def safe_learning_rate(limit: float) -> float:
    """Half the limit, 1/λmax, at which no mode overshoots, rounded down to three digits.

    Where there is no limit, nothing moves at any rate, and it is the usual one.
    """
    if limit == math.inf:
        return USUAL
    return float(THREE_DIGITS.create_decimal_from_float(limit / 2))


def with_fixed_learning_rate(settings: Settings, problem: Problem) -> Settings:
    """Return the settings with η a number: 1/λmax of the problem where it is to be safe."""
    if settings.learning_rate != SAFE:
        return settings
    limit = learning_rate_limit(problem)
    return replace(settings, learning_rate=USUAL if limit == math.inf else limit / 2)
