"""The groove of the timeline."""

import itertools
import math
import sys
import warnings

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Trace
from engine.trace import EMPTY
from gui.accessible.focus_ring import has_ring
from gui.plots.ticks import logarithmic_whole_ticks
from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import contrast
from gui.widgets.epochs.epoch_groove import EpochGroove

SENTENCE = "Epoch 100 of 1,000, loss 4"


def trace_of(losses: list[float]) -> Trace:
    return Trace.of_each(np.arange(len(losses)), np.array(losses))


FALLING = trace_of([8.0 * 0.5 ** (epoch / 100) for epoch in range(1001)])


@pytest.fixture
def groove(qtbot: QtBot) -> EpochGroove:
    """A groove of the run that shows epoch 100."""
    groove = EpochGroove()
    qtbot.addWidget(groove)
    groove.resize(600, 28)
    groove.show_trace(FALLING, 1000.0, 100.0, SENTENCE)
    groove.show()
    return groove


def pixel_at(groove: EpochGroove, epoch: float) -> QPoint:
    return QPointF(groove.position_of(epoch), 14).toPoint()


def picture(groove: EpochGroove) -> QImage:
    return groove.grab().toImage()


def test_failed_paint_ends(groove: EpochGroove, monkeypatch: pytest.MonkeyPatch) -> None:
    before = picture(groove)
    reports: list[type[BaseException]] = []
    with monkeypatch.context() as failing:
        failing.setattr(groove, "path", lambda: 1 / 0)
        failing.setattr(sys, "excepthook", lambda kind, *_: reports.append(kind))
        groove.grab()
    assert reports == [ZeroDivisionError]
    assert picture(groove) == before


def test_decades_are_equally_wide(groove: EpochGroove) -> None:
    steps = np.diff([groove.position_of(epoch) for epoch in (10, 100, 1000)])
    assert steps[0] == pytest.approx(steps[1], rel=0.05)
    for epoch in (0.0, 1.0, 30.0, 400.0):
        assert groove.epoch_at(groove.position_of(epoch)) == epoch


def test_latest_is_found_from_beyond(groove: EpochGroove) -> None:
    half = Trace.of_each(FALLING.epoch[:101], FALLING.loss[:101])
    groove.show_trace(half, 1000.0, 100.0, SENTENCE)
    assert groove.epoch_at(groove.position_of(100.0)) == math.inf
    assert groove.epoch_at(float(groove.width())) == math.inf
    assert groove.epoch_at(groove.position_of(50.0)) == 50.0
    assert groove.epoch_at(-5.0) == 0.0


def test_click_and_drag_choose(groove: EpochGroove, qtbot: QtBot) -> None:
    chosen = QSignalSpy(groove.epoch_chosen)
    qtbot.mousePress(groove, Qt.MouseButton.LeftButton, pos=pixel_at(groove, 10))
    qtbot.mouseMove(groove, pixel_at(groove, 300))
    qtbot.mouseRelease(groove, Qt.MouseButton.LeftButton, pos=pixel_at(groove, 300))
    assert chosen.at(0)[0] == pytest.approx(10, rel=0.05)
    qtbot.mouseClick(groove, Qt.MouseButton.RightButton, pos=pixel_at(groove, 500))
    assert chosen.at(chosen.count() - 1)[0] < 400


@pytest.mark.parametrize(
    ("key", "epoch"),
    [
        (Qt.Key.Key_PageDown, 1000.0),
        (Qt.Key.Key_PageUp, 10.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, math.inf),
    ],
)
def test_keys_choose_epochs(groove: EpochGroove, qtbot: QtBot, key: Qt.Key, epoch: float) -> None:
    with qtbot.waitSignal(groove.epoch_chosen) as chosen:
        qtbot.keyClick(groove, key)
    assert chosen.args == [epoch]


def test_decades_meet_at_the_start(groove: EpochGroove, qtbot: QtBot) -> None:
    for shown, key, epoch in (
        (0.0, Qt.Key.Key_PageDown, 1.0),
        (1.0, Qt.Key.Key_PageDown, 10.0),
        (1.0, Qt.Key.Key_PageUp, 0.0),
    ):
        groove.show_trace(FALLING, 1000.0, shown, SENTENCE)
        with qtbot.waitSignal(groove.epoch_chosen) as chosen:
            qtbot.keyClick(groove, key)
        assert chosen.args == [epoch]


@pytest.mark.parametrize(("key", "steps"), [(Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)])
def test_arrows_step(groove: EpochGroove, qtbot: QtBot, key: Qt.Key, steps: int) -> None:
    with qtbot.waitSignal(groove.steps_chosen) as chosen:
        qtbot.keyClick(groove, key)
    assert chosen.args == [steps]


@pytest.mark.parametrize(("key", "by"), [(Qt.Key.Key_Minus, -1), (Qt.Key.Key_Plus, 1)])
def test_signs_choose_speeds(groove: EpochGroove, qtbot: QtBot, key: Qt.Key, by: int) -> None:
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        with qtbot.waitSignal(groove.speeds_chosen) as chosen:
            qtbot.keyClick(groove, key, modifier)
        assert chosen.args == [by]


def test_space_plays(groove: EpochGroove, qtbot: QtBot) -> None:
    with qtbot.waitSignal(groove.play_chosen):
        qtbot.keyClick(groove, Qt.Key.Key_Space)


