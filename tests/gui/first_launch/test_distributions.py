"""What is installed in a folder, and which of it lost files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gui.first_launch.distributions import Distribution, damaged, installed, normalised

METADATA = """Metadata-Version: 2.1
Name: Some.Library
Version: 1.5
Requires-Dist: numpy>=1.2
Requires-Dist: other_one
Requires-Dist: tiny<2; python_version < "3.8"
Requires-Dist: pytest>=8; extra == 'tests'

Requires-Dist: mentioned in the text
"""
FILES = {
    "some/__init__.py": "",
    "some/code.py": "x = 1\n",
    "some/inner/deep.abi3.so": "binary",
    "some/inner/libthing.so.1.2": "binary",
    "some/inner/data, more.txt": "text",
    "some/tests/test_code.py": "y = 1\n",
    "some/__pycache__/code.pyc": "bytecode",
}


@pytest.fixture
def library(tmp_path: Path) -> Distribution:
    """A distribution with all its files."""
    description = tmp_path / "some_library-1.5.dist-info"
    description.mkdir()
    (description / "METADATA").write_text(METADATA)
    lines = [f"some_library-1.5.dist-info/METADATA,sha256=x,{len(METADATA)}"]
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        quoted = f'"{name}"' if "," in name else name
        lines.append(f"{quoted},sha256=x,{len(text)}")
    lines.append("some_library-1.5.dist-info/RECORD,,")
    (description / "RECORD").write_text("\n".join(lines) + "\n")
    [found] = installed([str(tmp_path)])
    return found


def test_whole_distribution_has_its_code(library: Distribution, tmp_path: Path) -> None:
    assert (library.name, library.version) == ("some-library", "1.5")
    assert library.has_its_code()
    assert damaged(tmp_path) == []


@pytest.mark.parametrize(
    "lose",
    [
        lambda folder: shutil.rmtree(folder / "some"),
        lambda folder: shutil.rmtree(folder / "some/inner"),
        lambda folder: (folder / "some/code.py").unlink(),
        lambda folder: (folder / "some/code.py").write_text(""),
        lambda folder: (folder / "some/inner/deep.abi3.so").unlink(),
        lambda folder: (folder / "some/inner/libthing.so.1.2").write_text(""),
        lambda folder: (folder / "some/inner/deep.abi3.so").write_text("bin"),
        lambda folder: (folder / "some/__init__.py").unlink(),
    ],
)
def test_lost_code_is_noticed(
    library: Distribution, tmp_path: Path, lose: Callable[[Path], object]
) -> None:
    lose(tmp_path)
    assert not library.has_its_code()
    assert damaged(tmp_path) == [Path(library.description)]


@pytest.mark.parametrize(
    "name", ["some/inner/data, more.txt", "some/tests/test_code.py", "some/__pycache__/code.pyc"]
)
def test_start_needs_only_code(library: Distribution, tmp_path: Path, name: str) -> None:
    (tmp_path / name).unlink()
    assert library.has_its_code()


@pytest.mark.parametrize("name", ["some/code.py", "some/inner/data, more.txt"])
def test_repair_compares_every_size(library: Distribution, tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("a") as file:
        file.write("more")
    assert library.has_its_code()
    assert damaged(tmp_path) == [Path(library.description)]


def test_file_without_size_must_exist(library: Distribution, tmp_path: Path) -> None:
    with Path(library.description, "RECORD").open("a") as file:
        file.write("some/unsized.py,,\n")
    (tmp_path / "some/unsized.py").write_text("z = 1\n")
    assert library.has_its_code()
    assert damaged(tmp_path) == []
    (tmp_path / "some/unsized.py").unlink()
    assert not library.has_its_code()
    assert damaged(tmp_path) == [Path(library.description)]


def test_bytecode_may_change(library: Distribution, tmp_path: Path) -> None:
    (tmp_path / "some/__pycache__/code.pyc").write_text("other bytecode")
    assert damaged(tmp_path) == []


def test_system_package_without_record_counts(library: Distribution, tmp_path: Path) -> None:
    Path(library.description, "RECORD").unlink()
    assert library.has_its_code()
    # In Secant's own environment pip needs the file for an upgrade.
    assert damaged(tmp_path) == [Path(library.description)]


@pytest.mark.parametrize("text", ["", "cut off", "\n"])
def test_unreadable_record_needs_repair(library: Distribution, tmp_path: Path, text: str) -> None:
    Path(library.description, "RECORD").write_text(text)
    assert damaged(tmp_path) == [Path(library.description)]


def test_remains_of_installation_do_not_count(library: Distribution, tmp_path: Path) -> None:
    Path(library.description, "METADATA").write_text("")
    assert list(installed([str(tmp_path), str(tmp_path / "absent")])) == []
    assert damaged(tmp_path) == [Path(library.description)]


def test_conditional_requirements_are_left_out(library: Distribution) -> None:
    assert library.required_names == ["numpy", "other-one"]


@pytest.mark.parametrize("name", ["Some.Library", "some_library", "some--library"])
def test_spellings_of_name_are_equal(name: str) -> None:
    assert normalised(name) == "some-library"
