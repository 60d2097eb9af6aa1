"""A learning rate η at which no epoch raises a loss, whatever the weights.

If slopes along a row's prediction change by at most B per unit of P, then the loss bends by at most
B·λmax(AᵀA) in any direction, and at η = 1 over that it never rises: see Nesterov, *Lectures on
Convex Optimization*, 2018, section 1.2.3. The curvature at the start would promise nothing: beyond
δ, Huber's loss is straight, and the rate that suits a straight line overshoots near the least.

B is looked for by the exact slopes of one row, at predictions from 10^-12 to 10^6 of the residuals'
size beside Y and beside 0. It is not found for a loss with a kink, whose slopes jump, nor for one
that bends ever more, as exp(P) does: then nobody knows such a rate, and a number has to be given.
"""

import math
import sys
from collections.abc import Callable
from functools import partial

import numpy as np

from ..errors import BadSetting
from ..formula.arithmetic import folded
from ..formula.backward import slope_at
from ..formula.formula import Formula
from ..formula.program import LossProgram, program_of
from ..formula.tree import Constant, Node, Operation, Operator, Spread, Symbol, Variable, operation
from ..language.sentence import marked
from ..matrix import Matrix
from ..problem import Problem
from ..settings import SAFE
from ..stability import learning_rate_limit

DECADES = (-12, 6)
A_DECADE = 16
OBSERVED = 5
"""Quantiles of Y at which a row is looked at."""
AT_ONCE = 64
# A bound that is attained at the ends, or that grows when looked at more closely, is none.
GROWN = 1.5
CLOSER = 64
ROUNDS = 3
# A slope is made of a few values that are each rounded, by ε of the largest.
ROUNDINGS = 8.0
NONE_IS_SAFE = marked(
    "engine",
    "a number for this loss: its slopes jump or bend without bound, so that no formula tells η",
)
TOO_STEEP = marked(
    "engine",
    "a number for this loss: a factor in it is so large that what its slopes bend by overflows",
)


def safe_rate(formula: Formula, problem: Problem) -> float:
    """Return a safe η; raises BadSetting if none is known.

    Parameters
    ----------
    formula : Formula
        The loss on these columns.
    problem : Problem
        The problem descended on.
    """
    parts = _parts(formula.root, problem.rows)
    if parts is None:
        raise _refused()
    of_rows, of_weights = parts
    bend, is_bounded = 0.0, True
    if of_rows is not None:
        limit = learning_rate_limit(problem)  # 2/λmax of 2AᵀA/N
        bound = _largest_bend(of_rows, problem)
        if limit < math.inf:
            bend += bound * (problem.rows / limit)
            is_bounded &= bound < math.inf
    if of_weights is not None:
        units = 1.0 if formula.units is None else float(formula.units.min())
        bound = _largest_bend_of_weights(of_weights, problem)
        bend += bound / units**2
        is_bounded &= bound < math.inf
    if not sys.float_info.min < bend < math.inf:
        is_overflow = bend == math.inf and (is_bounded or _has_huge_factor(formula, problem))
        raise _refused(TOO_STEEP if is_overflow else NONE_IS_SAFE)
    return 1 / bend


def rate_of_smooth_terms(formula: Formula, problem: Problem) -> float | None:
    """Return an η that suits the terms of a loss whose slopes neither jump nor bend ever more.

    Beside the least, the other terms may still move the weights to and fro. None if not all terms
    are sums over rows or weights, or if no term over rows bends by a known amount: weights alone
    tell no η for the rows.

    Parameters
    ----------
    formula : Formula
        The loss on these columns.
    problem : Problem
        The problem descended on.
    """
    terms = _terms(formula.root, problem.rows)
    limit = learning_rate_limit(problem)  # 2/λmax of 2AᵀA/N
    if terms is None or not sys.float_info.min < limit < math.inf:
        return None
    of_row, of_weight = (
        sum(_smooth_bend(term, partial(bend_of, problem=problem)) for term in terms[spread])
        for spread, bend_of in (
            (Spread.ROWS, _largest_bend),
            (Spread.WEIGHTS, _largest_bend_of_weights),
        )
    )
    of_rows = of_row * problem.rows / limit
    units = 1.0 if formula.units is None else float(formula.units.min())
    bend = of_rows + of_weight / units**2
    return 1 / bend if of_rows > 0 and sys.float_info.min < bend < math.inf else None


