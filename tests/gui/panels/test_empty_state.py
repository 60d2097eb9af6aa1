import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.empty_state import DropArea, EmptyState
from gui.theme.blending import CURVE, contrast
from tests.audit.appearances import Look
from tests.gui.finding import named


def test_offer_stands_over_content(qtbot: QtBot) -> None:
    state, content = EmptyState(), QLabel("plots")
    qtbot.addWidget(state)
    state.cover(content)
    state.show()
    assert (state.is_empty, content.isVisible()) == (False, True)
    state.show_empty(is_empty=True)
    assert (state.is_empty, content.isVisible()) == (True, False)
    state.show_empty(is_empty=False)
    assert content.isVisible()


def test_buttons_ask_and_offer(qtbot: QtBot) -> None:
    state, examples = EmptyState(), QMenu()
    qtbot.addWidget(state)
    state.cover(QWidget())
    state.set_examples(examples)
    state.show_empty(is_empty=True)
    state.show()
    for name, signal in (
        ("paste_table", state.paste_requested),
        ("import_file", state.import_requested),
        ("open_experiment", state.open_requested),
    ):
        spy = QSignalSpy(signal)
        qtbot.mouseClick(named(state, QPushButton, name), Qt.MouseButton.LeftButton)
        assert spy.count() == 1
    assert named(state, QPushButton, "open_example").menu() is examples
    assert all(button.toolTip() for button in state.findChildren(QPushButton))


@pytest.mark.parametrize("look", Look)
def test_place_to_drop_has_an_outline(qtbot: QtBot, look: Look) -> None:
    area = DropArea()
    qtbot.addWidget(area)
    area.setPalette(look.palette())
    area.resize(400, 120)
    picture, ground = area.grab().toImage(), look.palette().base().color()
    seen = [contrast(picture.pixelColor(x, 4), ground) for x in range(100, 300)]
    assert max(seen) >= CURVE - 0.3
    assert min(seen) == 1.0  # between the dashes
    assert picture.pixelColor(200, 60) == ground
