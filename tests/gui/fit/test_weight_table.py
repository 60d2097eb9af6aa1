"""The table of the weights: its keys and its menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.fit.fit_frame import FitFrame, FitStanding
from gui.fit.weight_table import WeightTable
from gui.fit.weight_table_model import WeightTableModel
from tests.gui.plots.fit.fits import NAMES, figures_of, problem_of


@pytest.fixture
def table(qtbot: QtBot) -> WeightTable:
    """The table of three weights."""
    table = WeightTable(WeightTableModel(lambda: QColor("grey")))
    qtbot.addWidget(table)
    table.resize(800, 200)
    model = table.model()
    assert isinstance(model, WeightTableModel)
    model.setParent(table)
    model.show_frame(FitFrame(figures_of(problem_of()), NAMES, FitStanding.THERE))
    with qtbot.waitExposed(table):
        table.show()
    return table


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menu_offers_to_copy(table: WeightTable, qtbot: QtBot) -> None:
    spy = QSignalSpy(table.copy_requested)
    at = table.visualRect(table.model().index(0, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    menu = table.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    assert spy.count() == 1
    menu.close()


def test_keys_walk_through_the_weights(table: WeightTable) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.selectionModel().isRowSelected(table.currentIndex().row())


def test_model_keeps_its_promises(table: WeightTable, qtmodeltester: ModelTester) -> None:
    model = table.model()
    qtmodeltester.check(model)
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert isinstance(model, WeightTableModel)
    model.show_frame(None)
    assert model.rowCount() == 0
