from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.errors import GuiError
from gui.transforms.number_dialog import FormNumber, NumberDialog, NumberForm
from gui.widgets.note import Note
from gui.widgets.number_field import NumberField
from tests.gui.finding import named

TOO_MUCH = "Together they must not exceed 10."


ACCEPT = QDialogButtonBox.ButtonRole.AcceptRole


def pair(first: float, second: float) -> tuple[float, float]:
    if first + second > 10:
        raise GuiError(TOO_MUCH)
    return first, second


def total(result: tuple[float, float]) -> str:
    return f"Together {sum(result):g}."


FORM = NumberForm(
    "Pair",
    "pair_dialog",
    {
        "first": FormNumber("&First", "The first one", 1.0),
        "second": FormNumber("&Second", "The second", 2.0),
    },
    "Take",
    pair,
    total,
)


@pytest.fixture
def dialog(qtbot: QtBot, window: QWidget) -> NumberDialog:
    dialog = NumberDialog(FORM, window)
    dialog.open()
    return dialog


def typed(dialog: NumberDialog, qtbot: QtBot, name: str, text: str) -> NumberField:
    field = named(dialog, NumberField, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    return field


def remark(dialog: NumberDialog) -> QLabel:
    return named(dialog, QLabel, "remark")


def button(dialog: NumberDialog) -> QPushButton:
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    (accept,) = [each for each in box.buttons() if box.buttonRole(each) is ACCEPT]
    assert isinstance(accept, QPushButton)
    return accept


def test_dialog_shows_the_form(
    dialog: NumberDialog,
) -> None:
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert (dialog.windowTitle(), dialog.objectName()) == ("Pair", "pair_dialog")
    assert named(dialog, NumberField, "second").text() == "2"
    assert remark(dialog).text() == "Together 3."
    assert button(dialog).text() == "Take"
    assert button(dialog).isDefault()
    assert all(each.icon().isNull() for each in dialog.findChildren(QPushButton))


@pytest.mark.parametrize("how", ["return", "button"])
def test_accepting_emits_the_result(
    dialog: NumberDialog, window: QWidget, qtbot: QtBot, how: str
) -> None:
    field = typed(dialog, qtbot, "first", "2.5e0")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        if how == "return":
            qtbot.keyClick(field, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(button(dialog), Qt.MouseButton.LeftButton)
    assert chosen.args == [(2.5, 2.0)]
    qtbot.waitUntil(lambda: window.findChild(NumberDialog) is None)


def test_remark_follows_the_numbers(dialog: NumberDialog, qtbot: QtBot) -> None:
    typed(dialog, qtbot, "first", "5")
    qtbot.keyClick(named(dialog, NumberField, "first"), Qt.Key.Key_Tab)
    assert remark(dialog).text() == "Together 7."


@pytest.mark.parametrize(("text", "sentence"), [("9", TOO_MUCH), ("abc", "“abc” is not a number.")])
def test_refused_number_must_be_corrected(
    dialog: NumberDialog, qtbot: QtBot, text: str, sentence: str
) -> None:
    field, note = typed(dialog, qtbot, "first", text), named(dialog, Note, "refusal")
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.is_refused()
    assert note.text().startswith(sentence)
    assert (note.isVisible(), remark(dialog).isVisible(), dialog.isVisible()) == (True, False, True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(typed(dialog, qtbot, "first", "3"), Qt.Key.Key_Return)
    assert chosen.args == [(3.0, 2.0)]


def test_refused_number_is_retried_on_accept(dialog: NumberDialog, qtbot: QtBot) -> None:
    typed(dialog, qtbot, "first", "9")
    second = typed(dialog, qtbot, "second", "0")
    assert named(dialog, Note, "refusal").isVisible()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(second, Qt.Key.Key_Return)
    assert chosen.args == [(9.0, 0.0)]


def test_refusal_clears_when_another_number_changes(dialog: NumberDialog, qtbot: QtBot) -> None:
    first = typed(dialog, qtbot, "first", "9")
    qtbot.keyClick(typed(dialog, qtbot, "second", "1.5"), Qt.Key.Key_Tab)
    assert first.is_refused()
    assert named(dialog, Note, "refusal").text() == TOO_MUCH
    qtbot.keyClick(typed(dialog, qtbot, "second", "1"), Qt.Key.Key_Tab)
    assert not first.is_refused()
    assert (named(dialog, Note, "refusal").isVisible(), remark(dialog).text()) == (
        False,
        "Together 10.",
    )


def test_escape_restores_the_value_then_closes(dialog: NumberDialog, qtbot: QtBot) -> None:
    field = typed(dialog, qtbot, "first", "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), dialog.isVisible()) == ("1", True)
    with qtbot.assertNotEmitted(dialog.chosen), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_long_refusal_does_not_resize(dialog: NumberDialog, qtbot: QtBot) -> None:
    field = named(dialog, NumberField, "first")
    heights = [field.height(), dialog.height()]
    named(dialog, NumberField, "first").refused.emit("A long sentence on what is wrong. " * 4)
    qtbot.waitUntil(named(dialog, Note, "refusal").isVisible)
    assert [field.height(), dialog.height()] == heights


def test_form_result_can_be_any_object() -> None:
    result: Any = FORM.make(first=1.0, second=2.0)
    assert FORM.remark(result) == "Together 3."


def test_remark_follows_what_is_typed(dialog: NumberDialog, qtbot: QtBot) -> None:
    first = typed(dialog, qtbot, "first", "5")
    assert (remark(dialog).text(), first.typed(), first.value()) == ("Together 7.", 5.0, 1.0)
    for text in ("9", "abc", "-"):
        typed(dialog, qtbot, "first", text)
        assert remark(dialog).text() == ""
        assert not named(dialog, Note, "refusal").isVisible()
    assert first.typed() is None
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert remark(dialog).text() == "Together 3."
