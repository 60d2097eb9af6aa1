"""A formula written back as text: one way to write each tree, which parses to the same tree."""

from ..numbers import exact
from .tree import COMPARISONS, Constant, Node, Operation, Operator, Variable

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Exponents of more digits are easier to read after ^.
MOST_RAISED_DIGITS = 2
COMPARED, SUMS, PRODUCTS, SIGNED, POWERS, VALUES = range(6)
"""How tightly a text binds, from least to most."""
BINDING = {
    **dict.fromkeys(COMPARISONS, COMPARED),
    **dict.fromkeys((Operator.ADD, Operator.SUBTRACT), SUMS),
    **dict.fromkeys((Operator.MULTIPLY, Operator.DIVIDE), PRODUCTS),
    Operator.NEGATE: SIGNED,
    Operator.POWER: POWERS,
}
"""How tightly each operator binds; a function binds most."""
_BLANKS = frozenset({COMPARED, SUMS})
_NAMES = {Operator.LARGER: "max", Operator.SMALLER: "min"}


def text_of(node: Node) -> str:
    """Return a formula as Secant writes it, such as ``mean(|Y − P|^1.5) + 0.1·sum(W²)``."""
    return _written(node, COMPARED)


def binding_of(node: Node) -> int:
    """Return how tightly the text of a node binds."""
    return BINDING.get(node.operator, VALUES) if isinstance(node, Operation) else VALUES


def chained(node: Operation) -> list[Node]:
    """Return all values of a max or min of several, which the tree has in pairs."""
    first, last = node.parts
    is_chain = isinstance(first, Operation) and first.operator is node.operator
    return [*(chained(first) if is_chain else [first]), last]  # type: ignore[arg-type]


def _written(node: Node, least: int) -> str:
    """Return the text of a node, in brackets if it binds less than ``least``."""
    if isinstance(node, Constant):
        return exact(node.value)
    if isinstance(node, Variable):
        return node.symbol.value
    text = _operation(node)
    return f"({text})" if binding_of(node) < least else text


def _operation(node: Operation) -> str:
    operator, parts = node.operator, node.parts
    if operator is Operator.POWER:
        return _power(*parts)
    if operator is Operator.NEGATE:
        return f"−{_written(parts[0], POWERS)}"
    if operator is Operator.ABS:
        return f"|{_written(parts[0], SUMS)}|"
    if operator in BINDING:
        own = BINDING[operator]
        sign = f" {operator} " if own in _BLANKS else operator.value
        # Left to right; a minus directly after a sign is put in brackets.
        right = VALUES if _begins_with_minus(parts[1]) else own + 1
        return f"{_written(parts[0], max(own, SUMS))}{sign}{_written(parts[1], right)}"
    values = chained(node) if operator in _NAMES else parts
    name = _NAMES.get(operator, operator.value)
    return f"{name}({', '.join(_written(value, COMPARED) for value in values)})"


def _begins_with_minus(node: Node) -> bool:
    return isinstance(node, Operation) and (
        node.operator is Operator.NEGATE
        or (binding_of(node) < VALUES and _begins_with_minus(node.parts[0]))
    )


def _power(base: Node, exponent: Node) -> str:
    written = _written(base, VALUES)
    if isinstance(exponent, Constant):
        digits = exact(exponent.value)
        if digits.isdecimal() and len(digits) <= MOST_RAISED_DIGITS:
            return written + digits.translate(_RAISED)
    least = VALUES if _begins_with_minus(exponent) else POWERS
    return f"{written}^{_written(exponent, least)}"
