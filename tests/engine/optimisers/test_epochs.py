import numpy as np

from engine import Problem, Settings
from engine.frame import State
from engine.methods.path import Descent
from engine.optimisers.epochs import OptimisedEpochs

PROBLEM = Problem([[1.0]], [0.0], [1.0])
HEAVY = Settings(10, 0.25, 0.5, optimiser="heavy ball", momentum=0.5)


def state(epoch: int, slope: float) -> State:
    return State(epoch, np.array([[1.0]]), 1.0, np.array([[slope]]))


def test_next_epoch_remembers_its_slope() -> None:
    epochs = OptimisedEpochs(Descent.of(PROBLEM, HEAVY))
    W, memory, ending = epochs.next(state(0, 2.0))
    assert (W.item(), ending) == (0.5, None)
    W, memory, _ = epochs.next(state(1, 2.0)._replace(memory=memory))
    assert W.item() == 1 - 0.25 * (0.5 * 2 + 2)
    assert memory.epochs == 2


def test_rate_is_that_of_the_epoch() -> None:
    settings = Settings(10, 0.25, 0.5, schedule="exponential", schedule_factor=0.5)
    epochs = OptimisedEpochs(Descent.of(PROBLEM, settings))
    assert [epochs.next(state(epoch, 2.0)).W.item() for epoch in (0, 1)] == [0.5, 0.75]
