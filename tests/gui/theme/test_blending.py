"""Colours with enough contrast to their background."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from gui.theme.blending import blend, contrast, hairline, legible, quiet, strongest

colours = st.builds(QColor, st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def test_contrast_matches_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("white"), QColor("white")) == pytest.approx(1)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


@given(colours, colours)
def test_any_colour_becomes_legible(colour: QColor, background: QColor) -> None:
    assert contrast(legible(colour, background, 4.5), background) >= 4.5


def test_legible_colour_is_unchanged() -> None:
    assert legible(QColor("#0072b2"), QColor("white"), 3).name() == "#0072b2"


def test_strongest_has_most_contrast() -> None:
    pair = (QColor("#0072b2"), QColor("#56b4e9"))
    assert strongest(pair, QColor("white")).name() == "#0072b2"
    assert strongest(pair, QColor("#17181a")).name() == "#56b4e9"


def test_blend_lies_between_the_colours() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert blend(black, white, 0.0).name() == "#000000"
    assert blend(black, white, 1.0).name() == "#ffffff"
    assert blend(black, white, 0.5).name() == "#808080"


def test_lines_are_faint_names_are_readable() -> None:
    for ground, ink in (("#ffffff", "#000000"), ("#18191c", "#e6e6e8")):
        palette = QPalette(QColor(ground))
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, QColor(ground))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
            palette.setColor(role, QColor(ink))
        contrasts = [
            abs(QColor(ground).lightness() - c.lightness())
            for c in (hairline(palette), quiet(palette))
        ]
        assert 20 < contrasts[0] < 60
        assert contrasts[1] > 100


def test_mixed_colours_follow_the_palette() -> None:
    palette = QPalette(QColor("white"))
    before = hairline(palette), quiet(palette)
    dark = QPalette(palette)
    dark.setColor(QPalette.ColorRole.Base, QColor("black"))
    dark.setColor(QPalette.ColorRole.Window, QColor("black"))
    assert (hairline(dark), quiet(dark)) != before
    assert (hairline(palette), quiet(palette)) == before


def test_mixed_colours_follow_the_colour_group() -> None:
    palette = QPalette(QColor("white"))
    group = QPalette.ColorGroup.Disabled
    palette.setColor(group, QPalette.ColorRole.WindowText, QColor("red"))
    active = quiet(palette)
    palette.setCurrentColorGroup(group)
    assert quiet(palette) != active
