from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.appearance import Appearance, apply, palette_of
from gui.palette import is_dark


@pytest.fixture(autouse=True)
def as_before(qtbot: QtBot) -> Iterator[None]:
    yield
    apply(Appearance.SYSTEM)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_application_uses_chosen_colours(appearance: Appearance) -> None:
    apply(appearance)
    assert is_dark(QApplication.palette()) == (appearance is Appearance.DARK)


def test_system_colours_come_back() -> None:
    before = QApplication.palette().window().color()
    for appearance in (Appearance.DARK, Appearance.SYSTEM):
        apply(appearance)
    assert QApplication.palette().window().color() == before


def test_unknown_choice_means_system() -> None:
    assert Appearance("Sepia") is Appearance.SYSTEM


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_disabled_text_looks_disabled(appearance: Appearance) -> None:
    palette = palette_of(appearance)
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
    assert len({palette.color(group, QPalette.ColorRole.Text).name() for group in groups}) == 2
