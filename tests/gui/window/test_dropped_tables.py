"""Tables dragged in from another program, on the real window."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QRubberBand, QWidget
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.panels.empty_state import EmptyState
from gui.plots.loss_plot import LossPlot
from gui.tables import MatrixView, TableDrops
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block
from gui.widgets.note import MessageBar
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.tables.clipboard.clips import put
from tests.gui.window.test_main_window import text_of
from tests.gui.window.test_paste_offers import TABLE, click_remedy

COPY = Qt.DropAction.CopyAction
ACTIONS = COPY | Qt.DropAction.MoveAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FIRST_TABLE = "x\ty\n2\t3\n4\t5\n6\t9\n"


@pytest.fixture
def window(unshown_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window at a usual size."""
    unshown_window.resize(1280, 800)
    unshown_window.show()
    unshown_window.activateWindow()
    qtbot.waitUntil(unshown_window.isActiveWindow)
    return unshown_window


def table(text: str = "", html: str = "") -> QMimeData:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return data


def view_of(window: MainWindow, name: str) -> MatrixView:
    return named(window, MatrixView, name)


def at_cell(window: MainWindow, name: str, row: int, column: int) -> QPoint:
    view = view_of(window, name)
    cell = view.visualRect(view.matrix.index(row, column))
    assert view.viewport().rect().contains(cell.center())
    return view.viewport().mapTo(window, cell.center())


def middle_of(window: MainWindow, part: QWidget) -> QPoint:
    return part.mapTo(window, part.rect().center())


def drag(window: MainWindow, at: QPoint, data: QMimeData) -> QDragMoveEvent:
    QApplication.sendEvent(window, QDragEnterEvent(at, ACTIONS, data, LEFT, NONE))
    event = QDragMoveEvent(at, ACTIONS, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def drop(window: MainWindow, at: QPoint, data: QMimeData) -> QDropEvent:
    drag(window, at, data)
    event = QDropEvent(QPointF(at), ACTIONS, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(window, event)
    window.document.flush()
    return event


def contents(window: MainWindow) -> list[object]:
    document = window.document
    names = [each.name for each in document.inputs], document.output
    return [*(document.table(each).tolist() for each in TableName), names, document.settings]


def test_drop_pastes_at_cell(window: MainWindow) -> None:
    document, before = window.document, contents(window)
    event = drop(window, at_cell(window, "A", 1, 1), table("10\t11\n12\t13\n"))
    assert (event.isAccepted(), event.dropAction()) == (True, COPY)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]
    assert selected_blocks(view_of(window, "A")) == [Block(1, 1, 2, 2)]
    assert view_of(window, "A").hasFocus()
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (1, "Paste")
    document.undo_stack.undo()
    assert contents(window) == before


def test_drop_at_y_fills_y(window: MainWindow) -> None:
    drop(window, at_cell(window, "Y", 0, 0), table("1\n2\n3\n"))
    assert window.document.table(TableName.Y).tolist() == [[1], [2], [3]]


def test_drop_of_html_is_exact(window: MainWindow) -> None:
    html = '<table><tr><td sdval="0.123456789">0.12</td><td sdval="2">2</td></tr></table>'
    drop(window, at_cell(window, "A", 0, 0), table("0.12\t2", html))
    assert window.document.table(TableName.A).tolist()[0] == [0.123456789, 2, 3]


@pytest.mark.parametrize("place", ["plots", "cell"])
def test_empty_document_takes_drop_anywhere(window: MainWindow, place: str) -> None:
    named(window, QAction, "new").trigger()
    window.document.flush()
    put(FIRST_TABLE)
    named(window, QPushButton, "paste_table").click()
    pasted = contents(window)
    said = text_of(window, "diagnosis_sentence")
    window.document.undo_stack.undo()
    at = middle_of(window, named(window, EmptyState, "empty_state"))
    if place == "cell":
        at = at_cell(window, "A", 0, 0)
    assert drop(window, at, table(FIRST_TABLE)).isAccepted()
    assert contents(window) == pasted
    assert text_of(window, "diagnosis_sentence") == said
    assert named(window, QPushButton, "fix").text() == "Leave out the ones"
    window.document.undo_stack.undo()
    window.document.flush()
    assert named(window, EmptyState, "empty_state").is_empty


def test_refused_drop_offers_complete_part(window: MainWindow, qtbot: QtBot) -> None:
    before = contents(window)
    put("1\t2")  # the clipboard is not what was dropped
    drop(window, at_cell(window, "A", 0, 0), table(TABLE))
    assert contents(window) == before
    assert "“Adelie” is not a number" in named(window, MessageBar, "data_message").text()
    click_remedy(window, qtbot, "Paste what is complete")
    assert (window.document.rows, window.document.columns) == (20, 3)
    click_remedy(window, qtbot, "Use last column as Y")
    assert window.document.output == "mass"


def test_refused_drop_is_forgotten(window: MainWindow) -> None:
    drop(window, at_cell(window, "A", 0, 0), table(TABLE))
    drop(window, at_cell(window, "A", 0, 0), table("5"))
    before = contents(window)
    named(window, QAction, "drop_complete").trigger()
    assert contents(window) == before


def test_drop_of_words_is_refused(window: MainWindow) -> None:
    before = contents(window)
    drop(window, at_cell(window, "A", 0, 0), table("some words"))
    assert contents(window) == before
    assert "Nothing was pasted" in named(window, MessageBar, "data_message").text()


def test_drop_beside_cells_is_refused(window: MainWindow) -> None:
    at = middle_of(window, named(window, LossPlot, "loss_plot"))
    assert not drag(window, at, table("1\t2")).isAccepted()
    assert named(window, QRubberBand, "drop_frame").isHidden()
    assert not drop(window, at, table("1\t2")).isAccepted()
    assert window.document.undo_stack.count() == 0


def test_frame_shows_where_table_goes(window: MainWindow) -> None:
    frame, data = named(window, QRubberBand, "drop_frame"), table("1\t2")
    at = at_cell(window, "A", 2, 1)
    assert drag(window, at, data).isAccepted()
    assert frame.isVisible()
    assert frame.geometry().contains(at)
    view = view_of(window, "A")
    assert frame.size() == view.visualRect(view.matrix.index(2, 1)).size()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert frame.isHidden()
    named(window, QAction, "new").trigger()
    window.document.flush()
    drag(window, at, data)
    assert frame.width() > 0.9 * window.width()


def test_typed_number_is_committed_first(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window, "A")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    for digit in "42":
        qtbot.keyClicks(QApplication.focusWidget(), digit)
    drop(window, at_cell(window, "A", 2, 2), table("7"))
    A = window.document.table(TableName.A).joined
    assert (A[0, 0], A[2, 2]) == (42, 7)
    assert np.count_nonzero(A == 42) == 1


def test_files_are_not_tables(window: MainWindow) -> None:
    (drops,) = window.findChildren(TableDrops)
    emitted, local = QSignalSpy(drops.dropped), QMimeData()
    local.setUrls([QUrl.fromLocalFile("/nowhere/a.csv")])
    drop(window, at_cell(window, "A", 0, 0), local)
    assert emitted.count() == 0
