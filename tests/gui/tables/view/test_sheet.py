"""A, Y and W as one sheet."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from gui.document import Column, Document, TableName
from gui.tables import InputsModel, MatrixView, OutputsModel, RunNumbers, WeightsModel
from gui.tables.models.digits import Digits
from gui.tables.models.weight_rows import HIDEABLE, WeightRow
from gui.tables.view.header import MARGIN
from gui.tables.view.margin_view import MarginView
from gui.tables.view.shape_field import ShapeField
from gui.tables.view.sheet import Sheet
from tests.gui.finding import named

from ..commands.test_edits import cell, go
from ..conftest import Show
from ..models.test_headings import give

Key = Qt.Key
H = Qt.Orientation.Horizontal


class Tables:
    """The sheet and its tables."""

    def __init__(self, document: Document) -> None:
        self.A = MatrixView(InputsModel(document), "A", "Inputs A")
        self.Y = MatrixView(OutputsModel(document), "Y", "Outputs Y")
        self.weights = WeightsModel(document)
        self.W = MatrixView(self.weights, "W", "Weights W")
        for view in (self.A, self.Y, self.W):
            view.matrix.setParent(view)
        self.sheet = Sheet(self.A, self.Y, self.W, ShapeField())

    @property
    def columns(self) -> range:
        """The columns that are seen."""
        return self.sheet.window_of_columns.columns

    def bar(self, name: str) -> QScrollBar:
        """One of the two scroll bars."""
        return named(self.sheet, QScrollBar, name)


@pytest.fixture
def wide(document: Document, show: Show) -> Iterator[Tables]:
    """2,000 rows and 40 columns, which do not fit."""
    document.resize(2000, 40)
    document.set_block(TableName.A, 0, 0, np.linspace(-99, 99, 80_000).reshape(2000, 40))
    tables = Tables(document)
    show(tables.sheet)
    yield tables
    tables.sheet.close()


@pytest.fixture
def small(document: Document, show: Show) -> Iterator[Tables]:
    """The published example, with room to spare."""
    tables = Tables(document)
    show(tables.sheet)
    tables.sheet.resize(900, 480)
    yield tables
    tables.sheet.close()


class Requests(QObject):
    """Counts how often a widget is asked to arrange its parts."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def is_whole(view: MatrixView, column: int) -> bool:
    rect = view.visualRect(view.matrix.index(0, column))
    return view.viewport().rect().contains(rect)


def turn(widget: QWidget, sideways: int, down: int) -> None:
    """Turn the wheel over a widget, as a mouse does: parents get what it does not take."""
    window = widget.window()
    where = QPointF(widget.mapTo(window, widget.rect().center()))
    QTest.wheelEvent(window.windowHandle(), where, QPoint(sideways, down))
    QApplication.processEvents()


@pytest.mark.parametrize("width", [480, 641, 777, 1024, 1600])
def test_only_whole_columns_are_seen(wide: Tables, qtbot: QtBot, width: int) -> None:
    wide.sheet.resize(width, 400)
    for first in (0, 7, 40):
        wide.bar("columns_bar").setValue(first)
        seen = wide.sheet.window_of_columns
        for view in (wide.A, wide.W):
            assert all(is_whole(view, column) for column in seen.columns)
            assert view.viewport().width() == seen.width
    assert wide.columns.stop == 40


def test_weights_stand_over_their_columns(wide: Tables) -> None:
    wide.bar("columns_bar").setValue(5)
    for column in wide.columns:
        in_A = wide.A.visualRect(wide.A.matrix.index(0, column))
        in_W = wide.W.visualRect(wide.W.matrix.index(0, column))
        assert (in_A.left(), in_A.width()) == (in_W.left(), in_W.width())
    assert wide.A.x() == wide.W.x()


