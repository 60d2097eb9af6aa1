"""How ``python3 -m engine`` ends, in this process: the whole program is tried by test_main.py."""

import logging
import sys

import pytest

from engine import __main__ as program
from engine.errors import BadSetting


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            BadSetting("h", 0, "a positive number"),
            2,
            "Secant: h is 0; it must be a positive number.",
        ),
        (KeyboardInterrupt(), 130, "Secant: Stopped from the keyboard."),
        (BrokenPipeError(), 141, ""),
        (OSError(28, "No space left on device"), 2, "could not be written: No space left"),
    ],
)
def test_error_ends_with_its_status(
    error: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(program, "run", fail)
    monkeypatch.setattr(program, "_discard_output", lambda: None)
    assert program.main([]) == status
    assert said in capsys.readouterr().err


def test_missing_streams_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    program._provide_streams()
    assert sys.stdout is not None
    sys.stdout.close()


@pytest.mark.parametrize("level", ["debug", "info"])
def test_log_is_shown(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("engine")
    before = logger.level
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    program._show_log(level)
    assert logging.getLevelName(logger.level) == level.upper()
    logger.setLevel(before)


@pytest.mark.parametrize(("text", "spelt"), [("10¹²", "^12"), ("é", "\\xe9")])
def test_missing_characters_are_spelt(text: str, spelt: str) -> None:
    start = next(k for k, each in enumerate(text) if not each.isascii())
    error = UnicodeEncodeError("ascii", text, start, len(text), "not ASCII")
    assert program._spell(error) == (spelt, len(text))
