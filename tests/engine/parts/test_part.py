from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Part, Problem, merge, reduce_part, triangle_of
from engine.cancelling import Cancelled
from engine.errors import BadTable, WrongArgument
from engine.parts.errors import OtherColumns, PartsDisagree
from engine.parts.part import in_folder, reduce_file
from engine.parts.shared_reading import SharedReading

from .tables import table, upright, write_csv


def part_of(values: np.ndarray) -> Part:
    problem = Problem(values[:, :-1], values[:, -1])
    return Part(triangle_of(problem).R, len(values))


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 40), min_size=1, max_size=9), st.data())
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_grouping_gives_the_triangle(seed: int, sizes: list[int], data: st.DataObject) -> None:
    values = table(seed, sum(sizes))
    parts = [part_of(block) for block in np.split(values, np.cumsum(sizes)[:-1])]
    while len(parts) > 1:
        count = data.draw(st.integers(2, len(parts)))
        chosen = data.draw(st.permutations(range(len(parts))))[:count]
        rest = [part for k, part in enumerate(parts) if k not in chosen]
        parts = [*rest, merge([parts[k] for k in chosen])]
    whole = upright(triangle_of(Problem(values[:, :-1], values[:, -1])).R)
    lengths = np.linalg.norm(values, axis=0)
    found = parts[0]
    assert found.rows == len(values)
    # The products tell all; R itself is settled only if there are as many rows as columns.
    assert np.abs(found.R.T @ found.R - whole.T @ whole).max() <= 1e-12 * lengths.max() ** 2
    if len(values) > 20:
        assert (np.abs(upright(found.R) - whole) <= 1e-12 * lengths).all()


def test_file_gives_triangle_of_rows(tmp_path: Path) -> None:
    values = table(rows=500)
    part = reduce_part(write_csv(tmp_path / "a.csv", values))
    whole = upright(triangle_of(Problem(values[:, :-1], values[:, -1])).R)
    assert part.rows == 500
    assert (part.R.diagonal() >= 0).all()
    assert np.abs(part.R - whole).max() <= 1e-12 * np.abs(whole).max()
    assert part.triangle.weights == 3


def test_array_gives_same_bits(tmp_path: Path) -> None:
    values = table(rows=500)
    np.save(tmp_path / "a.npy", values)
    from_text = reduce_part(write_csv(tmp_path / "a.csv", values))
    assert (reduce_part(tmp_path / "a.npy").R == from_text.R).all()


def test_ones_come_first(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table(rows=9))
    part = reduce_part(path, SharedReading.of(path, has_ones=True))
    assert part.R.shape == (5, 5)
    assert part.R[0, 0] == pytest.approx(3.0, rel=1e-14)


def test_first_and_last_rows_are_kept(tmp_path: Path) -> None:
    values = table(rows=50)
    ends = reduce_file(write_csv(tmp_path / "a.csv", values)).ends
    assert (ends.first == values[:7]).all()
    assert (ends.last == values[-7:]).all()


def test_bad_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "part-3.csv"
    path.write_text("x,y\n1,2\n3,four\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"^part-3\.csv, line 3, column 2 \(y\): “four”"):
        reduce_part(path)


def test_folder_is_put_before_name(tmp_path: Path) -> None:
    error = BadTable("part-3.csv", "it is empty.", line=4)
    found = in_folder("year=2024", error)
    assert str(found) == "year=2024/part-3.csv, line 4: it is empty."
    assert found.line == 4


def test_other_columns_are_refused(tmp_path: Path) -> None:
    values = table(rows=5)
    first = write_csv(tmp_path / "a.csv", values)
    other = write_csv(tmp_path / "b.csv", values, ("a", "b", "d", "y"))
    with pytest.raises(BadTable, match=r"^b\.csv: .*no column named “c”"):
        reduce_part(other, SharedReading.of(first))


def test_missing_header_is_refused(tmp_path: Path) -> None:
    values = table(rows=5)
    np.save(tmp_path / "a.npy", values)
    other = write_csv(tmp_path / "b.csv", values)
    with pytest.raises(OtherColumns, match=r"those of a\.npy are without names"):
        reduce_part(other, SharedReading.of(tmp_path / "a.npy"))


def test_order_of_columns_may_differ(tmp_path: Path) -> None:
    values = table(rows=30)
    first = write_csv(tmp_path / "a.csv", values)
    turned = write_csv(tmp_path / "b.csv", values[:, [3, 1, 0, 2]], ("y", "b", "a", "c"))
    reading = SharedReading.of(first)
    assert (reduce_part(turned, reading).R == reduce_part(first, reading).R).all()


def test_cancelled_part_stops(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table())
    with pytest.raises(Cancelled):
        reduce_part(path, cancelled=lambda: True)


def test_progress_ends_at_one(tmp_path: Path) -> None:
    seen: list[float] = []
    reduce_part(write_csv(tmp_path / "a.csv", table()), progress=seen.append)
    assert seen[-1] == 1.0


def test_parts_of_two_tables_disagree() -> None:
    with pytest.raises(PartsDisagree, match="columns are 3 and 2"):
        merge([Part(np.eye(3), 3), Part(np.eye(2), 2)])


def test_no_parts_are_refused() -> None:
    with pytest.raises(WrongArgument, match="at least one Part"):
        merge([])


def test_merge_adds_rows_and_notes() -> None:
    one, two = Part(np.eye(2), 3, 1, ("a", "b")), Part(np.eye(2), 4, 2, ("b", "c"))
    found = merge([one, two])
    assert (found.rows, found.skipped, found.notes) == (7, 3, ("a", "b", "c"))
    assert merge([one]) is one
