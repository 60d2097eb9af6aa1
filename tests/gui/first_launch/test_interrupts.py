"""Signals end the first launch and what it started, wherever they arrive."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gui.first_launch.interrupts import SIGNALS, Stop, interruptible, run_child
from tests import TIMEOUT_SECONDS
from tests.processes import running

SENTENCE = "Secant: interrupted during setup; start Secant again to continue.\n"
# The program ends at once; this is what is promised.
SECONDS = 2

# Runs a shell command as a child, in a process that a signal can end.
PARENT = """
import sys
from gui.first_launch.interrupts import Stop, run_child
with open(sys.argv[1], "ab") as file:
    status = run_child(["/bin/sh", "-c", sys.argv[3]], file, Stop[sys.argv[2]])
print("ended with", status)
"""
# A grandchild that outlives the child unless it is ended too. Each writes its number.
FAMILY = "sleep 60 & echo $!; echo $$; wait"


def parent(output: Path, stop: str, script: str) -> list[str]:
    return [sys.executable, "-c", PARENT, str(output), stop, script]


def wait_for(output: Path, lines: int) -> list[str]:
    """Return the lines in a file once there are so many."""
    end = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < end:
        if output.exists() and len(found := output.read_text().splitlines()) >= lines:
            return found
        time.sleep(0.01)
    pytest.fail(f"{output} has fewer than {lines} lines")


def has_ended(number: int) -> bool:
    """Return whether a process is gone, or a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until_ended(*numbers: int) -> None:
    """Wait until processes have ended: a kill is only on its way when it has been sent."""
    end = time.monotonic() + SECONDS
    while not all(has_ended(number) for number in numbers):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_child_status_and_output_are_returned() -> None:
    with tempfile.TemporaryFile() as file:
        script = "echo out; echo error >&2; echo $SECANT_WORD; exit 3"
        environ = {"SECANT_WORD": "word", "PATH": os.environ["PATH"]}
        status = run_child(["/bin/sh", "-c", script], file, Stop.KILL, environ=environ)
        file.seek(0)
        assert (status, file.read()) == (3, b"out\nerror\nword\n")


def test_unstartable_child_raises(tmp_path: Path) -> None:
    with tempfile.TemporaryFile() as file, pytest.raises(FileNotFoundError):
        run_child([str(tmp_path / "absent")], file, Stop.KILL)


def test_handlers_are_restored() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with interruptible():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signal_ends_child_and_grandchild(tmp_path: Path, name: str, status: int) -> None:
    output = tmp_path / "output"
    with running(parent(output, "KILL", FAMILY)) as process:
        numbers = [int(line) for line in wait_for(output, 2)]
        begin = time.monotonic()
        process.send_signal(signal.Signals[name])
        shown, error = process.communicate(timeout=TIMEOUT_SECONDS)
        assert time.monotonic() - begin < SECONDS
    assert (process.returncode, shown, error) == (status, "", SENTENCE)
    wait_until_ended(*numbers)


def test_child_may_finish_its_work(tmp_path: Path) -> None:
    output = tmp_path / "output"
    # As apt and dpkg do: apt notes the signal, and ends when dpkg, which must not hear it, is done.
    work = 'trap "echo cut off; exit" INT; echo begun; sleep 1; sleep 1; echo finished'
    script = f"trap : INT; sh -c '{work}'; exit 0"
    with running(parent(output, "ASK", script)) as process:
        wait_for(output, 1)
        process.send_signal(signal.SIGINT)
        process.wait(TIMEOUT_SECONDS)
    assert process.returncode == 130
    assert wait_for(output, 2) == ["begun", "finished"]


def test_signal_during_start_of_child_ends_it(tmp_path: Path) -> None:
    code = """
import os, signal, subprocess, sys
from gui.first_launch.interrupts import Stop, run_child
start = subprocess.Popen
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.SIGINT)
    child = start(*arguments, **options)
    print(child.pid, flush=True)
    return child
subprocess.Popen = interrupted
with open(os.devnull, "wb") as file:
    run_child(["sleep", "60"], file, Stop.KILL)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert (done.returncode, done.stderr) == (130, SENTENCE)
    wait_until_ended(int(done.stdout))


def test_ignored_signal_stays_ignored(tmp_path: Path) -> None:
    code = "import os, signal\nfrom gui.first_launch.interrupts import interruptible\n"
    code += "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code += "with interruptible(): os.kill(os.getpid(), signal.SIGHUP)\nprint('done')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


def test_blocked_signal_arrives_later() -> None:
    code = "import os, signal\nfrom gui.first_launch import interrupts\n"
    code += "interrupts.block_signals()\nos.kill(os.getpid(), signal.SIGINT)\n"
    code += "print('goes on', flush=True)\nwith interrupts.interruptible(): print('never')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert (done.returncode, done.stdout, done.stderr) == (130, "goes on\n", SENTENCE)
