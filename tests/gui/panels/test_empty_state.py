from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.empty_state import EmptyState
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
    ):
        spy = QSignalSpy(signal)
        qtbot.mouseClick(named(state, QPushButton, name), Qt.MouseButton.LeftButton)
        assert spy.count() == 1
    assert named(state, QPushButton, "open_example").menu() is examples
