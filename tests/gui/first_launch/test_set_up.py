"""Creating and repairing the private environment, with the real venv and pip."""

import errno
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from gui.first_launch.distributions import damaged
from gui.first_launch.environment import Environment, EnvironmentState
from gui.first_launch.errors import (
    CannotRun,
    DiskFull,
    FolderNotWritable,
    ModuleMissing,
    NoNetwork,
    NotOffered,
    StepFailed,
)
from gui.first_launch.set_up import PACKAGES, compile_sources, set_up
from tests import TIMEOUT_SECONDS
from tests.processes import running

REQUIRED = ["tiny>=1"]
FAKE_PYTHON = """#!/bin/sh
case "$3" in
ensurepip) ;;
pip) echo "{output}"; exit 1;;
*) echo 3.11.7; realpath "$0";;
esac
"""


@pytest.fixture
def fake(tmp_path: Path) -> Environment:
    """An environment of another tool, whose Python is a script that the test writes."""
    environment = Environment(tmp_path / ".venv")
    environment.interpreter.parent.mkdir(parents=True)
    environment.configuration.touch()
    return environment


def tiny_in(environment: Environment) -> str:
    """Return what the environment's Python finds in tiny."""
    command = [str(environment.interpreter), "-c", "import tiny; print(tiny.SIZE)"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    return done.stdout.strip()


def write_script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def test_environment_is_created_from_nothing(made: Environment) -> None:
    assert made.state(REQUIRED) is EnvironmentState.READY
    assert tiny_in(made) == "tiny"
    assert "Successfully installed tiny-1.5" in made.log.read_text()


def test_ready_environment_is_unchanged(
    ready: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ready.record_file.stat().st_ino
    set_up(ready, REQUIRED)
    assert ready.record_file.stat().st_ino == before
    assert capsys.readouterr().err == ""


def test_new_requirement_is_installed(ready: Environment) -> None:
    ready.write(ready.describe([]))
    subprocess.run(
        [str(ready.interpreter), "-m", "pip", "uninstall", "--yes", "--quiet", "tiny"],
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    set_up(ready, REQUIRED)
    assert ready.state(REQUIRED) is EnvironmentState.READY
    assert tiny_in(ready) == "tiny"


def test_foreign_environment_without_pip_is_completed(ready: Environment) -> None:
    subprocess.run(
        [str(ready.interpreter), "-m", "pip", "uninstall", "--yes", "--quiet", "tiny", "pip"],
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    for path in (ready.record_file, ready.log, ready.lock):
        path.unlink()
    foreign_file = ready.folder / "foreign_file"
    foreign_file.touch()
    set_up(ready, REQUIRED)
    assert tiny_in(ready) == "tiny"
    assert foreign_file.exists()


def test_killed_setup_is_repaired(
    ready: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with silent_index() as index:
        environ = os.environ | {"PIP_INDEX_URL": f"http://127.0.0.1:{index.getsockname()[1]}"}
        del environ["PIP_NO_INDEX"]
        code = "import sys; from pathlib import Path\n"
        code += "from gui.first_launch.environment import Environment\n"
        code += "from gui.first_launch.set_up import set_up\n"
        code += "set_up(Environment(Path(sys.argv[1])), ['tiny>=1', 'more'])"
        command = [sys.executable, "-c", code, str(ready.folder)]
        index.settimeout(TIMEOUT_SECONDS)
        with running(command, env=environ) as launch:
            # Once it connects to the index, its work is half done.
            connection, _ = index.accept()
            launch.send_signal(signal.SIGKILL)
            launch.wait(TIMEOUT_SECONDS)
        connection.close()
    assert ready.record() is None
    set_up(ready, REQUIRED)
    # The orphaned pip held the lock until it ended.
    assert "waiting for it to finish" in capsys.readouterr().err
    assert ready.state(REQUIRED) is EnvironmentState.READY
    assert tiny_in(ready) == "tiny"


LOSSES: dict[str, Callable[[Path], object]] = {
    "package": lambda folder: shutil.rmtree(folder / "tiny"),
    "record": lambda folder: (folder / "tiny-1.5.dist-info/RECORD").unlink(),
    "text of a module": lambda folder: empty(folder / "tiny/__init__.py"),
    "pip": lambda folder: shutil.rmtree(folder / "pip"),
}


def empty(path: Path) -> None:
    """Empty a file, which may be a link to that of another test."""
    path.unlink()
    path.touch()


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_lost_files_are_installed_again(ready: Environment, lose: Callable[[Path], object]) -> None:
    [folder] = ready.package_folders
    names = {path.name for path in ready.folder.iterdir()}
    lose(folder)
    ready.distrust_record()
    set_up(ready, REQUIRED)
    assert ready.state(REQUIRED) is EnvironmentState.READY
    assert tiny_in(ready) == "tiny"
    assert damaged(folder) == []
    assert {path.name for path in ready.folder.iterdir()} == names


def test_failed_repair_changes_nothing(
    ready: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [folder] = ready.package_folders
    shutil.rmtree(folder / "tiny")
    ready.distrust_record()
    before = sorted(folder.iterdir())
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(NotOffered):
        set_up(ready, REQUIRED)
    assert sorted(folder.iterdir()) == before
    assert ready.state(REQUIRED) is EnvironmentState.INCOMPLETE


def test_temporary_files_stay_inside(fake: Environment, tmp_path: Path) -> None:
    folders = tmp_path / "folders"
    script = FAKE_PYTHON.replace("\npip) ", f'\npip) echo "$TMPDIR" > {folders};')
    write_script(fake.interpreter, script.format(output="ERROR: something else"))
    with pytest.raises(StepFailed):
        set_up(fake, REQUIRED)
    [folder] = map(Path, folders.read_text().splitlines())
    assert folder.parent == fake.folder
    assert not folder.exists()


@contextmanager
def silent_index() -> Iterator[socket.socket]:
    """Serve a package index that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_no_network_restores_environment(
    ready: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with silent_index() as index:
        port = index.getsockname()[1]
    monkeypatch.delenv("PIP_NO_INDEX")
    # Nothing listens on that port now.
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(NoNetwork, match="connect to the network"):
        set_up(ready, [*REQUIRED, "more"])
    assert ready.state(REQUIRED) is EnvironmentState.READY


def test_library_not_offered_is_named(ready: Environment) -> None:
    with pytest.raises(NotOffered, match="found no tiny>=2 for Python 3"):
        set_up(ready, ["tiny>=2"])
    assert ready.state(REQUIRED) is EnvironmentState.READY


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        ("ERROR: [Errno 28] No space left on device", DiskFull),
        ("ERROR: something else", StepFailed),
    ],
)
def test_pip_error_becomes_fault(fake: Environment, output: str, fault: type[Exception]) -> None:
    write_script(fake.interpreter, FAKE_PYTHON.format(output=output))
    with pytest.raises(fault):
        set_up(fake, REQUIRED)
    # An environment of another tool still works, and does not count as an interrupted setup.
    assert fake.state(REQUIRED) is EnvironmentState.INCOMPLETE


def test_failing_interpreter_is_named(fake: Environment) -> None:
    # It answers once, for the first check, and fails from then on.
    text = '#!/bin/sh\n[ "$3" = ensurepip ] && rm "$0.answers" && exit 0\n'
    text += '[ "$3" = pip ] && exit 0\n[ -e "$0.answers" ] || exit 9\necho 3.11.7; realpath "$0"\n'
    write_script(fake.interpreter, text)
    fake.interpreter.with_name("python.answers").touch()
    with pytest.raises(CannotRun, match="it ended with status 9"):
        set_up(fake, REQUIRED)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_module_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    find = importlib.util.find_spec

    def find_others(name: str) -> ModuleSpec | None:
        return None if name == module else find(name)

    monkeypatch.setattr(importlib.util, "find_spec", find_others)
    with pytest.raises(ModuleMissing) as caught:
        set_up(Environment(tmp_path / ".venv"), REQUIRED)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"lacks its module {module}" in str(caught.value)
    assert "sudo apt install python3-venv" in str(caught.value)
    assert f"python{version}-venv" in str(caught.value)


def test_uncreatable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / ".venv").touch()
    with pytest.raises(FolderNotWritable, match="File exists"):
        set_up(Environment(tmp_path / ".venv"), REQUIRED)


@pytest.mark.parametrize(
    ("number", "fault"), [(errno.ENOSPC, DiskFull), (errno.EROFS, FolderNotWritable)]
)
def test_disk_error_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: type[Exception]
) -> None:
    def refuse(path: Path, mode: int = 0o777, exist_ok: bool = False) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(fault):
        set_up(Environment(tmp_path / ".venv"), REQUIRED)


def test_interrupted_setup_restarts_cleanly(
    ready: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.remove_record()
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "data").touch()
    (ready.folder / "link").symlink_to(precious)
    (ready.folder / "remains").touch()
    set_up(ready, REQUIRED)
    assert not (ready.folder / "link").exists()
    assert not (ready.folder / "remains").exists()
    assert (precious / "data").exists()
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        f"Secant: creating its private environment in {ready.folder} (step 1 of 3)",
        "Secant: installing pip (step 2 of 3)",
        "Secant: downloading tiny; this can take a few minutes (step 3 of 3)",
    ]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / package / "part" / "module.py" for package in PACKAGES]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_text("answer = 42\n")
    return paths


def test_every_module_is_compiled(tmp_path: Path, sources: list[Path]) -> None:
    compile_sources(tmp_path)
    for path in sources:
        assert Path(importlib.util.cache_from_source(str(path))).exists()


def test_unwritable_cache_is_ignored_silently(
    tmp_path: Path, sources: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    for path in sources:
        (path.parent / "__pycache__").write_text("in the way")
    compile_sources(tmp_path)
    assert capfd.readouterr() == ("", "")
    assert [path.read_text() for path in sources] == ["answer = 42\n"] * len(sources)
