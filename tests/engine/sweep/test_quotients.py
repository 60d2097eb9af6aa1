"""The quotients of many W are those of each."""

import numpy as np
import pytest

from engine.difference import Difference
from engine.quotients import Quotients
from engine.sweep import quotients
from engine.sweep.quotients import QuotientsOfAll


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("room", [1, 2**16])
def test_each_has_its_own_quotients(
    difference: Difference, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotients, "RESIDUALS_IN_CACHE", room)
    draw = np.random.default_rng(2)
    A, Y = draw.normal(size=(5, 4)), draw.normal(size=(5, 1))
    W, h = draw.normal(size=(3, 4)), draw.uniform(0.1, 1.0, size=(3, 4))
    found = QuotientsOfAll(A, Y, difference, lambda: False).at(W, h)
    assert found.is_moved.all()
    for k in range(3):
        alone = Quotients(A, Y, h[k], difference).at(W[k].reshape(-1, 1))
        assert found.losses[k] == pytest.approx(alone.loss, rel=1e-14)
        np.testing.assert_allclose(found.slopes[k], alone.gradient[:, 0], rtol=1e-12)


def test_lost_steps_are_told() -> None:
    W = np.array([[1.0], [1.0]])
    found = QuotientsOfAll(np.eye(1), np.zeros((1, 1)), Difference.CENTRAL, lambda: False)
    assert found.at(W, np.array([[1e-20], [0.1]])).is_moved.tolist() == [False, True]
