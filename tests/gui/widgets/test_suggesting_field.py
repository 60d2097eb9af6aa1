"""A number field with a menu of the numbers that make sense."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.text.message import MessageKind
from gui.theme.palette import kind_colour
from gui.widgets.suggesting_field import SuggestingField, Suggestion
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus

FOREVER = "until converged"
ENTRIES = [Suggestion("100", 100.0), Suggestion(FOREVER, FOREVER)]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    yield window
    window.close()


def shown(qtbot: QtBot, window: QWidget, entries: list[Suggestion]) -> SuggestingField:
    field = SuggestingField("epochs", "Epochs", lambda: entries, words=[FOREVER], least=1)
    field.value_entered.connect(field.set_value)
    field.word_entered.connect(field.set_word)
    field.set_value(1000)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(field)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    return field


@pytest.fixture
def field(qtbot: QtBot, window: QWidget) -> SuggestingField:
    return shown(qtbot, window, ENTRIES)


def open_menu(field: SuggestingField, qtbot: QtBot) -> QMenu:
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(field.menu.isVisible)
    return field.menu


def test_keys_choose_a_number(field: SuggestingField, qtbot: QtBot) -> None:
    menu = open_menu(field, qtbot)
    assert [entry.text() for entry in menu.actions()] == ["100", FOREVER]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert (field.value(), field.text(), field.word) == (100, "100", "")
    assert field.hasFocus()


def test_keys_choose_a_word(field: SuggestingField, qtbot: QtBot) -> None:
    menu = open_menu(field, qtbot)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert (field.value(), field.text(), field.word) == (1000, FOREVER, FOREVER)


def test_arrow_opens_the_menu(field: SuggestingField, qtbot: QtBot) -> None:
    place = QPoint(field.width() - 8, field.height() // 2)
    arrow = named(field, QToolButton, "epochs_arrow")
    assert field.childAt(place) is arrow
    qtbot.mouseClick(arrow, Qt.MouseButton.LeftButton)
    assert QApplication.activePopupWidget() is field.menu
    qtbot.keyClick(field.menu, Qt.Key.Key_Escape)
    assert (field.text(), field.menu.isVisible()) == ("1000", False)


@pytest.mark.parametrize("typed", [FOREVER, " Until  Converged"])
def test_word_may_be_typed(field: SuggestingField, qtbot: QtBot, typed: str) -> None:
    for _ in range(2):
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert (field.text(), field.word, field.is_refused()) == (FOREVER, FOREVER, False)


def test_same_word_is_offered_once(field: SuggestingField) -> None:
    field.set_word(FOREVER)
    offers = QSignalSpy(field.word_entered)
    field.commit()
    field.setText(FOREVER.upper())
    field.commit()
    assert (offers.count(), field.text()) == (0, FOREVER)


def test_escape_restores_the_word(field: SuggestingField, qtbot: QtBot) -> None:
    field.set_word(FOREVER)
    field.selectAll()
    qtbot.keyClicks(field, "some")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.is_refused()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.is_refused()) == (FOREVER, False)


def test_number_replaces_the_word(field: SuggestingField, qtbot: QtBot) -> None:
    field.set_word(FOREVER)
    field.selectAll()
    qtbot.keyClicks(field, "1000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), field.word) == ("1000", "")
    field.set_word(FOREVER)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (field.value(), field.word) == (2000, "")


def test_sentence_cannot_be_chosen(qtbot: QtBot, window: QWidget) -> None:
    field = shown(qtbot, window, [Suggestion("The limit is not known yet.")])
    menu = open_menu(field, qtbot)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    menu.close()
    assert (field.value(), field.text()) == (1000, "1000")
    assert not menu.actions()[0].isEnabled()


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_text_stays_beside_the_arrow(field: SuggestingField, direction: Qt.LayoutDirection) -> None:
    field.window().setLayoutDirection(direction)
    arrow = named(field, QToolButton, "epochs_arrow")
    assert arrow.geometry().right() == field.width() - 1
    assert field.textMargins().right() >= field.width() - arrow.x()


def test_arrow_is_no_stop(field: SuggestingField) -> None:
    arrow = named(field, QToolButton, "epochs_arrow")
    assert arrow.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert "Alt+↓" in arrow.accessibleName()


def test_refusal_is_framed(field: SuggestingField, qtbot: QtBot) -> None:
    fault = QColor(kind_colour(MessageKind.FAULT, field.palette()).rgb())  # as a pixel has it
    middle = field.height() // 2
    assert field.grab().toImage().pixelColor(1, middle) != fault
    field.refuse("There is no number here.")
    assert field.grab().toImage().pixelColor(1, middle) == fault
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.grab().toImage().pixelColor(1, middle) != fault


def test_escape_returns_to_the_word(field: SuggestingField, qtbot: QtBot) -> None:
    field.set_word(FOREVER)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (field.word, field.value()) == ("", 2000)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.word == FOREVER
