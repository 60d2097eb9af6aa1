from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.errand import Report
from gui.errors import TableWouldBeEmpty
from gui.files.latest import Latest


@pytest.fixture
def latest(qapp: QCoreApplication) -> Iterator[Latest]:
    owner = QObject()
    latest = Latest("work", owner)
    yield latest
    latest.call_off()


def telling(told: list[int], number: int, gate: Event | None = None) -> Callable[[Report], int]:
    def work(_: Report) -> int:
        if gate is not None:
            gate.wait()
        told.append(number)
        return number

    return work


def test_it_tells_what_came_of_it(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(latest.idle), qtbot.waitSignal(latest.done) as done:
        latest.ask(telling([], 7))
        assert latest.is_busy
    assert done.args == [7]
    assert not latest.is_busy


def test_of_those_that_wait_only_the_latest_is_done(latest: Latest, qtbot: QtBot) -> None:
    told: list[int] = []
    gate = Event()
    latest.ask(telling(told, 0, gate))
    for number in range(1, 5):
        latest.ask(telling(told, number))
    with qtbot.waitSignal(latest.idle):
        gate.set()
    assert told == [0, 4]


def test_a_refusal_is_told_with_its_error_and_the_next_is_done(
    latest: Latest, qtbot: QtBot
) -> None:
    told: list[int] = []
    error = TableWouldBeEmpty("row")

    def refuse(_: Report) -> None:
        raise error

    refused = QSignalSpy(latest.refused)
    with qtbot.waitSignal(latest.idle):
        latest.ask(refuse)
        latest.ask(telling(told, 1))
    assert refused.count() == 1
    assert refused.at(0) == [error]
    assert told == [1]


def test_what_nobody_expected_is_reported(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(latest.failed) as failed:
        latest.ask(lambda _: 1 // 0)
    assert "ZeroDivisionError" in failed.args[0]
    qtbot.waitUntil(lambda: not latest.is_busy)


def test_finishing_waits_for_all_and_tells(latest: Latest) -> None:
    told: list[int] = []
    gate, done = Event(), QSignalSpy(latest.done)
    latest.ask(telling(told, 1, gate))
    latest.ask(telling(told, 2))
    gate.set()
    latest.finish()
    assert told == [1, 2]
    assert [done.at(k)[0] for k in range(done.count())] == [1, 2]
    assert not latest.is_busy


def test_once_called_off_nothing_more_is_done_or_told(latest: Latest, qtbot: QtBot) -> None:
    told: list[int] = []
    begun = Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    with qtbot.assertNotEmitted(latest.done, wait=20):
        latest.ask(endless)
        latest.ask(telling(told, 1))
        begun.wait()
        latest.call_off()
    assert told == []
    assert not latest.is_busy
