"""The statistics of a fit: how long they take, and whether other programs say the same.

statsmodels and numpy are asked for the tables whose figures are certified, and statsmodels for all
figures of random tables. If two figures differ in the ninth digit, mpmath tells who is wrong.
"""

import warnings
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from time import perf_counter

import numpy as np

from engine import Optimum, Problem, Triangle, optimum, triangle_of
from engine.statistics import Statistics, statistics

from ..engine.least_squares import table_problem
from ..figures_of_tables import TABLES, drawn_table, own_figures, true_figures
from .measure import Measure, not_measured, seconds
from .peers.mpmath_figures import Figures, mpmath_figures
from .peers.ordinary_least_squares import Solve, numpy_figures, statsmodels_figures

RANDOM_TABLES = 200
NINE_DIGITS = 1e-9
# So far two programs may round apart before and after a comparison.
FEWER_DIGITS = 0.5
LARGE = (1_000_000, 10)
TURNS = 5


def statistics_measures() -> list[Measure]:
    """Measure a large table, and compare with others."""
    return [*_of_large_table(), *_digits(), *_random_tables()]


def _of_large_table() -> Iterator[Measure]:
    small, problem = random_table(1, 50, LARGE[1]), random_table(1, *LARGE)
    what = f"{LARGE[0]:,}×{LARGE[1]}"

    def all_figures(problem: Problem, best: Optimum, triangle: Triangle) -> None:
        found = statistics(problem, best, triangle)
        assert np.isfinite(found.intervals).all()
        assert np.isfinite(found.p).all()
        assert np.isfinite([found.f_p, found.r_squared, found.condition]).all()
        assert np.isfinite(found.vif[1:]).all()

    # Modules are loaded before; of the large table nothing is known but its triangle.
    all_figures(small, optimum(small), triangle_of(small))
    times = []
    for _ in range(TURNS):
        problem = Problem(problem.A, problem.Y)
        triangle = triangle_of(problem)
        best = optimum(problem, triangle=triangle)
        times.append(seconds(partial(all_figures, problem, best, triangle)))
    took = min(times) * 1e3
    yield Measure(f"statistics after the triangle, {what}", took, "ms", at_most=1)
    found = statistics(problem, best, triangle)
    checks = [perf_counter()]

    def note() -> bool:
        checks.append(perf_counter())
        return False

    took = seconds(lambda: found.influence(note))
    yield Measure(f"leverage, studentised residuals and Cook's distance, {what}", took, "s")
    longest = float(np.diff(checks).max()) * 1e3
    yield Measure(f"longest time between two checks for cancelling, {what}", longest, "ms", 50)


def _digits() -> Iterator[Measure]:
    solvers: dict[str, Solve] = {"numpy": numpy_figures}
    what = "digits fewer than the better of two ways of statsmodels"
    if find_spec("statsmodels"):
        solvers |= {f"statsmodels {m}": statsmodels_figures(m) for m in ("pinv", "qr")}
    else:
        yield not_measured(what, "digits", "statsmodels is not installed")
    for name, solve in solvers.items():
        fewer = max(digits_fewer(table, solve) for table in TABLES)
        what = f"digits fewer than {name}, at most of {len(TABLES)} tables"
        yield Measure(what, fewer, "digits", at_most=FEWER_DIGITS)


def digits_fewer(table: str, solve: Solve) -> float:
    """Return how many digits fewer Secant has of a table, at most; below 0 if it has more."""
    problem, true = table_problem(table), true_figures(table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the table is ill-conditioned
        theirs = solve(problem).digits(true)
    own = own_figures(problem).digits(true)
    return max(other - ours for other, ours in zip(theirs, own, strict=True))


def _random_tables() -> Iterator[Measure]:
    what = f"of {RANDOM_TABLES} random tables, {{}} of {{}} figures differ in the ninth digit"
    for library in ("statsmodels", "mpmath"):
        if not find_spec(library):
            what = f"{RANDOM_TABLES} random tables beside statsmodels"
            yield not_measured(what, "figures", f"{library} is not installed")
            return
    count, differing, wrong = compared(RANDOM_TABLES)
    what = what.format(f"{differing:,}", f"{count:,}")
    yield Measure(f"{what}; wrong by mpmath", wrong, "figures", at_most=0)


def compared(tables: int) -> tuple[int, int, int]:
    """Return how many figures there are, how many differ, and how many of ours are wrong."""
    count = differing = wrong = 0
    for seed in range(tables):
        problem = drawn_table(seed)
        ours = own_of(statistics(problem, optimum(problem)))
        theirs = of_statsmodels(problem)
        true: Figures | None = None
        for name, values in ours.items():
            for i, (value, other) in enumerate(zip(values, theirs[name], strict=True)):
                count += 1
                if is_close(value, other):
                    continue
                differing += 1
                true = true or mpmath_figures(problem)
                wrong += not is_close(value, true[name][i])
    return count, differing, wrong


def is_close(value: float, other: float) -> bool:
    """Return whether two figures agree to nine digits."""
    return abs(value - other) <= NINE_DIGITS * abs(other)


def random_table(seed: int, rows: int, columns: int) -> Problem:
    """Return a table with an intercept and weights of 12 decades."""
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(rows, columns)) * 10.0 ** draw.uniform(-6, 6, columns)
    A[:, 0] = 1
    return Problem(A, A @ (1 / np.abs(A).max(axis=0)) + draw.normal(size=rows))


def own_of(found: Statistics) -> Figures:
    """Return all figures of Secant by the names of ``mpmath_figures``."""
    influence = found.influence()
    vif = [v for k, v in enumerate(found.vif.tolist()) if k != found.intercept]
    return {
        "weights": found.best.W[:, 0].tolist(),
        "standard errors": found.standard_errors.tolist(),
        "t": found.t.tolist(),
        "p": found.p.tolist(),
        "R²": [found.r_squared],
        "adjusted R²": [found.adjusted_r_squared],
        "residual sd": [found.residual_sd],
        "F": [found.f],
        "p of F": [found.f_p],
        "VIF": vif,
        "leverage": influence.leverage.tolist(),
        "studentised": influence.studentised.tolist(),
        "Cook": influence.cook.tolist(),
    }


def of_statsmodels(problem: Problem) -> Figures:
    """Return all figures of statsmodels by the same names."""
    from statsmodels.regression.linear_model import OLS
    from statsmodels.stats.outliers_influence import variance_inflation_factor

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fit = OLS(problem.Y[:, 0], problem.A).fit()
        influence = fit.get_influence()
        is_several = problem.weights > 1  # of one column it raises
        others = [k for k in range(problem.weights) if k != problem.intercept]
        found = {
            "weights": fit.params,
            "standard errors": fit.bse,
            "t": fit.tvalues,
            "p": fit.pvalues,
            "R²": [fit.rsquared],
            "adjusted R²": [fit.rsquared_adj],
            "residual sd": [np.sqrt(fit.mse_resid)],
            "F": [fit.fvalue],
            "p of F": [fit.f_pvalue],
            "VIF": [variance_inflation_factor(problem.A, k) for k in others] if is_several else [1],
            "leverage": influence.hat_matrix_diag,
            "studentised": influence.resid_studentized_internal,
            "Cook": influence.cooks_distance[0],
        }
        return {name: [float(value) for value in values] for name, values in found.items()}
