"""The faults of a block of numbers and gaps, found only if they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from ....threads.caching import cached_property
from ...faults import Fault


class FaultsOnDemand(Sequence[Fault]):
    """So many faults, which are found as soon as one of them is looked at.

    Parameters
    ----------
    count : int
        How many there are.
    find : callable
        Returns them.
    """

    def __init__(self, count: int, find: Callable[[], Sequence[Fault]]) -> None:
        self._count, self._find = count, find

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    @overload
    def __getitem__(self, index: int) -> Fault: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Fault]: ...
    def __getitem__(self, index: int | slice) -> Fault | Sequence[Fault]:
        return self._found[index]

    @cached_property
    def _found(self) -> Sequence[Fault]:
        return self._find()
