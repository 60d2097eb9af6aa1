"""The field of the optimiser: it marks what is wrong, and its menu has all of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.optimiser.optimiser_field import OptimiserField
from gui.text.optimiser_texts import ASK
from gui.widgets.suggesting_field import Suggestion
from tests.gui.active import active

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[OptimiserField]:
    entries = [Suggestion("plain", "plain", "W"), Suggestion("Adam", "Adam", "M")]
    field = OptimiserField(lambda: entries, "heavy ball, β = 0.95")
    field.show_optimiser("plain")
    with active(qtbot, QWidget(), field, QLineEdit(), typed_in=field):
        yield field
        field.menu.close()


def test_typed_text_is_offered(field: OptimiserField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "nesterov 0.95")
    with qtbot.waitSignal(field.optimiser_entered) as entered:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.args == ["nesterov 0.95"]


def test_same_text_is_not_offered(field: OptimiserField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.optimiser_entered)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.count() == 0


def test_refusal_selects_what_is_wrong(field: OptimiserField, qtbot: QtBot) -> None:
    refused = QSignalSpy(field.refused)
    qtbot.keyClicks(field, "nesterov 7")
    field.refuse("β must be less.", 9, 10)
    assert (field.is_refused(), field.selectedText()) == (True, "7")
    assert refused.at(0) == ["β must be less."]
    qtbot.keyClicks(field, "0")
    assert (field.is_refused(), refused.at(1)) == (False, [""])


def test_refusal_is_framed(field: OptimiserField, qtbot: QtBot) -> None:
    parent = field.parentWidget()
    assert parent is not None
    qtbot.keyClicks(field, "x")
    parent.findChildren(QLineEdit)[-1].setFocus()
    field.refuse("no", 0, 1)
    image = field.grab().toImage()
    colour = image.pixelColor(1, image.height() // 2)
    assert colour.red() > 1.5 * colour.blue()


def test_escape_restores(field: OptimiserField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "x")
    field.refuse("no", 0, 1)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.is_refused(), field.selectedText()) == ("plain", False, "plain")


def test_leaving_offers_the_text(field: OptimiserField, qtbot: QtBot) -> None:
    parent = field.parentWidget()
    assert parent is not None
    qtbot.keyClicks(field, "adam")
    with qtbot.waitSignal(field.optimiser_entered):
        parent.findChildren(QLineEdit)[-1].setFocus()


def test_menu_marks_the_optimiser(field: OptimiserField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert QApplication.activePopupWidget() is field.menu
    entries = [action for action in field.menu.actions() if not action.isSeparator()]
    assert [each.text() for each in entries] == ["plain", "Adam", ASK]
    assert [each.toolTip() for each in entries[:2]] == ["W", "M"]
    assert field.menu.activeAction() is entries[0]
    assert entries[0].isChecked()
    qtbot.keyClick(field.menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.optimiser_entered) as entered:
        qtbot.keyClick(field.menu, Qt.Key.Key_Return)
    assert entered.args == ["Adam"]


def test_last_entry_asks(field: OptimiserField, qtbot: QtBot) -> None:
    field.open_menu()
    qtbot.keyClick(field.menu, Qt.Key.Key_Up)
    with qtbot.waitSignal(field.dialog_asked):
        qtbot.keyClick(field.menu, Qt.Key.Key_Return)


def test_usual_texts_are_whole(field: OptimiserField) -> None:
    room = field.sizeHint().width() - field.textMargins().left() - field.textMargins().right()
    assert field.fontMetrics().horizontalAdvance("heavy ball, β = 0.95") <= room
    assert field.minimumSizeHint() == field.sizeHint()


def test_long_number_is_never_cut(field: OptimiserField) -> None:
    parent = field.parentWidget()
    assert parent is not None
    other = parent.findChildren(QLineEdit)[-1]
    other.setFocus()
    field.setFixedWidth(field.sizeHint().width())
    field.show_optimiser("heavy ball, β = 0.95", "heavy ball 0.95")
    assert field.text() == "heavy ball, β = 0.95"
    field.show_optimiser("heavy ball, β = 0.99999", "heavy ball 0.99999")
    assert field.text() == "heavy ball 0.99999"
    field.show_optimiser("heavy ball, β = 0.99999999999999", "heavy ball 0.99999999999999")
    assert field.text().endswith("…")
    assert field.is_as_accepted()
    field.setFocus()
    assert field.selectedText() == "heavy ball, β = 0.99999999999999"
    other.setFocus()
    assert field.text().endswith("…")
