"""The colours and fonts of the plots, taken from the palette and font of the widget they are in."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QWidget

from .contrast import CURVE, TEXT, legible, mixed, strongest

# Okabe and Ito's colours, which colour-blind eyes tell apart: for a light and a dark ground.
_BLUE = (QColor("#0072b2"), QColor("#56b4e9"))
_RED = (QColor("#d55e00"), QColor("#e69f00"))
_GREEN = (QColor("#009e73"), QColor("#009e73"))
_PURPLE = (QColor("#cc79a7"), QColor("#cc79a7"))

THEME_CHANGES = frozenset(
    {
        QEvent.Type.PaletteChange,
        QEvent.Type.ApplicationPaletteChange,
        QEvent.Type.FontChange,
        QEvent.Type.ApplicationFontChange,
        QEvent.Type.StyleChange,
    }
)


@dataclass(frozen=True)
class Theme:
    """What a plot is drawn with; `run` is the one accent, `series` are for what is compared."""

    background: QColor
    text: QColor
    quiet: QColor
    line: QColor
    grid: QColor
    run: QColor
    series: tuple[QColor, ...]
    font: QFont


def theme_of(widget: QWidget) -> Theme:
    """Return the theme that suits the widget's palette and font."""
    palette = widget.palette()
    background = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    text = legible(text, background, TEXT)
    return Theme(
        background=background,
        text=text,
        quiet=legible(mixed(text, background, 0.35), background, TEXT),
        line=mixed(text, background, 0.65),
        grid=mixed(text, background, 0.9),
        run=legible(strongest(_BLUE, background), background, CURVE),
        series=tuple(
            legible(strongest(pair, background), background, CURVE)
            for pair in (_RED, _GREEN, _PURPLE)
        ),
        font=_tabular(widget.font()),
    )


def _tabular(font: QFont) -> QFont:
    """Return the font with figures of one width, so that changing numbers stand still."""
    tabular = QFont(font)
    # In pixels, which a picture has too, while points depend on the screen.
    tabular.setPixelSize(QFontInfo(font).pixelSize())
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular
