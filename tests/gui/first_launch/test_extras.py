"""Adding an extra to the private environment, with the real pip."""

import shutil
import sys
from pathlib import Path

import pytest

from gui.first_launch import extras
from gui.first_launch.environment import Environment, EnvironmentState
from gui.first_launch.errors import (
    AddedElsewhere,
    AddedOffline,
    BundleIsClosed,
    NoNetwork,
    NotOffered,
    UnknownExtra,
)
from gui.first_launch.extras import add_extra
from gui.first_launch.set_up import add_to, set_up

PROJECT = """[project]
dependencies = [{}]
[project.optional-dependencies]
tests = ["pytest"]
more = ["tiny>=1"]
other = ["no-such-library>=1"]
"""


def packages(environment: Environment) -> Path:
    """Return the folder of the installed libraries."""
    return environment.package_folders[0]


@pytest.fixture
def bare(ready: Environment) -> Environment:
    """An environment that is ready, and has nothing installed."""
    for path in packages(ready).glob("tiny*"):
        shutil.rmtree(path)
    record = ready.record()
    assert record is not None
    ready.write(record._replace(requirements=()))
    return ready


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree whose requirements are met, running in its private environment."""
    (tmp_path / "pyproject.toml").write_text(PROJECT.format(""), "utf-8")
    monkeypatch.setattr(extras, "_ROOT", tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    return tmp_path


def test_extra_is_added(tree: Path, bare: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    assert add_extra("more") == f"The extra more is there ({bare.folder})."
    assert (packages(bare) / "tiny" / "__init__.py").is_file()
    record = bare.record()
    assert record is not None
    assert record.requirements == ("tiny>=1",)
    assert "downloading tiny" in capsys.readouterr().err
    assert add_extra("more") == f"The extra more is there ({bare.folder})."


def test_later_setup_keeps_the_extra(tree: Path, bare: Environment) -> None:
    add_extra("more")
    bare.distrust_record()
    add_extra("more")
    set_up(bare, [])
    assert bare.state(["tiny>=1"]) is EnvironmentState.READY


def test_extra_comes_with_what_is_missing(tree: Path, bare: Environment) -> None:
    add_to(bare, ["tiny>=1"], ["tiny"])
    assert (packages(bare) / "tiny").is_dir()


def test_environment_stays_ready_if_that_fails(tree: Path, bare: Environment) -> None:
    before = bare.record()
    with pytest.raises(NotOffered, match="no-such-library"):
        add_extra("other")
    assert bare.record() == before
    assert bare.state([]) is EnvironmentState.READY


def test_missing_network_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(environment: Environment, *_: object) -> None:
        raise NoNetwork(environment.log)

    monkeypatch.setattr("gui.first_launch.set_up.add_to", fail)
    with pytest.raises(AddedOffline, match=r"the extra more is downloaded, .* try again"):
        add_extra("more")


@pytest.mark.parametrize("name", ["arrows", "tests", ""])
def test_unknown_extra_is_refused(tree: Path, name: str) -> None:
    with pytest.raises(UnknownExtra, match=r"there are more, other\."):
        add_extra(name)


def test_bundle_is_closed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(BundleIsClosed, match="is a bundle"):
        add_extra("more")


def test_other_python_is_left_alone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    with pytest.raises(AddedElsewhere, match=r'-m pip install "tiny>=1"'):
        add_extra("more")
    (tree / "pyproject.toml").unlink()
    with pytest.raises(AddedElsewhere, match=r'-m pip install "secant\[more\]"'):
        add_extra("more")
    assert not (tree / ".venv").exists()


def test_extra_of_that_python_is_there(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    project = PROJECT.format("").replace("tiny>=1", "pytest>=1")
    (tree / "pyproject.toml").write_text(project, "utf-8")
    assert add_extra("more") == "The extra more is there (/usr)."
