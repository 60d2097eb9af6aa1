from dataclasses import fields

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.examples import published
from gui.document import Document, TableName
from gui.run.session import Session
from gui.window.parts import Parts
from tests.gui.finding import named


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def parts(document: Document, window: QWidget, qtbot: QtBot) -> Parts:
    """The parts that a person types in, in an active window."""
    parts = Parts.of(document, Session(document), window)
    layout = QVBoxLayout(window)
    for part in all_of(parts):
        if isinstance(part, QWidget):
            layout.addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return parts


def all_of(parts: Parts) -> list[QObject]:
    return [getattr(parts, field.name) for field in fields(parts)]


def table(parts: Parts, name: str) -> QTableView:
    return named(parts.sheet, QTableView, name)


def begin_typing(parts: Parts, qtbot: QtBot, name: str, text: str) -> None:
    view = table(parts, name)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClicks(view, text)


def test_parts_exist_once_with_window_actions(parts: Parts, window: QWidget) -> None:
    assert len(set(all_of(parts))) == len(fields(parts))
    assert parts.actions.parent() is parts.table_actions.parent() is window
    assert parts.run_button.defaultAction() is parts.actions.run


def test_one_command_set_serves_tables(parts: Parts, document: Document) -> None:
    for name, part in (("W", TableName.W), ("Y", TableName.Y), ("A", TableName.A)):
        view = table(parts, name)
        view.setFocus()
        view.setCurrentIndex(view.model().index(*((0, 1) if name == "W" else (1, 0))))
        parts.table_actions.action("clear").trigger()
        assert document.table(part).value(1, 0) == 0
    assert document.table(TableName.A).joined[0, 0] == 1


@pytest.mark.parametrize("name", ["A", "Y", "W"])
def test_refused_cell_counts_until_given_up(parts: Parts, qtbot: QtBot, name: str) -> None:
    assert not parts.have_refused
    begin_typing(parts, qtbot, name, "x")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert parts.have_refused
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not parts.have_refused


def test_refused_field_counts(parts: Parts, qtbot: QtBot) -> None:
    field = named(parts.run_bar, QLineEdit, "h")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert parts.have_refused
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not parts.have_refused
