import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings
from engine.formula import quotients
from engine.formula.formula import Formula
from engine.limit.digits import quotient_digits
from engine.limit.loss_point import LossPoint
from engine.limit.loss_table import LossTable
from engine.limit.table import LimitTable

from ..formula.losses import LOSSES
from .loss_places import problem_of


@pytest.mark.parametrize("kept", [quotients.CELLS_KEPT, 0])
@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("name", LOSSES)
def test_losses_are_those_of_a_run(
    name: str, precision: Precision, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotients, "CELLS_KEPT", kept)
    problem, W = problem_of(name, rows=5_000)
    table = LossTable.of_rows(problem, Settings(precision=precision), Formula.of(LOSSES[name]))
    w, h = table.weights_of(W), 0.01
    run = table.quotients(h, Difference.CENTRAL).written_out(w.reshape(-1, 1))
    for k in range(table.weights):
        side = np.array([h]).astype(w.dtype)
        points = np.concatenate((w[k : k + 1] + side, w[k : k + 1] - side))
        ahead, behind = table.losses(w, k, points)
        assert (ahead, behind) == (run.ahead[k], run.behind[k])


@pytest.mark.parametrize("is_scaled", [False, True])
@pytest.mark.parametrize("difference", Difference)
def test_digits_are_those_of_a_run(difference: Difference, *, is_scaled: bool) -> None:
    problem, W = problem_of("lasso")
    settings = Settings(scale_columns=is_scaled, difference=difference)
    table = LossTable.of_rows(problem, settings, Formula.of(LOSSES["lasso"]))
    point = LossPoint.at(table, W)
    gradient = table.quotients(1e-3, difference).at(point.w.reshape(-1, 1)).gradient
    for k in range(table.weights):
        found = quotient_digits(point, k, 1e-3, difference)
        assert found.slope == gradient[k, 0]
        assert found.slope == pytest.approx(point.slopes[k], abs=0.1 * float(np.ptp(point.slopes)))


def test_scaled_weights_mean_the_same() -> None:
    problem, W = problem_of("lasso")
    formula = Formula.of(LOSSES["lasso"])
    plain, scaled = (
        LossPoint.at(LossTable.of_rows(problem, Settings(scale_columns=each), formula), W)
        for each in (False, True)
    )
    assert scaled.loss == pytest.approx(plain.loss)
    assert scaled.slopes * scaled.table.norms[:, 0] == pytest.approx(plain.slopes)


def test_ridge_is_the_mean_square_of_more_rows() -> None:
    problem, W = problem_of("ridge")
    settings = Settings(loss=LOSSES["ridge"])
    assert settings.formula is not None
    table = LimitTable.of_rows(problem, settings)
    assert (table.rows, table.weights) == (problem.rows + problem.weights, problem.weights)
    loss = table.losses(W[:, 0], 0, W[:1, 0])
    assert loss == pytest.approx(settings.formula.losses(problem, W.T))


def test_single_precision_is_kept() -> None:
    problem = Problem([[1.0], [2.0]], [0.1, 0.2])
    table = LossTable.of_rows(problem, Settings(), Formula.of("huber"), Precision.SINGLE)
    assert table.A.dtype == np.float32
    assert table.in_double().Y[0, 0] == float(np.float32(0.1))
