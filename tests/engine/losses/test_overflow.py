import numpy as np
import pytest

from engine import Cancelled, Problem, Settings, descend
from engine.formula.formula import Formula
from engine.losses.only_mean_square import INFINITE_AT_ZERO, STARTS_INFINITE
from engine.losses.overflow import (
    INFINITE_AT_BOTH,
    OUTPUT_TOO_LARGE,
    squares_overflow,
    start_overflow,
)

PROBLEM = Problem([[1.0], [2.0]], [1.0, 3.0], [2.0])


@pytest.mark.parametrize(
    ("text", "W", "said"),
    [
        ("mean(exp(P))", 1000.0, STARTS_INFINITE),
        ("mean(exp(1e9 − P))", 0.0, INFINITE_AT_ZERO),
        ("mean(exp(1e9 − P))", 5.0, INFINITE_AT_BOTH),
    ],
)
def test_cause_of_infinite_start(text: str, W: float, said: str) -> None:
    assert start_overflow(Formula.of(text), PROBLEM, np.array([[W]])) == said


def test_output_is_to_blame_first() -> None:
    problem = Problem([[1.0]], [1e200], [1.0])
    assert start_overflow(Formula.of("mean((Y − P)²)"), problem, problem.W) == OUTPUT_TOO_LARGE
    assert squares_overflow(np.array([[1e20]], np.float32))
    assert not squares_overflow(np.array([[1e20]]))


def test_looking_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        start_overflow(Formula.of("mean(exp(P))"), PROBLEM, PROBLEM.W, lambda: True)


@pytest.mark.parametrize("scale_columns", [False, True])
def test_ridge_does_not_blame_its_rows(scale_columns: bool) -> None:
    settings = Settings(3, 0.1, 1e-3, loss="1e308·mean((Y − P)²)", scale_columns=scale_columns)
    (frame,) = descend(PROBLEM.starting_from([0.0]), settings)
    assert frame.detail == INFINITE_AT_ZERO
