from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.palette import is_dark


@pytest.fixture(autouse=True)
def system_appearance(qtbot: QtBot) -> Iterator[None]:
    yield
    Appearance.SYSTEM.apply()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_chosen_appearance_is_applied(appearance: Appearance) -> None:
    appearance.apply()
    assert is_dark(QApplication.palette()) == (appearance is Appearance.DARK)


def test_system_colours_are_restored() -> None:
    before = QApplication.palette().window().color()
    for appearance in (Appearance.DARK, Appearance.SYSTEM):
        appearance.apply()
    assert QApplication.palette().window().color() == before


def test_unknown_appearance_means_system() -> None:
    assert Appearance("Sepia") is Appearance.SYSTEM


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_disabled_text_is_fainter(appearance: Appearance) -> None:
    palette = palette_of(appearance)
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
    assert len({palette.color(group, QPalette.ColorRole.Text).name() for group in groups}) == 2
