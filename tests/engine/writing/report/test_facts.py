import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Cancelled, Problem, StopReason, optimum
from engine.archive.experiment import SavedExperiment
from engine.writing.report.facts import ReportedRun, Wording

from .runs import line_problem, reported


def test_script_reports_what_fit_found() -> None:
    run = reported(line_problem(), "one", "x", "price")
    assert (run.names, run.output) == (["one", "x"], "price")
    assert pytest.approx(optimum(run.problem).W) == run.W
    assert run.has_converged
    assert run.is_optimum


def test_settings_become_numbers() -> None:
    settings = reported(h="fits each weight").settings
    assert isinstance(settings.h, tuple)
    assert settings.fixed_learning_rate > 0


def test_run_of_few_epochs_has_not_converged() -> None:
    run = reported(until_converged=False, epochs=2)
    assert not run.has_converged
    assert not run.is_optimum
    assert run.loss > optimum(run.problem).loss


def test_biased_run_converges_beside_optimum() -> None:
    run = reported(difference="forward", h=0.5)
    assert run.stop is StopReason.CONVERGED
    assert run.has_converged
    assert not run.is_optimum


def test_rest_on_another_loss_is_convergence() -> None:
    run = reported(loss="huber", until_converged=False, epochs=500, learning_rate=0.5)
    assert run.verdict is not None
    assert run.verdict.is_rest
    assert run.has_converged
    assert (run.fit_statistics, run.comparison, run.influence) == (None, None, None)


def test_weights_of_a_file_are_completed() -> None:
    problem = line_problem()
    best = optimum(problem)
    saved = SavedExperiment(problem.A, problem.Y, problem.W)
    run = ReportedRun(saved, ["a", "b"], best.W, math.nan, math.nan).completed()
    assert run.loss == pytest.approx(best.loss)
    assert run.is_optimum
    assert run.has_converged


def test_goodness_is_that_of_the_weights() -> None:
    for run in (reported(epochs=2, until_converged=False), reported(loss="huber", epochs=9)):
        assert run.goodness is not None
        residuals = run.problem.Y - run.problem.A @ run.W
        assert run.goodness.rmse == pytest.approx(math.sqrt(np.mean(residuals**2)))
    broken = replace(run, W=np.full((2, 1), math.inf))
    assert broken.goodness is None


def test_long_work_can_be_cancelled() -> None:
    rng = np.random.default_rng(0)
    problem = Problem(rng.normal(size=(20_000, 3)), rng.normal(size=20_000))
    run = replace(reported(problem), cancelled=lambda: True)
    with pytest.raises(Cancelled):
        _ = run.influence
    with pytest.raises(Cancelled):
        replace(run, best=None, known=None).completed()


def test_wording_speaks_plain_english() -> None:
    plain = Wording()
    assert plain.say("Done.") == "Done."
    assert plain.number(0.1234567, 3) == "0.123"
    assert plain.loss(1e-31, 1e-28) == "< 1e−28"
    assert plain.loss(2.5, 0.0) == "2.5"
    assert plain.r_squared(1.2e-9) == "1 − 1.2e−9"
    assert plain.r_squared(0.25) == "0.75"
