"""The cell of the optimiser, with the document that it changes."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Optimiser
from engine.examples import published
from gui.document import Document
from gui.optimiser.optimiser_cell import OptimiserCell
from gui.optimiser.optimiser_dialog import OptimiserDialog
from tests.gui.active import active
from tests.gui.finding import named


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def cell(document: Document, qtbot: QtBot) -> Iterator[OptimiserCell]:
    window = QWidget()
    cell = OptimiserCell(document, window)
    with active(qtbot, window, cell.cell, typed_in=cell.field):
        yield cell


def test_typed_optimiser_is_one_step(cell: OptimiserCell, document: Document, qtbot: QtBot) -> None:
    assert (cell.field.text(), cell.cell.caption.text()) == ("plain", "optimiser")
    qtbot.keyClicks(cell.field, "heavy ball 0.95")
    cell.field.commit()
    assert (document.settings.optimiser, document.settings.momentum) == ("heavy ball", 0.95)
    assert cell.field.text() == "heavy ball, β = 0.95"
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert (document.settings.optimiser, cell.field.text()) == ("plain", "plain")


def test_same_optimiser_is_no_step(cell: OptimiserCell, document: Document) -> None:
    cell.enter("  PLAIN ")
    assert (document.undo_stack.count(), cell.field.text()) == (0, "plain")


def test_mistake_is_refused(cell: OptimiserCell, document: Document, qtbot: QtBot) -> None:
    refused = QSignalSpy(cell.refused)
    qtbot.keyClicks(cell.field, "nesterov 1.5")
    cell.field.commit()
    assert cell.field.is_refused()
    assert cell.field.selectedText() == "1.5"
    assert str(refused.at(0)[0]).startswith("β must be")
    assert document.settings.optimiser == "plain"
    document.change_settings(epochs=7)
    assert cell.field.text() == "nesterov 1.5"
    cell.choose(Optimiser.ADAM)
    assert (cell.field.text(), cell.field.is_refused()) == ("Adam", False)


def test_entries_have_their_formulas(cell: OptimiserCell) -> None:
    entries = cell.named_optimisers()
    assert [each.text for each in entries] == [
        *("plain", "heavy ball, β = 0.9", "Nesterov, β = 0.9"),
        *("RMSProp", "Adam", "AdamW", "Adagrad"),
    ]
    for entry in entries:
        assert "W ← W − η" in entry.tip
        assert "torch.optim" in entry.tip


def test_note_says_how_rate_changes(cell: OptimiserCell, document: Document) -> None:
    assert cell.cell.note.text() == ""
    document.change_settings(schedule="cosine", schedule_epochs=50)
    assert cell.cell.note.text() == cell.field.accessibleDescription() == "η: cosine"
    assert "cos(π·t/50)" in cell.cell.note.toolTip()
    assert "cos(π·t/50)" in cell.field.toolTip()


def test_dialog_changes_the_settings(cell: OptimiserCell, document: Document) -> None:
    cell.field.dialog_asked.emit()
    dialog = named(cell.field.window(), OptimiserDialog, "optimiser_dialog")
    assert dialog.isVisible()
    dialog.chosen.emit({"optimiser": "adam", "beta1": 0.8})
    dialog.reject()
    assert (document.settings.optimiser, document.settings.beta1) == ("adam", 0.8)
    assert document.undo_stack.count() == 1
