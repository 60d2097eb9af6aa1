"""A private environment for the tests, and pip without a network."""

import os
import shutil
from pathlib import Path

import pytest

from gui.first_launch.environment import Environment
from gui.first_launch.set_up import set_up
from tests.gui.first_launch.wheel import write_wheel


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one distribution for pip to find: tiny 1.5."""
    folder = tmp_path_factory.mktemp("wheels")
    write_wheel(folder)
    return folder


@pytest.fixture(scope="session")
def made(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that the real tools created; tests copy it and never change it."""
    environment = Environment(tmp_path_factory.mktemp("made") / ".venv")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _use_only(wheels, monkeypatch)
        set_up(environment, ["tiny>=1"])
    return environment


@pytest.fixture
def offline(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip find only the wheels of these tests."""
    _use_only(wheels, monkeypatch)


@pytest.fixture
def ready(made: Environment, tmp_path: Path, offline: None) -> Environment:
    """A copy for one test, complete for tiny>=1."""
    shutil.copytree(made.folder, tmp_path / ".venv", symlinks=True, copy_function=_copied)
    return Environment(tmp_path / ".venv")


def _copied(source: str, target: str) -> None:
    """Copy a file; only link pip's files, which are many and never written to."""
    if "site-packages" in Path(source).parts:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _use_only(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(variable, raising=False)
    # The machine's own configuration could name an index.
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
