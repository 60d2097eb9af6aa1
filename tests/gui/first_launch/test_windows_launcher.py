"""The launcher on Windows, as far as it can be tested on any system."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.first_launch.program import Program
from gui.first_launch.windows_launcher import (
    Run,
    associate,
    association_script,
    install_shortcut,
    literal,
    run_command,
    run_script,
    shortcut_script,
)

PROGRAM = Program(Path("C:/Python's/python.exe"), Path("C:/50% off/main.py"), Path("C:/icons"))
CLASSES = r"HKEY_CURRENT_USER\Software\Classes"


def test_double_click_opens_file_in_secant() -> None:
    lines = association_script(PROGRAM).splitlines()
    assert lines[0].endswith(rf"SetValue('{CLASSES}\.secant', '', 'Secant.Experiment')")
    assert lines[-1].endswith(
        rf"SetValue('{CLASSES}\Secant.Experiment\shell\open\command', '', "
        '\'"C:/Python\'\'s/python.exe" "C:/50% off/main.py" "%1"\')'
    )
    assert rf"\DefaultIcon', '', '{PROGRAM.icons / 'secant.ico'}')" in lines[2]


def test_only_current_user_is_affected() -> None:
    assert all(CLASSES in line for line in association_script(PROGRAM).splitlines())


def test_associate_returns_success() -> None:
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> int:
        commands.append(command)
        return len(commands) - 1

    assert associate(PROGRAM, run)
    assert not associate(PROGRAM, run)
    assert commands[0][-1] == association_script(PROGRAM)


def test_script_is_one_argument() -> None:
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> int:
        commands.append(command)
        return len(commands) - 1

    assert run_script("one\ntwo", run)
    assert not run_script("one\ntwo", run)
    assert (commands[0][0], commands[0][-1]) == ("powershell", "one\ntwo")


def test_missing_powershell_is_failure() -> None:
    def fail(command: Sequence[str]) -> NoReturn:
        raise FileNotFoundError

    assert not run_script("one", fail)


def test_command_returns_exit_status() -> None:
    commands = [[sys.executable, "-c", f"raise SystemExit({status})"] for status in (0, 7)]
    assert [run_command(command) for command in commands] == [0, 7]


@given(st.text())
def test_literal_escapes_every_quote(text: str) -> None:
    quoted = literal(text)
    assert (quoted[0], quoted[-1]) == ("'", "'")
    assert "'" not in quoted[1:-1].replace("''", "")
    assert quoted[1:-1].replace("''", "'") == text


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
