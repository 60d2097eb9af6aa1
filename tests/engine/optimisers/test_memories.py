"""What an optimiser remembers at several epochs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.optimisers.kinds import Optimiser
from engine.optimisers.memories import NOTHING, Memories, joined_memories
from engine.optimisers.memory import Memory

numbers = st.floats(allow_nan=False, width=32)
memories = st.lists(st.none() | st.tuples(st.integers(0, 10**9), numbers, numbers), max_size=6)


def made(kept: list[tuple[int, float, float] | None]) -> list[Memory | None]:
    return [
        each and Memory(Optimiser.ADAM, each[0], tuple(np.array([[x], [-x]]) for x in each[1:]))
        for each in kept
    ]


@given(memories, memories)
def test_memories_read_back(
    first: list[tuple[int, float, float] | None], second: list[tuple[int, float, float] | None]
) -> None:
    parts = [Memories.of(made(each), 2) for each in (first, second)]
    whole = joined_memories(parts, [len(first), len(second)])
    if whole is None:
        assert not any((*first, *second))
        return
    for index, each in enumerate(made([*first, *second])):
        found = whole.at(index)
        if each is None:
            assert found is None
            continue
        assert found is not None
        assert (found.optimiser, found.epochs) == (each.optimiser, each.epochs)
        assert [a.tolist() for a in found.arrays] == [a.tolist() for a in each.arrays]
    assert whole.nbytes == 8 * 5 * len((*first, *second))


def test_another_optimiser_means_nothing() -> None:
    heavy = Memories.of([Memory(Optimiser.HEAVY_BALL, 3, (np.ones((2, 1)),))], 2)
    adam = Memories.of(made([(4, 1.0, 2.0)]), 2)
    whole = joined_memories([heavy, adam], [1, 1])
    assert whole is not None
    assert whole.epochs.tolist() == [NOTHING, 4]
    assert whole.taken(np.array([False, True])).epochs.tolist() == [4]
