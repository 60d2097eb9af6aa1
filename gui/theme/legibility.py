"""Keeps edges and selected text visible in whatever palette the desktop has."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from .blending import CURVE, TEXT, blend, contrast, forget_mixed, strongest, wants_contrast

# The style draws the edges of these in the colour of the window, darkened by this many percent, and
# those of check boxes a little lighter again. They are str, which alone PySide6 takes for a name.
_DARKENED, _LIGHTENED = 140, 110
_EDGED = (
    *("QLineEdit", "QAbstractSpinBox", "QComboBox", "QCheckBox", "QRadioButton"),
    *("QGroupBox", "QPushButton", "QToolButton", "QSlider"),
)
# These fill their ground with the colour of the window, so it is left as it is.
_SELECTING = ("QAbstractItemView", "QMenu", "QMenuBar", "QTextEdit", "QPlainTextEdit")
# Two grounds this close to each other look like one.
_ONE_GROUND = 1.03
# Of the text: a window is then about as far from its tables as in our own colours.
_APART = 0.07
# Of 40, of black or white in the ground of a selection: with more, an accent is another colour.
_MOST_SHIFTED = 12
# Each field asks whenever it is painted: 5 % of all that a resized window computed.
_PALETTES_AT_ONCE = 8


def edge_colour(palette: QPalette) -> QColor:
    """Return the faintest colour of an edge that is seen on the window and on a field."""
    role = QPalette.ColorRole
    window, base, ink = (
        palette.color(QPalette.ColorGroup.Active, each).rgba()
        for each in (role.Window, role.Base, role.WindowText)
    )
    return QColor(_faintest(window, base, ink))


@lru_cache(maxsize=_PALETTES_AT_ONCE)
def _faintest(window: int, base: int, ink: int) -> int:
    """Return the faintest colour between window and ink that is seen on both grounds."""
    grounds, text = (QColor(window), QColor(base)), QColor(ink)
    shades = (blend(grounds[0], text, step / 20) for step in range(21))
    return next((shade for shade in shades if _is_seen(shade, grounds)), text).rgba()


def _is_seen(shade: QColor, grounds: Sequence[QColor]) -> bool:
    edges = shade, shade.lighter(_LIGHTENED)
    return all(contrast(edge, ground) >= CURVE for edge in edges for ground in grounds)


def edge_source(palette: QPalette) -> QColor:
    """Return the colour of a window in which the style draws edges that are seen in this one."""
    return edge_colour(palette).lighter(_DARKENED)


class Selection(NamedTuple):
    """The colours of what is selected."""

    ground: QColor
    text: QColor


def selection_colours(palette: QPalette, group: QPalette.ColorGroup) -> Selection:
    """Return colours of selected text that can be read: those of the palette, or nearly so.

    White on the light blue of many desktops becomes white on a darker blue; dark grey on it is as
    easy to read, and looks disabled. On a ground that would have to become another colour, the text
    is black or white.
    """
    role = QPalette.ColorRole
    text, ground = (
        palette.color(group, role.HighlightedText),
        palette.color(group, role.Highlight),
    )
    if contrast(text, ground) >= TEXT:
        return Selection(ground, text)
    black, white = QColor("black"), QColor("white")
    away = black if text.lightness() > ground.lightness() else white
    shades = (blend(ground, away, step / 40) for step in range(1, _MOST_SHIFTED + 1))
    shade = next((each for each in shades if contrast(text, each) >= TEXT), None)
    if shade is not None:
        return Selection(shade, text)
    return Selection(ground, strongest((black, white), ground))


def legible_palette(palette: QPalette) -> QPalette:
    """Return the palette with selected text that can be read."""
    result = QPalette(palette)
    groups, roles = QPalette.ColorGroup, QPalette.ColorRole
    for group in (groups.Active, groups.Inactive, groups.Disabled):
        ground, text = selection_colours(palette, group)
        result.setColor(group, roles.Highlight, ground)
        result.setColor(group, roles.HighlightedText, text)
    return result


def edged_palette(palette: QPalette) -> QPalette:
    """Return the palette for what has edges."""
    result = legible_palette(palette)
    result.setColor(QPalette.ColorRole.Window, edge_source(palette))
    return result


def separated_window(palette: QPalette) -> QColor | None:
    """Return a colour for a window whose tables and plots have the same; None if it has its own.

    Where contrast is wanted, lines part them.
    """
    window, base = palette.window().color(), palette.base().color()
    if contrast(window, base) >= _ONE_GROUND or wants_contrast(palette):
        return None
    return blend(base, palette.text().color(), _APART)


class LegiblePalettes(QObject):
    """Gives the kinds of widgets palettes that follow the application's.

    With another colour scheme, Qt may drop them after it has told that the palette or the scheme
    has changed, and tells that to nobody: so they are given once more, later in this turn.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._separated: QColor | None = None
        hints = application.styleHints()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.refresh)
        application.paletteChanged.connect(self.refresh)
        application.paletteChanged.connect(self._later.start)
        hints.colorSchemeChanged.connect(self._later.start)
        hints.colorSchemeChanged.connect(self._start_again)
        hints.accessibility().contrastPreferenceChanged.connect(self._start_again)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Give them new ones."""
        palette = QApplication.palette()
        window = separated_window(palette)
        if window is not None:
            self._separated = window
            palette.setColor(QPalette.ColorRole.Window, window)
            QApplication.setPalette(palette)  # which comes back here
            return
        for names, given in (
            (_EDGED, edged_palette(palette)),
            (_SELECTING, legible_palette(palette)),
        ):
            for name in names:
                QApplication.setPalette(given, name)  # type: ignore[arg-type]

    @Slot()
    def _start_again(self) -> None:
        """Take the desktop's colours again: those that were put between may no longer fit."""
        forget_mixed()
        if self._separated is not None:
            self._separated = None
            QApplication.setPalette(QPalette())
        else:
            self.refresh()
