"""Actions that choose a member of an enum."""

from enum import Enum

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.plots.choice import ChoiceActions


class Colour(Enum):
    RED = "Red"
    GREEN = "Green"


def test_each_member_has_an_action(qtbot: QtBot) -> None:
    parent = QObject()
    choice = ChoiceActions(Colour, parent)
    assert [action.text() for action in choice.actions()] == ["Red", "Green"]
    assert not any(action.isChecked() for action in choice.actions())


def test_triggering_emits_the_member(qtbot: QtBot) -> None:
    parent = QObject()
    choice = ChoiceActions(Colour, parent)
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.actions()[1].trigger()
    assert chosen.args == [Colour.GREEN]


def test_checking_emits_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    choice = ChoiceActions(Colour, parent)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.check(Colour.GREEN)
    assert [action.isChecked() for action in choice.actions()] == [False, True]


def test_suffix_distinguishes_equal_choices(qtbot: QtBot) -> None:
    parent = QObject()
    choice = ChoiceActions(Colour, parent, of="sky")
    assert [action.text() for action in choice.actions()] == ["Red sky", "Green sky"]
    assert [action.objectName() for action in choice.actions()] == ["red_sky", "green_sky"]
    choice.check(Colour.RED)
    assert [action.isChecked() for action in choice.actions()] == [True, False]
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.actions()[1].trigger()
    assert chosen.args == [Colour.GREEN]
