"""The launcher on Windows, as far as it can be tested on any system."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from gui.first_launch.file_association import association_script
from gui.first_launch.powershell import Run
from gui.first_launch.program import Program
from gui.first_launch.start_menu import install_shortcut, shortcut_script

PROGRAM = Program(Path("C:/Python's/python.exe"), Path("C:/50% off/main.py"), Path("C:/icons"))
MENU = "Microsoft/Windows/Start Menu/Programs"


def test_powershell_creates_shortcut(tmp_path: Path) -> None:
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> int:
        commands.append(command)
        return 0

    path = install_shortcut(PROGRAM, {"APPDATA": str(tmp_path)}, run)
    assert path == tmp_path / MENU / "Secant.lnk"
    assert [command[0] for command in commands] == ["powershell"] * 2
    assert commands[0][-1] == association_script(PROGRAM)
    assert commands[1][-1] == shortcut_script(path, PROGRAM)


def test_quote_in_path_is_escaped() -> None:
    script = shortcut_script(Path("C:/menu/Secant.lnk"), PROGRAM)
    assert "$shortcut.TargetPath = 'C:/Python''s/python.exe'\n" in script
    assert "$shortcut.Arguments = '\"C:/50% off/main.py\"'\n" in script
    assert "$shortcut.IconLocation = 'C:/icons/secant.ico'\n" in script


def refuse(command: Sequence[str]) -> int:
    return 1


def be_missing(command: Sequence[str]) -> NoReturn:
    raise FileNotFoundError


@pytest.mark.parametrize("run", [refuse, be_missing])
def test_batch_file_replaces_failed_shortcut(tmp_path: Path, run: Run) -> None:
    path = install_shortcut(PROGRAM, {"APPDATA": str(tmp_path)}, run)
    assert path == tmp_path / MENU / "Secant.bat"
    command = 'start "Secant" /min "C:/Python\'s/python.exe" "C:/50%% off/main.py"'
    assert command in path.read_text("utf-8").splitlines()
