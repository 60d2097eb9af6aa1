from collections.abc import Iterator
from threading import Event
from time import perf_counter

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gui.background import Progress, Task, answer_within, end_threads, threads_left_behind
from gui.background.ending import QUESTION, Questions

NAME = "stuck"


@pytest.fixture
def stuck() -> Iterator[Event]:
    """What a stuck thread waits for."""
    end = Event()
    yield end
    end.set()


def stuck_task(end: Event) -> Task[None]:
    def work(_: Progress) -> None:
        end.wait()

    task = Task(NAME, work)
    task.start()
    return task


def test_silent_disk_is_asked_once() -> None:
    questions, goes_on, asked = Questions(), Event(), list[int]()

    def ask() -> int:
        asked.append(1)
        goes_on.wait(10)
        return 7

    assert questions.answer_within(ask, 0, 0.05) == 0
    assert questions.answer_within(ask, 0, 10) == 0
    goes_on.set()
    while questions.answer_within(lambda: 8, 0, 10) != 8:
        pass  # the first question ends in its own thread
    assert len(asked) == 1


def test_threads_that_end_are_waited_for(qapp: QCoreApplication, stuck: Event) -> None:
    task = stuck_task(stuck)
    stuck.set()
    end_threads([task], 10)
    assert task.isFinished()
    assert NAME not in threads_left_behind(qapp)


def test_stuck_threads_share_one_wait(qapp: QCoreApplication, qtbot: QtBot, stuck: Event) -> None:
    began = perf_counter()
    end_threads([stuck_task(stuck) for _ in range(5)], 0.2)
    assert perf_counter() - began < 5 * 0.2
    # The application keeps them, although nothing here does.
    assert threads_left_behind(qapp).count(NAME) == 5
    stuck.set()
    qtbot.waitUntil(lambda: NAME not in threads_left_behind(qapp))


def test_answer_in_time_is_returned() -> None:
    assert answer_within(lambda: 7, 0, 10) == 7


@pytest.mark.parametrize("kind", [FileNotFoundError, TimeoutError, ValueError])
def test_error_in_time_is_raised(kind: type[Exception]) -> None:
    def fail() -> int:
        raise kind("the disk says so")

    with pytest.raises(kind, match="the disk says so"):
        answer_within(fail, 0, 10)


def test_late_answer_is_not_awaited(qapp: QCoreApplication, qtbot: QtBot, stuck: Event) -> None:
    began = perf_counter()
    assert answer_within(stuck.wait, None, 0.05) is None
    assert perf_counter() - began < 5
    assert QUESTION in threads_left_behind(qapp)
    stuck.set()
    qtbot.waitUntil(lambda: QUESTION not in threads_left_behind(qapp))
