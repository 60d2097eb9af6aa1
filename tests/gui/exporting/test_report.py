import html
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Cancelled, Matrix, Problem, Settings, StopReason
from engine.examples import EXAMPLES
from gui.background import cancellable
from gui.document import Document
from gui.document.experiment import Experiment
from gui.exporting.report import HTML, PDF, ReportRequest, as_html, as_pdf, report_job
from gui.run.result import RunResult
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.text.numbers import format_loss, format_number, format_r_squared
from tests import TIMEOUT_SECONDS


class Ran:
    """A document and the run of it, at rest."""

    def __init__(self, qtbot: QtBot, problem: Problem, settings: Settings, *names: str) -> None:
        self.document = Document(problem, settings, "Line")
        if names:
            self.document.open(Experiment.of(problem, settings, "Line", names=names))
        self.session = Session(self.document)
        with qtbot.waitSignal(
            self.session.state_changed,
            check_params_cb=lambda state: state in (RunState.DONE, RunState.CONVERGED),
        ):
            self.session.run_or_pause()
        qtbot.waitUntil(lambda: self.session.progress is not None)

    def outcome(self) -> RunResult:
        outcome = RunResult.of(self.document, self.session)
        assert outcome is not None
        return outcome

    def page(self) -> str:
        request = ReportRequest(self.outcome(), self.document.name, "", "today")
        return b"".join(as_html(request)).decode()


Running = Callable[..., Ran]


@pytest.fixture
def running(window: QWidget, qtbot: QtBot) -> Iterator[Running]:
    """Return what runs to the end; its threads end with the test."""
    made: list[Ran] = []

    def run(problem: Problem, settings: Settings, *names: str) -> Ran:
        made.append(Ran(qtbot, problem, settings, *names))
        return made[-1]

    yield run
    for each in made:
        each.session.shut_down()


def line_problem() -> Problem:
    x = np.arange(12.0) / 12
    return Problem(np.column_stack((np.ones(12), x)), 1 + 2 * x + np.sin(9 * x) / 4)


def weights_in(text: str) -> Matrix:
    (line,) = [each for each in text.splitlines() if each.startswith("W: ")]
    return np.array([float(each) for each in line[3:].strip("[]").split(",")])


def programs_in(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


def printed_by(program: str, folder: Path) -> str:
    """Run a program with a bare interpreter, in a folder of its own."""
    path = folder / "program.py"
    path.write_text(program, "utf-8")
    command = [sys.executable, "-I", "-W", "error", str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS, cwd=folder
    )
    return done.stdout


def test_numbers_are_those_of_the_window(running: Running) -> None:
    ran = running(line_problem(), Settings(30, 0.2, 0.1), "one", "x", "price")
    page, progress = ran.page(), ran.session.progress
    assert progress is not None
    assert progress.statistics is not None
    assert progress.goodness is not None
    assert progress.best is not None
    shown = set(re.findall(r"<td[^>]*>([^<]*)</td>", page))
    assert {format_number(w) for w in progress.frame.W[:, 0].tolist()} <= shown
    assert {format_number(w) for w in progress.best.W[:, 0].tolist()} <= shown
    errors = progress.statistics.standard_errors.tolist()
    assert {format_number(error, 3) for error in errors} <= shown
    assert {format_loss(progress.frame.loss), format_loss(progress.best.loss)} <= shown
    assert format_r_squared(progress.goodness.unexplained) in shown
    assert progress.verdict is not None
    assert html.escape(progress.verdict.sentence) in page


def test_unfinished_run_is_told_with_its_gap(running: Running) -> None:
    ran = running(line_problem(), Settings(3, 0.01, 0.1))
    progress = ran.session.progress
    assert progress is not None
    assert progress.best is not None
    gap = format_loss(progress.frame.loss - progress.best.loss)
    assert f"The run has not converged: the loss {format_loss(progress.frame.loss)}" in ran.page()
    assert f"is {gap} above the least possible" in ran.page()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(200, 0.2, 0.1),
        Settings(200, 0.2, 0.1, scale_columns=True),
        Settings(200, 0.2, 1e-3, "forward"),
        Settings(50, 0.1, 1e-3, optimiser="adam"),
        Settings(50, 0.1, 1e-3, loss="huber"),
        Settings(9, 0.2, 0.1, until_converged=True),
    ],
)
def test_program_prints_the_weights(running: Running, tmp_path: Path, settings: Settings) -> None:
    ran = running(line_problem(), settings)
    program, reported = programs_in(ran.page())
    W = weights_in(reported)
    assert W.tolist() == ran.outcome().W[:, 0].tolist()
    assert weights_in(printed_by(program, tmp_path)) == pytest.approx(W, rel=1e-11)


def test_program_follows_a_long_run(running: Running, tmp_path: Path) -> None:
    longley = next(each for each in EXAMPLES if each.key == "longley").problem
    settings = Settings(1, 0.145, 1e5, until_converged=True, scale_columns=True)
    ran = running(longley, settings)
    outcome = ran.outcome()
    assert outcome.progress is not None
    assert outcome.progress.frame.stop is StopReason.CONVERGED
    assert outcome.epoch > 1e9
    program, reported = programs_in(ran.page())
    W = weights_in(printed_by(program, tmp_path))
    assert [format_number(w) for w in W.tolist()] == [
        format_number(w) for w in weights_in(reported).tolist()
    ]


def test_job_offers_both_formats(running: Running) -> None:
    ran = running(line_problem(), Settings(3, 0.01, 0.1))
    job = report_job(ran.outcome(), "Line", "Changed.")
    assert job.formats == [HTML, PDF]
    assert (job.suggested_name, job.caution) == ("report.html", "Changed.")


def test_work_is_heard_of_between_steps(running: Running) -> None:
    ran = running(line_problem(), Settings(3, 0.01, 0.1))
    request = ReportRequest(ran.outcome(), "Line", "", "today")
    for made in (as_html(request), as_pdf(request)):
        first, *_ = made
        assert first == b""


def test_report_is_cancelled_within_a_step(running: Running) -> None:
    ran = running(line_problem(), Settings(3, 0.01, 0.1))
    outcome = ran.outcome()
    alone = RunResult(outcome.experiment, outcome.W, 3)
    with cancellable(lambda: True), pytest.raises(Cancelled):
        list(as_html(ReportRequest(alone, "Line", "", "today")))