def test_hidden_columns_are_counted(wide: Tables, document: Document) -> None:
    label = named(wide.sheet, QLabel, "shown_columns")
    count = len(wide.columns)
    assert label.text() == f"columns 1–{count} of 40"
    wide.bar("columns_bar").setValue(3)
    assert label.text() == f"columns 4–{3 + len(wide.columns)} of 40"
    document.resize(5, 2)
    QApplication.sendPostedEvents()
    assert label.isHidden()
    assert wide.bar("columns_bar").isHidden()


def test_current_column_is_scrolled_into_view(wide: Tables) -> None:
    for view in (wide.A, wide.W):
        for column in (39, 20, 0):
            go(view, 0, column)
            assert column in wide.columns
            assert is_whole(wide.A, column)
            assert is_whole(wide.W, column)


def test_next_column_moves_by_one(wide: Tables, qtbot: QtBot) -> None:
    last = wide.columns[-1]
    go(wide.A, 0, last)
    wide.A.setFocus()
    qtbot.keyClick(wide.A, Key.Key_Right)
    assert wide.columns[-1] == last + 1


@pytest.mark.parametrize("name", ["A", "W"])
def test_sideways_wheel_moves_whole_columns(wide: Tables, name: str) -> None:
    view = wide.A if name == "A" else wide.W
    turn(view.viewport(), -120, 0)
    assert wide.columns.start > 0
    assert is_whole(wide.A, wide.columns.start)
    assert wide.A.visualRect(wide.A.matrix.index(0, wide.columns.start)).left() == 0


@pytest.mark.parametrize("name", ["A", "Y", "W"])
def test_wheel_scrolls_rows_of_both(wide: Tables, name: str) -> None:
    turn({"A": wide.A, "Y": wide.Y, "W": wide.W}[name].viewport(), 0, -120)
    rows = [view.verticalScrollBar().value() for view in (wide.A, wide.Y)]
    assert rows[0] == rows[1] == wide.bar("rows_bar").value() > 0


def test_last_rows_are_aligned(wide: Tables) -> None:
    bar = wide.bar("rows_bar")
    bar.setValue(bar.maximum())
    assert wide.A.rowViewportPosition(1999) == wide.Y.rowViewportPosition(1999)
    bottom = wide.A.rowViewportPosition(1999) + wide.A.rowHeight(1999)
    assert bottom == wide.A.viewport().height()


def test_table_that_fits_does_not_scroll(wide: Tables, document: Document) -> None:
    turn(wide.Y.viewport(), 0, -120)
    document.resize(3, 3)
    QApplication.sendPostedEvents()
    assert wide.bar("rows_bar").isHidden()
    assert wide.A.verticalScrollBar().maximum() == wide.Y.verticalScrollBar().maximum() == 0
    assert wide.A.rowViewportPosition(0) == 0


@pytest.mark.parametrize(
    ("rows", "of_weights"),
    [(5, 3), (6, 4), (7, 5), (8, 5), (9, 6), (20, 6)],
)
def test_height_decides_the_rows(wide: Tables, rows: int, of_weights: int) -> None:
    wide.sheet.resize(800, wide.sheet.height_of(rows) + 5)
    assert len(wide.weights.rows) == of_weights
    assert wide.A.viewport().height() == (rows - of_weights) * wide.sheet.row_height
    assert wide.W.viewport().height() == of_weights * wide.sheet.row_height


def test_y_and_margin_are_seen_whole(wide: Tables) -> None:
    wide.weights.show(RunNumbers(W=np.zeros((40, 1)), loss=1.23456e-123, start_loss=340.381))
    QApplication.sendPostedEvents()
    margin = named(wide.sheet, MarginView, "W_margin")
    assert all(is_whole(wide.Y, column) for column in range(3))
    assert margin.width() == wide.Y.width() >= margin.needed
    assert margin.x() == wide.Y.x()
    assert margin.geometry().bottom() == wide.W.geometry().bottom()


def test_names_stand_above_the_weights(small: Tables) -> None:
    header = small.A.horizontalHeader()
    above = len(small.weights.rows) * small.sheet.row_height
    assert small.A.viewport().mapTo(small.sheet, QPoint()).y() == small.W.geometry().bottom() + 1
    assert header.height() - above == small.W.y() - small.A.y()
    assert small.W.horizontalHeader().isHidden()


