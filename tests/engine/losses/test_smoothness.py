"""Whether a loss has kinks."""

import pytest

from engine import Settings
from engine.losses.smoothness import Smoothness, is_smooth, smoothness_of

KINDS = {
    "mean square": Smoothness.QUADRATIC,
    "2·mean((Y − P)²) + sum(W²)/7": Smoothness.QUADRATIC,
    "huber": Smoothness.SMOOTH,
    "mean(|Y − P|^1.5)": Smoothness.SMOOTH,
    "mean(sqrt(1 + (Y − P)²))": Smoothness.SMOOTH,
    "mean(exp(P) − Y·P)": Smoothness.SMOOTH,
    "mean absolute": Smoothness.KINKED,
    "mean(max(|Y − P| − 0.5, 0))": Smoothness.KINKED,
    "mean((Y − P)²) + 0.1·sum(|W|)": Smoothness.KINKED,
    "mean(where(Y > P, Y − P, 0))": Smoothness.KINKED,
}


@pytest.mark.parametrize("loss", KINDS)
def test_kinks_are_found(loss: str) -> None:
    assert smoothness_of(Settings(loss=loss).formula) is KINDS[loss]


def test_signs_without_kinks_are_known() -> None:
    kinds = {loss: Settings(loss=loss).formula for loss in ("log-cosh", "mean absolute")}
    assert [is_smooth(each) for each in kinds.values() if each is not None] == [True, False]
