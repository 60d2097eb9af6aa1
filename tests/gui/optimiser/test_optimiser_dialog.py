"""The dialog of all numbers of an optimiser and a schedule."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine import Optimiser, Schedule, Settings
from engine.errors import SYMBOLS
from gui.optimiser.optimiser_dialog import OptimiserDialog
from gui.widgets.note import Note
from gui.widgets.number_field import NumberField
from tests.gui.finding import named

Opened = Callable[[Settings], OptimiserDialog]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def open_dialog(settings: Settings) -> OptimiserDialog:
        dialog = OptimiserDialog(settings, window)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_dialog
    window.close()


def field(dialog: OptimiserDialog, name: str) -> NumberField:
    return named(dialog, NumberField, name)


def fields(dialog: OptimiserDialog) -> list[str]:
    return [name for name in SYMBOLS if field(dialog, name).isVisible()]


def formula(dialog: OptimiserDialog) -> str:
    return named(dialog, QLabel, "formula").text()


def choose(dialog: OptimiserDialog, name: str, row: int) -> None:
    named(dialog, QComboBox, name).setCurrentIndex(row)


@pytest.mark.parametrize("optimiser", Optimiser)
@pytest.mark.parametrize("schedule", Schedule)
def test_only_used_fields_are_shown(
    opened: Opened, optimiser: Optimiser, schedule: Schedule
) -> None:
    dialog = opened(Settings(optimiser=optimiser, schedule=schedule))
    assert set(fields(dialog)) == {*optimiser.uses, *schedule.uses}
    assert "W ← W − η" in formula(dialog)
    assert ("ηₜ = " in formula(dialog)) == (schedule != "constant")


def test_choice_shows_its_fields(opened: Opened) -> None:
    dialog = opened(Settings())
    assert fields(dialog) == []
    choose(dialog, "optimiser_choice", list(Optimiser).index(Optimiser.HEAVY_BALL))
    choose(dialog, "schedule_choice", list(Schedule).index(Schedule.STEP))
    assert fields(dialog) == ["momentum", "dampening", "schedule_every", "schedule_factor"]
    assert formula(dialog).splitlines() == [
        *("ηₜ = 0.01·0.5^⌊t/100⌋", "b ← 0.9·b + δW", "W ← W − ηₜ·b"),
    ]


def test_numbers_stand_in_the_formula(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened(Settings(optimiser="heavy ball"))
    for name, number in (("momentum", "0.95"), ("dampening", "0.25")):
        field(dialog, name).setFocus()
        field(dialog, name).selectAll()
        qtbot.keyClicks(field(dialog, name), number)
        qtbot.keyClick(field(dialog, name), Qt.Key.Key_Tab)
    assert formula(dialog).startswith("b ← 0.95·b + 0.75·δW\n")


def test_changes_are_chosen_by_keys(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened(Settings(h=0.1))
    chosen = QSignalSpy(dialog.chosen)
    assert QApplication.focusWidget() is named(dialog, QComboBox, "optimiser_choice")
    box = named(dialog, QComboBox, "optimiser_choice")
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    here = QApplication.focusWidget()
    assert isinstance(here, NumberField)
    assert here.objectName() == "beta1"
    here.selectAll()
    QTest.keyClicks(here, "0.8")
    QTest.keyClick(here, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert chosen.at(0) == [{"optimiser": Optimiser.ADAM, "beta1": 0.8}]


def test_nothing_changed_chooses_nothing(opened: Opened) -> None:
    dialog = opened(Settings(optimiser="adam"))
    chosen = QSignalSpy(dialog.chosen)
    dialog.accept()
    assert (chosen.count(), dialog.isVisible()) == (0, False)


def test_wrong_number_is_refused_at_field(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened(Settings(optimiser="adam"))
    wrong = field(dialog, "beta2")
    wrong.setFocus()
    wrong.selectAll()
    qtbot.keyClicks(wrong, "1")
    dialog.accept()
    assert dialog.isVisible()
    assert wrong.is_refused()
    assert wrong.hasFocus()
    note = named(dialog, Note, "refusal")
    assert note.isVisible()
    assert note.text().startswith("β₂ must be")
    choose(dialog, "optimiser_choice", list(Optimiser).index(Optimiser.RMSPROP))
    assert not note.isVisible()
    dialog.accept()
    assert not dialog.isVisible()


def test_count_is_whole(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened(Settings(schedule="step"))
    every = field(dialog, "schedule_every")
    every.setFocus()
    every.selectAll()
    qtbot.keyClicks(every, "2.5")
    every.commit()
    assert every.is_refused()
    every.selectAll()
    qtbot.keyClicks(every, "1,000")
    every.commit()
    assert formula(dialog).startswith("ηₜ = 0.01·0.5^⌊t/1000⌋")


def test_schedule_lasts_as_long_as_run(opened: Opened, qtbot: QtBot) -> None:
    dialog = opened(Settings(schedule="cosine", epochs=500))
    chosen = QSignalSpy(dialog.chosen)
    lasts = field(dialog, "schedule_epochs")
    assert lasts.text() == "those of the run"
    lasts.setFocus()
    lasts.selectAll()
    qtbot.keyClicks(lasts, "250")
    lasts.commit()
    assert "π·t/250" in formula(dialog)
    dialog.accept()
    assert chosen.at(0) == [{"schedule_epochs": 250}]
    again = opened(Settings(schedule="cosine", schedule_epochs=250))
    lasts = field(again, "schedule_epochs")
    lasts.setFocus()
    lasts.selectAll()
    qtbot.keyClicks(lasts, "those of the run")
    lasts.commit()
    chosen = QSignalSpy(again.chosen)
    again.accept()
    assert chosen.at(0) == [{"schedule_epochs": None}]


def test_nesterov_drops_the_dampening(opened: Opened) -> None:
    dialog = opened(Settings(optimiser="heavy ball", dampening=0.5))
    chosen = QSignalSpy(dialog.chosen)
    choose(dialog, "optimiser_choice", list(Optimiser).index(Optimiser.NESTEROV))
    dialog.accept()
    assert chosen.at(0) == [{"optimiser": Optimiser.NESTEROV, "dampening": 0.0}]


@pytest.mark.parametrize("scale", [1, 2])
def test_dialog_fits_large_text(opened: Opened, scale: int) -> None:
    dialog = opened(Settings(optimiser="adamw", schedule="cosine"))
    font = dialog.font()
    font.setPointSizeF(scale * font.pointSizeF())
    dialog.setFont(font)
    choose(dialog, "schedule_choice", list(Schedule).index(Schedule.STEP))
    choose(dialog, "schedule_choice", list(Schedule).index(Schedule.COSINE))
    assert dialog.width() >= dialog.minimumSizeHint().width()
    assert dialog.height() >= dialog.minimumSizeHint().height()
    assert dialog.width() <= 960
    assert dialog.height() <= 700
    for each in dialog.findChildren(QLabel):
        if each.isVisible():
            assert each.width() >= each.sizeHint().width()
