from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from gui.run.controls import Pace
from gui.widgets.speed_slider import UNLIMITED, SpeedSlider, pace_at


def test_paces_run_from_one_to_unlimited() -> None:
    assert pace_at(0) == Pace(1.0)
    assert pace_at(10) == Pace(10.0)
    assert pace_at(UNLIMITED) == Pace(None)
    paces = [pace_at(position).epochs_per_second or 1e99 for position in range(UNLIMITED + 1)]
    assert paces == sorted(set(paces))


def test_keyboard_changes_the_pace(qtbot: QtBot) -> None:
    speed = SpeedSlider()
    qtbot.addWidget(speed)
    slider, label = speed.findChild(QSlider, "speed"), speed.findChild(QLabel)
    assert isinstance(slider, QSlider)
    assert isinstance(label, QLabel)
    with qtbot.waitSignal(speed.pace_changed) as changed:
        qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert changed.args == [Pace(1.0)]
    assert label.text() == "1/s"
    speed.set_position(UNLIMITED)
    assert label.text() == "max"
