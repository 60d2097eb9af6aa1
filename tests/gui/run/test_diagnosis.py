import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from engine import (
    Optimiser,
    Problem,
    Schedule,
    Settings,
    StopReason,
    Trace,
    descend,
    fit,
    learning_rate_limit,
    optimum,
    random_problem,
)
from engine.examples import EXAMPLES, published
from engine.verdict.judge import foresee, judge
from engine.verdict.verdict import Forecast, Outcome, Remedy, RemedyKind, Tone, Verdict
from engine.verdict.wording import LONGEST
from gui.document import Document, Experiment
from gui.document.column import Column
from gui.files.secant_document import empty_experiment
from gui.run.diagnosis import diagnose, fix_of, former_steps, reducing, trend, trend_of_any
from gui.run.outlook import TableOutlook
from gui.run.prepared_rows import limit_of
from gui.run.run_state import RunState
from gui.run.worker import RunProgress
from gui.text.message import Message, MessageKind
from gui.text.numbers import format_r_squared
from tests.engine.least_squares import table_problem
from tests.gui.progresses import progress_held_out

from ..frames import frame_of

PUBLISHED = published().problem
USUAL = Settings(1000, 0.01, 0.1)
OWN = Problem([[1.0, 2.0], [1.0, 3.0]], [1.0, 2.0])
UNEQUAL = Problem([[1.0, 1e6], [1.0, 2e6]], [1.0, 2.0])


def turned_table() -> Problem:
    """Return a table of unequal columns whose directions differ in curvature as well."""
    random = np.random.default_rng(5)
    Q, _ = np.linalg.qr(random.normal(size=(40, 3)))
    V, _ = np.linalg.qr(random.normal(size=(3, 3)))
    A = Q * np.array([6.0, 2.0, 0.01]) @ V * np.array([1.0, 1.0, 30.0])
    return Problem(A, Q.sum(axis=1) * 3 + random.normal(size=40) * 0.1)


def trace_of(*losses: float) -> Trace:
    values = np.array(losses)
    return Trace(np.arange(len(losses)), values, values, values)


def progress_of(
    problem: Problem, settings: Settings, limit: float | None = None, *, is_over: bool = True
) -> RunProgress:
    result = fit(problem, settings)
    verdict = result.verdict if is_over else None
    ran = Experiment.of(problem, settings)
    return RunProgress(ran, result.end, result.history, limit, settings, result.best, verdict)


def ready(
    problem: Problem, limit: float | None = None, *, is_example: bool = False, **settings: float
) -> Message:
    """Return the message before a run."""
    used = Settings(**{"epochs": 1000, "learning_rate": 0.01, "h": 0.1, **settings})  # type: ignore[arg-type]
    table = Experiment.of(problem, used)
    outlook = TableOutlook.of(table, limit, is_example=is_example)
    return diagnose(RunState.READY, None, used, outlook=outlook)


def new() -> Message:
    outlook = TableOutlook.of(empty_experiment(), None, is_example=False)
    return diagnose(RunState.READY, None, USUAL, outlook=outlook)


def at(
    state: RunState,
    *losses: float,
    limit: float | None = None,
    forecast: Forecast | None = None,
    epoch: int = 582,
    settings: Settings = USUAL,
    is_of_data: bool = False,
) -> Message:
    """Return the message while a run is under way."""
    ran = Experiment.of(PUBLISHED, settings)
    frame, trace = frame_of(epoch, 1.0, 1.0), trace_of(*(losses or (2.0, 1.0)))
    progress = RunProgress(ran, frame, trace, limit, settings, forecast=forecast)
    return diagnose(state, progress, settings, is_of_data=is_of_data)


def ended(problem: Problem, state: RunState, **settings: float | str) -> Message:
    """Return the message after a run."""
    used = Settings(**{"epochs": 1000, "learning_rate": 0.01, "h": 0.1, **settings})  # type: ignore[arg-type]
    return diagnose(state, progress_of(problem, used), used)


def taken(**changes: float | str) -> Message:
    """Return the message once other settings are set after the end."""
    ran = Settings(1000, 0.02, 0.1)
    now = Settings(**{"epochs": 1000, "learning_rate": 0.02, "h": 0.1, **changes})  # type: ignore[arg-type]
    return diagnose(RunState.DIVERGED, progress_of(PUBLISHED, ran), now)


def crawling() -> Message:
    sentence = "Crawling (x2, x5): the loss gap halves every 13,900 epochs."
    remedy = Remedy(RemedyKind.SCALE, "Scale columns", {"h": 1.0}, RemedyKind.SCALE.why)
    verdict = Verdict(Outcome.CRAWLING, Tone.WARNING, sentence, remedy)
    return at(RunState.RUNNING, forecast=Forecast(crawling=verdict))


class Row(NamedTuple):
    """A state, and what the strip says of it: the mark with the sentence, and the remedy."""

    message: Callable[[], Message]
    says: str
    remedy: str = ""


