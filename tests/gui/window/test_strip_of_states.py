"""What the strip says in each state of a run, reached in the real window, and its one remedy."""

from typing import NamedTuple

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, learning_rate_limit
from engine.examples import published
from engine.verdict.wording import LONGEST
from gui.document import Experiment
from gui.run.run_state import RunState
from gui.window.main_window import MainWindow
from tests.engine.least_squares import table_problem
from tests.engine.problems import random_problem
from tests.gui.finding import named

PUBLISHED = published().problem
LINE = Problem([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 2.9, 5.2, 7])
OWN = Problem([[1.0, 2.0], [1.0, 3.0]], [1.0, 2.0])
FITTING = {"learning_rate": "safe", "h": "fits"}
ENDLESS = {"until_converged": True}
MOMENTUM = {"optimiser": "heavy ball", "momentum": 0.9}
MILLISECONDS = 30_000


class Row(NamedTuple):
    """A table with its settings, what the strip says of it, its remedy, and what follows that."""

    problem: Problem
    settings: dict[str, object]
    says: str
    remedy: str = ""
    then: str = ""


BEFORE = {
    "ready": Row(OWN, {}, "○ Ready: 2 rows, 2 weights, loss 2.5 at the start."),
    "no ones": Row(
        Problem(OWN.A[:, 1:], OWN.Y),
        {},
        "▲ No column of ones: the fit is forced through the origin.",
        "Add intercept",
        "○ Ready: 2 rows, 2 weights, loss 2.5 at the start.",
    ),
    "η over limit": Row(
        PUBLISHED,
        {"learning_rate": 0.02},
        "▲ η = 0.02 is above its limit 0.0106: the run would diverge.",
        "Use η = 0.00528",
        "▲ No column of ones: the fit is forced through the origin.",
    ),
    "h lost": Row(
        PUBLISHED.starting_from([5, 0, 0]),
        {"h": 1e-17},
        "▲ h = 1e−17 is lost in x1: w + h is w, its slope would be 0.",
        "Use h = 1",
        "▲ No column of ones: the fit is forced through the origin.",
    ),
    "κ large": Row(
        Problem([[1.0, 1e6], [1.0, 2e6]], [1.0, 2.0]),
        {"learning_rate": 1e-13},
        "▲ The columns differ 2e6-fold in size: descent will crawl.",
        "Scale columns",
        "○ Ready: 2 rows, 2 weights, loss 2.5 at the start.",
    ),
    "momentum": Row(OWN, MOMENTUM, "○ Ready: momentum may first raise the loss, then it falls."),
    "kink": Row(
        Problem([[1, 1], [1, 2], [1, 3]], [1.0, 2.0, 3.0], [1.0, 0.0]),
        {"loss": "mean absolute", "h": 1e-3, "learning_rate": 1e-3},
        "▲ No derivative at intercept: slope −1 to the left, −0.333 to the right.",
    ),
}
AFTER = {
    "at the optimum": Row(
        OWN,
        {"epochs": 100_000, "learning_rate": 0.1},
        "✓ At the optimum: no smaller loss is possible.",
    ),
    "not there": Row(
        table_problem("fit_large_y"),
        {**FITTING, "epochs": 5},
        "▲ Not at the optimum: the loss is 7,631 times the least possible.",
        "Go on until converged",
        "✓ Converged by epoch 5,658: no weight changes any more.",
    ),
    "least possible is 0": Row(
        PUBLISHED,
        {},
        "● Still falling: the loss halves every 45 epochs. 1,000 are done.",
        "Go on until converged",
        "✓ x3 = 2·x2 − x1: many W fit equally; this one is nearest the start.",
    ),
    "nothing moved": Row(
        PUBLISHED,
        {"learning_rate": 1e-18},
        "▲ Nothing has moved: η = 1e−18 is far too small.",
        "Use η = 0.00528",
        "○ η is 0.00528 now. Press Run to start again.",
    ),
    "wrong by rounding": Row(
        PUBLISHED,
        {"h": 3e-14, "learning_rate": 0.005},
        "▲ Only 1 digit of the slopes is right at h = 3e−14.",
        "Use h = 10",
        "○ h is 10 now. Press Run to start again.",
    ),
    "a quotient decides": Row(
        table_problem("fit_ages"),
        {"learning_rate": "safe", "h": 10.0, "difference": "forward"},
        "▲ Forward at h = 10 is biased: the loss rose from 17,566 to 52,314.",
        "Use central",
        "○ The quotient is central now. Press Run to start again.",
    ),
    "converged": Row(
        OWN,
        {**ENDLESS, "learning_rate": 0.1},
        "✓ Converged by epoch 7,945: no weight changes any more.",
    ),
    "rank below weights": Row(
        random_problem(5, 3, 8),
        {**FITTING, **ENDLESS},
        "✓ Converged. 3 of 8 directions are determined; the start sets the rest.",
        "Show which",
    ),
    "sizes": Row(
        table_problem("fit_photoelectric"),
        {**FITTING, "epochs": 10},
        "▲ The columns differ too much in size for an unscaled run.",
        "Scale columns",
        "○ Columns are scaled now, with η = 1.25 and h = 1e−19. Press Run.",
    ),
    "within 1 %": Row(
        LINE,
        {**FITTING, "epochs": 30},
        "○ Done: the loss is within 1 % of the least possible.",
        "Go on until converged",
        "✓ Converged by epoch 647: no weight changes any more.",
    ),
    "beside the optimum": Row(
        table_problem("fit_ages"),
        {**FITTING, **ENDLESS, "h": 1.0, "difference": "forward"},
        "▲ Converged beside the optimum: h biases a forward quotient.",
        "Use central",
        "○ The quotient is central now. Press Run to start again.",
    ),
    "at the limit": Row(
        Problem([[2.0]], [3.0]),
        {**ENDLESS, "learning_rate": 0.25},
        "▲ Never settles: η is exactly at its limit, x1 jumps to and fro.",
        "Use η = 0.125",
        "○ η is 0.125 now. Press Run to start again.",
    ),
    "diverged": Row(
        PUBLISHED,
        {"learning_rate": 0.5},
        "✕ Diverged at epoch 6: the loss has grown 4.52e23-fold.",
        "Use η = 0.00528",
        "○ η is 0.00528 now. Press Run to start again.",
    ),
    "overflow": Row(
        PUBLISHED,
        {"h": 1e300},
        "✕ The losses at w ± h overflow: numbers beyond 1e308.",
        "Use h = 10",
        "○ h is 10 now. Press Run to start again.",
    ),
    "w + h is w": Row(
        PUBLISHED,
        {"h": 1e-17},
        "✕ h = 1e−17 is too small: in x1, w + h is the same number as w.",
        "Use h = 10",
        "○ h is 10 now. Press Run to start again.",
    ),
    "losses alike": Row(
        Problem([[1.0]], [1e9]),
        {"h": 1e-12},
        "✕ h is too small: both losses are the same number, slope 0.",
        "Use h = 1e9",
        "○ h is 1e9 now. Press Run to start again.",
    ),
    "h too large": Row(
        PUBLISHED,
        {"h": 1e18},
        "✕ h = 1e18 is too large: only rounding is left of the slopes.",
        "Use h = 10",
        "○ h is 10 now. Press Run to start again.",
    ),
    "tolerance": Row(
        OWN,
        {"tolerance": 0.1},
        "○ Stopped as asked: |δW| is below 0.1. Loss 0.0537, least 0.",
        "Go on until converged",
    ),
    "momentum": Row(
        LINE,
        {**MOMENTUM, "learning_rate": 0.3, "epochs": 6},
        "● The loss has risen for now: momentum overshoots first, then it falls.",
        "Go on until converged",
    ),
    "η and epochs": Row(
        Problem([[1.0, 0.0], [0.0, 1e-4]], [1.0, 1e-7]),
        {"epochs": 2000, "learning_rate": 0.2},
        "▲ Crawling (x2): half the limit needs 1.8e9 epochs, not 9.1e9.",
        "Use η = 0.999",
        "○ η is 0.999 now. Epochs: 1.9e9. Press Run to go on from 2,000.",
    ),
}


