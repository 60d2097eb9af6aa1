"""The real program in a process of its own, from the first keystroke to the file it leaves."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import Problem, Settings, fit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose home is empty."""
    places = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    return os.environ | places | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}


def start(home: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=home,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_type_run_export_close(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "fitted.csv"
    program = start(home, "-m", "tests.e2e.driver", str(path))
    _, errors = program.communicate(timeout=PATIENCE_SECONDS)
    assert (program.returncode, errors) == (0, "")
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows[0] == ["weight", "initial", "fitted"]
    problem = Problem([[1, 1], [1, 2], [1, 3]], [3, 5, 7])
    expected = fit(problem, Settings(epochs=5000, learning_rate=0.1, h=0.01))
    assert [row[0] for row in rows[1:]] == ["w1", "w2"]
    assert [float(row[1]) for row in rows[1:]] == [0, 0]
    assert [float(row[2]) for row in rows[1:]] == expected.W.ravel().tolist()
    np.testing.assert_allclose(expected.W.ravel(), [1, 2], atol=1e-9)
