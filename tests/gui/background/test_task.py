from collections.abc import Callable
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from engine.errors import BadTable
from gui.background import Progress, Task, TaskState, check_cancelled
from gui.errors import GuiError, TableWouldBeEmpty


def test_reports_its_result(qtbot: QtBot) -> None:
    task = Task("sum", lambda progress: sum(progress.through([1, 2, 3])))
    with qtbot.waitSignal(task.done) as done, qtbot.assertNotEmitted(task.refused):
        task.start()
    task.wait()
    assert done.args == [6]
    assert task.state is TaskState.REPORTED


@pytest.mark.parametrize("error", [TableWouldBeEmpty("row"), BadTable("a.csv", "it is empty.")])
def test_refusal_carries_the_error(error: Exception, qtbot: QtBot) -> None:
    def refuse(_: Progress) -> None:
        raise error

    task = Task("refusing", refuse)
    with qtbot.waitSignal(task.refused) as refused, qtbot.assertNotEmitted(task.failed):
        task.start()
    task.wait()
    assert refused.args == [error]
    assert refused.args[0] is error


def test_unexpected_exception_is_reported(qtbot: QtBot) -> None:
    task = Task("failing", lambda _: 1 // 0)
    with qtbot.waitSignal(task.failed) as failed:
        task.start()
    task.wait()
    assert "ZeroDivisionError" in failed.args[0]


def test_progress_is_reported_now_and_then(qtbot: QtBot) -> None:
    def count(progress: Progress) -> None:
        for k in range(1000):
            progress(k / 1000)

    task, received = Task("counting", count), list[float]()
    task.progressed.connect(received.append)
    with qtbot.waitSignal(task.done):
        task.start()
    task.wait()
    assert 1 <= len(received) < 1000
    assert received[0] == 0.0


def test_work_may_start_from_a_base(qtbot: QtBot) -> None:
    base = object()
    task = Task("based", lambda progress: progress.base, base=base)
    with qtbot.waitSignal(task.done) as done:
        task.start()
    task.wait()
    assert done.args[0] is base
    assert task.base is base


def endless_reports(begun: Event, progress: Progress) -> None:
    while True:
        begun.set()
        progress(0.5)


def endless_checks(begun: Event, _: Progress) -> None:
    while True:
        begun.set()
        check_cancelled()


@pytest.mark.parametrize("endless", [endless_reports, endless_checks])
def test_cancelled_work_ends_silently(
    endless: Callable[[Event, Progress], None], qtbot: QtBot
) -> None:
    begun = Event()
    task = Task("endless", lambda progress: endless(begun, progress))
    with qtbot.assertNotEmitted(task.done), qtbot.assertNotEmitted(task.failed):
        task.start()
        assert begun.wait(10)
        task.cancel()
        assert task.wait(10_000)
    assert task.isFinished()
    assert task.state is TaskState.DISCARDED


def test_cancelling_does_not_wait(qtbot: QtBot) -> None:
    begun, gate = Event(), Event()

    def wait(_: Progress) -> None:
        begun.set()
        gate.wait(10)

    task = Task("waiting", wait)
    with qtbot.assertNotEmitted(task.done, wait=20):
        task.start()
        assert begun.wait(10)
        task.cancel()
        assert task.isRunning()
        gate.set()
        task.wait()


def test_refusal_after_cancelling_is_silent(qtbot: QtBot) -> None:
    gate = Event()

    def refuse_late(_: Progress) -> None:
        gate.wait(10)
        raise GuiError("too late")

    task = Task("late", refuse_late)
    with qtbot.assertNotEmitted(task.refused, wait=50):
        task.start()
        task.cancel()
        gate.set()
        task.wait()


def test_undelivered_result_is_discarded(qtbot: QtBot) -> None:
    task = Task("quick", lambda _: 1)
    task.start()
    task.wait()
    with qtbot.assertNotEmitted(task.done, wait=50):
        task.cancel()
