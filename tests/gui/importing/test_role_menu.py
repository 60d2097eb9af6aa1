import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.importing.options import Role
from gui.importing.preview_view import RoleMenu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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
