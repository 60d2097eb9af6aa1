"""Descents with every optimiser: on each path, paused, on scaled columns, in single precision."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import (
    Frame,
    Matrix,
    Method,
    Optimiser,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    optimum,
)
from engine.errors import BadSetting
from engine.methods.choose import OPTIMISER_WALKS, RATE_CHANGES, SINGLE_PRECISION
from engine.optimisers.rules import Epochs
from engine.quotients import Quotients
from engine.settings import SAFE

from .given_slopes import OPTIMISERS, SCHEDULES

DIVIDING = ("rmsprop", "adam", "adamw", "adagrad")
KINDS = [
    *((name, "constant") for name in OPTIMISERS if name != "plain"),
    *(("plain", name) for name in SCHEDULES if name != "constant"),
    ("adam", "cosine"),
    ("heavy ball", "step"),
]
# Those that the closed form leads through, from epoch 64 on.
JUMPED = [("heavy ball", "constant"), ("nesterov", "constant")]


def sample(rows: int = 12) -> Problem:
    rng = np.random.default_rng(rows)
    A = rng.normal(size=(rows, 3)) * [1.0, 4.0, 0.5]
    return Problem(A, rng.normal(size=rows), rng.normal(size=3))


def with_kind(optimiser: str, schedule: str, **given: object) -> Settings:
    numbers = {**OPTIMISERS[optimiser], **SCHEDULES[schedule]}
    rate = 0.05 if optimiser in DIVIDING else 0.02
    all_given: dict[str, Any] = {**numbers, "epochs": 200, "learning_rate": rate, "h": 0.5, **given}
    return Settings(optimiser=optimiser, schedule=schedule, **all_given)


def last(
    problem: Problem,
    settings: Settings,
    after: Frame | None = None,
    chunk_epochs: int | None = None,
) -> Frame:
    *_, frame = descend(problem, settings, after=after, chunk_epochs=chunk_epochs)
    return frame


def by_hand(problem: Problem, settings: Settings) -> Matrix:
    """Return W of a loop over the quotients and the rules alone."""
    epochs, W, memory = Epochs(settings), problem.W, None
    quotients = Quotients(problem.A, problem.Y, settings.step_h, settings.difference)
    for epoch in range(settings.epochs):
        W, memory = epochs.after(epoch, W, quotients.at(W).gradient, memory)
    return W


@pytest.mark.parametrize("kind", KINDS)
def test_literal_path_walks_each_epoch(kind: tuple[str, str]) -> None:
    settings, problem = with_kind(*kind, method="literal"), sample()
    frame = last(problem, settings)
    assert np.array_equal(frame.W, by_hand(problem, settings))
    assert (frame.stop, frame.method, frame.fallback) == (StopReason.DONE, Method.LITERAL, "")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in JUMPED])
def test_automatic_walks_the_triangle(kind: tuple[str, str]) -> None:
    problem, settings = sample(), with_kind(*kind)
    frame = last(problem, settings)
    reason = OPTIMISER_WALKS if kind[1] == "constant" else RATE_CHANGES
    assert (frame.method, frame.fallback) == (Method.TRIANGLE, reason)
    asked = last(problem, replace(settings, method=Method.TRIANGLE))
    assert np.array_equal(asked.W, frame.W)
    assert (asked.method, asked.fallback) == (Method.TRIANGLE, "")


@pytest.mark.parametrize("kind", JUMPED)
def test_automatic_jumps_with_momentum(kind: tuple[str, str]) -> None:
    problem, settings = sample(), with_kind(*kind)
    frame = last(problem, settings)
    assert (frame.method, frame.fallback) == (Method.MODES, "")
    literal = last(problem, replace(settings, method=Method.LITERAL))
    assert pytest.approx(literal.W, rel=1e-12) == frame.W


@pytest.mark.parametrize("kind", KINDS)
def test_triangle_begins_like_the_rows(kind: tuple[str, str]) -> None:
    """Later, rounding alone may decide where RMSProp is."""
    settings, problem = with_kind(*kind, epochs=20), sample()
    literal = last(problem, replace(settings, method=Method.LITERAL))
    assert pytest.approx(literal.W, rel=1e-9) == last(problem, settings).W


def test_few_rows_are_walked_as_they_are() -> None:
    frame = last(sample(4), with_kind("adam", "constant"))
    assert (frame.method, frame.fallback) == (Method.LITERAL, OPTIMISER_WALKS)


def test_modes_refuse_what_they_cannot_predict() -> None:
    with pytest.raises(BadSetting, match="method is “modes”; it must be automatic, literal or tri"):
        last(sample(), with_kind("adam", "constant", method="modes"))
    with pytest.raises(BadSetting, match="the modes do not predict a scheduled η"):
        last(sample(), with_kind("plain", "step", method="modes"))


def test_momentum_of_zero_is_plain() -> None:
    problem, plain = sample(), Settings(200, 0.02, 0.5)
    for optimiser in (Optimiser.HEAVY_BALL, Optimiser.NESTEROV):
        frame = last(problem, replace(plain, optimiser=optimiser, momentum=0))
        assert np.array_equal(frame.W, last(problem, plain).W)
        assert frame.memory is None


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_paused_runs_go_on_bit_for_bit(
    kind: tuple[str, str], scale_columns: bool, precision: str
) -> None:
    settings = with_kind(*kind, scale_columns=scale_columns, precision=precision)
    problem = sample()
    whole = last(problem, settings)
    frames = descend(problem, settings, chunk_epochs=7)
    paused = next(frame for frame in frames if frame.epoch >= 77)
    assert paused.stop is None
    after = last(problem, settings, after=paused)
    assert np.array_equal(after.W, whole.W)
    assert after.loss == whole.loss
    if precision == "float32":
        assert whole.fallback == SINGLE_PRECISION
    if memory := whole.memory:
        assert after.memory is not None
        pairs = zip(memory.arrays, after.memory.arrays, strict=True)
        assert all(np.array_equal(a, b) and not b.flags.writeable for a, b in pairs)
        assert after.memory.epochs == memory.epochs == 200


def test_chunks_do_not_change_a_run() -> None:
    problem, settings = sample(), with_kind("adam", "exponential")
    one = last(problem, settings, chunk_epochs=1)
    assert np.array_equal(one.W, last(problem, settings, chunk_epochs=200).W)


def test_another_optimiser_starts_afresh() -> None:
    problem, adam = sample(), with_kind("adam", "constant", epochs=50)
    paused = last(problem, adam)
    other = with_kind("rmsprop", "constant", epochs=60)
    afresh = last(problem.starting_from(paused.W), replace(other, epochs=10))
    assert np.array_equal(last(problem, other, after=paused).W, afresh.W)
    goes_on = last(problem, replace(adam, epochs=60, beta1=0.5), after=paused)
    assert goes_on.memory is not None
    assert goes_on.memory.epochs == 60


def test_other_columns_start_afresh() -> None:
    problem, adam = sample(), with_kind("adam", "constant", epochs=50, scale_columns=True)
    paused = last(problem, adam)
    as_they_are = last(problem, replace(adam, epochs=60, scale_columns=False), after=paused)
    assert as_they_are.memory is not None
    assert as_they_are.memory.epochs == 10


@pytest.mark.parametrize("loss", ["mean absolute", "huber", "mean((Y − P)²) + 0.1·sum(W²)"])
@pytest.mark.parametrize("kind", KINDS)
def test_other_losses_have_every_optimiser(kind: tuple[str, str], loss: str) -> None:
    problem, settings = sample(), with_kind(*kind, loss=loss, h=1e-3)
    frame = last(problem, settings)
    assert frame.stop is StopReason.DONE
    start = next(descend(problem, settings))
    assert frame.loss < start.loss


@pytest.mark.parametrize("kind", KINDS)
def test_history_has_every_loss(kind: tuple[str, str]) -> None:
    result = fit(sample(), with_kind(*kind), every_loss=True)
    assert result.history.epoch.tolist() == list(range(201))


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
def test_safe_rate_is_safe_with_momentum(optimiser: str) -> None:
    problem = sample()
    settings = Settings(5000, SAFE, optimiser=optimiser, momentum=0.9)
    assert pytest.approx(optimum(problem).W, abs=1e-9) == last(problem, settings).W


@pytest.mark.parametrize("optimiser", DIVIDING)
def test_no_rate_is_safe_if_slopes_are_divided(optimiser: str) -> None:
    with pytest.raises(BadSetting, match=f"with {optimiser} no η is known to be safe"):
        last(sample(), Settings(learning_rate=SAFE, optimiser=optimiser))


def test_tolerance_stops_every_optimiser() -> None:
    settings = with_kind("heavy ball", "constant", epochs=10**5, tolerance=1e-3)
    frame = last(sample(), settings)
    assert frame.gradient_norm <= 1e-3
    assert frame.detail == "|δW| is within the tolerance."
