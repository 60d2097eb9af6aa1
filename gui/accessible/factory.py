"""The accessible interfaces of widgets whose role Qt does not know.

Qt asks the factory for each class of an object, from its own to QObject, by the name of the class.
"""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

SPOKEN_LABEL, NOTE, PLOT_AREA = "SpokenLabel", "Note", "InteractivePlotArea"
MICROSCOPE, DIGITS_PANEL = "Microscope", "DigitsPanel"
STACK = "QStackedWidget"
"""The classes with an interface of their own; their subclasses have it too."""


class Described(Protocol):
    """A widget that says in a sentence what it shows."""

    def spoken_sentence(self) -> str:
        """Return the sentence."""


class NotificationInterface(QAccessibleWidget):
    """A label that is read by what it says, whatever it is called."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Notification, "")

    def text(self, kind: QAccessible.Text) -> str:
        """Return what the label shows as its name."""
        if kind == QAccessible.Text.Name:
            return cast(QLabel, self.object()).text()
        return super().text(kind)


class ChartInterface(QAccessibleWidget):
    """A plot, described by a sentence that is made when it is asked for."""

    def __init__(self, plot: QWidget) -> None:
        super().__init__(plot, QAccessible.Role.Chart, "")

    def text(self, kind: QAccessible.Text) -> str:
        """Return what the plot shows as its description."""
        if kind == QAccessible.Text.Description:
            return cast(Described, self.object()).spoken_sentence()
        return super().text(kind)


class StackInterface(QAccessibleWidget):
    """A place for one of several widgets, which Qt lets readers call a layered pane."""

    def __init__(self, stack: QWidget) -> None:
        super().__init__(stack, QAccessible.Role.Grouping, "")


Interface = Callable[..., QAccessibleWidget]
INTERFACES: dict[str, Interface] = {
    SPOKEN_LABEL: NotificationInterface,
    NOTE: NotificationInterface,
    PLOT_AREA: ChartInterface,
    MICROSCOPE: ChartInterface,
    DIGITS_PANEL: ChartInterface,
    STACK: StackInterface,
}


def make_interface(class_name: str, instance: QObject) -> QAccessibleWidget | None:
    """Return the interface of an object of this class; None leaves it to Qt."""
    interface = INTERFACES.get(class_name)
    return None if interface is None else interface(instance)


def install() -> None:
    """Let Qt ask this factory first.

    Only once there is an application: it adds Qt's own factories, and the latest answers first.
    """
    QAccessible.installFactory(make_interface)
