import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, optimum
from engine.errors import BadSetting, NothingToHoldOut
from engine.inference import holding_out
from engine.inference.holding_out import held_out, split, unexplained_share

from ..problems import random_problem

seeds = st.integers(-(2**70), 2**70)


@given(st.integers(2, 3000), st.floats(1e-6, 1 - 1e-6), seeds)
def test_share_is_held_out(rows: int, share: float, seed: int) -> None:
    found = held_out(rows, share, seed)
    assert len(found) == rows
    assert found.sum() == min(max(round(share * rows), 1), rows - 1)
    assert (held_out(rows, share, seed) == found).all()


def mixed(z: int) -> int:
    """Return what SplitMix64 makes of its state, with Python's whole numbers."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
    return z ^ (z >> 31)


@pytest.mark.parametrize("seed", [0, 7, -1])
def test_same_rows_on_any_machine(seed: int) -> None:
    start, step = mixed(seed % 2**64), 0x9E3779B97F4A7C15
    drawn = [mixed((start + i * step) % 2**64) for i in range(1, 13)]
    smallest = sorted(range(12), key=drawn.__getitem__)[:3]
    assert held_out(12, 0.25, seed).nonzero()[0].tolist() == sorted(smallest)


def test_generator_is_the_published_one() -> None:
    # The first two numbers of SplitMix64 from 0, as its authors' program prints them.
    step = 0x9E3779B97F4A7C15
    assert [mixed(i * step % 2**64) for i in (1, 2)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]
    assert held_out(12, 0.25, 0).nonzero()[0].tolist() == [2, 4, 6]


def test_seeds_hold_out_evenly() -> None:
    counts = sum(held_out(40, 0.3, seed).astype(int) for seed in range(4000))
    # Each row is held out 1,200 ± 29 times.
    assert np.abs(counts - 1200).max() < 4.5 * 29
    pairs = np.mean([held_out(40, 0.3, seed)[[3, 4]].all() for seed in range(4000)])
    assert pairs == pytest.approx(0.3 * 11 / 39, abs=0.02)


def test_more_rows_keep_most() -> None:
    few, many = held_out(1000, 0.2), held_out(1010, 0.2)
    assert (few != many[:1000]).sum() <= 15


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 2.0, float("nan")])
def test_unusable_shares_are_refused(share: float) -> None:
    with pytest.raises(BadSetting, match="held out"):
        held_out(10, share)


def test_only_row_is_not_held_out() -> None:
    with pytest.raises(NothingToHoldOut, match="only one row"):
        held_out(1, 0.5)


def test_parts_make_up_the_table() -> None:
    problem = random_problem(3, 20, 2).starting_from([[1.0], [2.0]])
    parts = split(problem, held_out(20, 0.3))
    assert (parts.train.rows, parts.test.rows) == (14, 6)
    assert (problem.A[parts.is_held_out] == parts.test.A).all()
    assert (problem.Y[~parts.is_held_out] == parts.train.Y).all()
    assert (parts.train.W == problem.W).all()
    assert not parts.is_held_out.flags.writeable


def test_r_squared_of_both_parts() -> None:
    draw = np.random.default_rng(1)
    A = np.hstack((np.ones((60, 1)), draw.normal(size=(60, 2))))
    problem = Problem(A, A @ [1.0, 2, -1] + 0.1 * draw.normal(size=60))
    parts = split(problem, held_out(60, 0.25))
    W = optimum(parts.train).W
    for part in (parts.train, parts.test):
        left = unexplained_share(part, W, about_mean=True)
        expected = float(np.square(part.Y - part.A @ W).sum()) / (part.rows * part.Y.var())
        assert left == pytest.approx(expected)
        assert left is not None
        assert left < 0.05
    worse = unexplained_share(parts.test, -W, about_mean=True)
    assert worse is not None
    assert worse > 1
    about_zero = unexplained_share(parts.test, W, about_mean=False)
    assert about_zero == pytest.approx(
        float(np.square(parts.test.Y - parts.test.A @ W).sum() / np.square(parts.test.Y).sum())
    )


def test_nothing_to_explain_has_no_share() -> None:
    alone = Problem([[1.0, 2.0]], [3.0])
    assert unexplained_share(alone, np.zeros((2, 1)), about_mean=True) is None
    assert unexplained_share(alone, np.zeros((2, 1)), about_mean=False) == 1
    zeros = Problem([[1.0], [2.0]], [0.0, 0.0])
    assert unexplained_share(zeros, np.ones((1, 1)), about_mean=False) is None
    tenths = Problem([[1.0], [2.0], [3.0]], [0.1, 0.1, 0.1])
    assert unexplained_share(tenths, np.ones((1, 1)), about_mean=True) is None


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(holding_out)
    assert failed == 0 < tried
