"""Every figure of 200 random tables has nine digits, by 80 of Python's decimal numbers."""

from decimal import Decimal, localcontext

import pytest

from engine import Problem
from tests.figures_of_tables import drawn_table

from .test_figures import statistics_of

Numbers = list[Decimal]
DIGITS = 80
TABLES = 200
AT_ONCE = 20


def inverse_of(M: list[Numbers]) -> list[Numbers]:
    """Return the inverse by Gauss-Jordan elimination."""
    n = len(M)
    rows = [[*row, *(Decimal(i == k) for k in range(n))] for i, row in enumerate(M)]
    for k in range(n):
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(n):
            if i != k:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[n:] for row in rows]


def product(a: Numbers, b: Numbers) -> Decimal:
    return sum((x * y for x, y in zip(a, b, strict=True)), Decimal(0))


def exact_figures(problem: Problem) -> dict[str, Numbers]:
    """Return the figures but for the tails of t and F."""
    A = [[Decimal(cell) for cell in row] for row in problem.A.tolist()]
    Y = [Decimal(y) for (y,) in problem.Y.tolist()]
    columns = [list(column) for column in zip(*A, strict=True)]
    j, rows, ones = len(columns), len(A), problem.intercept
    inverse = inverse_of([[product(a, b) for b in columns] for a in columns])
    moments = [product(column, Y) for column in columns]
    W = [product(row, moments) for row in inverse]
    residuals = [y - product(row, W) for row, y in zip(A, Y, strict=True)]
    squares, degrees = product(residuals, residuals), rows - j

    def about(values: Numbers) -> Decimal:
        middle = sum(values, Decimal(0)) / rows if ones is not None else Decimal(0)
        return sum(((value - middle) ** 2 for value in values), Decimal(0))

    total, explaining = about(Y), j - (ones is not None)
    sd = (squares / degrees).sqrt()
    errors = [sd * inverse[k][k].sqrt() for k in range(j)]
    leverage = [product(row, [product(each, row) for each in inverse]) for row in A]
    studentised = [r / (sd * (1 - h).sqrt()) for r, h in zip(residuals, leverage, strict=True)]
    return {
        "weights": W,
        "errors": errors,
        "t": [w / error for w, error in zip(W, errors, strict=True)],
        "R²": [1 - squares / total],
        "adjusted": [1 - squares / degrees / (total / (rows - (ones is not None)))],
        "sd": [sd],
        "F": [(total - squares) / explaining / (squares / degrees)],
        "VIF": [about(columns[k]) * inverse[k][k] for k in range(j) if k != ones],
        "leverage": leverage,
        "studentised": studentised,
        "Cook": [r**2 * h / ((1 - h) * j) for r, h in zip(studentised, leverage, strict=True)],
    }


@pytest.mark.parametrize("first", range(0, TABLES, AT_ONCE))
def test_every_figure_has_nine_digits(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        problem = drawn_table(seed)
        found = statistics_of(problem)
        influence = found.influence()
        figures = {
            "weights": found.best.W[:, 0].tolist(),
            "errors": found.standard_errors.tolist(),
            "t": found.t.tolist(),
            "R²": [found.r_squared],
            "adjusted": [found.adjusted_r_squared],
            "sd": [found.residual_sd],
            "F": [found.f],
            "VIF": [v for k, v in enumerate(found.vif.tolist()) if k != found.intercept],
            "leverage": influence.leverage.tolist(),
            "studentised": influence.studentised.tolist(),
            "Cook": influence.cook.tolist(),
        }
        with localcontext(prec=DIGITS):
            exact = exact_figures(problem)
            assert sum(exact["leverage"]) == pytest.approx(Decimal(problem.weights))
        for name, values in figures.items():
            expected = [float(value) for value in exact[name]]
            assert values == pytest.approx(expected, rel=1e-9, abs=0), (seed, name)
        assert sum(figures["leverage"]) == pytest.approx(found.rank, rel=1e-12)
