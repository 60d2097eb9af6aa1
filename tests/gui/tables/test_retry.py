"""A refused cell that waits."""

from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.tables.retry import Retry

from .test_edits import go


def test_waits_until_something_else_is_done(inputs: MatrixView) -> None:
    retry = Retry(inputs)
    assert not retry.is_waiting
    retry.refuse(inputs.matrix.index(1, 2), "No.")
    assert retry.is_waiting
    assert inputs.currentIndex() == inputs.matrix.index(1, 2)
    retry.give_up()
    assert not retry.is_waiting


def test_comes_back_after_a_click_has_gone_elsewhere(inputs: MatrixView, qtbot: QtBot) -> None:
    retry = Retry(inputs)
    retry.refuse(inputs.matrix.index(1, 2), "No.")
    go(inputs, 0, 0)
    qtbot.waitUntil(lambda: inputs.currentIndex() == inputs.matrix.index(1, 2))
    assert not retry.is_waiting


def test_does_not_come_back_to_what_is_no_more(inputs: MatrixView, qtbot: QtBot) -> None:
    retry = Retry(inputs)
    retry.refuse(inputs.matrix.index(2, 2), "No.")
    inputs.matrix.document.resize(1, 1)
    qtbot.waitUntil(lambda: not retry.is_waiting)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)