RUNNING, DONE = RunState.RUNNING, RunState.DONE
TABLE = {
    "empty": Row(new, "○ Ready for numbers. Run wakes as soon as one row is complete."),
    "ready": Row(
        lambda: ready(PUBLISHED, is_example=True),
        "○ Ready: 3 rows, 3 weights, loss 340.381 at the start.",
    ),
    "ready, one": Row(
        lambda: ready(Problem([[1.0]], [3.0])), "○ Ready: 1 row, 1 weight, loss 9 at the start."
    ),
    "no ones": Row(
        lambda: ready(Problem(OWN.A[:, 1:], OWN.Y)),
        "▲ No column of ones: the fit is forced through the origin.",
        "Add intercept",
    ),
    "η over limit": Row(
        lambda: ready(PUBLISHED, 0.010564, learning_rate=0.02),
        "▲ η = 0.02 is above its limit 0.0106: the run would diverge.",
        "Use η = 0.00528",
    ),
    "h lost": Row(
        lambda: ready(PUBLISHED.starting_from([5, 0, 0]), h=1e-17),
        "▲ h = 1e−17 is lost in x1: w + h is w, its slope would be 0.",
        "Use h = 1",
    ),
    "κ large": Row(
        lambda: ready(UNEQUAL),
        "▲ The columns differ 2e6-fold in size: descent will crawl.",
        "Scale columns",
    ),
    "running": Row(lambda: at(RUNNING, 8.0, 4.0), "● Falling: the loss halves every epoch."),
    "forecast": Row(
        lambda: at(RUNNING, forecast=Forecast(582 + 2149.3)),
        "● Falling: about 2,150 epochs to the optimum.",
    ),
    "crawling": Row(
        crawling,
        "▲ Crawling (x2, x5): the loss gap halves every 13,900 epochs.",
        "Scale columns",
    ),
    "diverging": Row(
        lambda: at(RUNNING, limit=0.0105, settings=Settings(1000, 0.02, 0.1)),
        "▲ Diverging: each epoch multiplies the error by 2.81.",
        "Use η = 0.00525",
    ),
    "paused": Row(lambda: at(RunState.PAUSED), "○ Paused at epoch 582. Press Go On."),
    "table changed": Row(
        lambda: at(RunState.EDITED),
        "▲ The table has changed; plots and W are those of the old one.",
        "Run again",
    ),
    "start changed": Row(
        lambda: at(RunState.EDITED, is_of_data=True),
        "○ The start has changed. Press Run to start again.",
    ),
    "settings changed": Row(
        lambda: taken(learning_rate=0.00528),
        "○ η is 0.00528 now. Press Run to start again.",
    ),
    "at the optimum": Row(
        lambda: ended(OWN, DONE, epochs=100_000, learning_rate=0.1),
        "✓ At the optimum: no smaller loss is possible.",
    ),
    "not there": Row(
        lambda: ended(table_problem("fit_large_y"), DONE, learning_rate="safe", h="fits", epochs=5),
        "▲ Not at the optimum: the loss is 7,631 times the least possible.",
        "Go on until converged",
    ),
    "least is 0": Row(
        lambda: ended(PUBLISHED, DONE),
        "● Still falling: the loss halves every 45 epochs. 1,000 are done.",
        "Go on until converged",
    ),
    "nothing moved": Row(
        lambda: ended(PUBLISHED, DONE, learning_rate=1e-18),
        "▲ Nothing has moved: η = 1e−18 is far too small.",
        "Use η = 0.00528",
    ),
    "wrong by rounding": Row(
        # In the middle of where this is so: at 1e-13 the kernels of different processors disagree.
        lambda: ended(PUBLISHED, DONE, h=3e-14, learning_rate=0.005),
        "▲ Only 1 digit of the slopes is right at h = 3e−14.",
        "Use h = 10",
    ),
    "converged": Row(
        lambda: ended(OWN, RunState.CONVERGED, until_converged=True, learning_rate=0.1),
        "✓ Converged by epoch 7,945: no weight changes any more.",
    ),
    "dependent": Row(
        lambda: ended(PUBLISHED, RunState.CONVERGED, until_converged=True),
        "✓ x3 = 2·x2 − x1: many W fit equally; this one is nearest the start.",
        "Show which",
    ),
    "biased": Row(
        lambda: ended(
            table_problem("fit_ages"), DONE, learning_rate="safe", h=10.0, difference="forward"
        ),
        "▲ Forward at h = 10 is biased: the loss rose from 17,566 to 52,313.",
        "Use central",
    ),
    "column sizes": Row(
        lambda: ended(
            table_problem("fit_photoelectric"), DONE, learning_rate="safe", h="fits", epochs=10
        ),
        "▲ The columns differ too much in size for an unscaled run.",
        "Scale columns",
    ),
    "at the limit": Row(
        lambda: ended(
            Problem([[2.0]], [3.0]), RunState.ENDLESS, learning_rate=0.25, until_converged=True
        ),
        "▲ Never settles: η is exactly at its limit, x1 jumps to and fro.",
        "Use η = 0.125",
    ),
    "diverged": Row(
        lambda: ended(PUBLISHED, RunState.DIVERGED, learning_rate=0.5),
        "✕ Diverged at epoch 6: the loss has grown 4.52e23-fold.",
        "Use η = 0.00528",
    ),
    "overflow": Row(
        lambda: ended(PUBLISHED, RunState.DIVERGED, h=1e300),
        "✕ The losses at w ± h overflow: numbers beyond 1e308.",
        "Use h = 10",
    ),
    "w + h is w": Row(
        lambda: ended(PUBLISHED, RunState.STEP_VANISHED, h=1e-17),
        "✕ h = 1e−17 is too small: in x1, w + h is the same number as w.",
        "Use h = 10",
    ),
    "h too large": Row(
        lambda: ended(PUBLISHED, RunState.STEP_TOO_LARGE, h=1e18),
        "✕ h = 1e18 is too large: only rounding is left of the slopes.",
        "Use h = 10",
    ),
    "tolerance": Row(
        lambda: ended(OWN, RunState.CONVERGED, tolerance=0.1),
        "○ Stopped as asked: |δW| is below 0.1. Loss 0.0537, least 0.",
        "Go on until converged",
    ),
    "failed": Row(
        lambda: diagnose(RunState.FAILED, None, USUAL, report="Traceback …"),
        "✕ Secant made a mistake and stopped this run. Nothing is lost.",
        "Details",
    ),
}


