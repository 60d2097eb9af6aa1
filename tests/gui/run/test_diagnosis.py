import numpy as np
import pytest

from engine import Frame, Problem, Settings, StopReason, Trace, fit, learning_rate_limit
from engine.examples import EXAMPLES, published
from engine.methods.state import Recorded
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
    frame = Frame(
        result.epochs, result.loss, result.W, gradient, *recorded, result.stop, result.detail
    )
    return RunProgress(Experiment.of(problem, settings), frame, result.history, limit)


def test_before_a_run_the_note_is_read() -> None:
    diagnosis = diagnose(RunState.READY, None, Settings(), "A note.")
    assert diagnosis.text == f"{RunState.READY.value} A note."
    assert (diagnosis.kind, diagnosis.fix) == (MessageKind.QUIET, None)


def test_divergence_names_the_limit_and_offers_a_safe_rate() -> None:
    settings = Settings(learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, learning_rate_limit(PUBLISHED.problem))
    diagnosis = diagnose(RunState.DIVERGED, progress, settings, "")
    assert "η = 0.02 is above its limit 2/λmax = 0.0106" in diagnosis.text
    assert diagnosis.fix is not None
    assert diagnosis.fix.label == "Use η = 0.00528"
    assert dict(diagnosis.fix.changes) == {"learning_rate": 0.00528}
    assert fit(PUBLISHED.problem, Settings(learning_rate=0.00528)).stop.name == "DONE"


def test_a_loss_that_rises_above_the_limit_is_called_diverging_while_it_runs() -> None:
    settings = Settings(epochs=3, learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, 0.01)
    diagnosis = diagnose(RunState.RUNNING, progress, settings, "")
    assert diagnosis.text.startswith("Diverging: ")
    assert diagnosis.kind is MessageKind.WARNING
    assert diagnosis.fix is not None


def test_divergence_without_a_known_limit_still_offers_a_smaller_rate() -> None:
    settings = Settings(learning_rate=1.0)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.DIVERGED, progress, settings, "")
    assert diagnosis.fix is not None
    assert dict(diagnosis.fix.changes) == {"learning_rate": 0.1}


def test_an_overflowing_h_is_blamed_itself() -> None:
    settings = Settings(h=1e300)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.DIVERGED, progress, settings, "")
    assert "overflow" in diagnosis.text
    assert diagnosis.fix is not None
    assert list(diagnosis.fix.changes) == ["h"]


def test_a_vanished_step_is_offered_one_that_does_not_vanish() -> None:
    settings = Settings(h=1e-17)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.STEP_VANISHED, progress, settings, "")
    assert "w1" in diagnosis.text
    assert diagnosis.fix is not None
    assert fit(PUBLISHED.problem, Settings(h=float(diagnosis.fix.changes["h"]))).stop.name == "DONE"


@pytest.mark.parametrize(
    ("losses", "said"),
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
def test_the_trend_of_the_loss(losses: tuple[float, ...], said: str) -> None:
    assert trend(trace_of(*losses)) == said


@pytest.mark.parametrize("key", ["collinear", "wide"])
def test_what_is_but_rounding_is_no_fall(key: str) -> None:
    (example,) = (example for example in EXAMPLES if example.key == key)
    said = trend(fit(example.problem, example.settings).history)
    assert said.startswith("The loss has settled at ")


def test_the_trend_over_bins_ever_wider_counts_their_epochs() -> None:
    epochs = 2.0 ** np.arange(40, 60)
    losses = np.exp2(-epochs / 3.7e12)
    trace = Trace.of_each(epochs[:5], losses[:5])
    assert trend(trace) == "The loss is falling and halves every 3.7×10¹² epochs."


def test_the_trend_of_a_run_in_closed_form_is_that_of_its_end() -> None:
    history = fit(PUBLISHED.problem, Settings(epochs=900)).history
    closed = fit(PUBLISHED.problem, Settings(epochs=900, method="literal")).history
    assert trend(history) == trend(closed)


def test_what_converged_says_why() -> None:
    settings = Settings(until_converged=True)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.CONVERGED, progress, settings, "")
    assert diagnosis.text == f"Converged. {progress.frame.detail}"
    assert diagnosis.kind is MessageKind.GOOD
    assert progress.frame.detail


def endless(settings: Settings, limit: float | None) -> Message:
    frame = frame_of(10**300, 1.0, 1.0, stop=StopReason.ENDLESS)
    ran = Experiment.of(PUBLISHED.problem, settings)
    progress = RunProgress(ran, frame, trace_of(2.0, 1.0), limit)
    return diagnose(RunState.ENDLESS, progress, settings, "")


def test_a_rate_at_its_limit_is_blamed_for_a_run_without_end() -> None:
    diagnosis = endless(Settings(learning_rate=0.25), 0.25)
    assert diagnosis.text.startswith(StopReason.ENDLESS.value)
    assert "η = 0.25 is at its limit" in diagnosis.text
    assert diagnosis.fix is not None
    assert dict(diagnosis.fix.changes) == {"learning_rate": 0.125}


@pytest.mark.parametrize("limit", [None, 0.25])
def test_a_one_sided_quotient_is_blamed_and_the_central_one_offered(limit: float | None) -> None:
    diagnosis = endless(Settings(learning_rate=0.1, difference="forward"), limit)
    assert "The forward quotient is off by a constant" in diagnosis.text
    assert diagnosis.fix is not None
    assert diagnosis.fix.label == "Use the central quotient"
    assert dict(diagnosis.fix.changes) == {"difference": "central"}


def test_weights_too_slow_to_arrive_are_told_a_larger_rate() -> None:
    diagnosis = endless(Settings(learning_rate=1e-300), 0.25)
    assert "larger learning rate" in diagnosis.text
    assert diagnosis.fix is not None
    assert endless(Settings(learning_rate=1e-300), None).fix is None


def test_the_step_offered_fits_the_columns_descended_on() -> None:
    long = Problem([[1e8], [2e8]], [1, 2])
    settings = Settings(h=1e-17, scale_columns=True)
    progress = progress_of(long.starting_from([[1.0]]), settings)
    diagnosis = diagnose(RunState.STEP_VANISHED, progress, settings, "")
    assert diagnosis.fix is not None
    h = diagnosis.fix.changes["h"]
    assert fit(long, Settings(h=float(h), scale_columns=True)).stop is StopReason.DONE


def test_the_note_is_for_an_experiment_not_yet_run_alone() -> None:
    failed = diagnose(RunState.FAILED, None, Settings(), "A note.")
    assert failed.text == RunState.FAILED.value