def test_current_row_is_shared(wide: Tables) -> None:
    go(wide.Y, 500, 1)
    assert wide.A.currentIndex().row() == 500
    go(wide.A, 7, 2)
    assert cell(wide.Y) == (7, 1)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def test_arrows_lead_through_all_tables(small: Tables, qtbot: QtBot) -> None:
    last = len(small.weights.rows) - 1
    go(small.W, last, 2)
    small.W.setFocus()
    press(qtbot, Key.Key_Down)
    assert (QApplication.focusWidget(), cell(small.A)) == (small.A, (0, 2))
    press(qtbot, Key.Key_Right)
    assert (QApplication.focusWidget(), cell(small.Y)) == (small.Y, (0, 0))
    press(qtbot, Key.Key_Left)
    assert (QApplication.focusWidget(), cell(small.A)) == (small.A, (0, 2))
    press(qtbot, Key.Key_Up)
    assert (QApplication.focusWidget(), cell(small.W)) == (small.W, (last, 2))


def type_number(qtbot: QtBot, digit: str, key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, digit)
    press(qtbot, key)


def test_row_is_typed_through_y(small: Tables, document: Document, qtbot: QtBot) -> None:
    go(small.A, 0, 1)
    small.A.setFocus()
    for digit, key in (("7", Key.Key_Tab), ("8", Key.Key_Tab), ("9", Key.Key_Return)):
        type_number(qtbot, digit, key)
    type_number(qtbot, "5", Key.Key_Return)
    assert document.table(TableName.A).tolist() == [[1, 7, 8], [4, 5, 6], [7, 8, 9]]
    assert document.table(TableName.Y).joined[0, 0] == 9
    assert QApplication.focusWidget() is small.A


def test_weights_are_typed_with_enter(small: Tables, document: Document, qtbot: QtBot) -> None:
    go(small.W, 0, 0)
    small.W.setFocus()
    for digit in "678":
        type_number(qtbot, digit, Key.Key_Return)
    assert document.table(TableName.W).joined[:, 0].tolist() == [6, 7, 8]


def test_name_over_a_weight_is_highlighted(small: Tables) -> None:
    header = small.A.horizontalHeader()
    go(small.A, 0, 1)
    go(small.A, 0, 0)
    first = header.grab().toImage()
    go(small.W, 0, 2)
    assert header.grab().toImage() != first
    go(small.A, 0, 1)
    go(small.A, 0, 0)
    assert header.grab().toImage() == first


def test_refused_weight_is_told_in_the_sheet(small: Tables) -> None:
    go(small.W, 0, 1)
    small.W.show_message("w2 needs a number.")
    note = named(small.sheet, QLabel, "refusal")
    assert note.isVisible()
    assert small.sheet.rect().contains(note.geometry())
    assert note.y() > small.W.y()


class PaperCard(QWidget):
    """A card that needs a width."""

    def __init__(self, least_width: int) -> None:
        super().__init__()
        self.least_width = least_width

    def sizeHint(self) -> QSize:
        return QSize(self.least_width, 120)


def test_cards_that_fit_are_shown(small: Tables) -> None:
    cards = PaperCard(240), PaperCard(200)
    small.sheet.set_cards(*cards)
    before = [view.geometry() for view in (small.A, small.Y, small.W)]
    shown = []
    for width in (1500, 1000, 640):
        small.sheet.resize(width, 480)
        shown.append([card.isVisible() for card in cards])
        after = [view.geometry() for view in (small.A, small.Y, small.W)]
        assert [(each.y(), each.height()) for each in after] == [
            (each.y(), each.height()) for each in before
        ]
    assert shown == [[True, True], [True, False], [False, False]]


