"""A desktop that writes from right to left mirrors the frame of the window, and no number."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.tables.models.weight_rows import WeightRow
from gui.tables.view.sheet import Sheet
from gui.tables.view.view import MatrixView
from gui.text.numbers import MINUS
from gui.widgets.cell import Cell
from gui.window.main_window import MainWindow
from tests.audit.windows import opened, run_to_the_end, settle
from tests.gui.finding import named

SIZE = 1280, 800
DIRECTIONS = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
WITH_NUMBERS = ("readout", "timeline", "W_margin", "step_card", "fit_card", "loss_plot_area")


@pytest.fixture
def direction(qapp: QApplication) -> Iterator[None]:
    """Restore the direction of the desktop that a test has changed."""
    before = qapp.layoutDirection()
    yield
    qapp.setLayoutDirection(before)


def parts_of(window: MainWindow) -> dict[str, QWidget]:
    """Return the parts whose texts are numbers and formulas."""
    parts = {name: named(window, QWidget, name) for name in WITH_NUMBERS}
    parts["sheet"] = window.findChildren(Sheet)[0]
    for cell in window.findChildren(Cell):
        if cell.isVisible():
            parts[cell.content.objectName()] = cell
    return parts


def pictures(qapp: QApplication, direction: Qt.LayoutDirection) -> dict[str, QImage]:
    """Return what each part looks like after the run of the published example."""
    qapp.setLayoutDirection(direction)
    with opened("published", SIZE) as window:
        run_to_the_end(window)
        settle(window)
        weights = named(window, MatrixView, "W").matrix
        assert MINUS in weights.display_text(list(WeightRow).index(WeightRow.GRADIENT), 2)
        return {name: part.grab().toImage() for name, part in parts_of(window).items()}


@pytest.mark.usefixtures("direction")
def test_direction_turns_no_number(qtbot: QtBot, qapp: QApplication) -> None:
    usual, mirrored = (pictures(qapp, each) for each in DIRECTIONS)
    assert usual.keys() == mirrored.keys()
    assert [name for name in usual if usual[name] != mirrored[name]] == []


@pytest.mark.usefixtures("right_to_left")
def test_frame_is_mirrored(qtbot: QtBot) -> None:
    with opened("published", SIZE) as window:
        run = named(window, QWidget, "run_button")
        assert run.mapTo(window, run.rect().center()).x() > window.width() / 2
