import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.importing.preview_header import RoleHeader
from gui.importing.preview_view import PreviewView
from gui.importing.roles import Role

from .conftest import CLEAN, MIXED, PlanOf


@pytest.fixture
def view(qtbot: QtBot, plan_of: PlanOf) -> PreviewView:
    view = PreviewView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_plan(plan_of(CLEAN))
    view.show()
    return view


def picture(view: PreviewView, column: int) -> QImage:
    """Return what the header shows of a column."""
    header = view.horizontalHeader()
    left = header.sectionViewportPosition(column)
    whole = header.viewport().grab().toImage()
    return whole.copy(left, 0, header.sectionSize(column), header.height())


def test_each_role_looks_another_way(view: PreviewView, plan_of: PlanOf) -> None:
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


def test_the_header_has_room_for_two_lines_in_any_font(view: PreviewView) -> None:
    header = view.horizontalHeader()
    assert header.height() >= 2 * header.fontMetrics().height()
    font = header.font()
    font.setPointSize(3 * font.pointSize())
    header.setFont(font)
    assert header.height() >= 2 * header.fontMetrics().height()


def test_the_column_under_the_mouse_answers(view: PreviewView) -> None:
    header = view.horizontalHeader()
    still = picture(view, 1)
    place = QPointF(header.sectionViewportPosition(1) + 5, 5)
    enter = QEnterEvent(place, place, header.viewport().mapToGlobal(place))
    QApplication.sendEvent(header, enter)
    assert picture(view, 1) != still
    assert picture(view, 0) == picture(view, 0)
    QApplication.sendEvent(header, QEvent(QEvent.Type.Leave))
    assert picture(view, 1) == still


def test_the_mouse_is_followed_from_column_to_column(view: PreviewView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    still = picture(view, 0), picture(view, 1)
    for column in (0, 1):
        place = QPoint(header.sectionViewportPosition(column) + 5, 5)
        qtbot.mouseMove(header.viewport(), place)
        qtbot.waitUntil(lambda column=column: picture(view, column) != still[column])  # type: ignore[misc]
    assert picture(view, 0) == still[0]


def test_selected_columns_are_told_by_their_names_too(view: PreviewView) -> None:
    still = picture(view, 1)
    view.selectColumn(1)
    assert picture(view, 1) != still


def test_a_section_asks_for_room_for_name_and_role(view: PreviewView, plan_of: PlanOf) -> None:
    view.show_plan(plan_of(MIXED))
    header = view.horizontalHeader()
    assert isinstance(header, RoleHeader)
    metrics = header.fontMetrics()
    assert header.sectionSizeFromContents(0).width() > metrics.horizontalAdvance("left out")
    assert header.sectionSizeFromContents(4).width() > metrics.horizontalAdvance("weight")
    assert header.orientation() is Qt.Orientation.Horizontal
