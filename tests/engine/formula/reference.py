"""Losses and slopes with 60 digits: the tree evaluated in decimals, row by row."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

import numpy as np

from engine import Matrix
from engine.formula.tree import Constant, Node, Operator, Spread, Symbol, Variable

DIGITS = 60
STEP = Decimal("1e-25")
Numbers = list[Decimal]


def _log_sum(x: Decimal, y: Decimal) -> Decimal:
    larger, smaller = max(x, y), min(x, y)
    return larger + (1 + (smaller - larger).exp()).ln()


def _tanh(x: Decimal) -> Decimal:
    up, down = x.exp(), (-x).exp()
    return (up - down) / (up + down)


def _power(x: Decimal, y: Decimal) -> Decimal:
    return x ** int(y) if y == int(y) else (Decimal(0) if x == 0 else x**y)


_VALUES: dict[Operator, Callable[..., Any]] = {
    Operator.ADD: lambda x, y: x + y,
    Operator.SUBTRACT: lambda x, y: x - y,
    Operator.MULTIPLY: lambda x, y: x * y,
    Operator.DIVIDE: lambda x, y: x / y,
    Operator.POWER: _power,
    Operator.NEGATE: lambda x: -x,
    Operator.LESS: lambda x, y: x < y,
    Operator.GREATER: lambda x, y: x > y,
    Operator.ABS: abs,
    Operator.EXP: Decimal.exp,
    Operator.LOG: Decimal.ln,
    Operator.LOG1P: lambda x: (1 + x).ln(),
    Operator.EXPM1: lambda x: x.exp() - 1,
    Operator.SQRT: Decimal.sqrt,
    Operator.COSH: lambda x: (x.exp() + (-x).exp()) / 2,
    Operator.SINH: lambda x: (x.exp() - (-x).exp()) / 2,
    Operator.TANH: _tanh,
    Operator.LOGADDEXP: _log_sum,
    Operator.LARGER: max,
    Operator.SMALLER: min,
    Operator.WHERE: lambda holds, x, y: x if holds else y,
}


class Reference:
    """One table and one formula, with 60 digits."""

    def __init__(self, root: Node, A: Matrix, Y: Matrix) -> None:
        self._root = root
        self._A = [[Decimal(float(cell)) for cell in row] for row in A]
        self._y = [Decimal(float(cell)) for cell in Y[:, 0]]

    def loss(self, W: Matrix) -> float:
        """Return the loss at W."""
        with localcontext(Context(prec=DIGITS)):
            return float(self._loss([Decimal(float(w)) for w in np.ravel(W)]))

    def gradient(self, W: Matrix) -> Matrix:
        """Return the slopes at W (j, 1), correct to more digits than float64 has."""
        with localcontext(Context(prec=DIGITS)):
            w = [Decimal(float(each)) for each in np.ravel(W)]
            slopes = []
            for k in range(len(w)):
                ahead, behind = list(w), list(w)
                ahead[k] += STEP
                behind[k] -= STEP
                slopes.append(float((self._loss(ahead) - self._loss(behind)) / (2 * STEP)))
        return np.array(slopes).reshape(-1, 1)

    def _loss(self, w: Numbers) -> Decimal:
        rows = [sum((a * x for a, x in zip(row, w, strict=True)), Decimal(0)) for row in self._A]
        (found,) = self._values(self._root, rows, w)
        return found

    def _values(self, node: Node, prediction: Numbers, w: Numbers) -> Numbers:
        """Return one value, or one for each row or weight."""
        if isinstance(node, Constant):
            return [Decimal(node.value)]
        if isinstance(node, Variable):
            assert isinstance(node.symbol, Symbol)
            count = [Decimal(len(self._y))]
            return {Symbol.Y: self._y, Symbol.P: prediction, Symbol.W: w, Symbol.N: count}[
                node.symbol
            ]
        parts = [self._values(part, prediction, w) for part in node.parts]
        if node.operator in (Operator.SUM, Operator.MEAN):
            total = sum(parts[0], Decimal(0))
            return [total / len(parts[0]) if node.operator is Operator.MEAN else total]
        if node.operator in (Operator.LARGEST, Operator.SMALLEST):
            return [(max if node.operator is Operator.LARGEST else min)(parts[0])]
        length = {Spread.NUMBER: 1, Spread.ROWS: len(self._y), Spread.WEIGHTS: len(w)}[node.spread]
        columns: Sequence[Numbers] = [p * length if len(p) == 1 else p for p in parts]
        return [_VALUES[node.operator](*values) for values in zip(*columns, strict=True)]


def digits(found: Matrix, exact: Matrix) -> float:
    """Return how many digits of the largest slope all slopes agree to."""
    error = float(np.max(np.abs(found - exact)) / np.max(np.abs(exact)))
    return 16.0 if error == 0 else min(16.0, -float(np.log10(error)))
