"""The twelve losses that everything is tried on, and trees of all kinds."""

from hypothesis import strategies as st

from engine.formula.tree import (
    COMPARISONS,
    REDUCTIONS,
    Constant,
    Node,
    Operator,
    Spread,
    Symbol,
    Variable,
    operation,
)

LOSSES = {
    "mean square": "mean((Y−P)²)",
    "mean absolute": "mean(|Y−P|)",
    "Huber": "mean(where(|Y−P| < 1.345, (Y−P)²/2, 1.345·|Y−P| − 0.9045125))",
    "log-cosh": "mean(logaddexp(Y−P, P−Y) − log(2))",
    "log of cosh": "mean(log(cosh(Y−P)))",
    "quantile": "mean(max(0.9·(Y−P), −0.1·(Y−P)))",
    "power 1.5": "mean(|Y−P|^1.5)",
    "Poisson": "mean(exp(P) − Y·P)",
    "logistic": "mean(logaddexp(0, P) − Y·P)",
    "ridge": "mean((Y−P)²) + 0.1·sum(W²)",
    "lasso": "mean((Y−P)²) + 0.1·sum(|W|)",
    "Tukey": "mean(where(|Y−P| < 4.685, 1 − (1 − ((Y−P)/4.685)²)³, 1))",
}

_ONE = (
    *(Operator.NEGATE, Operator.ABS, Operator.EXP, Operator.EXPM1, Operator.LOG, Operator.LOG1P),
    *(Operator.SQRT, Operator.SIN, Operator.COS, Operator.ARCTAN, Operator.SINH, Operator.COSH),
    Operator.TANH,
)
_TWO = (
    *(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE, Operator.POWER),
    *(Operator.LARGER, Operator.SMALLER, Operator.LOGADDEXP),
)
_NUMBERS = st.one_of(st.integers(0, 120).map(float), st.floats(0, 1e308)).map(Constant)
_LEAVES: dict[Spread, st.SearchStrategy[Node]] = {
    Spread.NUMBER: st.one_of(_NUMBERS, st.just(Variable(Symbol.N))),
    Spread.ROWS: st.sampled_from([Variable(Symbol.Y), Variable(Symbol.P)]),
    Spread.WEIGHTS: st.just(Variable(Symbol.W)),
}


def trees(spread: Spread = Spread.NUMBER, depth: int = 3) -> st.SearchStrategy[Node]:
    """Return trees of every operator, so many operators deep."""
    if depth == 0:
        return _LEAVES[spread]
    same, number = trees(spread, depth - 1), trees(Spread.NUMBER, depth - 1)
    ways: list[st.SearchStrategy[Node]] = [
        _LEAVES[spread],
        st.builds(lambda o, x: operation(o, (x,)), st.sampled_from(_ONE), same),
        st.builds(lambda o, x, y: operation(o, (x, y)), st.sampled_from(_TWO), same, number),
        st.builds(lambda o, x, y: operation(o, (x, y)), st.sampled_from(_TWO), number, same),
        st.builds(
            lambda o, x, y, a, b: operation(Operator.WHERE, (operation(o, (x, y)), a, b)),
            *(st.sampled_from(sorted(COMPARISONS)), same, number, same, number),
        ),
    ]
    if spread is Spread.NUMBER:
        ways += [
            st.builds(
                lambda o, x: operation(o, (x,)),
                st.sampled_from(sorted(REDUCTIONS)),
                trees(each, depth - 1),
            )
            for each in (Spread.ROWS, Spread.WEIGHTS)
        ]
    return st.one_of(ways)


UNUSUAL = {
    "variance": "mean((Y − mean(P))²)",
    "ratio": "sqrt(mean((Y−P)²))/max(|Y|)",
    "largest": "max(|Y−P|) + min(P)·sum(W·mean(Y))",
    "weights alone": "sum(W²)",
    "compared with a mean": "mean(where(P > mean(P), |Y|, P²))·N",
    "softplus": "mean(log(1 + exp(P)))",
    "whole powers": "mean((P−Y)^4) + mean(|P−Y|³)",
    "scaled": "mean(2·|Y−P|) + max(W)",
    "power of a mean": "mean(sqrt(1 + P²)^mean(|P|))",
    "three passes": "mean((P − mean((P − mean(P))²))²)",
    "weights and rows": "sum(W·mean(P)·W + mean(P))",
    "sum beside rows": "mean((Y + sum(W))·P) + mean(P + min(W))",
    "products": "mean(P²/(1 + |P|))·max(sum(W), mean(Y)) + max(W)·min(W)",
    "base": "mean(2^P + log1p(P²) + expm1(P/9))",
    "hyperbolic": "mean(tanh(Y−P)·sinh(P/9)) + mean(tanh(Y−P))",
    "mean of weights": "mean(logaddexp(P, −Y)·mean(W)) + mean(|W|)",
    "condition of numbers": "where(sum(W) < 9, mean(P²), 1) + where(1 < 2, mean(|P|), 3)",
    "smaller": "mean(min(|Y−P|, 1)·(|Y−P| − min(|Y−P|, 1)/2))",
}
"""Losses of every operator that the references know, of several passes over the rows."""
