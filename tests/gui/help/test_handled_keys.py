"""Each widget that handles keys itself lists all of them, and no others.

Every key that Qt knows is sent to it, alone and with each modifier: a key that does something which
is not listed fails the test, and so does a listed one that does nothing.
"""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine import Trace
from gui.plots.loss_plot import LossPlot
from gui.text.key_help import HandlesKeys
from gui.widgets.epochs.button_row import ButtonRow, RowButton
from gui.widgets.epochs.epoch_field import EpochField
from gui.widgets.epochs.epoch_groove import EpochGroove
from gui.widgets.number_field import NumberField
from gui.widgets.suggesting_field import SuggestingField, Suggestion
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus

MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
TYPED = "7"
Tried = Callable[[QKeyEvent], bool]


def press(key: Qt.Key, held: Qt.KeyboardModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, "")


def name(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
    sequence = QKeySequence(QKeyCombination(held, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def handled(tried: Tried) -> dict[str, str]:
    """Return the combinations of keys that do something, each with its key alone."""
    return {
        name(key, held): name(key)
        for key in Qt.Key
        if key is not Qt.Key.Key_unknown
        for held in MODIFIERS
        if tried(press(key, held))
    }


def accepts(widget: QWidget) -> Tried:
    """Return whether a widget takes a key, as one that leaves all others to its parents."""

    def tried(event: QKeyEvent) -> bool:
        widget.keyPressEvent(event)
        return event.isAccepted()

    return tried


def differs(field: QLineEdit, *spies: QSignalSpy) -> Tried:
    """Return whether a field does with a key what a plain line edit with its text does not."""
    plain = QLineEdit(field)

    def tried(event: QKeyEvent) -> bool:
        again = event.clone()
        assert isinstance(again, QKeyEvent)
        before = sum(spy.count() for spy in spies)
        for each, pressed in ((field, event), (plain, again)):
            each.setText("")
            each.insert(TYPED)
            each.keyPressEvent(pressed)
        return sum(spy.count() for spy in spies) > before or field.text() != plain.text()

    return tried


def groove(qtbot: QtBot) -> tuple[QWidget, Tried]:
    widget = EpochGroove()
    qtbot.addWidget(widget)
    epochs = np.arange(101)
    widget.show_trace(Trace.of_each(epochs, 1.0 / (1 + epochs)), 100.0, 50.0, "")
    return widget, accepts(widget)


def row_button(qtbot: QtBot) -> tuple[QWidget, Tried]:
    row = ButtonRow([QAction("Go")])
    qtbot.addWidget(row)
    button = named(row, RowButton, "_button")
    moved = QSignalSpy(button.moved)

    def tried(event: QKeyEvent) -> bool:
        before = moved.count()
        assert row.isEnabled()  # and kept: the button is its child
        button.keyPressEvent(event)
        return moved.count() > before

    return button, tried


def epoch_field(qtbot: QtBot) -> tuple[QWidget, Tried]:
    field = EpochField()
    qtbot.addWidget(field)
    field.show_epoch(50.0, 100.0)
    return field, differs(field, QSignalSpy(field.epoch_entered))


def number_field(qtbot: QtBot) -> tuple[QWidget, Tried]:
    field = NumberField("h", "Step")
    qtbot.addWidget(field)
    field.set_value(1.0)
    return field, differs(field, QSignalSpy(field.value_entered))


def suggesting_field(qtbot: QtBot) -> tuple[QWidget, Tried]:
    field = SuggestingField("h", "Step", lambda: [Suggestion("half", 0.5)])
    qtbot.addWidget(field)
    field.set_value(1.0)
    opened = QSignalSpy(field.menu.aboutToShow)
    return field, differs(field, QSignalSpy(field.value_entered), opened)


def plot_area(qtbot: QtBot) -> tuple[QWidget, Tried]:
    plot = LossPlot()
    qtbot.addWidget(plot)
    return plot.plot_area, accepts(plot.plot_area)


MAKERS = (groove, row_button, epoch_field, number_field, suggesting_field, plot_area)


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def made(request: pytest.FixtureRequest, qtbot: QtBot) -> tuple[QWidget, Tried]:
    made: tuple[QWidget, Tried] = request.param(qtbot)
    return made


def test_every_handled_key_is_listed(made: tuple[QWidget, Tried]) -> None:
    widget, tried = made
    assert isinstance(widget, HandlesKeys)
    found = handled(tried)
    listed = widget.KEYS.keys
    # With a modifier more, some do the same: it is enough that the key alone is listed.
    assert {whole for whole, alone in found.items() if not {whole, alone} & listed} == set()
    assert listed - set(found) == set()
