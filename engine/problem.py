"""The problem to learn: A, Y and the initial weights W, checked once and then frozen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .errors import ShapesDisagree, WrongArgument
from .language.sentence import marked
from .matrix import Matrix, as_column, as_matrix
from .threads.caching import cached_property

# Nearly all columns that are not constant are told by so many rows, in 10 µs.
ROWS_TRIED = 64


@dataclass(frozen=True, eq=False, init=False)
class Problem:
    """A, Y and the initial W, as read-only float64 arrays.

    Parameters
    ----------
    A : array_like, shape (N, j)
        The inputs, one row per observation.
    Y : array_like, shape (N, 1) or (N,)
        The observed outputs.
    W : array_like, shape (j, 1) or (j,), optional
        The initial weights; zeros if not given.

    Raises
    ------
    EngineError
        If a cell is not a finite number, or the shapes do not fit together. The error names the
        matrix, row and column, counted from 1.

    Notes
    -----
    A read-only float64 array that owns its memory is shared; anything else is copied.

    Examples
    --------
    >>> problem = Problem([[1, 2], [3, 4]], [5, 6])
    >>> problem.rows, problem.weights, problem.W.shape
    (2, 2, (2, 1))
    """

    A: Matrix
    Y: Matrix
    W: Matrix

    def __init__(self, A: ArrayLike, Y: ArrayLike, W: ArrayLike | None = None) -> None:
        inputs = as_matrix("A", A)
        rows = len(inputs)
        output = as_matrix("Y", as_column(Y, "Y"))
        if output.shape != (rows, 1):
            raise ShapesDisagree("A", inputs.shape, "Y", output.shape)
        self._set(inputs, output, W)

    def _set(self, A: Matrix, Y: Matrix, W: ArrayLike | None) -> None:
        """Take A and Y, which are checked already, and check W."""
        weights = A.shape[1]
        start = as_matrix("W", np.zeros((weights, 1)) if W is None else as_column(W, "W"))
        if start.shape != (weights, 1):
            raise ShapesDisagree("A", A.shape, "W", start.shape)
        object.__setattr__(self, "A", A)
        object.__setattr__(self, "Y", Y)
        object.__setattr__(self, "W", start)

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return len(self.A)

    @property
    def observations(self) -> int:
        """How many observations the rows stand for: N, unless more were reduced to these rows."""
        return self.rows

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.W)

    @cached_property
    def mean_squares(self) -> Matrix:
        """mean(A_k²) for each weight, shape (j,); inf if the squares overflow."""
        with np.errstate(over="ignore", invalid="ignore"):
            squares: Matrix = np.einsum("ij,ij->j", self.A, self.A) / self.rows
        return squares

    @cached_property
    def intercept(self) -> int | None:
        """The first column of A that is constant and not 0, from 0; None if there is none."""
        A = self.A
        few = A[:ROWS_TRIED]
        for k in np.flatnonzero((few[:1] == few).all(axis=0) & (few[0] != 0)).tolist():
            if (A[:, k] == A[0, k]).all():
                return int(k)
        return None

    def starting_from(self, W: ArrayLike) -> "Problem":
        """Return the same A and Y with other initial weights; raise an EngineError if unusable.

        A and Y are not checked again: at 100,000×10 that took a quarter of an exact gradient.
        """
        other = object.__new__(Problem)
        other._set(self.A, self.Y, W)
        if "intercept" in self.__dict__:  # it takes a pass over a column
            other.__dict__["intercept"] = self.intercept
        return other


@dataclass(frozen=True, eq=False, init=False)
class ReducedProblem(Problem):
    """Rows with the losses of more observations, which were reduced to these.

    Parameters
    ----------
    A, Y, W : array_like
        As those of ``Problem``, of the few rows.
    observations : int
        How many rows they stand for; standard errors and degrees of freedom are those of so many.
    """

    _observations: int

    def __init__(self, A: ArrayLike, Y: ArrayLike, W: ArrayLike | None, observations: int) -> None:
        super().__init__(A, Y, W)
        object.__setattr__(self, "_observations", observations)

    @property
    def observations(self) -> int:
        """How many observations the rows stand for."""
        return self._observations

    def starting_from(self, W: ArrayLike) -> "ReducedProblem":
        """Return the same rows with other initial weights; raise an EngineError if unusable."""
        return ReducedProblem(self.A, self.Y, W, self._observations)


def check_problem(value: object, function: str) -> None:
    """Raise WrongArgument if a function was given something else than a problem."""
    if not isinstance(value, Problem):
        raise WrongArgument(
            function, "problem", value, marked("engine", "give a Problem, made by Problem(A, Y)")
        )
