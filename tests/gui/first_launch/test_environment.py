"""The states in which a launch finds the private environment."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gui.first_launch import environment
from gui.first_launch.environment import Environment, EnvironmentState, SetUpRecord, locked
from gui.first_launch.errors import UnsuitablePath
from tests import TIMEOUT_SECONDS
from tests.processes import running

REQUIRED = ["tiny>=1"]


def test_environment_is_ready_after_setup(ready: Environment) -> None:
    assert ready.state(REQUIRED) is EnvironmentState.READY


def test_environment_is_ready_for_fewer_requirements(ready: Environment) -> None:
    assert ready.state([]) is EnvironmentState.READY


def test_new_requirement_makes_it_incomplete(ready: Environment) -> None:
    assert ready.state([*REQUIRED, "more"]) is EnvironmentState.INCOMPLETE


def test_distrusted_record_makes_it_incomplete(ready: Environment) -> None:
    ready.distrust_record()
    assert ready.state(REQUIRED) is EnvironmentState.INCOMPLETE


def test_missing_environment_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.distrust_record()
    assert environment.state(REQUIRED) is EnvironmentState.UNUSABLE


def test_interrupted_setup_is_unusable(ready: Environment) -> None:
    ready.remove_record()
    assert ready.state(REQUIRED) is EnvironmentState.UNUSABLE


def test_foreign_environment_is_incomplete(ready: Environment) -> None:
    ready.remove_record()
    ready.log.unlink()
    assert ready.state(REQUIRED) is EnvironmentState.INCOMPLETE


def test_foreign_old_python_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.interpreter.parent.mkdir(parents=True)
    environment.interpreter.write_text("#!/bin/sh\nexit 1\n")
    environment.interpreter.chmod(0o755)
    assert environment.state(REQUIRED) is EnvironmentState.UNUSABLE


def test_deleted_python_is_unusable(ready: Environment, tmp_path: Path) -> None:
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(tmp_path / "deleted/python3.11")
    assert ready.state(REQUIRED) is EnvironmentState.UNUSABLE


def test_environment_without_configuration_is_unusable(ready: Environment) -> None:
    # Its Python is then the system's, into which pip would install.
    ready.configuration.unlink()
    assert ready.state(REQUIRED) is EnvironmentState.UNUSABLE
    ready.remove_record()
    ready.log.unlink()
    assert ready.state(REQUIRED) is EnvironmentState.UNUSABLE


def test_package_folder_is_found(ready: Environment) -> None:
    [folder] = ready.package_folders
    assert (folder / "tiny/__init__.py").is_file()
    shutil.rmtree(folder)
    assert ready.package_folders == []


def test_upgraded_python_is_unusable(ready: Environment, tmp_path: Path) -> None:
    upgraded = shutil.copy(os.path.realpath(ready.interpreter), tmp_path / "python3.99")
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(upgraded)
    assert ready.state(REQUIRED) is EnvironmentState.UNUSABLE


@pytest.mark.parametrize("text", ["", "only a version\n"])
def test_damaged_record_is_ignored(ready: Environment, text: str) -> None:
    ready.record_file.write_text(text)
    assert ready.record() is None


def test_record_reads_back(ready: Environment) -> None:
    record = SetUpRecord("3.11.7", "/somewhere/python3.11", ("tiny>=1", "more<2"))
    ready.write(record)
    assert ready.record() == record


@pytest.mark.parametrize("character", [os.pathsep, ",", ";", '"', "\\"])
def test_unsuitable_path_is_named(tmp_path: Path, character: str) -> None:
    with pytest.raises(UnsuitablePath, match="rename or move the folder"):
        Environment(tmp_path / f"a{character}b" / ".venv").check_path()


def test_unusual_path_is_accepted(tmp_path: Path) -> None:
    Environment(tmp_path / "Ŷ's folder $1 50%" / ".venv").check_path()


HOLD = """
import sys
from pathlib import Path
from gui.first_launch.environment import locked
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

        monkeypatch.setattr(environment, "report", release)
        with locked(tmp_path / "lock"):
            order.append("taken")
    assert order == ["released", "taken"]


def test_signal_ends_waiting(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path\n"
    code += "from gui.first_launch.environment import locked\n"
    code += "from gui.first_launch.interrupts import interruptible\n"
    code += "with interruptible(), locked(Path(sys.argv[1])): pass"
    with (
        holder(tmp_path / "lock"),
        running([sys.executable, "-c", code, str(tmp_path / "lock")]) as waiting,
    ):
        assert waiting.stderr is not None
        assert "waiting for it to finish" in waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(TIMEOUT_SECONDS) == 130
        assert "interrupted during setup" in waiting.stderr.read()


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
