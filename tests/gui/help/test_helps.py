import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialogButtonBox, QMainWindow, QTextBrowser
from pytestqt.qtbot import QtBot

from engine import Difference
from engine.program.version import VERSION
from engine.quotients import Quotients
from gui.help import Helps, texts
from gui.help.help_dialog import HelpDialog
from tests.gui.finding import named

ROOT = Path(__file__).parents[3]


@pytest.fixture
def main_window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    run = QAction("&Run", window)
    run.setShortcut("F5")
    window.menuBar().addMenu("&Run").addAction(run)
    window.show()
    return window


def page(window: QMainWindow, name: str) -> str:
    return named(named(window, HelpDialog, name), QTextBrowser, "help_text").toPlainText()


def test_each_entry_shows_its_page(main_window: QMainWindow) -> None:
    helps = Helps(main_window)
    helps.show_first_steps()
    helps.show_keyboard()
    helps.show_rule()
    helps.show_about()
    assert "Press Run (F5)" in page(main_window, "first_steps_dialog")
    assert "F5" in page(main_window, "keyboard_dialog")
    assert "[loss(w + h) − loss(w − h)] / 2h" in page(main_window, "rule_dialog")
    assert f"Secant {VERSION}" in page(main_window, "about_dialog")


@pytest.mark.parametrize(
    ("difference", "bias"), [(Difference.FORWARD, 0.5), (Difference.BACKWARD, -0.5)]
)
def test_rule_tells_true_bias(difference: Difference, bias: float) -> None:
    A, Y, h = np.array([[1.0], [3.0]]), np.array([[2.0], [1.0]]), 0.5
    w = np.array([[0.75]])
    second = 2 * float(np.mean(np.square(A)))
    exact = 2 * float(np.mean(A * (A @ w - Y)))
    slope = float(Quotients(A, Y, h, difference).at(w).gradient[0, 0])
    assert slope - exact == pytest.approx(bias * h * second)
    assert "too large by h/2 times the second derivative" in " ".join(texts.RULE.split())


def test_dialog_is_open_once(main_window: QMainWindow, qtbot: QtBot) -> None:
    helps = Helps(main_window)
    helps.show_rule()
    helps.show_rule()
    (dialog,) = main_window.findChildren(HelpDialog)
    named(dialog, QDialogButtonBox, "").button(QDialogButtonBox.StandardButton.Close).click()
    qtbot.waitUntil(lambda: not main_window.findChildren(HelpDialog))


def test_version_is_that_of_project() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["project"]["dynamic"] == ["version"]
    module, _, name = settings["tool"]["setuptools"]["dynamic"]["version"]["attr"].rpartition(".")
    assert getattr(import_module(module), name) == VERSION
