import numpy as np
import pytest

from engine import Frame, Problem, Settings, StopReason, Trace, fit, learning_rate_limit
from engine.examples import EXAMPLES, published
from engine.frame import Recorded, State
from gui.document import Experiment
from gui.run.diagnosis import diagnose, trend
from gui.run.run_state import RunState
from gui.run.worker import RunProgress
from gui.text.message import Message, MessageKind

from ..frames import frame_of

PUBLISHED = published()


def trace_of(*losses: float) -> Trace:
    values = np.array(losses)
    return Trace(np.arange(len(losses)), values, values, values)


def progress_of(problem: Problem, settings: Settings, limit: float | None = None) -> RunProgress:
    result = fit(problem, settings)
    recorded = Recorded.nothing(problem.weights)
    gradient = np.full_like(result.W, np.nan if "overflow" in result.detail else 1.0)
    state = State(result.epochs, result.W, result.loss, gradient, result.stop, result.detail)
    frame = Frame(state, recorded)
    return RunProgress(Experiment.of(problem, settings), frame, result.history, limit)


def test_note_is_shown_before_run() -> None:
    message = diagnose(RunState.READY, None, Settings(), "A note.")
    assert message.text == f"{RunState.READY.value} A note."
    assert (message.kind, message.fix) == (MessageKind.QUIET, None)


def test_divergence_offers_safe_rate() -> None:
    settings = Settings(learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, learning_rate_limit(PUBLISHED.problem))
    message = diagnose(RunState.DIVERGED, progress, settings, "")
    assert "η = 0.02 is above its limit, 0.0106" in message.text
    assert message.fix is not None
    assert message.fix.label == "Use η = 0.00528"
    assert dict(message.fix.changes) == {"learning_rate": 0.00528}
    assert fit(PUBLISHED.problem, Settings(learning_rate=0.00528)).stop.name == "DONE"


def test_rising_loss_above_limit_is_diverging() -> None:
    settings = Settings(epochs=3, learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, 0.01)
    message = diagnose(RunState.RUNNING, progress, settings, "")
    assert message.text.startswith("Diverging: ")
    assert message.kind is MessageKind.WARNING
    assert message.fix is not None


def test_divergence_without_limit_offers_rate() -> None:
    settings = Settings(learning_rate=1.0)
    progress = progress_of(PUBLISHED.problem, settings)
    message = diagnose(RunState.DIVERGED, progress, settings, "")
    assert message.fix is not None
    assert dict(message.fix.changes) == {"learning_rate": 0.1}


def test_overflowing_h_is_named() -> None:
    settings = Settings(h=1e300)
    progress = progress_of(PUBLISHED.problem, settings)
    message = diagnose(RunState.DIVERGED, progress, settings, "")
    assert "overflow" in message.text
    assert message.fix is not None
    assert list(message.fix.changes) == ["h"]


def test_vanished_step_offers_fitting_h() -> None:
    settings = Settings(h=1e-17)
    progress = progress_of(PUBLISHED.problem, settings)
    message = diagnose(RunState.STEP_VANISHED, progress, settings, "")
    assert "w1" in message.text
    assert message.fix is not None
    assert fit(PUBLISHED.problem, Settings(h=float(message.fix.changes["h"]))).stop.name == "DONE"


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ((1.0,), ""),
        ((1e300, 1e-300), "The loss is falling and halves every epoch."),
        ((8.0, 4.0, 2.0, 1.0), "The loss is falling and halves every epoch."),
        ((4.0, 2.0**1.5, 2.0), "The loss is falling and halves every 2 epochs."),
        ((8.0, 2.0, 0.0), "The loss is 0."),
        ((2.0, 2.0), "The loss has settled at 2."),
        ((1.0, 2.0), "The loss no longer falls."),
        ((4.0, 1.0, 2.0), "The loss no longer falls."),
        ((2e-31, 2e-31, 7e-32), "The loss has settled at 7e-32."),
    ],
)
def test_trend_describes_loss(losses: tuple[float, ...], sentence: str) -> None:
    assert trend(trace_of(*losses)) == sentence


@pytest.mark.parametrize("key", ["collinear", "wide"])
def test_rounding_is_not_falling_loss(key: str) -> None:
    (example,) = (example for example in EXAMPLES if example.key == key)
    sentence = trend(fit(example.problem, example.settings).history)
    assert sentence.startswith("The loss has settled at ")


def test_trend_over_bins_counts_epochs() -> None:
    epochs = 2.0 ** np.arange(40, 60)
    losses = np.exp2(-epochs / 3.7e12)
    trace = Trace.of_each(epochs[:5], losses[:5])
    assert trend(trace) == "The loss is falling and halves every 3.7×10¹² epochs."


def test_closed_form_trend_is_at_end() -> None:
    history = fit(PUBLISHED.problem, Settings(epochs=900)).history
    closed = fit(PUBLISHED.problem, Settings(epochs=900, method="literal")).history
    assert trend(history) == trend(closed)


def test_converged_run_says_why() -> None:
    settings = Settings(until_converged=True)
    progress = progress_of(PUBLISHED.problem, settings)
    message = diagnose(RunState.CONVERGED, progress, settings, "")
    assert message.text == f"Converged. {progress.frame.detail}"
    assert message.kind is MessageKind.GOOD
    assert progress.frame.detail


def endless(settings: Settings, limit: float | None) -> Message:
    frame = frame_of(10**300, 1.0, 1.0, stop=StopReason.ENDLESS)
    ran = Experiment.of(PUBLISHED.problem, settings)
    progress = RunProgress(ran, frame, trace_of(2.0, 1.0), limit)
    return diagnose(RunState.ENDLESS, progress, settings, "")


def test_rate_at_limit_is_endless() -> None:
    message = endless(Settings(learning_rate=0.25), 0.25)
    assert message.text.startswith(StopReason.ENDLESS.value)
    assert "η is at its stability limit" in message.text
    assert message.fix is not None
    assert dict(message.fix.changes) == {"learning_rate": 0.125}


@pytest.mark.parametrize("limit", [None, 0.25])
def test_one_sided_quotient_offers_central(limit: float | None) -> None:
    message = endless(Settings(learning_rate=0.1, difference="forward"), limit)
    assert "The forward quotient has a small constant error" in message.text
    assert message.fix is not None
    assert message.fix.label == "Use the central quotient"
    assert dict(message.fix.changes) == {"difference": "central"}


def test_slow_weights_get_larger_rate() -> None:
    message = endless(Settings(learning_rate=1e-300), 0.25)
    assert "larger learning rate" in message.text
    assert message.fix is not None
    assert endless(Settings(learning_rate=1e-300), None).fix is None


def test_offered_h_fits_scaled_columns() -> None:
    long = Problem([[1e8], [2e8]], [1, 2])
    settings = Settings(h=1e-17, scale_columns=True)
    progress = progress_of(long.starting_from([[1.0]]), settings)
    message = diagnose(RunState.STEP_VANISHED, progress, settings, "")
    assert message.fix is not None
    h = message.fix.changes["h"]
    assert fit(long, Settings(h=float(h), scale_columns=True)).stop is StopReason.DONE


def test_note_is_only_before_run() -> None:
    failed = diagnose(RunState.FAILED, None, Settings(), "A note.")
    assert failed.text == RunState.FAILED.value
