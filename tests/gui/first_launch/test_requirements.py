"""The requirements of a project file, and which of them are met."""

import sys
import tomllib
from pathlib import Path

import pytest

from gui.first_launch.requirements import Requirement, required, required_by_installed, unmet

ROOT = Path(__file__).parents[3]
PROJECT = """
[project]
dependencies = ["numpy>=1.26", "tiny"]
[project.optional-dependencies]
tests = ["pytest>=8"]
"""


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("tiny", "0.1"),
        ("tiny>=1.26", "1.26"),
        ("tiny>=1.26", "1.26.0"),
        ("tiny >= 1.26.0", "1.26"),
        ("tiny>=1.9", "1.10"),
        ("tiny>=6.10.3,<6.12", "6.11.3"),
        ("tiny==2.0", "2"),
        ("tiny!=2.1", "2.1.1"),
        ("tiny>=1", "1.0.post1"),
    ],
)
def test_version_within_bounds_is_accepted(text: str, version: str) -> None:
    assert Requirement.parse(text).accepts(version)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("tiny>=1.26", "1.25.9"),
        ("tiny>=1.10", "1.9"),
        ("tiny>=6.10.3,<6.12", "6.12.0"),
        ("tiny>=6.10.3,<6.12", "6.12.0rc1"),
        ("tiny>=6.10.3,<6.12", "6.10.2"),
        ("tiny==2.0", "2.0.1"),
        ("tiny!=2.1", "2.1.0"),
    ],
)
def test_version_outside_bounds_is_refused(text: str, version: str) -> None:
    assert not Requirement.parse(text).accepts(version)


@pytest.mark.parametrize("text", ["tiny~=1.0", "tiny[extra]", "tiny>=1; python_version < '4'", ""])
def test_unsupported_requirement_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        Requirement.parse(text)


def test_version_without_number_is_refused() -> None:
    with pytest.raises(ValueError, match="version not understood: unknown"):
        Requirement.parse("tiny>=1").accepts("unknown")


def test_requirements_come_from_project_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    assert required(tmp_path) == ["numpy>=1.26", "tiny"]
    assert required(tmp_path, "tests") == ["numpy>=1.26", "tiny", "pytest>=8"]


ODD_FORMS = ('["one", "two"]', '[\n    "one", "two",\n]', "[\n    'one',\n    \"two\",\n]")


@pytest.mark.parametrize("listed", ODD_FORMS)
def test_requirements_may_be_listed_otherwise(tmp_path: Path, listed: str) -> None:
    text = f'[project]\nname = "tiny"\ndependencies = {listed}\n'
    (tmp_path / "pyproject.toml").write_text(text)
    assert required(tmp_path) == ["one", "two"]


def test_own_file_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads(Path(ROOT, "pyproject.toml").read_text("utf-8"))["project"]
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert required(ROOT) == project["dependencies"]


def test_own_requirements_are_met() -> None:
    assert unmet(required(ROOT, "tests")) == []


def test_unmet_names_missing_and_outdated() -> None:
    requirements = ["numpy>=1", "numpy>=1000", "no-such-distribution"]
    assert unmet(requirements) == ["numpy>=1000", "no-such-distribution"]


def test_interrupted_installation_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_done-1.0.dist-info").mkdir()
    (tmp_path / "half_done-1.0.dist-info/METADATA").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert unmet(["half-done>=1"]) == ["half-done>=1"]


def add(folder: Path, name: str, needed: str = "") -> Path:
    """Install a distribution with one module; return the module."""
    description = folder / f"{name}-1.0.dist-info"
    description.mkdir()
    requirement = f"Requires-Dist: {needed}\n" if needed else ""
    (description / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n{requirement}")
    (description / "RECORD").write_text(f"{name}.py,sha256=x,6\n")
    module = folder / f"{name}.py"
    module.write_text("x = 1\n")
    return module


def test_lost_code_is_unmet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = add(tmp_path, "first")
    monkeypatch.syspath_prepend(tmp_path)
    assert unmet(["first"]) == []
    module.unlink()
    assert unmet(["first"]) == ["first"]


def test_lost_code_of_dependency_is_unmet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The two need each other, too.
    add(tmp_path, "first", "second (>=1.0)")
    module = add(tmp_path, "second", "first")
    add(tmp_path, "third")
    monkeypatch.syspath_prepend(tmp_path)
    assert unmet(["first", "second", "third"]) == []
    module.write_text("")
    assert unmet(["first", "third"]) == ["first"]


def test_missing_dependency_is_unmet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, "first", "no-such-distribution")
    add(tmp_path, "second", "no-such-distribution; python_version < '3'")
    monkeypatch.syspath_prepend(tmp_path)
    assert unmet(["first", "second"]) == ["first"]


def test_installed_requirements_omit_optional_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole-1.0.dist-info").mkdir()
    (tmp_path / "whole-1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: whole\nVersion: 1.0\n"
        "Requires-Dist: tiny<2,>=1\nRequires-Dist: pytest>=8; extra == 'tests'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert required_by_installed("whole") == ["tiny<2,>=1"]
