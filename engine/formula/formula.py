"""A loss as a formula: the text, what it means, and what is computed of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from numpy.typing import ArrayLike

from ..cancelling import IsCancelled
from ..difference import Difference, StepSizes
from ..errors import WrongArgument
from ..language.sentence import marked
from ..matrix import Matrix, as_matrix
from ..problem import Problem
from ..quotients import Slope
from ..threads.caching import cached_property
from .arithmetic import folded
from .backward import slope_at
from .errors import BadFormula, Mistake
from .from_latex import from_latex
from .from_spreadsheet import from_spreadsheet
from .latex import latex_of
from .losses import losses_at
from .numpy_source import numpy_of
from .parser import parse
from .printing import text_of
from .program import LossProgram, program_of
from .quadratic import Quadratic, TableSize, quadratic_of
from .quotients import FormulaQuotients
from .ready import ReadyLoss, meant_by, text_of_ready
from .taylor import LossAlongWeight, RowsAtPoint, along_rows, along_weight
from .tokens import MOST_CHARACTERS, without_invisible
from .tree import Constant, Node, Operator, Symbol, Variable

# N and j, which turn sums into means. Those of powers of two are not rounded.
SHAPES_TRIED = ((2, 2), (4, 16), (2**10, 2**5))


@dataclass(frozen=True)
class Formula:
    """A loss that was typed, or that has a name.

    Attributes
    ----------
    text : str
        As it was typed. Files keep this one: as Secant writes it, it may have more characters.
    root : Node
        The tree of it. Two formulas that mean the same have the same.
    units : ndarray, shape (j,), optional
        What weights are divided by where W stands in the formula, as on scaled columns.

    Examples
    --------
    >>> formula = Formula.of("mean(abs(Y-P)**1.5) + 0.1*sum(W**2)")
    >>> formula.written
    'mean(|Y − P|^1.5) + 0.1·sum(W²)'
    """

    text: str = field(compare=False)
    root: Node
    units: Matrix | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, text: str, delta: float = 1.0, quantile: float = 0.5) -> "Formula":
        """Return the loss of a name, such as "huber", or of a formula.

        Parameters
        ----------
        text : str
            One of ``ReadyLoss``, or a formula of Y, P (or Ŷ), W and N.
        delta : float
            δ of "huber".
        quantile : float
            Which one, of "quantile".

        Raises
        ------
        BadFormula
            With the place of the mistake.
        BadSetting
            If ``delta`` or ``quantile`` is out of range.
        WrongArgument
            If it is no text.
        """
        if not isinstance(text, str):
            advice = marked("engine", "give the formula of a loss as text")
            raise WrongArgument("loss", "formula", text, advice)
        if text in list(ReadyLoss):
            text = text_of_ready(ReadyLoss(text), delta, quantile)
        try:
            return cls(text, parse(text))
        except BadFormula as mistake:
            if (meant := meant_by(text)) is not None:
                mistake.offer = meant.value
            elif (named := _named_loss(mistake, text)) is not None:
                raise named from None
            elif _is_loss(mistake.offer):
                if _may_be_a_list(mistake, text):
                    mistake.offer = ""
            else:  # what would be refused is no help
                blanks = _LIST_COMMA.sub(", ", text)
                is_list = mistake.mistake is Mistake.COMMA_IN_NUMBER and _is_loss(blanks)
                mistake.offer = blanks if is_list else _translated(text)
            raise

    def check_weights(self) -> None:
        """Raise BadFormula if no weight changes the loss: it is made of neither P nor W."""
        if not _depends_on(self.root, _OF_WEIGHTS):
            raise BadFormula(Mistake.WITHOUT_WEIGHTS, self.root.start, self.root.end)

    @cached_property
    def uses_predictions(self) -> bool:
        """Whether the table changes the loss: that of W alone is the same for any A and Y."""
        return _depends_on(self.root, frozenset({Symbol.P}))

    @cached_property
    def uses_weights(self) -> bool:
        """Whether W changes the loss by itself, beside the predictions, as a penalty does."""
        return _depends_on(self.root, frozenset({Symbol.W}))

    @cached_property
    def written(self) -> str:
        """The formula as Secant writes it."""
        return text_of(self.root)

    @cached_property
    def latex(self) -> str:
        """The formula in LaTeX's mathematics."""
        return latex_of(self.root)

    @cached_property
    def numpy(self) -> str:
        """The formula as an expression of NumPy."""
        return numpy_of(self.root)

    @cached_property
    def is_mean_square(self) -> bool:
        """Whether it means the mean square, for tables of any size."""
        found = [quadratic_of(self.root, *shape) for shape in SHAPES_TRIED]
        return all(each is not None and each.is_mean_square for each in found)

    @cached_property
    def program(self) -> LossProgram:
        """The steps in which it is evaluated."""
        return replace(program_of(self.root), units=self.units)

    def on_scaled(self, norms: Matrix) -> "Formula":
        """Return the loss on columns divided by norms (j, 1), of weights multiplied by them."""
        return replace(self, units=norms[:, 0])

    def quadratic(self, table: TableSize) -> Quadratic | None:
        """Return the loss of a table as a quadratic one; None if it is not known to be one."""
        return quadratic_of(self.root, table.rows, table.weights)

    def losses(
        self, problem: Problem, points: ArrayLike, cancelled: IsCancelled = lambda: False
    ) -> Matrix:
        """Return the loss at each of some points W (m, j), (m,).

        Raises Cancelled if ``cancelled`` returned True.
        """
        return losses_at(self.program, problem.A, problem.Y, as_matrix("W", points), cancelled)

    def slope(
        self, problem: Problem, W: ArrayLike, cancelled: IsCancelled = lambda: False
    ) -> Slope:
        """Return the loss at W (j, 1) and its exact gradient there, by one backward sweep."""
        start = problem.starting_from(W)
        return slope_at(self.program, start.A, start.Y, start.W, cancelled)

    def along(
        self, problem: Problem, W: ArrayLike, k: int, cancelled: IsCancelled = lambda: False
    ) -> LossAlongWeight:
        """Return the derivatives and the nearest kink along weight k, from 0, at W (j, 1)."""
        start = problem.starting_from(W)
        return along_weight(self.program, start.A, start.Y, start.W, k, cancelled)

    def along_each(
        self, problem: Problem, W: ArrayLike, cancelled: IsCancelled = lambda: False
    ) -> Iterator[LossAlongWeight]:
        """Yield the same along each weight; the predictions at W are computed once."""
        start = problem.starting_from(W)
        rows = RowsAtPoint(start.A, start.Y, start.W)
        for k in range(start.weights):
            yield along_rows(self.program, rows, k, cancelled)

    def quotients_of(
        self,
        A: Matrix,
        Y: Matrix,
        h: StepSizes,
        difference: Difference,
        cancelled: IsCancelled = lambda: False,
    ) -> FormulaQuotients:
        """Return what evaluates the quotients on a table in its own precision."""
        return FormulaQuotients(self.program, A, Y, h, difference, cancelled)

    def quotients(
        self,
        problem: Problem,
        h: StepSizes,
        difference: Difference = Difference.CENTRAL,
        cancelled: IsCancelled = lambda: False,
    ) -> FormulaQuotients:
        """Return what evaluates the quotients of all weights at any W."""
        return self.quotients_of(problem.A, problem.Y, h, difference, cancelled)


