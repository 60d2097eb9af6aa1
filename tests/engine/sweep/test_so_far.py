"""What is told of a sweep while it is computed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engine import Method, Optimiser, Problem, Settings, learning_rate_limit
from engine.sweep.result import Sweep
from engine.sweep.sweep import sweep

PROBLEM = Problem([[1.0, 0.2], [0.3, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.5])
RATES = [0.1, 0.3, 0.5, 40.0]
SETTINGS = Settings(400, 0.1, 0.1)


def told(settings: Settings) -> tuple[list[Sweep], Sweep]:
    """Return all that is told of a sweep, and the sweep."""
    found: list[Sweep] = []

    def keep(so_far: Callable[[], Sweep]) -> None:
        found.append(so_far())

    rates = np.array(RATES) * learning_rate_limit(PROBLEM)
    return found, sweep(PROBLEM, settings, "learning_rate", rates, so_far=keep)


@pytest.mark.parametrize(
    ("changes", "method"),
    [
        ({}, Method.MODES),
        ({"loss": "log-cosh"}, Method.LITERAL),
        ({"optimiser": "nesterov"}, Method.MODES),
    ],
)
def test_runs_are_told_one_by_one(changes: dict[str, str], method: Method) -> None:
    found, whole = told(replace(SETTINGS, **changes))  # type: ignore[arg-type]
    assert whole.method is method
    assert whole.known.all()
    assert [int(each.known.sum()) for each in found] == [1, 2, 3, 4]
    for each in found:
        known = each.known
        assert np.array_equal(each.losses[known], whole.losses[known])
        assert np.isnan(each.losses[~known]).all()
        assert (each.epochs, each.stable) == (whole.epochs, whole.stable)
        assert np.array_equal(each.values, whole.values)


@pytest.mark.parametrize("scale_columns", [False, True])
def test_walked_runs_are_told_by_epochs(*, scale_columns: bool) -> None:
    """Each is the sweep of so many epochs, with those that have diverged by then."""
    given = replace(SETTINGS, optimiser=Optimiser.ADAM, scale_columns=scale_columns)
    found, whole = told(given)
    assert whole.method is Method.TRIANGLE
    assert [each.epochs for each in found] == list(range(2, 400, 2))
    for each in found[::50]:
        _, shorter = told(replace(given, epochs=each.epochs))
        assert np.allclose(each.losses, shorter.losses, rtol=1e-12)
        assert np.allclose(each.W, shorter.W, rtol=1e-12, equal_nan=True)


def test_diverged_runs_stay_told() -> None:
    found, whole = told(replace(SETTINGS, method=Method.TRIANGLE, optimiser=Optimiser.HEAVY_BALL))
    assert np.isinf(whole.losses[-1])
    assert np.isinf(found[-1].losses[-1])
    assert np.isfinite(found[-1].losses[:-1]).all()
    assert np.isfinite(found[0].losses).all()
