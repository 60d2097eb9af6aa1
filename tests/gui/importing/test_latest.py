from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine.errors import BadTable
from gui.errand import Tell
from gui.importing.latest import Latest


@pytest.fixture
def latest() -> Iterator[Latest]:
    latest = Latest("test")
    yield latest
    latest.shut_down()


class Gate:
    """Work that waits until it may go on, and tells that it has begun."""

    def __init__(self, result: str) -> None:
        self.begun, self.open = Event(), Event()
        self._result = result

    def __call__(self, report: Tell) -> object:
        self.begun.set()
        self.open.wait(60)
        report(0.5)
        return self._result


def test_what_was_asked_for_is_told_once(latest: Latest, qtbot: QtBot) -> None:
    assert not latest.is_busy
    with qtbot.waitSignal(latest.done) as done:
        latest.ask(lambda _: 7)
        assert latest.is_busy
    assert done.args == [7]
    assert not latest.is_busy


def test_only_the_latest_is_told(latest: Latest, qtbot: QtBot) -> None:
    told, first, second = QSignalSpy(latest.done), Gate("first"), Gate("second")
    latest.ask(first)
    first.begun.wait(60)
    latest.ask(second)
    latest.ask(lambda _: "third")
    assert latest.is_busy
    first.open.set()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert [told.at(k)[0] for k in range(told.count())] == ["third"]
    assert not second.begun.is_set()


def test_work_given_up_ends_at_its_next_report(latest: Latest, qtbot: QtBot) -> None:
    begun, ended = Event(), Event()

    def endless(report: Tell) -> object:
        try:
            while True:
                begun.set()
                report(0.1)
        finally:
            ended.set()

    latest.ask(endless)
    begun.wait(60)
    latest.forget()
    assert not latest.is_busy
    assert ended.wait(60)
    with qtbot.waitSignal(latest.done) as done:
        latest.ask(lambda _: "next")
    assert done.args == ["next"]


def test_nobody_waits_for_work_given_up(latest: Latest) -> None:
    gate = Gate("late")
    with_nobody = QSignalSpy(latest.done)
    latest.ask(gate)
    gate.begun.wait(60)
    latest.forget()
    assert not latest.is_busy
    gate.open.set()
    latest.shut_down()
    assert with_nobody.count() == 0


def test_a_refusal_carries_the_error(latest: Latest, qtbot: QtBot) -> None:
    error = BadTable("a.csv", "it is empty.")

    def refuse(_: Tell) -> object:
        raise error

    with qtbot.waitSignal(latest.refused) as refused:
        latest.ask(refuse)
    assert refused.args == [error]
    assert not latest.is_busy


def test_what_nobody_expected_is_reported(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(latest.failed) as failed:
        latest.ask(lambda _: 1 // 0)
    assert "ZeroDivisionError" in failed.args[0]


def test_progress_is_told(latest: Latest, qtbot: QtBot) -> None:
    def work(report: Tell) -> object:
        report(0.25)
        return None

    with qtbot.waitSignal(latest.progressed) as told:
        latest.ask(work)
    assert told.args == [0.25]
    qtbot.waitUntil(lambda: not latest.is_busy)


def test_retired_it_is_gone_once_its_thread_is(qtbot: QtBot) -> None:
    parent, gate = QObject(), Gate("late")
    busy, idle = Latest("busy", parent), Latest("idle", parent)
    told = QSignalSpy(busy.done)
    busy.ask(gate)
    gate.begun.wait(60)
    for each in (busy, idle):
        each.retire()
        assert not each.is_busy
    qtbot.waitUntil(lambda: parent.findChildren(Latest) == [busy])
    gate.open.set()
    qtbot.waitUntil(lambda: parent.findChildren(Latest) == [])
    assert told.count() == 0
