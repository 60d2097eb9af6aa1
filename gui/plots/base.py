"""The base of all plots: an interactive area, Show All, a context menu and a picture."""

import math
from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ..background.reporting import reporting
from ..text.translation import translate
from ..theme.blending import blend
from ..theme.legibility import edge_colour
from .axis import GAP
from .interactive_area import InteractivePlotArea
from .line import PlotLine, RenderTarget
from .markers import Markers
from .plot_area import AxisScales
from .theme import THEME_CHANGES, Theme, theme_of
from .view_range import Range, ViewMode, padded, steady

_CORNER = 4.0
# Shares of the highlight in the ground of what is chosen, and of the ink under the mouse.
_CHOSEN, _UNDER_MOUSE, _PRESSED = 0.16, 0.06, 0.16


class PlotButton(QToolButton):
    """A button in the head of a plot: flat, with an edge if it is chosen or stands alone."""

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the edge and the text."""
        del event
        palette = (self.parentWidget() or self).palette()
        base, ink = palette.base().color(), palette.text().color()
        share = _PRESSED if self.isDown() else _UNDER_MOUSE if self.underMouse() else 0.0
        ground = blend(base, ink, share)
        if self.isChecked():
            ground = blend(ground, palette.highlight().color(), _CHOSEN)
        has_edge = self.isChecked() or not self.isCheckable()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(edge_colour(palette), 1.0) if has_edge else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, _CORNER, _CORNER)
            group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
            painter.setPen(palette.color(group, QPalette.ColorRole.Text))
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ButtonBar(QWidget):
    """A row of small buttons, one for each action."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    @property
    def full_width(self) -> int:
        """The width of all buttons, those that are hidden now as well."""
        return sum(each.sizeHint().width() for each in self.findChildren(QToolButton))

    def add(self, action: QAction, name: str) -> QToolButton:
        """Add a button with this object name, and return it."""
        button = PlotButton(self)
        button.setObjectName(name)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        # Choices are flat until they are checked; a single button has a visible frame.
        button.setAutoRaise(action.isCheckable())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row.addWidget(button)
        return button


# Pixels between the outermost points and the axes, so that the largest marker (9) is not clipped.
_MARGIN = 10.0


class Redrawing(Enum):
    """When a plot draws what is new: nobody sees what is drawn on a page that is covered."""

    AT_ONCE = "it is seen"
    NOTHING_NEW = "it is hidden, and up to date"
    LATER = "it is hidden, and drawn again once it is shown"
    FITTED_LATER = "the same, and then everything is to be shown"


