import numpy as np

from engine.formula.evaluation import (
    CELLS_IN_CACHE,
    FEWEST_ROWS,
    MOST_ROWS,
    PointEvaluation,
    height_for,
    heights_of,
)
from engine.formula.parser import parse
from engine.formula.program import program_of


def test_blocks_have_all_rows() -> None:
    assert heights_of(10, 4) == [4, 4, 2]
    assert heights_of(8, 4) == [4, 4]
    assert heights_of(3, 4) == [3]


def test_height_fits_the_cache() -> None:
    assert height_for(10**6, 1) == MOST_ROWS
    assert height_for(10**6, 100) == CELLS_IN_CACHE // 100
    assert height_for(10**6, 10**6) == FEWEST_ROWS
    assert height_for(5, 10**6) == 5


def test_room_is_used_again() -> None:
    text = "mean(exp(sin(cos(|Y − P| + 1)·2) − 1))"
    evaluation = PointEvaluation(program_of(parse(text)), 2, 3, 3, np.float64)
    assert len(evaluation._room) == 2  # the residual's, and one for what is summed

    def fill(block: int, room: np.ndarray) -> np.ndarray:
        room[:] = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
        return np.zeros((1, 3))

    found = evaluation.losses(2, [3], fill)
    residual = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    expected = np.exp(np.sin(np.cos(residual + 1) * 2) - 1).mean(axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_value_needed_later_is_kept() -> None:
    text = "mean((|Y − P|^1.5 + |Y − P|)·log(cosh(Y − P))) + max(|Y − P|)"
    evaluation = PointEvaluation(program_of(parse(text)), 1, 2, 2, np.float64)

    def fill(block: int, room: np.ndarray) -> np.ndarray:
        room[:] = [[-1.0, 2.0]]
        return np.zeros((1, 2))

    r = np.array([1.0, 2.0])
    expected = np.mean((r**1.5 + r) * np.log(np.cosh(r))) + 2
    np.testing.assert_allclose(evaluation.losses(1, [2], fill), [expected], rtol=1e-14)
