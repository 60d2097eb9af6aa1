"""A computed term read from its text: the plainest description of what the formula means."""

from collections.abc import Sequence

from ..formula.arithmetic import folded
from ..formula.tree import ColumnName, Node, Operation, Operator, Variable
from .grammar import parse_columns
from .term import MOST_FACTORS, ComputedTerm, FormulaTerm, LogarithmTerm, PowerTerm, ProductTerm

_BASES = {Operator.LOG10: 10.0, Operator.LOG2: 2.0}


def term_of(text: str, names: Sequence[str]) -> ComputedTerm:
    """Return the term of a formula of columns.

    Parameters
    ----------
    text : str
        Such as ``age^2``, ``age·bmi``, ``log10(dose)`` or ``2·age + log(bmi)``.
    names : sequence of str
        The names of the columns of A.

    Returns
    -------
    PowerTerm, ProductTerm, LogarithmTerm or FormulaTerm
        A power of one column, a product of columns, a logarithm of one, or a formula.

    Raises
    ------
    BadFormula
        With the place of the mistake in the text.

    Examples
    --------
    >>> term_of("age ^ 2", ["age", "bmi"])
    PowerTerm(source='age', exponent=2.0)
    """
    return plainest(parse_columns(text, names))


def plainest(root: Node) -> ComputedTerm:
    """Return the plainest term that means a formula."""
    if isinstance(root, Operation):
        columns = [_name_of(part) for part in root.parts]
        if root.operator is Operator.POWER and columns[0]:
            exponent = folded(root.parts[1])
            if exponent is not None and exponent not in (0, 1) and abs(exponent) <= _LARGEST:
                return PowerTerm(columns[0], exponent)
        if root.operator is Operator.LOG and columns[0]:
            return LogarithmTerm(columns[0])
        if root.operator in _BASES and columns[0]:
            return LogarithmTerm(columns[0], _BASES[root.operator])
        if root.operator is Operator.MULTIPLY and (factors := _factors(root)):
            return ProductTerm(factors)
    return FormulaTerm(root)


_LARGEST = 1.7976931348623157e308


def _factors(node: Node) -> tuple[str, ...]:
    """Return the columns of a product of columns alone; () if it is something else."""
    found: list[str] = []
    while isinstance(node, Operation) and node.operator is Operator.MULTIPLY:
        left, right = node.parts
        if not (name := _name_of(right)):
            return ()
        found.append(name)
        node = left
    if not (name := _name_of(node)) or len(found) >= MOST_FACTORS:
        return ()
    return (name, *reversed(found))


def _name_of(node: Node) -> str:
    """Return the name of a column; empty if a node is something else."""
    if isinstance(node, Variable) and isinstance(node.symbol, ColumnName):
        return node.symbol.name
    return ""