def _refused(rule: str = NONE_IS_SAFE) -> BadSetting:
    return BadSetting(marked("engine", "learning rate η"), SAFE, rule)


def _has_huge_factor(formula: Formula, problem: Problem) -> bool:
    """Return whether all that is summed has a bound but for its factors."""
    terms = _terms(formula.root, problem.rows)
    assert terms is not None  # as its parts are known
    of_rows, of_weights = (
        map(_without_factors, terms[spread]) for spread in (Spread.ROWS, Spread.WEIGHTS)
    )
    bends = [_largest_bend(each, problem) for each in of_rows]
    bends += [_largest_bend_of_weights(each, problem) for each in of_weights]
    return max(bends) < math.inf


def _without_factors(term: Node) -> Node:
    """Return what numbers are multiplied by."""
    while isinstance(term, Operation) and term.operator is Operator.MULTIPLY:
        others = [part for part in term.parts if not isinstance(part, Constant)]
        if len(others) != 1:
            break
        term = others[0]
    return term


def _parts(root: Node, rows: int) -> tuple[Node | None, Node | None] | None:
    """Return a loss as a sum over rows and one over weights; None if it is no such sum."""
    if (terms := _terms(root, rows)) is None:
        return None
    return _added(terms[Spread.ROWS]), _added(terms[Spread.WEIGHTS])


def _terms(root: Node, rows: int) -> dict[Spread, list[Node]] | None:
    """Return what a loss sums over rows and over weights; None if it is no such sum."""
    terms: dict[Spread, list[Node]] = {Spread.ROWS: [], Spread.WEIGHTS: []}
    return terms if _collect(root, 1.0, rows, terms) else None


def _collect(node: Node, factor: float, rows: int, terms: dict[Spread, list[Node]]) -> bool:
    """Collect what is summed, times its factor; return whether the node is made of such sums."""
    if isinstance(node, (Constant, Variable)):
        return True  # a number, or N
    first, *others = node.parts
    match node.operator:
        case Operator.ADD | Operator.SUBTRACT:
            sign = 1.0 if node.operator is Operator.ADD else -1.0
            is_sum = _collect(first, factor, rows, terms)
            return is_sum and _collect(others[0], sign * factor, rows, terms)
        case Operator.NEGATE:
            return _collect(first, -factor, rows, terms)
        case Operator.MULTIPLY if (number := _number(first, rows)) is not None:
            return _collect(others[0], factor * number, rows, terms)
        case Operator.MULTIPLY if (number := _number(others[0], rows)) is not None:
            return _collect(first, factor * number, rows, terms)
        case Operator.DIVIDE if number := _number(others[0], rows):
            return _collect(first, factor / number, rows, terms)
        case Operator.SUM | Operator.MEAN if _is_elementwise(first):
            is_mean = node.operator is Operator.MEAN
            if first.spread is Spread.WEIGHTS and is_mean:
                return False
            share = factor / rows if is_mean else factor
            inner = _with_count(first, rows)
            terms[first.spread].append(operation(Operator.MULTIPLY, (Constant(share), inner)))
            return True
    return _number(node, rows) is not None


def _smooth_bend(term: Node, bend_of: Callable[[Node], float]) -> float:
    """Return the largest bend of a term, or of those of its addends that have one."""
    if (bend := bend_of(term)) < math.inf:
        return bend
    if not isinstance(term, Operation):
        return 0.0
    first, *others = term.parts
    if term.operator in (Operator.ADD, Operator.SUBTRACT):
        return sum(_smooth_bend(part, bend_of) for part in term.parts)
    if term.operator is Operator.MULTIPLY and isinstance(first, Constant):
        return abs(first.value) * _smooth_bend(others[0], bend_of)
    return 0.0


def _is_elementwise(node: Node) -> bool:
    if not isinstance(node, Operation):
        return True
    is_reduction = node.operator in (Operator.SUM, Operator.MEAN) or (
        node.operator in (Operator.LARGEST, Operator.SMALLEST)
    )
    return not is_reduction and all(map(_is_elementwise, node.parts))


