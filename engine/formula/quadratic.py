"""Losses that are quadratic in the weights, however they are written: mean square and ridge.

For these the fast path and the optimum hold. A loss is recognised if it is made of sums or means of
(Y − P)² and of W², times numbers, with numbers added; not if products must be expanded first.
"""

from dataclasses import dataclass
from typing import Protocol

from .arithmetic import computed
from .tree import Constant, Node, Operation, Operator, Spread, Symbol, Variable

_LINEAR = frozenset({Operator.ADD, Operator.SUBTRACT, Operator.NEGATE})


class TableSize(Protocol):
    """The size of a table, such as a problem's: all that a quadratic loss depends on."""

    @property
    def rows(self) -> int:
        """N, the number of rows."""

    @property
    def weights(self) -> int:
        """j, the number of weights."""


@dataclass(frozen=True)
class Quadratic:
    """A loss mean_square·mean((Y − P)²) + squares·sum(W²) + constant.

    ``squares`` is c of a ridge; both factors may be 0 or negative.
    """

    mean_square: float
    squares: float
    constant: float

    @property
    def has_least(self) -> bool:
        """Whether there are weights with the least loss."""
        return self.mean_square >= 0 and self.squares >= 0

    @property
    def is_mean_square(self) -> bool:
        """Whether it is the mean square itself."""
        return (self.mean_square, self.squares, self.constant) == (1.0, 0.0, 0.0)


def quadratic_of(root: Node, rows: int, weights: int) -> Quadratic | None:
    """Return what a loss is as a quadratic one, or None if it is not recognised as one.

    Parameters
    ----------
    root : Node
        The tree of a loss.
    rows, weights : int
        N and j, which turn sums into means.
    """
    return _Recogniser(rows, weights).quadratic(root)


class _Recogniser:
    def __init__(self, rows: int, weights: int) -> None:
        self._rows, self._weights = rows, weights

    def quadratic(self, node: Node) -> Quadratic | None:
        """Return a node as a quadratic loss, a number as a constant one."""
        if (number := self._number(node)) is not None:
            return Quadratic(0.0, 0.0, number)
        assert isinstance(node, Operation)  # the only variable that is one number is N
        if node.operator in (Operator.SUM, Operator.MEAN):
            return self._summed(node)
        if node.operator in _LINEAR:
            found = [self.quadratic(part) for part in node.parts]
            sign = 1.0 if node.operator is Operator.ADD else -1.0
            signs = (sign,) if len(found) == 1 else (1.0, sign)
            terms = [_scaled(each, own) for each, own in zip(found, signs, strict=True) if each]
            return _added(terms) if len(terms) == len(found) else None
        if (scaled := self._without_factor(node)) is not None:
            factor, inner = scaled
            found_inner = self.quadratic(inner)
            return found_inner and _scaled(found_inner, factor)
        return None

    def _summed(self, node: Operation) -> Quadratic | None:
        """Return a sum or mean of squares."""
        inner = node.parts[0]
        factor = self._factor_of_square(inner)
        if factor is None:
            return None
        is_sum = node.operator is Operator.SUM
        if inner.spread is Spread.ROWS:
            return Quadratic(factor * (self._rows if is_sum else 1), 0.0, 0.0)
        return Quadratic(0.0, factor / (1 if is_sum else self._weights), 0.0)

    def _factor_of_square(self, node: Node) -> float | None:
        """Return c if a node is c·(Y − P)² or c·W², otherwise None."""
        if not isinstance(node, Operation):
            return None
        if node.operator is Operator.NEGATE:
            inner = self._factor_of_square(node.parts[0])
            return None if inner is None else -inner
        if node.operator is Operator.POWER and self._number(node.parts[1]) == 2:
            factor = self._factor_of_base(node.parts[0])
            return None if factor is None else factor * factor
        if node.operator is Operator.MULTIPLY:
            factors = [self._factor_of_base(part) for part in node.parts]
            if factors[0] is not None and factors[1] is not None and not _has_bars(node):
                return factors[0] * factors[1]
        if (scaled := self._without_factor(node)) is not None:
            inner = self._factor_of_square(scaled[1])
            return None if inner is None else scaled[0] * inner
        return None

    def _factor_of_base(self, node: Node) -> float | None:
        """Return c if a node is c·(Y − P), c·W or the size of one, otherwise None."""
        if isinstance(node, Variable):
            return 1.0 if node.symbol is Symbol.W else None
        if not isinstance(node, Operation):
            return None
        if node.operator is Operator.SUBTRACT:
            symbols = [part.symbol for part in node.parts if isinstance(part, Variable)]
            return {(Symbol.Y, Symbol.P): 1.0, (Symbol.P, Symbol.Y): -1.0}.get(
                tuple(symbols)  # type: ignore[arg-type]
            )
        if node.operator in (Operator.NEGATE, Operator.ABS):
            factor = self._factor_of_base(node.parts[0])
            return None if factor is None else -factor
        if (scaled := self._without_factor(node)) is not None:
            inner = self._factor_of_base(scaled[1])
            return None if inner is None else scaled[0] * inner
        return None

    def _without_factor(self, node: Operation) -> tuple[float, Node] | None:
        """Return a number and what it is multiplied with, if a node is such a product."""
        if node.operator is Operator.DIVIDE:
            divisor = self._number(node.parts[1])
            return (computed(Operator.DIVIDE, [1.0, divisor]), node.parts[0]) if divisor else None
        if node.operator is Operator.MULTIPLY:
            for own, other in (node.parts, node.parts[::-1]):
                if (number := self._number(own)) is not None:
                    return number, other
        return None

    def _number(self, node: Node) -> float | None:
        """Return the value of a node that is made of numbers and N alone, otherwise None."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Variable):
            return float(self._rows) if node.symbol is Symbol.N else None
        values = [self._number(part) for part in node.parts]
        return None if None in values else computed(node.operator, values)


def _has_bars(node: Operation) -> bool:
    """Return whether the size of something stands in a product: |x|·x is no square."""
    return any(
        isinstance(part, Operation) and (part.operator is Operator.ABS or _has_bars(part))
        for part in node.parts
    )


def _scaled(term: Quadratic, factor: float) -> Quadratic:
    return Quadratic(term.mean_square * factor, term.squares * factor, term.constant * factor)


def _added(terms: list[Quadratic]) -> Quadratic:
    return Quadratic(
        sum(each.mean_square for each in terms),
        sum(each.squares for each in terms),
        sum(each.constant for each in terms),
    )
