import pickle

import numpy as np

from engine import Optimiser, Precision
from engine.optimisers.memory import Memory

BUFFER = np.array([[0.5], [1e-3]])


def test_memory_takes_the_precision_of_a_run() -> None:
    memory = Memory(Optimiser.ADAM, 3, (BUFFER, BUFFER))
    single = memory.within(Precision.SINGLE)
    assert [each.dtype for each in single.arrays] == [np.float32, np.float32]
    assert (single.optimiser, single.epochs) == (Optimiser.ADAM, 3)
    assert memory.within(Precision.DOUBLE).arrays[0] is BUFFER


def test_memory_goes_to_other_processes() -> None:
    memory = pickle.loads(pickle.dumps(Memory(Optimiser.ADAGRAD, 1, (BUFFER,))))
    assert memory.optimiser is Optimiser.ADAGRAD
    assert np.array_equal(memory.arrays[0], BUFFER)
