from threading import Thread

import pytest

from gui.background import Cancelled, cancellable, check_cancelled


def test_never_raises_outside_a_task() -> None:
    assert check_cancelled() is False


def test_raises_once_the_work_is_cancelled() -> None:
    answers = iter([False, True])
    with cancellable(lambda: next(answers)):
        assert check_cancelled() is False
        with pytest.raises(Cancelled):
            check_cancelled()
    assert check_cancelled() is False


def test_other_threads_are_not_cancelled() -> None:
    answers: list[bool] = []
    with cancellable(lambda: True):
        thread = Thread(target=lambda: answers.append(check_cancelled()))
        thread.start()
        thread.join()
    assert answers == [False]
