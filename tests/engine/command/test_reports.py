"""The tables of tests/data/reports, read by the command."""

from collections.abc import Sequence

import numpy as np
import pytest

from engine.command.commandline import run
from engine.command.request import read_request
from engine.command.task import task_for
from engine.errors import BadTable
from engine.reading.options import AnyOption
from engine.reading.tables import read_table

from ..reading.reports import CHOICES, Choice, Report, reports, same

NEEDS_TWO = "Y as the last one"
"""Of one column alone, the command says that Y is missing."""
BY_NAME = {"year_names.csv": [(["--columns", "x,2019"], ("x", "2019"))]}
"""A name of digits is a name."""


def words_for(options: Choice) -> list[str]:
    """Return the words of the command for some options of the reader."""
    words = list[str]()
    for option, value in options.items():
        if (option, value) == ("bad_rows", "skip"):
            words.append("--skip-bad-rows")
        else:
            words += [f"--{option.replace('_', '-')}", word_for(value)]
    return words


def word_for(value: AnyOption) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("report", reports())
def test_command_reads_reports(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        table = read_table(report.path, **report.options)
    except BadTable as error:
        check_refused(report, str(error), words_for(report.options))
        for choice, names, rows in CHOICES.get(report.name, ()):
            check_read(report, names, np.array(rows, float), words_for(choice))
        return
    words = words_for(report.options)
    report.check_table(table)
    if table.values.shape[1] < 2:
        check_refused(report, NEEDS_TWO, words)
        return
    check_read(report, table.names, table.values, words)
    assert run([str(report.path), *words, "--epochs", "1"]) in (0, 1)
    printed = capsys.readouterr().err
    for note in table.notes:
        assert note in printed
    for words, names in BY_NAME.get(report.name, ()):
        columns = read_table(report.path, columns=names)
        check_read(report, names, columns.values, words)


def check_refused(report: Report, sentence: str, words: Sequence[str]) -> None:
    with pytest.raises(BadTable) as refused:
        run([str(report.path), *words])
    assert sentence in str(refused.value)
    if sentence is not NEEDS_TWO:
        report.check_refusal(str(refused.value))


def check_read(
    report: Report, names: Sequence[str], values: np.ndarray, words: Sequence[str]
) -> None:
    task = task_for(read_request([str(report.path), *words]))
    assert same(np.hstack([task.problem.A, task.problem.Y]), values)
    width = values.shape[1] - 1
    wanted = tuple(name or f"x{k}" for k, name in enumerate(names[:-1] or [""] * width, start=1))
    assert task.names == wanted
