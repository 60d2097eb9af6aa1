import numpy as np

from engine.frame import State
from engine.matrix import Matrix
from engine.optimisers.falling import PathProgress
from engine.settings import Precision


def path(losses: Matrix, slopes: Matrix, W: Matrix) -> int | None:
    """Return after how many epochs a path of one weight is over; None if it never is."""
    progress = PathProgress(np.array([[W[0]]]), Precision.DOUBLE)
    for epoch in range(len(losses) - 1):
        here, after = np.array([[W[epoch]]]), np.array([[W[epoch + 1]]])
        state = State(epoch, here, float(losses[epoch]), np.array([[slopes[epoch]]]))
        if progress.is_over(state, after):
            return epoch + 1
    return None


EPOCHS = np.arange(5000.0)
TO_AND_FRO = np.where(EPOCHS % 2 == 0, 1.0, -1.0)


def test_path_to_and_fro_is_over() -> None:
    assert path(2 + TO_AND_FRO, 1 + 0 * EPOCHS, TO_AND_FRO) == 512


def test_random_path_is_over() -> None:
    noise = np.random.default_rng(0).normal(size=5000)
    assert path(5 + noise, 3 + noise, noise) is not None


def test_falling_loss_is_not_over() -> None:
    assert path(2 - 1e-12 * EPOCHS, 1 + 0 * EPOCHS, TO_AND_FRO) is None


def test_falling_slopes_are_not_over() -> None:
    assert path(2 + 0 * EPOCHS, np.exp(-EPOCHS / 1e9), TO_AND_FRO) is None


def test_swinging_fall_is_not_over() -> None:
    """A heavy ball that swings raises the loss half of the time."""
    swing = np.exp(-EPOCHS / 500) * (1 + np.cos(EPOCHS / 20))
    assert path(swing, swing, TO_AND_FRO) is None


def test_drifting_weight_is_not_over() -> None:
    assert path(2 + 0 * EPOCHS, 1 + 0 * EPOCHS, EPOCHS) is None
