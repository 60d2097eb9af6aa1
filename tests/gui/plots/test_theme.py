"""The theme follows the palette and the font."""

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.difference import Difference
from gui.plots.theme import theme_of
from gui.theme.blending import contrast

from ..theme.test_blending import colours


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(colours, colours)
def test_text_and_curves_have_contrast(widget: QWidget, base: QColor, text: QColor) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, base)
    palette.setColor(QPalette.ColorRole.Text, text)
    widget.setPalette(palette)
    theme = theme_of(widget)
    assert theme.background.rgb() == base.rgb()
    for colour in (theme.text, theme.quiet):
        assert contrast(colour, theme.background) >= 4.5
    for colour in (theme.run, *theme.series):
        assert contrast(colour, theme.background) >= 3


def test_usual_palettes_get_okabe_ito_colours(widget: QWidget) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("white"))
    palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    widget.setPalette(palette)
    theme = theme_of(widget)
    assert (theme.run.name(), theme.series[0].name()) == ("#0072b2", "#d55e00")
    palette.setColor(QPalette.ColorRole.Base, QColor("#17181a"))
    palette.setColor(QPalette.ColorRole.Text, QColor("white"))
    widget.setPalette(palette)
    theme = theme_of(widget)
    assert (theme.run.name(), theme.series[0].name()) == ("#56b4e9", "#e69f00")


def test_lines_have_less_contrast_than_text(widget: QWidget) -> None:
    theme = theme_of(widget)
    quietest_first = [theme.grid, theme.line, theme.quiet, theme.text]
    ratios = [contrast(colour, theme.background) for colour in quietest_first]
    assert ratios == sorted(ratios)
    assert ratios[0] < 1.5


def test_font_has_digits_of_equal_width(widget: QWidget) -> None:
    font = QFont("DejaVu Serif")
    font.setPixelSize(17)
    widget.setFont(font)
    theme = theme_of(widget)
    assert (theme.font.family(), theme.font.pixelSize()) == ("DejaVu Serif", 17)
    assert theme.font.featureValue(QFont.Tag("tnum")) == 1


def test_each_quotient_has_its_colour(widget: QWidget) -> None:
    theme = theme_of(widget)
    colours = {theme.of_quotient(each).name() for each in Difference}
    assert len(colours) == len(Difference)
    assert theme.of_quotient(Difference.CENTRAL) == theme.run
