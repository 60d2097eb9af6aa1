"""The problem being learnt: A, Y and the weights W to start from, checked once and then frozen."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from .errors import ShapesDisagree
from .matrix import Matrix, as_column, as_matrix


@dataclass(frozen=True, eq=False, init=False)
class Problem:
    """A (N, j), Y (N, 1) and initial W (j, 1), as read-only float64 arrays.

    Nested lists are taken too, and 1-D Y and W as columns; W defaults to zeros. An array that is
    already a read-only float64 array owning its memory is shared, anything else is copied.
    Raises an EngineError naming the matrix, row and column at fault.
    """

    A: Matrix
    Y: Matrix
    W: Matrix

    def __init__(self, A: ArrayLike, Y: ArrayLike, W: ArrayLike | None = None) -> None:
        inputs = as_matrix("A", A)
        rows, weights = inputs.shape
        output = as_matrix("Y", as_column(Y))
        start = as_matrix("W", np.zeros((weights, 1)) if W is None else as_column(W))
        if output.shape != (rows, 1):
            raise ShapesDisagree("A", inputs.shape, "Y", output.shape)
        if start.shape != (weights, 1):
            raise ShapesDisagree("A", inputs.shape, "W", start.shape)
        object.__setattr__(self, "A", inputs)
        object.__setattr__(self, "Y", output)
        object.__setattr__(self, "W", start)

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return len(self.A)

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.W)

    @cached_property
    def mean_squares(self) -> Matrix:
        """mean(A_k²) for each weight, shape (j,); inf where the squares overflow."""
        with np.errstate(over="ignore", invalid="ignore"):
            squares: Matrix = np.einsum("ij,ij->j", self.A, self.A) / self.rows
        return squares

    def starting_from(self, W: ArrayLike) -> "Problem":
        """Return the same A and Y with other initial weights."""
        return Problem(self.A, self.Y, W)
