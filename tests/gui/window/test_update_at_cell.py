"""The whole update of a weight at its cell of W, at sizes at which the card has no room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.panels.step_card import StepCard
from gui.panels.update_popup import UpdatePopup
from gui.tables import MatrixView, WeightsModel
from gui.tables.models.weight_rows import WeightRow
from gui.window.main_window import MainWindow
from gui.window.update_at_cell import UpdateAtCell
from tests.gui.finding import named
from tests.gui.window.test_copied_step import click

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def on_longley(window: MainWindow, qtbot: QtBot, width: int, height: int) -> UpdatePopup:
    window.resize(width, height)
    named(window, QAction, "example_longley").trigger()
    window.document.flush()
    named(window, QAction, "step").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active)
    qtbot.waitUntil(lambda: window.session.progress is not None)
    qtbot.waitUntil(lambda: WeightRow.GRADIENT in weights(window).rows)
    assert not named(window, StepCard, "step_card").isVisible()
    return named(window, UpdatePopup, "update_popup")


def weights(window: MainWindow) -> WeightsModel:
    model = named(window, MatrixView, "W").model()
    assert isinstance(model, WeightsModel)
    return model


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 600)])
def test_hidden_card_writes_at_the_cell(
    window: MainWindow, qtbot: QtBot, width: int, height: int
) -> None:
    popup = on_longley(window, qtbot, width, height)
    click(window, qtbot, WeightRow.NOW, 1)
    qtbot.waitUntil(popup.isVisible)
    progress = window.session.progress
    assert progress is not None
    assert progress.working is not None
    step = progress.working.of_weight(1)
    title, rule, numbers, after, *_ = popup.text().splitlines()
    assert title.startswith("This step, for ")
    assert title == popup.accessibleName()
    assert rule.endswith("((L(w + h) − L(w − h)) / (h taken))") or "/ |a|" in rule
    for number in (step.ahead, step.behind):
        assert repr(number).replace("-", "−") in numbers
    assert after.endswith(repr(step.w_next_of_table).replace("-", "−"))
    assert numbers in popup.accessibleDescription()
    assert popup.width() <= window.width()
    assert popup.height() >= popup.heightForWidth(popup.width())


def test_esc_and_clicks_close_it(window: MainWindow, qtbot: QtBot) -> None:
    popup = on_longley(window, qtbot, 1280, 800)
    click(window, qtbot, WeightRow.NOW, 1)
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    click(window, qtbot, WeightRow.NOW, 1)
    qtbot.waitUntil(popup.isVisible)
    qtbot.mouseClick(popup, Qt.MouseButton.LeftButton)
    assert not popup.isVisible()


def test_other_keys_act_on_the_table(window: MainWindow, qtbot: QtBot) -> None:
    popup, view = on_longley(window, qtbot, 1280, 800), named(window, MatrixView, "W")
    click(window, qtbot, WeightRow.NOW, 1)
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Right)
    assert not popup.isVisible()
    assert view.currentIndex().column() == 2


def test_start_is_clicked_to_type(window: MainWindow, qtbot: QtBot) -> None:
    popup = on_longley(window, qtbot, 1280, 800)
    click(window, qtbot, WeightRow.START, 1)
    assert not popup.isVisible()


def test_key_writes_it_out(window_after_run: MainWindow, qtbot: QtBot) -> None:
    window = window_after_run
    popup, view = (
        named(window, UpdatePopup, "update_popup"),
        named(window, MatrixView, "W"),
    )
    click(window, qtbot, WeightRow.NOW, 2)  # beside a card that is shown
    assert named(window, StepCard, "step_card").isVisible()
    assert not popup.isVisible()
    assert window.findChild(UpdateAtCell) is not None
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(popup.isVisible)
    assert popup.accessibleName() == "This step, for x3"
    popup.close()
