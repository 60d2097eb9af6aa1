"""A sheet with two columns of one name: sentences and cards say which of them they mean."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, descend, optimum
from engine.verdict.judge import judge
from gui.document import Experiment
from gui.limit.limit_view import LimitView
from gui.tables import MatrixView
from gui.transforms.columns import named_columns
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import text_of

STEP_TITLE = "step_card_title"
A = [[1.0, 3.0, 2.0], [1.0, 5.0, 1.0], [1.0, 8.0, 9.0], [1.0, 1.0, 4.0]]
ALIKE = Experiment.of(
    Problem(A, [1.0, 4.0, 2.0, 7.0]), Settings(10, 1e-3, 0.1), names=("1", "x", "x", "y")
)


@pytest.fixture
def window(unshown_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with such a table, large enough for its cards."""
    unshown_window.resize(1920, 1080)
    unshown_window.show()
    qtbot.waitExposed(unshown_window)
    unshown_window.document.open(ALIKE)
    unshown_window.document.flush()
    return unshown_window


def choose(window: MainWindow, column: int) -> None:
    view = named(window, MatrixView, "A")
    view.setCurrentIndex(view.matrix.index(0, column))


def ends(labels: list[QLabel], text: str) -> bool:
    return [each.text().endswith(text) for each in labels] == [True]


def test_step_card_names_one_of_them(window: MainWindow, qtbot: QtBot) -> None:
    titles = [each for each in window.findChildren(QLabel) if each.objectName() == STEP_TITLE]
    for column, name in ((1, "x (column 2)"), (2, "x (column 3)"), (0, "intercept")):
        choose(window, column)
        qtbot.waitUntil(partial(ends, titles, f"for {name}"))


def test_limit_names_one_of_them(window: MainWindow) -> None:
    (limit,) = window.findChildren(LimitView)
    assert list(limit.model.weight_names) == ["intercept", "x (column 2)", "x (column 3)"]


def test_heads_keep_the_given_names(window: MainWindow) -> None:
    view = named(window, MatrixView, "A")
    heads = [view.matrix.headerData(k, Qt.Orientation.Horizontal) for k in range(3)]
    assert heads == ["intercept", "x", "x"]


def test_refused_step_names_one(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(h=1e-20)
    window.document.set_initial_weights(ALIKE.W.joined * 0 + [[0.0], [0.0], [5.0]])
    window.document.flush()
    qtbot.waitUntil(lambda: "x (column 3)" in text_of(window, "diagnosis_sentence"))


def test_columns_of_a_change_are_told_apart() -> None:
    assert named_columns(ALIKE, [1, 2]) == "“x” (column 2) and “x” (column 3)"
    assert named_columns(ALIKE, [0]) == "intercept"


def test_dependency_names_both() -> None:
    twins = Problem([[1.0, 2.0, 2.0], [1.0, 3.0, 3.0], [1.0, 5.0, 5.0]], [1.0, 2.0, 4.0])
    used = Settings(until_converged=True)
    *_, frame = descend(twins, used)
    verdict = judge(twins, used, frame, optimum(twins), ("1", "x", "x"))
    assert "x (column 3) = x (column 2)" in verdict.detail
