"""A frame around what the keyboard has reached: that of the style can hardly be seen."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFocusFrame,
    QGraphicsView,
    QTableView,
    QWidget,
)
from shiboken6 import Shiboken

from ..background.reporting import reporting, reporting_as_unhandled
from ..theme.blending import CURVE, legible

WIDTH = 2
"""In pixels, of the line around a widget."""
_OWN_RING = "draws a focus ring of its own"
_HAD_FOCUS = "had_focus"


class FocusRing(QFocusFrame):
    """A line in the colour of text; Qt keeps it around its widget, wherever that moves.

    If what the widget lies in leaves no room around it, the line is over the widget's own edge.
    """

    def __init__(self) -> None:
        super().__init__()
        # Qt sets its own mask after it has moved the frame.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._keep_whole)

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Stay whole after each move."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._later.start()
        return super().event(event)

    def seen(self) -> QRect:
        """Return the part of the frame that nothing around it cuts off."""
        seen, around = self.rect(), self.parentWidget()
        while around is not None:
            seen &= around.rect().translated(-self.mapTo(around, QPoint()))
            around = None if around.isWindow() else around.parentWidget()
        return seen

    @Slot()
    def _keep_whole(self) -> None:
        line = QRegion(self.seen()) - QRegion(self.seen().adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH))
        if line != self.mask():
            self.setMask(line)
            self.update()
        if self.seen() != self.rect():
            self.raise_()  # Qt puts it below its widget

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line; the rest is masked out by Qt."""
        del event
        window = self.parentWidget() or self
        palette = window.palette()
        role = QPalette.ColorRole
        colour = legible(palette.color(role.WindowText), palette.color(role.Window), CURVE)
        with QPainter(self) as painter:
            pen = QPen(colour, WIDTH)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(self.seen().adjusted(1, 1, -1, -1))


class FocusFollower(QObject):
    """Moves one ring to whatever gets the focus, unless by the mouse.

    Tables and plots draw frames of their own, and so does what says so by ``draw_own_ring``.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.ring: FocusRing | None = None
        self._ringed_before: QWidget | None = None
        self._is_in_front = False
        self._connection = application.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            self._ringed_before = before if self._is_ringed(before) else None
            self._is_in_front = QApplication.activeWindow() is not None
            self._hide()
            return
        # A window that comes to the front shows the ring it had: nobody has moved the focus. But a
        # dialog that has just opened shows at which button the keyboard is, also if it opens while
        # the one before it closes, and no window is in front.
        opens = isinstance(now.window(), QDialog) and not now.window().property(_HAD_FOCUS)
        now.window().setProperty(_HAD_FOCUS, True)
        comes_back = before is None and not self._is_in_front and not opens
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse or not has_ring(now) or (comes_back and now is not self._ringed_before):
            self._hide()
        else:
            self._show_around(now)

    def end(self) -> None:
        """Follow no more."""
        QObject.disconnect(self._connection)
        self._hide()
        self.deleteLater()

    def _is_ringed(self, widget: QWidget | None) -> bool:
        ring = self.ring
        return ring is not None and Shiboken.isValid(ring) and ring.widget() is widget

    def _show_around(self, widget: QWidget) -> None:
        if self.ring is None or not Shiboken.isValid(self.ring):  # it ended with its window
            self.ring = FocusRing()
        self.ring.setWidget(widget)

    def _hide(self) -> None:
        if self.ring is not None and Shiboken.isValid(self.ring):
            self.ring.setWidget(None)  # type: ignore[arg-type]


def draw_own_ring(widget: QWidget) -> None:
    """Note that a widget draws its ring itself, and gets no other one."""
    widget.setProperty(_OWN_RING, True)


def has_ring(widget: QWidget) -> bool:
    """Return whether a widget gets the ring: it has no frame of its own, nor lies in one's."""
    if isinstance(widget, (QGraphicsView, QTableView)) or widget.property(_OWN_RING):
        return False
    if widget.window().windowType() == Qt.WindowType.Popup:
        return False
    parent = widget.parentWidget()
    within = parent.parentWidget() if parent is not None else None
    return not widget.isWindow() and not isinstance(within, QAbstractItemView)
