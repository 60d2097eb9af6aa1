import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from engine.reading.options import BadRows, ReadOptions
from gui.importing.options import ImportOptions
from gui.importing.preview_view import PreviewView
from gui.text.message import MessageKind
from gui.theme.palette import kind_colour

from .conftest import PlanOf

SAME = "t,a,y\nx,1,2\nx,1,\nx,1,2\nx,1,2\n"


@pytest.fixture
def view(qtbot: QtBot, plan_of: PlanOf) -> PreviewView:
    view = PreviewView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_plan(plan_of(SAME))
    view.show()
    return view


def picture(view: PreviewView, row: int, column: int) -> QImage:
    return view.viewport().grab(view.visualRect(view.preview.index(row, column))).toImage()


def grey(image: QImage) -> QImage:
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def test_fault_is_tinted_and_underlined(view: PreviewView) -> None:
    fault, fine = picture(view, 1, 2), picture(view, 0, 2)
    assert fault.pixelColor(2, 2) != fine.pixelColor(2, 2)
    colour = kind_colour(MessageKind.FAULT, view.palette())
    near = [
        fault.pixelColor(x, y)
        for x in range(fault.width())
        for y in range(fault.height() // 2, fault.height())
    ]
    distance = min(
        abs(c.red() - colour.red())
        + abs(c.green() - colour.green())
        + abs(c.blue() - colour.blue())
        for c in near
    )
    assert distance < 90, "an empty cell is underlined too"


def test_fault_is_visible_without_colour(view: PreviewView) -> None:
    fault = grey(picture(view, 1, 2))
    darkest = min(
        fault.pixelColor(x, y).lightness()
        for x in range(fault.width())
        for y in range(fault.height() // 2, fault.height() - 1)
    )
    assert fault.pixelColor(2, 2).lightness() - darkest > 60


def test_left_out_column_is_dimmed(view: PreviewView) -> None:
    out, used = picture(view, 0, 0), picture(view, 0, 1)
    assert out.pixelColor(out.width() - 3, 3) == view.palette().window().color()
    assert used.pixelColor(3, 3) == view.palette().base().color()


def test_skipped_row_is_dimmed(view: PreviewView, plan_of: PlanOf) -> None:
    used = picture(view, 1, 1)
    options = ImportOptions(ReadOptions(bad_rows=BadRows.SKIP))
    view.show_plan(plan_of(SAME).with_options(options))
    assert picture(view, 1, 1) != used
    assert picture(view, 0, 1) == picture(view, 2, 1)


def test_selected_column_is_tinted(view: PreviewView) -> None:
    used = picture(view, 0, 1)
    view.selectColumn(1)
    assert picture(view, 0, 1).pixelColor(3, 3) != used.pixelColor(3, 3)


def test_dark_palette_is_used(view: PreviewView, qtbot: QtBot) -> None:
    palette = view.palette()
    palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.black)
    palette.setColor(palette.ColorRole.Text, Qt.GlobalColor.white)
    view.setPalette(palette)
    assert picture(view, 0, 1).pixelColor(3, 3).lightness() < 10
    assert QGuiApplication.palette().base().color().lightness() > 200
