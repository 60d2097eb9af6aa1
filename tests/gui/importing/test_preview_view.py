import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot

from engine.reading.options import BadRows, ReadOptions
from gui.importing.options import ImportOptions, Role
from gui.importing.preview_view import PreviewView, RoleMenu
from gui.text.message import MessageKind
from gui.theme.blending import CURVE, legible
from gui.theme.palette import kind_colour

from .conftest import CLEAN, MIXED, PlanOf

SAME = "t,a,y\nx,1,2\nx,1,\nx,1,2\nx,1,2\n"

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


@pytest.fixture
def view(qtbot: QtBot, plan_of: PlanOf) -> PreviewView:
    view = PreviewView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_plan(plan_of(CLEAN))
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    return view


def over(view: PreviewView, column: int) -> QPoint:
    header = view.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    return QPoint(x, header.height() // 2)


def cell(view: PreviewView, row: int, column: int) -> QPoint:
    return view.visualRect(view.preview.index(row, column)).center()


@pytest.mark.parametrize(
    ("key", "role"),
    [
        (Qt.Key.Key_A, Role.A),
        (Qt.Key.Key_Y, Role.Y),
        (Qt.Key.Key_L, Role.OUT),
        (Qt.Key.Key_Delete, Role.OUT),
        (Qt.Key.Key_Backspace, Role.OUT),
    ],
)
def test_letter_sets_role(view: PreviewView, qtbot: QtBot, key: Qt.Key, role: Role) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 1, 1))
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view, key)
    assert chosen.args == [[2], role]


def test_column_of_y_is_in_view(view: PreviewView, plan_of: PlanOf) -> None:
    names = [f"measured quantity {k}" for k in range(12)]
    lines = [",".join(names), *[",".join(["3.14159"] * 12)] * 5]
    view.show_plan(plan_of("\n".join(lines) + "\n"))
    plan, header = view.preview.plan, view.horizontalHeader()
    assert plan is not None
    assert plan.output == 12
    for width in (500, 700):
        view.resize(width, 300)
        left = header.sectionViewportPosition(11)
        assert 0 < left <= view.viewport().width() - header.sectionSize(11)
    view.horizontalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    view.resize(500, 300)
    assert header.sectionViewportPosition(0) == 0


def test_letter_sets_role_of_selection(view: PreviewView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_L)
    assert chosen.args == [[1, 2], Role.OUT]
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.chosen_columns() == [1, 2, 3]


def test_letter_without_column_does_nothing(view: PreviewView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.role_chosen):
        qtbot.keyClick(view, Qt.Key.Key_A)
        qtbot.keyClick(view, Qt.Key.Key_X)


def test_tab_selects_first_column(view: PreviewView) -> None:
    view.clearFocus()
    assert view.chosen_columns() == []
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.chosen_columns() == [1]


def test_header_click_opens_menu(view: PreviewView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    qtbot.mouseClick(header.viewport(), LEFT, pos=over(view, 2))
    assert view.menu.isVisible()
    assert [a.text() for a in view.menu.actions() if a.isChecked()] == ["Output, &Y"]
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view.menu, Qt.Key.Key_L)
    assert chosen.args == [[3], Role.OUT]
    assert view.menu.isHidden()


def test_space_opens_menu(view: PreviewView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.menu.isVisible()
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view.menu, Qt.Key.Key_Y)
    assert chosen.args == [[2], Role.Y]


def test_shift_click_opens_no_menu(view: PreviewView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    qtbot.mouseClick(header.viewport(), LEFT, pos=over(view, 0))
    view.menu.close()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(header.viewport(), LEFT, shift, pos=over(view, 1))
    assert view.menu.isHidden()
    assert view.chosen_columns() == [1, 2]


@pytest.mark.parametrize("selected", [[], [0, 1]])
def test_context_menu_keeps_selection(view: PreviewView, qtbot: QtBot, selected: list[int]) -> None:
    if selected:
        qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 0, 0))
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    place = cell(view, 1, 1)
    mouse = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    assert view.menu.isVisible()
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view.menu, Qt.Key.Key_L)
    assert chosen.args == [[1, 2] if selected else [2], Role.OUT]


def test_menu_key_opens_menu(view: PreviewView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 0, 2))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(-1, -1), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    assert view.menu.isVisible()
    assert view.chosen_columns() == [3]
    view.menu.close()


