"""A formula as a list of steps, each of which needs only earlier ones; equal parts are one step.

The rows are too many to be held at once for many points, so they are passed through in blocks. A
mean that other rows need, as in ``mean((Y − mean(P))²)``, must be known before: so the steps are
ordered in passes over the rows. Most losses need one pass.

Some parts are evaluated otherwise than they are written, to the same value:

- Y − P is one variable, the residual, if P stands nowhere else: it is moved at once.
- log(cosh(x)) and log(1 + exp(x)) do not overflow, and log(cosh(x)) has no kink.
- |x|² is x², and has no kink either. Numbers are computed once.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..matrix import Matrix
from .arithmetic import computed
from .tree import (
    COMPARISONS,
    REDUCTIONS,
    Constant,
    Node,
    Operation,
    Operator,
    Spread,
    Symbol,
    Variable,
)

EVEN_POWERS = frozenset({2.0, 4.0, 6.0, 8.0})
_IS_EVEN = frozenset({Operator.ABS, Operator.LOG_COSH, Operator.COSH})
"""What has the same value for x and −x."""


@dataclass(frozen=True)
class ProgramStep:
    """One value: a number, a variable, or what an operator makes of earlier steps.

    Attributes
    ----------
    what : float, Symbol or Operator
    arguments : tuple of int
        The steps that the operator takes, by their index.
    spread : Spread
    varies : bool
        Whether it depends on the weights.
    level : int
        How many passes over the rows come before it.
    """

    what: float | Symbol | Operator
    arguments: tuple[int, ...]
    spread: Spread
    varies: bool
    level: int

    @property
    def is_reduction(self) -> bool:
        """Whether it makes one number of all rows or weights."""
        return self.what in REDUCTIONS


@dataclass(frozen=True)
class RowPass:
    """What one pass over the rows computes.

    Attributes
    ----------
    before : tuple of int
        The steps of numbers and of weights to take before it.
    rows : tuple of int
        The steps of each block of rows.
    reductions : tuple of int
        The steps that the rows are reduced to; none in the last pass, which has no rows.
    """

    before: tuple[int, ...]
    rows: tuple[int, ...]
    reductions: tuple[int, ...]


@dataclass(frozen=True)
class LossProgram:
    """The steps of a formula; the last one is the loss.

    W of the formula is that of the points divided by ``units`` (j,), if there are some.
    """

    steps: tuple[ProgramStep, ...]
    passes: tuple[RowPass, ...]
    units: Matrix | None = field(default=None, compare=False, repr=False)

    def index(self, symbol: Symbol) -> int | None:
        """Return the step of a variable; None if the formula does without it."""
        return next((i for i, step in enumerate(self.steps) if step.what is symbol), None)

    @property
    def uses_weights(self) -> bool:
        """Whether W stands in the formula itself."""
        return self.index(Symbol.W) is not None

    @property
    def is_undefined(self) -> bool:
        """Whether a number that is not defined makes the loss so at any weights.

        What where(…) or a comparison leaves out may be undefined, so that one of these tells
        nothing.
        """
        whats = [step.what for step in self.steps]
        if Operator.WHERE in whats or not COMPARISONS.isdisjoint(whats):
            return False
        return any(isinstance(what, float) and math.isnan(what) for what in whats)

    def in_formula(self, W: Matrix) -> Matrix:
        """Return the weights (…, j) as the formula has them."""
        return W if self.units is None else W / self.units.astype(W.dtype)


def program_of(root: Node) -> LossProgram:
    """Return the steps of the tree of a loss.

    Parameters
    ----------
    root : Node
        One number, as ``parse`` returns it.
    """
    lowering = _Lowering(residual_alone=_is_of_residual(root))
    last = lowering.step_of(root)
    return _pruned(lowering.steps, last)


def _is_of_residual(node: Node) -> bool:
    """Return whether Y and P stand only in Y − P or P − Y."""
    if isinstance(node, Operation):
        return _is_residual(node) or all(map(_is_of_residual, node.parts))
    return not isinstance(node, Variable) or node.symbol not in (Symbol.Y, Symbol.P)


_DIFFERENCES = ([Symbol.Y, Symbol.P], [Symbol.P, Symbol.Y])


def _is_residual(node: Operation) -> bool:
    symbols = [part.symbol for part in node.parts if isinstance(part, Variable)]
    return node.operator is Operator.SUBTRACT and symbols in _DIFFERENCES


class _Lowering:
    def __init__(self, *, residual_alone: bool) -> None:
        self.steps: list[ProgramStep] = []
        self._residual_alone = residual_alone
        self._known: dict[tuple[object, ...], int] = {}

    def step_of(self, node: Node) -> int:
        """Return the step of a node, and add the steps that it needs."""
        if isinstance(node, Constant):
            return self._number(node.value)
        if isinstance(node, Variable):
            assert isinstance(node.symbol, Symbol)  # columns are no part of a loss
            return self._variable(node.symbol, node.spread)
        if self._residual_alone and _is_residual(node):
            residual = self._variable(Symbol.RESIDUAL, Spread.ROWS)
            is_reversed = node.parts[0] == Variable(Symbol.P)
            return self._operation(Operator.NEGATE, (residual,)) if is_reversed else residual
        return self._operation(node.operator, tuple(self.step_of(part) for part in node.parts))

    def _number(self, value: float) -> int:
        return self._added(ProgramStep(value, (), Spread.NUMBER, varies=False, level=0))

    def _variable(self, symbol: Symbol, spread: Spread) -> int:
        varies = symbol not in (Symbol.Y, Symbol.N)
        return self._added(ProgramStep(symbol, (), spread, varies=varies, level=0))

    def _operation(self, operator: Operator, arguments: tuple[int, ...]) -> int:
        operator, arguments = self._rewritten(operator, arguments)
        taken = [self.steps[i] for i in arguments]
        if operator not in REDUCTIONS and all(isinstance(each.what, float) for each in taken):
            return self._number(computed(operator, [each.what for each in taken]))
        spreads = {each.spread for each in taken} - {Spread.NUMBER}
        spread = spreads.pop() if spreads else Spread.NUMBER
        level = max(each.level for each in taken)
        if operator in REDUCTIONS:
            level += spread is Spread.ROWS
            spread = Spread.NUMBER
        varies = any(each.varies for each in taken)
        return self._added(ProgramStep(operator, arguments, spread, varies, level))

    def _rewritten(
        self, operator: Operator, arguments: tuple[int, ...]
    ) -> tuple[Operator, tuple[int, ...]]:
        """Return an operation of the same value that is faster, smoother, or does not overflow."""
        first, *others = (self.steps[i] for i in arguments)
        if operator is Operator.LOG:
            if first.what is Operator.COSH:
                return self._rewritten(Operator.LOG_COSH, first.arguments)
            if first.what is Operator.ADD and (x := self._exponent_beside_one(first)) is not None:
                return Operator.LOGADDEXP, (self._number(0.0), x)
        if operator in _IS_EVEN and first.what is Operator.NEGATE:
            return operator, first.arguments
        is_even_power = operator is Operator.POWER and others[0].what in EVEN_POWERS
        if is_even_power and first.what in (Operator.NEGATE, Operator.ABS):
            return operator, (*first.arguments, arguments[1])
        return operator, arguments

    def _exponent_beside_one(self, step: ProgramStep) -> int | None:
        """Return x if a sum is 1 + exp(x) or exp(x) + 1."""
        for one, other in (step.arguments, step.arguments[::-1]):
            if self.steps[one].what == 1.0 and self.steps[other].what is Operator.EXP:
                return self.steps[other].arguments[0]
        return None

    def _added(self, step: ProgramStep) -> int:
        key = step.what, step.arguments
        if key not in self._known:
            self._known[key] = len(self.steps)
            self.steps.append(step)
        return self._known[key]


def _pruned(steps: list[ProgramStep], last: int) -> LossProgram:
    """Return the steps that the last one needs, in passes."""
    needed = _ancestors(steps, (last,))
    place = {old: new for new, old in enumerate(needed)}
    kept = tuple(
        replace(steps[old], arguments=tuple(place[each] for each in steps[old].arguments))
        for old in needed
    )
    return LossProgram(kept, tuple(_passes(kept)))


def _passes(steps: tuple[ProgramStep, ...]) -> list[RowPass]:
    found = []
    for level in range(steps[-1].level + 1):
        before = [
            i
            for i, step in enumerate(steps)
            if step.spread is not Spread.ROWS
            and step.level == level
            and not _reduces_rows(steps, step)
        ]
        reductions = [
            i
            for i, step in enumerate(steps)
            if step.level == level + 1 and _reduces_rows(steps, step)
        ]
        rows = _rows_for(steps, [steps[i].arguments[0] for i in reductions])
        found.append(RowPass(tuple(before), tuple(rows), tuple(reductions)))
    return found


def _reduces_rows(steps: tuple[ProgramStep, ...], step: ProgramStep) -> bool:
    return step.is_reduction and steps[step.arguments[0]].spread is Spread.ROWS


def _ancestors(steps: Sequence[ProgramStep], of: Iterable[int]) -> list[int]:
    """Return some steps and all that they need, in order."""
    found: set[int] = set()
    waiting = list(of)
    while waiting:
        index = waiting.pop()
        if index not in found:
            found.add(index)
            waiting += steps[index].arguments
    return sorted(found)


def _rows_for(steps: Sequence[ProgramStep], of: Iterable[int]) -> list[int]:
    """Return some steps of the rows and all those that they need, in order."""
    found: set[int] = set()
    waiting = list(of)
    while waiting:
        index = waiting.pop()
        if index not in found and steps[index].spread is Spread.ROWS:
            found.add(index)
            waiting += steps[index].arguments
    return sorted(found)
