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


def colours(table: ListTable, row: int, column: int) -> list[list[str]]:
    """Return the colours of the pixels of a cell, line by line."""
    cell = table.visualRect(table.model().index(row, column))
    picture = table.viewport().grab(cell).toImage()
    return [
        [picture.pixelColor(x, y).name() for x in range(picture.width())]
        for y in range(picture.height())
    ]


def test_texts_begin_and_end_at_margins(table: ListTable) -> None:
    base = table.palette().base().color().name()
    table.setCurrentIndex(table.model().index(1, 1))
    first, last = colours(table, 0, 0), colours(table, 0, 2)
    inked = [x for line in first for x, colour in enumerate(line) if colour != base]
    assert EDGE <= min(inked) <= EDGE + 2  # beside a letter there is a pixel of its own
    assert {line[-k] for line in last for k in range(1, EDGE + 1)} == {base}


def test_frame_of_the_cell_is_wide(table: ListTable) -> None:
    table.setCurrentIndex(table.model().index(1, 1))
    table.setFocus()
    lines = colours(table, 1, 1)
    ink = table.palette().text().color().name()
    assert {colour for line in (*lines[:2], *lines[-2:]) for colour in line} == {ink}
    assert {side for line in lines for side in (*line[:2], *line[-2:])} == {ink}
    assert lines[3][3] != ink


def test_head_follows_large_text(table: ListTable) -> None:
    font = table.font()
    font.setPointSizeF(2 * font.pointSizeF())
    table.setFont(font)
    metrics = table.fontMetrics()
    assert table.horizontalHeader().height() >= metrics.height()
    assert table.verticalHeader().defaultSectionSize() >= metrics.height()
    room = table.horizontalHeader().height() + 3
    assert table.whole_height(room) == table.horizontalHeader().height()
