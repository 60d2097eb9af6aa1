"""Pasting into a table."""

from collections.abc import Callable
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.document import Document, TableName
from gui.tables import MatrixView, TableActions
from gui.tables.clipboard.clip import ClipboardData
from gui.tables.clipboard.reading import PastedTable, read_clipboard
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block
from gui.text.message import Message, MessageKind
from tests.gui.finding import named

from ..commands.test_edits import cell, go, select, select_only
from .clips import put, sample

CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = 60_000
# 2 s alone, measured; over 5 on a machine that is slow and counts the lines that run.
BUSY_MILLISECONDS = 30_000


def paste(view: MatrixView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_V, CONTROL)


def messages_from(view: MatrixView) -> list[Message]:
    messages: list[Message] = []
    named(view, TableActions, "table_actions").message.connect(messages.append)
    return messages


def long_text(rows: int = ROWS) -> str:
    """Return a text too long to be read at once."""
    return "\n".join(f"{k}\t{k + 0.5}" for k in range(rows))


def test_paste_selects_the_pasted_block(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("10\t11\n12\t13\n")
    go(inputs, 1, 1)
    paste(inputs, qtbot)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]
    assert selected_blocks(inputs) == [Block(1, 1, 2, 2)]
    assert cell(inputs) == (1, 1)


