"""The tree of a formula: frozen nodes that know where they were typed.

Two nodes are equal if they mean the same; where they stand does not count.
"""

from dataclasses import dataclass, field
from enum import Enum, StrEnum

from .errors import BadFormula, Mistake


class Symbol(StrEnum):
    """What a loss is made of.

    P is the prediction A·W, and N the number of rows. The residual is never typed: it stands for
    Y − P where a formula is evaluated.
    """

    Y = "Y"
    P = "P"
    W = "W"
    N = "N"
    RESIDUAL = "Y − P"


@dataclass(frozen=True)
class ColumnName:
    """A column of a table, in a formula of columns; ``value`` is how the formula writes it."""

    name: str
    value: str


class Spread(Enum):
    """How many values there are."""

    NUMBER = "one number"
    ROWS = "a value for each row"
    WEIGHTS = "a value for each weight"


class Operator(StrEnum):
    """What is made of values. LOG_COSH is never typed: log(cosh(x)) is evaluated by it.

    LOG10 and LOG2 are typed only in formulas of columns.
    """

    ADD = "+"
    SUBTRACT = "−"
    MULTIPLY = "·"
    DIVIDE = "/"
    POWER = "^"
    NEGATE = "minus"
    LESS = "<"
    LESS_EQUAL = "≤"
    GREATER = ">"
    GREATER_EQUAL = "≥"
    ABS = "abs"
    EXP = "exp"
    EXPM1 = "expm1"
    LOG = "log"
    LOG10 = "log10"
    LOG2 = "log2"
    LOG1P = "log1p"
    SQRT = "sqrt"
    SIN = "sin"
    COS = "cos"
    ARCTAN = "arctan"
    SINH = "sinh"
    COSH = "cosh"
    TANH = "tanh"
    LOGADDEXP = "logaddexp"
    LARGER = "max of two"
    SMALLER = "min of two"
    WHERE = "where"
    SUM = "sum"
    MEAN = "mean"
    LARGEST = "max"
    SMALLEST = "min"
    LOG_COSH = "log cosh"


COMPARISONS = frozenset(
    {Operator.LESS, Operator.LESS_EQUAL, Operator.GREATER, Operator.GREATER_EQUAL}
)
REDUCTIONS = frozenset({Operator.SUM, Operator.MEAN, Operator.LARGEST, Operator.SMALLEST})
"""What makes one number of the values of all rows, or of all weights."""
ONE_VALUE = {
    operator.value: operator
    for operator in (
        *(Operator.ABS, Operator.EXP, Operator.EXPM1, Operator.LOG, Operator.LOG1P),
        *(Operator.SQRT, Operator.SIN, Operator.COS, Operator.ARCTAN, Operator.SINH),
        *(Operator.COSH, Operator.TANH, Operator.SUM, Operator.MEAN),
    )
}
"""The functions of one value, by name."""
FUNCTIONS = (*ONE_VALUE, "max", "min", "logaddexp", "where")
"""The names of all functions; max and min take one value or several."""

_SPREADS = {Symbol.Y: Spread.ROWS, Symbol.P: Spread.ROWS, Symbol.W: Spread.WEIGHTS}


@dataclass(frozen=True)
class Constant:
    """A number as typed; never negative."""

    value: float
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def spread(self) -> Spread:
        """One number."""
        return Spread.NUMBER


@dataclass(frozen=True)
class Variable:
    """Y, P, W or N, or in a formula of columns one of these."""

    symbol: Symbol | ColumnName
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def spread(self) -> Spread:
        """How many values there are."""
        if isinstance(self.symbol, ColumnName):
            return Spread.ROWS
        return _SPREADS.get(self.symbol, Spread.NUMBER)


@dataclass(frozen=True)
class Operation:
    """An operator and the nodes it takes; made by ``operation``, which checks their spreads."""

    operator: Operator
    parts: tuple["Node", ...]
    spread: Spread
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


Node = Constant | Variable | Operation


def operation(
    operator: Operator, parts: tuple[Node, ...], start: int = 0, end: int = 0
) -> Operation:
    """Return an operator with what it takes.

    Raises BadFormula if the parts do not go together: values for rows with values for weights, a
    comparison outside of where(…), or a mean of one number.
    """
    compared, values = (parts[:1], parts[1:]) if operator is Operator.WHERE else ((), parts)
    for part in values:
        if is_comparison(part):
            raise BadFormula(Mistake.COMPARED, part.start, part.end)
    for part in compared:
        if not is_comparison(part):
            raise BadFormula(Mistake.NOT_COMPARED, part.start, part.end)
    spreads = {part.spread for part in parts} - {Spread.NUMBER}
    if len(spreads) > 1:
        raise BadFormula(Mistake.ROWS_AND_WEIGHTS, parts[0].start, parts[-1].end)
    spread = spreads.pop() if spreads else Spread.NUMBER
    if operator in REDUCTIONS:
        if spread is Spread.NUMBER:
            raise BadFormula(Mistake.OF_ONE_NUMBER, start, end, text=operator.value)
        spread = Spread.NUMBER
    return Operation(operator, parts, spread, start, end)


def is_comparison(node: Node) -> bool:
    """Return whether a node compares two values, so that it is none itself."""
    return isinstance(node, Operation) and node.operator in COMPARISONS