class Plot(QWidget):
    """A plot that follows its data until the user pans or zooms, and again after Show All.

    Once it is hidden, it is drawn again only when it is shown, or saved as a picture: with the view
    Fit in front, the plots of Descent took a fifth of the time after a row was left out.

    ``export_requested`` asks the owner to save a picture.
    """

    export_requested = Signal()
    AREA: type[InteractivePlotArea] = InteractivePlotArea
    """The class of its area, which decides what mouse and keys do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_mode = ViewMode.FOLLOW
        self._redrawing = Redrawing.AT_ONCE
        self.plot_area = self.AREA(theme_of(self), self)
        self._empty_text = ""
        self._items: list[PlotLine | Markers] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot_area)
        self.setFocusProxy(self.plot_area)
        self._fit_action = QAction(translate("plots", "Show All"), self)
        self._fit_action.setToolTip(
            translate("plots", "Show everything again (or double-click the plot)")
        )
        self._fit_action.triggered.connect(self.fit)
        self._export_action = QAction(translate("plots", "Export Picture…"), self)
        self._export_action.triggered.connect(self.export_requested)
        self._buttons = ButtonBar(self)
        self.fit_button = self._buttons.add(self._fit_action, "fit")
        self.fit_button.hide()
        self.plot_area.range_chosen.connect(self._on_range_chosen)
        self.plot_area.fit_requested.connect(self.fit)
        self.plot_area.area_changed.connect(self._on_area_changed)

    def sizeHint(self) -> QSize:
        """Return a size at which everything is readable."""
        return QSize(640, 304)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which a plot shows a curve between its header and its axis.

        The window of 868×505 pixels then has room for the sheet of a table that is scrolled. In
        large text a title has room beside all buttons, also beside Show All.
        """
        header = math.ceil(self.plot_area.header.least_width() + 2 * GAP)
        return QSize(max(240, header + self._buttons.full_width), 92)

    def set_names(self, name: str, accessible_name: str, export_tip: str = "") -> None:
        """Set object and accessible names of the plot and its plot area, which takes the focus.

        ``export_tip`` says what the picture shows that can be saved.
        """
        self._export_action.setToolTip(export_tip)
        self._export_action.setStatusTip(export_tip)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.plot_area.setObjectName(f"{name}_area")
        self.plot_area.setAccessibleName(accessible_name)

    def set_empty_text(self, text: str) -> None:
        """Set the sentence to show while there is nothing to draw."""
        self._empty_text = text
        self._redraw()

    @Slot()
    def fit(self) -> None:
        """Show everything, and follow the data again."""
        if self._redrawing is not Redrawing.AT_ONCE:
            self._redrawing = Redrawing.FITTED_LATER
            return
        self.view_mode = ViewMode.FIT
        self.plot_area.reset_left_margin()
        self._refresh()
        self.view_mode = ViewMode.FOLLOW
        self._position_buttons()

    def add_button(self, action: QAction, name: str) -> QToolButton:
        """Add a button to the corner of the plot, and return it."""
        button = self._buttons.add(action, name)
        self._position_buttons()
        return button

    def menu_actions(self) -> list[QAction]:
        """Return the plot's own actions for a menu: to show all, and to save a picture."""
        return [self._fit_action, self._export_action]

    def spoken_sentence(self) -> str:
        """Return what it shows, as a screen reader says it."""
        return self.plot_area.spoken_sentence()

    def picture_size(self) -> QSize:
        """Return the size of its picture."""
        return self.plot_area.viewport().size()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without its buttons."""
        if (theme := theme_of(self)) != self.plot_area.theme:
            self._follow_theme(theme)
        if self._redrawing is not Redrawing.AT_ONCE:
            self._catch_up()
            self._redrawing = Redrawing.NOTHING_NEW
        self._set_render_target(RenderTarget.EXPORT)
        self.plot_area.reserve_header(0)
        area = self.plot_area.viewport().rect()
        self.plot_area.render(painter, QRectF(area), area)
        self._set_render_target(RenderTarget.SCREEN)
        self._position_buttons()

    def _refresh(self) -> None:
        """Draw everything again; each kind of plot implements this."""
        raise NotImplementedError

    def _redraw(self) -> None:
        """Draw everything again now, or once the plot is shown."""
        if self._redrawing is Redrawing.AT_ONCE:
            self._refresh()
        elif self._redrawing is Redrawing.NOTHING_NEW:
            self._redrawing = Redrawing.LATER

    def _catch_up(self) -> None:
        """Draw what is new since the plot was hidden."""
        before, self._redrawing = self._redrawing, Redrawing.AT_ONCE
        if before is Redrawing.FITTED_LATER:
            self.fit()
        elif before is Redrawing.LATER:
            self._refresh()

    def _apply_theme(self, theme: Theme) -> None:
        """Set the colours of the plot's items."""
        raise NotImplementedError

    def _show_range(self, x: Range, y: Range, axis_scales: AxisScales) -> None:
        """Show this range of the data, or the range that the user chose."""
        area = self.plot_area.area()
        fitted = padded(x, area.width(), _MARGIN), padded(y, area.height(), _MARGIN)
        shown = self.plot_area.shown_range()
        calm = steady(fitted[0], shown[0]), steady(fitted[1], shown[1])
        choices = {ViewMode.FIT: fitted, ViewMode.FOLLOW: calm, ViewMode.MANUAL: shown}
        comparable = all(
            new.shift == old.shift
            for new, old in zip(axis_scales, self.plot_area.axis_scales, strict=True)
        )
        self.plot_area.limit_zoom(*fitted)
        self.plot_area.show_range(*(choices[self.view_mode] if comparable else fitted), axis_scales)

    def _add(self, *items: PlotLine | Markers) -> None:
        for item in items:
            self._items.append(item)
            self.plot_area.view.addItem(item)

    def _set_render_target(self, target: RenderTarget) -> None:
        for item in self._items:
            item.set_render_target(target)

    def _position_buttons(self) -> None:
        self.fit_button.setVisible(self.view_mode is ViewMode.MANUAL)
        size = self._buttons.sizeHint()
        left = self.width() - size.width() - int(GAP)
        top = max(0, (int(self.plot_area.header_height()) - size.height()) // 2)
        self._buttons.setGeometry(left, top, size.width(), size.height())
        self.plot_area.reserve_header(size.width() + GAP)

    @Slot()
    def _on_range_chosen(self) -> None:
        self.view_mode = ViewMode.MANUAL
        self._position_buttons()

    @Slot()
    def _on_area_changed(self) -> None:
        if self.view_mode is ViewMode.MANUAL:
            self._redraw()
        else:
            self.fit()

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the plot."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions())
        menu.addSeparator()
        menu.addActions([self._fit_action, self._export_action])
        menu.popup(event.globalPos())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons in the corner."""
        super().resizeEvent(event)
        self._position_buttons()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Update the theme when the palette, the font or the style changes.

        New colours reach a hidden plot when it is shown: of 12 plots in 5 views, those that are
        not seen took 35 of the 85 ms of a change from light to dark.
        """
        super().changeEvent(event)
        is_seen = self.isVisible() or event.type() is not QEvent.Type.PaletteChange
        if event.type() in THEME_CHANGES and is_seen:
            self._follow_theme(theme_of(self))

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Take the colours that the window was given meanwhile, and draw what is new."""
        super().showEvent(event)
        if (theme := theme_of(self)) != self.plot_area.theme:
            self._follow_theme(theme)
        self._catch_up()

    @reporting
    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing more until it is shown again; a minimised window is not told."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._redrawing = Redrawing.NOTHING_NEW

    def _follow_theme(self, theme: Theme) -> None:
        self.plot_area.set_theme(theme)
        self._apply_theme(theme)
        self.updateGeometry()
        self._position_buttons()
        self._on_area_changed()
