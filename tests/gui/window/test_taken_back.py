"""What was refused is no longer said once what was there before is there again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.text.message import Message, MessageKind
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import text_of

Key = Qt.Key
OTHER = Message(MessageKind.WARNING, "Something else did not work.")


def type_text(qtbot: QtBot, text: str, key: Key) -> None:
    """Type into whatever has the focus, and end with a key."""
    for letter in text:
        qtbot.keyClick(QApplication.focusWidget(), letter)
    qtbot.keyClick(QApplication.focusWidget(), key)


def is_refused(window: MainWindow) -> bool:
    """Return whether the strip, the sheet or a cell says that something is no number or shape."""
    notes = [each for each in window.findChildren(QWidget, "refusal") if each.isVisible()]
    bar = named(window, QWidget, "data_message")
    said = text_of(window, "diagnosis_sentence")
    return "is not a" in said or bar.isVisible() or bool(notes)


@pytest.mark.parametrize(
    "name", ["learning_rate", "h", "epochs", "shown_epoch", "limit_h", "shape"]
)
def test_field_takes_back_what_it_said(window: MainWindow, qtbot: QtBot, name: str) -> None:
    if name == "limit_h":
        qtbot.keyClick(window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    field = named(window, QLineEdit, name)
    field.setEnabled(True)  # the epoch of a run that there is not yet
    field.setFocus()
    field.selectAll()
    before = text_of(window, "diagnosis_sentence")
    type_text(qtbot, "abc", Key.Key_Return)
    assert is_refused(window)
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() != "abc"
    assert not is_refused(window)
    assert text_of(window, "diagnosis_sentence") == before


def test_shape_that_is_left_is_silent(window: MainWindow, qtbot: QtBot) -> None:
    field = named(window, QLineEdit, "shape")
    field.setFocus()
    field.selectAll()
    type_text(qtbot, "abc", Key.Key_Return)
    assert is_refused(window)
    named(window, QWidget, "run_button").setFocus()
    assert not is_refused(window)


@pytest.mark.parametrize("table", ["W", "A", "Y"])
@pytest.mark.parametrize("again", [False, True])
def test_cell_takes_back_what_it_said(
    window: MainWindow, qtbot: QtBot, table: str, again: bool
) -> None:
    view = named(window, MatrixView, table)
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    before = text_of(window, "diagnosis_sentence")
    type_text(qtbot, "1x", Key.Key_Return)
    assert is_refused(window)
    if again:  # Esc leaves the editor of the next attempt
        type_text(qtbot, "2", Key.Key_Escape)
    else:
        qtbot.keyClick(view, Key.Key_Escape)
    assert not is_refused(window)
    assert text_of(window, "diagnosis_sentence") == before


def test_escape_leaves_other_messages(window: MainWindow, qtbot: QtBot) -> None:
    window.document.refused.emit("There is no room for it.")
    named(window, QWidget, "run_button").setFocus()
    view = named(window, MatrixView, "A")
    window._presenter.announce(OTHER)
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Escape)
    assert text_of(window, "diagnosis_sentence") == OTHER.text


def test_renaming_given_up_is_silent(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, MatrixView, "A")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    type_text(qtbot, "1x", Key.Key_Return)
    assert is_refused(window)
    view.rename_column()
    type_text(qtbot, "name", Key.Key_Escape)
    assert not is_refused(window)


def refuse_cell(window: MainWindow, qtbot: QtBot, table: str) -> None:
    view = named(window, MatrixView, table)
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    type_text(qtbot, "foo", Key.Key_Return)
    qtbot.waitUntil(lambda: not view.has_refused)


def refuse_paste(window: MainWindow, qtbot: QtBot, table: str) -> None:
    """Paste seven numbers at a cell: into what is computed, or beside what has less room."""
    view = named(window, MatrixView, table)
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(1, 0) if table == "W" else view.matrix.index(0, 1))
    QApplication.clipboard().setText("\n".join("1234567"))
    qtbot.keyClick(view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)


ACTS = {
    "the epoch before": (Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    "the start": (Key.Key_Home, Qt.KeyboardModifier.AltModifier),
    "Run": (Key.Key_F5, Qt.KeyboardModifier.NoModifier),
    "Step": (Key.Key_F10, Qt.KeyboardModifier.NoModifier),
    "Reset": (Key.Key_F5, Qt.KeyboardModifier.ShiftModifier),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("refuse", "table"),
    [(refuse_cell, "A"), (refuse_cell, "Y"), (refuse_cell, "W"), (refuse_paste, "W")],
)
def test_next_act_ends_a_refusal(
    window_after_run: MainWindow,
    qtbot: QtBot,
    act: str,
    refuse: Callable[[MainWindow, QtBot, str], None],
    table: str,
) -> None:
    window = window_after_run
    refuse(window, qtbot, table)
    notes = [each for each in window.findChildren(QWidget, "refusal") if each.isVisible()]
    refused = text_of(window, "diagnosis_sentence")
    assert notes
    qtbot.keyClick(QApplication.focusWidget(), *ACTS[act])
    window.document.flush()
    assert not is_refused(window)
    assert text_of(window, "diagnosis_sentence") != refused


def test_earlier_epoch_is_said_after_refusal(window_after_run: MainWindow, qtbot: QtBot) -> None:
    refuse_cell(window_after_run, qtbot, "A")
    for keys in ("the epoch before", "the start"):
        qtbot.keyClick(QApplication.focusWidget(), *ACTS[keys])
    said = text_of(window_after_run, "diagnosis_sentence")
    assert said.startswith("This is epoch 0.")
    assert named(window_after_run, QWidget, "fix").isVisible()
