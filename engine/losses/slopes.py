"""The exact slopes of a formula at one W, which it may not have: at a kink there are two."""

from ..cancelling import IsCancelled
from ..errors import EngineError
from ..formula.formula import Formula
from ..formula.tree import COMPARISONS, Operator
from ..language.sentence import marked
from ..matrix import Matrix
from ..problem import Problem
from ..unit_columns import column_norms, scaled
from ..verdict.wording import number

WITH_KINKS = COMPARISONS | {
    *(Operator.ABS, Operator.LARGER, Operator.SMALLER, Operator.LARGEST, Operator.SMALLEST)
}


class NoDerivative(EngineError):
    """A loss has two slopes along a weight: that of smaller weights and that of larger ones."""

    def __init__(self, weight: int, left: float, right: float) -> None:
        self.weight, self.left, self.right = weight, left, right
        facts = {"weight": weight, "left": _signed(left), "right": _signed(right)}
        super().__init__(
            marked(
                "engine",
                "The loss has no derivative along weight {weight} here: its slopes are {left} and "
                "{right}. Move the weight a little.",
            ).format(**facts)
        )
        self.short = marked("engine", "No derivative here: slopes {left} and {right}.").format(
            left=facts["left"], right=facts["right"]
        )


def slopes_of(
    formula: Formula,
    problem: Problem,
    W: Matrix,
    *,
    scales: bool = False,
    cancelled: IsCancelled = lambda: False,
) -> Matrix:
    """Return the exact gradient (j, 1) of a formula at W (j, 1).

    Parameters
    ----------
    formula : Formula
        The loss on the table's columns.
    problem : Problem
    W : ndarray, shape (j, 1)
        In the table's units.
    scales : bool, optional
        Whether to return that of the columns scaled to length 1, as a descent on them has it.
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    NoDerivative
        If the loss has a kink there.
    Cancelled
        If ``cancelled`` returned True.
    """
    problem = problem.starting_from(W)
    if scales:
        norms = column_norms(problem.A, cancelled)
        problem, formula = scaled(problem, norms, cancelled), formula.on_scaled(norms)
    if any(step.what in WITH_KINKS and step.varies for step in formula.program.steps):
        for k, along in enumerate(formula.along_each(problem, problem.W, cancelled)):
            if along.nearest_kink == 0 and not along.has_slope:
                raise NoDerivative(k + 1, along.left, along.right)
    return formula.slope(problem, problem.W, cancelled).gradient


def _signed(slope: float) -> str:
    """Write a slope with its sign, as that is what tells both sides apart."""
    return f"+{number(slope)}" if slope > 0 else number(slope)
