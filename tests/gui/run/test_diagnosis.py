from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, StopReason, Trace, fit, learning_rate_limit
from engine.examples import published
from engine.verdict.verdict import Outcome
from gui.document import Experiment
from gui.document.column import Column
from gui.run.diagnosis import diagnose, trend
from gui.run.run_state import RunState
from gui.run.worker import RunProgress
from gui.text.message import MessageKind

from ..frames import frame_of

PUBLISHED = published().problem
USUAL = Settings(1000, 0.01, 0.1)


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


def test_ready_before_run() -> None:
    message = diagnose(RunState.READY, None, USUAL)
    assert message.text == RunState.READY.value
    assert (message.kind, message.fix) == (MessageKind.QUIET, None)


def test_rate_above_limit_is_told_before() -> None:
    settings = Settings(1000, 0.02, 0.1)
    message = diagnose(RunState.READY, None, settings, limit=0.010564)
    assert message.text == "η = 0.02 is above its limit 0.0106: the run would diverge."
    assert message.fix is not None
    assert dict(message.fix.changes) == {"learning_rate": 0.00528}
    assert diagnose(RunState.READY, None, settings, limit=0.03).fix is None


def test_table_without_ones_is_told() -> None:
    message = diagnose(RunState.READY, None, USUAL, lacks_intercept=True)
    assert message.text == "No column of ones: the fit is forced through the origin."
    assert message.kind is MessageKind.WARNING
    assert message.fix is not None
    assert (message.fix.label, message.fix.action) == ("Add intercept", "add_intercept")


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


def test_failure_is_a_fault() -> None:
    failed = diagnose(RunState.FAILED, None, USUAL)
    assert (failed.kind, failed.text) == (MessageKind.FAULT, RunState.FAILED.value)


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
        ({"learning_rate": 0.00528}, "η is 0.00528 now. Run starts again."),
        ({"h": 1e-6}, "h is 1e−6 now. Run starts again."),
        ({"difference": "forward"}, "The quotient is forward now. Run starts again."),
        ({"scale_columns": True}, "Scale columns is on now. Run starts again."),
    ],
)
def test_remedy_taken_is_said(changes: dict[str, float | str], sentence: str) -> None:
    ran = Settings(1000, 0.02, 0.1)
    now = Settings(**{"epochs": 1000, "learning_rate": 0.02, "h": 0.1, **changes})  # type: ignore[arg-type]
    progress = progress_of(PUBLISHED, ran)
    message = diagnose(RunState.DIVERGED, progress, now)
    assert message.text == sentence
    assert (message.kind, message.fix) == (MessageKind.QUIET, None)
    assert diagnose(RunState.DIVERGED, progress, ran).fix is not None


def test_more_epochs_go_on() -> None:
    message = diagnose(RunState.DONE, progress_of(PUBLISHED, USUAL), Settings(2000, 0.01, 0.1))
    assert message.text == "The number of epochs is 2,000 now. Run goes on from epoch 1,000."


def test_pause_names_its_epoch() -> None:
    frame = frame_of(582, 1.0, 1.0, stop=StopReason.CANCELLED)
    ran = Experiment.of(PUBLISHED, USUAL)
    progress = RunProgress(ran, frame, trace_of(2.0, 1.0), None, USUAL)
    message = diagnose(RunState.PAUSED, progress, USUAL)
    assert message.text == "Paused at epoch 582. Run goes on from here."


def test_rising_loss_above_limit_is_diverging() -> None:
    settings = Settings(3, 0.02, 0.1)
    limit = learning_rate_limit(PUBLISHED)
    progress = progress_of(PUBLISHED, settings, limit, is_over=False)
    message = diagnose(RunState.RUNNING, progress, settings)
    assert message.text == "Diverging: each epoch multiplies the error by 2.78."
    assert message.kind is MessageKind.WARNING
    assert message.fix is not None
    assert dict(message.fix.changes) == {"learning_rate": 0.00528}


def test_ending_without_verdict_is_plain() -> None:
    frame = frame_of(10, 1.0, 1.0, stop=StopReason.DONE)
    ran = Experiment.of(PUBLISHED, USUAL)
    progress = RunProgress(ran, frame, trace_of(2.0, 1.0), None, USUAL)
    message = diagnose(RunState.DONE, progress, USUAL)
    assert (message.kind, message.text) == (MessageKind.QUIET, StopReason.DONE.value)


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ((1.0,), ""),
        ((1e300, 1e-300), "Falling: the loss halves every epoch."),
        ((8.0, 4.0, 2.0, 1.0), "Falling: the loss halves every epoch."),
        ((4.0, 2.0**1.5, 2.0), "Falling: the loss halves every 2 epochs."),
        ((8.0, 2.0, 0.0), "The loss is 0."),
        ((2.0, 2.0), "The loss stands at 2."),
        ((1.0, 2.0), "The loss is rising."),
    ],
)
def test_trend_describes_loss(losses: tuple[float, ...], sentence: str) -> None:
    assert trend(trace_of(*losses)) == sentence


def test_gap_halves_rather_than_loss() -> None:
    losses = 5 + np.exp2(-np.arange(9) / 3)
    assert trend(trace_of(*losses), 5.0) == "Falling: the gap to the least halves every 3 epochs."
    assert trend(trace_of(*losses), 0.0) != trend(trace_of(*losses), 5.0)


def test_trend_below_the_least_stands() -> None:
    assert trend(trace_of(5.1, 5 - 1e-9), 5.0) == "The loss stands at 5."


def test_trend_over_bins_counts_epochs() -> None:
    epochs = 2.0 ** np.arange(40, 60)
    losses = np.exp2(-epochs / 3.7e12)
    trace = Trace.of_each(epochs[:5], losses[:5])
    assert trend(trace) == "Falling: the loss halves every 3.7e12 epochs."


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