def test_growing_paste_is_one_undo_step(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\n3\t4")
    go(inputs, 2, 2)
    paste(inputs, qtbot)
    assert document.table(TableName.A).shape == (4, 4)
    assert document.table(TableName.Y).shape == document.table(TableName.W).shape == (4, 1)
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (1, "Paste")
    assert selected_blocks(inputs) == [Block(2, 2, 2, 2)]
    qtbot.keyClick(inputs, Qt.Key.Key_Right)
    document.undo_stack.undo()
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert cell(inputs) == (2, 2)


def test_undo_with_held_keys_selects_one(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\n3\t4")
    go(inputs, 2, 2)
    paste(inputs, qtbot)
    qtbot.keyPress(inputs, Qt.Key.Key_Z, CONTROL)
    document.undo_stack.undo()
    assert selected_blocks(inputs) == [Block(2, 2, 1, 1)]


def test_pasted_header_names_columns(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    put("as shown", sample("libreoffice_german"))
    paste(inputs, qtbot)
    assert [each.name for each in document.inputs] == ["Größe", "x", "y"]
    assert document.table(TableName.A).rows(range(2)).tolist() == [
        [0.333333333333333, 1234567.25, 1e-300],
        [-1.5, 50, 3],
    ]
    document.undo_stack.undo()
    assert [each.name for each in document.inputs] == ["", "", ""]


def test_what_was_left_out_is_told(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    put("id,x,y\n1,0.5,2\n2,0.7,3\n")
    paste(inputs, qtbot)
    assert document.table(TableName.A).tolist() == [[0.5, 2, 3], [0.7, 3, 6], [7, 8, 9]]
    (message,) = messages
    assert message.kind is MessageKind.QUIET
    assert message.text == "A still has 1 row and 1 column of the former table."
    assert message.detail.splitlines() == [
        "Pasted 2×2 numbers.",
        message.text,
        "Column 1 (id) was left out: it holds row numbers.",
    ]


@pytest.mark.parametrize("text", ["0.5,2\n0.7,3\n", "0.5\t2\n0.7\t3\n", "5"])
def test_plain_paste_says_nothing(inputs: MatrixView, qtbot: QtBot, text: str) -> None:
    messages = messages_from(inputs)
    put(text)
    paste(inputs, qtbot)
    assert messages == []


@pytest.mark.parametrize(
    ("text", "left_over", "kept"),
    [
        ("x,y\n0.5,2\n0.7,3\n", "1 row and 1 column", (2, 2)),
        ("1\t2\n3\t4\n5\t6\n7\t8", "1 column", (4, 2)),
        ("a\tb\tc\n3\t4\t5", "2 rows", (1, 3)),
    ],
)
def test_left_over_part_can_go(
    inputs: MatrixView,
    document: Document,
    qtbot: QtBot,
    text: str,
    left_over: str,
    kept: tuple[int, int],
) -> None:
    messages = messages_from(inputs)
    put(text)
    paste(inputs, qtbot)
    (message,) = messages
    assert f"A still has {left_over} of the former table." in message.text
    assert message.fix is not None
    assert (message.fix.label, message.fix.action) == ("Keep only what was pasted", "keep_selected")
    pasted, before = document.table(TableName.A).block(0, 0, *kept), document.experiment
    named(inputs, TableActions, "table_actions").action("keep_selected").trigger()
    assert document.table(TableName.A).tolist() == pasted.tolist()
    assert document.table(TableName.Y).shape == (kept[0], 1)
    assert messages[-1].fix is not None
    assert messages[-1].fix.action == "use_last_as_y"
    document.undo_stack.undo()
    assert document.experiment is before


def test_pasted_table_offers_last_column(inputs: MatrixView, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    put("a\tb\tc\tyield\n1\t2\t3\t40\n1\t5\t6\t70\n1\t9\t8\t11\n")
    paste(inputs, qtbot)
    (message,) = messages
    assert message.kind is MessageKind.QUIET
    assert message.text == "Y was not pasted: paste it too, or use the last column, yield."
    assert message.detail.startswith("Pasted 3×4 numbers.")
    assert message.fix is not None
    assert (message.fix.label, message.fix.action) == ("Use last column as Y", "use_last_as_y")


def test_long_pasted_table_offers_last_column(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    messages = messages_from(inputs)
    put("\n".join(f"{k}\t{k + 0.5}\t1\t2" for k in range(ROWS)))
    paste(inputs, qtbot)
    qtbot.waitUntil(lambda: not document.is_busy)
    assert messages[-1].text.endswith("paste it too, or use the last column.")
    assert messages[-1].fix is not None


@pytest.mark.parametrize("text", ["7\t8\t9", "1\t2\t3\n4\t5\t6\n7\t8\t10", "5"])
def test_edit_by_paste_offers_nothing(inputs: MatrixView, qtbot: QtBot, text: str) -> None:
    messages = messages_from(inputs)
    put(text)
    paste(inputs, qtbot)
    assert messages == []


def test_first_filled_y_is_kept(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    document.resize(1, 1)
    document.set_block(TableName.A, 0, 0, np.zeros((1, 1)))
    put("1\t2\n3\t4")
    paste(inputs, qtbot)
    assert document.table(TableName.A).tolist() == [[1, 2], [3, 4]]
    assert messages == []


SURVEY = "\n".join(
    [
        "species\tlength\tdepth\tmass",
        *(f"Adelie\t{k}.5\t{k % 5}\t{k * k}" for k in range(20)),
        "Adelie\tNA\t3\t5",
    ]
)


def test_incomplete_paste_has_its_price(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    messages, refused = messages_from(inputs), list[str]()
    inputs.refused.connect(refused.append)
    put(SURVEY)
    before = document.experiment
    paste(inputs, qtbot)
    assert document.experiment is before
    assert refused == [
        "Clipboard, row 2, column 1 (species): “Adelie” is not a number. Nothing was pasted."
    ]
    (message,) = messages
    assert message.kind is MessageKind.WARNING
    assert message.text == "The clipboard is complete in 3 of 4 columns, 20 of 21 rows."
    assert message.fix is not None
    assert (message.fix.label, message.fix.action) == ("Paste what is complete", "paste_complete")


def test_complete_part_is_pasted(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    put(SURVEY)
    named(inputs, TableActions, "table_actions").action("paste_complete").trigger()
    table = document.table(TableName.A)
    assert (table.shape, table.rows(range(1)).tolist()) == ((20, 3), [[0.5, 0, 0]])
    assert [each.name for each in document.inputs] == ["length", "depth", "mass"]
    assert "What is complete was read: 3 of 4 columns, 20 of 21 rows." in messages[-1].detail
    assert "Left out: species (no numbers)." in messages[-1].detail
    document.undo_stack.undo()
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_long_incomplete_paste_has_its_price(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    messages = messages_from(inputs)
    rows = [f"{k}\t{k + 0.5}\tword" for k in range(20_000)]
    put("\n".join(["a\tb\tc", *rows]))
    paste(inputs, qtbot)
    qtbot.waitUntil(lambda: not document.is_busy, timeout=BUSY_MILLISECONDS)
    assert messages[-1].text == (
        "The clipboard is complete in 2 of 3 columns, 20,000 of 20,000 rows."
    )
    named(inputs, TableActions, "table_actions").action("paste_complete").trigger()
    qtbot.waitUntil(lambda: not document.is_busy, timeout=BUSY_MILLISECONDS)
    assert document.table(TableName.A).shape == (20_000, 3)
    assert messages[-1].detail.startswith("Pasted 20,000×2 numbers.")


def test_single_number_fills_the_selection(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("0.5\n")
    select_only(inputs, 0, 0, 1, 1)
    select(inputs, 2, 2, 2, 2)
    paste(inputs, qtbot)
    assert document.table(TableName.A).tolist() == [[0.5, 0.5, 3], [0.5, 0.5, 6], [7, 8, 0.5]]
    assert document.undo_stack.undoText() == "Paste"


def test_paste_goes_to_current_block(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    put("0.5\t0.25")
    go(inputs, 2, 1)
    select(inputs, 0, 0, 0, 0)
    paste(inputs, qtbot)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 0.5, 0.25]]


def test_y_accepts_one_column(outputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    put("1\n2\n3\n4")
    outputs.selectAll()
    paste(outputs, qtbot)
    assert document.table(TableName.Y).joined[:, 0].tolist() == [1, 2, 3, 4]
    assert document.table(TableName.A).shape == (4, 3)


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (0, "The clipboard has 2 columns, but Y has one. Nothing was pasted."),
        (1, "Ŷ is computed and cannot be pasted into. Nothing was pasted."),
    ],
)
def test_computed_columns_refuse_a_paste(
    outputs: MatrixView, document: Document, qtbot: QtBot, column: int, sentence: str
) -> None:
    put("1\t2" if column == 0 else "1")
    go(outputs, 0, column)
    with qtbot.waitSignal(outputs.refused) as refusal:
        paste(outputs, qtbot)
    assert refusal.args == [sentence]
    assert document.table(TableName.Y).joined[:, 0].tolist() == [14, 32, 50]


def test_bad_cell_refuses_the_whole_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\toops")
    with (
        qtbot.waitSignal(inputs.refused) as refusal,
        qtbot.assertNotEmitted(document.values_changed),
        qtbot.assertNotEmitted(document.reshaped),
    ):
        paste(inputs, qtbot)
    assert refusal.args[0].startswith("Clipboard, row 3, column 4: “oops” is not a number.")
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_too_large_paste_is_refused(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 20)
    put("1\n2\n3\n4\n5\n6\n7")
    with qtbot.waitSignal(inputs.refused) as refusal:
        paste(inputs, qtbot)
    assert "rows of 3 columns are too many" in refusal.args[0]
    assert document.rows == 3


@pytest.mark.parametrize(("button", "value"), [("reading_1", 1.234), ("reading_2", 1234.0)])
def test_ambiguous_number_is_asked(
    inputs: MatrixView, document: Document, qtbot: QtBot, button: str, value: float
) -> None:
    put("1,234\t5")
    go(inputs, 0, 1)
    paste(inputs, qtbot)
    assert document.undo_stack.count() == 0
    question = named(inputs, QMessageBox, "paste_question")
    qtbot.mouseClick(named(question, QPushButton, button), Qt.MouseButton.LeftButton)
    assert document.table(TableName.A).rows([0]).tolist() == [[1, value, 5]]
    assert document.undo_stack.count() == 1


def test_unanswered_question_pastes_nothing(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1,234\t5")
    paste(inputs, qtbot)
    named(inputs, QMessageBox, "paste_question").reject()
    assert document.undo_stack.count() == 0


def test_decimal_comma_locale_asks_nothing(
    inputs: MatrixView, document: Document, qtbot: QtBot, german: None
) -> None:
    put("1,234\t5")
    paste(inputs, qtbot)
    assert document.table(TableName.A).rows([0]).tolist() == [[1.234, 5, 3]]


def test_long_text_is_pasted_in_thread(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    messages = messages_from(inputs)
    put(long_text())
    go(inputs, 0, 1)
    with qtbot.waitSignal(document.idle):
        paste(inputs, qtbot)
        assert document.is_busy
        assert document.rows == 3
    assert document.table(TableName.A).shape == (ROWS, 3)
    assert document.table(TableName.A).rows([0, ROWS - 1]).tolist() == [
        [1, 0, 0.5],
        [0, ROWS - 1, ROWS - 0.5],
    ]
    assert selected_blocks(inputs) == [Block(0, 1, ROWS, 2)]
    assert (messages[0].kind, messages[-1].kind) == (MessageKind.GOING, MessageKind.QUIET)
    assert messages[0].text == "Pasting … Esc cancels."
    assert messages[-1].text == "Pasted 60,000×2 numbers."
    assert document.undo_stack.undoText() == "Paste"


def test_edits_wait_for_a_running_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put(long_text())
    paste(inputs, qtbot)
    document.set_block(TableName.A, 0, 0, np.array([[-1.0]]))
    assert document.undo_stack.count() == 0
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.table(TableName.A).value(0, 0) == -1.0
    assert [document.undo_stack.text(k) for k in range(2)] == ["Paste", "Edit of A"]


def test_two_pastes_run_in_order(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    put(long_text())
    paste(inputs, qtbot)
    put("7")
    paste(inputs, qtbot)
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.table(TableName.A).value(0, 0) == 7.0
    assert document.undo_stack.count() == 2
    assert [each.text for each in messages if each.kind is MessageKind.QUIET] == [
        "Pasted 60,000×2 numbers. A still has 1 column of the former table.",
        "Pasted 1×1 number.",
    ]


def test_escape_cancels_a_long_paste(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    messages = messages_from(inputs)
    put(long_text(300_000))
    paste(inputs, qtbot)
    qtbot.keyClick(inputs, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.undo_stack.count() == 0
    assert document.rows == 3
    assert messages[-1] == Message(MessageKind.QUIET, "Nothing was pasted.")


def test_document_reports_a_refused_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put(long_text() + "\n1\toops")
    with qtbot.waitSignal(document.refused) as refusal:
        paste(inputs, qtbot)
    assert refusal.args[0].startswith("Clipboard, row 60001, column 2: “oops” is not a number.")
    qtbot.waitUntil(lambda: not document.is_busy)
    assert document.undo_stack.count() == 0


def test_opening_does_not_wait_for_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, opened, ended = Event(), Event(), Event()

    def slow(
        clip: ClipboardData, decimal_comma: bool, report: Callable[[float], None], *_: object
    ) -> PastedTable:
        reading.set()
        try:
            assert opened.wait(10)
            return read_clipboard(clip, decimal_comma, report)
        finally:
            ended.set()

    monkeypatch.setattr("gui.tables.clipboard.paste_change.read_clipboard", slow)
    before, messages = document.experiment, messages_from(inputs)
    put(long_text())
    paste(inputs, qtbot)
    assert reading.wait(10)
    document.open(before)
    assert not ended.is_set()
    assert not document.is_busy
    assert messages[-1] == Message(MessageKind.QUIET, "Nothing was pasted.")
    opened.set()
    document.shut_down()
    assert document.rows == 3


def test_rounded_numbers_are_mentioned(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.tables.clipboard.clip.MAX_TEXT_WITH_HTML", 100)
    messages = messages_from(inputs)
    put(long_text(), sample("sheets"))
    with qtbot.waitSignal(document.idle):
        paste(inputs, qtbot)
    assert messages[-1].detail.splitlines() == [
        "Pasted 60,000×2 numbers, as rounded by the other program.",
        "A still has 1 column of the former table.",
    ]


def test_empty_clipboard_is_explained(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    QApplication.clipboard().clear()
    with qtbot.waitSignal(inputs.refused) as refusal:
        paste(inputs, qtbot)
    assert refusal.args == ["The clipboard holds no numbers to paste."]
