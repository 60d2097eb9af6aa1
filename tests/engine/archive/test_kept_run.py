"""A kept run is checked, bounded, and knows its table."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem
from engine.archive.kept_run import (
    MOST_NUMBERS,
    MOST_PLACES,
    MOST_POINTS,
    curve_of,
    fingerprint,
    thinned_path,
)
from engine.errors import BadSetting
from engine.surface.path import RunPath
from engine.trace import Trace

from .runs import kept


def test_gap_is_above_the_least() -> None:
    assert kept().gap == 0.25
    assert kept(least=0.6).gap == 0
    assert math.isnan(kept(least=None).gap)


def test_first_epoch_with_a_loss() -> None:
    assert kept().first_at_most(2.0) == 1
    assert math.isnan(kept().first_at_most(0.1))


@pytest.mark.parametrize(
    "chosen",
    [
        {"number": 0},
        {"number": 1.5},
        {"style": -1},
        {"epochs": -1},
        {"name": 3},
        {"pinned": 1},
        {"seconds": math.nan},
        {"least": math.inf},
        {"loss": "0"},
        {"loss": math.inf},
        {"epochs": 10**400},
        {"epoch": np.array([0.0, 1.0, 1.0])},
        {"epoch": np.array([-1.0, 0.0, 1.0])},
        {"losses": np.array([1.0, math.nan, 0.0])},
        {"losses": np.zeros(2)},
        {"path": RunPath(np.zeros(1), np.zeros((1, 3)))},
    ],
)
def test_bad_values_are_refused(chosen: dict[str, object]) -> None:
    with pytest.raises(BadSetting, match="a kept run’s"):
        kept(**chosen)


def test_names_are_one_line() -> None:
    assert kept(name="a\nb" + 200 * "c").name.startswith("a b")
    assert len(kept(name=200 * "c").name) == 120


@given(st.integers(1, 5000))
def test_curves_are_short(points: int) -> None:
    losses = np.linspace(9.0, 1.0, points)
    losses[points // 2] = np.inf
    epochs, kept_losses = curve_of(Trace.of_each(np.arange(points), losses))
    assert len(epochs) <= MOST_POINTS
    assert np.isfinite(kept_losses).all()
    if points > 1:
        assert (epochs[0], epochs[-1]) == ((0, points - 1) if points != 2 else (0, 0))


@pytest.mark.parametrize(("places", "weights"), [(3, 2), (4000, 2), (4000, 10_000)])
def test_paths_are_small(places: int, weights: int) -> None:
    W = np.broadcast_to(np.arange(weights, dtype=float), (places, weights))
    thin = thinned_path(RunPath(np.arange(places, dtype=float), W))
    assert len(thin) <= MOST_PLACES
    assert thin.W.size <= max(MOST_NUMBERS, 2 * weights)
    assert (thin.epoch[0], thin.epoch[-1]) == (0, places - 1)


def test_places_beyond_all_numbers_are_left_out() -> None:
    path = RunPath(np.arange(2.0), np.array([[1.0], [np.inf]]))
    assert len(thinned_path(path)) == 1


def test_fingerprint_tells_tables_apart() -> None:
    draw = np.random.default_rng(1)
    A, Y = draw.normal(size=(9, 3)), draw.normal(size=(9, 1))
    own = fingerprint(Problem(A, Y))
    assert own == fingerprint(Problem(A.copy(order="F"), Y, np.ones(3)))
    others = [Problem(A[::-1], Y), Problem(A[:, ::-1], Y), Problem(A, Y[::-1])]
    for cell in np.ndindex(A.shape):
        edited = A.copy()
        edited[cell] = np.nextafter(edited[cell], 9)
        others.append(Problem(edited, Y))
    assert len({own, *map(fingerprint, others)}) == 1 + len(others)
