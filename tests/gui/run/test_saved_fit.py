import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, fit, optimum
from engine.statistics import statistics
from gui.document import Experiment, Fitted
from gui.run import saved_fit
from gui.run.saved_fit import SavedFit, goodness_at

PROBLEM = Problem([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]], [1.0, 2.0, 4.0])
SETTINGS = Settings(1000, 0.1, 0.5, until_converged=True)
BEST = optimum(PROBLEM)


def of(W: list[float], loss: float) -> SavedFit:
    fitted = Fitted(np.array([W]).T, 1000, loss)
    return SavedFit.of(Experiment.of(PROBLEM, SETTINGS), fitted, BEST)


def test_converged_weights_are_the_optimum() -> None:
    end = fit(PROBLEM, SETTINGS).end
    found = of(end.W[:, 0].tolist(), end.loss)
    assert found.is_optimum
    assert found.exact_gradient is not None
    assert np.abs(found.exact_gradient).max() < 1e-9


def test_other_weights_have_slopes() -> None:
    found = of([0.0, 1.0], 1 / 3)
    assert not found.is_optimum
    assert found.exact_gradient is not None
    # Residuals 0, 0 and 1: −2/3 · (1, 3).
    assert found.exact_gradient[:, 0].tolist() == pytest.approx([-2 / 3, -2.0])


def test_unfit_weights_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = of([math.inf, 1.0], math.nan)
    assert (found.is_optimum, found.exact_gradient) == (False, None)
    monkeypatch.setattr(saved_fit, "MOST_CELLS", 5)
    assert of([0.0, 1.0], 1 / 3).exact_gradient is None


def test_squares_tell_how_weights_fit() -> None:
    experiment = Experiment.of(PROBLEM, replace(SETTINGS, loss="mean absolute"))
    known = statistics(PROBLEM, BEST)
    found = goodness_at(experiment, np.array([[0.0], [1.0]]), known)
    assert found is not None
    assert found.rmse == pytest.approx(math.sqrt(1 / 3))
    assert goodness_at(experiment, None, known) is None
    assert goodness_at(experiment, BEST.W, None) is None
    assert goodness_at(experiment, np.full((2, 1), math.inf), known) is None
