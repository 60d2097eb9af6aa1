"""The paths of Secant itself."""

import sys
from pathlib import Path

import pytest

from gui.first_launch import program
from gui.first_launch.program import Program


def test_source_tree_uses_base_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_base_executable", "/usr/bin/python3")
    running = Program.running()
    assert running.interpreter == Path("/usr/bin/python3")
    assert running.script is not None
    assert running.script.is_file()
    assert (running.icons / "secant.svg").is_file()
    assert (running.icons / "secant.ico").is_file()


def test_installation_uses_its_own_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "__file__", str(tmp_path / "gui/first_launch/program.py"))
    running = Program.running()
    assert running.interpreter == Path(sys.executable)
    assert running.script == tmp_path / "main.py"
