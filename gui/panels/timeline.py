"""The timeline: which epoch of the run the window shows, and the keys that go to another."""

import math

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFont, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from engine import Settings, Trace
from engine.trace import EMPTY

from ..background.reporting import reporting
from ..icons.glyphs import Glyph, glyph_icon
from ..text.numbers import (
    COUNT_DIGITS,
    UNKNOWN,
    format_count,
    format_loss,
    format_rate,
    format_scientific,
)
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import quiet
from ..widgets.epochs.button_row import ButtonRow
from ..widgets.epochs.epoch_field import WIDEST, EpochField
from ..widgets.epochs.epoch_groove import EpochGroove

HEIGHT = 36
"""The height with the usual fonts; larger ones need more."""
CAPTION = 11 / 12
"""Captions are this much smaller than the text of fields."""
TOOL_TIP = translate("panels", "{text} ({key})")
FIELD_TIP = translate(
    "panels", "The epoch that tables and plots show. Type another one to go there."
)
GROOVE_TIP = translate(
    "panels",
    "The loss, over the epochs. Drag to look at an earlier epoch; the run goes on from the latest.",
)
PLAY = translate("panels", "Play the Epochs Back")
STOP_PLAYING = translate("panels", "Stop Playing Back")
SPEED_TIP = translate(
    "panels", "How fast the epochs are played back: at 1×, ten times as far each second"
)
RATE_TIP = translate("panels", "Epochs per second")
ONE_SECOND = "{rate}/s"
WIDEST_RATE = "999,999/s"
FULL_RATES = 1e6
"""Larger rates are written in three digits, so that they need no more room."""
OF_ALL = translate("panels", "of {epochs}")
UNTIL_CONVERGED = translate("panels", "until converged")
AS_SAVED = translate("panels", "as saved")
BEFORE_EDIT = translate("panels", "before the edit")
SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Between them, 1,000 epochs take 24 s to 0.4 s, and 10¹² a minute and a half to 1.5 s."""
FRACTIONS = {0.125: "⅛", 0.25: "¼", 0.5: "½"}
TIMES = translate("panels", "{factor}×")
LONGEST_GOALS = (OF_ALL.format(epochs=WIDEST), UNTIL_CONVERGED, AS_SAVED, BEFORE_EDIT)
EPOCH_OF = translate("panels", "Epoch {epoch} of {epochs}, loss {loss}")
EPOCH_UNTIL = translate("panels", "Epoch {epoch}, until converged, loss {loss}")


def speed_text(factor: float) -> str:
    """Return how many times as fast as usual, as ½×."""
    return TIMES.format(factor=FRACTIONS.get(factor, f"{factor:g}"))


class Timeline(QWidget):
    """The epoch shown, as a number and on the curve of the loss.

    ``epoch_chosen`` carries an epoch to show, infinite for the latest; ``epoch_entered`` one that
    was typed; ``steps_chosen`` how many epochs to go on. ``refused`` carries why a typed epoch is
    none, and "" once that no longer matters. ``play_chosen`` asks to play the epochs back or to
    stop that, and ``speed_chosen`` carries how many times as fast as usual.
    """

    epoch_chosen = Signal(float)
    epoch_entered = Signal(float)
    steps_chosen = Signal(int)
    refused = Signal(str)
    play_chosen = Signal()
    speed_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time goes to the right
        self._played = Glyph.RUN
        self._actions = {
            Glyph.FIRST: self._action(
                "first_epoch", translate("panels", "Go to the Start"), "Alt+Home"
            ),
            Glyph.PREVIOUS: self._action(
                "previous_epoch", translate("panels", "One Epoch Back"), "Alt+Left"
            ),
            Glyph.RUN: self._action("play_back", PLAY, "Ctrl+F5"),
            Glyph.NEXT: self._action(
                "next_epoch", translate("panels", "One Epoch Ahead"), "Alt+Right"
            ),
            Glyph.LATEST: self._action(
                "latest_epoch", translate("panels", "Go to the Latest Epoch"), "Alt+End"
            ),
        }
        self._actions[Glyph.FIRST].triggered.connect(self._go_to_start)
        self._actions[Glyph.PREVIOUS].triggered.connect(self._go_back)
        self._actions[Glyph.NEXT].triggered.connect(self._go_on)
        self._actions[Glyph.LATEST].triggered.connect(self._go_to_latest)
        self._speeds = QMenu(self)
        self._speed_group = self._offer_speeds()
        self._speed = QAction(speed_text(1.0), self)
        self._speed.setObjectName("playback_speed")
        self._speed.setToolTip(SPEED_TIP)
        self._speed.setMenu(self._speeds)
        self._speed_group.triggered.connect(self._choose_speed)
        self._actions[Glyph.RUN].triggered.connect(self.play_chosen)
        self._row = ButtonRow([*self._actions.values(), self._speed])
        self._caption = self._label("epoch_caption", translate("panels", "epoch"))
        self._field = EpochField()
        self._field.setObjectName("shown_epoch")
        self._field.setAccessibleName(translate("panels", "Epoch shown"))
        self._goal = self._label("epoch_goal", "")
        self._rate = self._label("epoch_rate", "")
        self._rate.setToolTip(RATE_TIP)
        self._rate.setAccessibleName(RATE_TIP)
        self._groove = EpochGroove()
        self._groove.setObjectName("timeline_groove")
        self._groove.setToolTip(GROOVE_TIP)
        self._caption.setBuddy(self._field)
        self._lay_out()
        self._field.epoch_entered.connect(self.epoch_entered)
        self._field.refused.connect(self.refused)
        self._groove.epoch_chosen.connect(self.epoch_chosen)
        self._groove.steps_chosen.connect(self.steps_chosen)
        self._groove.play_chosen.connect(self._play_if_open)
        self._groove.speeds_chosen.connect(self._change_speed)
        self.show_progress("", None)
        self._draw()

    @property
    def has_refused(self) -> bool:
        """Whether a typed epoch was just refused."""
        return bool(self._field.refusal)

    @property
    def speed(self) -> float:
        """How many times as fast as usual epochs are played back."""
        chosen = self._speed_group.checkedAction()
        return 1.0 if chosen is None else float(chosen.data())

    def show_trace(
        self,
        trace: Trace,
        settings: Settings,
        epoch: float,
        closed: str = "",
        *,
        loss: float = math.nan,
        floor: float = 0.0,
    ) -> None:
        """Show the losses of a run under these settings, and the epoch that is shown.

        ``closed`` says, in place of the last epoch, why no other epoch can be chosen. ``loss`` is
        that of an epoch which is not recorded. Below the ``floor`` a loss is only rounding.
        """
        place = 0.0 if math.isnan(epoch) else epoch  # of saved weights the epoch may be unknown
        latest = float(trace.epoch[-1]) if len(trace) else place
        last = latest if settings.until_converged else max(float(settings.epochs), latest)
        epochs = format_count(last)
        is_open_ended = settings.until_converged
        goal = UNTIL_CONVERGED if is_open_ended else OF_ALL.format(epochs=epochs)
        self._goal.setText(closed or goal)
        self._field.show_epoch(epoch, latest)
        sentence = (EPOCH_UNTIL if is_open_ended else EPOCH_OF).format(
            epoch=format_count(epoch), epochs=epochs, loss=_loss_at(trace, epoch, loss, floor)
        )
        self._groove.show_trace(trace, last, place, sentence)
        self._open(len(trace) > 0 and not closed)
        self._groove.setEnabled(not closed)  # a key that starts a run must not lose the focus

    def show_former(self, trace: Trace, settings: Settings) -> None:
        """Show a run whose tables have been edited since: its other epochs are closed."""
        self.show_trace(trace, settings, float(trace.epoch[-1]), BEFORE_EDIT)

    def show_no_run(self, settings: Settings, saved: float | None = None) -> None:
        """Show that there is no run yet, or the epoch of one that came with the file."""
        self.show_trace(EMPTY, settings, 0.0 if saved is None else saved)
        if saved is not None:
            self._goal.setText(AS_SAVED)

    def show_progress(self, explained: str, rate: float | None) -> None:
        """Say how the epochs were computed, and how many a second; None if no run is active."""
        self._field.setToolTip("\n".join(filter(None, (FIELD_TIP, explained))))
        self._field.setAccessibleDescription(explained)
        self._rate.setText("" if rate is None else _rate_text(rate))

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Draw the symbols in the new colours, and make room for the new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    @Slot(bool)
    def show_playing(self, is_playing: bool) -> None:
        """Show whether the epochs are played back: the same button stops that."""
        action = self._actions[Glyph.RUN]
        action.setText(STOP_PLAYING if is_playing else PLAY)
        self._explain(action)
        self._played = Glyph.PAUSE if is_playing else Glyph.RUN
        self._draw()

    @Slot()
    def _play_if_open(self) -> None:
        self._actions[Glyph.RUN].trigger()

    @Slot(QAction)
    def _choose_speed(self, chosen: QAction) -> None:
        self._speed.setText(chosen.text())
        self.speed_chosen.emit(chosen.data())

    @Slot(int)
    def _change_speed(self, by: int) -> None:
        """Choose the next speed, or the one before."""
        offered = self._speed_group.actions()
        now = next(k for k, each in enumerate(offered) if each.isChecked())
        offered[min(max(now + by, 0), len(offered) - 1)].trigger()

    def _offer_speeds(self) -> QActionGroup:
        group = QActionGroup(self)
        for factor in SPEEDS:
            action = group.addAction(speed_text(factor))
            action.setObjectName(f"playback_speed_{factor:g}")
            action.setCheckable(True)
            action.setChecked(factor == 1)
            action.setData(factor)
            self._speeds.addAction(action)
        return group

    @Slot()
    def _go_to_start(self) -> None:
        self.epoch_chosen.emit(0.0)

    @Slot()
    def _go_back(self) -> None:
        self.steps_chosen.emit(-1)

    @Slot()
    def _go_on(self) -> None:
        self.steps_chosen.emit(1)

    @Slot()
    def _go_to_latest(self) -> None:
        self.epoch_chosen.emit(math.inf)

    def _action(self, name: str, text: str, key: str) -> QAction:
        """Return an action whose key works in the whole window."""
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        self._explain(action)
        self.addAction(action)
        return action

    @staticmethod
    def _explain(action: QAction) -> None:
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(TOOL_TIP.format(text=action.text(), key=native))

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(name)
        return label

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 0, 2 * GRID, 0)
        layout.setSpacing(GRID)
        for part in (self._row, self._caption, self._field, self._goal, self._rate):
            layout.addWidget(part)
        layout.addWidget(self._groove, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._open(False)

    def _open(self, on: bool) -> None:
        """Let other epochs be chosen, or not."""
        for action in (*self._actions.values(), self._speed):
            action.setEnabled(on)
        self._field.setEnabled(on)

    def _draw(self) -> None:
        """Draw what follows the palette and the font."""
        palette = self.palette()
        ink = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
        faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        for glyph, action in self._actions.items():
            drawn = self._played if glyph is Glyph.RUN else glyph
            action.setIcon(glyph_icon(drawn, ink, faint))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * CAPTION)
        font.setFeature(QFont.Tag("tnum"), 1)
        for label in (self._caption, self._goal, self._rate):
            label.setFont(font)
            muted = label.palette()
            muted.setColor(QPalette.ColorRole.WindowText, quiet(palette))
            label.setPalette(muted)
        # Another goal must not wait for a layout: until then it would be cut, and others moved.
        widest = max(map(self._goal.fontMetrics().horizontalAdvance, LONGEST_GOALS))
        self._goal.setMinimumWidth(widest)
        self._rate.setFixedWidth(self._rate.fontMetrics().horizontalAdvance(WIDEST_RATE))
        self.setFixedHeight(max(HEIGHT, self._field.sizeHint().height() + GRID))


def _rate_text(rate: float) -> str:
    """Return the epochs of one second, never wider than the room for them."""
    text = format_rate(rate) if rate < FULL_RATES else format_scientific(rate, COUNT_DIGITS)
    return ONE_SECOND.format(rate=text)


def _loss_at(trace: Trace, epoch: float, loss: float, floor: float) -> str:
    """Return the loss at an epoch: the one recorded, or else the one given, if it is known."""
    at = int(np.searchsorted(trace.epoch, epoch)) if len(trace) else 0
    is_recorded = at < len(trace) and float(trace.epoch[at]) == epoch
    if is_recorded:
        loss = float(trace.loss[at])
    return UNKNOWN if math.isnan(loss) and not is_recorded else format_loss(loss, floor=floor)
