"""The microscope: the loss beside one weight, through a window as wide as the step h."""

import math
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from engine.language.sentence import marked

from ..accessible.focus_ring import WIDTH, draw_own_ring
from ..background.reporting import reporting
from ..plots.limit.error_sentences import ErrorSentence
from ..plots.limit.h_plot_area import DECADES_A_NOTCH
from ..plots.theme import THEME_CHANGES, theme_of
from ..text.numbers import format_number
from ..text.translation import translated
from .limit_state import Curve, LimitState
from .magnified_picture import MagnifiedPicture, MicroscopeText

_NOTCH = 120.0
# In pixels: a finger's width around a point, of which a drag begins.
_GRASP = 12.0
# In units of h, as it was when the drag began: so near to w, h would fall too fast to be followed.
_NEAREST = 0.05


class MicroscopeSentence(Enum):
    """What a screen reader says of the microscope."""

    CURVE = marked(
        "limit", "The loss is a smooth curve here, and its secant rises by {rise} over {step}."
    )
    STAIRS = marked(
        "limit", "The loss is a staircase here, and its secant rises by {rise} over {step}."
    )
    BEND = marked("limit", "Loss minus tangent: the bend of {bend} at w + h is all that is seen.")
    NOISE = marked(
        "limit",
        "Loss minus tangent: the bend is {bend} at w + h, and rounding is as much as {noise}.",
    )

    @property
    def text(self) -> str:
        """The sentence for the reader, with its facts open."""
        return translated(self.value)


class Microscope(QWidget):
    """Shows one weight's loss within ±1.7 h: a curve, then a line, then a staircase.

    ``h_chosen`` carries an h that was dragged to, ``decades_turned`` by how many decades the wheel
    moves h, less than 0 if h becomes smaller. ``tangent_asked`` says that the other
    of loss and loss − tangent is wanted: by a double click, beside the switch and the key of the
    view.
    """

    h_chosen = Signal(float)
    decades_turned = Signal(float)
    tangent_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscope")
        self.setAccessibleName(MicroscopeText.TITLE.text)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        draw_own_ring(self)
        self._state: LimitState | None = None
        self._picture: MagnifiedPicture | None = None
        self._theme = theme_of(self)
        self._dragged_from: float | None = None
        self._margin = 0.0
        self._focus_reason = Qt.FocusReason.MouseFocusReason

    @property
    def state(self) -> LimitState | None:
        """What is shown; None before anything is."""
        return self._state

    @property
    def picture(self) -> MagnifiedPicture | None:
        """What is drawn, with its places in pixels."""
        if self._picture is None and self._state is not None:
            size = QSizeF(self.size())
            self._picture = MagnifiedPicture(self._state, self._theme, size, self._margin)
            self._margin = self._picture.places.area.left()
        return self._picture

    def show_limit(self, state: LimitState | None) -> None:
        """Show one weight and its quotient; None shows nothing."""
        if state is None or self._state is None or state.weight != self._state.weight:
            self._margin = 0.0
        self._state = state
        self._draw_anew()

    def show_digits(self, sentences: str) -> None:
        """Say the digits as well, in a tooltip and to screen readers; empty if a panel has them."""
        self.setToolTip(sentences)

    def spoken_sentence(self) -> str:
        """Return what a screen reader says of the microscope."""
        if self._state is None:
            return ""
        if digits := self.toolTip():  # in which the columns are said to be scaled
            return f"{_sentence_of(self._state)} {digits}"
        return sentence_of(self._state)

    def picture_size(self) -> QSize:
        """Return the size of its picture."""
        return self.size()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the microscope as it is now, without the frame of the focus."""
        painter.fillRect(self.rect(), self._theme.background)
        if self._state is not None:
            MagnifiedPicture(self._state, self._theme, QSizeF(self.size())).paint(painter)

    def sizeHint(self) -> QSize:
        """Return a size at which everything is readable."""
        return QSize(430, 304)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which a curve is seen, as of the other plots."""
        return QSize(240, 92)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the microscope, and a frame if a key has brought the focus."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.background)
            if self.picture is not None:
                self.picture.paint(painter)
            if self.hasFocus() and self._focus_reason is not Qt.FocusReason.MouseFocusReason:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.text, WIDTH))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._margin = 0.0
        self._draw_anew()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the font of the window."""
        super().changeEvent(event)
        if event.type() in THEME_CHANGES:
            self._theme = theme_of(self)
            self._draw_anew()

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note by what the focus came: the mouse needs no frame."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._focus_reason = event.reason()
        super().focusInEvent(event)
        self.update()

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a point w ± h; leave all other presses to the view."""
        if event.button() is Qt.MouseButton.LeftButton and self._is_grasped(event.position()):
            assert self._state is not None
            self._dragged_from = self._state.h
            event.accept()
        else:
            super().mousePressEvent(event)

    @reporting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the h at which the held point would be under the pointer.

        The window stays as wide as h, so the point stays where it is: the pointer is compared with
        the h at which the drag began.
        """
        if self._dragged_from is not None and self.picture is not None:
            reach = abs(self.picture.places.units(event.position().x()))
            self.h_chosen.emit(self._dragged_from * max(reach, _NEAREST))
            return
        shape = Qt.CursorShape.SizeHorCursor
        if self._is_grasped(event.position()):
            self.setCursor(shape)
        else:
            self.unsetCursor()

    @reporting
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the point go."""
        self._dragged_from = None
        super().mouseReleaseEvent(event)

    @reporting
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the other curve; on a point, hold it as a click does."""
        if event.button() is not Qt.MouseButton.LeftButton or self._is_grasped(event.position()):
            self.mousePressEvent(event)
            return
        self.tangent_asked.emit()
        event.accept()

    @reporting
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer, or from farther away."""
        turned = event.angleDelta().y()
        if turned == 0 or self._state is None:
            event.ignore()
            return
        self.decades_turned.emit(-DECADES_A_NOTCH * turned / _NOTCH)
        event.accept()

    def _is_grasped(self, at: QPointF) -> bool:
        """Return whether a pointer is on one of the points w ± h."""
        picture, state = self.picture, self._state
        if picture is None or state is None or not picture.is_drawn:
            return False
        here = picture.places.x(0.0)
        return any(
            math.hypot(at.x() - end.x(), at.y() - end.y()) <= _GRASP
            for end in picture.ends
            if abs(end.x() - here) > _GRASP
        )

    def _draw_anew(self) -> None:
        self._picture = None
        self.update()


def sentence_of(state: LimitState) -> str:
    """Describe what the microscope shows."""
    sentence = _sentence_of(state)
    return f"{ErrorSentence.SCALED.text} {sentence}" if state.is_scaled else sentence


def _sentence_of(state: LimitState) -> str:
    seen, digits, kinds = state.samples, state.digits, MicroscopeSentence
    facts = {"rise": digits.rise, "step": digits.step, "bend": seen.bend_at_h}
    if digits.is_still:
        return MicroscopeText.STILL.text
    if not digits.is_finite:
        return MicroscopeText.NOT_FINITE.text
    if state.curve is Curve.LOSS:
        kind = kinds.STAIRS if seen.is_staircase else kinds.CURVE
    else:
        facts["noise"] = float(abs(seen.beside_tangent - seen.bends).max())
        kind = kinds.NOISE if facts["noise"] > abs(facts["bend"]) / 100 else kinds.BEND
    return kind.text.format(**{name: format_number(fact, 3) for name, fact in facts.items()})
