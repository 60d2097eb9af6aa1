"""Keys move from point to point."""

import pytest

from gui.plots.point_steps import PointStep, stepped_index

S = PointStep


@pytest.mark.parametrize(
    ("index", "step", "expected"),
    [
        (None, S.PREVIOUS, 99),
        (None, S.NEXT, 99),
        (None, S.FIRST, 0),
        (50, S.PREVIOUS, 49),
        (50, S.NEXT, 51),
        (50, S.BACK, 40),
        (50, S.AHEAD, 60),
        (50, S.FIRST, 0),
        (50, S.LAST, 99),
        (0, S.PREVIOUS, 0),
        (99, S.NEXT, 99),
        (3, S.BACK, 0),
        (95, S.AHEAD, 99),
    ],
)
def test_steps_stay_among_the_points(index: int | None, step: S, expected: int) -> None:
    assert stepped_index(index, step, 100) == expected


@pytest.mark.parametrize("step", PointStep)
def test_single_point_is_kept(step: PointStep) -> None:
    assert stepped_index(0, step, 1) == stepped_index(None, step, 1) == 0


def test_page_moves_at_least_one() -> None:
    assert stepped_index(1, S.AHEAD, 4) == 2
