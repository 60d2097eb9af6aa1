from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine.errors import BadTable
from gui.background import Policy, Progress, TaskQueue
from gui.background import task_queue as module
from gui.errors import TableWouldBeEmpty

NAME = "queue under test"


@pytest.fixture
def queue(qapp: QCoreApplication) -> Iterator[TaskQueue]:
    """A queue that runs all tasks in order."""
    owner = QObject()
    queue = TaskQueue(NAME, owner)
    yield queue
    queue.stop()


@pytest.fixture
def latest(qapp: QCoreApplication) -> Iterator[TaskQueue]:
    """A queue that runs only the newest task."""
    queue = TaskQueue(NAME, policy=Policy.LATEST_ONLY)
    yield queue
    queue.stop()


class Gate:
    """Work that waits until it may go on, and shows that it has begun."""

    def __init__(self, result: str = "") -> None:
        self.begun, self.open = Event(), Event()
        self._result = result

    def __call__(self, progress: Progress) -> str:
        self.begun.set()
        assert self.open.wait(10)
        progress(0.5)
        return self._result


def noting(noted: list[int], number: int, gate: Event | None = None) -> Callable[[Progress], int]:
    """Return work that notes its number, after the gate is open."""

    def work(_: Progress) -> int:
        if gate is not None:
            assert gate.wait(10)
        noted.append(number)
        return number

    return work


def endless(begun: Event, ended: Event) -> Callable[[Progress], None]:
    """Return work that ends only when it is cancelled."""

    def work(progress: Progress) -> None:
        try:
            while True:
                begun.set()
                progress(0.1)
        finally:
            ended.set()

    return work


def heard_by(spy: QSignalSpy) -> list[object]:
    return [spy.at(k)[0] for k in range(spy.count())]


def wait_for_threads() -> None:
    """Return once the threads of the queue have ended; what they emitted is not delivered yet."""
    for each in Shiboken.getAllValidWrappers():
        if isinstance(each, QThread) and each.objectName() == NAME:
            each.wait()


def test_reports_its_label_and_result(queue: TaskQueue, qtbot: QtBot) -> None:
    started = QSignalSpy(queue.started)
    with qtbot.waitSignal(queue.idle), qtbot.waitSignal(queue.done) as done:
        queue.add(noting([], 7), "Seven")
        assert queue.is_busy
    assert heard_by(started) == ["Seven"]
    assert done.args == [7]
    assert not queue.is_busy


def test_tasks_run_in_order(queue: TaskQueue, qtbot: QtBot) -> None:
    noted: list[int] = []
    gate = Event()
    with qtbot.waitSignal(queue.idle):
        queue.add(noting(noted, 0, gate))
        for number in range(1, 5):
            queue.add(noting(noted, number))
        gate.set()
    assert noted == [0, 1, 2, 3, 4]


def test_replace_keeps_the_running_task(queue: TaskQueue, qtbot: QtBot) -> None:
    noted: list[int] = []
    gate, done = Event(), QSignalSpy(queue.done)
    queue.replace(noting(noted, 0, gate))
    for number in range(1, 5):
        queue.replace(noting(noted, number))
    with qtbot.waitSignal(queue.idle):
        gate.set()
    assert noted == [0, 4]
    assert heard_by(done) == [0, 4]


def test_refusal_carries_error_others_run(queue: TaskQueue, qtbot: QtBot) -> None:
    noted: list[int] = []
    error = TableWouldBeEmpty("row")

    def refuse(_: Progress) -> None:
        raise error

    refused = QSignalSpy(queue.refused)
    with qtbot.waitSignal(queue.idle):
        queue.replace(refuse)
        queue.add(noting(noted, 1))
    assert refused.count() == 1
    assert refused.at(0) == [error]
    assert noted == [1]


