from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from engine.__main__ import main
from engine.command.many_files import ReadingProgress
from engine.reading.tables import read_table
from tests.engine.parts.tables import table, write_csv, write_parts

Output = pytest.CaptureFixture[str]
END = ["--intercept", "--until-converged", "--scale-columns"]


@pytest.fixture
def pattern(tmp_path: Path) -> str:
    (tmp_path / "parts").mkdir()
    write_parts(tmp_path / "parts", table(rows=300), 10)
    return f"{tmp_path}/parts/*.csv"


@pytest.fixture
def single(tmp_path: Path) -> str:
    return str(write_csv(tmp_path / "whole.csv", table(rows=300)))


def statistics_of(output: Output) -> list[str]:
    lines = output.readouterr().out.splitlines()
    return lines[lines.index("Least squares, at the optimum:") :]


def test_statistics_are_those_of_one_file(pattern: str, single: str, capsys: Output) -> None:
    assert main([pattern, *END, "--statistics"]) == 0
    found = statistics_of(capsys)
    assert main([single, *END, "--statistics"]) == 0
    assert found == statistics_of(capsys)


def test_rows_and_files_are_told(pattern: str, capsys: Output) -> None:
    assert main([pattern, *END]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("300 rows of 10 files reduced to 5; η = ")
    assert "✓ Converged" in captured.err
    first = ", ".join(map(repr, table(rows=300)[:6, -1].tolist()))
    assert f"Y: [{first}, ..., " in captured.out


def test_terms_are_computed_in_each_file(pattern: str, single: str, capsys: Output) -> None:
    options = [*END, "--statistics", "--term", "a*b"]
    assert main([pattern, *options]) == 0
    found = statistics_of(capsys)
    assert main([single, *options]) == 0
    assert found == statistics_of(capsys)


def test_predictions_reach_all_rows(pattern: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main([pattern, *END, "--predictions", str(out)]) == 0
    values = read_table(out).values
    assert (values[:, 0] == table(rows=300)[:, -1]).all()
    assert np.abs(values[:, 0] - values[:, 1]).mean() < 5


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--all"], "--all needs all rows in memory"),
        (["--hold-out", "0.2"], "--hold-out needs all rows in memory"),
        (["--loss", "mean absolute"], "only the mean square can do with"),
        (["--days", "a"], "file by file"),
        (["--workers", "2"], "--workers needs --cluster local"),
        (["--cluster", "elsewhere"], "neither local nor an address"),
    ],
)
def test_what_needs_rows_is_refused(
    pattern: str, capsys: Output, options: list[str], sentence: str
) -> None:
    try:
        status = main([pattern, *options])
    except SystemExit as exit_:
        status = exit_.code if isinstance(exit_.code, int) else 1
    assert status == 2
    assert sentence in capsys.readouterr().err


def test_missing_extra_is_said(
    pattern: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.parts.on_cluster.is_installed", lambda: False)
    assert main([pattern, "--cluster", "local"]) == 2
    assert "python3 main.py --add cluster" in capsys.readouterr().err


def test_progress_is_told_ever_more_rarely() -> None:
    stream, now = StringIO(), [0.0]
    progress = ReadingProgress(40, stream, lambda: now[0])
    for now[0] in (9.0, 10.0, 19.0, 21.0, 39.0, 90.0):
        progress.look(now[0] / 100)
    progress.tell("1 part is started anew.")
    assert stream.getvalue().splitlines() == [
        "10 s: 10 % of 40 files are read.",
        "21 s: 21 % of 40 files are read.",
        "90 s: 90 % of 40 files are read.",
        "1 part is started anew.",
    ]
