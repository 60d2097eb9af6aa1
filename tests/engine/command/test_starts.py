"""Weights to start from."""

import numpy as np

from engine.command.starts import random_weights
from engine.examples import published


def test_seed_0_gives_the_published_start() -> None:
    assert random_weights(3, 0).tolist() == published().problem.W.tolist()


def test_a_seed_gives_the_same_weights_and_another_others() -> None:
    assert random_weights(5, 7).tolist() == random_weights(5, 7).tolist()
    assert random_weights(5, 7).tolist() != random_weights(5, 8).tolist()
    assert random_weights(5, 7).shape == (5, 1)


def test_the_stream_shared_by_everyone_is_left_alone() -> None:
    np.random.seed(3)
    expected = np.random.randn()
    np.random.seed(3)
    random_weights(4, 0)
    assert np.random.randn() == expected
