"""The order of the steps before Qt loads, and the decisions between them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from gui.first_launch import libraries, prepare
from gui.first_launch.environment import Environment, EnvironmentState
from gui.first_launch.errors import (
    InstallationIncomplete,
    NoDisplay,
    StillMissing,
    UnsuitablePath,
)
from gui.first_launch.prepare import prepare_tests, prepare_window
from gui.first_launch.relaunch import Arrival
from tests import TIMEOUT_SECONDS

ROOT = Path(__file__).parents[3]
PROJECT = (
    "[project]\ndependencies = [{}]\n[project.optional-dependencies]\ntests = ['pytest']\n"
    "arrow = ['numpy']\nformats = ['pytest-qt']\ncluster = ['numpy']\n"
)


class Relaunched(Exception):
    """Raised instead of restarting in another interpreter."""


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps taken, in order; all of them are faked."""
    done: list[str] = []

    def set_up(environment: Environment, requirements: list[str]) -> None:
        done.append(f"set up for {', '.join(requirements)}")

    def relaunch(interpreter: Path, arriving: Arrival) -> NoReturn:
        done.append(f"relaunched {arriving}")
        raise Relaunched

    monkeypatch.setattr("gui.first_launch.set_up.set_up", set_up)
    monkeypatch.setattr(prepare, "relaunch", relaunch)
    monkeypatch.setattr(
        libraries, "provide_libraries", lambda platform: done.append(f"for {platform}")
    )
    monkeypatch.setattr(libraries, "provide_font", lambda: done.append("fonts"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("SECANT_ARRIVAL", "")
    return done


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with a requirement that the running Python does not meet."""
    (tmp_path / "pyproject.toml").write_text(PROJECT.format("'tiny>=1'"))
    monkeypatch.setattr(prepare, "_ROOT", tmp_path)
    return tmp_path


def test_complete_python_needs_no_setup(events: list[str], tree: Path) -> None:
    (tree / "pyproject.toml").write_text(PROJECT.format("'numpy'"))
    prepare_window()
    prepare_tests()
    assert events == ["for offscreen", "fonts"] * 2
    assert not (tree / ".venv").exists()


def test_setup_follows_system_libraries(events: list[str], tree: Path) -> None:
    with pytest.raises(Relaunched):
        prepare_window()
    assert events == ["for offscreen", "fonts", "set up for tiny>=1", "relaunched from-set-up"]


def test_tests_require_their_group(events: list[str], tree: Path) -> None:
    with pytest.raises(Relaunched):
        prepare_tests()
    assert "set up for tiny>=1, pytest, numpy, pytest-qt, numpy" in events


def test_ready_environment_is_used_at_once(
    events: list[str], tree: Path, ready: Environment
) -> None:
    with pytest.raises(Relaunched):
        prepare_window()
    assert events == ["relaunched from-record"]


def test_wrong_record_leads_to_setup(
    events: list[str], tree: Path, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-record")
    with pytest.raises(Relaunched):
        prepare_window()
    assert events[-2:] == ["set up for tiny>=1", "relaunched from-set-up"]
    assert ready.state(["tiny>=1"]) is EnvironmentState.INCOMPLETE


def test_setup_is_not_repeated_for_ever(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-set-up")
    with pytest.raises(StillMissing, match=r"still lacks tiny>=1 after setup"):
        prepare_window()
    assert events == []


def test_installed_secant_creates_no_environment(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "pyproject.toml").unlink()
    monkeypatch.setattr(prepare, "required_by_installed", lambda _: ["numpy", "tiny>=1"])
    with pytest.raises(InstallationIncomplete, match=r'pip install "tiny>=1"'):
        prepare_window()
    assert events == []


def test_missing_display_stops_before_setup(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(NoDisplay):
        prepare_window()
    assert events == []


def test_unsuitable_path_stops_before_setup(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_ROOT", tree.rename(tree.with_name("Secant, copy")))
    with pytest.raises(UnsuitablePath):
        prepare_window()
    assert events == []


INTERRUPTED = """
import os, signal, sys
from gui.first_launch import prepare, set_up
set_up.set_up = lambda *_: os.kill(os.getpid(), signal.Signals[sys.argv[2]])
prepare.required = lambda *_: ["no-such-distribution"]
getattr(prepare, sys.argv[1])()
"""


@pytest.mark.parametrize("begin", ["prepare_window", "prepare_tests"])
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_signal_ends_preparation(begin: str, name: str, status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, begin, name],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == status
    assert done.stderr == "Secant: interrupted during setup; start Secant again to continue.\n"


def test_restart_loads_only_what_it_needs() -> None:
    late = {"ctypes", "dataclasses", "inspect", "socket", "subprocess", "tempfile", "tomllib"}
    code = f"sys.path.insert(0, {str(ROOT)!r}); import gui.first_launch"
    code = f"import sys; {code}; print({late} & set(sys.modules))"
    done = subprocess.run(
        # Isolated: what starts each Python of this environment, such as coverage, loads more.
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"
