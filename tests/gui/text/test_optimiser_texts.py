"""What the optimisers and schedules are called, and their formulas."""

import pytest

from engine import Optimiser, Schedule, Settings
from gui.preferences import OPTIMISER_NUMBERS
from gui.text.optimiser_texts import (
    BRIEF,
    LABELS,
    MEANINGS,
    SYMBOLS,
    brief_optimiser,
    formula_of,
    lesson_of_another_optimiser,
    tip_of,
    written_optimiser,
)


def test_each_number_has_its_texts() -> None:
    assert set(SYMBOLS) == set(LABELS) == set(MEANINGS) == set(OPTIMISER_NUMBERS)
    assert all(LABELS[name].startswith(symbol) for name, symbol in SYMBOLS.items())


@pytest.mark.parametrize(
    ("optimiser", "symbols"),
    [
        (Optimiser.PLAIN, "W ← W − η·δW"),
        (Optimiser.HEAVY_BALL, "V ← β·V + (1 − τ)·δW"),
        (Optimiser.NESTEROV, "W ← W − η·(δW + β·V)"),
        (Optimiser.RMSPROP, "W ← W − η·δW / (√S + ε)"),
        (Optimiser.ADAM, "W ← W − η·M̂ / (√Ŝ + ε)"),
        (Optimiser.ADAMW, "W ← W − η·λ·W − η·M̂ / (√Ŝ + ε)"),
        (Optimiser.ADAGRAD, "S ← S + δW²"),
    ],
)
def test_tip_has_the_formula(optimiser: Optimiser, symbols: str) -> None:
    assert symbols in tip_of(optimiser)
    assert "torch’s" in tip_of(optimiser)


def test_unsteady_optimisers_say_so() -> None:
    told = {each for each in Optimiser if "last digits of δW" in tip_of(each)}
    assert told == {Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW}


@pytest.mark.parametrize(
    ("settings", "formula"),
    [
        (Settings(), "W ← W − η·δW"),
        (Settings(optimiser="heavy ball", dampening=0.1), "V ← 0.9·V + 0.9·δW\nW ← W − η·V"),
        (
            Settings(optimiser="rmsprop", alpha=0.999),
            "S ← 0.999·S + 0.001·δW²\nW ← W − η·δW / (√S + 1e−8)",
        ),
        (Settings(schedule="step"), "W ← W − η·δW\nη = 0.01·0.5^⌊t/100⌋"),
        (Settings(schedule="exponential"), "W ← W − η·δW\nη = 0.01·0.5ᵗ"),
        (
            Settings(schedule="cosine", schedule_least=0.001),
            "W ← W − η·δW\nη = 0.001 + (0.01 − 0.001)·(1 + cos(π·t/T)) / 2",
        ),
        (Settings(schedule="inverse"), "W ← W − η·δW\nη = 0.01 / (1 + 0.01·t)"),
    ],
)
def test_formula_has_the_numbers(settings: Settings, formula: str) -> None:
    assert formula_of(settings) == formula


@pytest.mark.parametrize(
    ("settings", "written", "brief"),
    [
        (Settings(), "plain", ""),
        (Settings(schedule="step"), "plain", "η: in steps"),
        (Settings(optimiser="nesterov", momentum=0.5), "Nesterov, β = 0.5", "Nesterov"),
        (Settings(optimiser="adam", schedule="inverse"), "Adam", "Adam"),
    ],
)
def test_optimiser_is_written(settings: Settings, written: str, brief: str) -> None:
    assert (written_optimiser(settings), brief_optimiser(settings)) == (written, brief)


@pytest.mark.parametrize("optimiser", Optimiser)
def test_brief_words_are_known(optimiser: Optimiser) -> None:
    assert brief_optimiser(Settings(optimiser=optimiser)) == BRIEF[optimiser]


@pytest.mark.parametrize("schedule", Schedule)
def test_lesson_says_what_differs(schedule: Schedule) -> None:
    lesson = lesson_of_another_optimiser(Settings(optimiser="adam", schedule=schedule))
    assert lesson.startswith("What this example teaches is of")
    assert ("Adam" in lesson) == (schedule is Schedule.CONSTANT)
