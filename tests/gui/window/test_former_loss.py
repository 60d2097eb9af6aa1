"""Another loss in the window: what the run of the one before has found is shown as former."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Experiment, Fitted
from gui.panels.readout import LossReadout
from gui.plots.loss_plot import LossPlot
from gui.run.run_state import RunState
from gui.tables import MatrixView, WeightsModel
from gui.tables.models.cell_look import CellLook
from gui.tables.models.weight_rows import WeightRow
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import run_to

RIDGE = "mean((Y−P)²) + 0.1·sum(W²)"
WITH_KINK = "mean((Y−P)²) + 5·sum(|W|)"
SQUARES = "mean square"


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """The window with four rows, whose optimum is known at once, and room for all."""
    window.resize(1280, 900)
    problem = Problem([[1.0, -1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 2.0, 9.0, 4.0])
    settings = Settings(30, 0.05, 1e-3, loss="huber")
    window.features.files.begin("Line", Experiment.of(problem, settings))
    window.document.flush()
    return window


def choose(window: MainWindow, loss: str) -> None:
    """Set another loss at the same steps."""
    window.document.change_settings(loss=loss, learning_rate=0.05, h=1e-3)
    window.document.flush()


def model_of(window: MainWindow) -> WeightsModel:
    model = named(window, MatrixView, "W").matrix
    assert isinstance(model, WeightsModel)
    model.show_rows(model.available_rows)
    return model


def look(window: MainWindow) -> CellLook:
    model = model_of(window)
    return model.look(model.rows.index(WeightRow.NOW), 0)


def readout(window: MainWindow) -> str:
    return named(window, LossReadout, "readout").text()


def strip(window: MainWindow) -> str:
    return named(window, QLabel, "diagnosis_sentence").text()


def optimum_column(window: MainWindow) -> list[str]:
    rows = "r_squared", "rmse", "residual_sd", "optima"
    return [named(window, QLabel, f"fit_{row}_optimum").text() for row in rows]


def test_other_loss_at_same_steps(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    before = readout(window)
    choose(window, "mean absolute")
    assert readout(window) == f"{before}, under the former loss"
    assert look(window) is CellLook.QUIET
    assert "with the loss Huber" in model_of(window).former
    title = named(window, QLabel, "step_card_title").text()
    assert title.startswith("Run before: ")
    assert model_of(window).run.start_loss == 4.0  # the mean of |Y|
    window.document.undo_stack.undo()
    window.document.flush()
    assert readout(window) == before
    assert look(window) is CellLook.CURRENT
    choose(window, "mean absolute")
    run_to(window, qtbot, RunState.DONE)
    assert "former" not in readout(window)
    assert look(window) is CellLook.CURRENT


def test_curve_is_of_the_former_loss(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    plot = named(window, LossPlot, "loss_plot")

    def described() -> tuple[str, str, str]:
        header = plot.plot_area.header
        return header.legend[0].name, header.caption, header.legend[0].pen.color().name()

    before = described()
    assert before[0] == "loss"
    choose(window, "quantile")
    legend, caption, colour = described()
    assert legend == "former loss"
    assert "Of the run before, with the loss Huber, δ = 1." in caption
    assert colour == plot.plot_area.theme.quiet.name() != before[2]
    assert plot.plot_area.spoken_sentence().endswith("with the loss Huber, δ = 1.")
    window.document.undo_stack.undo()
    window.document.flush()
    assert described() == before
    choose(window, "quantile")
    run_to(window, qtbot, RunState.DONE)
    assert described()[0] == "loss"


def test_optimum_is_of_the_loss_set(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, SQUARES)
    run_to(window, qtbot, RunState.DONE)
    before = model_of(window).run
    assert before.optimum is not None
    choose(window, "log-cosh")
    run = model_of(window).run
    assert (run.optimum, run.least_loss, run.standard_errors) == (None, None, None)
    assert (run.has_least, run.former_formula) == (False, "")
    assert optimum_column(window) == ["—"] * 4
    choose(window, RIDGE)
    run = model_of(window).run
    assert run.least_loss is not None
    assert before.least_loss is not None
    assert run.least_loss > before.least_loss
    assert run.standard_errors is None
    assert optimum_column(window) == ["—", "—", "—", "one"]
    assert readout(window).endswith("under the former loss")


def test_undo_to_squares_knows_optimum(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    choose(window, SQUARES)
    run = model_of(window).run
    assert run.start_loss == 25.5  # the mean of Y²
    assert run.optimum is not None
    np.testing.assert_allclose(run.optimum[:, 0], [3.2, 1.6])
    assert run.standard_errors is not None
    assert "—" not in optimum_column(window)


def test_earlier_epoch_names_the_change(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    named(window, QAction, "first_epoch").trigger()
    window.document.flush()
    assert strip(window) == "This is epoch 0. The run has reached 30."
    choose(window, "mean absolute")
    told = "The loss is mean absolute now. This is epoch 0 of the run before."
    assert strip(window) == told
    window.document.undo_stack.undo()
    window.document.flush()
    assert strip(window) == "This is epoch 0. The run has reached 30."


def test_kink_has_no_exact_slope(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, WITH_KINK)
    run_to(window, qtbot, RunState.DONE)
    named(window, QAction, "first_epoch").trigger()
    model = model_of(window)
    qtbot.waitUntil(lambda: bool(model.run.kinks))
    model.show_rows(model.available_rows)
    exact = model.index(model.rows.index(WeightRow.EXACT), 0)
    assert exact.data() == "—"
    slopes = "slope −13 to the left, −3 to the right."
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        assert slopes in exact.data(role)
    assert model.index(model.rows.index(WeightRow.GRADIENT), 0).data() != "—"


@pytest.mark.parametrize("loss", [SQUARES, "mean absolute", RIDGE])
def test_saved_fit_has_its_figures(window: MainWindow, qtbot: QtBot, loss: str) -> None:
    choose(window, loss)
    run_to(window, qtbot, RunState.DONE)
    names = [f"fit_{row}_now" for row in ("r_squared", "rmse", "residual_sd")]
    names += [f"fit_{row}_optimum" for row in ("r_squared", "rmse", "optima", "rank", "condition")]

    def figures() -> list[str]:
        return [named(window, QLabel, name).text() for name in names]

    qtbot.waitUntil(lambda: figures()[-1] != "—")
    before, experiment = figures(), window.document.experiment
    assert "—" not in before[:3]
    progress = window.session.progress
    assert progress is not None
    fitted = Fitted(progress.frame.W, progress.frame.epoch, progress.frame.loss)
    other = Problem([[1.0], [2.0]], [1.0, 3.0])
    window.features.files.begin("Other", Experiment.of(other, Settings()))
    window.document.flush()
    window.document.open(experiment, fitted)
    window.document.flush()
    assert window.session.progress is None
    qtbot.waitUntil(lambda: figures() == before)
    window.document.change_settings(loss="huber")
    window.document.flush()
    qtbot.waitUntil(lambda: figures()[:3] == before[:3])