@pytest.mark.parametrize("state", TABLE)
def test_each_state_has_its_sentence(state: str) -> None:
    row = TABLE[state]
    message = row.message()
    assert f"{message.kind.value} {message.text}" == row.says
    assert len(message.text) <= LONGEST
    assert (message.fix.label if message.fix else "") == row.remedy
    if message.fix is not None:
        assert message.fix.why


def test_state_without_outlook_is_plain() -> None:
    message = diagnose(RunState.READY, None, USUAL)
    assert message.text == RunState.READY.value
    assert (message.kind, message.fix) == (MessageKind.QUIET, None)


def test_large_table_has_no_loss() -> None:
    outlook = TableOutlook(1_000_000, 10)
    message = diagnose(RunState.READY, None, USUAL, outlook=outlook)
    assert message.text == "Ready: 1,000,000 rows, 10 weights."


def test_scaled_columns_do_not_crawl() -> None:
    scaled = Settings(1000, 0.01, 0.1, scale_columns=True)
    outlook = TableOutlook.of(Experiment.of(UNEQUAL, scaled), None, is_example=False)
    message = diagnose(RunState.READY, None, scaled, outlook=outlook)
    assert message.text.startswith("Ready: ")


@pytest.mark.parametrize(
    ("state", "text"), [(RUNNING, "Running."), (RunState.STEPPING, "Taking one epoch.")]
)
def test_run_without_frame_says_so(state: RunState, text: str) -> None:
    assert diagnose(state, None, USUAL) == Message(MessageKind.GOING, text)


def test_backward_step_is_lost_below() -> None:
    message = ready(PUBLISHED.starting_from([5, 0, 0]), h=1e-17, difference="backward")  # type: ignore[arg-type]
    assert "lost in x1: w − h is w" in message.text


def test_reduction_is_counted() -> None:
    assert reducing(1_000_000, 0.453).text == "Reducing 1,000,000 rows: 45 %"


def test_unknown_forecast_follows_loss() -> None:
    message = at(RUNNING, 8.0, 4.0, forecast=Forecast(math.inf))
    assert message.text == "Falling: the loss halves every epoch."


def test_remedy_that_is_set_is_left_out() -> None:
    remedy = Remedy(RemedyKind.CONVERGE, "Go on until converged", {"until_converged": True})
    verdict = Verdict(Outcome.CRAWLING, Tone.WARNING, "Crawling.", remedy)
    forecast = Forecast(crawling=verdict)
    assert at(RUNNING, forecast=forecast).fix is not None
    converging = Settings(1000, 0.01, 0.1, until_converged=True)
    assert at(RUNNING, forecast=forecast, settings=converging).fix is None


def test_nearly_dependent_columns_are_standardised() -> None:
    x = 1000 + np.arange(20.0) / 1000
    problem = Problem(np.column_stack((np.ones(20), x)), 3 + 2 * x + np.sin(np.arange(20)))
    settings = Settings(1000, "safe", scale_columns=True)
    ran = Experiment.of(problem, settings)
    message = diagnose(RunState.DONE, progress_of(problem, ran.settings), ran.settings)
    assert message.fix is not None
    assert (message.fix.label, message.fix.action) == (
        "Standardise columns",
        "standardise_columns",
    )


def test_failure_without_report_is_plain() -> None:
    failed = diagnose(RunState.FAILED, None, USUAL)
    assert (failed.kind, failed.text) == (MessageKind.FAULT, RunState.FAILED.value)
    assert failed.fix is None


@pytest.mark.parametrize(
    ("settings", "state", "kind"),
    [
        (USUAL, RunState.DONE, MessageKind.GOING),
        (Settings(20, 0.01, 0.1), RunState.DONE, MessageKind.GOING),
        (Settings(1000, 0.02, 0.1), RunState.DIVERGED, MessageKind.FAULT),
        (Settings(1000, 0.01, 1e-17), RunState.STEP_VANISHED, MessageKind.FAULT),
        (Settings(1000, 0.01, 1e18), RunState.STEP_TOO_LARGE, MessageKind.FAULT),
        (Settings(1000, 1e-18, 0.1), RunState.DONE, MessageKind.WARNING),
        (
            Settings(1000, 0.01, 10, difference="forward"),
            RunState.DONE,
            MessageKind.WARNING,
        ),
        (
            Settings(1000, 0.01, 0.1, until_converged=True),
            RunState.CONVERGED,
            MessageKind.GOOD,
        ),
    ],
)
def test_ending_is_verdict_of_engine(
    settings: Settings, state: RunState, kind: MessageKind
) -> None:
    progress = progress_of(PUBLISHED, settings)
    assert progress.verdict is not None
    message = diagnose(state, progress, settings)
    assert message.text == progress.verdict.sentence
    assert message.kind is kind


def test_weight_beyond_original_units_is_a_fault() -> None:
    """The weight of a scaled column is right, but no float64 holds it in the column's own units."""
    settings = Settings(1000, 0.15, 1.0, until_converged=True)
    progress = progress_of(Problem([[1.0], [2.0]], [2.0, 4.0]), settings)
    assert diagnose(RunState.CONVERGED, progress, settings).kind is MessageKind.GOOD
    scaled = replace(progress.experiment, inputs=(Column("t", 0.0, 1e-310),))
    message = diagnose(RunState.CONVERGED, replace(progress, experiment=scaled), settings)
    assert message.text == "t is beyond 1e308: its column is too small for numbers."
    assert message.kind is MessageKind.FAULT


