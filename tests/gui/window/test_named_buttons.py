"""What sentences ask to press is what the button says, and a view follows what is shown."""

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.limit.texts import THE_LIMIT
from gui.panels.message_strip import MessageStrip
from gui.panels.view_tabs import DESCENT, ViewTabs
from gui.run.run_state import RunState
from gui.widgets.menu_field import MenuField
from gui.window.main_window import MainWindow
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def sentence(window: MainWindow) -> str:
    window.document.flush()
    return window.findChildren(MessageStrip)[0].sentence


def run_text(window: MainWindow) -> str:
    return named(window, QAction, "run").text().replace("&", "")


def paused(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "step").trigger()
    qtbot.waitUntil(lambda: window.session.state is RunState.PAUSED)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"scale_columns": True},
        {"h": 0.01},
        {"learning_rate": 0.002},
        {"epochs": 2000},
        {"difference": "forward"},
        {"loss": "huber"},
        {"loss": "mean(log(1+(Y-P)^2))"},
        {"until_converged": True},
        {"precision": "float32"},
    ],
)
def test_sentence_names_the_button(
    window: MainWindow, qtbot: QtBot, changes: dict[str, float | str]
) -> None:
    paused(window, qtbot)
    window.document.change_settings(**changes)
    told = sentence(window)
    assert f"Press {run_text(window)}" in told
    is_other = "loss" in changes
    assert run_text(window) == ("Run" if is_other else "Go On")


def test_former_loss_goes_on_again(window: MainWindow, qtbot: QtBot) -> None:
    paused(window, qtbot)
    window.document.change_settings(loss="huber")
    assert "Press Run" in sentence(window)
    named(window, QAction, "undo").trigger()
    assert sentence(window) == "Paused at epoch 1. Press Go On."
    assert run_text(window) == "Go On"


def test_paused_earlier_epoch_names_no_run(window: MainWindow, qtbot: QtBot) -> None:
    paused(window, qtbot)
    paused(window, qtbot)
    window.session.show_epoch(0)
    window.document.change_settings(epochs=2000)
    assert "The run goes on from" in sentence(window)


@pytest.mark.parametrize("key", ["small_h", "forward_bias"])
@pytest.mark.parametrize("answer", [Button.Cancel, Button.Discard])
def test_view_follows_the_example(
    window: MainWindow, qtbot: QtBot, key: str, answer: Button
) -> None:
    (views,) = window.findChildren(ViewTabs)
    window.document.set_block(TableName.A, 0, 0, np.array([[7.0]]))
    named(window, QAction, f"example_{key}").trigger()
    assert views.current_name == DESCENT
    (question,) = window.findChildren(QMessageBox)
    question.button(answer).click()
    expected = DESCENT if answer is Button.Cancel else THE_LIMIT
    qtbot.waitUntil(lambda: views.current_name == expected)


def test_folded_menu_takes_another_formula(window: MainWindow) -> None:
    folded = named(window, MenuField, "quotient_and_columns")
    for loss in ("mean square", "mean(log(1+(Y-P)^2))", "sum(abs(Y-P))", "huber"):
        window.document.change_settings(loss=loss)
        window.document.flush()
        texts = [each.text() for each in folded.choices.actions()]
        assert texts[-1].replace("&", "") == "Type a Formula…"
        assert ([each for each in texts if "(" in each] == [loss]) == ("(" in loss)
