"""One measured figure and its promise."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

# Repeated until it takes so long, a work of microseconds is timed to a percent.
LEAST_SECONDS = 0.05


@dataclass(frozen=True)
class Measure:
    """A figure with its unit, and the most or least it may be."""

    what: str
    figure: float
    unit: str
    at_most: float = float("inf")
    at_least: float = float("-inf")
    unmeasured: str = ""
    """Why there is no figure; empty if there is one."""

    @property
    def is_kept(self) -> bool:
        """Whether the promise is kept, as far as it was measured."""
        return bool(self.unmeasured) or self.at_least <= self.figure <= self.at_most

    @property
    def verdict(self) -> str:
        """What the table says of the promise, if there is one."""
        if self.unmeasured:
            return f"not measured: {self.unmeasured}"
        if not self.promise:
            return ""
        return "kept" if self.is_kept else "NOT KEPT"

    @property
    def promise(self) -> str:
        """The promise as shown in the table."""
        if self.at_most < float("inf"):
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least > float("-inf") else ""


def not_measured(what: str, unit: str, why: str, at_least: float = float("-inf")) -> Measure:
    """Return the line of a promise that cannot be measured here."""
    return Measure(what, float("nan"), unit, at_least=at_least, unmeasured=why)


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


def computing_ratio(
    slow: Callable[[], object], fast: Callable[[], object], rounds: int = 7
) -> float:
    """Return how many times longer ``slow`` computes, in turns: for works of this process alone.

    What other programs take of a busy machine is left out, which is what a clock on the wall has.
    """
    both = [(work, _repeats(work)) for work in (slow, fast)]
    turns = [[_computing_seconds(*each) for each in both] for _ in range(rounds)]
    return median(of_slow / of_fast for of_slow, of_fast in turns)


def _repeats(work: Callable[[], object]) -> int:
    """Return how many times to repeat a work, after a first time that prepares it."""
    work()
    times = 1
    while (took := times * _computing_seconds(work, times)) < LEAST_SECONDS:
        times = max(2 * times, int(times * LEAST_SECONDS / max(took, 1e-6)))
    return times


def _computing_seconds(work: Callable[[], object], times: int) -> float:
    began = process_time()
    for _ in range(times):
        work()
    return (process_time() - began) / times