def test_remedy_is_a_button() -> None:
    settings = Settings(1000, 0.02, 0.1)
    message = diagnose(RunState.DIVERGED, progress_of(PUBLISHED, settings), settings)
    assert message.fix is not None
    assert message.fix.label == "Use η = 0.00528"
    assert dict(message.fix.changes) == {"learning_rate": 0.00528}
    assert "limit" in message.fix.why
    assert not message.fix.goes_on


def test_going_on_runs_at_once() -> None:
    message = diagnose(RunState.DONE, progress_of(PUBLISHED, USUAL), USUAL)
    assert message.fix is not None
    assert message.fix.goes_on
    assert dict(message.fix.changes) == {"until_converged": True}


def test_dependent_columns_are_shown_on_request() -> None:
    settings = Settings(1000, 0.01, 0.1, until_converged=True)
    message = diagnose(RunState.CONVERGED, progress_of(PUBLISHED, settings), settings)
    assert message.fix is not None
    assert message.fix.label == "Show which"
    assert not message.fix.changes
    assert message.fix.details.endswith("x3 = 2·x2 − x1")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"h": 1e-6}, "h is 1e−6 now. Press Run to start again."),
        (
            {"difference": "forward"},
            "The quotient is forward now. Press Run to start again.",
        ),
        (
            {"scale_columns": True},
            "Columns are scaled now. Press Run to start again.",
        ),
    ],
)
def test_remedy_taken_is_said(changes: dict[str, float | str], sentence: str) -> None:
    message = taken(**changes)
    assert message.text == sentence
    assert (message.kind, message.fix) == (MessageKind.QUIET, None)
    assert taken().fix is not None


def test_more_epochs_go_on() -> None:
    message = diagnose(RunState.DONE, progress_of(PUBLISHED, USUAL), Settings(2000, 0.01, 0.1))
    assert message.text == "The epochs are 2,000 now. Press Run to go on from 1,000."


def test_rising_loss_above_limit_is_diverging() -> None:
    settings = Settings(3, 0.02, 0.1)
    limit = learning_rate_limit(PUBLISHED)
    progress = progress_of(PUBLISHED, settings, limit, is_over=False)
    message = diagnose(RunState.RUNNING, progress, settings)
    assert message.text == "Diverging: each epoch multiplies the error by 2.78."
    assert message.kind is MessageKind.WARNING
    assert message.fix is not None
    assert dict(message.fix.changes) == {"learning_rate": 0.00528}


def test_limit_of_other_columns_is_silent() -> None:
    settings = Settings(3, 0.02, 0.1)
    progress = progress_of(PUBLISHED, settings, learning_rate_limit(PUBLISHED), is_over=False)
    scaled = replace(settings, learning_rate=1.0, scale_columns=True)
    message = diagnose(RunState.RUNNING, progress, scaled)
    assert message.kind is MessageKind.GOING
    assert not message.text.startswith("Diverging")


def test_ending_without_verdict_is_plain() -> None:
    frame = frame_of(10, 1.0, 1.0, stop=StopReason.DONE)
    ran = Experiment.of(PUBLISHED, USUAL)
    progress = RunProgress(ran, frame, trace_of(2.0, 1.0), None, USUAL)
    message = diagnose(RunState.DONE, progress, USUAL)
    assert (message.kind, message.text) == (MessageKind.QUIET, StopReason.DONE.value)


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ((1.0,), "Running."),
        ((1e300, 1e-300), "Falling: the loss halves every epoch."),
        ((8.0, 4.0, 2.0, 1.0), "Falling: the loss halves every epoch."),
        ((4.0, 2.0**1.5, 2.0), "Falling: the loss halves every 2 epochs."),
        ((8.0, 2.0, 0.0), "The loss is 0."),
        ((2e-7, 2e-7), "The loss stands at 2e−7."),
        ((1.0, 2.0), "The loss is rising."),
    ],
)
def test_trend_describes_loss(losses: tuple[float, ...], sentence: str) -> None:
    assert trend(trace_of(*losses)) == Message(MessageKind.GOING, sentence)


def test_gap_halves_rather_than_loss() -> None:
    losses = 5 + np.exp2(-np.arange(9) / 3)
    gap = trend(trace_of(*losses), 5.0)
    assert gap.text == "Falling: the gap to the least loss halves every 3 epochs."
    assert trend(trace_of(*losses), 0.0) != gap


def test_trend_below_the_least_stands() -> None:
    assert trend(trace_of(5.1, 4.75), 5.0).text == "The loss stands at 4.75."


def test_rounding_does_not_rise() -> None:
    trace = trace_of(1e-25, 1.25e-25)
    assert trend(trace, 0.0, lambda: 2e-25).text == "The loss stands at 1.25e−25."
    assert trend(trace, 0.0, lambda: 1e-25).text == "The loss is rising."
    told = trend(trace, 0.0, lambda: 2e-25, 1.3e-25).text
    assert told == "Only rounding is left of the loss: it is below 2e−25."


JUMPS = "The loss goes to and fro between 0.66 and 0.72."


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ((0.66, 0.72) * 6, JUMPS),
        ((0.72, 0.66) * 6, JUMPS),
        ((0.66, 0.68, 0.72, 0.68) * 6, JUMPS),
        ((0.66, 0.72, 0.7, 0.68, 0.67, 0.71, 0.69, 0.665, 0.66), JUMPS),
        ((0.2, 0.2000000001) * 6, "The loss stands at 0.200000."),
        ((0.2, 0.2000004) * 6, "The loss goes to and fro between 0.2 and 0.2000004."),
        ((0.66,) * 12, "The loss stands at 0.66."),
        ((0.66, 0.67, 0.68), "The loss is rising."),
        ((0.68, 0.67, 0.66), "Falling: the loss is 0.66."),
        ((0.9, 0.8, 0.81, 0.7, 0.72, 0.66), "Falling: the loss is 0.66."),
        ((-0.5, -0.25) * 6, "The loss goes to and fro between −0.5 and −0.25."),
    ],
)
def test_jumping_loss_does_not_stand(losses: tuple[float, ...], sentence: str) -> None:
    trace = trace_of(*losses)
    assert trend_of_any(trace).text == sentence
    if sentence == JUMPS:  # as RMSProp and Adam may do on a mean square
        assert trend(trace, is_steady=False).text == sentence


