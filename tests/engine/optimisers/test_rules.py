import json
import math
from pathlib import Path

import numpy as np
import pytest

from engine import Optimiser, Settings
from engine.matrix import Matrix
from engine.optimisers.memory import Memory
from engine.optimisers.rules import Epochs, Pushed, rule_of

from .given_slopes import EPOCHS, MARKED, OPTIMISERS, RATE, SCHEDULES, START, slopes

FILE = Path(__file__).parents[2] / "data" / "torch_optimisers.json"
TORCH = json.loads(FILE.read_text("utf-8"))["runs"]
WEIGHT, SLOPE = np.array([[1.0], [-2.0]]), np.array([[0.5], [-0.25]])


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_runs_are_those_of_torch(optimiser: str, schedule: str) -> None:
    given = {**OPTIMISERS[optimiser], **SCHEDULES[schedule]}
    epochs = Epochs(Settings(EPOCHS, RATE, optimiser=optimiser, schedule=schedule, **given))
    W, memory = np.array(START).reshape(-1, 1), None
    kept, total, largest = [], np.zeros_like(W), 0.0
    for epoch, slope in enumerate(slopes()):
        W, memory = epochs.after(epoch, W, slope, memory)
        total, largest = total + W, max(largest, float(np.abs(W).max()))
        if epoch + 1 in MARKED:
            kept.append(W[:, 0])
    *marked, summed = np.array(TORCH[f"{optimiser}, {schedule}"])
    assert np.abs(np.array(kept) - marked).max() <= 1e-12 * largest
    assert np.abs(total[:, 0] - summed).max() <= 1e-12 * largest * EPOCHS


def stepped(settings: Settings, *slopes: Matrix) -> tuple[Matrix, Memory]:
    epochs, W, memory = Epochs(settings), WEIGHT, None
    for epoch, slope in enumerate(slopes):
        W, memory = epochs.after(epoch, W, slope, memory)
    assert memory is not None
    return W, memory


def test_first_buffer_is_not_dampened() -> None:
    settings = Settings(learning_rate=0.5, optimiser="heavy ball", momentum=0.5, dampening=0.75)
    W, memory = stepped(settings, SLOPE)
    assert np.array_equal(memory.arrays[0], SLOPE)
    assert np.array_equal(W, WEIGHT - 0.5 * SLOPE)
    _, memory = stepped(settings, SLOPE, SLOPE)
    assert np.array_equal(memory.arrays[0], 0.5 * SLOPE + 0.25 * SLOPE)


def test_momentum_moves_without_a_slope() -> None:
    nothing = np.zeros_like(SLOPE)
    W, _ = stepped(Settings(optimiser="heavy ball"), SLOPE)
    moved, _ = stepped(Settings(optimiser="heavy ball"), SLOPE, nothing)
    assert (moved != W).all()


def test_momentum_of_zero_ignores_dampening() -> None:
    settings = Settings(optimiser="heavy ball", momentum=0, dampening=0.5, schedule="inverse")
    plain = Settings(schedule="inverse")
    assert np.array_equal(stepped(settings, SLOPE, SLOPE)[0], stepped(plain, SLOPE, SLOPE)[0])


def test_epsilon_is_outside_the_root() -> None:
    settings = Settings(learning_rate=1.0, optimiser="rmsprop", alpha=0.0, epsilon=1.0)
    W, _ = stepped(settings, SLOPE)
    assert np.array_equal(W, WEIGHT - SLOPE / (np.abs(SLOPE) + 1))


def test_adam_begins_with_whole_steps() -> None:
    W, _ = stepped(Settings(learning_rate=0.125, optimiser="adam", epsilon=1e-300), SLOPE)
    assert pytest.approx(WEIGHT - 0.125 * np.sign(SLOPE), rel=1e-14) == W


def test_decay_comes_before_the_step() -> None:
    settings = Settings(learning_rate=0.5, optimiser="adamw", weight_decay=0.5)
    W, _ = stepped(settings, np.zeros_like(SLOPE))
    assert np.array_equal(W, 0.75 * WEIGHT)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_nothing_changes_in_place(optimiser: str) -> None:
    settings = Settings(optimiser=optimiser, schedule="exponential")
    _, memory = stepped(settings, SLOPE)
    before = [each.copy() for each in memory.arrays]
    for each in (WEIGHT, SLOPE, *memory.arrays):
        each.setflags(write=False)
    Epochs(settings).after(1, WEIGHT, SLOPE, memory)
    assert all(np.array_equal(a, b) for a, b in zip(before, memory.arrays, strict=True))


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_single_precision_stays_single(optimiser: str) -> None:
    W, slope = WEIGHT.astype(np.float32), SLOPE.astype(np.float32)
    moved, memory = Epochs(Settings(optimiser=optimiser)).after(0, W, slope, None)
    moved, memory = Epochs(Settings(optimiser=optimiser)).after(1, moved, slope, memory)
    assert {each.dtype for each in (moved, *memory.arrays)} == {np.dtype(np.float32)}


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_lasting_move_is_approached(optimiser: str) -> None:
    """Ten thousand epochs of the same slopes move W by it, or by less where it is a bound."""
    settings = Settings(learning_rate=2.0**-20, optimiser=optimiser, weight_decay=0.0)
    epochs, W, memory = Epochs(settings), WEIGHT, None
    for epoch in range(10_000):
        before = W
        W, memory = epochs.after(epoch, W, SLOPE, memory)
    assert memory is not None
    here = Pushed(before, SLOPE, memory, 2.0**-20)
    lasting = rule_of(settings).lasting_move(here)
    assert before - W == pytest.approx(lasting, rel=1e-3)
    assert rule_of(settings).pushed_by(here) == pytest.approx(SLOPE, rel=1e-3)


def test_adam_settles_with_its_corrections() -> None:
    rule = rule_of(Settings(optimiser="adam", beta1=0.9, beta2=0.999))
    t = math.ceil(rule.settles_at)
    assert 1 - 0.999**t == 1
    assert 1 - 0.999 ** (t - 1000) < 1
    assert rule_of(Settings(optimiser="adam", beta1=0, beta2=0)).settles_at <= 1
    assert rule_of(Settings(optimiser="rmsprop")).settles_at == 0


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_memory_names_its_optimiser(optimiser: str) -> None:
    _, memory = stepped(Settings(optimiser=optimiser, schedule="step"), SLOPE, SLOPE)
    assert (memory.optimiser, memory.epochs) == (Optimiser(optimiser), 2)
