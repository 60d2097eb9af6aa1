"""The figures of a run as the window shows them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QLineEdit

from gui.widgets.epochs.epoch_groove import EpochGroove
from tests.gui.finding import named


def epoch_text(window: QObject) -> str:
    """Return the epoch shown and its goal, such as "epoch 7 of 1,000"."""
    field = named(window, QLineEdit, "shown_epoch")
    return f"epoch {field.text()} {named(window, QLabel, 'epoch_goal').text()}"


def loss_text(window: QObject) -> str:
    """Return the loss at the epoch shown, such as "loss 0.25"."""
    sentence = named(window, EpochGroove, "timeline_groove").accessibleName()
    return sentence.rpartition(", ")[2]


def method_text(window: QObject) -> str:
    """Return how the epochs were computed; empty without a run."""
    return named(window, QLineEdit, "shown_epoch").accessibleDescription()
