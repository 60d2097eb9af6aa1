"""What the optimisers and schedules are called, and their formulas."""

import pytest

from engine import Optimiser, Schedule, Settings
from engine.errors import SYMBOLS
from engine.optimisers import written as formulas
from gui.preferences import OPTIMISER_NUMBERS
from gui.text.optimiser_texts import (
    BRIEF,
    LABELS,
    MEANINGS,
    brief_optimiser,
    formula_of,
    lesson_of_another_optimiser,
    limit_formula,
    short_optimiser,
    tip_of,
    written_optimiser,
)


def test_each_number_has_its_texts() -> None:
    assert set(SYMBOLS) == set(LABELS) == set(MEANINGS) == set(OPTIMISER_NUMBERS)
    assert all(LABELS[name].startswith(symbol) for name, symbol in SYMBOLS.items())


@pytest.mark.parametrize("optimiser", Optimiser)
def test_tip_has_formula_and_source(optimiser: Optimiser) -> None:
    written = formulas.written_optimiser(optimiser)
    lines = tip_of(optimiser).splitlines()
    assert lines[: len(written.formulas)] == list(written.formulas)
    assert lines[-1] == f"As in {written.source}."


@pytest.mark.parametrize("kind", [*Optimiser, *Schedule])
def test_formulas_have_all_symbols(kind: Optimiser | Schedule) -> None:
    if isinstance(kind, Optimiser):
        text = "".join(formulas.written_optimiser(kind).formulas)
    else:
        text = "".join(formulas.written_schedule(kind).formulas)
    assert all(SYMBOLS[name] in text for name in kind.uses)


def test_unsteady_optimisers_say_so() -> None:
    told = {each for each in Optimiser if "last digits of δW" in tip_of(each)}
    assert told == {Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW}


@pytest.mark.parametrize(
    ("settings", "formula"),
    [
        (Settings(), "W ← W − η·δW"),
        (Settings(optimiser="heavy ball", dampening=0.1), "b ← 0.9·b + 0.9·δW\nW ← W − η·b"),
        (Settings(optimiser="heavy ball"), "b ← 0.9·b + δW\nW ← W − η·b"),
        (
            Settings(optimiser="rmsprop", alpha=0.999),
            "v ← 0.999·v + 0.001·δW²\nW ← W − η·δW/(√v + 1e−8)",
        ),
        (
            Settings(optimiser="rmsprop", alpha=1e-9),
            "v ← 1e−9·v + 0.999999999·δW²\nW ← W − η·δW/(√v + 1e−8)",
        ),
        (Settings(schedule="step"), "ηₜ = 0.01·0.5^⌊t/100⌋\nW ← W − ηₜ·δW"),
        (Settings(schedule="exponential"), "ηₜ = 0.01·0.5^t\nW ← W − ηₜ·δW"),
        (
            Settings(schedule="cosine", schedule_least=0.001),
            "ηₜ = 0.001 + (0.01 − 0.001)·(1 + cos(π·t/T))/2\nW ← W − ηₜ·δW",
        ),
        (Settings(schedule="inverse"), "ηₜ = 0.01/(1 + 0.01·t)\nW ← W − ηₜ·δW"),
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
    assert short_optimiser(settings) == written.replace(", β =", "")


@pytest.mark.parametrize("optimiser", Optimiser)
def test_brief_words_are_known(optimiser: Optimiser) -> None:
    assert brief_optimiser(Settings(optimiser=optimiser)) == BRIEF[optimiser]


@pytest.mark.parametrize("schedule", Schedule)
def test_lesson_says_what_differs(schedule: Schedule) -> None:
    lesson = lesson_of_another_optimiser(Settings(optimiser="adam", schedule=schedule))
    assert lesson.startswith("What this example teaches is of")
    assert ("Adam" in lesson) == (schedule is Schedule.CONSTANT)


@pytest.mark.parametrize(
    ("settings", "formula"),
    [
        (Settings(), "2/λmax"),
        (Settings(optimiser="nesterov", momentum=0.0), "2/λmax"),
        (Settings(optimiser="heavy ball"), "2(1 + β)/((1 − τ)·λmax)"),
        (Settings(optimiser="nesterov"), "2(1 + β)/((1 + 2β)·λmax)"),
    ],
)
def test_limit_has_its_formula(settings: Settings, formula: str) -> None:
    assert limit_formula(settings) == formula
