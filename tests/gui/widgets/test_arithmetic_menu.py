import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.limit.arithmetic import Notation
from gui.text.message import Message
from gui.widgets.arithmetic_menu import ArithmeticMenu, CopyEntry


@pytest.fixture
def menu(window: QWidget) -> ArithmeticMenu:
    """A menu that copies the name of a notation, and nothing as LaTeX."""

    def write(notation: Notation) -> str:
        return "" if notation is Notation.LATEX else notation.name

    return ArithmeticMenu("copy_it", "Copy &As", "the sum", write, window)


def test_entry_copies_and_says_so(menu: ArithmeticMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.message) as said:
        menu.actions()[list(CopyEntry).index(CopyEntry.NUMPY)].trigger()
    assert QGuiApplication.clipboard().text() == "NUMPY"
    assert said.args is not None
    message = said.args[0]
    assert isinstance(message, Message)
    assert message.text == "Copied the sum as NumPy."
    assert message.is_passing


def test_nothing_is_not_copied(menu: ArithmeticMenu, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    with qtbot.assertNotEmitted(menu.message):
        menu.copy_as(Notation.LATEX)
    assert QGuiApplication.clipboard().text() == "before"


def test_entries_are_named(menu: ArithmeticMenu) -> None:
    names = [action.objectName() for action in menu.actions()]
    assert names == ["copy_it_text", "copy_it_latex", "copy_it_numpy"]
    assert all(action.toolTip() for action in menu.actions())