def test_showing_chooses_nothing(groove: EpochGroove) -> None:
    chosen = QSignalSpy(groove.epoch_chosen)
    groove.show_trace(FALLING, 1000.0, 7.0, SENTENCE)
    assert (groove.value(), chosen.count()) == (7, 0)
    groove.setValue(20)  # as a screen reader does
    assert chosen.at(0) == [20.0]


def test_huge_epochs_have_a_value(groove: EpochGroove) -> None:
    trace = Trace.of_each(np.array([0.0, 1e20]), np.array([2.0, 1.0]))
    groove.show_trace(trace, 1e20, 1e10, SENTENCE)
    assert (groove.maximum(), groove.value()) == (1000, 500)
    chosen = QSignalSpy(groove.epoch_chosen)
    groove.setValue(250)
    assert chosen.at(0)[0] == pytest.approx(1e5, rel=1e-3)


def test_path_is_kept_between_redraws(groove: EpochGroove) -> None:
    path = groove.path()
    groove.show_trace(FALLING, 1000.0, 3.0, SENTENCE)
    assert groove.path() is path
    groove.show_trace(trace_of([3.0, 2.0]), 1000.0, 1.0, SENTENCE)
    assert groove.path() is not path
    path = groove.path()
    groove.resize(300, 28)
    assert groove.path() is not path


def test_curve_has_few_points(groove: EpochGroove) -> None:
    assert 20 < groove.path().elementCount() < groove.width() + 8


def test_losses_below_zero_are_linear(groove: EpochGroove) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        groove.show_trace(trace_of([3.0, 0.0, -3.0]), 2.0, 2.0, SENTENCE)
        path = groove.path()
    first, middle, last = (path.elementAt(k).y for k in range(3))
    assert first < middle < last
    assert middle == pytest.approx((first + last) / 2)


@pytest.mark.parametrize(
    "losses",
    [
        [],
        [0.0, 0.0],
        [math.nan, math.inf],
        [5.0] * 4,
        [1.0, 0.0],
        [1e308, math.inf],
        [7.0],
        [-3.0],
        [1.0, -9.0],
    ],
)
def test_odd_losses_are_drawn(groove: EpochGroove, losses: list[float]) -> None:
    trace = trace_of(losses) if losses else EMPTY
    groove.show_trace(trace, 1000.0, 0.0, SENTENCE)
    box = groove.path().boundingRect()
    assert box.width() == 0 or groove.rect().toRectF().contains(box)
    assert not picture(groove).isNull()


def test_losses_decide_the_height(groove: EpochGroove) -> None:
    groove.show_trace(trace_of([100.0, 10.0, 1.0]), 2.0, 2.0, SENTENCE)
    first, middle, last, *_ = (
        groove.path().elementAt(k).y for k in range(groove.path().elementCount())
    )
    assert first < middle < last
    assert middle == pytest.approx((first + last) / 2)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_focus_has_a_frame(groove: EpochGroove, appearance: Appearance, qtbot: QtBot) -> None:
    groove.setPalette(palette_of(appearance))
    qtbot.waitExposed(groove)
    groove.activateWindow()
    groove.clearFocus()
    corner = pixel_at(groove, 0).x(), 14
    before = picture(groove).pixelColor(*corner)
    groove.setFocus(Qt.FocusReason.TabFocusReason)
    frame = max(
        (picture(groove).pixelColor(x, 14) for x in range(10)),
        key=lambda colour: contrast(colour, QColor(groove.palette().base().color())),
    )
    assert contrast(frame, groove.palette().base().color()) > 3
    assert contrast(frame, groove.palette().window().color()) > 3
    assert frame != before


def test_ticks_keep_apart(groove: EpochGroove) -> None:
    for last in (1.0, 9.0, 1e3, 1e9, 1e300):
        groove.show_trace(FALLING, last, 1.0, SENTENCE)
        ticks = list(groove._ticks(588.0))
        pixels = [groove.position_of(10.0**power) for power in ticks]
        assert ticks[0] == 0
        assert all(np.diff(pixels) > 40), "a label has 38 pixels"


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (5e4, ["1", "10", "100", "1,000", "10,000"]),
        (5e5, ["1", "10", "100", "1,000", "10,000", "100,000"]),
        (5e8, ["1", "100", "10,000", "1,000,000", "100,000,000"]),
        (5e9, ["1e0", "1e1", "1e2", "1e3", "1e4", "1e5", "1e6", "1e7", "1e8", "1e9"]),
    ],
)
def test_ticks_have_one_style(groove: EpochGroove, last: float, labels: list[str]) -> None:
    groove.show_trace(FALLING, last, 1.0, SENTENCE)
    groove.grab()
    assert groove._marks is not None
    assert [text for _, text in groove._marks] == labels


@pytest.mark.parametrize("last", [10.0**power for power in range(1, 13)])
def test_ticks_and_plot_write_alike(groove: EpochGroove, last: float) -> None:
    groove.show_trace(FALLING, last, 1.0, SENTENCE)
    groove.grab()
    assert groove._marks is not None
    style = {tick.label for tick in logarithmic_whole_ticks(0.0, math.log10(last), 40)}
    assert {text for _, text in groove._marks} <= style
    width_of = QFontMetricsF(groove._tick_font()).horizontalAdvance
    ends = [(x, x + width_of(text)) for x, text in groove._marks]
    assert all(end < begin for (_, end), (begin, _) in itertools.pairwise(ends))


def test_frame_is_the_only_ring(groove: EpochGroove) -> None:
    assert not has_ring(groove)
