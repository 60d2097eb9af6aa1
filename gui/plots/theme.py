"""The colours and the font of a plot, derived from the palette and font of its widget."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QWidget

from engine.difference import Difference

from ..theme.blending import CURVE, TEXT, blend, legible, strongest, wants_contrast

# Okabe and Ito's colours, which colour-blind people can distinguish: on light and dark ground.
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

# The shares of background in the lines of the axes and in the grid, and where contrast is wanted.
_LINES = 0.65, 0.9
_STRONG_LINES = 0.2, 0.6


@dataclass(frozen=True)
class Theme:
    """The colours and the font of a plot.

    ``run`` is the accent colour of the run; ``series`` are for what it is compared with.
    """

    background: QColor
    text: QColor
    quiet: QColor
    line: QColor
    grid: QColor
    run: QColor
    series: tuple[QColor, ...]
    font: QFont

    def of_quotient(self, difference: Difference) -> QColor:
        """Return the colour of a quotient: the central one has that of the run."""
        if difference is Difference.CENTRAL:
            return self.run
        return self.series[0 if difference is Difference.FORWARD else 1]


def theme_of(widget: QWidget) -> Theme:
    """Return the theme for the widget's palette and font."""
    palette = widget.palette()
    background = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    text = legible(text, background, TEXT)
    faint, grid = _STRONG_LINES if wants_contrast(palette) else _LINES
    # The shares of background were chosen by eye: the grid is fainter than any curve, and quiet
    # text is weaker than the rest but always keeps the contrast of text.
    return Theme(
        background=background,
        text=text,
        quiet=legible(blend(text, background, 0.35), background, TEXT),
        line=blend(text, background, faint),
        grid=blend(text, background, grid),
        run=legible(strongest(_BLUE, background), background, CURVE),
        series=tuple(
            legible(strongest(pair, background), background, CURVE)
            for pair in (_RED, _GREEN, _PURPLE)
        ),
        font=_tabular(widget.font()),
    )


def _tabular(font: QFont) -> QFont:
    """Return the font with digits of equal width, so that changing numbers do not move."""
    tabular = QFont(font)
    # In pixels, because a picture has the same pixels, while points depend on the screen.
    tabular.setPixelSize(QFontInfo(font).pixelSize())
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular
