"""Lines without the columns that are not read."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.text.plain.cut import cut_columns

LINES = b"a,1,b,2,3\nc,4,,5,6\n"


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ([3, 4], b"2,3\n5,6\n"),
        ([1], b"1\n4\n"),
        ([1, 3], b"1,2\n4,5\n"),
        ([0, 2, 4], b"a,b,3\nc,,6\n"),
        ([0, 1, 2, 3, 4], LINES),
    ],
)
def test_chosen_columns_are_kept(columns: Sequence[int], kept: bytes) -> None:
    assert cut_columns(LINES, ",", 5, columns) == kept
    assert cut_columns(LINES.rstrip(b"\n"), ",", 5, columns) == kept


@pytest.mark.parametrize(
    "data", [b"1,2,3\n4,5\n", b"1,2\n", b"1,2,3\n\n4,5,6\n", b"1,2\n3\n4,5,6,7\n"]
)
def test_uneven_lines_are_not_cut(data: bytes) -> None:
    assert cut_columns(data, ",", 3, [0]) is None


@given(st.data())
def test_cells_are_those_of_lines(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 5))
    cells = st.text(st.sampled_from("ab 1"), max_size=3)
    rows = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1))
    columns = sorted(data.draw(st.sets(st.integers(0, width - 1), min_size=1)))
    whole = "".join(";".join(row) + "\n" for row in rows)
    kept = "".join(";".join(row[k] for k in columns) + "\n" for row in rows)
    assert cut_columns(whole.encode(), ";", width, columns) == kept.encode()
