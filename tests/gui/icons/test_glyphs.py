import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from gui.icons import icon_path
from gui.icons.glyphs import Glyph, glyph_icon

BLUE, GREY = QColor("#0072b2"), QColor("#9a9a9a")
SIDE = 32


@pytest.fixture(autouse=True)
def application(qtbot: QtBot) -> None:
    """Pixmaps need an application."""


def drawn(glyph: Glyph, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return glyph_icon(glyph, BLUE, GREY).pixmap(QSize(SIDE, SIDE), 1.0, mode).toImage()


def coverage(image: QImage) -> float:
    """Return the fraction of the image that is painted."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    return float(np.mean(np.frombuffer(alpha.constBits(), dtype=np.uint8)) / 255)


@pytest.mark.parametrize("glyph", Glyph)
def test_symbol_leaves_a_margin(glyph: Glyph) -> None:
    image = drawn(glyph)
    assert 0.15 < coverage(image) < 0.6
    corners = [(x, y) for x in (0, SIDE - 1) for y in (0, SIDE - 1)]
    assert [image.pixelColor(x, y).alpha() for x, y in corners] == [0] * 4


def test_symbols_are_all_different() -> None:
    pictures = [bytes(drawn(glyph).constBits()) for glyph in Glyph]
    assert len(set(pictures)) == len(Glyph)


@pytest.mark.parametrize(
    ("mode", "colour"), [(QIcon.Mode.Normal, BLUE), (QIcon.Mode.Disabled, GREY)]
)
def test_disabled_symbol_is_faint(mode: QIcon.Mode, colour: QColor) -> None:
    assert drawn(Glyph.RUN, mode).pixelColor(SIDE // 2, SIDE // 2) == colour


def test_run_points_right() -> None:
    image = drawn(Glyph.RUN)
    left, right = (image.copy(x, 0, SIDE // 2, SIDE) for x in (0, SIDE // 2))
    assert coverage(left) > coverage(right) > 0


def test_window_icon_exists() -> None:
    assert icon_path().is_file()
    assert not QIcon(str(icon_path())).pixmap(64, 64).isNull()
