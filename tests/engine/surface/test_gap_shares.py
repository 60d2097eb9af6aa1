"""The gap by direction: recorded, and foretold by the closed form."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, fit
from engine.momentum.rule import MomentumRule
from engine.surface.bowl import Bowl
from engine.surface.gap_shares import foretold_parts, largest_share

from .bowls import SEEDS, bowl_of, problem_of


@given(
    SEEDS,
    st.sampled_from(["central", "forward", "backward"]),
    st.booleans(),
    st.integers(0, 50),
)
def test_foretold_is_what_a_run_has(seed: int, quotient: str, scaled: bool, time: int) -> None:
    problem = problem_of(seed, weights=3)
    bowl = bowl_of(problem, scaled=scaled)
    rate = 0.9 / bowl.modes.curvatures[0]
    settings = Settings(time, rate, 0.01, quotient, scale_columns=scaled, method="literal")
    foretold = foretold_parts(bowl, settings, problem.W, np.array([float(time)]))[:, 0]
    reached = fit(problem, settings).W if time else problem.W
    there = bowl.parts(reached.T)[:, 0]
    np.testing.assert_allclose(foretold, there, rtol=1e-5, atol=1e-9 * (bowl.floor + there.max()))


def test_largest_share_halves_as_said() -> None:
    bowl = bowl_of(Problem(np.diag([1.0, 0.1]), [0.0, 0.0], [0.01, 10.0]))
    share = largest_share(bowl, 0.5, np.array([[0.01], [10.0]]))
    assert share is not None
    assert (share.mode, share.grows) == (1, False)
    assert share.share == pytest.approx(1 / (1 + 1e-4))
    assert (1 - 0.5 * 0.01) ** (2 * share.halving) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("rate", "halving", "grows"),
    [(1.0, 0.0, False), (1.5, 0.5, False), (2.0, math.inf, False), (2.5, math.inf, True)],
)
def test_halving_at_special_rates(rate: float, halving: float, grows: bool) -> None:
    bowl = bowl_of(Problem([[1.0], [1.0]], [0.0, 0.0], [1.0]))
    share = largest_share(bowl, rate / 2, np.ones((1, 1)))
    assert share is not None
    assert share.halving == pytest.approx(halving, abs=0.1)
    assert share.grows is grows


def test_share_of_an_overflowing_gap() -> None:
    bowl = bowl_of(Problem(np.diag([1.0, 0.5]), [0.0, 0.0]))
    share = largest_share(bowl, 3.0, np.array([[1e200], [2e200]]))
    assert share is not None
    assert share.share == pytest.approx(0.5)
    assert share.grows
    huge = bowl_of(Problem(np.diag([1e10, 1.0]), [0.0, 0.0]))
    assert largest_share(huge, 3.0, np.array([[1e300], [1e300]])) is None


def test_no_gap_has_no_share() -> None:
    bowl = bowl_of(Problem(np.eye(2), [0.0, 0.0]))
    assert largest_share(bowl, 0.5, np.zeros((2, 1))) is None


@given(SEEDS, st.sampled_from(["heavy ball", "nesterov"]), st.booleans(), st.integers(0, 30))
def test_momentum_is_foretold_from_its_buffer(
    seed: int, optimiser: str, scaled: bool, time: int
) -> None:
    problem = problem_of(seed, weights=3)
    bowl = bowl_of(problem, scaled=scaled)
    rate = 0.9 / bowl.modes.curvatures[0]
    settings = Settings(
        7, rate, 0.01, scale_columns=scaled, method="literal", optimiser=optimiser, momentum=0.8
    )
    at = fit(problem, settings).end
    assert at.memory is not None
    times = np.array([0.0, float(time)])
    foretold = foretold_parts(bowl, settings, at.W, times, at.memory.arrays[0])
    for epochs, parts in zip((7, 7 + time), foretold.T, strict=True):
        there = bowl.parts(fit(problem, replace(settings, epochs=epochs)).W.T)[:, 0]
        atol = 1e-9 * (bowl.floor + there.max())
        np.testing.assert_allclose(parts, there, rtol=1e-5, atol=atol)


@pytest.mark.parametrize("is_nesterov", [False, True])
def test_momentum_halves_as_said(is_nesterov: bool) -> None:
    bowl = bowl_of(Problem(np.diag([1.0, 0.1]), [0.0, 0.0], [0.01, 10.0]))
    kind = "nesterov" if is_nesterov else "heavy ball"
    settings, rule = (
        Settings(1, 0.5, 1.0, optimiser=kind),
        MomentumRule(0.9, is_nesterov=is_nesterov),
    )
    share = largest_share(bowl, 0.5, np.array([[0.01], [10.0]]), rule)
    assert share is not None
    # Over whole turns of the oscillation.
    slope = np.log(foretold_parts(bowl, settings, np.ones((2, 1)), np.arange(500.0))[1])
    falls = np.polyfit(np.arange(500.0), slope, 1)[0]
    assert share.halving == pytest.approx(-math.log(2) / falls, rel=0.02)


@pytest.mark.parametrize(("factor", "grows"), [(0.99, False), (1.01, True)])
def test_momentum_grows_beyond_its_limit(factor: float, grows: bool) -> None:
    bowl = bowl_of(Problem([[1.0], [1.0]], [0.0, 0.0], [1.0]))
    share = largest_share(bowl, factor * 3.8 / 2, np.ones((1, 1)), MomentumRule(0.9))
    assert share is not None
    assert (share.grows, math.isinf(share.halving)) == (grows, grows)


@pytest.mark.parametrize("rule", [None, MomentumRule.of(Settings(optimiser="nesterov"))])
def test_flattest_noticeable_direction_holds_up(rule: MomentumRule | None) -> None:
    bowl = Bowl.of(Problem(np.diag([1.0, 0.3, 0.01]), np.zeros(3)), Settings())
    assert bowl is not None
    found = [
        largest_share(bowl, 0.3, np.array(W).reshape(-1, 1), rule)
        for W in ((5.0, 5.0, 1e-3), (5.0, 5.0, 100.0), (5.0, 5.0, 900.0))
    ]
    assert [share and (share.mode, share.slowest) for share in found] == [(0, 1), (0, 2), (2, 2)]
    held = [share is not None and share.is_held_up for share in found]
    assert held == [rule is None, True, False]
    assert found[2] is not None
    assert found[2].slowest_halving == found[2].halving
