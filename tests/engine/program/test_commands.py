"""The commands that texts name, however Secant was started."""

import sys
from pathlib import Path

import pytest

from engine.program.commands import fit_command, fit_program, is_bundle, window_command


@pytest.mark.parametrize(
    ("started", "fit", "window"),
    [
        ("/code/engine/__main__.py", "python3 -m engine", "python3 main.py"),
        ("main.py", "python3 -m engine", "python3 main.py"),
        ("/usr/local/bin/secant-fit", "secant-fit", "secant"),
        ("/usr/local/bin/secant", "python3 -m engine", "secant"),
    ],
)
def test_commands_follow_start(
    monkeypatch: pytest.MonkeyPatch, started: str, fit: str, window: str
) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    assert not is_bundle()
    assert (fit_command(), window_command()) == (fit, window)


def test_bundle_names_its_own_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["anything"])
    assert is_bundle()
    assert (fit_command(), window_command()) == ("secant-fit", "secant")


@pytest.mark.parametrize(
    ("running", "beside"), [("secant", "secant-fit"), ("secant.exe", "secant-fit.exe")]
)
def test_fit_program_is_beside(monkeypatch: pytest.MonkeyPatch, running: str, beside: str) -> None:
    monkeypatch.setattr(sys, "executable", f"/opt/secant/{running}")
    assert fit_program() == Path("/opt/secant", beside)
