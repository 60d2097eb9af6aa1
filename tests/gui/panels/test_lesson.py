"""The line of a view."""

import pytest
from PySide6.QtGui import QAccessible, QPalette
from pytestqt.qtbot import QtBot

from gui.panels.lesson import HEIGHT, WHAT_IS_SEEN, LessonLine

LESSON = "η = 0.25 is exactly the limit: x1 jumps between 0 and 3. Try half of it, 0.125."
NOTE = "Imported from a.csv: 3 rows.\nColumn 1 (id) was left out.\nColumn 2 was left out."


@pytest.fixture
def line(qtbot: QtBot) -> LessonLine:
    line = LessonLine()
    qtbot.addWidget(line)
    line.resize(900, line.sizeHint().height())
    return line


def test_lesson_is_shown(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    assert line.shown_text() == LESSON
    assert line.toolTip() == ""


def test_line_is_never_empty(line: LessonLine) -> None:
    assert line.text() == WHAT_IS_SEEN
    line.show_lesson(LESSON)
    line.show_lesson("")
    assert line.text() == line.shown_text() == WHAT_IS_SEEN


@pytest.mark.parametrize("sentences", ["", LESSON, NOTE, 40 * LESSON])
def test_line_has_one_height(line: LessonLine, sentences: str) -> None:
    line.show_lesson(sentences)
    assert line.sizeHint().height() == line.minimumSizeHint().height() == HEIGHT


def test_large_font_has_room(line: LessonLine) -> None:
    font = line.font()
    font.setPointSizeF(3 * font.pointSizeF())
    line.setFont(font)
    assert line.sizeHint().height() >= line.fontMetrics().height()


def test_tint_ends_before_large_fields(line: LessonLine) -> None:
    font = line.font()
    font.setPointSizeF(2 * font.pointSizeF())
    line.setFont(font)
    line.resize(900, line.sizeHint().height())
    picture = line.grab().toImage()
    base = line.palette().color(QPalette.ColorRole.Base)
    assert [picture.pixelColor(2, line.height() - k) == base for k in (1, 4, 5)] == [
        *(True, True, False)
    ]


def test_narrow_line_has_a_tooltip(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    line.resize(200, line.height())
    line.grab()
    assert line.shown_text().endswith("…")
    assert line.toolTip() == LESSON
    line.resize(900, line.height())
    line.grab()
    assert line.toolTip() == ""


def test_notes_follow_in_the_line(line: LessonLine) -> None:
    line.show_lesson(NOTE)
    assert line.shown_text() == (
        "Imported from a.csv: 3 rows. Column 1 (id) was left out. Column 2 was left out."
    )
    line.resize(220, line.height())
    line.grab()
    assert line.shown_text().endswith("…")
    assert line.toolTip() == NOTE


def test_line_may_be_narrow(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    assert line.minimumSizeHint().width() < 60


def test_screen_reader_hears_the_sentence(line: LessonLine) -> None:
    line.show_lesson(LESSON)
    spoken = QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Name)
    assert spoken == LESSON


def test_line_stands_out_from_window(line: LessonLine) -> None:
    pixel = line.grab().toImage().pixelColor(2, 2)
    assert pixel != line.palette().color(QPalette.ColorRole.Window)
