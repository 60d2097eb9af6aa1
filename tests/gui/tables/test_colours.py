"""Colours mixed from the palette."""

from PySide6.QtGui import QColor, QPalette

from gui.tables.colours import blend, hairline, quiet


def test_blend_lies_between_the_colours() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert blend(black, white, 0.0).name() == "#000000"
    assert blend(black, white, 1.0).name() == "#ffffff"
    assert blend(black, white, 0.5).red() in (127, 128)


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
