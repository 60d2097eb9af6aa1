"""A click on δW shows the update of its weight, and what is copied of it gives the next W."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.panels.step_card import StepCard
from gui.run.run_state import RunState
from gui.tables import MatrixView, WeightsModel
from gui.tables.models.weight_rows import WeightRow
from gui.text.numbers import format_number
from gui.widgets.toast import Toast
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import run_to


def click(window: MainWindow, qtbot: QtBot, row: WeightRow, weight: int) -> None:
    view = named(window, MatrixView, "W")
    model = view.model()
    assert isinstance(model, WeightsModel)
    place = model.index(model.rows.index(row), weight)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(place).center()
    )


def title(window: MainWindow) -> str:
    card = named(window, StepCard, "step_card")
    return named(card, QLabel, "step_card_title").text()


@pytest.mark.parametrize("row", [WeightRow.GRADIENT, WeightRow.EXACT])
def test_clicked_slope_is_written_out(
    window_after_run: MainWindow, qtbot: QtBot, row: WeightRow
) -> None:
    click(window_after_run, qtbot, row, 2)
    assert title(window_after_run) == "This step, for x3"
    assert named(window_after_run, StepCard, "step_card").isVisible()


def test_copied_step_is_the_next_epoch(
    window_after_run: MainWindow, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    window = window_after_run
    window.document.change_settings(method="literal")
    window.session.step()
    qtbot.waitUntil(lambda: not window.session.state.is_active)
    click(window, qtbot, WeightRow.GRADIENT, 1)
    named(window, QAction, "copy_step_numpy").trigger()
    assert named(window, Toast, "toast").text() == "Copied this step as NumPy."
    exec(QGuiApplication.clipboard().text(), {})
    window.session.step()
    qtbot.waitUntil(lambda: not window.session.state.is_active)
    progress = window.session.progress
    assert progress is not None
    assert float(capsys.readouterr().out) == progress.frame.W[1, 0]


def test_step_is_copied_from_the_menu_too(window: MainWindow, qtbot: QtBot) -> None:
    menu = named(window, QMenu, "copy_step")
    assert menu.menuAction() in window.features.copy_as.menu.actions()
    qtbot.waitUntil(menu.isEnabled)  # before a run it is the first step
    run_to(window, qtbot, RunState.DONE)
    assert menu.isEnabled()


def test_step_before_a_run(window: MainWindow, qtbot: QtBot) -> None:
    """Run takes the very step that the card has shown before."""
    window.resize(1280, 800)
    card = named(window, StepCard, "step_card")
    qtbot.waitUntil(lambda: title(window) == "First step, for x1")
    following = named(card, QLabel, "step_next").text()
    window.document.change_settings(learning_rate=0.005)
    qtbot.waitUntil(lambda: named(card, QLabel, "step_next").text() != following)
    window.document.change_settings(learning_rate=0.01)
    qtbot.waitUntil(lambda: named(card, QLabel, "step_next").text() == following)
    named(window, QAction, "step").trigger()
    qtbot.waitUntil(lambda: title(window) == "This step, for x1")
    qtbot.waitUntil(lambda: not window.session.state.is_active)
    assert window.session.progress is not None
    assert format_number(float(window.session.progress.frame.W[0, 0])) == following
    window.document.set_block(TableName.A, 0, 0, np.array([[2.0]]))
    qtbot.waitUntil(lambda: title(window) == "First step, for x1")
    assert named(card, QLabel, "step_next").text() != following
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: title(window) == "This step, for x1")
