"""A small picture of how a run looks in the plots: its line, in its colour and dashes."""

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from ..plots.line import THICK
from ..plots.runs.run_styles import run_pen
from ..plots.theme import Theme

WIDTH, HEIGHT = 28, 12
"""In pixels: four dots, or a dash and two dots."""


def swatch(theme: Theme, style: int | None, ratio: float = 1.0) -> QPixmap:
    """Return the picture of a style; None is that of the run that is shown."""
    picture = QPixmap(round(WIDTH * ratio), round(HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    pen = QPen(theme.run, 2 * THICK) if style is None else run_pen(theme, style, 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    with QPainter(picture) as painter:
        painter.setPen(pen)
        painter.drawLine(QLineF(0, HEIGHT / 2, WIDTH, HEIGHT / 2))
    return picture
