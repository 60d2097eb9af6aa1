"""The question what a number means."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.reading.faults import NeedsChoice
from gui.tables.clipboard.ambiguity import TABS, AmbiguousText, ambiguous_choice
from gui.tables.clipboard.question import PasteQuestion
from gui.tables.clipboard.separators import options_for
from tests.gui.finding import named


@pytest.fixture
def question(window: QWidget) -> PasteQuestion:
    """An open question about 1,234."""
    with pytest.raises(AmbiguousText) as error:
        options_for(["1,234\t5"], decimal_comma=False)
    question = PasteQuestion(error.value, window)
    question.open()
    return question


def test_question_has_button_per_meaning(question: PasteQuestion) -> None:
    assert (question.objectName(), question.text()) == ("paste_question", "What does 1,234 mean?")
    assert question.windowModality() == Qt.WindowModality.WindowModal
    texts = [named(question, QPushButton, f"reading_{k}").text() for k in (1, 2)]
    assert texts == ["1.234", "1234"]


@pytest.mark.parametrize(("button", "decimal"), [("reading_1", ","), ("reading_2", ".")])
def test_question_returns_the_answer(
    question: PasteQuestion, qtbot: QtBot, button: str, decimal: str
) -> None:
    with qtbot.waitSignal(question.answered) as answered:
        qtbot.mouseClick(named(question, QPushButton, button), Qt.MouseButton.LeftButton)
    assert answered.args[0].decimal == decimal


def test_cancel_answers_nothing(question: PasteQuestion, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(question.answered), qtbot.waitSignal(question.rejected):
        qtbot.mouseClick(named(question, QPushButton, "cancel"), Qt.MouseButton.LeftButton)


def test_escape_answers_nothing(question: PasteQuestion, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(question.answered), qtbot.waitSignal(question.rejected):
        qtbot.keyClick(question, Qt.Key.Key_Escape)


def test_choice_is_asked_as_plain_text(window: QWidget) -> None:
    choice = NeedsChoice("t", "this text holds <b>A</b> or B & C.", "sheet", ("<b>A</b>", "B & C"))
    question = PasteQuestion(ambiguous_choice(choice, TABS), window)
    assert question.text() == "This text holds <b>A</b> or B & C."
    assert question.textFormat() is Qt.TextFormat.PlainText
    assert named(question, QPushButton, "reading_2").text() == "B && C"
