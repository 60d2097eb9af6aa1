"""A field that stands for several combo boxes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui.widgets.menu_field import MenuField
from gui.widgets.suggesting_field import Suggestion

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


@pytest.fixture
def boxes(qtbot: QtBot) -> dict[str, QComboBox]:
    boxes = {"quotient": QComboBox(), "columns": QComboBox()}
    boxes["quotient"].addItems(["central", "forward", "backward"])
    boxes["columns"].addItems(["as they are", "scaled"])
    for box in boxes.values():
        qtbot.addWidget(box)
    return boxes


@pytest.fixture
def field(boxes: dict[str, QComboBox], qtbot: QtBot) -> Iterator[MenuField]:
    field = MenuField("method", "{}, {}{}".format, boxes, ["", ", typed"])
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    yield field
    field.choices.close()


def checked(field: MenuField) -> list[str]:
    return [entry.text() for entry in field.choices.actions() if entry.isChecked()]


def test_choices_are_said(field: MenuField, boxes: dict[str, QComboBox]) -> None:
    assert field.text() == "central, as they are"
    boxes["columns"].setCurrentIndex(1)
    boxes["quotient"].setCurrentIndex(2)
    assert field.text() == "backward, scaled"
    assert checked(field) == ["backward", "scaled"]
    needed = field.fontMetrics().horizontalAdvance("backward, as they are")
    assert field.sizeHint().width() > needed


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_keys_choose_in_any_section(
    field: MenuField, boxes: dict[str, QComboBox], qtbot: QtBot, key: Qt.Key
) -> None:
    qtbot.keyClick(field, key)
    assert QApplication.activePopupWidget() is field.choices
    qtbot.keyClick(field.choices, Qt.Key.Key_Down)
    qtbot.keyClick(field.choices, Qt.Key.Key_Return)
    assert boxes["quotient"].currentText() == "forward"
    qtbot.keyClick(field, key)
    for _ in range(2):
        qtbot.keyClick(field.choices, Qt.Key.Key_Up)
    qtbot.keyClick(field.choices, Qt.Key.Key_Return)
    assert field.text() == "forward, scaled"


def test_menu_opens_at_a_box(field: MenuField, boxes: dict[str, QComboBox], qtbot: QtBot) -> None:
    boxes["columns"].setCurrentIndex(1)
    field.open_at(boxes["columns"])
    assert field.choices.activeAction().text() == "scaled"
    qtbot.keyClick(field.choices, Qt.Key.Key_Up)
    qtbot.keyClick(field.choices, Qt.Key.Key_Return)
    assert boxes["columns"].currentText() == "as they are"


def test_click_opens_the_menu(field: MenuField, qtbot: QtBot) -> None:
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert QApplication.activePopupWidget() is field.choices


def test_other_keys_open_nothing(field: MenuField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert not field.choices.isVisible()


def test_opener_asks_for_the_field(field: MenuField, qtbot: QtBot) -> None:
    field.set_typed("loss", [], "a & b", "Type…", ", typed")
    assert (field.text(), field.opener.text()) == ("central, as they are, typed", "Type…")
    with qtbot.waitSignal(field.field_asked):
        field.opener.trigger()


def test_suggestions_are_chosen(field: MenuField, qtbot: QtBot) -> None:
    suggestions = [Suggestion("A, about 2", "A 2.1"), Suggestion("B & C", "B & C")]
    for text, own in (("B & C", []), ("D & E", ["D && E"]), ("F", ["F"]), ("A 2.1", [])):
        field.set_typed("typed", suggestions, text, "Type…", ", typed")
        entries = [each.text() for each in field.choices.actions()[8:]]
        assert entries == ["A, about 2", "B && C", *own, "Type…"]
        marked = text.replace("&", "&&") if text != "A 2.1" else "A, about 2"
        assert checked(field)[-1] == marked
    with qtbot.waitSignal(field.suggested) as suggested:
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
            qtbot.keyClick(field.choices, key)
    assert suggested.args == ["B & C"]


def test_named_field_has_its_part(boxes: dict[str, QComboBox], qtbot: QtBot) -> None:
    named = QLineEdit()
    qtbot.addWidget(named)
    field = MenuField(
        "both",
        lambda *texts: ", ".join(filter(None, texts)),
        boxes,
        ["MSE", "MAE"],
        named=(named, ["", "Adam"]),
    )
    qtbot.addWidget(field)
    field.show()
    suggestions = [Suggestion("plain", "plain"), Suggestion("Adam", "Adam", "M")]
    field.show_named("optimiser", suggestions, "plain", "Numbers…", "")
    field.set_typed("loss", [], "mean square", "Type…", "MSE")
    assert field.text() == "central, as they are, MSE"
    with qtbot.waitSignal(field.named.suggested) as suggested:
        field.open_at(named)
        assert field.choices.activeAction().text() == "plain"
        qtbot.keyClick(field.choices, Qt.Key.Key_Down)
        qtbot.keyClick(field.choices, Qt.Key.Key_Return)
    assert suggested.args == ["Adam"]
    assert [each.text() for each in field.named.entries if each.isChecked()] == ["plain"]
    field.show_named("optimiser", suggestions, "Adam", "Numbers…", "Adam")
    assert field.text() == "central, as they are, Adam, MSE"
    with qtbot.waitSignal(field.named.asked):
        field.named.opener.trigger()
