"""All quotients of any loss at one W: the residual of each moved weight is r ∓ h·A_k.

The definition holds every other weight while w_k is moved, so A·(W ± h·e_k) is A·W with
(w_k ± h) − w_k times the column A_k added. That costs N multiplications for a loss instead of N·j.
It is a product of the column and the base, one below the other, with the moves and ones: one pass
over the residuals instead of two. Both round alike. The columns of a block are kept above its base,
so that rows k and j of it are such a pair where they stand; only of few rows is one product of many
pairs, which are copied, faster than one for each column.

A block is evaluated for all weights before the next one is predicted, so that the table comes from
memory once. At 100,000×20 that, products in place and larger blocks make |e|^1.5 take 0.87 of the
time of a pass for each span of weights, and log(cosh) 0.84.

The residual of W itself stays known until the next W. So the exact slopes there, with which the
quotients are compared, cost one product instead of two, and that of columns which are contiguous.
"""

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference, StepSizes
from ..matrix import Matrix
from ..quotients import Slope, WrittenOut, steps_of, steps_taken
from .backward import slopes_on
from .evaluation import (
    MOST_ROWS,
    GroupFill,
    PointEvaluation,
    PointGroup,
    cells_of,
    heights_of,
)
from .program import LossProgram
from .tree import Symbol

# Columns are copied, to be contiguous, once for 64 MiB of them, and of more at each evaluation.
CELLS_KEPT = 2**23
# Of rows whose residuals are known; the 2^14 of a sweep of its own take 1.05 times as long.
ROWS_CHECKED = 2**16
# Of 1,000 rows, a product for each column takes 1.25 times as long as one for many, and of 4,000
# rows as long.
FEWEST_ROWS_UNPAIRED = 2**12
# Half as many cells take as long.
CELLS_PAIRED = 2**16
# What a step costs for each cell and loss, in the multiplications of a product of matrices, as in
# the quotients of a mean square.
PRODUCTS_OF_A_CELL = 16


