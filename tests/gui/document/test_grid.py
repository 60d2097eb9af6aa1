from collections.abc import Sequence
from dataclasses import replace
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings
from gui.background import cancellable
from gui.document import Experiment, Grid
from gui.document import blocks as blocks_module


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> object:
    """Use blocks of three rows, so that small tables have many blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, "BLOCK_ROWS", 3)
        yield


def table_of(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, columns))


SHAPES = st.tuples(st.integers(1, 20), st.integers(1, 4))
EDITS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 30), st.integers(1, 9)),
    max_size=12,
)


def edited(grid: Grid, matrix: np.ndarray, edit: tuple[int, ...]) -> tuple[Grid, np.ndarray]:
    """Apply the same edit to a grid and to a matrix."""
    kind, i, k, count = edit
    rows, columns = matrix.shape
    i, k, new = i % (rows + 1), k % (columns + 1), np.random.default_rng(edit)
    if kind == 0:
        values = new.normal(size=(count, columns))
        return grid.with_rows(i, Grid.of(values)), np.insert(matrix, i, values, axis=0)
    if kind == 1:
        values = new.normal(size=(rows, count % 3 + 1))
        wide = np.concatenate((matrix[:, :k], values, matrix[:, k:]), axis=1)
        return grid.with_columns(k, Grid.of(values)), wide
    if kind == 2 and rows > 1:
        gone = sorted(set((np.arange(count) * 2 + i) % rows))[: rows - 1]
        return grid.without_rows(gone), np.delete(matrix, gone, axis=0)
    if kind == 3 and columns > 1:
        gone = [k % columns]
        return grid.without_columns(gone), np.delete(matrix, gone, axis=1)
    if kind == 4:
        picked = [k % columns]
        copy = matrix.copy()
        copy[:, picked] *= 2
        return grid.mapped(lambda _, block: block * 2, picked), copy
    top, left = i % rows, k % columns
    values = new.normal(size=(min(count, rows - top), min(count, columns - left)))
    copy = matrix.copy()
    copy[top : top + values.shape[0], left : left + values.shape[1]] = values
    return grid.with_block(top, left, values), copy


@given(SHAPES, EDITS)
def test_grid_behaves_like_matrix(shape: tuple[int, int], edits: list[tuple[int, ...]]) -> None:
    matrix = table_of(*shape)
    history = [(Grid.of(matrix), matrix.copy())]
    for edit in edits:
        history.append(edited(*history[-1], edit))
    for grid, expected in history:
        assert grid.shape == expected.shape
        assert grid.joined.tobytes() == np.ascontiguousarray(expected).tobytes()
        assert not grid.joined.flags.writeable


@given(SHAPES, EDITS, st.data())
def test_rows_in_any_order(
    shape: tuple[int, int], edits: list[tuple[int, ...]], data: st.DataObject
) -> None:
    grid, matrix = Grid.of(table_of(*shape)), table_of(*shape)
    for edit in edits:
        grid, matrix = edited(grid, matrix, edit)
    rows = data.draw(st.lists(st.integers(0, len(matrix) - 1), max_size=9))
    column = data.draw(st.integers(0, matrix.shape[1] - 1))
    assert grid.column(column, rows).tolist() == matrix[rows, column].tolist()
    assert grid.column(column).tolist() == matrix[:, column].tolist()
    assert grid.rows(range(1, len(matrix))).tolist() == matrix[1:].tolist()
    if rows:
        assert grid.value(rows[0], column) == matrix[rows[0], column]
        block = grid.block(rows[0], column, len(matrix) - rows[0], 1)
        assert block.tolist() == matrix[rows[0] :, column : column + 1].tolist()


def test_read_only_matrix_is_kept() -> None:
    matrix = table_of(7, 2)
    matrix.setflags(write=False)
    assert Grid.of(matrix).joined is matrix
    assert Grid.of(matrix).with_block(0, 0, matrix).joined is matrix


def test_writable_matrix_is_copied() -> None:
    matrix = table_of(7, 2)
    grid = Grid.of(matrix)
    matrix[:] = 0
    assert grid.joined.all()


def test_edit_shares_unchanged_blocks() -> None:
    grid = Grid.of(table_of(12, 2))
    edited = grid.with_block(4, 1, np.zeros((1, 1)))

    def shared(column: int) -> list[bool]:
        pairs: Sequence[tuple[object, object]] = list(
            zip(grid._columns[column], edited._columns[column], strict=True)
        )
        return [one is other for one, other in pairs]

    assert shared(0) == [True] * 4
    assert shared(1) == [True, False, True, True]


def test_numpy_converts_grid() -> None:
    matrix = table_of(5, 3)
    assert np.asarray(Grid.of(matrix)).tolist() == matrix.tolist() == Grid.of(matrix).tolist()


def test_large_zero_grid_is_small() -> None:
    grid = Grid.zeros(10**5, 3)
    assert grid.shape == (10**5, 3)
    assert grid.value(10**5 - 1, 2) == 0.0
    assert len({id(block.base) for blocks in grid._columns for block in blocks}) == 1


def test_only_zeros_are_zero() -> None:
    zeros = Grid.zeros(100_000, 2)
    assert zeros.is_zero
    assert Grid.of(np.zeros((3, 1))).is_zero
    last = zeros.with_block(99_999, 1, np.array([[1e-300]]))
    assert not last.is_zero
    assert last.with_block(99_999, 1, np.array([[-0.0]])).is_zero


def test_joining_waits_for_no_other_thread() -> None:
    draw = np.random.default_rng(0)
    slow, quick = (
        Experiment.of(Problem(draw.normal(size=(5, 2)), draw.normal(size=5)), Settings())
        for _ in range(2)
    )
    slow, quick = (
        replace(each, A=each.A.with_block(0, 0, np.ones((1, 1)))) for each in (slow, quick)
    )
    begun, released = Event(), Event()

    def hold_up() -> bool:
        begun.set()
        assert released.wait(10)
        return False

    def join() -> None:
        with cancellable(hold_up):
            assert slow.problem.A[0, 0] == 1

    thread = Thread(target=join)
    thread.start()
    assert begun.wait(10)
    assert quick.problem is quick.problem
    assert quick.A.joined is quick.A.joined
    assert thread.is_alive()
    released.set()
    thread.join()


def test_gaps_are_found_after_edits() -> None:
    grid = Grid.empty(7, 2)
    assert (grid.has_gaps, grid.is_zero) == (True, True)
    assert grid.gaps(3) == [(3, 0, 7), (4, 0, 7)]
    for start in (0, 3, 6):
        grid = grid.with_block(start, 0, np.ones((min(3, 7 - start), 2)))
    assert (grid.has_gaps, grid.gaps()) == (False, [])
    for gap in (
        grid.with_block(4, 1, np.full((1, 1), np.nan)),
        grid.with_rows(4, Grid.empty(1, 2)),
    ):
        assert gap.has_gaps
        assert np.flatnonzero(~gap.complete_rows).tolist() == [4]
        assert gap.gaps()[-1] == (1, 4, 5)
        assert not gap.without_rows([4]).has_gaps
