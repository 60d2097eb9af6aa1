"""One of several, as actions."""

from enum import Enum

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.plots.choice import Choice


class Colour(Enum):
    RED = "Red"
    GREEN = "Green"


def test_there_is_an_action_for_each_member(qtbot: QtBot) -> None:
    parent = QObject()
    choice = Choice(Colour, parent)
    assert [action.text() for action in choice.actions()] == ["Red", "Green"]
    assert not any(action.isChecked() for action in choice.actions())


def test_choosing_tells_the_member(qtbot: QtBot) -> None:
    parent = QObject()
    choice = Choice(Colour, parent)
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.actions()[1].trigger()
    assert chosen.args == [Colour.GREEN]


def test_checking_is_no_choice(qtbot: QtBot) -> None:
    parent = QObject()
    choice = Choice(Colour, parent)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.check(Colour.GREEN)
    assert [action.isChecked() for action in choice.actions()] == [False, True]


def test_choices_of_the_same_are_told_apart_by_what_they_are_of(qtbot: QtBot) -> None:
    parent = QObject()
    choice = Choice(Colour, parent, of="sky")
    assert [action.text() for action in choice.actions()] == ["Red sky", "Green sky"]
    assert [action.objectName() for action in choice.actions()] == ["red_sky", "green_sky"]
    choice.check(Colour.RED)
    assert [action.isChecked() for action in choice.actions()] == [True, False]
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.actions()[1].trigger()
    assert chosen.args == [Colour.GREEN]
