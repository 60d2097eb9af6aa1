"""The dialog suggests a range, and refuses what is none."""

import math

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.sweep.result import SweptSetting
from gui.runs.sweep_dialog import USUAL_COUNT, SweepDialog, range_of
from gui.widgets.note import Note
from gui.widgets.number_field import NumberField
from tests.gui.finding import named

GIVEN = Settings(1000, 0.01, 0.1, optimiser="heavy ball")


@pytest.mark.parametrize(
    ("kind", "limit", "found"),
    [
        (SweptSetting.LEARNING_RATE, 0.0106, (1.06e-5, 0.0127)),
        (SweptSetting.LEARNING_RATE, None, (1e-5, 1.0)),
        (SweptSetting.LEARNING_RATE, math.inf, (1e-5, 1.0)),
        (SweptSetting.H, 0.0106, (1e-13, 1000.0)),
        (SweptSetting.MOMENTUM, 0.0106, (0.0, 0.999)),
    ],
)
def test_range_is_suggested(
    kind: SweptSetting, limit: float | None, found: tuple[float, float]
) -> None:
    assert range_of(kind, GIVEN, limit) == pytest.approx(found)


@pytest.fixture
def dialog(window: QWidget, qtbot: QtBot) -> SweepDialog:
    """The dialog of a heavy ball."""
    dialog = SweepDialog(GIVEN, 0.0106, window)
    dialog.open()
    return dialog


def test_values_are_offered(dialog: SweepDialog) -> None:
    chosen = QSignalSpy(dialog.chosen)
    dialog.accept()
    kind, values = chosen.at(0)
    assert kind is SweptSetting.LEARNING_RATE
    assert len(values) == USUAL_COUNT
    assert (values[0], values[-1]) == (1.06e-5, 0.0127)


def test_other_settings_are_chosen(dialog: SweepDialog) -> None:
    box = named(dialog, QComboBox, "sweep_what")
    assert box.count() == 3
    box.setCurrentIndex(2)
    assert named(dialog, NumberField, "sweep_to").value() == 0.999
    chosen = QSignalSpy(dialog.chosen)
    dialog.accept()
    assert chosen.at(0)[0] is SweptSetting.MOMENTUM


def test_plain_descent_has_no_momentum(window: QWidget) -> None:
    dialog = SweepDialog(Settings(), None, window)
    assert named(dialog, QComboBox, "sweep_what").count() == 2
    dialog.close()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("sweep_from", "0"), ("sweep_to", "1e-9"), ("sweep_count", "1"), ("sweep_count", "1001")],
)
def test_no_range_is_refused(dialog: SweepDialog, field: str, typed: str) -> None:
    chosen = QSignalSpy(dialog.chosen)
    number = named(dialog, NumberField, field)
    number.setText(typed)
    dialog.accept()
    assert chosen.count() == 0
    assert number.is_refused()
    assert named(dialog, Note, "refusal").isVisible()
    dialog.reject()
