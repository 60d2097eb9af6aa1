"""Standard errors, residual deviation and R² of known tables, by Secant and by other programs.

``true_figures`` are what NIST certifies, or what fractions give for the tables in
``tests/data/fits``. ``written_figures`` are those of other programs, with their versions, from
``tests/data/other_programs.json``: `tests/benchmark/peers/lm.R` and ``libreoffice_linest.py`` made
them, ``python3 -m tests.benchmark accuracy`` runs the others again.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from engine import Problem, optimum
from engine.statistics import statistics

from .engine.least_squares import exact_loss, exact_optimum, fractions, table_problem
from .engine.problems import DATA

NIST = (
    *("Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Filip"),
    *("Wampler1", "Wampler2", "Wampler3", "Wampler4", "Wampler5"),
)
FITS = ("ages", "excel_serial", "large_y", "photoelectric", "powers", "rent", "ticks")
"""Those whose columns are independent to the rounding of their cells."""
TABLES = (*NIST, *(f"fit_{name}" for name in FITS))
OTHERS = DATA / "other_programs.json"
# NIST certifies so many digits, and counting more would be chance.
MOST_DIGITS = 15.0


@dataclass(frozen=True)
class Figures:
    """The figures of a fit that are compared; NaN if a program gives none."""

    standard_errors: tuple[float, ...]
    residual_sd: float
    r_squared: float

    def digits(self, true: "Figures") -> tuple[float, float, float]:
        """Return how many digits are right of the worst standard error, and of the others."""
        errors = self.standard_errors
        if len(errors) != len(true.standard_errors):
            worst = 0.0
        else:
            worst = min(map(right_digits, errors, true.standard_errors))
        return (
            worst,
            right_digits(self.residual_sd, true.residual_sd),
            right_digits(self.r_squared, true.r_squared),
        )


def right_digits(found: float, true: float) -> float:
    """Return −log10 of the relative error, of the absolute one if the truth is 0; 0 to 15."""
    off = abs(found - true) / (abs(true) or 1.0)
    if math.isnan(off):
        return 0.0
    return min(max(0.0, -math.log10(off)), MOST_DIGITS) if off else MOST_DIGITS


def own_figures(problem: Problem) -> Figures:
    """Return what Secant says."""
    found = statistics(problem, optimum(problem))
    return Figures(tuple(found.standard_errors.tolist()), found.residual_sd, found.r_squared)


@cache
def true_figures(name: str) -> Figures:
    """Return what is certified of a table, or follows from its cells by fractions."""
    certified = json.loads((DATA / "certified.json").read_text(encoding="utf-8"))
    if name in certified:
        known = certified[name]
        errors = tuple(map(float, known["standard_errors"]))
        return Figures(errors, float(known["residual_sd"]), float(known["r_squared"]))
    return exact_figures(table_problem(name))


def exact_figures(problem: Problem) -> Figures:
    """Return the figures by fractions; the columns are independent, and one may be constant."""
    loss = Fraction(exact_loss(problem, exact_optimum(problem)))
    squares = loss * problem.rows
    degrees = problem.rows - problem.weights
    outputs = [Fraction(y) for y in problem.Y[:, 0].tolist()]
    middle = Fraction(0)
    if problem.intercept is not None:
        middle = sum(outputs, Fraction(0)) / problem.rows
    total = sum(((y - middle) ** 2 for y in outputs), Fraction(0))
    variance = squares / degrees
    errors = tuple(math.sqrt(variance * each) for each in inverse_diagonal(problem))
    return Figures(errors, math.sqrt(variance), float(1 - squares / total))


def inverse_diagonal(problem: Problem) -> list[Fraction]:
    """Return the diagonal of (AᵀA)⁻¹ by fractions."""
    rows = fractions(problem.A)
    columns = list(zip(*rows, strict=True))
    j = problem.weights
    M = [
        [sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0)) for other in columns]
        + [Fraction(i == k) for k in range(j)]
        for i, one in enumerate(columns)
    ]
    for k in range(j):
        M[k] = [value / M[k][k] for value in M[k]]
        for i in range(j):
            if i != k:
                M[i] = [a - M[i][k] * b for a, b in zip(M[i], M[k], strict=True)]
    return [M[k][j + k] for k in range(j)]


@cache
def written_figures() -> Mapping[str, Mapping[str, Figures]]:
    """Return the figures of other programs: by program and its version, then by table."""
    found: dict[str, dict[str, Figures]] = {}
    written: Any = json.loads(OTHERS.read_text(encoding="utf-8"))
    for program, tables in written.items():
        found[program] = {
            name: Figures(
                tuple(map(float, figures["standard_errors"])),
                float(figures["residual_sd"]),
                float(figures["r_squared"]),
            )
            for name, figures in tables.items()
        }
    return found


def markdown() -> str:
    """Return the digits of all programs as the table of docs/accuracy.md."""
    others = written_figures()
    programs = ["Secant", *others]
    lines = [
        "| table | figure | " + " | ".join(programs) + " |",
        "|---|---|" + "---:|" * len(programs),
    ]
    for name in TABLES:
        true = true_figures(name)
        own = own_figures(table_problem(name)).digits(true)
        digits = [own, *(tables[name].digits(true) for tables in others.values())]
        for i, figure in enumerate(("standard errors", "residual sd", "R²")):
            cells = " | ".join(f"{each[i]:.1f}" for each in digits)
            lines.append(f"| {name if not i else ''} | {figure} | {cells} |")
    return "\n".join(lines)


def drawn_table(seed: int) -> Problem:
    """Return one of the random tables.

    Some have an intercept, others none; some weights lie 12 decades apart; some columns lie close
    to each other, or far from 0; some residuals are a millionth of Y.
    """
    draw = np.random.default_rng(seed)
    columns = int(draw.integers(1, 8))
    rows = columns + int(draw.integers(2, 40))
    A = draw.normal(size=(rows, columns))
    if seed % 3 and columns > 1:
        A[:, -1] = A[:, 0] + 10.0 ** draw.uniform(-5, 0) * A[:, -1]
    A += (seed % 5 == 0) * 10.0 ** draw.uniform(0, 4)
    if seed % 2:
        A *= 10.0 ** draw.uniform(-6, 6, columns)
    if seed % 4:
        A = np.hstack((np.ones((rows, 1)), A))
    Y = A @ (draw.normal(size=A.shape[1]) / np.abs(A).max(axis=0))
    return Problem(A, Y + 10.0 ** draw.uniform(-6, 0) * draw.normal(size=rows))
