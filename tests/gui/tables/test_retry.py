"""The cell of a rejected edit."""

from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.tables.retry import Retry

from .test_edits import go


def test_rejected_edit_waits_until_dismissed(inputs: MatrixView) -> None:
    rejected_edit = Retry(inputs)
    assert not rejected_edit.is_waiting
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    assert rejected_edit.is_waiting
    assert inputs.currentIndex() == inputs.matrix.index(1, 2)
    rejected_edit.dismiss()
    assert not rejected_edit.is_waiting


def test_rejected_edit_returns_after_a_click(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = Retry(inputs)
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    go(inputs, 0, 0)
    qtbot.waitUntil(lambda: inputs.currentIndex() == inputs.matrix.index(1, 2))
    assert not rejected_edit.is_waiting


def test_rejected_edit_ignores_removed_cells(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = Retry(inputs)
    rejected_edit.reject(inputs.matrix.index(2, 2), "No.")
    inputs.matrix.document.resize(1, 1)
    qtbot.waitUntil(lambda: not rejected_edit.is_waiting)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)
