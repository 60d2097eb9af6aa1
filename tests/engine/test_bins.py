import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bins import FINEST, as_counts, bin_starts, last_of_bins, starting_bins

bits = st.integers(1, FINEST)
small = st.integers(0, 20_000)
EXACT = 2**53


def start_of(epoch: int, bits: int) -> int:
    """Keep the leading bits and clear the others."""
    cleared = max(epoch.bit_length() - bits, 0)
    return epoch >> cleared << cleared


@given(st.integers(0, EXACT), st.integers(1, FINEST + 3))
def test_epoch_is_rounded_down_to_bits(epoch: int, bits: int) -> None:
    assert bin_starts(np.array([epoch]), bits).tolist() == [start_of(epoch, bits)]
    assert bin_starts(np.array([float(epoch)]), bits).tolist() == [start_of(epoch, bits)]


@pytest.mark.parametrize("bits", [0, -1, -5])
def test_zero_bits_give_one_bin(bits: int) -> None:
    epochs = np.array([0, 1, 5, 4096, 10**15])
    assert bin_starts(epochs, bits).tolist() == [0] * 5


@given(st.floats(0, 1e300), bits)
def test_start_of_largest_epochs(epoch: float, bits: int) -> None:
    epoch = math.floor(epoch)
    (start,) = bin_starts(np.array([float(epoch)]), bits).tolist()
    assert start <= epoch < start * (1 + 2.0 ** (1 - bits)) + 1
    assert int(start) == start_of(int(epoch), bits)


@given(small, st.integers(0, 5000), bits)
def test_starts_equal_full_search(after: int, count: int, bits: int) -> None:
    epochs = np.arange(after + 1, after + count + 1)
    expected = epochs[bin_starts(epochs, bits) == epochs]
    found = starting_bins(after, after + count, bits)
    assert found.tolist() == expected.tolist()


@given(st.integers(1, 53), bits, st.integers(-3, 3), st.integers(0, 100))
def test_no_start_lost_at_width_change(power: int, bits: int, off: int, count: int) -> None:
    after = max(2**power + off, 0)
    last = min(after + count, EXACT)
    expected = [epoch for epoch in range(after + 1, last + 1) if start_of(epoch, bits) == epoch]
    assert starting_bins(after, last, bits).tolist() == expected


@given(st.floats(0, 1e300), st.floats(1, 1e4), bits)
def test_starts_beyond_exact_epochs(after: float, ratio: float, bits: int) -> None:
    after = float(math.floor(after))
    last = float(math.floor(after * ratio))
    starts = starting_bins(after, last, bits)
    assert (bin_starts(starts, bits) == starts).all()
    assert (np.diff(starts) > 0).all()
    assert ((starts > after) & (starts <= last)).all()
    if len(starts):  # none is missing: each bin ends right before the next one starts
        whole = last_of_bins(starts[:-1], bits) + 1
        assert starts[1:].tolist() == whole.tolist()
        assert start_of(int(last), bits) == starts[-1]
        before = int(starts[0]) - 1
        assert start_of(before, bits) <= after
    else:
        assert start_of(int(last), bits) <= after


@given(st.integers(0, EXACT), st.integers(2, FINEST))
def test_fewer_bits_merge_whole_bins(epoch: int, bits: int) -> None:
    fine = bin_starts(np.array([epoch]), bits)
    coarse = bin_starts(np.array([epoch]), bits - 1)
    assert bin_starts(fine, bits - 1).tolist() == coarse.tolist()
    assert bin_starts(coarse, bits).tolist() == coarse.tolist()


@given(small, st.integers(0, 3000), st.integers(2, FINEST))
def test_wider_starts_are_narrower_starts(after: int, count: int, bits: int) -> None:
    fine = starting_bins(after, after + count, bits).tolist()
    coarse = starting_bins(after, after + count, bits - 1).tolist()
    assert set(coarse) <= set(fine)


@given(small, st.lists(st.integers(1, 700), min_size=1, max_size=6))
def test_starts_do_not_depend_on_cuts(after: int, cuts: list[int]) -> None:
    ends = (after + np.cumsum(cuts)).tolist()
    pieces = [starting_bins(a, b) for a, b in zip([after, *ends[:-1]], ends, strict=True)]
    assert np.concatenate(pieces).tolist() == starting_bins(after, ends[-1]).tolist()


def test_first_bins_hold_single_epochs() -> None:
    starts = starting_bins(-1, 2**14)
    widths = np.diff(starts)
    assert starts[: 2**FINEST].tolist() == list(range(2**FINEST))
    assert widths[2**FINEST :].min() == 2
    assert (np.diff(widths) >= 0).all()
    assert set(widths.tolist()) == {1, 2, 4}


@pytest.mark.parametrize(("after", "last"), [(5, 5), (5, 4), (4097, 4097), (0, 0)])
def test_empty_range_has_no_starts(after: int, last: int) -> None:
    assert starting_bins(after, last).shape == (0,)


@given(small, bits)
def test_bin_ends_before_next_start(epoch: int, bits: int) -> None:
    start = bin_starts(np.array([epoch]), bits)
    (last,) = last_of_bins(start, bits).tolist()
    assert start[0] <= epoch <= last
    assert bin_starts(np.array([last]), bits).tolist() == start.tolist()
    assert bin_starts(np.array([last + 1]), bits).tolist() == [last + 1]


def test_counts_are_int64_while_they_fit() -> None:
    near = as_counts(np.array([0.0, 2.0**61]))
    assert near.dtype == np.int64
    assert near.tolist() == [0, 2**61]
    far = as_counts(np.array([0.0, 1e300]))
    assert far.dtype == np.float64
    assert far.tolist() == [0, 1e300]
    assert as_counts(np.empty(0)).dtype == np.int64
