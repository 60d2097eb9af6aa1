"""Says a sentence to whoever listens with a screen reader; without one, Qt drops the events."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

LISTENING_SECONDS = 0.25
"""Orca drops every sentence while over 50 changes wait to be read. A run of 3 s that was drawn
every 30 ms told of 1,358 changes, and its end was heard in one of five runs."""


def seconds_between_redraws(usual: float) -> float:
    """Return how long numbers that change by themselves stay: longer if a reader listens."""
    return max(usual, LISTENING_SECONDS) if QAccessible.isActive() else usual


def announce(source: QObject, sentence: str, assertive: bool = False) -> None:
    """Let screen readers say a sentence; an assertive one interrupts what they are saying."""
    if not sentence:
        return
    event = QAccessibleAnnouncementEvent(source, sentence)
    if assertive:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def announce_shown(source: QObject, sentence: str, assertive: bool = False) -> None:
    """Say a sentence that a label with the role of a notification shows from now on.

    Readers that do not know announcements read a notification when it appears.
    """
    announce(source, sentence, assertive)
    if sentence:
        QAccessible.updateAccessibility(QAccessibleEvent(source, QAccessible.Event.ObjectShow))


def announce_described(source: QObject, sentence: str) -> None:
    """Say a sentence that describes what has the focus from now on.

    Readers that do not know announcements read a description when it changes.
    """
    announce(source, sentence)
    if sentence:
        QAccessible.updateAccessibility(
            QAccessibleEvent(source, QAccessible.Event.DescriptionChanged)
        )


def after_focus_is_told(field: QObject, act: Callable[[], None]) -> None:
    """Change the text of a field that has just got the focus.

    Qt tells of the focus only after the field has had its event. A reader that hears of a new text
    first takes the focus from there, and never says the name of the field; so it waits.
    """
    if QAccessible.isActive():
        QTimer.singleShot(0, field, act)
    else:
        act()
