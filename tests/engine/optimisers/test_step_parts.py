"""The parts of a step add up to the move of the run, and each is a term of its formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.optimisers.kinds import Optimiser
from engine.optimisers.rules import Epochs
from engine.optimisers.step_parts import PartKind, StepTaken, parts_of

from .given_slopes import OPTIMISERS
from .test_descents import KINDS, sample, with_kind
from .test_working import workings

FORMULAS = {
    "plain": ("−η·δW",),
    "heavy ball": ("−η·(1 − τ)·δW", "−η·β·b"),
    "nesterov": ("−η·δW", "−η·β·b"),
    "rmsprop": ("−η·δW/(√v + ε)",),
    "adam": ("−η·m̂/(√v̂ + ε)",),
    "adamw": ("−η·λ·W", "−η·m̂/(√v̂ + ε)"),
    "adagrad": ("−η·δW/(√s + ε)",),
}
UNDIVIDED = {
    **dict.fromkeys(("rmsprop", "adagrad"), ("−η·δW",)),
    **dict.fromkeys(("adam", "adamw"), ("−η·δW", "−η·m̂")),
}


@pytest.mark.parametrize("is_scaled", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_parts_lead_to_next_weights(kind: tuple[str, str], is_scaled: bool) -> None:
    settings = with_kind(*kind, epochs=6, scale_columns=is_scaled)
    for working, W in workings(sample(), settings):
        parts = working.parts()
        assert np.array_equal(parts.W_next, W)
        reached = parts.W + sum(part.move for part in parts.added)
        assert reached == pytest.approx(W, rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_parts_are_terms_of_formula(optimiser: str) -> None:
    settings = with_kind(optimiser, "constant", epochs=4)
    _, *later = workings(sample(), settings)
    for working, _ in later:
        parts = working.parts()
        assert tuple(part.formula for part in parts.added) == FORMULAS[optimiser]
        undivided = tuple(part.formula for part in parts.undivided)
        assert undivided == UNDIVIDED.get(optimiser, ())


def test_first_buffer_is_the_slopes() -> None:
    (working, _), *_ = workings(sample(), with_kind("heavy ball", "constant", epochs=3))
    (part,) = working.parts().added
    assert (part.kind, part.formula) == (PartKind.SLOPES, "−η·δW")


def test_scheduled_rate_has_its_sign() -> None:
    (working, _), *_ = workings(sample(), with_kind("plain", "exponential", epochs=3))
    assert working.parts().added[0].formula == "−ηₜ·δW"


def test_parts_are_in_table_units() -> None:
    settings = with_kind("plain", "constant", epochs=2, scale_columns=True)
    (working, _), *_ = workings(sample(), settings)
    (part,) = working.parts().added
    expected = -working.rate * working.written.gradient.reshape(-1, 1) / working.norms
    assert part.move == pytest.approx(expected, rel=1e-15)


SLOPES = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=2)


@given(st.sampled_from(list(OPTIMISERS)), st.lists(SLOPES, min_size=1, max_size=6))
def test_parts_add_up(optimiser: str, slopes: list[list[float]]) -> None:
    settings = with_kind(optimiser, "constant")
    epochs = Epochs(settings)
    W: Matrix = np.array([[1.5], [-0.25]])
    memory = None
    for epoch, each in enumerate(slopes):
        column = np.array(each).reshape(-1, 1)
        moved = epochs.after(epoch, W, column, memory)
        taken = StepTaken(W, column, epochs.rate_at(epoch), memory, moved.memory)
        added, undivided = parts_of(settings, taken)
        reached = W + sum(part.move for part in added)
        size = float(max(np.abs(part.move).max() for part in added)) + float(np.abs(W).max())
        assert reached == pytest.approx(moved.W, rel=0, abs=1e-14 * size)
        assert bool(undivided) == (
            settings.optimiser
            in (Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW, Optimiser.ADAGRAD)
        )
        W, memory = moved.W, moved.memory
