"""Cut, copy and paste."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Column, Document, TableName
from gui.tables import MatrixView, OutputsModel, TableActions
from gui.tables.clipboard import clipboard
from gui.tables.clipboard.copier import MAX_CELLS_AT_ONCE
from tests.gui.finding import named

from ..commands.test_edits import go, select, select_only
from ..models.test_headings import give
from .clips import copied_html, copied_text, put
from .test_copier import TABLES

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def run(view: MatrixView, name: str) -> None:
    named(view, TableActions, "table_actions").action(name).trigger()


def test_copy_takes_selected_lines(inputs: MatrixView, document: Document) -> None:
    document.set_block(TableName.A, 0, 0, np.array([[1 / 3]]))
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 0, 2, 1)
    run(inputs, "copy")
    assert copied_text() == "0.3333333333333333\t2\n7\t8"


def test_copy_includes_computed_columns(
    outputs: MatrixView, document: Document, fitted: Matrix
) -> None:
    outputs.selectAll()
    run(outputs, "copy")
    assert copied_text() == "14\t\t\n32\t\t\n50\t\t"
    assert isinstance(outputs.matrix, OutputsModel)
    outputs.matrix.show_weights(fitted)
    run(outputs, "copy")
    assert copied_text() == "14\t14\t0\n32\t32\t0\n50\t50\t0"


def test_too_many_cells_are_not_copied(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clipboard.MAX_COPIED_CELLS >= 20_000_000
    monkeypatch.setattr(clipboard, "MAX_COPIED_CELLS", 8)
    put("as it was")
    inputs.selectAll()
    with qtbot.waitSignal(inputs.refused) as refusal:
        run(inputs, "cut")
    assert refusal.args == ["9 cells are too many for the clipboard, which takes 8. Select fewer."]
    assert copied_text() == "as it was"
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_cut_is_one_undo_step(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    select_only(inputs, 0, 1, 1, 2)
    qtbot.keyClick(inputs, Qt.Key.Key_X, CONTROL)
    assert copied_text() == "2\t3\n5\t6"
    assert document.table(TableName.A).tolist() == [[1, 0, 0], [4, 0, 0], [7, 8, 9]]
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (1, "Cut")


def test_cut_only_copies_computed_cells(outputs: MatrixView, document: Document) -> None:
    select_only(outputs, 0, 1, 2, 1)
    run(outputs, "cut")
    assert copied_text() == "\n\n"
    assert document.undo_stack.count() == 0


@pytest.fixture
def named_inputs(inputs: MatrixView, document: Document) -> MatrixView:
    """A with two named columns and one without a name."""
    give(document, Column("age"), Column("bmi"), Column(), output="price")
    return inputs


def test_whole_columns_copy_their_names(named_inputs: MatrixView) -> None:
    select_only(named_inputs, 0, 1, 2, 1)
    run(named_inputs, "copy")
    assert copied_text() == "bmi\n2\n5\n8"
    named_inputs.selectAll()
    run(named_inputs, "copy")
    assert copied_text().split("\n")[0] == "age\tbmi\t"
    select_only(named_inputs, 0, 2, 2, 2)
    run(named_inputs, "copy")
    assert copied_text() == "3\n6\n9"


def test_cells_copy_without_names(named_inputs: MatrixView) -> None:
    select_only(named_inputs, 0, 0, 1, 1)
    run(named_inputs, "copy")
    assert copied_text() == "1\t2\n4\t5"


def test_names_that_read_as_numbers_dropped(inputs: MatrixView, document: Document) -> None:
    give(document, Column("2020"), Column("2021"), Column())
    inputs.selectAll()
    run(inputs, "copy")
    assert copied_text().split("\n")[0] == "1\t2\t3"


def test_copy_with_names_includes_names(named_inputs: MatrixView, qtbot: QtBot) -> None:
    select_only(named_inputs, 0, 1, 0, 2)
    qtbot.keyClick(named_inputs, Qt.Key.Key_C, CONTROL | SHIFT)
    assert copied_text() == "bmi\tx3\n2\t3"
    assert "<th>bmi</th>" in copied_html()


def test_y_and_w_copy_with_names(
    named_inputs: MatrixView, outputs: MatrixView, weights: MatrixView, document: Document
) -> None:
    select_only(outputs, 0, 0, 0, 1)
    run(outputs, "copy_with_names")
    assert copied_text() == "price\tŶ\n14\t"
    document.set_initial_weights(np.ones((3, 1)))
    select_only(weights, 0, 0, 1, 2)
    run(weights, "copy_with_names")
    assert copied_text() == "W\tage\tbmi\tx3\nstart\t1\t1\t1\nnow\t\t\t"


def test_columns_paste_back_with_names(named_inputs: MatrixView, document: Document) -> None:
    before = document.experiment
    named_inputs.selectAll()
    run(named_inputs, "copy")
    document.resize(1, 1)
    document.change("Names", lambda e: e)
    go(named_inputs, 0, 0)
    run(named_inputs, "paste")
    assert document.inputs == before.inputs
    assert document.table(TableName.A).tolist() == before.A.tolist()


@pytest.mark.parametrize("language", [QLocale.Language.C, QLocale.Language.German])
@pytest.mark.parametrize("form", ["text", "html"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=TABLES)
def test_table_survives_copy_and_paste(
    inputs: MatrixView, document: Document, language: QLocale.Language, form: str, values: Matrix
) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        document.resize(*values.shape)
        document.set_block(TableName.A, 0, 0, values)
        inputs.selectAll()
        run(inputs, "copy")
        document.set_block(TableName.A, 0, 0, np.ones(values.shape))
        if form == "text":
            put(copied_text())
        go(inputs, 0, 0)
        run(inputs, "paste")
    finally:
        QLocale.setDefault(before)
    assert document.table(TableName.A).joined.tobytes() == values.tobytes()


@pytest.mark.parametrize("values", [[[5e-324, -0.0, 1e308], [-1.7976931348623157e308, 0.1, 1e16]]])
def test_extreme_numbers_survive_copy_and_paste(
    inputs: MatrixView, document: Document, german: None, values: list[list[float]]
) -> None:
    table = np.array(values)
    document.set_block(TableName.A, 0, 0, table)
    select_only(inputs, 0, 0, 1, 2)
    run(inputs, "copy")
    assert "0,1" in copied_text()
    go(inputs, 1, 0)
    run(inputs, "paste")
    assert document.table(TableName.A).block(1, 0, 2, 3).tobytes() == table.tobytes()


def test_large_cut_copies_in_thread(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    document.resize(MAX_CELLS_AT_ONCE // 3 + 1, 3)
    inputs.selectAll()
    put("as it was")
    run(inputs, "cut")
    assert not document.table(TableName.A).joined.any()
    # A busy machine may take ten times the 0.25 s of a free one.
    qtbot.waitUntil(lambda: copied_text() != "as it was", timeout=30_000)
    assert copied_text().split("\n")[:2] == ["1\t2\t3", "4\t5\t6"]


def test_escape_cancels_a_long_copy(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    document.resize(300_000, 3)
    inputs.selectAll()
    put("as it was")
    run(inputs, "copy")
    with qtbot.waitSignal(named(inputs, TableActions, "table_actions").message) as message:
        qtbot.keyClick(inputs, Qt.Key.Key_Escape)
    assert message.args[0].text == "Nothing was copied."
    assert copied_text() == "as it was"
