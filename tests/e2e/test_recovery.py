"""The real program, killed and restarted, and two windows with the same file."""

import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from tests import TIMEOUT_SECONDS
from tests.e2e import play as playing
from tests.e2e.kills import kill_and_restart
from tests.e2e.recovery_driver import FIRST, RATE

# Autosave writes a copy within this time.
LOST_SECONDS = 2.0
# Each takes some 4 s. By hand, python3 -m tests.e2e.kills makes 200.
KILLS = 10
Home = dict[str, str]


def play(home: Home, *arguments: str) -> str:
    """Run the program to a clean end; return what the script reported."""
    program = playing.play(home, *arguments, driver="recovery_driver")
    assert (program.returncode, program.stderr) == (0, "")
    return program.stdout.strip()


def begin(home: Home, *arguments: str) -> AbstractContextManager[subprocess.Popen[str]]:
    return playing.begin(home, *arguments, driver="recovery_driver")


def line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def kill(program: subprocess.Popen[str]) -> None:
    program.kill()
    program.communicate(timeout=TIMEOUT_SECONDS)
    assert program.returncode == -signal.SIGKILL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trial.secant"
    write_whole(path, archived(SavedExperiment(np.full((2, 1), 5.0), np.ones(2), np.ones(1))))
    return path


def test_typed_cell_is_recovered_after_kill(home: Home) -> None:
    with begin(home, "type_once") as program:
        assert line(program) == "typed"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(LOST_SECONDS + 0.5)
        kill(program)
    assert play(home, "recover") == f"{FIRST} True"
    assert play(home, "show_state").endswith(" False")


def test_setting_is_recovered_after_kill(home: Home) -> None:
    with begin(home, "set_once") as program:
        assert line(program) == "set"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(LOST_SECONDS)
        kill(program)
    assert play(home, "recover_setting") == RATE


@pytest.mark.parametrize("seconds", [2.1, 3.3, 4.7])
def test_at_most_two_seconds_are_lost(home: Home, seconds: float) -> None:
    typed: list[tuple[int, float]] = []
    with begin(home, "type_for_ever") as program:
        while not typed or typed[-1][1] < typed[0][1] + seconds:
            value, when = line(program).split()
            typed.append((int(value), float(when)))
        killed = monotonic()
        kill(program)
    due = max(value for value, when in typed if when <= killed - LOST_SECONDS)
    value, is_modified = play(home, "recover").split()
    assert int(value) >= due
    assert is_modified == "True"


def test_second_kill_loses_nothing(home: Home) -> None:
    for script, word in {"type_once": "typed", "recover_and_be_killed": "recovered"}.items():
        with begin(home, script) as program:
            assert line(program) == word
            if script == "type_once":
                with pytest.raises(subprocess.TimeoutExpired):
                    program.wait(LOST_SECONDS)
            kill(program)
    assert play(home, "recover") == f"{FIRST} True"


@pytest.mark.parametrize(("script", "word"), [("type_once", "typed"), ("type_and_close", "asked")])
def test_sigterm_loses_nothing(home: Home, script: str, word: str) -> None:
    with begin(home, script) as program:
        assert line(program) == word
        program.terminate()
        _, errors = program.communicate(timeout=TIMEOUT_SECONDS)
    assert (program.returncode, errors) == (0, "")
    assert play(home, "recover") == f"{FIRST} True"


def test_kills_leave_no_stale_offer(tmp_path: Path) -> None:
    seen = kill_and_restart(tmp_path, KILLS, seed=12)
    assert sum(seen.values()) == KILLS + 1


def test_file_argument_is_opened(home: Home, file: Path) -> None:
    assert play(home, "show_file", str(file)) == "5"


def test_named_table_waits_for_the_offer(home: Home, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("x,y\n1,2\n3,4\n")
    with begin(home, "type_once") as program:
        assert line(program) == "typed"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(LOST_SECONDS)
        kill(program)
    assert play(home, "recover_before_import", str(table)).split() == ["False", str(FIRST), "True"]


def test_second_window_asks_before_overwriting(home: Home, file: Path) -> None:
    with begin(home, "change_file_after_another", str(file)) as first:
        assert line(first) == "opened"
        play(home, "change_file", str(file))
        assert line(first) == "cancelled"
        _, errors = first.communicate(timeout=TIMEOUT_SECONDS)
    assert (first.returncode, errors) == (0, "")
    assert read_archive(file).A[0, 0] == FIRST
