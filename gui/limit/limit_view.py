"""The view "The limit": the verdict on h, the controls, and three panels about one weight."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from ..accessible.announcing import announce
from ..background.reporting import reporting
from ..panels.lesson import LessonLine
from ..plots.limit.error_plot import ErrorPlot
from ..plots.limit.error_sentences import ErrorSentence
from ..plots.limit.h_plot_area import IN_THE_LIMIT
from ..plots.limit.shown_errors import ShownErrors
from ..plots.picture import ViewPicture
from ..text.key_help import KeyHelp, KeyLine
from ..text.setting_texts import (
    BEST_H_FORMULAE,
    BEST_H_OF_ANY_LOSS,
    FORMULA,
    QUOTIENT_FORMULAE,
)
from ..text.translation import translate
from . import texts
from .controls import LimitControls
from .digits_panel import DigitsPanel
from .h_steps import TENTHS, HPlayback, Playing
from .limit_model import LimitModel
from .limit_request import LimitFrame
from .limit_state import OtherWeights
from .microscope import Microscope
from .panel_layout import LimitPanels, PanelOrder
from .verdict import digits_worth, verdict_sentence

_TENTHS = {
    Qt.Key.Key_Left: 1,
    Qt.Key.Key_Right: -1,
    Qt.Key.Key_PageUp: TENTHS,
    Qt.Key.Key_PageDown: -TENTHS,
}
"""h falls to the right, as in the plot."""
_WEIGHTS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LimitView(QWidget):
    """Shows the frames of its model while it is seen.

    ``weight_chosen`` carries the weight that is looked at from now on; ``refused`` why a typed h is
    refused; ``obstacles_changed`` why some of its actions would do nothing, by their names.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        IN_THE_LIMIT,
        (
            KeyLine(
                ("Left", "Right"),
                translate("limit", "Make h larger or smaller by a tenth of a decade"),
            ),
            KeyLine(
                ("PgUp", "PgDown"), translate("limit", "Make h ten times as large, or a tenth")
            ),
            KeyLine(("Home", "End"), translate("limit", "Look at the best h, or the largest one")),
            KeyLine(("Up", "Down"), translate("limit", "Look at the weight before or after")),
            KeyLine(("T",), translate("limit", "Subtract the tangent, or no longer")),
            KeyLine(("Space",), translate("limit", "Play h → 0, or stop it")),
        ),
    )

    weight_chosen = Signal(int)
    refused = Signal(str)
    obstacles_changed = Signal(object)

    def __init__(
        self, model: LimitModel, playing: Playing = Playing.SMOOTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("limit")
        self.setAccessibleName(texts.THE_LIMIT)
        self.model = model
        self.sentence = LessonLine()
        self.sentence.setObjectName("view_sentence")
        self.controls = LimitControls(model)
        self.microscope, self.digits, self.error = Microscope(), DigitsPanel(), ErrorPlot()
        low_digits = self.digits.low_size
        self.panels = LimitPanels(self.microscope, self.digits, self.error, low_digits)
        self.playback = HPlayback(self, playing)
        self._stop_key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._weight = model.weight
        self._gap = QLabel()
        self._room = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        """What can be saved of it, by the names of the actions that do so."""
        microscope, digits, error = (
            translate("limit", "Export Microscope"),
            translate("limit", "Export Digits"),
            translate("limit", "Export Error of the Quotients"),
        )
        return {
            "export_microscope": ViewPicture(self.microscope, microscope, "microscope.png"),
            "export_digits": ViewPicture(self.digits, digits, "digits.png"),
            "export_error": ViewPicture(self.error, error, "error.png"),
        }

    def picture(self, action: str) -> ViewPicture:
        """Return what an action of the Export menu saves."""
        return self.pictures[action]

    @property
    def verdict(self) -> str:
        """What is said of h; why there is nothing to show if there is no frame."""
        model, frame = self.model, self.model.frame
        if frame is None:
            return model.gap.text
        return verdict_sentence(frame, model.others)

    @Slot()
    def play_or_stop(self) -> None:
        """Let h fall from the largest to the smallest of the axis, or stay where it is."""
        frame = self.model.frame
        if self.playback.is_playing:
            self.playback.stop()
        elif frame is not None:
            self.controls.play.show_playing()
            self._stop_key.setEnabled(True)
            self.playback.play(*frame.table_axis)

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Follow the run from now on."""
        super().showEvent(event)
        self.model.resume()

    @reporting
    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing while nobody looks."""
        super().hideEvent(event)
        self.pause()

    @Slot()
    def pause(self) -> None:
        """Compute nothing more: the window is not seen."""
        self.playback.stop()
        self.model.pause()
        self._report_obstacles()

    @Slot()
    def resume(self) -> None:
        """Follow the run again if the window shows this view."""
        if self.isVisible():
            self.model.resume()

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the plot. It is no proxy: Tab would go there past the controls."""
        super().focusInEvent(event)
        self.error.setFocus(event.reason())

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move h, or choose another weight; say what comes of it."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held or not self._take_key(key):
            super().keyPressEvent(event)
        elif not self.playback.is_playing:
            announce(self, self.verdict)

    def _take_key(self, key: Qt.Key) -> bool:
        """Do what a key does here; return whether it does anything."""
        if key == Qt.Key.Key_Space:
            self.play_or_stop()
            return True
        acts = {
            Qt.Key.Key_Home: self.model.choose_best_h,
            Qt.Key.Key_End: self.model.choose_largest_h,
            Qt.Key.Key_T: self.model.switch_curve,
        }
        if key in _TENTHS:
            self.playback.stop()
            self.model.move_h(_TENTHS[key])
        elif key in _WEIGHTS:
            self.model.move_weight(_WEIGHTS[key])
        elif key in acts:
            if key != Qt.Key.Key_T:
                self.playback.stop()
            acts[key]()
        else:
            return False
        return True

    def _lay_out(self) -> None:
        self._gap.setObjectName("limit_gap")
        self._gap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._gap.setWordWrap(True)
        self._gap.setBackgroundRole(QPalette.ColorRole.Base)
        self._gap.setAutoFillBackground(True)
        self._room.addWidget(self.panels)
        self._room.addWidget(self._gap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.controls)
        layout.addWidget(self._room, 1)

    def _connect(self) -> None:
        model, controls = self.model, self.controls
        model.changed.connect(self._show)
        model.replaced.connect(self.playback.stop)
        # Wherever the focus is: h falls before the eyes of a person who is typing in a table, too.
        self._stop_key.setContext(Qt.ShortcutContext.WindowShortcut)
        self._stop_key.setWhatsThis(texts.STOP_KEY)
        self._stop_key.setEnabled(False)  # while nothing is played, Esc is that of what is typed
        self._stop_key.activated.connect(self.playback.stop)
        self.playback.h_reached.connect(model.choose_h)
        self.playback.ended.connect(self._show_at_rest)
        controls.play_asked.connect(self.play_or_stop)
        controls.focus_passed.connect(self.error.setFocus)
        controls.refused.connect(self.refused)
        controls.h_asked.connect(self._enter_h)
        self.microscope.h_chosen.connect(self._choose_h)
        self.microscope.decades_turned.connect(self._turn_h)
        self.error.h_chosen.connect(self._choose_h)
        self.error.decades_turned.connect(self._turn_h)
        self.microscope.tangent_asked.connect(model.switch_curve)
        self.panels.order_changed.connect(self._explain)

    @Slot(float)
    def _enter_h(self, h: float) -> None:
        """Take an h that was typed, with all its digits."""
        self.playback.stop()
        self.model.choose_h(h)

    @Slot(float)
    def _choose_h(self, h: float) -> None:
        """Take an h from a hand, which stops the playing."""
        self.playback.stop()
        self.model.choose_roughly(h)

    @Slot(float)
    def _turn_h(self, decades: float) -> None:
        self.playback.stop()
        self.model.turn_h(decades)

    @Slot()
    def _show_at_rest(self) -> None:
        self.controls.play.show_at_rest()
        self._stop_key.setEnabled(False)
        self._report_obstacles()

    def _report_obstacles(self) -> None:
        """Report what is not possible now; what is played can always be stopped."""
        obstacles = dict(self.model.obstacles)
        if self.playback.is_playing:
            obstacles.pop("limit_play", None)
        self.obstacles_changed.emit(obstacles)

    @Slot()
    def _show(self) -> None:
        """Show what the model has now."""
        frame = self.model.frame
        if frame is None:
            self.playback.stop()
        self.controls.show_model()
        self._report_obstacles()
        if frame is None:
            self._gap.setText(self.model.gap.text)
            self._room.setCurrentWidget(self._gap)
            self.error.show_nothing(self.model.gap.text)
            for panel in (self.microscope, self.digits):
                panel.show_limit(None)
        else:
            self._show_frame(frame)
            self._room.setCurrentWidget(self.panels)
        verdict = self.verdict
        # Why there is nothing to show is said once, where it would be.
        self.sentence.show_lesson(texts.SEEN if frame is None else verdict)
        is_scaled = frame is not None and frame.state.is_scaled
        scaled = ErrorSentence.SCALED.text if is_scaled else ""
        self.setAccessibleDescription(" ".join(filter(None, (verdict, scaled))))
        self._explain()
        if self.model.weight != self._weight:
            self._weight = self.model.weight
            self.weight_chosen.emit(self._weight)

    def _show_frame(self, frame: LimitFrame) -> None:
        state = frame.state
        if self.playback.is_playing:
            self.playback.aim(frame.table_axis[1])
        self.setProperty(FORMULA, QUOTIENT_FORMULAE[state.difference])
        formulae = BEST_H_OF_ANY_LOSS if frame.is_of_any_loss else BEST_H_FORMULAE
        self.error.setProperty(FORMULA, formulae[state.difference])
        self.microscope.show_limit(state)
        self.digits.show_limit(state, digits_worth(frame))
        self.error.show_errors(
            ShownErrors(
                theory=state.theory,
                curves=frame.curves,
                quotients=self.model.quotients,
                looked_at=state.difference,
                h=state.h,
                error=frame.error,
                right=state.digits.whole_digits_right,
                axis=frame.axis,
                is_scaled=state.is_scaled,
                whose="" if self.model.others is OtherWeights.SERVED else state.name,
                fitting_h=frame.request.fitting_h,
                best_of=state.name if self._names_best(frame) else "",
                is_at_rest=frame.request.is_at_rest,
                is_alone=frame.is_alone,
            )
        )
        self.error.plot_area.header.set_caption(texts.ON_TRIANGLE if state.is_of_triangle else "")

    def _names_best(self, frame: LimitFrame) -> bool:
        """Return whether it is said whose the best h is: it does not suit the others as well."""
        return frame.has_own_best or self.model.others is not OtherWeights.SERVED

    @Slot()
    def _explain(self) -> None:
        """Give the digits to the microscope while they have no panel."""
        lacks_digits = self.panels.order is PanelOrder.TWO and self.model.frame is not None
        self.microscope.show_digits(self.digits.spoken_sentence() if lacks_digits else "")
