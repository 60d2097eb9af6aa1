import numpy as np
import pytest

from engine import Problem, Settings, fit
from engine.trace import Trace
from engine.verdict.falling import Fall, fall_at_end
from engine.verdict.verdict import Outcome, RemedyKind, Tone
from engine.verdict.wording import LONGEST

X = np.linspace(40.0, 60.0, 21)
UNEQUAL = Problem(np.column_stack((np.ones_like(X), X)), 0.7 * X - 40.0 + np.sin(X))
EQUAL = Problem(np.column_stack((np.ones_like(X), (X - 50.0) / 7)), 0.7 * X - 40.0 + np.sin(X))


def traced(losses: list[float], every: int = 1) -> Trace:
    epochs = every * np.arange(len(losses), dtype=np.int64)
    return Trace.of_each(epochs, np.array(losses))


@pytest.mark.parametrize(
    ("losses", "every", "fall"),
    [
        ([8.0, 4.0, 3.0, 2.0, 1.5], 1, Fall(2.0, 1.5, 1)),
        ([8.0, 4.0, 3.0, 2.0, 1.5], 250, Fall(2.0, 1.5, 250)),
        ([2.0, 1.0], 1, Fall(2.0, 1.0, 1)),
        ([-1.0, -2.0, -3.0, -4.0, -5.0], 1, Fall(-4.0, -5.0, 1)),
        ([1e9 + 8.0, 1e9 + 4.0, 1e9 + 2.0, 1e9 + 1.0], 1, Fall(1e9 + 2.0, 1e9 + 1.0, 1)),
        ([8.0, 1.0, 1.0, 1.0, 1.0 - 1e-9], 1, None),
        ([8.0, 1.0, 1.5, 1.4, 1.2], 1, None),
        ([8.0, 1.0, 1.0, 1.0, 1.5], 1, None),
        ([1.0, 1.0], 1, None),
        ([1.0], 1, None),
    ],
)
def test_last_quarter_tells(losses: list[float], every: int, fall: Fall | None) -> None:
    assert fall_at_end(traced(losses, every), losses[0]) == fall


LOSSES = (
    "mean(log(1+(Y-P)^2))",
    "huber",
    "log-cosh",
    "mean absolute",
    "mean((Y-P)^4)^0.25",
    "mean(log(1+(Y-P)^2)) + 1e6",
)


def ending(problem: Problem, loss: str, **changes: object) -> tuple[Outcome, Tone, str, RemedyKind]:
    settings = Settings(1000, 1e-4, 1e-5, loss=loss, **changes)  # type: ignore[arg-type]
    verdict = fit(problem, settings).verdict
    assert len(verdict.sentence) <= LONGEST
    assert verdict.remedy is not None
    return verdict.kind, verdict.tone, verdict.sentence, verdict.remedy.kind


@pytest.mark.parametrize("loss", LOSSES)
def test_falling_loss_is_told(loss: str) -> None:
    kind, tone, sentence, remedy = ending(EQUAL, loss)
    assert kind in (Outcome.FALLING_STILL, Outcome.FALLING_STILL_BRIEFLY)
    assert tone is Tone.GOING
    assert sentence.startswith(("The loss still fell from ", "Still falling: "))
    assert remedy is RemedyKind.CONVERGE


# Beside a kink W goes to and fro between the columns, so that the last loss may be a high one.
@pytest.mark.parametrize("loss", [loss for loss in LOSSES if loss != "mean absolute"])
def test_unequal_columns_are_scaled(loss: str) -> None:
    settings = Settings(1000, 1e-4, 1e-5, loss=loss)
    before = fit(UNEQUAL, settings)
    verdict = before.verdict
    assert verdict.sentence.startswith(("The loss still fell from ", "Still falling: "))
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.SCALE
    scaled = Settings(1000, loss=loss, **verdict.remedy.changes)  # type: ignore[arg-type]
    after = fit(UNEQUAL, scaled)
    assert abs(after.W[0, 0] + 40) < abs(before.W[0, 0] + 40)
    assert after.verdict.remedy is None or after.verdict.remedy.kind is not RemedyKind.SCALE


def test_scaled_columns_go_on() -> None:
    *_, remedy = ending(UNEQUAL, "huber", scale_columns=True)
    assert remedy is RemedyKind.CONVERGE


def test_step_of_each_weight_stays() -> None:
    settings = Settings(1000, 1e-4, "fits each weight", loss="huber")
    remedy = fit(UNEQUAL, settings).verdict.remedy
    assert remedy is not None
    assert remedy.kind is RemedyKind.SCALE
    assert "h" not in remedy.changes