@pytest.mark.parametrize("cards", [(), (240,), (240, 200)])
@pytest.mark.parametrize("width", [640, 700, 868, 900, 1000, 1280, 1500, 1920, 2560])
def test_no_room_is_left_grey(small: Tables, cards: tuple[int, ...], width: int) -> None:
    small.sheet.set_cards(*map(PaperCard, cards))
    small.sheet.resize(width, 480)
    QApplication.sendPostedEvents()
    shown = [each for each in small.sheet.findChildren(PaperCard) if each.isVisible()]
    parts = sorted((small.A, small.Y, *shown), key=lambda each: each.x())
    assert parts[0].x() == 16
    assert parts[-1].geometry().right() + 1 == width - 16
    for left, right in pairwise(parts):
        assert right.x() - left.geometry().right() - 1 == 8
    assert all(card.width() <= card.least_width + 96 for card in shown)


def test_bar_keeps_its_room(small: Tables) -> None:
    small.sheet.resize(900, small.sheet.height_of(6))
    QApplication.sendPostedEvents()
    bar = small.bar("rows_bar")
    assert bar.isVisible()
    assert small.Y.geometry().right() < bar.x()
    assert bar.geometry().right() < 900 - 16


def test_dragged_columns_take_no_room(small: Tables) -> None:
    small.A.setColumnWidth(0, 100)
    small.Y.setColumnWidth(0, 60)
    QApplication.sendPostedEvents()
    small.sheet.resize(1500, 480)
    assert (small.A.columnWidth(0), small.Y.columnWidth(0)) == (100, 60)
    assert small.Y.geometry().right() + 1 == 1500 - 16
    for view, columns in ((small.A, 3), (small.Y, 3)):
        for column in range(columns):
            view.setColumnWidth(column, 90)
    QApplication.sendPostedEvents()
    assert [small.A.columnWidth(k) for k in range(3)] == [90, 90, 90]


def test_more_room_shows_more_digits(small: Tables) -> None:
    start = small.weights.index(0, 0)
    small.A.matrix.setData(small.A.matrix.index(0, 0), "103.32014567")
    small.A.matrix.setData(small.A.matrix.index(1, 0), "0.12345678901234567")
    shown = []
    for width in (660, 760, 900, 1500):
        small.sheet.resize(width, 480)
        QApplication.sendPostedEvents()
        shown.append((str(small.A.matrix.index(1, 0).data()), str(start.data())))
        for row in range(2):
            text = str(small.A.matrix.index(row, 0).data())
            room = small.A.columnWidth(0) - 2 * MARGIN
            assert small.A.fontMetrics().horizontalAdvance(text) <= room
    lengths = [len(each) for each, _ in shown]
    assert lengths == sorted(lengths)
    assert shown[0][1] == "1.76405…"
    assert shown[-1] == ("0.12345678901234566", "1.764052345967664")


def test_slopes_leave_the_cards_alone(small: Tables) -> None:
    card = PaperCard(240)
    small.sheet.set_cards(card)
    small.sheet.resize(1200, 480)
    before, weights = card.geometry(), small.W.matrix
    assert isinstance(weights, WeightsModel)
    slopes = np.full((3, 1), -4.815281e-5)
    weights.show(RunNumbers(W=slopes, gradient=slopes, exact_gradient=slopes))
    QApplication.sendPostedEvents()
    assert (card.isVisible(), card.geometry()) == (True, before)


def test_wrong_slopes_are_seen(wide: Tables) -> None:
    weights = wide.W.matrix
    assert isinstance(weights, WeightsModel)
    wide.sheet.resize(900, wide.sheet.height_of(7))
    assert WeightRow.EXACT not in weights.rows
    ones = np.ones((12, 1))
    weights.show(RunNumbers(W=ones, gradient=2 * ones, exact_gradient=ones))
    QApplication.sendPostedEvents()
    assert WeightRow.EXACT in weights.rows


def test_hidden_rows_leave_their_room(wide: Tables) -> None:
    wide.sheet.resize(1200, wide.sheet.height_of(7))
    with_all = wide.weights.rows
    wide.sheet.hide_rows(frozenset({WeightRow.NOW, WeightRow.OPTIMUM}))
    QApplication.sendPostedEvents()
    titles = [row.title for row in wide.weights.rows]
    assert titles == ["start", "δW", "exact δW", "± s.e."]
    assert wide.W.height() == 4 * wide.sheet.row_height
    wide.sheet.hide_rows(frozenset())
    QApplication.sendPostedEvents()
    assert wide.weights.rows == with_all