class FormulaQuotients:
    """The losses of a formula at every w_k ± h, and their quotients.

    Parameters
    ----------
    program : LossProgram
        The formula.
    A : ndarray, shape (N, j)
    Y : ndarray, shape (N, 1)
    h : float or ndarray, shape (j,)
        The step, in the units of the weights.
    difference : Difference
    cancelled : callable, optional
        Asked for each block of rows of each span of weights.
    """

    def __init__(
        self,
        program: LossProgram,
        A: Matrix,
        Y: Matrix,
        h: StepSizes,
        difference: Difference,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._program = program
        self._A, self._y = A, Y[:, 0]
        self._uses_weights = program.uses_weights
        self._difference, self._cancelled = difference, cancelled
        rows, weights = A.shape
        self._h = steps_of(h, weights)
        with np.errstate(over="ignore"):  # too large for single precision is infinite there
            sides = np.array(difference.sides, A.dtype).reshape(-1, 1)
            self._moves: Matrix = self._h.astype(A.dtype) * sides
        self.products = PRODUCTS_OF_A_CELL * A.size * (len(program.steps) + 1)
        """What an evaluation costs, in multiplications."""
        height = min(rows, MOST_ROWS)
        self._heights = heights_of(rows, height)
        self._blocks = [slice(i, min(i + height, rows)) for i in range(0, rows, height)]
        count = len(self._moves)
        longest = max(height, weights) if program.uses_weights else height
        most = cells_of(program) // (count * longest)
        spans = -(-weights // max(1, most))
        width = -(-weights // spans)  # alike: a short last span costs as many calls as the others
        self._spans = [slice(k, min(k + width, weights)) for k in range(0, weights, width)]
        self._evaluation = PointEvaluation(program, count * width + 1, height, rows, A.dtype)
        self._is_of_residual = program.index(Symbol.RESIDUAL) is not None
        self._base = np.empty_like(self._y)
        self._at: Matrix | None = None
        self._predicted = 0
        self._above_base: list[Matrix] = []
        self._kept: list[Matrix] | None = None
        if keeps_columns(A):
            self._above_base = [np.empty((weights + 1, each), A.dtype) for each in self._heights]
            self._kept = [rows[:-1] for rows in self._above_base]
            for kept, block in zip(self._kept, self._blocks, strict=True):
                kept[:] = A[block].T
        self._columns_paired = 0
        if height < FEWEST_ROWS_UNPAIRED:
            self._columns_paired = min(width, max(1, CELLS_PAIRED // (2 * height)))
        cells = max(2 * self._columns_paired, 0 if self._kept else width + 1) * height
        self._copied = np.empty(cells, A.dtype)
        self._pairs: Matrix | None = None
        if self._columns_paired == weights and len(self._blocks) == 1:
            self._pairs = self._copied.reshape(weights, 2, -1)
            self._pairs[:, 0] = A.T
        # By what to multiply each column and the base below it: the move and 1.
        self._factors = np.ones((weights, count, 2), A.dtype)
        self._groups: list[PointGroup] = []
        if not self._uses_weights:
            self._groups = [self._group(span) for span in self._spans]

    def at(self, W: Matrix) -> Slope:
        """Return the loss and its gradient at W (j, 1).

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        loss, written = self._evaluated(W)
        return Slope(loss, written.gradient.reshape(-1, 1))

    def written_out(self, W: Matrix) -> WrittenOut:
        """Return what ``at`` makes of W (j, 1) with the losses and the steps, to the same bits.

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        return self._evaluated(W)[1]

    def exact_slopes(self, W: Matrix) -> Matrix:
        """Return the exact gradient (j, 1) at W (j, 1), in the arithmetic of the table.

        After the quotients of the same W it takes 0.1 of their time (100,000×10, |e|^1.5 and
        log(cosh)). Raises Cancelled when cancelled.
        """
        held = W.ravel()
        with np.errstate(all="ignore"):
            if self._at is None or not np.array_equal(self._at, held):
                self._at = None
                for block in range(len(self._blocks)):
                    self._predict(block, held)
                self._at = held.copy()
            rows = _KnownRows(self._A, self._y, self._base, self._blocks, self._kept)
            return slopes_on(self._program, rows, held, self._cancelled)

    def _evaluated(self, W: Matrix) -> tuple[float, WrittenOut]:
        held = W.ravel()
        moved: Matrix = held + self._moves
        ahead, behind = self._difference.ends(moved, held)
        step = steps_taken(ahead, behind, held, self._h)
        with np.errstate(all="ignore"):
            here, losses = self._losses(held, moved)
            at_w = np.full_like(held, here)
            of_ahead, of_behind = self._difference.ends(losses, at_w)
            slopes: Matrix = (of_ahead - of_behind) / step
        return float(here), WrittenOut(of_ahead, of_behind, step, slopes)

    def _losses(self, held: Matrix, moved: Matrix) -> tuple[Matrix, Matrix]:
        """Return the loss at W, and those with each weight moved alone, (sides, j)."""
        moves = held - moved if self._is_of_residual else moved - held
        found = np.empty_like(moved)
        at_w = found[0, :0]
        self._at, self._predicted = None, 0
        self._factors[:, :, 0] = moves.T
        # The points of all weights have W once for each of them, which may be too much.
        together = [[span] for span in self._spans] if self._uses_weights else [self._spans]
        for spans in together:
            groups = self._groups
            if self._uses_weights:
                groups = [self._group(span, self._points(held, moved, span)) for span in spans]
            evaluated = self._evaluation.losses_of(
                groups,
                self._heights,
                self._fill(held, moves, spans),
                self._cancelled,
            )
            for span, losses in zip(spans, evaluated, strict=True):
                shape = len(moved), span.stop - span.start
                count = shape[0] * shape[1]
                found[:, span] = losses[:count].reshape(shape)
                at_w = losses[count:]
        if self._predicted == len(self._blocks):
            self._at = held.copy()
        return at_w[0], found

    def _group(self, span: slice, points: Matrix | None = None) -> PointGroup:
        """Return the points of a span of weights; W itself comes with the last."""
        count = len(self._moves) * (span.stop - span.start) + (span is self._spans[-1])
        return PointGroup(count, points if points is None else points[:count])

    def _fill(self, held: Matrix, moves: Matrix, spans: list[slice]) -> GroupFill:
        """Return what provides the rows of a block, moved for the weights of a span."""

        def fill(block: int, group: int, room: Matrix) -> Matrix:
            if block == self._predicted:  # now, as the columns are to be read in any case
                self._predict(block, held)
                self._predicted += 1
            span = spans[group]
            some, factors = moves[:, span], self._factors[span]
            base = self._base[self._blocks[block]]
            by_side = room[: some.size].reshape(*some.shape, -1)
            if len(some) == 1:  # some products with a single row add up in another order
                np.multiply(self._columns(span, block), some[0][:, np.newaxis], by_side[0])
                by_side += base
            elif self._columns_paired:
                self._move_paired(block, span, factors, base, by_side.transpose(1, 0, 2))
            else:
                self._move(block, span, factors, base, by_side.transpose(1, 0, 2))
            room[some.size :] = base
            return self._y[np.newaxis, self._blocks[block]]

        return fill

    def _move(self, block: int, span: slice, factors: Matrix, base: Matrix, room: Matrix) -> None:
        """Write base + move·column for both moves of each column of a span into room (w, 2, n)."""
        if self._kept is None:
            rows, first = self._copied[: (len(factors) + 1) * len(base)].reshape(-1, len(base)), 0
            rows[:-1] = self._columns(span, block)
        else:
            rows, first = self._above_base[block], span.start
        last = len(rows) - 1
        rows[last] = base
        for k, (each, moved) in enumerate(zip(factors, room, strict=True), first):
            np.matmul(each, rows[k :: last - k], out=moved)  # of the column and the base alone

    def _move_paired(
        self, block: int, span: slice, factors: Matrix, base: Matrix, room: Matrix
    ) -> None:
        """As ``_move``, of many columns by one call: each is copied beside the base."""
        if self._pairs is not None:
            self._pairs[:, 1] = base
            np.matmul(factors, self._pairs, out=room)
            return
        columns, many = self._columns(span, block), self._columns_paired
        pairs = self._copied[: 2 * many * len(base)].reshape(many, 2, -1)
        pairs[:, 1] = base
        for k in range(0, len(columns), many):
            some = columns[k : k + many]
            of_some = pairs[: len(some)]
            of_some[:, 0] = some
            np.matmul(factors[k : k + many], of_some, out=room[k : k + many])

    def _predict(self, block: int, held: Matrix) -> None:
        """Evaluate A·W of a block of rows, or Y − A·W if the formula needs only that."""
        own = self._blocks[block]
        base = self._base[own]
        if self._kept is None:
            np.matmul(self._A[own], held, out=base)
        else:
            np.matmul(held, self._kept[block], out=base)
        if self._is_of_residual:
            np.subtract(self._y[own], base, out=base)

    def _points(self, held: Matrix, moved: Matrix, span: slice) -> Matrix:
        """Return W with each weight of a span moved alone, and W itself: (sides·width + 1, j)."""
        width = span.stop - span.start
        points = np.tile(held, (len(moved) * width + 1, 1))
        by_side = points[:-1].reshape(len(moved), width, -1)
        for side, each in enumerate(moved):
            by_side[side, np.arange(width), np.arange(span.start, span.stop)] = each[span]
        return points

    def _columns(self, span: slice, block: int) -> Matrix:
        """Return the columns of a span in a block of rows, as rows."""
        if self._kept is not None:
            return self._kept[block][span]
        return self._A[self._blocks[block], span].T


def keeps_columns(A: Matrix) -> bool:
    """Return whether quotients keep the columns of A, of which a product has other last digits."""
    return A.size <= CELLS_KEPT


class _KnownRows:
    """The rows at the W whose predictions, or residuals, the quotients have evaluated."""

    def __init__(
        self,
        A: Matrix,
        y: Matrix,
        base: Matrix,
        blocks: list[slice],
        kept: list[Matrix] | None,
    ) -> None:
        self._A, self.y, self._base, self._kept = A, y, base, kept
        height = blocks[0].stop
        together = max(1, ROWS_CHECKED // height) * height
        self.blocks: list[slice] = [
            slice(i, min(i + together, len(y))) for i in range(0, len(y), together)
        ]
        self._height = height

    def predictions(self, own: slice) -> Matrix:
        return self._base[own]

    def residuals(self, own: slice) -> Matrix:
        return self._base[own]

    def product(self, row: Matrix, own: slice) -> Matrix:
        if self._kept is None:
            whole: Matrix = row @ self._A[own]
            return whole
        found: Matrix = np.zeros(self._A.shape[1])
        for start in range(0, len(row), self._height):
            columns = self._kept[(own.start + start) // self._height]
            found += columns @ row[start : start + self._height]
        return found
