import dataclasses

import numpy as np
import pytest
from numpy.typing import ArrayLike

from engine import Matrix, Problem
from engine.errors import EmptyTable, NotANumber, NotFinite, ShapesDisagree
from engine.matrix import as_matrix


def test_problem_accepts_lists_and_1d() -> None:
    problem = Problem([[1, 2], [3, 4], [5, 6]], [7, 8, 9], [0.5, -0.5])
    assert (problem.A.shape, problem.Y.shape, problem.W.shape) == ((3, 2), (3, 1), (2, 1))
    assert (problem.rows, problem.weights) == (3, 2)


def test_weights_default_to_zeros() -> None:
    assert Problem([[1, 2]], [3]).W.tolist() == [[0.0], [0.0]]


def test_problem_is_read_only() -> None:
    problem = Problem([[1]], [2], [3])
    for matrix in (problem.A, problem.Y, problem.W):
        with pytest.raises(ValueError, match="read-only"):
            matrix[0, 0] = 9
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.A = problem.Y  # type: ignore[misc]


def test_other_weights_share_the_data() -> None:
    problem = Problem([[1, 2]], [3])
    other = problem.starting_from([4, 5])
    assert other.A is problem.A
    assert other.Y is problem.Y
    assert other.W.tolist() == [[4.0], [5.0]]


def test_other_weights_alone_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def recorded(name: str, values: ArrayLike) -> Matrix:
        checked.append(name)
        return as_matrix(name, values)

    problem = Problem([[1, 2]], [3])
    monkeypatch.setattr("engine.problem.as_matrix", recorded)
    problem.starting_from([4, 5])
    assert checked == ["W"]
    with pytest.raises(NotFinite, match="W"):
        problem.starting_from([4, np.nan])
    with pytest.raises(ShapesDisagree):
        problem.starting_from([4])


@pytest.mark.parametrize("matrix", ["A", "Y", "W"])
@pytest.mark.parametrize(
    ("bad", "error"), [(np.nan, NotFinite), (-np.inf, NotFinite), ("x", NotANumber)]
)
def test_bad_cell_is_named(
    matrix: str, bad: object, error: type[NotFinite] | type[NotANumber]
) -> None:
    tables: dict[str, list[list[object]]] = {
        "A": [[1.0, 2.0], [3.0, 4.0]],
        "Y": [[5.0], [6.0]],
        "W": [[7.0], [8.0]],
    }
    tables[matrix][1][-1] = bad
    with pytest.raises(
        error, match=f"^{matrix}, row 2, column {len(tables[matrix][1])}"
    ) as refused:
        Problem(**tables)  # type: ignore[arg-type]
    where = refused.value
    assert isinstance(where, (NotFinite, NotANumber))
    assert (where.matrix, where.row, where.column) == (matrix, 2, len(tables[matrix][1]))


@pytest.mark.parametrize(
    ("Y", "shape"),
    [([1, 2], (2, 1)), ([[1, 2, 3]], (1, 3)), ([[1, 2], [3, 4], [5, 6]], (3, 2))],
)
def test_wrong_output_shape_is_refused(Y: ArrayLike, shape: tuple[int, int]) -> None:
    with pytest.raises(ShapesDisagree) as refused:
        Problem([[1, 2], [3, 4], [5, 6]], Y)
    assert refused.value.shapes == {"A": (3, 2), "Y": shape}


@pytest.mark.parametrize("W", [[1], [1, 2, 3], [[1, 2]]])
def test_wrong_weight_shape_is_refused(W: ArrayLike) -> None:
    with pytest.raises(ShapesDisagree, match="A is 3×2 but W is"):
        Problem([[1, 2], [3, 4], [5, 6]], [1, 2, 3], W)


def test_empty_matrix_is_named() -> None:
    with pytest.raises(EmptyTable, match="Y is empty"):
        Problem([[1.0]], [])
