"""The line with the lesson of an example."""

import pytest
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from gui.panels.lesson import LessonLine

LESSON = "η = 0.25 is exactly the limit: w1 jumps between 0 and 3. Try half of it, 0.125."


@pytest.fixture
def line(qtbot: QtBot) -> LessonLine:
    line = LessonLine()
    qtbot.addWidget(line)
    line.resize(900, line.sizeHint().height())
    return line


def test_lesson_is_shown(line: LessonLine) -> None:
    assert line.isHidden()
    line.show_lesson(LESSON)
    assert not line.isHidden()
    assert line.shown_text() == LESSON
    assert line.toolTip() == ""


def test_no_lesson_takes_no_room(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    line.show_lesson("")
    assert line.isHidden()


def test_narrow_line_has_a_tooltip(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    line.resize(200, line.height())
    line.grab()
    assert line.shown_text().endswith("…")
    assert line.toolTip() == LESSON
    line.resize(900, line.height())
    line.grab()
    assert line.toolTip() == ""


NOTE = "Imported from a.csv: 3 rows.\nColumn 1 (id) was left out.\nColumn 2 was left out."


def test_notes_are_second_line(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    low = line.sizeHint().height()
    line.show_lesson(NOTE)
    assert line.sizeHint().height() > low
    assert line.shown_text() == (
        "Imported from a.csv: 3 rows.\nColumn 1 (id) was left out. Column 2 was left out."
    )
    line.resize(220, line.height())
    first, notes = line.shown_text().split("\n")
    assert first == "Imported from a.csv: 3 rows."
    assert notes.endswith("…")
    assert line.toolTip() == line.text()


def test_cleared_note_keeps_its_height(line: LessonLine) -> None:
    line.show_lesson(NOTE)
    line.resize(line.sizeHint())
    height = line.height()
    line.show_lesson("", keep_place=True)
    assert line.minimumHeight() == height
    line.show_lesson(LESSON)
    assert line.minimumHeight() == 0


def test_line_may_be_narrow(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    assert line.minimumSizeHint().width() < 60
    assert line.minimumSizeHint().height() == line.sizeHint().height()


def test_line_stands_out_from_window(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    pixel = line.grab().toImage().pixelColor(2, 2)
    assert pixel != line.palette().color(QPalette.ColorRole.Window)
