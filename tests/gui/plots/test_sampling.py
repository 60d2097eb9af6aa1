"""The rows chosen when there are too many to show."""

from hypothesis import given
from hypothesis import strategies as st

from gui.plots.sampling import sampled_rows


def test_few_rows_are_all_sampled() -> None:
    assert sampled_rows(3).tolist() == [0, 1, 2]
    assert sampled_rows(2000).tolist() == list(range(2000))


def test_empty_table_gives_no_rows() -> None:
    assert sampled_rows(0).tolist() == []


@given(st.integers(1, 10**9), st.integers(2, 500))
def test_many_rows_are_sampled_evenly(total: int, most: int) -> None:
    rows = sampled_rows(total, most)
    assert len(rows) == min(total, most)
    assert (rows[0], rows[-1]) == (0, total - 1)
    gaps = rows[1:] - rows[:-1]
    if len(gaps):
        assert gaps.min() >= 1
        assert gaps.max() - gaps.min() <= 1 + 1