def test_show_cell_selects_cell(view: PreviewView, plan_of: PlanOf) -> None:
    view.show_plan(plan_of(MIXED))
    view.show_cell(6, 5)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (4, 4)
    view.show_cell(3, 0)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 0)
    view.show_cell(900, 2)
    assert view.currentIndex().row() == 1


def test_columns_fit_their_cells(view: PreviewView, plan_of: PlanOf) -> None:
    view.show_plan(plan_of("short,a column with a rather long name,y\n1,2,3\n"))
    header = view.horizontalHeader()
    assert header.sectionSize(1) > 2 * header.sectionSize(0)
    view.show_plan(plan_of(f"x,y\n1,{'7' * 400}\n"))
    assert header.sectionSize(1) < 400


def test_new_plan_keeps_selection(view: PreviewView, plan_of: PlanOf, qtbot: QtBot) -> None:
    plan = plan_of(CLEAN)
    view.show_plan(plan)
    view.selectColumn(1)
    view.show_plan(plan.with_options(plan.options.for_width(3).with_role([1], Role.OUT)))
    assert view.chosen_columns() == [2]


def test_ten_thousand_columns_show_at_once(view: PreviewView, plan_of: PlanOf) -> None:
    names = ",".join(f"c{k}" for k in range(10_000))
    numbers = ",".join(map(str, range(10_000)))
    view.show_plan(plan_of(f"{names}\n{numbers}\n"))
    assert view.preview.columnCount() == 10_000
    resets = QSignalSpy(view.preview.modelReset)
    view.show_plan(None)
    assert resets.count() == 1
    assert view.chosen_columns() == []


@pytest.fixture
def menu(qtbot: QtBot) -> RoleMenu:
    menu = RoleMenu()
    qtbot.addWidget(menu)
    menu.popup(QPoint(0, 0))
    return menu


@pytest.mark.parametrize(
    ("key", "role"), [(Qt.Key.Key_A, Role.A), (Qt.Key.Key_Y, Role.Y), (Qt.Key.Key_L, Role.OUT)]
)
def test_letter_chooses_role(menu: RoleMenu, qtbot: QtBot, key: Qt.Key, role: Role) -> None:
    with qtbot.waitSignal(menu.chosen) as chosen:
        qtbot.keyClick(menu, key)
    assert chosen.args == [role]
    assert menu.isHidden()


@pytest.mark.parametrize("role", list(Role))
def test_current_role_is_checked(menu: RoleMenu, role: Role) -> None:
    menu.check(role)
    assert [action.data() for action in menu.actions() if action.isChecked()] == [role]


@pytest.fixture
def faulty_view(qtbot: QtBot, plan_of: PlanOf) -> PreviewView:
    """A view with an empty cell."""
    view = PreviewView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_plan(plan_of(SAME))
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the frame of the focus is over the cells
    view.show()
    return view


def picture(view: PreviewView, row: int, column: int) -> QImage:
    return view.viewport().grab(view.visualRect(view.preview.index(row, column))).toImage()


def grey(image: QImage) -> QImage:
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def test_fault_is_tinted_and_underlined(faulty_view: PreviewView) -> None:
    fault, fine = picture(faulty_view, 1, 2), picture(faulty_view, 0, 2)
    assert fault.pixelColor(2, 2) != fine.pixelColor(2, 2)
    colour = kind_colour(MessageKind.FAULT, faulty_view.palette())
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


def test_fault_is_visible_without_colour(faulty_view: PreviewView) -> None:
    fault = grey(picture(faulty_view, 1, 2))
    darkest = min(
        fault.pixelColor(x, y).lightness()
        for x in range(fault.width())
        for y in range(fault.height() // 2, fault.height() - 1)
    )
    assert fault.pixelColor(2, 2).lightness() - darkest > 60


def test_left_out_column_is_dimmed(faulty_view: PreviewView) -> None:
    out, used = picture(faulty_view, 0, 0), picture(faulty_view, 0, 1)
    assert out.pixelColor(out.width() - 3, 3) == faulty_view.palette().window().color()
    assert used.pixelColor(3, 3) == faulty_view.palette().base().color()


def test_skipped_row_is_dimmed(faulty_view: PreviewView, plan_of: PlanOf) -> None:
    used = picture(faulty_view, 1, 1)
    options = ImportOptions(ReadOptions(bad_rows=BadRows.SKIP))
    faulty_view.show_plan(plan_of(SAME).with_options(options))
    assert picture(faulty_view, 1, 1) != used
    assert picture(faulty_view, 0, 1) == picture(faulty_view, 2, 1)


def test_selected_column_is_tinted(faulty_view: PreviewView, qtbot: QtBot) -> None:
    used = picture(faulty_view, 0, 1)
    # By mouse: selectColumn would act on the keys that an earlier test pressed last.
    qtbot.mouseClick(faulty_view.viewport(), LEFT, pos=cell(faulty_view, 0, 1))
    assert picture(faulty_view, 0, 1).pixelColor(3, 3) != used.pixelColor(3, 3)


def test_dark_palette_is_used(faulty_view: PreviewView, qtbot: QtBot) -> None:
    palette = faulty_view.palette()
    palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.black)
    palette.setColor(palette.ColorRole.Text, Qt.GlobalColor.white)
    faulty_view.setPalette(palette)
    assert picture(faulty_view, 0, 1).pixelColor(3, 3).lightness() < 10
    assert QGuiApplication.palette().base().color().lightness() > 200


