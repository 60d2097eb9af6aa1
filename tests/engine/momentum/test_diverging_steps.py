from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from engine.momentum.diverging_path import DivergingPath


class Literal:
    """Counts the epochs that are walked."""

    def __init__(self) -> None:
        self.walked: list[int | None] = []

    def start(self, epoch: int, *_: object) -> int:
        return epoch

    def advance(self, state: object, epochs: int | None) -> tuple[object, None]:
        self.walked.append(epochs)
        return state, None


def state_at(epoch: int) -> Any:  # noqa: ANN401
    return SimpleNamespace(
        epoch=epoch, W=np.ones((2, 1)), memory=None, ended=lambda *facts: ("ended", *facts)
    )


def path(literal: Literal, *, grows: bool) -> DivergingPath:
    ahead = SimpleNamespace(
        is_growing=lambda W, memory: grows, ending=lambda epoch, W, memory: (epoch + 100,)
    )
    return DivergingPath(cast("Any", literal), cast("Any", ahead), 10)


@pytest.mark.parametrize(("epoch", "asked", "walked"), [(0, 4, 4), (0, None, 10), (7, 50, 3)])
def test_first_epochs_are_walked(epoch: int, asked: int | None, walked: int) -> None:
    literal = Literal()
    path(literal, grows=True).advance(state_at(epoch), asked)
    assert literal.walked == [walked]


def test_growing_run_ends_there() -> None:
    literal = Literal()
    state, _ = path(literal, grows=True).advance(state_at(10), 50)
    assert cast("Any", state) == ("ended", 110)
    assert literal.walked == []


def test_run_that_turns_goes_on() -> None:
    literal = Literal()
    diverging = path(literal, grows=False)
    assert cast("Any", diverging.start(3, np.ones((2, 1)), None)) == 3
    diverging.advance(state_at(10), 50)
    assert literal.walked == [50]
