import numpy as np

from engine.formula.evaluation import (
    CELLS_IN_CACHE,
    CELLS_OF_ALL_STEPS,
    FEWEST_ROWS,
    MOST_ROWS,
    PointEvaluation,
    PointGroup,
    cells_of,
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


def test_long_formulas_take_fewer_cells() -> None:
    """Between two blocks a run can be cancelled."""
    text = f"mean({' + '.join(f'sin({k}·P)' for k in range(1, 41))})"
    short, long = (program_of(parse(each)) for each in ("mean(|Y − P|^1.5)", text))
    assert len(long.steps) > 150
    assert cells_of(short) == CELLS_IN_CACHE
    assert cells_of(long) * len(long.steps) <= CELLS_OF_ALL_STEPS
    assert height_for(10**6, 64, cells_of(long)) < height_for(10**6, 64, cells_of(short))


def test_groups_share_their_blocks() -> None:
    program = program_of(parse("mean((Y − mean(P))²) + sum(W)"))
    P, Y = np.arange(15.0).reshape(3, 5) ** 2, np.arange(5.0)
    evaluation = PointEvaluation(program, 2, 2, 5, np.float64)
    seen = []

    def fill(block: int, group: int, room: np.ndarray) -> np.ndarray:
        seen.append((block, group))
        own, first = slice(2 * block, 2 * block + room.shape[1]), 2 * group
        room[:] = P[first : first + len(room), own]
        return Y[np.newaxis, own]

    W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    groups = [PointGroup(2, W[:2]), PointGroup(1, W[2:])]
    found = evaluation.losses_of(groups, [2, 2, 1], fill)
    assert [len(each) for each in found] == [2, 1]
    means = P.mean(axis=1)
    expected = ((Y - means[:, np.newaxis]) ** 2).mean(axis=1) + W.sum(axis=1)
    np.testing.assert_allclose(np.concatenate(found), expected, rtol=1e-14)
    once = [(block, group) for block in range(3) for group in range(2)]
    assert seen == [*once, *once]  # for the mean, and for what needs it


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
