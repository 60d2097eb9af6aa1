"""A listing shows whole columns and whole rows, and sorts what is unknown last."""

import math

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from gui.widgets.listing.list_table import HEAD_HEIGHT, ROW_HEIGHT, ListTable
from gui.widgets.listing.look import EDGE, MARGIN, ListHeader, inner
from gui.widgets.listing.sorting import unknown_last

ORDER = Qt.SortOrder


@pytest.fixture
def table(qtbot: QtBot) -> ListTable:
    """Three columns of two rows."""
    table = ListTable("listing", "Listing")
    model = QStandardItemModel(table)
    model.setHorizontalHeaderLabels(["name", "first", "second"])
    for row in (("one", "1", "1000000"), ("two", "2", "2000000")):
        model.appendRow([QStandardItem(text) for text in row])
    table.setModel(model)
    qtbot.addWidget(table)
    table.resize(400, 200)
    with qtbot.waitExposed(table):
        table.show()
    return table


def test_columns_come_as_they_have_room(table: ListTable) -> None:
    assert table.columns_seen == [0, 1, 2]
    assert sum(table.columnWidth(k) for k in range(3)) == table.viewport().width()
    needed = table.columnWidth(1) + 20
    table.resize(needed, 200)
    table.fit()
    assert table.columns_seen == [0]
    table.resize(400, 200)
    assert table.columns_seen == [0, 1, 2]


def test_no_row_is_cut(table: ListTable) -> None:
    assert table.whole_height(HEAD_HEIGHT + 2 * ROW_HEIGHT + 5) == HEAD_HEIGHT + 2 * ROW_HEIGHT
    assert table.whole_height(1) == HEAD_HEIGHT
    assert table.height_of_rows() == HEAD_HEIGHT + 2 * ROW_HEIGHT


def test_cells_have_a_margin(table: ListTable) -> None:
    assert isinstance(table.horizontalHeader(), ListHeader)
    cell = QRect(0, 0, 100, 20)
    assert inner(cell, 0).left() == EDGE
    assert inner(cell, 1).left() == MARGIN
    assert table.accessibleName() == "Listing"


def test_unknown_comes_last_both_ways() -> None:
    values = [2.0, math.nan, 1.0, 3.0]
    rising = unknown_last(values, lambda value: value, ORDER.AscendingOrder)
    falling = unknown_last(values, lambda value: value, ORDER.DescendingOrder)
    assert rising[:3] == [1.0, 2.0, 3.0]
    assert falling[:3] == [3.0, 2.0, 1.0]
    assert math.isnan(rising[3])
    assert math.isnan(falling[3])