def test_unexpected_exception_is_reported(queue: TaskQueue, qtbot: QtBot) -> None:
    with qtbot.waitSignal(queue.failed) as failed:
        queue.add(lambda _: 1 // 0)
    assert "ZeroDivisionError" in failed.args[0]
    qtbot.waitUntil(lambda: not queue.is_busy)


def test_progress_is_reported(queue: TaskQueue, qtbot: QtBot) -> None:
    with qtbot.waitSignal(queue.progressed) as progressed:
        queue.add(lambda progress: progress(0.25))
    assert progressed.args == [0.25]
    qtbot.waitUntil(lambda: not queue.is_busy)


def test_finish_waits_and_reports(queue: TaskQueue) -> None:
    noted: list[int] = []
    gate, done = Event(), QSignalSpy(queue.done)
    queue.replace(noting(noted, 1, gate))
    queue.replace(noting(noted, 2))
    gate.set()
    queue.finish()
    assert noted == [1, 2]
    assert heard_by(done) == [1, 2]
    assert not queue.is_busy


def test_stop_waits_and_discards(queue: TaskQueue, qtbot: QtBot) -> None:
    noted: list[int] = []
    begun, ended = Event(), Event()
    with qtbot.assertNotEmitted(queue.done, wait=20), qtbot.assertNotEmitted(queue.idle):
        queue.add(endless(begun, ended))
        queue.add(noting(noted, 1))
        assert begun.wait(10)
        queue.stop()
    assert ended.is_set()
    assert noted == []
    assert not queue.is_busy


def test_stop_discards_an_undelivered_result(queue: TaskQueue, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(queue.done, wait=20):
        queue.add(noting([], 1))
        wait_for_threads()
        queue.stop()


def test_undelivered_end_ends_no_later_task(queue: TaskQueue, qtbot: QtBot) -> None:
    queue.add(noting([], 1))
    wait_for_threads()
    queue.stop()
    with qtbot.waitSignal(queue.done) as done:
        queue.add(noting([], 2))
        wait_for_threads()
    assert done.args == [2]
    qtbot.waitUntil(lambda: not queue.is_busy)


def test_cancel_returns_at_once(queue: TaskQueue, qtbot: QtBot) -> None:
    noted: list[int] = []
    gate, done, idle = Gate("late"), QSignalSpy(queue.done), QSignalSpy(queue.idle)
    queue.add(gate)
    queue.add(noting(noted, 1))
    assert gate.begun.wait(10)
    queue.cancel()
    assert not gate.open.is_set()
    assert not queue.is_busy
    assert idle.count() == 1
    gate.open.set()
    queue.finish()
    assert (noted, done.count(), idle.count()) == ([], 0, 1)


def test_cancel_without_tasks_is_silent(queue: TaskQueue, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(queue.idle):
        queue.cancel()


def test_cancelled_work_ends_at_next_report(latest: TaskQueue, qtbot: QtBot) -> None:
    begun, ended = Event(), Event()
    latest.add(endless(begun, ended))
    assert begun.wait(10)
    latest.cancel()
    assert not latest.is_busy
    assert ended.wait(10)
    with qtbot.waitSignal(latest.done) as done:
        latest.add(lambda _: "next")
    assert done.args == ["next"]


def test_latest_reports_only_the_newest(latest: TaskQueue, qtbot: QtBot) -> None:
    done, first, second = QSignalSpy(latest.done), Gate("first"), Gate("second")
    latest.add(first)
    assert first.begun.wait(10)
    latest.add(second)
    latest.add(lambda _: "third")
    assert latest.is_busy
    first.open.set()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert heard_by(done) == ["third"]
    assert not second.begun.is_set()


def test_latest_reports_once(latest: TaskQueue, qtbot: QtBot) -> None:
    assert not latest.is_busy
    with qtbot.waitSignal(latest.done) as done:
        latest.add(lambda _: 7)
        assert latest.is_busy
    assert done.args == [7]
    assert not latest.is_busy


def test_latest_is_idle_after_a_refusal(latest: TaskQueue, qtbot: QtBot) -> None:
    error = BadTable("a.csv", "it is empty.")

    def refuse(_: Progress) -> None:
        raise error

    with qtbot.waitSignal(latest.refused) as refused:
        latest.add(refuse)
    assert refused.args == [error]
    assert not latest.is_busy


def test_retired_queue_deletes_itself(qtbot: QtBot) -> None:
    parent, gate = QObject(), Gate("late")
    busy = TaskQueue("busy", parent, Policy.LATEST_ONLY)
    idle = TaskQueue("idle", parent, Policy.LATEST_ONLY)
    done = QSignalSpy(busy.done)
    busy.add(gate)
    assert gate.begun.wait(10)
    for each in (busy, idle):
        each.retire()
        assert not each.is_busy
    qtbot.waitUntil(lambda: parent.findChildren(TaskQueue) == [busy])
    gate.open.set()
    qtbot.waitUntil(lambda: parent.findChildren(TaskQueue) == [])
    assert done.count() == 0


def test_rebased_task_runs_again(qtbot: QtBot) -> None:
    bases, gates = [["old"], ["new"]], [Gate(), Gate()]
    current = [bases[0]]
    opened = iter(gates)

    def work(progress: Progress) -> object:
        next(opened)(progress)
        return progress.base

    queue = TaskQueue(NAME, None, Policy.REBASED, lambda: current[0])
    done = QSignalSpy(queue.done)
    with qtbot.waitSignal(queue.idle):
        queue.add(work)
        assert gates[0].begun.wait(10)
        current[0] = bases[1]
        gates[0].open.set()
        qtbot.waitUntil(gates[1].begun.is_set)
        assert queue.is_busy
        gates[1].open.set()
    assert heard_by(done) == [["new"]]
    queue.stop()  # its thread may still be ending, and must not be destroyed with the queue


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a task count as stalled, and a discarded one as stuck, after a moment."""
    monkeypatch.setattr(module, "STALLED_SECONDS", 0.05)
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)


def test_quiet_task_stalls_once(soon: None, queue: TaskQueue, qtbot: QtBot) -> None:
    gate, stalled = Gate("late"), QSignalSpy(queue.stalled)
    with qtbot.waitSignal(queue.stalled):
        queue.add(gate)
    assert queue.is_stalled
    with qtbot.waitSignal(queue.done):
        gate.open.set()
    assert stalled.count() == 1
    assert not queue.is_stalled


def test_reporting_task_does_not_stall(soon: None, queue: TaskQueue, qtbot: QtBot) -> None:
    begun, ended = Event(), Event()
    with qtbot.assertNotEmitted(queue.stalled, wait=300):
        queue.add(endless(begun, ended))
    assert not queue.is_stalled


def test_given_up_task_is_left_behind(queue: TaskQueue, qtbot: QtBot) -> None:
    gate, done, idle = Gate("late"), QSignalSpy(queue.done), QSignalSpy(queue.idle)
    queue.add(gate)
    queue.add(lambda _: "next")
    assert gate.begun.wait(10)
    with qtbot.waitSignal(queue.idle):
        queue.give_up()
    assert heard_by(done) == ["next"]
    gate.open.set()
    wait_for_threads()
    qtbot.wait(20)
    assert (heard_by(done), idle.count()) == (["next"], 1)


def test_giving_up_the_last_task_is_idle(queue: TaskQueue, qtbot: QtBot) -> None:
    gate = Gate()
    queue.add(gate)
    assert gate.begun.wait(10)
    with qtbot.waitSignal(queue.idle):
        queue.give_up()
    assert not queue.is_busy
    queue.give_up()
    gate.open.set()


def test_stuck_task_holds_up_no_other(qtbot: QtBot) -> None:
    queue, gate = TaskQueue(NAME, policy=Policy.LATEST_ONLY), Gate("late")
    queue.add(gate)
    assert gate.begun.wait(10)
    with qtbot.waitSignal(queue.done) as done:
        queue.add(lambda _: "newest")
    assert done.args == ["newest"]
    gate.open.set()
    queue.stop()  # its thread may still be ending, and must not be destroyed with the queue


def test_stop_and_finish_have_a_deadline(queue: TaskQueue, qtbot: QtBot) -> None:
    gate = Gate("late")
    queue.add(gate)
    assert gate.begun.wait(10)
    assert not queue.finish(0.01)
    assert queue.is_busy
    with qtbot.assertNotEmitted(queue.done, wait=20):
        queue.stop(0.01)
        gate.open.set()
        wait_for_threads()
