import numpy as np
import pytest

from gui.document import blocks as module
from gui.document.blocks import overwritten, put_in, sealed, starts_of, usual_starts, zeros


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_ROWS", 3)


@pytest.mark.parametrize(
    ("rows", "starts"), [(1, [0, 1]), (3, [0, 3]), (4, [0, 3, 4]), (6, [0, 3, 6])]
)
def test_rows_divide_into_equal_blocks(rows: int, starts: list[int]) -> None:
    assert usual_starts(rows) == starts
    assert starts_of(zeros(starts)) == starts


def test_zero_blocks_share_memory() -> None:
    column = zeros(usual_starts(8))
    assert np.concatenate(column).tolist() == [0] * 8
    assert len({block.__array_interface__["data"][0] for block in column}) == 1


def test_unchanged_block_is_same_object() -> None:
    block = sealed(np.arange(3.0))
    assert overwritten(block, 3, 0, 3, np.ones(3)) is block
    assert overwritten(block, 3, 5, 7, np.array([8.0, 9.0])).tolist() == [0, 1, 8]
    assert block.tolist() == [0, 1, 2]


def test_inserts_copy_few_split_many() -> None:
    block, more = sealed(np.arange(3.0)), (np.ones(3), np.ones(1))
    assert [b.tolist() for b in put_in(block, 1, more[1:])] == [[0, 1, 1, 2]]
    assert [len(b) for b in put_in(block, 1, more)] == [1, 3, 1, 2]
    assert [len(b) for b in put_in(block, 1, (np.ones(4),))] == [3, 3, 1]


def test_sealed_block_is_read_only() -> None:
    own, whole = np.zeros(2), np.zeros(4)
    assert sealed(own) is own
    view = sealed(whole[:2])
    whole[0] = 7
    assert not own.flags.writeable
    assert not view.flags.writeable
    assert view.tolist() == [0, 0]
