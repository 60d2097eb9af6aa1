"""Going on in another interpreter."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from gui.first_launch.errors import CannotRun
from gui.first_launch.relaunch import Arrival, arrival, become, hand_over


def test_another_command_takes_the_place_of_this_one() -> None:
    inner = "import sys; print('inner', sys.argv[1]); sys.exit(5)"
    outer = "import sys; from gui.first_launch.relaunch import become; print('outer', flush=True)\n"
    outer += "become([sys.executable, '-c', sys.argv[1], 'a word']); print('never')"
    command = [sys.executable, "-c", outer, inner]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("outer\ninner a word\n", 5)


def test_a_command_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="No such file"):
        become([str(tmp_path / "absent")])


def test_the_words_of_the_command_line_go_along(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Sequence[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: called.append(command))
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-X", "dev", "main.py", "a b", ""])
    monkeypatch.setenv("SECANT_ARRIVAL", "")
    hand_over(Path("/env/python"), Arrival.FROM_RECORD)
    assert called == [["/env/python", "-X", "dev", "main.py", "a b", ""]]
    assert arrival() is Arrival.FROM_RECORD


def test_an_arrival_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-set-up")
    assert arrival() is Arrival.FROM_SET_UP
    assert arrival() is Arrival.STARTED