_NUMPY = re.compile(r"\b(?:np|numpy)\.")
_ASSIGNED = re.compile(r"^\s*\w+\s*=(?!=)")
# A comma that may stand between two values.
_UNDERSCORE = re.compile(r"(?<=[0-9])_(?=[0-9])")
_GROUPED = re.compile(r"(?<=[0-9])_(?=[0-9]{3}(?![0-9]))")
_OF_ONE_OR_MORE = ("min", "max")
_LIST_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9.])")


def _named_loss(mistake: BadFormula, text: str) -> BadFormula | None:
    """Return the mistake of the name of a loss in a formula; None if it is none."""
    from .spelling_out import spelt_out  # loaded on use: most mistakes are others

    named = spelt_out(mistake, text)
    if named is not None and named.offer not in list(ReadyLoss) and not _is_loss(named.offer):
        named.offer = ""
    return named


def _translated(text: str) -> str:
    """Return a loss that was copied from elsewhere; empty if it is not certain what it means."""
    if _UNDERSCORE.search(text):  # in LaTeX an index begins there, which no number has
        plain = _GROUPED.sub("", text)
        return plain if _is_loss(plain) else ""
    for convert in (without_invisible, from_latex, from_spreadsheet, _without_prefix):
        if (found := convert(text[:MOST_CHARACTERS])) and _is_loss(found):
            return text_of(parse(found))
    return ""


def _without_prefix(text: str) -> str:
    """Return a line of a program with NumPy's names alone, and without what it is assigned to."""
    return _NUMPY.sub("", _ASSIGNED.sub("", text))


def _may_be_a_list(mistake: BadFormula, text: str) -> bool:
    """Return whether a comma in a number may as well part the values of ``min`` or ``max``.

    These take one value or several: min((Y−P)^2,1) means neither (Y−P)^2.1 nor a loss for certain.
    """
    if mistake.mistake is not Mistake.COMMA_IN_NUMBER:
        return False
    before, depth = text[: mistake.start], 0
    for at in range(len(before) - 1, -1, -1):
        depth += (before[at] == ")") - (before[at] == "(")
        if depth < 0:
            return before[:at].rstrip().endswith(_OF_ONE_OR_MORE)
    return False


def _is_loss(text: str) -> bool:
    """Return whether a text is a formula that weights change."""
    try:
        return _depends_on(parse(text), _OF_WEIGHTS)
    except BadFormula:
        return False


_OF_WEIGHTS = frozenset({Symbol.P, Symbol.W})


def _depends_on(node: Node, symbols: frozenset[Symbol]) -> bool:
    """Return whether variables change a node, as far as its form tells: 0·P and P − P are 0."""
    if isinstance(node, Constant):
        return False
    if isinstance(node, Variable):
        return node.symbol in symbols
    first, *others = node.parts
    match node.operator:
        case Operator.MULTIPLY if 0.0 in (folded(first), folded(others[0])):
            return False
        case Operator.SUBTRACT | Operator.DIVIDE if first == others[0]:
            return False
        case Operator.DIVIDE if folded(first) == 0:
            return False
        case Operator.POWER if folded(others[0]) == 0 or folded(first) == 1:
            return False
        case Operator.WHERE if others[0] == others[1]:
            return _depends_on(others[0], symbols)
    return any(_depends_on(part, symbols) for part in node.parts)