def test_jumps_within_bins_are_seen() -> None:
    epoch, loss = np.arange(0, 128, 8), np.full(16, 0.66)
    assert trend_of_any(Trace(epoch, loss, loss, loss + 0.06)).text == JUMPS


@pytest.mark.parametrize("A", [[[0], [1], [2]], [[1, 2], [1, 2], [1, 2]]])
def test_run_beside_kink_is_told(A: list[list[float]]) -> None:
    settings = Settings(400, 0.5, 0.001, loss="mean absolute")
    history = fit(Problem(A, [1, 2, 3.5]), settings).history
    for n in range(100, len(history)):
        latest = history.loss[n - 9 : n]
        message = trend_of_any(Trace.of_each(history.epoch[:n], history.loss[:n]))
        is_told = "to and fro between" in message.text
        assert is_told == (np.ptp(latest) > 1e-6), latest


def test_rounding_does_not_jump() -> None:
    trace = trace_of(*(1e-25, 1.25e-25) * 6)
    assert trend(trace, 0.0, lambda: 2e-25).text == "The loss stands at 1.25e−25."


def test_trend_over_bins_counts_epochs() -> None:
    epochs = 2.0 ** np.arange(40, 60)
    losses = np.exp2(-epochs / 3.7e12)
    trace = Trace.of_each(epochs[:5], losses[:5])
    assert trend(trace).text == "Falling: the loss halves every 3.7e12 epochs."


def test_closed_form_trend_is_at_end() -> None:
    history = fit(PUBLISHED, Settings(900, 0.01, 0.1)).history
    literal = fit(PUBLISHED, Settings(900, 0.01, 0.1, method="literal")).history
    assert trend(history) == trend(literal)


def test_offered_h_fits_scaled_columns() -> None:
    long = Problem([[1e8], [2e8]], [1, 2], [[1.0]])
    settings = Settings(100, 0.01, 1e-17, scale_columns=True)
    message = diagnose(RunState.STEP_VANISHED, progress_of(long, settings), settings)
    assert message.fix is not None
    h = float(message.fix.changes["h"])
    result = fit(long, Settings(100, 0.01, h, scale_columns=True))
    assert result.stop is StopReason.DONE
    assert result.verdict.kind is not Outcome.STEP_LOST


@pytest.mark.parametrize(
    ("rate", "limit", "told"),
    [
        (0.59173, 0.5917159763313609, "η = 0.59173 is above its limit 0.59172: "),
        (0.68595, 0.6859, "η = 0.68595 is above its limit 0.6859: "),
        (0.1234567, 0.1234566, "η = 0.1234567 is above its limit 0.1234566: "),
        (1.0002, 1.0, "η = 1.0002 is above its limit 1: "),
        (2.0, 1.9996, "η = 2 is above its limit 1.9996: "),
        (123_456.7, 123_456.6, "η = 123456.7 is above its limit 123,456.6: "),
        (1.00001e-20, 1e-20, "η = 1.00001e−20 is above its limit 1e−20: "),
        (0.5917159763314, 0.5917159763313, "η is just above its limit 0.592: "),
        (1.234567891e-20, 1.234567888e-20, "η is just above its limit 1.23e−20: "),
        (1 + 2**-52, 1.0, "η is just above its limit 1: "),
    ],
)
def test_rate_is_seen_above_its_limit(rate: float, limit: float, told: str) -> None:
    message = ready(PUBLISHED, limit, learning_rate=rate)
    assert message.text.startswith(told)
    assert len(message.text) <= LONGEST


@pytest.mark.parametrize(
    ("loss", "told"),
    [
        ("log(-1) + mean((Y-P)^2)", Outcome.UNDEFINED_START),
        ("mean(log(P))", Outcome.UNDEFINED_START),
        ("mean((Y-P)^2)/0", Outcome.START_OVERFLOWS),
    ],
)
def test_undefined_loss_is_not_ready(loss: str, told: Outcome) -> None:
    used = Settings(10, 0.01, 0.1, loss=loss)
    ran = fit(PUBLISHED.starting_from([0.0, 0.0, 0.0]), used)
    assert ran.verdict.kind is told
    message = ready(ran.problem, loss=loss)  # type: ignore[arg-type]
    assert (message.kind, message.text) == (MessageKind.FAULT, ran.verdict.sentence)


def test_large_losses_are_grouped() -> None:
    assert "loss 561,618,963 at the start" in ready(Problem([[1]], [561_618_963**0.5])).text


STATES_AT_REST = [RunState.DONE, RunState.PAUSED, RunState.DIVERGED, RunState.EDITED]


@pytest.mark.parametrize("state", STATES_AT_REST)
@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"learning_rate": 0.02}, "η = 0.02 is above its limit 0.0106: the run would diverge."),
        ({"h": 1e-17}, "h = 1e−17 is lost in x1: w + h is w, its slope would be 0."),
    ],
)
def test_unfit_step_is_told_at_rest(state: RunState, changes: dict[str, float], text: str) -> None:
    progress = progress_of(PUBLISHED, USUAL)
    now = replace(USUAL, **changes)  # type: ignore[arg-type]
    table = Experiment.of(PUBLISHED.starting_from([5, 0, 0]), now)
    outlook = TableOutlook.of(table, learning_rate_limit(PUBLISHED), is_example=True)
    message = diagnose(state, progress, now, outlook=outlook)
    assert (message.kind, message.text) == (MessageKind.WARNING, text)
    assert message.fix is not None
    assert message.fix.changes


