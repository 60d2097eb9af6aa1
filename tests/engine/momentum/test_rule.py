import numpy as np
import pytest

from engine import EngineError, Settings
from engine.momentum.rule import MomentumRule


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        (Settings(), MomentumRule()),
        (Settings(optimiser="heavy ball", dampening=0.25), MomentumRule(0.9, 0.25)),
        (Settings(optimiser="nesterov", momentum=0.5), MomentumRule(0.5, is_nesterov=True)),
    ],
)
def test_rule_of_settings(settings: Settings, rule: MomentumRule) -> None:
    assert MomentumRule.of(settings) == rule


@pytest.mark.parametrize(
    ("settings", "name", "value"),
    [
        (Settings(optimiser="adam"), "optimiser", "adam"),
        (Settings(schedule="cosine"), "schedule", "cosine"),
    ],
)
def test_other_rules_are_refused(settings: Settings, name: str, value: str) -> None:
    with pytest.raises(EngineError) as refused:
        MomentumRule.of(settings)
    assert str(refused.value).startswith(f"{name} is “{value}”; it must be ")


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        (MomentumRule(), 2.0),
        (MomentumRule(0.0, 0.5), 2.0),
        (MomentumRule(0.9), 3.8),
        (MomentumRule(0.9, 0.5), 7.6),
        (MomentumRule(0.9, is_nesterov=True), 3.8 / 2.8),
    ],
)
def test_limit_is_where_growth_begins(rule: MomentumRule, most: float) -> None:
    assert rule.most_overshoot == pytest.approx(most, rel=1e-15)
    for share, grows in ((1 - 1e-3, False), (1 + 1e-3, True)):
        s = share * most * rule.gain
        epoch = np.array([[1 - s * rule.first_move, -s * rule.carried], [1.0, rule.beta]])
        assert bool(np.abs(np.linalg.eigvals(epoch)).max() > 1) is grows


def test_first_buffer_undoes_dampening() -> None:
    rule = MomentumRule(0.8, 0.3)
    assert rule.beta * rule.first_buffer + rule.gain == pytest.approx(1.0)
    assert MomentumRule(0.0, 0.3).first_buffer == 0
