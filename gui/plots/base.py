"""What all plots share: a canvas in the theme, fitting, a menu, and a picture of itself."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from .axis import GAP
from .bar import Bar
from .canvas import Canvas
from .framing import Framing, Range, padded, steadied
from .line import Line
from .markers import Markers
from .medium import Medium
from .stage import Measures
from .theme import THEME_CHANGES, Theme, theme_of

_MARGIN = 10.0


class Plot(QWidget):
    """A plot that follows its data until a person pans or zooms, and again after Fit."""

    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.framing = Framing.FOLLOWS
        self.canvas = Canvas(theme_of(self), self)
        self._empty_text = ""
        self._items: list[Line | Markers] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self._fit_action = QAction("Fit", self)
        self._fit_action.setToolTip("Show everything again (or double-click the plot)")
        self._fit_action.triggered.connect(self.fit)
        self._export_action = QAction("Save Picture As…", self)
        self._export_action.triggered.connect(self.export_requested)
        self._bar = Bar(self)
        self.fit_button = self._bar.add(self._fit_action, "fit")
        self.fit_button.hide()
        self.canvas.taken.connect(self._on_taken)
        self.canvas.fit_asked.connect(self.fit)
        self.canvas.arranged.connect(self._on_arranged)

    def sizeHint(self) -> QSize:
        """Return a size at which every part can be read."""
        return QSize(640, 304)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which a plot says nothing."""
        return QSize(240, 144)

    def introduce(self, name: str, accessible_name: str) -> None:
        """Name the plot, and its canvas, which has the focus, alike for those who cannot see it."""
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.canvas.setObjectName(f"{name}_canvas")
        self.canvas.setAccessibleName(accessible_name)

    def set_empty_text(self, text: str) -> None:
        """Set the sentence to show while there is nothing to draw."""
        self._empty_text = text
        self._refresh()

    @Slot()
    def fit(self) -> None:
        """Show everything, and follow the data from now on."""
        self.framing = Framing.ANEW
        self.canvas.narrow()
        self._refresh()
        self.framing = Framing.FOLLOWS
        self._place_bar()

    def menu_actions(self) -> list[QAction]:
        """Return the plot's own choices, for a menu."""
        raise NotImplementedError

    def picture_size(self) -> QSize:
        """Return the size of its picture."""
        return self.canvas.viewport().size()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it stands, without its buttons."""
        self._set_medium(Medium.PAPER)
        self.canvas.reserve(0)
        area = self.canvas.viewport().rect()
        self.canvas.render(painter, QRectF(area), area)
        self._set_medium(Medium.SCREEN)
        self._place_bar()

    def _refresh(self) -> None:
        """Draw everything anew; every plot does this in its own way."""
        raise NotImplementedError

    def _apply_theme(self, theme: Theme) -> None:
        """Colour the plot's own items."""
        raise NotImplementedError

    def _frame(self, x: Range, y: Range, measures: Measures) -> None:
        """Show these places, or those that a person chose to see."""
        area = self.canvas.area()
        fitted = padded(x, area.width(), _MARGIN), padded(y, area.height(), _MARGIN)
        shown = self.canvas.shown_range()
        steady = steadied(fitted[0], shown[0]), steadied(fitted[1], shown[1])
        choices = {Framing.ANEW: fitted, Framing.FOLLOWS: steady, Framing.HELD: shown}
        comparable = all(
            new.shift == old.shift for new, old in zip(measures, self.canvas.measures, strict=True)
        )
        self.canvas.limit(*fitted)
        self.canvas.show_range(*(choices[self.framing] if comparable else fitted), measures)

    def _add(self, *items: Line | Markers) -> None:
        for item in items:
            self._items.append(item)
            self.canvas.view.addItem(item)

    def _set_medium(self, medium: Medium) -> None:
        for item in self._items:
            item.set_medium(medium)

    def _place_bar(self) -> None:
        self.fit_button.setVisible(self.framing is Framing.HELD)
        size = self._bar.sizeHint()
        left = self.width() - size.width() - int(GAP)
        top = max(0, (int(self.canvas.header_height()) - size.height()) // 2)
        self._bar.setGeometry(left, top, size.width(), size.height())
        self.canvas.reserve(size.width() + GAP)

    @Slot()
    def _on_taken(self) -> None:
        self.framing = Framing.HELD
        self._place_bar()

    @Slot()
    def _on_arranged(self) -> None:
        if self.framing is Framing.HELD:
            self._refresh()
        else:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the few choices there are."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions())
        menu.addSeparator()
        menu.addActions([self._fit_action, self._export_action])
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in their corner."""
        super().resizeEvent(event)
        self._place_bar()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette, the font and the style."""
        super().changeEvent(event)
        if event.type() in THEME_CHANGES:
            theme = theme_of(self)
            self.canvas.set_theme(theme)
            self._apply_theme(theme)
            self._place_bar()
            self._on_arranged()
