from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from gui.importing.choice_box import ChoiceBox

WORDS = {",": "comma", ";": "semicolon", "\t": "tab"}


def box(qtbot: QtBot) -> ChoiceBox:
    box = ChoiceBox("separator", "Separator", WORDS)
    qtbot.addWidget(box)
    box.show()
    return box


def texts(box: ChoiceBox) -> list[str]:
    return [box.itemText(k) for k in range(box.count())]


def test_unchosen_box_shows_guess(qtbot: QtBot) -> None:
    separator = box(qtbot)
    separator.show_guess(";")
    assert texts(separator) == ["Automatic (semicolon)", "Comma", "Semicolon", "Tab"]
    assert separator.chosen is None
    assert separator.accessibleName() == "Separator"


def test_chosen_value_hides_guess(qtbot: QtBot) -> None:
    separator = box(qtbot)
    separator.choose(",")
    separator.show_guess(",")
    assert texts(separator)[0] == "Automatic"
    assert separator.currentText() == "Comma"
    assert separator.toolTip() == "Comma"


def test_key_chooses_and_emits_changed(qtbot: QtBot) -> None:
    separator = box(qtbot)
    emitted = QSignalSpy(separator.changed)
    qtbot.keyClick(separator, Qt.Key.Key_Down)
    chosen = [separator.chosen]
    for key in (Qt.Key.Key_T, Qt.Key.Key_Home):
        qtbot.keyClick(separator, key)
        chosen.append(separator.chosen)
    assert chosen == [",", "\t", None]
    assert emitted.count() == 3


def test_choose_does_not_emit_changed(qtbot: QtBot) -> None:
    separator = box(qtbot)
    emitted = QSignalSpy(separator.changed)
    separator.choose("\t")
    separator.offer({",": "comma", "\t": "tab"})
    separator.show_guess(",")
    assert separator.chosen == "\t"
    assert emitted.count() == 0


def test_value_not_offered_is_shown(qtbot: QtBot) -> None:
    separator = box(qtbot)
    separator.choose("~")
    assert (separator.chosen, separator.currentText()) == ("~", "~")
    separator.choose(None)
    separator.show_guess("~")
    assert separator.currentText() == "Automatic (~)"


def test_long_text_is_elided(qtbot: QtBot) -> None:
    encoding = box(qtbot)
    encoding.offer({"cp1250": "Windows-1250, Central European"})
    encoding.show_guess("cp1250")
    option = QStyleOptionComboBox()
    encoding.resize(600, encoding.height())
    encoding.initStyleOption(option)
    assert option.currentText == encoding.currentText()
    encoding.resize(120, encoding.height())
    encoding.initStyleOption(option)
    assert option.currentText.endswith("…")
    assert encoding.toolTip() == encoding.currentText()