def test_hidden_rows_need_no_height(small: Tables) -> None:
    before = small.sheet.full_height
    small.sheet.hide_rows(frozenset(HIDEABLE))
    QApplication.sendPostedEvents()
    assert [row.title for row in small.weights.rows] == ["start"]
    assert small.sheet.full_height < before
    assert small.sheet.minimumSizeHint().height() < small.sheet.height_of(5)


def test_hidden_slopes_are_not_sought(wide: Tables) -> None:
    wide.sheet.hide_rows(frozenset({WeightRow.EXACT}))
    ones = np.ones((40, 1))
    requests = Requests(wide.sheet)
    for now in (1.0, 3.0):
        requests.count = 0
        wide.weights.show(RunNumbers(W=now * ones, gradient=2 * ones, exact_gradient=ones))
        QApplication.sendPostedEvents()
    assert wide.weights.has_wrong_slopes
    assert requests.count == 0


def test_exact_slopes_go_with_the_wrong(wide: Tables) -> None:
    weights, ones = wide.W.matrix, np.ones((12, 1))
    assert isinstance(weights, WeightsModel)
    wide.sheet.resize(900, wide.sheet.height_of(7))
    before = weights.rows
    weights.show(RunNumbers(W=ones, gradient=2 * ones, exact_gradient=ones))
    QApplication.sendPostedEvents()
    weights.show(RunNumbers(W=ones, gradient=ones, exact_gradient=ones))
    wide.sheet.resize(901, wide.sheet.height_of(7))  # during a run, nothing jumps
    assert WeightRow.EXACT in weights.rows
    wide.sheet.settle_slopes()
    QApplication.sendPostedEvents()
    assert weights.rows == before


def test_long_outputs_leave_the_cards_alone(small: Tables) -> None:
    card = PaperCard(240)
    small.sheet.set_cards(card)
    small.sheet.resize(1200, 480)
    before, outputs = card.geometry(), small.Y.matrix
    assert isinstance(outputs, OutputsModel)
    needed = small.Y.column_widths.needed(2)
    outputs.show_weights(np.array([[1.0], [2.0], [3 + 1e-12]]))
    QApplication.sendPostedEvents()
    assert small.Y.columnWidth(2) >= small.Y.column_widths.needed(2) > needed
    assert (card.isVisible(), card.geometry()) == (True, before)


def test_row_names_are_seen_whole(small: Tables) -> None:
    head, metrics = small.W.verticalHeader(), small.W.verticalHeader().fontMetrics()
    needed = metrics.horizontalAdvance(WeightRow.ORIGINAL.title)
    give(small.A.matrix.document, Column("a", 3.0, 2.0), Column(), Column())
    QApplication.sendPostedEvents()
    assert head.width() > needed + 2 * MARGIN


def test_cards_leave_the_tables_alone(small: Tables) -> None:
    cards = PaperCard(240), PaperCard(200)
    small.sheet.set_cards(*cards)
    small.sheet.resize(1600, 300)
    assert cards[0].x() > small.Y.geometry().right()
    assert cards[1].x() > cards[0].geometry().right()
    assert cards[1].geometry().right() < 1600
    assert all(card.width() >= card.least_width for card in cards)


def test_dragged_column_keeps_its_width(wide: Tables, qtbot: QtBot) -> None:
    wide.A.setColumnWidth(1, 200)
    QApplication.sendPostedEvents()
    assert wide.A.columnWidth(1) == wide.W.columnWidth(1) == 200
    assert is_whole(wide.A, wide.columns[-1])
    wide.sheet.resize(wide.sheet.width() + 33, wide.sheet.height())
    assert wide.A.columnWidth(1) == 200