def open_table(window: MainWindow, problem: Problem, settings: dict[str, object]) -> None:
    usual: dict[str, object] = {"epochs": 1000, "learning_rate": 0.01, "h": 0.1}
    used = Settings(**{**usual, **settings})  # type: ignore[arg-type]
    window.document.open(Experiment.of(problem, used, "own"))
    window.document.flush()


def said(window: MainWindow) -> str:
    """Return the mark and the sentence of the strip, which fits one line."""
    window.document.flush()
    sentence = named(window, QLabel, "diagnosis_sentence").text()
    assert len(sentence) <= LONGEST
    return f"{named(window, QLabel, 'diagnosis_mark').text()} {sentence}"


def offered(window: MainWindow) -> str:
    """Return the remedy's button, which says why it helps; empty if none is shown."""
    button = named(window, QPushButton, "fix")
    if not button.isVisible():
        return ""
    assert button.toolTip()
    return button.text()


def run(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=MILLISECONDS)


def take_remedy(window: MainWindow, row: Row, qtbot: QtBot) -> None:
    """Take the remedy; once what it begins has ended, the strip says what came of it."""
    named(window, QAction, "take_remedy").trigger()
    qtbot.waitUntil(lambda: said(window) == row.then, timeout=MILLISECONDS)
    assert offered(window) != row.remedy


