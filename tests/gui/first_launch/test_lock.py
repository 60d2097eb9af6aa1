"""Two launches at once: one works, the other waits until the first ends or is killed."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gui.first_launch import lock
from gui.first_launch.lock import locked
from tests import TIMEOUT_SECONDS
from tests.processes import running

HOLD = """
import sys
from pathlib import Path
from gui.first_launch.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds the lock until its input ends."""
    with running([sys.executable, "-c", HOLD, str(path)]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_free_lock_is_taken_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        with locked(tmp_path / "lock"):
            pass
    assert capsys.readouterr().err == ""


def test_held_lock_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    with holder(tmp_path / "lock") as process:

        def release(message: str) -> None:
            assert "waiting" in message
            assert process.stdin is not None
            order.append("released")
            process.stdin.close()

        monkeypatch.setattr(lock, "report", release)
        with locked(tmp_path / "lock"):
            order.append("taken")
    assert order == ["released", "taken"]


def test_killed_holder_releases_lock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with holder(tmp_path / "lock") as process:
        process.kill()
        process.wait(TIMEOUT_SECONDS)
        with locked(tmp_path / "lock"):
            assert capsys.readouterr().err == ""


def test_child_inherits_lock(tmp_path: Path) -> None:
    with locked(tmp_path / "lock") as descriptor:
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[descriptor])
    with (tmp_path / "lock").open("ab") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    child.communicate(timeout=TIMEOUT_SECONDS)
    with (tmp_path / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
