"""What the closed forms are compared with: 70 digits, and epochs walked one by one."""

import decimal
import re
from decimal import Decimal

import numpy as np

from engine import Matrix, Problem
from engine.momentum.rule import MomentumRule

from ..problems import analytic_gradient

DIGITS = decimal.Context(prec=70, Emin=-(10**17), Emax=10**17)
Square = tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]


def exact_power(s: float, rule: MomentumRule, epochs: int) -> Square:
    """Return the matrix of so many epochs along a mode of ηλ = s, to 70 digits."""
    with decimal.localcontext(DIGITS):
        one, zero, overshoot, beta = Decimal(1), Decimal(0), Decimal(s), Decimal(rule.beta)
        matrix: Square = ((one - overshoot, -overshoot * beta), (one, beta))
        if rule.is_nesterov:
            matrix = ((one - overshoot * (1 + beta), -overshoot * beta * beta), (one, beta))
        power: Square = ((one, zero), (zero, one))
        while epochs:
            if epochs & 1:
                power = _product(power, matrix)
            matrix, epochs = _product(matrix, matrix), epochs >> 1
        return power


def exact_move(s: float, rule: MomentumRule, epochs: int) -> float:
    """Return how far a slope of 1 moves W in so many epochs, over η."""
    with decimal.localcontext(DIGITS):
        return float((1 - exact_power(s, rule, epochs)[0][0]) / Decimal(s))


def _product(left: Square, right: Square) -> Square:
    (a, b), (c, d) = left
    (e, f), (g, h) = right
    return ((a * e + b * g, a * f + b * h), (c * e + d * g, c * f + d * h))


def walked(
    problem: Problem, rule: MomentumRule, learning_rate: float, epochs: int
) -> tuple[Matrix, Matrix]:
    """Return W and the buffer after some epochs, as torch.optim.SGD takes them."""
    W, buffer = problem.W, np.zeros_like(problem.W)
    for epoch in range(epochs):
        W, buffer = next_epoch(problem, rule, learning_rate, W, buffer, is_first=epoch == 0)
    return W, buffer


def next_epoch(
    problem: Problem,
    rule: MomentumRule,
    learning_rate: float,
    W: Matrix,
    buffer: Matrix,
    *,
    is_first: bool,
) -> tuple[Matrix, Matrix]:
    """Return W and the buffer after one epoch."""
    slope = analytic_gradient(problem, W)
    buffer = rule.beta * buffer + (slope if is_first else rule.gain * slope)
    move = slope + rule.beta * buffer if rule.is_nesterov else buffer
    return W - learning_rate * move, buffer


def named_epoch(sentence: str) -> float:
    """Return the epoch that a sentence names."""
    found = re.search(r"epoch ([\d,]+)", sentence)
    assert found is not None, sentence
    return float(found[1].replace(",", ""))
