"""The program as a person starts it; the tests of engine.command check what it computes."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import __main__ as program
from engine.__main__ import main
from tests import TIMEOUT_SECONDS
from tests.processes import running

from .command.test_commandline import losses_in
from .problems import DATA
from .test_descent import PUBLISHED

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "engine"]
Capture = pytest.CaptureFixture[str]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )


def test_published_run() -> None:
    done = start()
    assert done.returncode == 0
    assert "Still falling: the loss halves every 45 epochs." in done.stderr.decode()
    assert losses_in(done.stdout.decode("ascii").replace("\r\n", "\n")) == pytest.approx(
        PUBLISHED, rel=1e-9
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "utf-16"])
def test_any_output_encoding_works(encoding: str) -> None:
    done = start(str(DATA / "Norris.csv"), "--learning-rate", "1", PYTHONIOENCODING=encoding)
    error = done.stderr.decode(encoding)
    assert done.returncode == 1
    mark = "✕" if encoding.startswith("utf") else "Failed:"
    assert f"{mark} Diverged at epoch 2: the loss has grown 1.19e23-fold." in error
    assert "\\u" not in error


@pytest.mark.parametrize("option", ["--help", "--learning-rate"])
def test_c_locale_prints_help_and_errors(option: str) -> None:
    done = start(option, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    is_refused = not str(ROOT).isascii() and b"set PYTHONUTF8=1" in done.stderr
    assert done.returncode == (0 if option == "--help" and not is_refused else 2)
    assert b"Traceback" not in done.stderr


def test_other_characters_are_escaped() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="spell")
    out.write("η’s ≤ “大” – \udcff")
    out.flush()
    assert out.buffer.getvalue() == b'eta\'s <= "\\u5927" - \\udcff'


def test_closed_pipe_is_not_an_error() -> None:
    with running([*COMMAND, "--all", "--epochs", "1e5"], ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert first.startswith("Loss: 340.38")
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's disk that is always full")
def test_unwritable_output_is_reported() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            COMMAND,
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    assert done.returncode == 2
    sentence = f"Secant: The output could not be written: {os.strerror(errno.ENOSPC)}.\n"
    assert done.stderr.decode() == sentence


def test_verdict_follows_the_output() -> None:
    done = subprocess.run(
        COMMAND,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    lines = done.stdout.decode().splitlines()
    assert lines[-2].startswith("Y: ")
    assert "Still falling" in lines[-1]


def test_control_c_prints_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(arguments: list[str] | None) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "run", interrupted)
    assert main([]) == 130
    assert capsys.readouterr().err == "Secant: Stopped from the keyboard.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "Secant: none.csv: the file could not be read: no such file or directory."),
        (["--h", "0"], "Secant: step h is 0.0; it must be more than zero"),
        (["--difference", "up"], "Secant: difference is “up”; it must be central, forward or"),
        (["--epochs", "1", "--weights", "none/w.csv"], "Secant: none/w.csv could not be written"),
    ],
)
def test_errors_have_status_2(arguments: list[str], sentence: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(sentence)
    assert error.count("\n") == 1


def test_log_goes_to_stderr_on_request() -> None:
    done = start("--epochs", "1", SECANT_LOG="debug")
    assert done.returncode == 0
    assert done.stdout.startswith(b"Loss: 340.38")
    assert b"DEBUG engine.command.commandline: " in done.stderr


def test_status_1_passes_through(capsys: Capture) -> None:
    assert main(["--learning-rate", "1"]) == 1
    assert "Diverged" in capsys.readouterr().err


def test_question_names_its_option(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "w.csv"
    path.write_text("400,410,420,y\n1,2,3,4\n2,3,4,5\n3,5,4,6\n")
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.endswith(" (--header)\n")
