from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.appearance import Appearance, palette_of
from gui.palette import is_dark


@pytest.fixture(autouse=True)
def as_before(qtbot: QtBot) -> Iterator[None]:
    yield
    Appearance.SYSTEM.apply()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_application_wears_what_is_chosen(appearance: Appearance) -> None:
    appearance.apply()
    assert is_dark(QApplication.palette()) == (appearance is Appearance.DARK)


def test_the_system_s_own_colours_come_back() -> None:
    before = QApplication.palette().window().color()
    for appearance in (Appearance.DARK, Appearance.SYSTEM):
        appearance.apply()
    assert QApplication.palette().window().color() == before


def test_a_choice_that_is_unknown_is_the_system_s() -> None:
    assert Appearance("Sepia") is Appearance.SYSTEM


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_what_is_disabled_looks_so(appearance: Appearance) -> None:
    palette = palette_of(appearance)
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
    assert len({palette.color(group, QPalette.ColorRole.Text).name() for group in groups}) == 2
