"""Pasting into a table."""

from collections.abc import Callable
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.diagnosis import Diagnosis
from gui.document import Document, Part
from gui.tables import MatrixView, TableActions
from gui.tables.block import Block
from gui.tables.clipboard.clip import Clip
from gui.tables.clipboard.reading import Pasted, read
from gui.tables.selection import selected_blocks
from gui.tone import Tone
from tests.gui.finding import named

from ..test_edits import cell, go, select, select_only
from .clips import put, sample

CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = 60_000


def paste(view: MatrixView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_V, CONTROL)


def said_by(view: MatrixView) -> list[Diagnosis]:
    said: list[Diagnosis] = []
    named(view, TableActions, "table_actions").said.connect(said.append)
    return said


def much(rows: int = ROWS) -> str:
    """Return a text too long to be read at once."""
    return "\n".join(f"{k}\t{k + 0.5}" for k in range(rows))


def test_pastes_at_the_current_cell_and_selects_what_came(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("10\t11\n12\t13\n")
    go(inputs, 1, 1)
    paste(inputs, qtbot)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]
    assert selected_blocks(inputs) == [Block(1, 1, 2, 2)]
    assert cell(inputs) == (1, 1)


def test_a_larger_block_makes_the_table_grow_in_one_step(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\n3\t4")
    go(inputs, 2, 2)
    paste(inputs, qtbot)
    assert document.table(Part.A).shape == (4, 4)
    assert document.table(Part.Y).shape == document.table(Part.W).shape == (4, 1)
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (1, "Paste")
    assert selected_blocks(inputs) == [Block(2, 2, 2, 2)]
    qtbot.keyClick(inputs, Qt.Key.Key_Right)
    document.undo_stack.undo()
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert cell(inputs) == (2, 2)


def test_undone_with_the_keys_held_down_one_cell_is_selected(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\n3\t4")
    go(inputs, 2, 2)
    paste(inputs, qtbot)
    qtbot.keyPress(inputs, Qt.Key.Key_Z, CONTROL)
    document.undo_stack.undo()
    assert selected_blocks(inputs) == [Block(2, 2, 1, 1)]


def test_a_header_names_the_columns(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    put("as shown", sample("libreoffice_german"))
    paste(inputs, qtbot)
    assert [each.name for each in document.inputs] == ["Größe", "x", "y"]
    assert document.table(Part.A).rows(range(2)).tolist() == [
        [0.333333333333333, 1234567.25, 1e-300],
        [-1.5, 50, 3],
    ]
    document.undo_stack.undo()
    assert [each.name for each in document.inputs] == ["", "", ""]


def test_a_lone_number_fills_the_selection(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("0.5\n")
    select_only(inputs, 0, 0, 1, 1)
    select(inputs, 2, 2, 2, 2)
    paste(inputs, qtbot)
    assert document.table(Part.A).tolist() == [[0.5, 0.5, 3], [0.5, 0.5, 6], [7, 8, 0.5]]
    assert document.undo_stack.undoText() == "Paste"


def test_of_several_pieces_the_one_with_the_current_cell_is_meant(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("0.5\t0.25")
    go(inputs, 2, 1)
    select(inputs, 0, 0, 0, 0)
    paste(inputs, qtbot)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 0.5, 0.25]]


def test_y_takes_a_column_and_its_selection_may_be_wider(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\n2\n3\n4")
    outputs.selectAll()
    paste(outputs, qtbot)
    assert document.table(Part.Y).joined[:, 0].tolist() == [1, 2, 3, 4]
    assert document.table(Part.A).shape == (4, 3)


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (0, "The clipboard has 2 columns, and Y has one. Nothing was pasted."),
        (1, "Ŷ is computed and cannot be pasted into. Nothing was pasted."),
    ],
)
def test_nothing_is_pasted_into_computed_columns(
    outputs: MatrixView, document: Document, qtbot: QtBot, column: int, sentence: str
) -> None:
    put("1\t2" if column == 0 else "1")
    go(outputs, 0, column)
    with qtbot.waitSignal(outputs.refused) as refusal:
        paste(outputs, qtbot)
    assert refusal.args == [sentence]
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 32, 50]


def test_one_bad_cell_refuses_the_whole_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\toops")
    with (
        qtbot.waitSignal(inputs.refused) as refusal,
        qtbot.assertNotEmitted(document.values_changed),
        qtbot.assertNotEmitted(document.reshaped),
    ):
        paste(inputs, qtbot)
    assert refusal.args[0].startswith("Clipboard, row 3, column 4: 'oops' is not a number.")
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_a_block_too_large_to_keep_is_refused(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.document.changes.MOST_CELLS", 20)
    put("1\n2\n3\n4\n5\n6\n7")
    with qtbot.waitSignal(inputs.refused) as refusal:
        paste(inputs, qtbot)
    assert "too many to keep here" in refusal.args[0]
    assert document.rows == 3


@pytest.mark.parametrize(("button", "value"), [("reading_1", 1.234), ("reading_2", 1234.0)])
def test_what_could_mean_two_numbers_is_asked(
    inputs: MatrixView, document: Document, qtbot: QtBot, button: str, value: float
) -> None:
    put("1,234\t5")
    go(inputs, 0, 1)
    paste(inputs, qtbot)
    assert document.undo_stack.count() == 0
    question = named(inputs, QMessageBox, "paste_question")
    qtbot.mouseClick(named(question, QPushButton, button), Qt.MouseButton.LeftButton)
    assert document.table(Part.A).rows([0]).tolist() == [[1, value, 5]]
    assert document.undo_stack.count() == 1


def test_without_an_answer_nothing_is_pasted(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1,234\t5")
    paste(inputs, qtbot)
    named(inputs, QMessageBox, "paste_question").reject()
    assert document.undo_stack.count() == 0


def test_in_a_locale_with_a_comma_nothing_is_asked(
    inputs: MatrixView, document: Document, qtbot: QtBot, german: None
) -> None:
    put("1,234\t5")
    paste(inputs, qtbot)
    assert document.table(Part.A).rows([0]).tolist() == [[1.234, 5, 3]]


def test_much_is_read_beside_the_window(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    said = said_by(inputs)
    put(much())
    go(inputs, 0, 1)
    with qtbot.waitSignal(document.idle):
        paste(inputs, qtbot)
        assert document.is_busy
        assert document.rows == 3
    assert document.table(Part.A).shape == (ROWS, 3)
    assert document.table(Part.A).rows([0, ROWS - 1]).tolist() == [
        [1, 0, 0.5],
        [0, ROWS - 1, ROWS - 0.5],
    ]
    assert selected_blocks(inputs) == [Block(0, 1, ROWS, 2)]
    assert (said[0].tone, said[-1].tone) == (Tone.GOING, Tone.GOOD)
    assert said[0].sentence == "Pasting … Esc cancels."
    assert said[-1].sentence == "Pasted 60,000×2 numbers."
    assert document.undo_stack.undoText() == "Paste"


def test_edits_asked_for_meanwhile_wait(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put(much())
    paste(inputs, qtbot)
    document.set_block(Part.A, 0, 0, np.array([[-1.0]]))
    assert document.undo_stack.count() == 0
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.table(Part.A).value(0, 0) == -1.0
    assert [document.undo_stack.text(k) for k in range(2)] == ["Paste", "Edit of A"]


def test_two_pastes_are_made_one_after_the_other(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    said = said_by(inputs)
    put(much())
    paste(inputs, qtbot)
    put("7")
    paste(inputs, qtbot)
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.table(Part.A).value(0, 0) == 7.0
    assert document.undo_stack.count() == 2
    assert [each.sentence for each in said if each.tone is Tone.GOOD] == [
        "Pasted 60,000×2 numbers.",
        "Pasted 1×1 numbers.",
    ]


def test_escape_gives_it_up(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    said = said_by(inputs)
    put(much(300_000))
    paste(inputs, qtbot)
    qtbot.keyClick(inputs, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.undo_stack.count() == 0
    assert document.rows == 3
    assert said[-1] == Diagnosis(Tone.QUIET, "Nothing was pasted.")


def test_a_refusal_is_told_by_the_document(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put(much() + "\n1\toops")
    with qtbot.waitSignal(document.refused) as refusal:
        paste(inputs, qtbot)
    assert refusal.args[0].startswith("Clipboard, row 60001, column 2: 'oops' is not a number.")
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.undo_stack.count() == 0


def test_another_experiment_does_not_wait_for_it(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, opened, ended = Event(), Event(), Event()

    def slow(clip: Clip, comma: bool, tell: Callable[[float], None], chosen: object) -> Pasted:
        reading.set()
        try:
            assert opened.wait(10)
            return read(clip, comma, tell)
        finally:
            ended.set()

    monkeypatch.setattr("gui.tables.clipboard.paste.read", slow)
    before, said = document.experiment, said_by(inputs)
    put(much())
    paste(inputs, qtbot)
    assert reading.wait(10)
    document.open(before)
    assert not ended.is_set()
    assert not document.is_busy
    assert said[-1] == Diagnosis(Tone.QUIET, "Nothing was pasted.")
    opened.set()
    document.shut_down()
    assert document.rows == 3


def test_numbers_as_they_were_shown_are_told_so(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.tables.clipboard.clip.MOST_TEXT_WITH_HTML", 100)
    said = said_by(inputs)
    put(much(), sample("sheets"))
    with qtbot.waitSignal(document.idle):
        paste(inputs, qtbot)
    assert said[-1].sentence == "Pasted 60,000×2 numbers, as the other program showed them."


def test_an_empty_clipboard_is_said_to_be(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    QApplication.clipboard().clear()
    with qtbot.waitSignal(inputs.refused) as refusal:
        paste(inputs, qtbot)
    assert refusal.args == ["The clipboard holds no numbers to paste."]
