"""The real program in its own process, from the first keystroke to the exported file."""

import csv
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import Problem, Settings, fit
from tests import TIMEOUT_SECONDS
from tests.e2e.play import ROOT, begin, play


def test_type_run_export_close(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "fitted.csv"
    program = play(home, "type_run_and_export", str(path))
    assert (program.returncode, program.stderr) == (0, "")
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows[0] == ["weight", "start", "fitted"]
    problem = Problem([[1, 1], [1, 2], [1, 3]], [3, 5, 7])
    expected = fit(problem, Settings(epochs=5000, learning_rate=0.1, h=0.01))
    assert [row[0] for row in rows[1:]] == ["intercept", "x2"]
    assert [float(row[1]) for row in rows[1:]] == [0, 0]
    assert [float(row[2]) for row in rows[1:]] == expected.W.ravel().tolist()
    np.testing.assert_allclose(expected.W.ravel(), [1, 2], atol=1e-9)


def test_closing_during_run_ends_cleanly(home: dict[str, str]) -> None:
    program = play(home, "close_while_running")
    assert (program.returncode, program.stderr) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_cleanly(home: dict[str, str], number: signal.Signals) -> None:
    with begin(home, "wait_while_running") as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "running\n"
        program.send_signal(number)
        _, errors = program.communicate(timeout=TIMEOUT_SECONDS)
    assert (program.returncode, errors) == (0, "")


def test_engine_command_prints_published_numbers(home: dict[str, str]) -> None:
    command = [sys.executable, "-m", "engine"]
    program = subprocess.run(
        command,
        cwd=ROOT,
        env=home,
        text=True,
        capture_output=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    losses = re.findall(r"^Loss(?: \((\d+)\))?: (\S+)$", program.stdout, re.MULTILINE)
    printed = {int(epoch or 0): float(loss) for epoch, loss in losses}
    for epoch, loss in {
        0: 340.381080443314,
        1: 271.2823807105329,
        1000: 2.6596473724906243e-07,
    }.items():
        assert printed[epoch] == pytest.approx(loss, rel=1e-9)
