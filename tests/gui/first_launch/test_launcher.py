"""The launcher, on each operating system."""

import subprocess
import sys
from pathlib import Path

import pytest

from gui.first_launch import launcher
from gui.first_launch.errors import LauncherNotWritten
from gui.first_launch.launcher import install_launcher, install_script
from gui.first_launch.program import Program
from tests import TIMEOUT_SECONDS


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for one test, on every system."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("linux", ".local/share/applications/secant.desktop"),
        ("darwin", "Applications/Secant.command"),
        ("win32", "Microsoft/Windows/Start Menu/Programs/Secant.bat"),
    ],
)
def test_sentence_names_launcher_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, place: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    # Without PATH, no system finds a program named powershell.
    monkeypatch.setenv("PATH", str(home))
    sentence = install_launcher()
    assert sentence == f"Secant is now in the application menu ({home / place})."
    assert "main.py" in (home / place).read_text("utf-8")


def test_unwritable_folder_is_named(home: Path) -> None:
    (home / ".local").touch()
    with pytest.raises(LauncherNotWritten, match=r"cannot write the launcher .*\.local") as caught:
        install_launcher()
    assert caught.value.status == 2


def test_error_without_file_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(program: Program) -> Path:
        raise OSError("no menu")

    monkeypatch.setattr(launcher, "_install", refuse)
    with pytest.raises(LauncherNotWritten, match=r"into the application menu \(no menu\)"):
        install_launcher()


def test_script_starts_secant_from_awkward_path(tmp_path: Path) -> None:
    folder = tmp_path / 'Ŷ\'s "folder" $HOME `x`'
    folder.mkdir()
    script = folder / "main.py"
    script.write_text("import sys; print(sys.argv[0])")
    path = install_script(Program(Path(sys.executable), script, folder), tmp_path)
    assert path == tmp_path / "Applications/Secant.command"
    done = subprocess.run(
        [str(path)], capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    assert done.stdout.strip() == str(script)
