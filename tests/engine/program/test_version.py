"""The version, which has one place."""

import re
from pathlib import Path

import pytest

from engine.command.request import read_request
from engine.program.version import VERSION

CHANGELOG = Path(__file__).parents[3] / "CHANGELOG.md"


def test_changelog_begins_with_version() -> None:
    assert re.findall(r"^## (\S+)", CHANGELOG.read_text("utf-8"), re.MULTILINE)[0] == VERSION


def test_command_prints_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        read_request(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"Secant {VERSION}\n"
