import sys
from collections.abc import Sequence
from typing import NoReturn

from hypothesis import given
from hypothesis import strategies as st

from gui.first_launch.powershell import literal, run_command, run_script


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
