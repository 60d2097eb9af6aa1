import pytest

from engine.formula.errors import BadFormula
from engine.formula.tree import (
    Constant,
    Operator,
    Spread,
    Symbol,
    Variable,
    is_comparison,
    operation,
)

Y, W, N = (Variable(symbol) for symbol in (Symbol.Y, Symbol.W, Symbol.N))


def test_place_does_not_matter() -> None:
    assert Constant(2.0, 1, 2) == Constant(2.0, 7, 9)
    assert hash(Variable(Symbol.Y, 3, 4)) == hash(Y)


def test_numbers_go_with_all() -> None:
    assert operation(Operator.MULTIPLY, (N, Y)).spread is Spread.ROWS
    assert operation(Operator.MULTIPLY, (W, N)).spread is Spread.WEIGHTS
    assert operation(Operator.SUM, (W,)).spread is Spread.NUMBER


def test_comparison_is_no_value() -> None:
    compared = operation(Operator.LESS, (Y, N))
    assert is_comparison(compared)
    assert operation(Operator.WHERE, (compared, Y, N)).spread is Spread.ROWS
    with pytest.raises(BadFormula, match="only as the first value"):
        operation(Operator.EXP, (compared,))
