"""A refused cell that waits."""

from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.tables.retry import Retry

from .test_edits import go


def test_waits_until_something_else_is_done(inputs: MatrixView) -> None:
    rejected_edit = Retry(inputs)
    assert not rejected_edit.is_waiting
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    assert rejected_edit.is_waiting
    assert inputs.currentIndex() == inputs.matrix.index(1, 2)
    rejected_edit.dismiss()
    assert not rejected_edit.is_waiting


def test_comes_back_after_a_click_has_gone_elsewhere(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = Retry(inputs)
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    go(inputs, 0, 0)
    qtbot.waitUntil(lambda: inputs.currentIndex() == inputs.matrix.index(1, 2))
    assert not rejected_edit.is_waiting


def test_does_not_come_back_to_what_is_no_more(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = Retry(inputs)
    rejected_edit.reject(inputs.matrix.index(2, 2), "No.")
    inputs.matrix.document.resize(1, 1)
    qtbot.waitUntil(lambda: not rejected_edit.is_waiting)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)