@pytest.mark.parametrize("h", [1e-17, 1.23456e-17, 1.23456e-100])
def test_longest_name_and_step_fit(h: float) -> None:
    now = replace(USUAL, h=h)
    table = Experiment.of(PUBLISHED.starting_from([5, 0, 0]), now)
    outlook = TableOutlook.of(table, learning_rate_limit(PUBLISHED), is_example=True)
    outlook = replace(outlook, lost_in="conductivity of the solution at 25 °C")
    message = diagnose(RunState.READY, None, now, outlook=outlook)
    assert "is lost in con" in message.text
    assert len(message.text) <= LONGEST


def test_verdict_on_own_rate_stays() -> None:
    settings = Settings(1000, 0.02, 0.1)
    outlook = TableOutlook.of(
        Experiment.of(PUBLISHED, settings), learning_rate_limit(PUBLISHED), is_example=True
    )
    progress = progress_of(PUBLISHED, settings)
    message = diagnose(RunState.DIVERGED, progress, settings, outlook=outlook)
    assert message.text.startswith("Diverged at epoch")


def test_followed_step_is_told() -> None:
    message = taken(difference="forward", learning_rate=0.00528, h=1e-7)
    assert message.text == (
        "The quotient is forward now, with η = 0.00528 and h = 1e−7. Press Run."
    )
    brief = taken(difference="forward", h=1e-7)
    assert brief.text == "The quotient is forward now, with h = 1e−7. Press Run to start again."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"epochs": 2000}, ""),
        ({"learning_rate": 0.005}, "Of the run before, with η = 0.01 and h = 0.1."),
        ({"h": "fits each weight"}, "Of the run before, with η = 0.01 and h = 0.1."),
    ],
)
def test_former_steps_are_named(changes: dict[str, float | str], told: str) -> None:
    ran = Settings(1000, 0.01, 0.1)
    now = replace(ran, **changes)  # type: ignore[arg-type]
    assert former_steps(progress_of(PUBLISHED, ran), now) == told


def test_former_loss_is_named() -> None:
    ran = Settings(20, 0.01, 1e-3, loss="huber")
    progress = progress_of(PUBLISHED, ran)
    told = "Of the run before, with the loss Huber, δ = 1, η = 0.01 and h = 0.001."
    assert former_steps(progress, replace(ran, loss="mean absolute")) == told
    assert former_steps(progress, replace(ran, delta=3.0)) == told
    assert former_steps(progress, ran) == ""
    progress = replace(progress, settings=replace(ran, h="fits each weight"))
    told = "Of the run before, with the loss Huber, δ = 1, η = 0.01 and an h for each weight."
    assert former_steps(progress, replace(ran, loss="log-cosh")) == told


def test_former_steps_of_each_weight_are_named() -> None:
    ran = Settings(1000, 0.01, "fits each weight")
    told = former_steps(progress_of(PUBLISHED, ran), replace(ran, h=0.1))
    assert told == "Of the run before, with η = 0.01 and an h for each weight."


OTHERS: list[dict[str, str]] = [
    *({"optimiser": each.value} for each in Optimiser if each is not Optimiser.PLAIN),
    *({"schedule": each.value} for each in Schedule if each is not Schedule.CONSTANT),
]


@pytest.mark.parametrize("other", OTHERS)
def test_limit_is_that_of_optimiser(other: dict[str, str]) -> None:
    settings = replace(USUAL, learning_rate=0.011, **other)  # type: ignore[arg-type]
    message = at(RUNNING, 8.0, 4.0, limit=0.0106, settings=settings)
    if settings.optimiser == "nesterov":
        assert message.text == "Diverging: with this momentum, η = 0.011 is above its limit."
        assert message.fix is not None
        assert message.fix.changes == {"learning_rate": 0.00359}
        assert "with this momentum" in message.fix.why
    else:
        assert (message.text, message.fix) == ("Falling: the loss is 4.", None)


@pytest.mark.parametrize("other", OTHERS)
def test_other_optimisers_get_no_forecast(other: dict[str, str]) -> None:
    """What was foreseen of plain descent ends as soon as another optimiser is chosen."""
    ran, frame = Experiment.of(PUBLISHED, USUAL), frame_of(582, 1.0, 1.0)
    forecast = Forecast(5000.0, overflow_epoch=700.0)
    progress = RunProgress(ran, frame, trace_of(8.0, 4.0), None, USUAL, forecast=forecast)
    message = diagnose(RUNNING, progress, replace(USUAL, **other))  # type: ignore[arg-type]
    assert message.text == "Falling: the loss is 4."


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
def test_momentum_has_its_forecast(optimiser: str) -> None:
    settings = replace(USUAL, optimiser=optimiser, learning_rate=0.005)  # type: ignore[arg-type]
    forecast = Forecast(582 + 2149.3)
    message = at(RUNNING, 8.0, 4.0, forecast=forecast, settings=settings)
    assert message.text == "Falling: about 2,150 epochs to the optimum."
    rising = at(RUNNING, 4.0, 8.0, limit=0.0106, forecast=forecast, settings=settings)
    assert rising.text == "Rising for now: momentum overshoots first, then it falls."


