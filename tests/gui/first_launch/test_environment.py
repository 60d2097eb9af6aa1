"""The states in which a launch finds the private environment."""

import os
import shutil
from pathlib import Path

import pytest

from gui.first_launch.environment import Environment, Record, State
from gui.first_launch.errors import UnsuitablePath

REQUIRED = ["tiny>=1"]


def test_environment_is_ready_after_setup(ready: Environment) -> None:
    assert ready.state(REQUIRED) is State.READY


def test_environment_is_ready_for_fewer_requirements(ready: Environment) -> None:
    assert ready.state([]) is State.READY


def test_new_requirement_makes_it_incomplete(ready: Environment) -> None:
    assert ready.state([*REQUIRED, "more"]) is State.INCOMPLETE


def test_distrusted_record_makes_it_incomplete(ready: Environment) -> None:
    ready.distrust_record()
    assert ready.state(REQUIRED) is State.INCOMPLETE


def test_missing_environment_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.distrust_record()
    assert environment.state(REQUIRED) is State.UNUSABLE


def test_interrupted_setup_is_unusable(ready: Environment) -> None:
    ready.remove_record()
    assert ready.state(REQUIRED) is State.UNUSABLE


def test_foreign_environment_is_incomplete(ready: Environment) -> None:
    ready.remove_record()
    ready.log.unlink()
    assert ready.state(REQUIRED) is State.INCOMPLETE


def test_foreign_old_python_is_unusable(tmp_path: Path) -> None:
    environment = Environment(tmp_path / ".venv")
    environment.interpreter.parent.mkdir(parents=True)
    environment.interpreter.write_text("#!/bin/sh\nexit 1\n")
    environment.interpreter.chmod(0o755)
    assert environment.state(REQUIRED) is State.UNUSABLE


def test_deleted_python_is_unusable(ready: Environment, tmp_path: Path) -> None:
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(tmp_path / "deleted/python3.11")
    assert ready.state(REQUIRED) is State.UNUSABLE


def test_upgraded_python_is_unusable(ready: Environment, tmp_path: Path) -> None:
    upgraded = shutil.copy(os.path.realpath(ready.interpreter), tmp_path / "python3.99")
    ready.interpreter.unlink()
    ready.interpreter.symlink_to(upgraded)
    assert ready.state(REQUIRED) is State.UNUSABLE


@pytest.mark.parametrize("text", ["", "only a version\n"])
def test_damaged_record_is_ignored(ready: Environment, text: str) -> None:
    ready.record_file.write_text(text)
    assert ready.record() is None


def test_record_reads_back(ready: Environment) -> None:
    record = Record("3.11.7", "/somewhere/python3.11", ("tiny>=1", "more<2"))
    ready.write(record)
    assert ready.record() == record


@pytest.mark.parametrize("character", [os.pathsep, ",", ";", '"', "\\"])
def test_unsuitable_path_is_named(tmp_path: Path, character: str) -> None:
    with pytest.raises(UnsuitablePath, match="rename or move the folder"):
        Environment(tmp_path / f"a{character}b" / ".venv").check_path()


def test_unusual_path_is_accepted(tmp_path: Path) -> None:
    Environment(tmp_path / "Ŷ's folder $1 50%" / ".venv").check_path()
