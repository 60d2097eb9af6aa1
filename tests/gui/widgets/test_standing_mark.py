import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.text.message import Message, MessageKind
from gui.theme.palette import DARK, LIGHT
from gui.widgets.standing_mark import Concern, StandingMark

RECOVERY = Message(MessageKind.WARNING, "Not protected: the folder", detail="/a: full.")
SETTINGS = Message(MessageKind.WARNING, "Settings not kept: the file", detail="/b: read-only.")


@pytest.fixture
def mark(window: QWidget) -> StandingMark:
    return StandingMark(window)


def test_without_messages_it_is_hidden(mark: StandingMark) -> None:
    assert not mark.isVisible()
    assert (mark.text(), mark.toolTip(), mark.accessibleDescription()) == ("", "", "")


def test_message_stays_until_it_ends(mark: StandingMark) -> None:
    mark.show_message(Concern.RECOVERY, RECOVERY)
    assert mark.isVisible()
    assert mark.text() == "▲ Not protected"
    assert mark.toolTip() == "▲ Not protected: the folder\n\n/a: full."
    assert mark.accessibleDescription() == "/a: full."
    mark.show_message(Concern.RECOVERY, None)
    assert not mark.isVisible()


def test_both_messages_are_shown(mark: StandingMark) -> None:
    mark.show_message(Concern.SETTINGS, SETTINGS)
    mark.show_message(Concern.RECOVERY, RECOVERY)
    assert mark.text() == "▲ Not protected  ▲ Settings not kept"
    assert all(message.detail in mark.toolTip() for message in (RECOVERY, SETTINGS))
    mark.show_message(Concern.RECOVERY, None)
    assert mark.text() == "▲ Settings not kept"


def test_narrow_mark_keeps_its_start(mark: StandingMark) -> None:
    mark.show_message(Concern.RECOVERY, RECOVERY)
    alone = mark.minimumSizeHint().width()
    mark.show_message(Concern.SETTINGS, SETTINGS)
    assert mark.minimumSizeHint().width() == alone
    mark.resize(alone, 20)
    assert mark.shown_text() == "▲ Not protected"
    mark.resize(mark.sizeHint())
    assert mark.shown_text() == mark.text()


def test_colour_follows_the_palette(mark: StandingMark, window: QWidget, qtbot: QtBot) -> None:
    mark.show_message(Concern.RECOVERY, RECOVERY)
    for ground, colours in {"#efefef": LIGHT, "#2b2d30": DARK}.items():
        palette = QPalette(window.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        window.setPalette(palette)
        expected = QColor(colours[MessageKind.WARNING])
        qtbot.waitUntil(
            lambda expected=expected: mark.palette().color(mark.foregroundRole()) == expected  # type: ignore[misc]
        )


def test_writing_comes_first(mark: StandingMark) -> None:
    mark.show_message(Concern.RECOVERY, RECOVERY)
    assert not mark.is_writing
    mark.show_message(Concern.EXPORT, Message(MessageKind.WARNING, "Still writing “a.csv”…"))
    mark.show_message(Concern.SAVE, Message(MessageKind.GOING, "Closing after “b.secant”…"))
    assert mark.is_writing
    assert mark.text() == ("● Closing after “b.secant”…  ▲ Still writing “a.csv”…  ▲ Not protected")
    mark.show_message(Concern.EXPORT, None)
    mark.show_message(Concern.SAVE, None)
    assert not mark.is_writing
    assert mark.text() == "▲ Not protected"
