"""The sentences about a run: whole, and short enough for the strip."""

from dataclasses import fields, replace
from string import Formatter
from typing import Any

import pytest

from engine import Settings
from engine.shortening import NAME_LENGTHS, elide_middle
from engine.verdict.wording import LONGEST, about_fold, fold, how_often, number, setting
from gui.run.run_state import RunState
from gui.run.sentences import ROWS, SETTINGS, WEIGHTS, NextRun, Situation, about, changed_setting
from gui.text.message import Fix, Message, MessageKind
from gui.text.numbers import format_count, format_floor, format_number

COUNT = format_count(999_999_999)
STEP = setting(1.23456e-100)
CHANGED = max(
    (
        changed_setting(Settings(), Settings(**{name: value}))  # type: ignore[arg-type]
        for name, value in {
            "scale_columns": True,
            "difference": "backward",
            "precision": "float32",
            "method": "triangle",
            "until_converged": True,
            "epochs": 999_999_999,
            "learning_rate": 1.23456e-100,
            "h": 1.23456e-100,
            "tolerance": 1e-12,
        }.items()
    ),
    key=len,
)
LONGEST_FACTS = {
    "epoch": COUNT,
    "epochs": about(1.23e12),
    "factor": fold(1 + 1e-9),
    "floor": format_floor(1.23e-100),
    "fold": about_fold(1e100),
    "h": STEP,
    "highest": format_number(1.23456e-100),
    "often": how_often(999_000_000),
    "left": format_number(-1.23456e-100, 3),
    "lowest": format_number(1.23456e-100),
    "limit": number(1.23e-100),
    "loss": format_number(-1.23456e-100),
    "moved": "w + h",
    "name": elide_middle("conductivity of the solution", NAME_LENGTHS[-1]),
    "percentage": "100",
    "rate": setting(1.23e-17),
    "right": "+" + format_number(1.23456e-100, 3),
    "rows": ROWS(200_000_000),
    "weights": WEIGHTS(5000),
}


@pytest.mark.parametrize("situation", Situation)
def test_longest_facts_fit(situation: Situation) -> None:
    names = [field for _, field, _, _ in Formatter().parse(situation.sentence) if field]
    facts = {field: LONGEST_FACTS[field] for field in names}
    if situation is Situation.STEP_TOO_LARGE:
        facts["h"] = setting(1.23456e100)
    if situation is Situation.KINK:  # of longer slopes, the brief form is said
        facts |= {"left": "−0.333", "right": "+0.667"}
    message = situation.message(None, **facts)
    assert len(message.text) <= LONGEST
    assert message.kind is situation.kind


@pytest.mark.parametrize(
    ("changed", "next_run", "said"),
    [
        ("η is 0.1 now.", NextRun.RESTARTS, "η is 0.1 now. Press Run to start again."),
        ("η is 0.1 now.", NextRun.GOES_ON, "η is 0.1 now. Press Run to go on from 1,000."),
        (f"{'η' * 50}.", NextRun.RESTARTS, f"{'η' * 50}. Press Run."),
        (f"{'η' * 50}.", NextRun.GOES_ON, f"{'η' * 50}. Press Run to go on."),
        (f"{'η' * 70}.", NextRun.GOES_ON, f"{'η' * 70}."),
    ],
)
def test_next_run_fits_beside_change(changed: str, next_run: NextRun, said: str) -> None:
    assert next_run.beside(changed, "1,000") == said
    assert len(said) <= LONGEST


@pytest.mark.parametrize("next_run", NextRun)
def test_longest_change_fits(next_run: NextRun) -> None:
    said = next_run.beside(CHANGED, COUNT)
    assert said.startswith(CHANGED)
    assert len(said) <= LONGEST


def test_states_fit() -> None:
    assert all(len(state.value) <= LONGEST for state in RunState)


def test_message_has_its_remedy() -> None:
    fix = Fix("Run again", {}, action="run")
    text = "The table has changed; plots and W are those of the old one."
    assert Situation.EDITED.message(fix) == Message(MessageKind.WARNING, text, fix)


