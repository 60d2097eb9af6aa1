"""The order of things before Qt loads, and the decisions in it."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from gui.first_launch import fonts, libraries, prepare
from gui.first_launch.environment import Environment, State
from gui.first_launch.errors import (
    InstallationIncomplete,
    Interrupted,
    NoDisplay,
    StillLacking,
    UnsuitablePath,
)
from gui.first_launch.prepare import prepare_tests, prepare_window
from gui.first_launch.relaunch import Arrival

PROJECT = "[project]\ndependencies = [{}]\n[project.optional-dependencies]\ntests = ['pytest']\n"


class HandedOver(Exception):
    """Stands for the process going on in another interpreter."""


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order; nothing of it in earnest."""
    done: list[str] = []

    def set_up(environment: Environment, requirements: list[str]) -> None:
        done.append(f"set up for {', '.join(requirements)}")

    def hand_over(interpreter: Path, arriving: Arrival) -> NoReturn:
        done.append(f"handed over {arriving}")
        raise HandedOver

    monkeypatch.setattr(prepare, "set_up", set_up)
    monkeypatch.setattr(prepare, "hand_over", hand_over)
    monkeypatch.setattr(libraries, "provide", lambda platform: done.append(f"for {platform}"))
    monkeypatch.setattr(fonts, "provide", lambda: done.append("fonts"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("SECANT_ARRIVAL", "")
    return done


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree that requires what the running Python lacks."""
    (tmp_path / "pyproject.toml").write_text(PROJECT.format("'tiny>=1'"))
    monkeypatch.setattr(prepare, "_ROOT", tmp_path)
    return tmp_path


def test_a_python_that_lacks_nothing_sets_up_nothing(events: list[str], tree: Path) -> None:
    (tree / "pyproject.toml").write_text(PROJECT.format("'numpy'"))
    prepare_window()
    prepare_tests()
    assert events == ["for offscreen", "fonts"] * 2
    assert not (tree / ".venv").exists()


def test_what_is_lacking_is_set_up_after_the_systems_libraries(
    events: list[str], tree: Path
) -> None:
    with pytest.raises(HandedOver):
        prepare_window()
    assert events == ["for offscreen", "fonts", "set up for tiny>=1", "handed over from-set-up"]


def test_the_tests_require_their_group_too(events: list[str], tree: Path) -> None:
    with pytest.raises(HandedOver):
        prepare_tests()
    assert "set up for tiny>=1, pytest" in events


def test_a_ready_environment_is_gone_to_at_once(
    events: list[str], tree: Path, ready: Environment
) -> None:
    with pytest.raises(HandedOver):
        prepare_window()
    assert events == ["handed over from-record"]


def test_an_environment_that_lacks_what_its_record_promises_is_set_up_again(
    events: list[str], tree: Path, ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-record")
    with pytest.raises(HandedOver):
        prepare_window()
    assert events[-2:] == ["set up for tiny>=1", "handed over from-set-up"]
    assert ready.state(["tiny>=1"]) is State.INCOMPLETE


def test_it_is_not_set_up_for_ever(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECANT_ARRIVAL", "from-set-up")
    with pytest.raises(StillLacking, match=r"lacks tiny>=1 even after being set up"):
        prepare_window()
    assert events == []


def test_an_installation_makes_no_environment(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "pyproject.toml").unlink()
    monkeypatch.setattr(prepare, "required_by_installed", lambda _: ["numpy", "tiny>=1"])
    with pytest.raises(InstallationIncomplete, match=r'pip install "tiny>=1"'):
        prepare_window()
    assert events == []


def test_without_a_display_nothing_is_begun(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(NoDisplay):
        prepare_window()
    assert events == []


def test_a_folder_in_which_qt_fails_is_not_set_up(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_ROOT", tree.rename(tree.with_name("Secant, copy")))
    with pytest.raises(UnsuitablePath):
        prepare_window()
    assert events == []


@pytest.mark.parametrize("begin", [prepare_window, prepare_tests])
def test_control_c_is_a_sentence_and_status_130(
    events: list[str], tree: Path, monkeypatch: pytest.MonkeyPatch, begin: Callable[[], None]
) -> None:
    def interrupt(environment: Environment, requirements: list[str]) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare, "set_up", interrupt)
    with pytest.raises(Interrupted) as caught:
        begin()
    assert caught.value.status == 130
