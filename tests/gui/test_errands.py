from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from gui.errand import Report
from gui.errands import Errands
from gui.errors import TableWouldBeEmpty


@pytest.fixture
def errands(qapp: QCoreApplication) -> Iterator[Errands]:
    owner = QObject()
    errands = Errands("work", owner)
    yield errands
    errands.call_off()


def telling(told: list[int], number: int, gate: Event | None = None) -> Callable[[Report], int]:
    def work(_: Report) -> int:
        if gate is not None:
            gate.wait()
        told.append(number)
        return number

    return work


def test_it_tells_what_came_of_it(errands: Errands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(errands.idle), qtbot.waitSignal(errands.done) as done:
        errands.replace(telling([], 7))
        assert errands.is_busy
    assert done.args == [7]
    assert not errands.is_busy


def test_of_those_that_wait_only_the_latest_is_done(errands: Errands, qtbot: QtBot) -> None:
    told: list[int] = []
    gate = Event()
    errands.replace(telling(told, 0, gate))
    for number in range(1, 5):
        errands.replace(telling(told, number))
    with qtbot.waitSignal(errands.idle):
        gate.set()
    assert told == [0, 4]


def test_those_added_are_done_in_their_order(errands: Errands, qtbot: QtBot) -> None:
    told: list[int] = []
    gate = Event()
    with qtbot.waitSignal(errands.idle):
        errands.add(telling(told, 0, gate))
        for number in range(1, 5):
            errands.add(telling(told, number))
        gate.set()
    assert told == [0, 1, 2, 3, 4]


def test_what_was_said_before_the_end_is_not_heard_after_it(errands: Errands, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(errands.done, wait=20):
        errands.add(telling([], 1))
        for each in Shiboken.getAllValidWrappers():
            if isinstance(each, QThread) and each.objectName() == "work":
                each.wait()
        errands.call_off()


def test_a_refusal_is_told_with_its_error_and_the_next_is_done(
    errands: Errands, qtbot: QtBot
) -> None:
    told: list[int] = []
    error = TableWouldBeEmpty("row")

    def refuse(_: Report) -> None:
        raise error

    refused = QSignalSpy(errands.refused)
    with qtbot.waitSignal(errands.idle):
        errands.replace(refuse)
        errands.replace(telling(told, 1))
    assert refused.count() == 1
    assert refused.at(0) == [error]
    assert told == [1]


def test_what_nobody_expected_is_reported(errands: Errands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(errands.failed) as failed:
        errands.replace(lambda _: 1 // 0)
    assert "ZeroDivisionError" in failed.args[0]
    qtbot.waitUntil(lambda: not errands.is_busy)


def test_finishing_waits_for_all_and_tells(errands: Errands) -> None:
    told: list[int] = []
    gate, done = Event(), QSignalSpy(errands.done)
    errands.replace(telling(told, 1, gate))
    errands.replace(telling(told, 2))
    gate.set()
    errands.finish()
    assert told == [1, 2]
    assert [done.at(k)[0] for k in range(done.count())] == [1, 2]
    assert not errands.is_busy


def test_once_called_off_nothing_more_is_done_or_told(errands: Errands, qtbot: QtBot) -> None:
    told: list[int] = []
    begun = Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    with qtbot.assertNotEmitted(errands.done, wait=20):
        errands.replace(endless)
        errands.replace(telling(told, 1))
        begun.wait()
        errands.call_off()
    assert told == []
    assert not errands.is_busy