def test_every_setting_has_a_sentence() -> None:
    assert set(SETTINGS) == {each.name for each in fields(Settings)}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"epochs": 2000}, "The epochs are 2,000 now."),
        ({"learning_rate": 0.00528}, "η is 0.00528 now."),
        ({"h": 1e-6}, "h is 1e−6 now."),
        ({"difference": "forward"}, "The quotient is forward now."),
        ({"difference": "forward", "h": 1e-7}, "The quotient is forward now, with h = 1e−7."),
        ({"scale_columns": True, "learning_rate": 0.5}, "Columns are scaled now, with η = 0.5."),
        (
            {"scale_columns": True, "learning_rate": 0.00528, "h": 1.0},
            "Columns are scaled now, with η = 0.00528 and h = 1.",
        ),
        ({"epochs": 2000, "h": 1.0}, "h is 1 now. Epochs: 2,000."),
        ({"epochs": 2000, "learning_rate": 0.01}, "η is 0.01 now. Epochs: 2,000."),
        ({"until_converged": True}, "Until converged is on now."),
        ({"loss": "huber"}, "The loss is Huber, δ = 1 now."),
        ({"loss": "huber", "h": 0.01}, "The loss is Huber, δ = 1 now, with h = 0.01."),
        ({"loss": "mean(|Y − P|^1.5) + 0.1·sum(W²)"}, "The loss is mean(|Y − P…0.1·sum(W²) now."),
        (
            {"loss": "huber", "delta": 0.001234567890123, "h": 0.01},
            "The loss is Huber, δ = 0.00123457 now, with h = 0.01.",
        ),
        ({"loss": "quantile", "quantile": 0.9}, "The loss is quantile 0.9 now."),
        (
            {"loss": "quantile", "learning_rate": 0.5, "h": 1.0},
            "The loss is quantile 0.5 now, with η = 0.5 and h = 1.",
        ),
        ({"delta": 2.0}, "δ of the loss is 2 now."),
        ({}, ""),
    ],
)
def test_changed_setting_is_named(changes: dict[str, float | str], sentence: str) -> None:
    ran = {"epochs": 1000, "learning_rate": 0.02, "h": 0.1}
    now = Settings(**{**ran, **changes})  # type: ignore[arg-type]
    assert changed_setting(Settings(**ran), now) == sentence  # type: ignore[arg-type]


def test_setting_turned_off_is_named() -> None:
    on = Settings(until_converged=True)
    assert changed_setting(on, Settings()) == "Until converged is off now."


@pytest.mark.parametrize(
    ("epochs", "text"), [(0.2, "1 epoch"), (2149.3, "2,150 epochs"), (3.7e12, "3.7e12 epochs")]
)
def test_forecast_has_three_digits(epochs: float, text: str) -> None:
    assert about(epochs) == text


@pytest.mark.parametrize(
    "change",
    [
        {"scale_columns": True},
        {"scale_columns": False},
        {"difference": "backward"},
        {"precision": "float32"},
    ],
)
def test_longest_following_steps_fit(change: dict[str, Any]) -> None:
    ran = Settings(scale_columns=not change.get("scale_columns", True))
    now = replace(ran, learning_rate=1.23456e-100, h=1.23456e-100, **change)
    told = changed_setting(ran, now)
    assert told.endswith(".")
    assert len(told) <= LONGEST


@pytest.mark.parametrize(
    ("ran", "now", "said"),
    [
        ({}, {"optimiser": "adam"}, "The optimiser is Adam now."),
        (
            {},
            {"optimiser": "heavy ball", "momentum": 0.95},
            "The optimiser is heavy ball, β = 0.95 now.",
        ),
        (
            {"optimiser": "nesterov"},
            {"optimiser": "nesterov", "momentum": 0.5},
            "β of the optimiser is 0.5 now.",
        ),
        (
            {"optimiser": "adam"},
            {"optimiser": "adam", "beta2": 0.5},
            "β₂ of the optimiser is 0.5 now.",
        ),
        ({}, {"schedule": "cosine"}, "The schedule of η is cosine now."),
        (
            {"schedule": "cosine", "schedule_epochs": 5},
            {"schedule": "cosine"},
            "T of the schedule is that of the run now.",
        ),
        (
            {"schedule": "step"},
            {"schedule": "step", "schedule_every": 2000},
            "k of the schedule is 2,000 now.",
        ),
    ],
)
def test_changed_optimiser_is_named(ran: dict[str, Any], now: dict[str, Any], said: str) -> None:
    assert changed_setting(Settings(**ran), Settings(**now)) == said
    assert len(said) <= LONGEST


def test_idle_numbers_change_nothing() -> None:
    idle = Settings(momentum=0.5, beta1=0.5, epsilon=1e-3, schedule_every=7, weight_decay=1.0)
    assert changed_setting(Settings(), idle) == ""


def test_epochs_are_told_with_cure() -> None:
    ran = Settings(1000, 0.1)
    cured = Settings(79_000, 0.1, optimiser="nesterov")
    assert changed_setting(ran, cured) == (
        "The optimiser is Nesterov, β = 0.9 now. Epochs: 79,000."
    )
    on = Settings(79_000, 0.1, optimiser="nesterov", until_converged=True)
    assert "Epochs" not in changed_setting(ran, on)
