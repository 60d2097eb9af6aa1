import numpy as np
import pytest

from engine import Problem, Settings, fit, learning_rate_limit
from engine.examples import published
from engine.frame import Frame
from engine.history import Trace
from gui.diagnosis import diagnose, trend
from gui.run_state import RunState
from gui.tone import Tone
from gui.worker import Progress

PUBLISHED = published()


def trace_of(*losses: float) -> Trace:
    values = np.array(losses)
    return Trace(np.arange(len(losses)), values, values, values)


def progress_of(problem: Problem, settings: Settings, limit: float | None = None) -> Progress:
    result = fit(problem, settings)
    epochs, losses = np.empty(0, dtype=np.int64), np.empty(0)
    gradient = np.full_like(result.W, np.nan if "overflow" in result.detail else 1.0)
    frame = Frame(
        result.epochs, result.loss, result.W, gradient, epochs, losses, result.stop, result.detail
    )
    return Progress(frame, result.history, limit)


def test_before_a_run_the_note_is_read() -> None:
    diagnosis = diagnose(RunState.READY, None, PUBLISHED.problem, Settings(), "A note.")
    assert diagnosis.sentence == f"{RunState.READY.value} A note."
    assert (diagnosis.tone, diagnosis.fix) == (Tone.QUIET, None)


def test_divergence_names_the_limit_and_offers_a_safe_rate() -> None:
    settings = Settings(learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, learning_rate_limit(PUBLISHED.problem))
    diagnosis = diagnose(RunState.DIVERGED, progress, PUBLISHED.problem, settings, "")
    assert "η = 0.02 is above its limit 2/λmax = 0.0106" in diagnosis.sentence
    assert diagnosis.fix is not None
    assert diagnosis.fix.label == "Use η = 0.00528"
    assert dict(diagnosis.fix.changes) == {"learning_rate": 0.00528}
    assert fit(PUBLISHED.problem, Settings(learning_rate=0.00528)).stop.name == "DONE"


def test_a_loss_that_rises_above_the_limit_is_called_diverging_while_it_runs() -> None:
    settings = Settings(epochs=3, learning_rate=0.02)
    progress = progress_of(PUBLISHED.problem, settings, 0.01)
    diagnosis = diagnose(RunState.RUNNING, progress, PUBLISHED.problem, settings, "")
    assert diagnosis.sentence.startswith("Diverging: ")
    assert diagnosis.tone is Tone.WARNING
    assert diagnosis.fix is not None


def test_divergence_without_a_known_limit_still_offers_a_smaller_rate() -> None:
    settings = Settings(learning_rate=1.0)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.DIVERGED, progress, PUBLISHED.problem, settings, "")
    assert diagnosis.fix is not None
    assert dict(diagnosis.fix.changes) == {"learning_rate": 0.1}


def test_an_overflowing_h_is_blamed_itself() -> None:
    settings = Settings(h=1e300)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.DIVERGED, progress, PUBLISHED.problem, settings, "")
    assert "overflow" in diagnosis.sentence
    assert diagnosis.fix is not None
    assert list(diagnosis.fix.changes) == ["h"]


def test_a_vanished_step_is_offered_one_that_does_not_vanish() -> None:
    settings = Settings(h=1e-17)
    progress = progress_of(PUBLISHED.problem, settings)
    diagnosis = diagnose(RunState.STEP_VANISHED, progress, PUBLISHED.problem, settings, "")
    assert "w1" in diagnosis.sentence
    assert diagnosis.fix is not None
    assert fit(PUBLISHED.problem, Settings(h=diagnosis.fix.changes["h"])).stop.name == "DONE"


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ((1.0,), ""),
        ((8.0, 4.0, 2.0, 1.0), "The loss is falling and halves every epoch."),
        ((4.0, 2.0**1.5, 2.0), "The loss is falling and halves every 2 epochs."),
        ((8.0, 2.0, 0.0), "The loss is 0."),
        ((2.0, 2.0), "The loss has settled at 2."),
        ((1.0, 2.0), "The loss no longer falls."),
    ],
)
def test_the_trend_of_the_loss(losses: tuple[float, ...], said: str) -> None:
    assert trend(trace_of(*losses)) == said


def test_the_note_is_for_an_experiment_not_yet_run_alone() -> None:
    failed = diagnose(RunState.FAILED, None, PUBLISHED.problem, Settings(), "A note.")
    assert failed.sentence == RunState.FAILED.value
