import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.parts.merge_tree import FAN_IN, MergeTree
from engine.parts.part import Part, merge

from .tables import table


def parts_of(count: int) -> list[Part]:
    blocks = np.array_split(table(rows=8 * count), count)
    return [Part(np.asarray(np.linalg.qr(block, mode="r")), len(block)) for block in blocks]


def whole_of(parts: list[Part], order: list[int]) -> Part:
    tree = MergeTree(len(parts))
    for index in order:
        assert tree.whole is None
        tree.add(index, parts[index])
    assert tree.whole is not None
    return tree.whole


@given(st.integers(1, 70).flatmap(lambda count: st.permutations(range(count))))
def test_order_changes_no_bit(order: list[int]) -> None:
    parts = parts_of(len(order))
    expected = whole_of(parts, sorted(order))
    found = whole_of(parts, order)
    assert (found.R == expected.R).all()
    assert found.rows == expected.rows == 8 * len(parts)


def test_tree_merges_by_eights() -> None:
    parts = parts_of(17)
    level = [merge(parts[k : k + FAN_IN]) for k in range(0, 17, FAN_IN)]
    assert (whole_of(parts, list(range(17))).R == merge(level).R).all()


def test_merged_parts_are_dropped() -> None:
    tree = MergeTree(64)
    for index, part in enumerate(parts_of(64)[:63]):
        tree.add(index, part)
    kept = sum(map(len, tree._levels))
    assert kept == 7 + 7
    assert tree.whole is None


@pytest.mark.parametrize("count", [1, 8, 9, 64, 65])
def test_every_part_counts(count: int) -> None:
    assert whole_of(parts_of(count), list(range(count))).rows == 8 * count
