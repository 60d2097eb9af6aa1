"""Putting cells on the clipboard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.message import Message, MessageKind
from gui.tables.clipboard.copying import AT_ONCE, MOST_WITH_HTML, Copying, written

from .clips import copied_html, copied_text, put
from .test_written import copied


@pytest.fixture
def copying(qtbot: QtBot) -> Iterator[Copying]:
    """What copies."""
    parent = QObject()
    copying = Copying(parent)
    yield copying
    copying.shut_down()


def many(cells: int = AT_ONCE + 1) -> Matrix:
    return np.arange(float(cells)).reshape(-1, 1)


def test_few_cells_are_there_at_once(copying: Copying, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(copying.said):
        copying.copy(copied([[1.5, 2]]))
    assert copied_text() == "1.5\t2"
    assert 'sdval="1.5"' in copied_html()


def test_many_cells_are_written_beside_the_window(copying: Copying, qtbot: QtBot) -> None:
    said: list[Message] = []
    copying.said.connect(said.append)
    put("as it was")
    copying.copy(copied(many()))
    assert copied_text() == "as it was"
    qtbot.waitUntil(lambda: len(said) == 2)
    assert copied_text().split("\n") == [str(k) for k in range(AT_ONCE + 1)]
    assert [each.kind for each in said] == [MessageKind.GOING, MessageKind.GOOD]
    assert said[0].text == "Copying 20,001×1 numbers … Esc cancels."
    assert said[1].text == "Copied 20,001×1 numbers."


def test_given_up_it_leaves_the_clipboard_as_it_is(copying: Copying, qtbot: QtBot) -> None:
    put("as it was")
    copying.copy(copied(many(1_000_000)))
    with qtbot.waitSignal(copying.said) as said:
        copying.give_up()
    assert said.args[0].text == "Nothing was copied."
    assert copied_text() == "as it was"
    with qtbot.assertNotEmitted(copying.said):
        copying.give_up()


def test_the_last_copy_counts(copying: Copying, qtbot: QtBot) -> None:
    copying.copy(copied(many(1_000_000)))
    copying.copy(copied([[7]]))
    assert copied_text() == "7"


def test_what_nobody_expected_is_reported(copying: Copying, qtbot: QtBot) -> None:
    def break_off(column: int, rows: Sequence[int]) -> Matrix:
        raise ZeroDivisionError

    with qtbot.waitSignal(copying.failed) as failed:
        copying.copy(replace(copied(many()), columns=break_off))
    assert "ZeroDivisionError" in failed.args[0]


def test_too_many_cells_go_as_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.tables.clipboard.copying.MOST_WITH_HTML", 3)
    assert written(copied([[1, 2, 3]])).html
    assert not written(copied([[1, 2, 3, 4]])).html
    assert MOST_WITH_HTML > AT_ONCE