def offered(menu: RoleMenu) -> set[Role]:
    return {action.data() for action in menu.actions() if action.isVisible()}


def test_menu_offers_what_columns_can_be(view: PreviewView, plan_of: PlanOf, qtbot: QtBot) -> None:
    view.show_plan(
        plan_of("g,when,code,y\na,2024-01-01,1,0.1\nb,2024-01-02,2,2\nb,2024-01-03,2,5\n")
    )
    header = view.horizontalHeader()
    plain = set(Role) - {Role.INDICATORS, Role.DAYS}
    only = {Role.INDICATORS}
    possible = (only, {Role.INDICATORS, Role.DAYS}, only, set[Role]())
    for column, derived in enumerate(possible):
        qtbot.mouseClick(header.viewport(), LEFT, pos=over(view, column))
        assert offered(view.menu) == plain | derived
        view.menu.close()


def test_menu_offers_what_all_columns_can_be(
    view: PreviewView, plan_of: PlanOf, qtbot: QtBot
) -> None:
    view.show_plan(plan_of("g,when,y\na,2024-01-01,1\nb,2024-01-02,2\nb,2024-01-03,5\n"))
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert offered(view.menu) >= {Role.INDICATORS}
    assert Role.DAYS not in offered(view.menu)
    with qtbot.waitSignal(view.role_chosen) as chosen:
        qtbot.keyClick(view.menu, Qt.Key.Key_0)
    assert chosen.args == [[1, 2], Role.INDICATORS]


def test_current_role_stays_offered(menu: RoleMenu) -> None:
    menu.check(Role.DAYS)
    assert offered(menu) == set(Role) - {Role.INDICATORS}


def framed(view: PreviewView, x: int, y: int) -> bool:
    """Return whether a pixel of the cells has the colour of the frame of the focus."""
    colour = view.viewport().grab().toImage().pixelColor(x, y)
    return bool(colour == ink(view))


def ink(view: PreviewView) -> QColor:
    """Return the colour of the frame of the focus."""
    palette = view.palette()
    return legible(palette.highlight().color(), palette.base().color(), CURVE)


def test_focus_frames_the_table(view: PreviewView) -> None:
    middle = view.viewport().height() // 2
    assert view.hasFocus()
    assert framed(view, 0, middle)
    view.clearFocus()
    assert not framed(view, 0, middle)


def test_focus_frames_the_current_column(view: PreviewView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=cell(view, 1, 1))
    left, y = view.columnViewportPosition(1), cell(view, 1, 1).y()
    assert framed(view, left, y)
    assert not framed(view, 0, y)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert framed(view, left + view.columnWidth(1), y)
    assert not framed(view, left, y)
    header = view.horizontalHeader().viewport().grab().toImage()
    assert header.pixelColor(left + view.columnWidth(1), 4) == ink(view)


LONG = ["the temperature of the water at the inlet", "the pressure behind the valve in pascal", "y"]


def test_names_use_the_room(view: PreviewView, plan_of: PlanOf) -> None:
    view.resize(1200, 300)
    view.show_plan(plan_of(f"{','.join(LONG)}\n1,2,3\n2,3,5\n3,5,8\n"))
    header = view.horizontalHeader()
    for column, name in enumerate(LONG):
        assert header.sectionSize(column) > header.fontMetrics().horizontalAdvance(name)
    view.resize(300, 300)
    view.show_plan(plan_of(f"{','.join(reversed(LONG))}\n1,2,3\n2,3,5\n3,5,8\n"))
    assert header.sectionSize(1) < header.fontMetrics().horizontalAdvance(LONG[1])
