"""Restarting in another interpreter."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from gui.first_launch.errors import CannotRun
from gui.first_launch.relaunch import Arrival, arrival, relaunch, replace_process
from tests import TIMEOUT_SECONDS


def test_command_replaces_process() -> None:
    inner = "import sys; print('inner', sys.argv[1]); sys.exit(5)"
    outer = "import sys; from gui.first_launch.relaunch import replace_process\n"
    outer += "print('outer', flush=True)\n"
    outer += "replace_process([sys.executable, '-c', sys.argv[1], 'a word']); print('never')"
    command = [sys.executable, "-c", outer, inner]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert (done.stdout, done.returncode) == ("outer\ninner a word\n", 5)


def test_unstartable_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="No such file"):
        replace_process([str(tmp_path / "absent")])


def test_relaunch_keeps_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[Sequence[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: commands.append(command))
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-X", "dev", "main.py", "a b", ""])
    monkeypatch.setenv("SECANT_ARRIVAL", "")
    relaunch(Path("/env/python"), Arrival.FROM_RECORD)
    assert commands == [["/env/python", "-X", "dev", "main.py", "a b", ""]]
    assert arrival() is Arrival.FROM_RECORD


def test_arrival_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-set-up")
    assert arrival() is Arrival.FROM_SET_UP
    assert arrival() is Arrival.STARTED


def test_signal_during_relaunch_has_its_status(tmp_path: Path) -> None:
    # It arrives while the interpreter starts, when Python itself would print a traceback.
    interpreter = tmp_path / "python"
    main = Path(__file__).parents[3] / "main.py"
    interpreter.write_text(f"#!/bin/sh\nkill -INT $$\nexec '{sys.executable}' '{main}' --help\n")
    interpreter.chmod(0o755)
    code = "import sys; from pathlib import Path\n"
    code += "from gui.first_launch.relaunch import Arrival, relaunch\n"
    code += "relaunch(Path(sys.argv[1]), Arrival.FROM_RECORD)"
    command = [sys.executable, "-c", code, str(interpreter)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
