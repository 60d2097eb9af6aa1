"""Rules and modes drawn by hypothesis, those where roots meet or vanish among them."""

from hypothesis import strategies as st

from engine.momentum.rule import MomentumRule

BETAS = st.sampled_from([0.0, 0.1, 0.5, 0.9, 0.99]) | st.floats(0, 0.99)


@st.composite
def rules(draw: st.DrawFn) -> MomentumRule:
    """Draw a rule of β up to 0.99."""
    beta, is_nesterov = draw(BETAS), draw(st.booleans())
    dampening = 0.0 if is_nesterov else draw(st.sampled_from([0.0, 0.3]))
    return MomentumRule(beta, dampening, is_nesterov)


@st.composite
def overshoots(draw: st.DrawFn, rule: MomentumRule) -> float:
    """Draw s = ηλ of a mode that is stable: slow, critical, or near the limit."""
    most, beta = rule.most_overshoot * rule.gain, rule.beta
    critical = [((1 - beta) / (1 + beta)) ** 2, 1.0]
    if not rule.is_nesterov:
        critical = [(1 - beta**0.5) ** 2, (1 + beta**0.5) ** 2]
    near = [c * (1 + off) for c in critical for off in (-1e-4, -1e-9, 0.0, 1e-9, 1e-4)]
    shares = st.floats(-15, -1e-3).map(lambda exponent: most * 10**exponent)
    special = st.sampled_from([*near, most * (1 - 1e-6)])
    return draw((shares | special).filter(lambda s: 0 < s < most * (1 - 1e-7)))
