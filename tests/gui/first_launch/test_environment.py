"""What a launch finds in place of the private environment."""

import os
import shutil
from pathlib import Path

import pytest

from gui.first_launch.environment import Environment, Record, State
from gui.first_launch.errors import UnsuitablePath

REQUIRED = ["tiny>=1"]


def test_an_environment_as_set_up_is_ready(ready: Environment) -> None:
    assert ready.state(REQUIRED) is State.READY


def test_it_is_ready_for_a_part_of_what_it_was_made_for(ready: Environment) -> None:
    assert ready.state([]) is State.READY


def test_it_is_incomplete_once_more_is_required(ready: Environment) -> None:
    assert ready.state([*REQUIRED, "more"]) is State.INCOMPLETE


def test_it_is_incomplete_once_distrusted(ready: Environment) -> None:
    ready.distrust()
    assert ready.state(REQUIRED) is State.INCOMPLETE


def test_nothing_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.distrust()
    assert environment.state(REQUIRED) is State.UNUSABLE


def test_an_interrupted_set_up_is_unusable(ready: Environment) -> None:
    ready.forget()
    assert ready.state(REQUIRED) is State.UNUSABLE


def test_what_another_tool_made_is_incomplete(ready: Environment) -> None:
    ready.forget()
    ready.log.unlink()
    assert ready.state(REQUIRED) is State.INCOMPLETE


def test_what_another_tool_made_of_a_python_too_old_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.interpreter.parent.mkdir(parents=True)
    environment.interpreter.write_text("#!/bin/sh\nexit 1\n")
    environment.interpreter.chmod(0o755)
    assert environment.state(REQUIRED) is State.UNUSABLE


def test_an_environment_of_a_deleted_python_is_unusable(ready: Environment, tmp_path: Path) -> None:
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(tmp_path / "deleted/python3.11")
    assert ready.state(REQUIRED) is State.UNUSABLE


def test_an_environment_whose_link_has_come_to_mean_another_python_is_unusable(
    ready: Environment, tmp_path: Path
) -> None:
    upgraded = shutil.copy(os.path.realpath(ready.interpreter), tmp_path / "python3.99")
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(upgraded)
    assert ready.state(REQUIRED) is State.UNUSABLE


@pytest.mark.parametrize("text", ["", "only a version\n"])
def test_a_damaged_record_is_none(ready: Environment, text: str) -> None:
    ready.record_file.write_text(text)
    assert ready.record() is None


def test_a_record_is_read_as_it_was_written(ready: Environment) -> None:
    record = Record("3.11.7", "/somewhere/python3.11", ("tiny>=1", "more<2"))
    ready.write(record)
    assert ready.record() == record


@pytest.mark.parametrize("character", [os.pathsep, ",", ";", '"', "\\"])
def test_a_path_that_qt_or_python_cannot_bear_is_named(tmp_path: Path, character: str) -> None:
    with pytest.raises(UnsuitablePath, match="rename or move the folder"):
        Environment(tmp_path / f"a{character}b" / ".venv").check_path()


def test_an_unusual_path_is_no_fault(tmp_path: Path) -> None:
    Environment(tmp_path / "Ŷ's folder $1 50%" / ".venv").check_path()
