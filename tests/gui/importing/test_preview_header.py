import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.importing.options import Role
from gui.importing.preview_header import RoleHeader
from gui.importing.preview_view import PreviewView

from .conftest import CLEAN, MIXED, PlanOf


@pytest.fixture
def view(qtbot: QtBot, plan_of: PlanOf) -> PreviewView:
    view = PreviewView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_plan(plan_of(CLEAN))
    # A test before may have left the mouse where this header appears.
    QCursor.setPos(view.mapToGlobal(view.rect().bottomRight()) + QPoint(9, 9))
    view.show()
    return view


def picture(view: PreviewView, column: int) -> QImage:
    """Return an image of one column's header."""
    header = view.horizontalHeader()
    left = header.sectionViewportPosition(column)
    whole = header.viewport().grab().toImage()
    return whole.copy(left, 0, header.sectionSize(column), header.height())


def test_each_role_looks_different(view: PreviewView, plan_of: PlanOf) -> None:
    name = "a name of some length"
    plan = plan_of(f"{name},{name},{name}\n1,2,3\n")
    options = plan.options.for_width(3).with_role([2], Role.OUT)
    view.show_plan(plan.with_options(options))
    looks = [picture(view, column) for column in range(3)]
    assert looks[0] != looks[1]
    assert looks[1] != looks[2]
    assert looks[0] != looks[2]
    view.show_plan(plan)
    assert picture(view, 1) == looks[0]


def test_header_fits_two_lines(view: PreviewView) -> None:
    header = view.horizontalHeader()
    assert header.height() >= 2 * header.fontMetrics().height()
    font = header.font()
    font.setPointSize(3 * font.pointSize())
    header.setFont(font)
    assert header.height() >= 2 * header.fontMetrics().height()


def test_hovered_column_is_highlighted(view: PreviewView) -> None:
    header = view.horizontalHeader()
    still = picture(view, 1)
    position = QPointF(header.sectionViewportPosition(1) + 5, 5)
    enter = QEnterEvent(position, position, header.viewport().mapToGlobal(position))
    QApplication.sendEvent(header, enter)
    assert picture(view, 1) != still
    assert picture(view, 0) == picture(view, 0)
    QApplication.sendEvent(header, QEvent(QEvent.Type.Leave))
    assert picture(view, 1) == still


def test_hover_follows_mouse(view: PreviewView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    still = picture(view, 0), picture(view, 1)
    for column in (0, 1):
        position = QPoint(header.sectionViewportPosition(column) + 5, 5)
        qtbot.mouseMove(header.viewport(), position)
        qtbot.waitUntil(lambda column=column: picture(view, column) != still[column])  # type: ignore[misc]
    assert picture(view, 0) == still[0]


def test_selected_header_is_tinted(view: PreviewView) -> None:
    still = picture(view, 1)
    view.selectColumn(1)
    assert picture(view, 1) != still


def test_section_width_fits_name_and_role(view: PreviewView, plan_of: PlanOf) -> None:
    view.show_plan(plan_of(MIXED))
    header = view.horizontalHeader()
    assert isinstance(header, RoleHeader)
    metrics = header.fontMetrics()
    assert header.sectionSizeFromContents(0).width() > metrics.horizontalAdvance("left out")
    assert header.sectionSizeFromContents(4).width() > metrics.horizontalAdvance("weight")
    assert header.orientation() is Qt.Orientation.Horizontal
