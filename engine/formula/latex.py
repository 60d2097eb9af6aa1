"""A formula in LaTeX's mathematics."""

from ..numbers import exact
from .printing import BINDING, PRODUCTS, SUMS, VALUES, binding_of, chained
from .tree import ColumnName, Constant, Node, Operation, Operator, Symbol, Variable

_SYMBOLS = {
    Symbol.Y: "Y",
    Symbol.P: r"\hat{Y}",
    Symbol.W: "W",
    Symbol.N: "N",
    Symbol.RESIDUAL: r"Y - \hat{Y}",
}
_SIGNS = {
    Operator.ADD: " + ",
    Operator.SUBTRACT: " - ",
    Operator.MULTIPLY: r" \cdot ",
    Operator.LESS: " < ",
    Operator.LESS_EQUAL: r" \le ",
    Operator.GREATER: " > ",
    Operator.GREATER_EQUAL: r" \ge ",
}
_OWN_COMMANDS = {
    **{name: rf"\{name}" for name in ("exp", "log", "sin", "cos", "arctan", "sinh", "cosh")},
    "tanh": r"\tanh",
    Operator.LOG10: r"\log_{10}",
    Operator.LOG2: r"\log_{2}",
    Operator.LARGER: r"\max",
    Operator.SMALLER: r"\min",
    Operator.LARGEST: r"\max",
    Operator.SMALLEST: r"\min",
}


def latex_of(node: Node) -> str:
    r"""Return a formula in LaTeX, such as ``\operatorname{mean}\left(\left|Y - …``.

    P is written as Ŷ. It is mathematics alone, to be put between dollars or into an equation.
    """
    if isinstance(node, Constant):
        return _number(node.value)
    if isinstance(node, Variable):
        symbol = node.symbol
        return symbol.value if isinstance(symbol, ColumnName) else _SYMBOLS[symbol]
    operator, parts = node.operator, node.parts
    if operator is Operator.DIVIDE:
        return rf"\frac{{{latex_of(parts[0])}}}{{{latex_of(parts[1])}}}"
    if operator is Operator.POWER:
        return f"{_bracketed(parts[0], VALUES)}^{{{latex_of(parts[1])}}}"
    if operator is Operator.NEGATE:
        return f"-{_bracketed(parts[0], PRODUCTS + 1)}"
    if operator is Operator.ABS:
        return rf"\left|{latex_of(parts[0])}\right|"
    if operator is Operator.SQRT:
        return rf"\sqrt{{{latex_of(parts[0])}}}"
    if operator is Operator.WHERE:
        return _cases(*parts)
    if operator in _SIGNS:
        own = BINDING[operator]
        left, right = _bracketed(parts[0], max(own, SUMS)), _bracketed(parts[1], own + 1)
        if right.startswith("-"):
            right = rf"\left({right}\right)"
        return f"{left}{_SIGNS[operator]}{right}"
    values = chained(node) if operator in (Operator.LARGER, Operator.SMALLER) else parts
    command = _OWN_COMMANDS.get(operator, rf"\operatorname{{{operator.value}}}")
    return rf"{command}\left({', '.join(map(latex_of, values))}\right)"


def _bracketed(node: Node, least: int) -> str:
    text = latex_of(node)
    is_fraction = isinstance(node, Operation) and node.operator is Operator.DIVIDE
    # A fraction needs no brackets but as the base of a power, nor does a number with a power of 10.
    is_loose = binding_of(node) < least and (not is_fraction or least == VALUES)
    is_product = isinstance(node, Constant) and "10^" in text and least == VALUES
    return rf"\left({text}\right)" if is_loose or is_product else text


def _cases(condition: Node, then: Node, otherwise: Node) -> str:
    rows = (
        rf"{latex_of(then)} & \text{{if }} {latex_of(condition)}",
        rf"{latex_of(otherwise)} & \text{{otherwise}}",
    )
    return rf"\begin{{cases}} {rows[0]} \\ {rows[1]} \end{{cases}}"


def _number(value: float) -> str:
    mantissa, _, exponent = exact(value).partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
