import sys
from collections.abc import Sequence
from typing import NoReturn

from hypothesis import given
from hypothesis import strategies as st

from gui.first_launch.powershell import literal, run_command, run_script


def test_a_script_is_handed_over_whole() -> None:
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> int:
        commands.append(command)
        return len(commands) - 1

    assert run_script("one\ntwo", run)
    assert not run_script("one\ntwo", run)
    assert (commands[0][0], commands[0][-1]) == ("powershell", "one\ntwo")


def test_where_there_is_no_powershell_it_could_not_be() -> None:
    def be_absent(command: Sequence[str]) -> NoReturn:
        raise FileNotFoundError

    assert not run_script("one", be_absent)


def test_a_command_gives_its_status() -> None:
    commands = [[sys.executable, "-c", f"raise SystemExit({status})"] for status in (0, 7)]
    assert [run_command(command) for command in commands] == [0, 7]


@given(st.text())
def test_a_text_ends_where_it_should(text: str) -> None:
    quoted = literal(text)
    assert (quoted[0], quoted[-1]) == ("'", "'")
    assert "'" not in quoted[1:-1].replace("''", "")
    assert quoted[1:-1].replace("''", "'") == text