def test_larger_font_keeps_columns_whole(wide: Tables, qtbot: QtBot) -> None:
    font = wide.sheet.font()
    font.setPointSizeF(1.6 * font.pointSizeF())
    before = len(wide.columns)
    wide.sheet.setFont(font)
    qtbot.waitUntil(lambda: len(wide.columns) < before)
    assert all(is_whole(wide.A, column) for column in wide.columns)
    assert wide.W.rowHeight(0) == wide.A.rowHeight(0)


@pytest.mark.parametrize("digits", [Digits.ALL, Digits.SIX])
def test_more_digits_keep_columns_whole(small: Tables, digits: Digits) -> None:
    small.sheet.resize(700, 300)
    needed = small.W.column_widths.needed(0)
    for each in (Digits.ALL, digits):
        small.weights.show_digits(each)
        small.W.column_widths.measure_again()
        QTest.qWait(0)
    assert (small.W.column_widths.needed(0) > needed) == (digits is Digits.ALL)
    assert small.sheet.window_of_columns.widths[0] >= small.W.column_widths.needed(0)
    assert all(is_whole(small.W, column) for column in small.columns)


def test_rows_take_the_unneeded_bar(small: Tables) -> None:
    small.sheet.resize(900, small.sheet.height_of(5))
    shown = small.A.viewport().height() // small.sheet.row_height
    small.sheet.resize(900, small.sheet.height_of(6) - 12)
    assert [row.title for row in small.weights.rows] == ["start", "now", "δW", "optimum"]
    assert small.A.viewport().height() // small.sheet.row_height == shown == 2
    small.sheet.resize(900, small.sheet.usual_height)
    assert [row.title for row in small.weights.rows] == ["start", "now", "δW", "optimum"]
    assert small.A.viewport().height() // small.sheet.row_height == 3


def test_scrolled_columns_keep_their_bar(wide: Tables) -> None:
    least = wide.sheet.minimumSizeHint().height()
    assert least == wide.sheet.height_of(5)
    wide.sheet.resize(900, wide.sheet.height_of(6) - 12)
    assert wide.A.viewport().height() == 2 * wide.sheet.row_height
    assert named(wide.sheet, QLabel, "shown_columns").geometry().bottom() <= wide.sheet.height()


def test_full_height_shows_everything(small: Tables) -> None:
    small.sheet.resize(900, small.sheet.full_height)
    assert small.weights.rows == small.weights.available_rows
    assert small.A.viewport().height() == 3 * small.sheet.row_height
    assert WeightRow.ERROR not in small.weights.rows


@pytest.mark.parametrize("which", ["A", "Y", "W"])
def test_editor_closes_before_tables_change(wide: Tables, document: Document, which: str) -> None:
    """Otherwise one table's reset may resize the other, whose editor has no cell any more."""
    view = {"A": wide.A, "Y": wide.Y, "W": wide.W}[which]
    go(view, 0 if which == "W" else 1999, 0)
    view.setFocus()
    view.edit(view.currentIndex())
    assert view.indexWidget(view.currentIndex()) is not None
    open_editors: list[object] = []
    document.about_to_reshape.connect(
        lambda: open_editors.append(view.indexWidget(view.currentIndex()))
    )
    document.resize(5, 2)
    assert open_editors == [None]
    assert view.hasFocus()


class CellPaints(QObject):
    """Counts how often the cells of a table are painted."""

    def __init__(self, view: MatrixView) -> None:
        super().__init__()
        self.paints = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count paint events and pass all events on."""
        self.paints += event.type() == QEvent.Type.Paint
        return False


def test_wider_columns_are_painted_once(wide: Tables, document: Document, qtbot: QtBot) -> None:
    qtbot.wait(50)
    width, count = wide.A.columnWidth(0), CellPaints(wide.A)
    document.set_block(TableName.A, 0, 0, np.full((2000, 1), -123456.789012))
    qtbot.waitUntil(lambda: wide.A.columnWidth(0) > width)
    qtbot.wait(50)
    assert count.paints == 1
