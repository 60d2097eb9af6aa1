import pytest

from engine import Problem
from engine.formula.formula import Formula
from engine.losses.penalty import is_penalty
from engine.losses.rounding_of_loss import sizes_beside

GROWS = {
    "sum(W²)": True,
    "mean(|Y − P|) + 0.1·max(|W|)": True,
    "sum(log(1 + W²))": True,
    "max(W) − min(W)": True,
    "min(|W|)": False,
    "mean(|Y − P|) + min(|W|)": False,
    "sum(tanh(W)²)": False,
    "sum(W)": False,
    "mean((Y − P)²)": False,
}


@pytest.mark.parametrize("text", GROWS)
def test_penalty_grows_with_each_weight(text: str) -> None:
    assert is_penalty(Formula.of(text), 2) is GROWS[text]
    assert is_penalty(Formula.of(text), 5) is GROWS[text]


def test_smallest_weight_alone_is_held() -> None:
    assert is_penalty(Formula.of("min(|W|)"), 1)
    assert not is_penalty(Formula.of("max(W) − min(W)"), 1)


def test_sizes_shrink_for_penalties_only() -> None:
    problem = Problem([[1e-12, 1.0], [2e-12, 1.0]], [1.0, 1.0], [0.0, 0.0])
    held, free = (
        sizes_beside(Formula.of(f"mean(|Y − P|) + {each}"), problem, problem.W)[0]
        for each in ("sum(W²)", "min(|W|)")
    )
    assert held < 1e3 < 1e11 < free
