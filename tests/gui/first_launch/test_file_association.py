"""The registry entries, as far as they can be tested on any system."""

from collections.abc import Sequence
from pathlib import Path

from gui.first_launch.file_association import associate, association_script
from gui.first_launch.program import Program

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
