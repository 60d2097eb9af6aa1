"""The message strip."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.panels.message_strip import MessageStrip
from gui.text.message import Fix, Message, MessageKind
from gui.theme.appearance import Appearance, palette_of
from tests.gui.finding import named

SAFE = Message(MessageKind.FAULT, "Diverged.", Fix("Use η = 0.005", {"learning_rate": 0.005}))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MessageStrip]:
    """The visible strip."""
    panel = MessageStrip()
    qtbot.addWidget(panel)
    panel.resize(640, panel.height())
    panel.show()
    yield panel
    panel.close()


def sentence(panel: MessageStrip) -> QLabel:
    return named(panel, QLabel, "diagnosis_sentence")


def button(panel: MessageStrip) -> QPushButton:
    return named(panel, QPushButton, "fix")


def symbol(panel: MessageStrip) -> QLabel:
    return next(label for label in panel.findChildren(QLabel) if label is not sentence(panel))


@pytest.mark.parametrize("kind", MessageKind)
def test_sentence_and_symbol_are_shown(panel: MessageStrip, kind: MessageKind) -> None:
    panel.show_message(Message(kind, "All is well."))
    assert (symbol(panel).text(), sentence(panel).text()) == (kind.value, "All is well.")
    assert not button(panel).isVisible()


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space])
def test_click_or_key_chooses_the_fix(
    panel: MessageStrip, qtbot: QtBot, key: Qt.Key | None
) -> None:
    panel.show_message(SAFE)
    assert (button(panel).isVisible(), button(panel).text()) == (True, "Use η = 0.005")
    with qtbot.waitSignal(panel.fix_chosen) as chosen:
        if key is None:
            qtbot.mouseClick(button(panel), Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(button(panel), key)
    assert chosen.args == [SAFE.fix]


def test_fix_disappears_with_its_message(panel: MessageStrip, qtbot: QtBot) -> None:
    panel.show_message(SAFE)
    panel.show_message(Message(MessageKind.GOING, "Running."))
    assert not button(panel).isVisible()
    with qtbot.assertNotEmitted(panel.fix_chosen):
        button(panel).click()


def test_refusal_is_a_fault_without_fix(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    panel.show_refusal("h must be more than zero.")
    assert symbol(panel).text() == MessageKind.FAULT.value
    assert sentence(panel).text() == "h must be more than zero."
    assert not button(panel).isVisible()


def test_symbol_follows_the_palette(panel: MessageStrip) -> None:
    panel.show_message(SAFE)
    colours = []
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        panel.setPalette(palette_of(appearance))
        symbol(panel).ensurePolished()
        colours.append(symbol(panel).palette().color(symbol(panel).foregroundRole()).name())
    assert colours == ["#b3261e", "#ff8a80"]


def test_long_sentence_keeps_the_strip_size(panel: MessageStrip) -> None:
    panel.show_message(Message(MessageKind.WARNING, "Short."))
    before = panel.minimumSizeHint().width(), panel.height()
    panel.show_message(Message(MessageKind.WARNING, "The loss no longer falls. " * 20))
    assert (panel.minimumSizeHint().width(), panel.height()) == before
