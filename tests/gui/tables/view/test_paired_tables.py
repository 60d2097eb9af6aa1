"""A and Y scrolling together."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.document import Document, TableName
from gui.tables import InputsModel, MatrixView, OutputsModel
from gui.tables.view.paired_tables import PairedTables

from ..commands.test_edits import go
from ..conftest import Show

Pair = tuple[MatrixView, MatrixView]


@pytest.fixture
def pair(document: Document, show: Show) -> Iterator[Pair]:
    """A and Y with a thousand rows; A is wider than its view."""
    document.resize(1000, 40)
    left = MatrixView(InputsModel(document), "A", "Inputs A")
    right = MatrixView(OutputsModel(document), "Y", "Outputs Y")
    for view in (left, right):
        view.matrix.setParent(view)
    tables = PairedTables(left, right)
    show(tables)
    yield left, right
    tables.close()


def scroll(view: MatrixView) -> int:
    return view.verticalScrollBar().value()


def roll(view: MatrixView) -> None:
    where = QPointF(20.0, 20.0)
    event = QWheelEvent(
        where,
        QPointF(view.viewport().mapToGlobal(where.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("rolled", [0, 1])
def test_wheel_scrolls_both_tables(pair: Pair, rolled: int) -> None:
    roll(pair[rolled])
    assert scroll(pair[0]) == scroll(pair[1]) > 0


def test_only_right_scroll_bar_is_visible(pair: Pair, qtbot: QtBot) -> None:
    left, right = pair
    assert not left.verticalScrollBar().isVisible()
    qtbot.waitUntil(right.verticalScrollBar().isVisible)


def test_last_rows_are_aligned(pair: Pair, qtbot: QtBot) -> None:
    left, right = pair
    qtbot.waitUntil(lambda: left.viewport().height() == right.viewport().height())
    right.verticalScrollBar().setValue(right.verticalScrollBar().maximum())
    assert left.rowViewportPosition(999) == right.rowViewportPosition(999)
    bottom = left.rowViewportPosition(999) + left.rowHeight(999)
    assert bottom == left.viewport().height()


@pytest.mark.parametrize("moved", [0, 1])
def test_current_row_is_shared(pair: Pair, moved: int) -> None:
    other = pair[1 - moved]
    go(pair[moved], 500, 0)
    assert other.currentIndex().row() == 500
    assert scroll(pair[0]) == scroll(pair[1])


def test_only_left_table_has_row_names(pair: Pair) -> None:
    assert not pair[0].verticalHeader().isHidden()
    assert pair[1].verticalHeader().isHidden()


def test_y_shows_all_columns(pair: Pair, document: Document, qtbot: QtBot) -> None:
    right = pair[1]
    last = right.visualRect(right.matrix.index(0, 2))
    assert right.viewport().rect().contains(last)
    document.set_block(TableName.Y, 0, 0, np.array([[-1.5]]))
    assert not right.horizontalScrollBar().isVisible()


def test_y_shows_all_columns_when_larger(pair: Pair, qtbot: QtBot) -> None:
    right = pair[1]
    font = right.font()
    font.setPointSizeF(1.3 * font.pointSizeF())
    right.setFont(font)
    qtbot.waitUntil(lambda: right.width() >= right.width_of(3))
    last = right.visualRect(right.matrix.index(0, 2))
    assert right.viewport().rect().contains(last)


def test_dragged_splitter_is_kept(pair: Pair, document: Document) -> None:
    left = pair[0]
    tables = left.parentWidget()
    assert isinstance(tables, PairedTables)
    tables.setSizes([400, 200])
    chosen = tables.sizes()
    document.set_block(TableName.Y, 0, 0, np.array([[2.5]]))
    document.insert_rows(0, 1)
    assert tables.sizes() == chosen


def test_small_table_does_not_scroll(document: Document, pair: Pair, qtbot: QtBot) -> None:
    roll(pair[1])
    document.resize(3, 3)
    bars = [view.verticalScrollBar() for view in pair]
    qtbot.waitUntil(lambda: [bar.maximum() for bar in bars] == [0, 0])
    assert pair[0].rowViewportPosition(0) == 0


@pytest.mark.parametrize("which", [0, 1])
def test_editor_closes_before_tables_change(pair: Pair, document: Document, which: int) -> None:
    """Otherwise one table's reset may resize the other, whose editor has no cell any more."""
    view = pair[which]
    go(view, 999, 0)
    view.edit(view.currentIndex())
    assert view.indexWidget(view.currentIndex()) is not None
    open_editors: list[object] = []
    document.about_to_reshape.connect(
        lambda: open_editors.append(view.indexWidget(view.currentIndex()))
    )
    document.resize(5, 2)
    assert open_editors == [None]
    assert view.hasFocus()
