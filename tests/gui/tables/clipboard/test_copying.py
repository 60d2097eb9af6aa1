"""Putting cells on the clipboard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.message import Message, MessageKind
from gui.tables.clipboard.copying import MAX_CELLS_AT_ONCE, MAX_CELLS_WITH_HTML, Copier, write_cells

from .clips import copied_html, copied_text, put
from .test_written import copied


@pytest.fixture
def copier(qtbot: QtBot) -> Iterator[Copier]:
    """A copier."""
    parent = QObject()
    copier = Copier(parent)
    yield copier
    copier.shut_down()


def many(cells: int = MAX_CELLS_AT_ONCE + 1) -> Matrix:
    return np.arange(float(cells)).reshape(-1, 1)


def test_few_cells_are_copied_at_once(copier: Copier, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(copier.message):
        copier.copy(copied([[1.5, 2]]))
    assert copied_text() == "1.5\t2"
    assert 'sdval="1.5"' in copied_html()


def test_many_cells_are_copied_in_thread(copier: Copier, qtbot: QtBot) -> None:
    messages: list[Message] = []
    copier.message.connect(messages.append)
    put("as it was")
    copier.copy(copied(many()))
    assert copied_text() == "as it was"
    qtbot.waitUntil(lambda: len(messages) == 2)
    assert copied_text().split("\n") == [str(k) for k in range(MAX_CELLS_AT_ONCE + 1)]
    assert [each.kind for each in messages] == [MessageKind.GOING, MessageKind.GOOD]
    assert messages[0].text == "Copying 20,001×1 numbers … Esc cancels."
    assert messages[1].text == "Copied 20,001×1 numbers."


def test_cancelled_copy_leaves_the_clipboard(copier: Copier, qtbot: QtBot) -> None:
    put("as it was")
    copier.copy(copied(many(1_000_000)))
    with qtbot.waitSignal(copier.message) as messages:
        copier.cancel()
    assert messages.args[0].text == "Nothing was copied."
    assert copied_text() == "as it was"
    with qtbot.assertNotEmitted(copier.message):
        copier.cancel()


def test_new_copy_replaces_the_last(copier: Copier, qtbot: QtBot) -> None:
    copier.copy(copied(many(1_000_000)))
    copier.copy(copied([[7]]))
    assert copied_text() == "7"


def test_unexpected_error_in_copy_is_reported(copier: Copier, qtbot: QtBot) -> None:
    def break_off(column: int, rows: Sequence[int]) -> Matrix:
        raise ZeroDivisionError

    with qtbot.waitSignal(copier.failed) as failed:
        copier.copy(replace(copied(many()), columns=break_off))
    assert "ZeroDivisionError" in failed.args[0]


def test_many_cells_are_copied_without_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.tables.clipboard.copying.MAX_CELLS_WITH_HTML", 3)
    assert write_cells(copied([[1, 2, 3]])).html
    assert not write_cells(copied([[1, 2, 3, 4]])).html
    assert MAX_CELLS_WITH_HTML > MAX_CELLS_AT_ONCE
