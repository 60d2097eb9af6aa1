import os
import signal
from collections.abc import Iterator
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from gui import system_signals
from gui.system_signals import NUMBERS, SignalListener


@pytest.fixture(autouse=True)
def left(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The statuses with which the process would have ended; the handlers are restored."""
    before = {number: signal.getsignal(number) for number in NUMBERS}
    statuses: list[int] = []
    monkeypatch.setattr(system_signals, "leave_process", statuses.append)
    yield statuses
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", NUMBERS)
def test_signal_asks_for_the_end(number: signal.Signals, left: list[int]) -> None:
    listener, asked = SignalListener(), Event()
    listener.end_by(asked.set)
    os.kill(os.getpid(), number)
    assert asked.wait(10)
    listener.close()
    assert left == []


def test_many_signals_say_nothing(left: list[int], capfd: pytest.CaptureFixture[str]) -> None:
    listener, asked = SignalListener(), Event()
    listener.end_by(asked.set)
    for _ in range(5):
        os.kill(os.getpid(), signal.SIGTERM)
        assert asked.wait(10)
    listener.end()
    for thread in [each for each in enumerate_threads() if each.name == "signals"]:
        thread.join(10)
    os.kill(os.getpid(), signal.SIGTERM)
    listener.close()
    assert left == []
    assert capfd.readouterr().err == ""


def test_process_ends_if_nothing_else_does(
    left: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_signals, "LEAVE_SECONDS", 0.01)
    ended = Event()
    monkeypatch.setattr(system_signals, "leave_process", lambda status: ended.set())
    listener, asked = SignalListener(), Event()
    listener.end_by(asked.set)
    os.kill(os.getpid(), signal.SIGTERM)
    assert asked.wait(10)
    assert ended.wait(10)
    listener.close()


def test_process_ends_before_there_is_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Event()
    monkeypatch.setattr(system_signals, "leave_process", lambda status: ended.set())
    listener = SignalListener()
    os.kill(os.getpid(), signal.SIGINT)
    assert ended.wait(10)
    listener.close()


def test_signal_after_the_end_is_ignored(left: list[int]) -> None:
    listener, asked = SignalListener(), Event()
    listener.end_by(asked.set)
    listener.end()
    os.kill(os.getpid(), signal.SIGTERM)
    assert not asked.wait(0.1)
    listener.close()
    assert left == []


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="terminals do not hang up here")
def test_nohup_is_respected() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    listener = SignalListener()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    listener.close()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