@pytest.mark.parametrize(
    ("optimiser", "says"),
    [
        ("plain", "Diverging 2.81-fold an epoch: it overflows at epoch 12,345."),
        ("heavy ball", "Diverging 5.16-fold an epoch: it overflows at epoch 12,345."),
        ("nesterov", "Diverging 5.78-fold an epoch: it overflows at epoch 12,345."),
    ],
)
def test_overflow_of_a_run_is_foreseen(optimiser: str, says: str) -> None:
    factor = 1.9 if optimiser == "heavy ball" else 1.0
    settings = replace(USUAL, learning_rate=0.02 * factor, optimiser=optimiser)  # type: ignore[arg-type]
    forecast = Forecast(overflow_epoch=12_345.0)
    message = at(RUNNING, limit=0.0105, forecast=forecast, settings=settings)
    assert message.text == says
    assert message.fix is not None
    unknown = at(RUNNING, forecast=forecast, settings=settings)
    assert (unknown.text, unknown.fix) == (
        "Diverging slowly: at this η, the loss overflows at epoch 12,345.",
        None,
    )


def test_cure_says_what_it_buys() -> None:
    problem = table_problem("Longley")
    for settings, label, said in (
        (Settings(1000, "safe"), "Scale columns", ": scaling needs 2.9e10 epochs, not 3.7e20."),
        (
            Settings(1000, "safe", scale_columns=True),
            "Use Nesterov",
            ": Nesterov needs 700,000 epochs, not 3e10.",
        ),
    ):
        message = diagnose(RunState.DONE, progress_of(problem, settings), settings)
        assert message.text.endswith(said)
        assert message.text.startswith("Crawling (")
        assert len(message.text) <= LONGEST
        assert message.detail.startswith("Crawling")
        assert message.fix is not None
        assert message.fix.label == label
        assert message.fix.why.splitlines()[-2].endswith(
            f" instead of {said[said.index(', not ') + 6 :]}"
        )


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.usefixtures("qapp")
def test_cure_comes_where_it_promises(*, scale_columns: bool) -> None:
    """Run, after the cure was taken, ends at the optimum."""
    problem = turned_table()
    ran = Settings(1000, "safe", 1.0, scale_columns=scale_columns)
    message = diagnose(RunState.DONE, progress_of(problem, ran), ran)
    assert message.fix is not None
    document = Document(problem, ran, "table")
    first = document.settings
    document.change_settings(**message.fix.changes)
    document.flush()
    epochs = document.settings.epochs
    assert epochs == message.fix.changes["epochs"]
    assert epochs > 1000
    *_, frame = descend(problem, document.settings)
    assert judge(problem, document.settings, frame, optimum(problem)).is_good
    *_, before = descend(problem, replace(document.settings, epochs=epochs * 9 // 10))
    assert not judge(problem, document.settings, before, optimum(problem)).is_good
    start = next(descend(problem, document.settings, chunk_epochs=1))
    assert foresee(problem, document.settings, start, optimum(problem)).crawling is None
    document.undo_stack.undo()
    assert document.settings == first


@pytest.mark.parametrize("settings", [Settings(10**9, "safe"), Settings(9, until_converged=True)])
def test_enough_epochs_are_left_alone(settings: Settings) -> None:
    ran = replace(settings, epochs=1000, until_converged=False)
    progress = progress_of(turned_table(), ran)
    assert progress.verdict is not None
    assert progress.verdict.remedy is not None
    fix = fix_of(progress.verdict, settings)
    assert fix is not None
    assert "epochs" not in fix.changes
    assert fix.changes.keys() <= progress.verdict.remedy.changes.keys()


def test_cure_that_is_set_is_not_offered() -> None:
    ran = Settings(1000, "safe", scale_columns=True)
    progress = progress_of(table_problem("Longley"), ran)
    assert progress.verdict is not None
    assert progress.verdict.remedy is not None
    crawling = replace(progress, verdict=None, forecast=Forecast(crawling=progress.verdict))
    taken = replace(ran, **progress.verdict.remedy.changes)  # type: ignore[arg-type]
    message = diagnose(RUNNING, replace(crawling, settings=taken), taken)
    assert (message.text, message.fix) == (progress.verdict.sentence, None)


@pytest.mark.parametrize(
    ("optimiser", "rate", "says"),
    [
        ("heavy ball", 0.02, "Rising for now: momentum overshoots first, then it falls."),
        ("nesterov", 0.0071, "Rising for now: momentum overshoots first, then it falls."),
        ("plain", 0.01, "The loss is rising."),
        ("adam", 0.001, "The loss is rising."),
    ],
)
def test_stable_momentum_rises_for_now(optimiser: str, rate: float, says: str) -> None:
    settings = replace(USUAL, learning_rate=rate, optimiser=optimiser)  # type: ignore[arg-type]
    assert at(RUNNING, 4.0, 8.0, limit=0.0106, settings=settings).text == says


@pytest.mark.parametrize(
    "other", [{"schedule": "step"}, {"momentum": 0.0}, {"scale_columns": True}]
)
def test_overshooting_needs_its_conditions(other: dict[str, float | str]) -> None:
    ran = replace(USUAL, learning_rate=1e-4, optimiser="heavy ball")  # type: ignore[arg-type]
    progress = RunProgress(
        Experiment.of(PUBLISHED, ran), frame_of(3, 8.0, 1.0), trace_of(4.0, 8.0), 0.0106, ran
    )
    now = replace(ran, **other)  # type: ignore[arg-type]
    assert diagnose(RUNNING, progress, now).text == "The loss is rising."


@pytest.mark.parametrize(
    ("optimiser", "warns"), [("plain", True), ("heavy ball", True), ("adam", False)]
)
def test_uneven_columns_slow_no_adaptive_run(optimiser: str, warns: bool) -> None:
    message = ready(UNEQUAL, optimiser=optimiser)  # type: ignore[arg-type]
    assert ("will crawl" in message.text) == warns


def test_scaling_says_what_it_buys_before_a_run() -> None:
    example = next(each for each in EXAMPLES if each.key == "longley")
    experiment = Experiment.of(example.problem, example.settings)
    outlook = TableOutlook.of(experiment, None, is_example=True)
    message = diagnose(RunState.READY, None, example.settings, outlook=outlook)
    assert message.fix is not None
    assert message.fix.label == "Scale columns"
    assert "\n2.9e10 epochs to the optimum instead of 3.7e20.\n" in message.fix.why
    assert message.fix.why.endswith(" sets the epochs to 3.1e10, so that the run comes there.")
    assert message.fix.changes == {"scale_columns": True, "epochs": 31_000_000_000}
    large = Problem(np.ones((10_001, 2)) * [1.0, 1e6], np.ones(10_001))
    assert TableOutlook.of(Experiment.of(large, Settings()), None, is_example=True).scaling is None


def test_plain_after_adam_is_warned() -> None:
    ran = Settings(1000, 0.02, 0.1, optimiser="adam")
    now = Settings(1000, 0.02, 0.1)
    progress = progress_of(PUBLISHED, replace(ran, epochs=3))
    outlook = TableOutlook.of(Experiment.of(PUBLISHED, now), 0.010564, is_example=True)
    message = diagnose(RunState.DONE, progress, now, outlook=outlook)
    assert message.text == "η = 0.02 is above its limit 0.0106: the run would diverge."


def test_limit_with_momentum_warns() -> None:
    now = replace(USUAL, learning_rate=0.3, optimiser="heavy ball")  # type: ignore[arg-type]
    limit = limit_of(now, 0.010564)
    table = Experiment.of(PUBLISHED, now)
    outlook = TableOutlook.of(table, limit, is_example=True)
    message = diagnose(RunState.READY, None, now, outlook=outlook)
    assert message.text == "η = 0.3 is above its limit 0.0201: the run would diverge."
    assert message.fix is not None
    assert message.fix.changes == {"learning_rate": 0.01}


@pytest.mark.parametrize(
    ("optimiser", "rate", "limit", "says"),
    [
        ("heavy ball", 0.018, 0.01995, "Ready: momentum may first raise the loss, then it falls."),
        ("nesterov", 0.007, 0.0072, "Ready: momentum may first raise the loss, then it falls."),
        ("heavy ball", 0.02, None, "Ready: 3 rows, 3 weights, loss 340.381 at the start."),
        ("plain", 0.01, 0.0105, "Ready: 3 rows, 3 weights, loss 340.381 at the start."),
        ("adam", 0.01, None, "Ready: 3 rows, 3 weights, loss 340.381 at the start."),
    ],
)
def test_overshooting_is_said_beforehand(
    optimiser: str, rate: float, limit: float | None, says: str
) -> None:
    settings = Settings(1000, rate, 0.1, optimiser=optimiser)
    outlook = TableOutlook.of(Experiment.of(PUBLISHED, settings), limit, is_example=True)
    message = diagnose(RunState.READY, None, settings, outlook=outlook)
    assert message.text == says


def test_momentum_beyond_its_limit_warns() -> None:
    settings = Settings(1000, 0.02, 0.1, optimiser="heavy ball")
    outlook = TableOutlook.of(Experiment.of(PUBLISHED, settings), 0.01995, is_example=True)
    message = diagnose(RunState.READY, None, settings, outlook=outlook)
    assert message.kind is MessageKind.WARNING
    assert "above its limit" in message.text


@pytest.mark.parametrize(
    ("epochs", "optimiser", "has_risen"),
    [(6, "heavy ball", True), (1000, "heavy ball", False), (6, "plain", False)],
)
def test_end_above_the_start_is_explained(epochs: int, optimiser: str, has_risen: bool) -> None:
    settings = Settings(epochs, 0.0095, 0.1, optimiser=optimiser)
    if optimiser == "heavy ball":
        settings = replace(settings, learning_rate=0.018)
    progress = replace(progress_of(PUBLISHED, settings), learning_rate_limit=0.010499)
    message = diagnose(RunState.DONE, progress, settings)
    said = "The loss has risen for now: momentum overshoots first, then it falls."
    assert (message.text == said) is has_risen
    if has_risen:
        assert progress.verdict is not None
        assert message.detail.startswith(progress.verdict.sentence)
        assert message.fix is not None
        assert message.fix.label == "Go on until converged"
        one_sided = replace(settings, difference="forward", h=10.0)  # type: ignore[arg-type]
        biased = replace(progress_of(PUBLISHED, one_sided), learning_rate_limit=0.010499)
        assert diagnose(RunState.DONE, biased, one_sided).text != said


def test_end_tells_how_held_out_rows_fare() -> None:
    problem, settings = random_problem(40, 2, 2.0, 1, 0.3), Settings(2000, "safe", "fits")
    run = progress_held_out(problem, settings)
    assert run.held_out is not None
    assert run.held_out.now is not None
    alone = diagnose(RunState.CONVERGED, replace(run, held_out=None), settings).text
    assert run.held_out.now.unexplained is not None
    r_squared = format_r_squared(run.held_out.now.unexplained)
    told = diagnose(RunState.CONVERGED, run, settings).text
    assert told == f"{alone} Test R² {r_squared}."
    assert len(told) <= LONGEST
    now = replace(run.held_out.now, loss=2.5, unexplained=None)
    without = replace(run, held_out=replace(run.held_out, now=now))
    assert diagnose(RunState.CONVERGED, without, settings).text == f"{alone} Test loss 2.5."
    unknown = replace(run, held_out=replace(run.held_out, now=None))
    assert diagnose(RunState.CONVERGED, unknown, settings).text == alone
