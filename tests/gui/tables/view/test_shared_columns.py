"""Whole columns are selected in A and in W alike."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import TableActions, TableAxis
from gui.tables.commands.selection import select_all, select_lines, whole_columns
from gui.tables.models.weight_rows import WeightRow

from ..commands.test_edits import go
from ..conftest import Show
from .test_sheet import Tables

ADD = QItemSelectionModel.SelectionFlag.Select


class Pair(Tables):
    """A and W in a sheet."""

    @property
    def selected(self) -> tuple[list[int], list[int]]:
        """The columns selected in each."""
        return whole_columns(self.A), whole_columns(self.W)


@pytest.fixture
def pair(document: Document, show: Show) -> Iterator[Pair]:
    """Nine rows and four columns."""
    document.resize(9, 4)
    document.flush()
    pair = Pair(document)
    show(pair.sheet)
    pair.sheet.resize(900, 480)
    pair.A.setFocus()
    yield pair
    pair.sheet.close()


def click_name(pair: Pair, qtbot: QtBot, column: int, held: Qt.KeyboardModifier) -> None:
    heads = pair.A.horizontalHeader()
    at = QPoint(heads.sectionViewportPosition(column) + 20, 10)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, held, at)


def test_clicked_names_select_both(pair: Pair, qtbot: QtBot) -> None:
    click_name(pair, qtbot, 1, Qt.KeyboardModifier.NoModifier)
    assert pair.selected == ([1], [1])
    click_name(pair, qtbot, 3, Qt.KeyboardModifier.ControlModifier)
    assert pair.selected == ([1, 3], [1, 3])


def test_columns_of_w_are_those_of_a(pair: Pair) -> None:
    pair.W.setFocus()
    go(pair.W, 0, 2)
    select_lines(pair.W, TableAxis.COLUMN)
    assert pair.selected == ([2], [2])
    select_all(pair.W)
    assert pair.selected == ([0, 1, 2, 3], [0, 1, 2, 3])


def test_key_selects_both(pair: Pair, qtbot: QtBot) -> None:
    actions = TableActions(pair.sheet)
    actions.attach(pair.W)
    pair.W.setFocus()
    go(pair.W, 0, 1)
    qtbot.keyClick(pair.W, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert pair.selected == ([1], [1])
    actions.shut_down()


def test_cells_give_the_columns_up(pair: Pair) -> None:
    select_all(pair.A)
    go(pair.A, 2, 3)
    assert pair.selected == ([], [])
    assert pair.W.selectionModel().selectedIndexes() == [pair.W.currentIndex()]


def test_cells_stay_in_their_table(pair: Pair) -> None:
    go(pair.W, 0, 0)
    block = QItemSelection(pair.A.matrix.index(1, 1), pair.A.matrix.index(3, 2))
    pair.A.selectionModel().select(block, ADD)
    assert pair.selected == ([], [])
    assert len(pair.W.selectionModel().selectedIndexes()) == 1


def test_neighbours_are_one_rectangle(pair: Pair) -> None:
    go(pair.A, 0, 0)
    select_all(pair.A)
    assert pair.W.selectionModel().selection().count() == 1


@pytest.mark.parametrize("leader", ["A", "W"])
def test_columns_outlast_rows_of_w(pair: Pair, leader: str) -> None:
    view = pair.A if leader == "A" else pair.W
    view.setFocus()
    go(view, 0, 2)
    select_lines(view, TableAxis.COLUMN)
    for hidden in (frozenset({WeightRow.NOW, WeightRow.OPTIMUM}), frozenset[WeightRow]()):
        pair.sheet.hide_rows(hidden)
        QApplication.sendPostedEvents()
        assert pair.selected == ([2], [2])


def test_one_row_has_no_columns(pair: Pair, document: Document) -> None:
    document.resize(1, 4)
    document.flush()
    go(pair.W, 0, 0)
    go(pair.A, 0, 2)
    assert whole_columns(pair.W) == []
    assert len(pair.W.selectionModel().selectedIndexes()) == 1


def test_million_rows_are_selected_at_once(pair: Pair, document: Document) -> None:
    document.resize(1_000_000, 4)
    document.flush()
    go(pair.A, 5, 1)
    select_lines(pair.A, TableAxis.COLUMN)
    assert pair.selected == ([1], [1])
    assert pair.A.selectionModel().selection().count() == 1
