from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from engine.errors import BadTable
from gui.errand import Errand, Report
from gui.errors import GuiError, TableWouldBeEmpty


def test_the_result_is_told_once_there_is_one(qtbot: QtBot) -> None:
    errand = Errand("sum", lambda report: sum(report.through([1, 2, 3])))
    with qtbot.waitSignal(errand.done) as done, qtbot.assertNotEmitted(errand.refused):
        errand.start()
    errand.wait()
    assert done.args == [6]


@pytest.mark.parametrize("error", [TableWouldBeEmpty("row"), BadTable("a.csv", "it is empty.")])
def test_a_refusal_is_told_with_its_sentence(error: Exception, qtbot: QtBot) -> None:
    def refuse(_: Report) -> None:
        raise error

    errand = Errand("refusing", refuse)
    with qtbot.waitSignal(errand.refused) as refused, qtbot.assertNotEmitted(errand.failed):
        errand.start()
    errand.wait()
    assert refused.args == [str(error)]
    assert errand.reason is error


def test_what_nobody_expected_is_reported(qtbot: QtBot) -> None:
    errand = Errand("failing", lambda _: 1 // 0)
    with qtbot.waitSignal(errand.failed) as failed:
        errand.start()
    errand.wait()
    assert "ZeroDivisionError" in failed.args[0]


def test_progress_is_told_now_and_then(qtbot: QtBot) -> None:
    def count(report: Report) -> None:
        for k in range(1000):
            report(k / 1000)

    errand, told = Errand("counting", count), list[float]()
    errand.progressed.connect(told.append)
    with qtbot.waitSignal(errand.done):
        errand.start()
    errand.wait()
    assert 1 <= len(told) < 1000
    assert told[0] == 0.0


def test_once_called_off_it_ends_and_says_nothing(qtbot: QtBot) -> None:
    begun = Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    errand = Errand("endless", endless)
    with qtbot.assertNotEmitted(errand.done), qtbot.assertNotEmitted(errand.failed):
        errand.start()
        begun.wait()
        errand.call_off()
    assert errand.isFinished()


def test_a_refusal_after_being_called_off_is_not_heard(qtbot: QtBot) -> None:
    gone = Event()

    def late(_: Report) -> None:
        gone.wait()
        raise GuiError("too late")

    errand = Errand("late", late)
    with qtbot.assertNotEmitted(errand.refused, wait=50):
        errand.start()
        errand.blockSignals(True)
        gone.set()
        errand.call_off()


def test_what_was_said_before_it_was_called_off_is_not_heard_after_it(qtbot: QtBot) -> None:
    errand = Errand("quick", lambda _: 1)
    errand.start()
    errand.wait()
    with qtbot.assertNotEmitted(errand.done, wait=50):
        errand.call_off()
