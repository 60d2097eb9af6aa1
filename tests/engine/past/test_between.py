"""W between two keyframes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine import Keyframes
from engine.past.between import between

EPOCHS = np.array([0, 10, 30])
KEYFRAMES = Keyframes(EPOCHS, np.array([[0.0, 1.0], [10.0, 1.0], [50.0, 3.0]]))
LATEST = np.array([[90.0], [5.0]])


@given(st.integers(0, 40))
def test_line_leads_from_keyframe_to_next(epoch: int) -> None:
    W = between(KEYFRAMES, epoch, 40, LATEST)
    first = np.interp(epoch, [*EPOCHS, 40], [0, 10, 50, 90])
    second = np.interp(epoch, [*EPOCHS, 40], [1, 1, 3, 5])
    assert np.allclose(W[:, 0], [first, second], rtol=1e-15)


def test_keyframes_themselves_are_exact() -> None:
    assert between(KEYFRAMES, 30, 40, LATEST).tolist() == [[50], [3]]
    assert between(KEYFRAMES, 30, 30, LATEST).tolist() == [[50], [3]]
