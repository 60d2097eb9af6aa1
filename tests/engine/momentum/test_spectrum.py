import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.momentum.rule import MomentumRule
from engine.momentum.spectrum import ComplexRoots, RealRoots, Spectrum, growth_factor

from .drawn import rules


@given(rules(), st.floats(1e-6, 1.5))
def test_roots_are_those_of_the_matrix(rule: MomentumRule, share: float) -> None:
    s = share * rule.most_overshoot * rule.gain
    spectrum = Spectrum.of(np.array([s]), rule)
    sizes = np.sort(np.abs(np.linalg.eigvals(_matrix(s, rule))))
    if spectrum.is_complex[0]:
        found = np.exp(ComplexRoots(spectrum).log_size[0].repeat(2))
    else:
        roots = RealRoots(spectrum)
        found = np.sort(np.abs([roots.large[0, 0], roots.small[0, 0]]))
    assert found == pytest.approx(sizes, abs=1e-7)  # numpy's own are off by √ε if they meet


@pytest.mark.parametrize("is_nesterov", [False, True])
@pytest.mark.parametrize("beta", [0.5, 0.999])
def test_critical_damping_is_real(beta: float, is_nesterov: bool) -> None:
    rule = MomentumRule(beta, is_nesterov=is_nesterov)
    critical = ((1 - beta) / (1 + beta)) ** 2 if is_nesterov else (1 - np.sqrt(beta)) ** 2
    around = critical * np.array([1 - 1e-9, 1 + 1e-9])
    assert Spectrum.of(around, rule).is_complex.tolist() == [False, True]


def test_distances_show_slowest_modes() -> None:
    roots = RealRoots(Spectrum.of(np.array([1e-30]), MomentumRule(0.9)))
    assert roots.upper_from_one[0, 0] == pytest.approx(1e-29, rel=1e-14)
    assert roots.log_large[0, 0] == pytest.approx(-1e-29, rel=1e-14)


@given(rules(), st.floats(1.001, 10.0))
def test_growth_is_larger_root(rule: MomentumRule, share: float) -> None:
    matrix = _matrix(share * rule.most_overshoot * rule.gain, rule)
    largest = np.abs(np.linalg.eigvals(matrix)).max()
    assert growth_factor(rule, share) == pytest.approx(largest, rel=1e-6)


def _matrix(s: float, rule: MomentumRule) -> Matrix:
    return np.array([[1 - s * rule.first_move, -s * rule.carried], [1.0, rule.beta]])
