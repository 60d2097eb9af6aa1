"""A formula as an expression of NumPy, for the program that is copied.

The expression reads Y and P of shape (N, 1), W of shape (j, 1) and N, which has to be a float of
NumPy: then a power that is too large is infinite at once. What is made of numbers alone is written
as its result, because Python would otherwise compute 10**10**10 to the last digit.
"""

import math

from .arithmetic import folded
from .printing import BINDING, PRODUCTS, SUMS, VALUES, chained
from .tree import Node, Operation, Operator, Variable

COUNT = "N = np.float64(len(Y))"
"""The line that makes N for the expression."""
MOST_WHOLE = 99
"""Whole exponents up to this are written as such."""
_SIGNS = {
    Operator.ADD: " + ",
    Operator.SUBTRACT: " - ",
    Operator.MULTIPLY: " * ",
    Operator.DIVIDE: " / ",
    Operator.LESS: " < ",
    Operator.LESS_EQUAL: " <= ",
    Operator.GREATER: " > ",
    Operator.GREATER_EQUAL: " >= ",
}
_NAMES = {Operator.LARGER: "maximum", Operator.SMALLER: "minimum"}


def numpy_of(node: Node) -> str:
    """Return a formula as one expression of Python, with numpy as np.

    Parameters
    ----------
    node : Node
        The tree of a loss, or of a part of one.

    Returns
    -------
    str
        An expression of Y, P, W, N and np alone. Its value is that of the formula; a logarithm of a
        hyperbolic cosine is written so that it does not overflow.
    """
    return _written(node, 0)


def _written(node: Node, least: int) -> str:
    """Return the expression of a node, in brackets if it binds less than ``least``."""
    value = folded(node)
    if value is not None:
        text = _number(value)
        return f"({text})" if text.startswith("-") and least > SUMS else text
    if isinstance(node, Variable):
        return node.symbol.value
    assert isinstance(node, Operation)
    text, binding = _operation(node)
    return f"({text})" if binding < least else text


def _operation(node: Operation) -> tuple[str, int]:
    """Return the expression of an operation, and how tightly it binds."""
    operator, parts = node.operator, node.parts
    if operator is Operator.LOG and (inner := log_cosh_of(node)) is not None:
        value = _written(inner, 0)
        return f"np.logaddexp({value}, -({value})) - np.log(2.0)", SUMS
    if operator is Operator.NEGATE:
        return f"-{_written(parts[0], PRODUCTS + 1)}", BINDING[operator]
    if operator is Operator.POWER:
        return f"{_written(parts[0], VALUES)}**{_exponent(parts[1])}", BINDING[operator]
    if operator in _SIGNS:
        own = BINDING[operator]
        return f"{_written(parts[0], own)}{_SIGNS[operator]}{_written(parts[1], own + 1)}", own
    values = chained(node) if operator in _NAMES else list(parts)
    name = _NAMES.get(operator, operator.value)
    written = [_written(value, 0) for value in values]
    if operator not in _NAMES:
        return f"np.{name}({', '.join(written)})", VALUES
    text = written[0]
    for each in written[1:]:
        text = f"np.{name}({text}, {each})"
    return text, VALUES


def _exponent(node: Node) -> str:
    """Return an exponent, a whole number as one: no base is a whole number of Python."""
    value = folded(node)
    if value is not None and 0 <= value <= MOST_WHOLE and value == int(value):
        return str(int(value))
    return _written(node, BINDING[Operator.POWER])


def log_cosh_of(node: Operation) -> Node | None:
    """Return x if a node is log(cosh(x)), otherwise None."""
    inner = node.parts[0]
    if isinstance(inner, Operation) and inner.operator is Operator.COSH:
        return inner.parts[0]
    return None


def _number(value: float) -> str:
    if math.isnan(value):
        return "np.nan"
    if math.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)
