"""What all plots share: a canvas in the theme, fitting, a menu, and a picture of itself."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from .canvas import HEADER, Canvas
from .framing import Framing
from .items import Line, Markers, Medium
from .scale import Measure
from .theme import THEME_CHANGES, Theme, theme_of

Measures = tuple[Measure, Measure]


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
        self._export_action = QAction("Save picture as…", self)
        self._export_action.triggered.connect(self.export_requested)
        self._bar = QWidget(self)
        buttons = QHBoxLayout(self._bar)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        self.fit_button = self._add_button(self._fit_action)
        self.fit_button.setObjectName("fit")
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

    def set_empty_text(self, text: str) -> None:
        """Set the sentence to show while there is nothing to draw."""
        self._empty_text = text
        self._refresh()

    @Slot()
    def fit(self) -> None:
        """Show everything, and follow the data from now on."""
        self.framing = Framing.ANEW
        self.fit_button.hide()
        self._place_bar()
        self.canvas.narrow()
        self._refresh()
        self.framing = Framing.FOLLOWS

    def picture_size(self) -> QSize:
        """Return the size of its picture."""
        return self.canvas.viewport().size()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it stands, without its buttons."""
        self._set_medium(Medium.PAPER)
        area = self.canvas.viewport().rect()
        self.canvas.render(painter, QRectF(area), area)
        self._set_medium(Medium.SCREEN)

    def _refresh(self) -> None:
        """Draw everything anew; every plot does this in its own way."""
        raise NotImplementedError

    def _apply_theme(self, theme: Theme) -> None:
        """Colour the plot's own items."""
        raise NotImplementedError

    def menu_actions(self) -> list[QAction]:
        """Return the plot's own choices for the menu."""
        return []

    def _add(self, *items: Line | Markers) -> None:
        for item in items:
            self._items.append(item)
            self.canvas.view.addItem(item)

    def _set_medium(self, medium: Medium) -> None:
        for item in self._items:
            item.set_medium(medium)

    def _add_button(self, action: QAction) -> QToolButton:
        button = QToolButton(self._bar)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = self._bar.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def _place_bar(self) -> None:
        size = self._bar.sizeHint()
        top = max(0, (int(HEADER) - size.height()) // 2)
        self._bar.setGeometry(self.width() - size.width() - 8, top, size.width(), size.height())
        self.canvas.reserve(size.width() + 8)

    @Slot()
    def _on_taken(self) -> None:
        self.framing = Framing.HELD
        self.fit_button.show()
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
