"""Computed columns in the whole window: added by a menu, followed, refused, kept in a file."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from engine.terms import PowerTerm
from gui.document import Document, TableName
from gui.tables import MatrixView
from gui.transforms.term_dialog import TermDialog
from gui.window.main_window import MainWindow
from tests.gui.finding import named


@pytest.fixture
def squared(window: MainWindow, qtbot: QtBot) -> MatrixView:
    """The table of the published example, whose second column was squared by the menu."""
    A = named(window, MatrixView, "A")
    A.setCurrentIndex(A.matrix.index(1, 1))
    named(window, QAction, "add_power").trigger()
    dialog = named(window, TermDialog, "term_dialog")
    with qtbot.waitSignal(window.features.data.column_added):
        dialog.accept()
    return A


def document_of(view: MatrixView) -> Document:
    return view.matrix.document


def test_added_column_is_current(squared: MatrixView) -> None:
    assert document_of(squared).inputs[3].term == PowerTerm("x2", 2.0)
    assert squared.currentIndex() == squared.matrix.index(1, 3)
    assert squared.matrix.index(1, 3).data() == "25"


def test_typing_says_why_not(squared: MatrixView, qtbot: QtBot) -> None:
    qtbot.keyClicks(squared, "5")
    said = squared.matrix.why_computed(1, 3)
    assert said == "x2² is computed from x2: edit that, or Make Plain Column."
    assert squared._rejected_edit._note.text() == said
    assert squared.matrix.index(1, 3).data() == "25"


def test_typed_source_is_followed(squared: MatrixView) -> None:
    model = squared.matrix
    assert model.setData(model.index(1, 1), "7")
    assert document_of(squared).table(TableName.A).value(1, 3) == 49.0


def test_heads_offer_computed_columns(window: MainWindow, squared: MatrixView) -> None:
    head: QHeaderView = squared.horizontalHeader()
    assert window.features.data.term_menu.menuAction() in head.actions()


def test_refused_name_is_told(window: MainWindow, squared: MatrixView, qtbot: QtBot) -> None:
    squared.rename_column()
    squared.setCurrentIndex(squared.matrix.index(0, 1))
    squared.rename_column()
    editor = squared._header_editor._editor
    editor.setText("x`2")
    with qtbot.waitSignal(squared.refused) as refused:
        editor.committed.emit(editor.text())
    assert refused.args[0].startswith("x2² is computed from x2, which needs a name")
    assert document_of(squared).inputs[1].name == "x2"


def test_file_keeps_the_formula(window: MainWindow, squared: MatrixView, tmp_path: Path) -> None:
    from engine.archive import archived
    from engine.writing.atomic_write import write_whole
    from gui.files.file_state import read
    from gui.files.secant_document import to_saved

    path = tmp_path / "squared.secant"
    write_whole(path, archived(to_saved(document_of(squared).experiment, None)))
    snapshot, _ = read(path)
    assert snapshot.experiment.inputs == document_of(squared).inputs
    assert not snapshot.lost_terms
