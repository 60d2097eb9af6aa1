"""One measured figure and its promise."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Measure:
    """A figure with its unit, and the most or least it may be."""

    what: str
    figure: float
    unit: str
    at_most: float = float("inf")
    at_least: float = float("-inf")

    @property
    def is_kept(self) -> bool:
        """Whether the promise is kept."""
        return self.at_least <= self.figure <= self.at_most

    @property
    def promise(self) -> str:
        """The promise as shown in the table."""
        if self.at_most < float("inf"):
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least > float("-inf") else ""


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    began = perf_counter()
    work()
    return perf_counter() - began


def ratio(slow: Callable[[], object], fast: Callable[[], object], rounds: int = 5) -> float:
    """Return how many times longer ``slow`` takes; they run in turns, so drift affects both."""
    slow()
    fast()
    return median(seconds(slow) / seconds(fast) for _ in range(rounds))
