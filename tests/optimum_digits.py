"""`python3 -m tests.optimum_digits [tables]`: compare stated digits with the true ones.

The suite does so for 100 random tables; this is for 1,000 or as many as are asked for. It prints
the range of stated less true digits, and ends with status 1 if a promise is broken: at most 0.3
more than the true ones and at most 3 fewer, and no dependence below a condition of 10^13.
"""

import sys
from collections.abc import Iterator

import numpy as np

from engine import Problem, optimum

from .engine.least_squares import exact_optimum, random_table, true_digits

MOST_ABOVE = 0.3
MOST_BELOW = 3.0
# Up to here a table must not be called dependent.
FULL = 1e13


def differences(tables: int, decades: float) -> Iterator[tuple[int, float, float]]:
    """Yield each seed with the largest and the smallest difference of its weights."""
    for seed in range(tables):
        problem = random_table(seed, decades)
        best = optimum(problem)
        if best.dependent:
            if unit_condition(problem) <= FULL:
                yield seed, np.inf, -np.inf
            continue
        beside = best.digits - true_digits(best.W, exact_optimum(problem))
        yield seed, float(beside.max()), float(beside.min())


def unit_condition(problem: Problem) -> float:
    """Return σmax/σmin of the columns on length 1."""
    lengths = np.linalg.norm(problem.A, axis=0)
    return float(np.linalg.cond(problem.A / lengths))


def main(tables: int) -> int:
    """Print what was found and return the exit status."""
    status = 0
    for decades in (13, 16.5):
        above, below = -np.inf, np.inf
        for seed, most, least in differences(tables, decades):
            above, below = max(above, most), min(below, least)
            if most > MOST_ABOVE or least < -MOST_BELOW:
                status = 1
                print(f"table {seed}: stated less true digits {least:.2f} … {most:.2f}")
        print(f"κ to 10^{decades:g}: {tables:,} tables, {below:.2f} … {above:.2f} digits")
    return status


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
