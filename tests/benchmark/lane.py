"""A separate process for each peer, so that the threads of no other library interfere."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

from .measure import seconds
from .task import Array, Run, Shape, Task, task_of

Prepare = Callable[[Task], Run]

MOST_EPOCHS = 1_000_000
TURN_SECONDS = 0.3


def own_process() -> ProcessPoolExecutor:
    """Return a fresh interpreter, which ends with the context."""
    return ProcessPoolExecutor(1, get_context("spawn"))


class Lane:
    """One way to compute the task of a shape; the first run prepares it."""

    def __init__(self, process: ProcessPoolExecutor, prepare: Prepare, shape: Shape) -> None:
        self._process, self._prepare, self._shape = process, prepare, shape

    def losses(self, epochs: int) -> Array:
        """Return the losses of a number of epochs."""
        return self._process.submit(_losses, self._prepare, self._shape, epochs).result()

    def pace(self, epochs: int) -> float:
        """Return the seconds per epoch in a run of this many."""
        run = self._process.submit(_seconds, self._prepare, self._shape, epochs)
        return run.result() / epochs

    def affordable(self) -> int:
        """Return how many epochs fill a turn, at most a million."""
        epochs = 1
        while epochs < MOST_EPOCHS:
            self.losses(epochs)
            in_a_turn = int(TURN_SECONDS / self.pace(epochs))
            if in_a_turn < 10 * epochs:
                return min(max(in_a_turn, 1), MOST_EPOCHS)
            epochs *= 10
        return MOST_EPOCHS


@cache
def _ready(prepare: Prepare, shape: Shape) -> Run:
    return prepare(task_of(shape))


def _losses(prepare: Prepare, shape: Shape, epochs: int) -> Array:
    return _ready(prepare, shape)(epochs)


def _seconds(prepare: Prepare, shape: Shape, epochs: int) -> float:
    run = _ready(prepare, shape)
    return seconds(lambda: run(epochs))