@pytest.mark.parametrize("state", BEFORE)
def test_strip_before_a_run(window: MainWindow, qtbot: QtBot, state: str) -> None:
    row = BEFORE[state]
    open_table(window, row.problem, row.settings)
    qtbot.waitUntil(lambda: said(window) == row.says)
    assert offered(window) == row.remedy
    if row.then:
        take_remedy(window, row, qtbot)


@pytest.mark.parametrize("state", AFTER)
def test_strip_after_a_run(window: MainWindow, qtbot: QtBot, state: str) -> None:
    row = AFTER[state]
    open_table(window, row.problem, row.settings)
    run(window, qtbot)
    qtbot.waitUntil(lambda: said(window) == row.says)
    assert offered(window) == row.remedy
    if row.then:
        take_remedy(window, row, qtbot)


LIMIT = learning_rate_limit(PUBLISHED)
LONG = {"method": "literal", "epochs": 10**9}
DURING = {
    "falling": Row(PUBLISHED, {**LONG, "learning_rate": 1e-5}, "● Falling: about "),
    "too slow": Row(
        table_problem("fit_photoelectric"),
        {**FITTING, **LONG},
        "▲ Would need more than 1e12 epochs to converge.",
        "Scale columns",
    ),
    "diverging": Row(
        PUBLISHED,
        {**LONG, "learning_rate": LIMIT * 1.0001},
        "▲ Diverging ",
        "Use η = 0.00528",
    ),
}


@pytest.mark.parametrize("state", DURING)
def test_strip_during_a_run(window: MainWindow, qtbot: QtBot, state: str) -> None:
    row = DURING[state]
    open_table(window, row.problem, row.settings)
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: said(window).startswith(row.says), timeout=MILLISECONDS)
    assert offered(window) == row.remedy
    window.session.reset()


def wait_for(window: MainWindow, qtbot: QtBot, sentence: str, remedy: str = "") -> None:
    qtbot.waitUntil(lambda: said(window) == sentence, timeout=MILLISECONDS)
    assert offered(window) == remedy


def test_strip_of_paused_run(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, PUBLISHED, {**LONG, "learning_rate": 1e-5})
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: said(window).startswith("● Falling"), timeout=MILLISECONDS)
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: window.session.state is RunState.PAUSED, timeout=MILLISECONDS)
    progress = window.session.progress
    assert progress is not None
    wait_for(window, qtbot, f"○ Paused at epoch {progress.frame.epoch:,}. Press Go On.")


def test_strip_of_earlier_epoch(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, PUBLISHED, {})
    run(window, qtbot)
    latest = said(window)
    window.session.show_epoch(100)
    wait_for(window, qtbot, "○ This is epoch 100. The run has reached 1,000.", "Back to the latest")
    named(window, QAction, "take_remedy").trigger()
    wait_for(window, qtbot, latest, "Go on until converged")


def test_strip_of_changed_table(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, PUBLISHED, {})
    run(window, qtbot)
    window.document.insert_rows(0, 1)
    changed = "▲ The table has changed; plots and W are those of the old one."
    wait_for(window, qtbot, changed, "Run again")
    named(window, QAction, "take_remedy").trigger()
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE, timeout=MILLISECONDS)
    assert offered(window) != "Run again"


def test_strip_of_new_document(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "new").trigger()
    wait_for(window, qtbot, "○ Ready for numbers. Run wakes as soon as one row is complete.")
