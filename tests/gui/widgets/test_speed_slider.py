import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gui.run.controls import Pace
from gui.widgets.speed_slider import UNLIMITED, SpeedSlider, pace_at, pace_text, spoken_pace


@pytest.fixture
def speed(qtbot: QtBot) -> SpeedSlider:
    speed = SpeedSlider()
    qtbot.addWidget(speed)
    speed.resize(100, 28)
    speed.show()
    qtbot.waitUntil(speed.isActiveWindow)
    return speed


def test_paces_run_from_one_to_unlimited() -> None:
    assert pace_at(0) == Pace(1.0)
    assert pace_at(10) == Pace(10.0)
    assert pace_at(UNLIMITED) == Pace(None)
    paces = [pace_at(position).epochs_per_second or 1e99 for position in range(UNLIMITED + 1)]
    assert paces == sorted(set(paces))


def test_keyboard_changes_the_pace(speed: SpeedSlider, qtbot: QtBot) -> None:
    with qtbot.waitSignal(speed.pace_changed) as changed:
        qtbot.keyClick(speed, Qt.Key.Key_Home)
    assert changed.args == [Pace(1.0)]
    speed.set_position(UNLIMITED)
    assert (speed.pace(), speed.position()) == (Pace(), UNLIMITED)


@pytest.mark.parametrize(
    ("position", "text", "spoken"),
    [
        (0, "1 / s", "Speed: 1 epoch a second"),
        (1, "1.3 / s", "Speed: 1.3 epochs a second"),
        (10, "10 / s", "Speed: 10 epochs a second"),
        (39, "7,900 / s", "Speed: 7,900 epochs a second"),
        (49, "7.9e4 / s", "Speed: 7.9e4 epochs a second"),
        (UNLIMITED, "max", "Speed: as fast as possible"),
    ],
)
def test_pace_is_shown_and_spoken(
    speed: SpeedSlider, position: int, text: str, spoken: str
) -> None:
    speed.set_position(position)
    assert pace_text(speed.pace()) == text
    assert spoken_pace(speed.pace()) == spoken
    face = QAccessible.queryAccessibleInterface(speed)
    assert face.text(QAccessible.Text.Name) == spoken


def test_groove_is_filled_to_handle(speed: SpeedSlider) -> None:
    accent = speed.palette().accent().color()

    def filled() -> int:
        image = speed.grab().toImage()
        return sum(image.pixelColor(x, 14) == accent for x in range(speed.width()))

    speed.clearFocus()
    counts = []
    for position in (10, 30, UNLIMITED):
        speed.set_position(position)
        counts.append(filled())
    assert counts == sorted(set(counts))


def test_focus_is_seen(speed: SpeedSlider) -> None:
    speed.clearFocus()
    before = speed.grab().toImage()
    speed.setFocus()
    image = speed.grab().toImage()
    assert image != before
    assert image.pixelColor(1, 14) == speed.palette().windowText().color()


def test_slow_first_run_is_announced(speed: SpeedSlider, qtbot: QtBot) -> None:
    with qtbot.waitSignal(speed.note_changed) as changed:
        speed.announce_first_run(3.0)
    assert changed.args == [speed.note] == ["slow start"]
    assert "slow enough to watch" in speed.toolTip()
    assert "first run" in speed.accessibleName()
    speed.set_position(0)  # a person who chooses a pace has it from the first run on
    assert (speed.note, speed.accessibleName()) == ("1 / s", "Speed: 1 epoch a second")
    speed.set_position(UNLIMITED)
    speed.announce_first_run(0.0)
    assert (speed.note, speed.accessibleName()) == ("max", "Speed: as fast as possible")
