"""Least squares in fractions, without any rounding, and tables to compare with them."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np

from engine import Matrix, Problem
from engine.reading.tables import read_table

from .problems import DATA

Numbers = list[Fraction]
CERTIFIED = ("Filip", "Longley", "Norris", "Pontius", "Wampler1", "Wampler4", "Wampler5")
MOST_DIGITS = 16.0


def table_problem(name: str) -> Problem:
    """Read a table of tests/data; of its fits, with a column of ones first but for one."""
    path: Path = DATA / f"{name}.csv"
    if name.startswith("fit_"):
        path = DATA / "fits" / f"{name}.csv"
    values = read_table(path).values
    A, Y = values[:, :-1], values[:, -1]
    if name.startswith("fit_") and name != "fit_collinear":
        A = np.column_stack((np.ones(len(A)), A))
    return Problem(A, Y)


def fractions(matrix: Matrix) -> list[Numbers]:
    """Return the rows of a table as they are, exactly."""
    return [[Fraction(cell) for cell in row] for row in matrix.tolist()]


def exact_optimum(problem: Problem) -> Numbers:
    """Solve the normal equations by Gauss-Jordan elimination; the columns must be independent."""
    rows = fractions(np.hstack((problem.A, problem.Y)))
    columns = list(zip(*rows, strict=True))
    j = problem.weights
    M = [
        [sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0)) for other in columns]
        for one in columns[:j]
    ]
    return _eliminated(M)


def _eliminated(M: list[Numbers]) -> Numbers:
    """Solve M = [G | c], whose G has no pivot of 0, by Gauss-Jordan elimination."""
    for k in range(len(M)):
        M[k] = [value / M[k][k] for value in M[k]]
        for i in range(len(M)):
            if i != k:
                M[i] = [a - M[i][k] * b for a, b in zip(M[i], M[k], strict=True)]
    return [row[-1] for row in M]


def nearest_of_rows(A: Matrix, Y: Matrix, start: Matrix) -> Numbers:
    """Return the W nearest to a start (j,) with A·W = Y (N,), if the rows are independent.

    It is start + Aᵀz with A·Aᵀ·z = Y − A·start.
    """
    beginning = [Fraction(w) for w in start.tolist()]
    rows = fractions(A)
    M = [
        [sum((a * b for a, b in zip(row, other, strict=True)), Fraction(0)) for other in rows]
        + [Fraction(y) - sum((a * w for a, w in zip(row, beginning, strict=True)), Fraction(0))]
        for row, y in zip(rows, Y.tolist(), strict=True)
    ]
    z = _eliminated(M)
    return [
        w + sum((a * b for a, b in zip(column, z, strict=True)), Fraction(0))
        for w, column in zip(beginning, zip(*rows, strict=True), strict=True)
    ]


def exact_residual(problem: Problem, W: Numbers) -> Numbers:
    """Return Y − A·W."""
    rows = fractions(problem.A)
    outputs = [Fraction(value) for value in problem.Y[:, 0].tolist()]
    return [
        y - sum((a * w for a, w in zip(row, W, strict=True)), Fraction(0))
        for row, y in zip(rows, outputs, strict=True)
    ]


def exact_loss(problem: Problem, W: Numbers) -> float:
    """Return the mean squared error, rounded once."""
    squares = sum((r * r for r in exact_residual(problem, W)), Fraction(0))
    return float(squares / problem.rows)


def exact_slopes(problem: Problem, W: Numbers) -> Numbers:
    """Return −(2/N)·Aᵀ(Y − A·W)."""
    r = exact_residual(problem, W)
    return [
        -2 * sum((a * b for a, b in zip(column, r, strict=True)), Fraction(0)) / problem.rows
        for column in zip(*fractions(problem.A), strict=True)
    ]


def true_digits(found: Matrix, exact: Numbers) -> Matrix:
    """Return how many significant digits of each number are right, from 0 to 16."""
    return np.array(
        [digits_of(value, true) for value, true in zip(found.ravel().tolist(), exact, strict=True)]
    )


def digits_of(value: float, true: Fraction) -> float:
    """Return how many significant digits of a number are right, from 0 to 16."""
    off = abs(Fraction(value) - true)
    if off == 0 or true == 0:
        return MOST_DIGITS if off == 0 else 0.0
    part = off / abs(true)
    digits = math.log10(part.denominator) - math.log10(part.numerator)
    return min(max(digits, 0.0), MOST_DIGITS)


def random_table(seed: int, most_decades: float = 13) -> Problem:
    """Draw a small table whose condition, on columns of length 1, is up to 10^most_decades."""
    draw = np.random.default_rng(seed)
    j = int(draw.integers(1, 7))
    rows = int(draw.integers(j + 1, j + 26))
    left = np.linalg.qr(draw.normal(size=(rows, j)))[0]
    right = np.linalg.qr(draw.normal(size=(j, j)))[0]
    offset = draw.choice([0, 0, 0, 1, 3, 5])
    # A column of ones and an offset of 10^offset make the condition larger by up to as much.
    singular = np.logspace(0, -draw.uniform(0, most_decades - offset * 1.5), j)
    A = left * singular @ right.T
    if offset:
        A = np.column_stack((np.ones(rows), A + 10.0**offset))
    if draw.random() < 0.5:
        A = A * 10.0 ** draw.uniform(-20, 20, size=A.shape[1])
    W = draw.normal(size=(A.shape[1], 1)) / np.linalg.norm(A, axis=0)[:, np.newaxis]
    Y = A @ W
    Y = Y + draw.normal(size=Y.shape) * 10 ** draw.uniform(-17, 1) * np.linalg.norm(Y)
    return Problem(A, Y)
