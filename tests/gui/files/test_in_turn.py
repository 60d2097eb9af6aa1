from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.errand import Report
from gui.errors import TableWouldBeEmpty
from gui.files.in_turn import InTurn


@pytest.fixture
def turns(qapp: QCoreApplication) -> Iterator[InTurn]:
    owner = QObject()
    turns = InTurn("work", owner)
    yield turns
    turns.call_off()


def telling(told: list[int], number: int, gate: Event | None = None) -> Callable[[Report], int]:
    def work(_: Report) -> int:
        if gate is not None:
            gate.wait()
        told.append(number)
        return number

    return work


def test_it_tells_what_came_of_it(turns: InTurn, qtbot: QtBot) -> None:
    with qtbot.waitSignal(turns.idle), qtbot.waitSignal(turns.done) as done:
        turns.ask(telling([], 7))
        assert turns.is_busy
    assert done.args == [7]
    assert not turns.is_busy


def test_of_those_that_wait_only_the_turns_is_done(turns: InTurn, qtbot: QtBot) -> None:
    told: list[int] = []
    gate = Event()
    turns.ask(telling(told, 0, gate))
    for number in range(1, 5):
        turns.ask(telling(told, number))
    with qtbot.waitSignal(turns.idle):
        gate.set()
    assert told == [0, 4]


def test_a_refusal_is_told_with_its_error_and_the_next_is_done(turns: InTurn, qtbot: QtBot) -> None:
    told: list[int] = []
    error = TableWouldBeEmpty("row")

    def refuse(_: Report) -> None:
        raise error

    refused = QSignalSpy(turns.refused)
    with qtbot.waitSignal(turns.idle):
        turns.ask(refuse)
        turns.ask(telling(told, 1))
    assert refused.count() == 1
    assert refused.at(0) == [error]
    assert told == [1]


def test_what_nobody_expected_is_reported(turns: InTurn, qtbot: QtBot) -> None:
    with qtbot.waitSignal(turns.failed) as failed:
        turns.ask(lambda _: 1 // 0)
    assert "ZeroDivisionError" in failed.args[0]
    qtbot.waitUntil(lambda: not turns.is_busy)


def test_finishing_waits_for_all_and_tells(turns: InTurn) -> None:
    told: list[int] = []
    gate, done = Event(), QSignalSpy(turns.done)
    turns.ask(telling(told, 1, gate))
    turns.ask(telling(told, 2))
    gate.set()
    turns.finish()
    assert told == [1, 2]
    assert [done.at(k)[0] for k in range(done.count())] == [1, 2]
    assert not turns.is_busy


def test_once_called_off_nothing_more_is_done_or_told(turns: InTurn, qtbot: QtBot) -> None:
    told: list[int] = []
    begun = Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    with qtbot.assertNotEmitted(turns.done, wait=20):
        turns.ask(endless)
        turns.ask(telling(told, 1))
        begun.wait()
        turns.call_off()
    assert told == []
    assert not turns.is_busy