def _with_count(node: Node, rows: int) -> Node:
    """Return a node with N as a number."""
    if isinstance(node, Variable):
        return Constant(float(rows)) if node.symbol is Symbol.N else node
    if isinstance(node, Constant):
        return node
    return operation(node.operator, tuple(_with_count(part, rows) for part in node.parts))


def _number(node: Node, rows: int) -> float | None:
    """Return the value of what is made of numbers and N; None if it is not."""
    return folded(_with_count(node, rows))


def _added(terms: list[Node]) -> Node | None:
    found = None
    for term in terms:
        found = term if found is None else operation(Operator.ADD, (found, term))
    return found


def _largest_bend(of_rows: Node, problem: Problem) -> float:
    """Return the most that the slope along a row's prediction changes for each unit of it."""
    program = program_of(operation(Operator.SUM, (of_rows,)))
    output = problem.Y[:, 0]
    with np.errstate(all="ignore"):
        size = max(float(np.abs(output - (problem.A @ problem.W)[:, 0]).max()), 0.0)
    size = size if 0 < size < math.inf else float(np.abs(output).max()) or 1.0

    # Halves, as the difference of two outputs may overflow.
    observed = 2 * np.unique(np.quantile(output / 2, np.linspace(0, 1, OBSERVED)))
    if program.index(Symbol.RESIDUAL) is not None:  # the same beside every Y
        observed = np.zeros(1)
    return max(
        _bend_of(partial(_slopes_of_row, program, y), size, centre)
        for y in observed.tolist()
        for centre in {y, 0.0}
    )


def _slopes_of_row(program: LossProgram, y: float, points: Matrix) -> Matrix:
    """Return the slope of a row along its prediction at each of some predictions."""
    parts = []
    for own in np.array_split(points, -(-len(points) // AT_ONCE)):
        output = np.full((len(own), 1), y)
        parts.append(slope_at(program, np.eye(len(own)), output, own[:, None]).gradient[:, 0])
    return np.concatenate(parts)


def _largest_bend_of_weights(of_weights: Node, problem: Problem) -> float:
    program = program_of(operation(Operator.SUM, (of_weights,)))
    size = float(np.abs(problem.W).max()) or 1.0

    def slopes(points: Matrix) -> Matrix:
        row = np.zeros((1, len(points)))
        return slope_at(program, row, np.zeros((1, 1)), points[:, None]).gradient[:, 0]

    return _bend_of(slopes, size, 0.0)


def _bend_of(slopes: Callable[[Matrix], Matrix], size: float, centre: float) -> float:
    """Return the steepest change of slopes along a grid; inf if there is no bound."""
    count = (DECADES[1] - DECADES[0]) * A_DECADE
    with np.errstate(all="ignore"):
        beside = size * np.logspace(*DECADES, count)
        points = np.unique(centre + np.concatenate((-beside[::-1], [0.0], beside)))
        found = slopes(points)
        rounding = ROUNDINGS * float(np.finfo(float).eps) * float(np.abs(found).max())
        steep = _steepness(found, points, rounding)
        if not np.isfinite(steep).all():
            return math.inf
        k, last = int(np.argmax(steep)), float(steep.max())
        inner = float(steep[A_DECADE:-A_DECADE].max())
        if last > GROWN * inner:
            return math.inf
        for _ in range(ROUNDS):
            left, right = points[max(k - 1, 0)], points[min(k + 2, len(points) - 1)]
            points = np.unique(np.linspace(left, right, CLOSER))
            if len(points) < CLOSER:  # as near as numbers are
                break
            steep = _steepness(slopes(points), points, rounding)
            k = int(np.argmax(steep))
            if not steep[k] <= GROWN * last:
                return math.inf
            last = max(last, float(steep[k]))
    return last


def _steepness(slopes: Matrix, points: Matrix, rounding: float) -> Matrix:
    """Return how much the slope changes between neighbours, beyond its rounding."""
    changed = np.maximum(np.abs(np.diff(slopes)) - rounding, 0.0)
    steep: Matrix = changed / np.diff(points)
    return steep
