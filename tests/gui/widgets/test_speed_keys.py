import pytest

from gui.widgets.speed_slider import UNLIMITED, faster, slower


def test_each_press_is_a_decade() -> None:
    positions = [0]
    while positions[-1] != UNLIMITED:
        positions.append(faster(positions[-1]))
    assert positions == [0, 10, 20, 30, 40, 50, 51]
    down = [UNLIMITED]
    while down[-1]:
        down.append(slower(down[-1]))
    assert down == positions[::-1]


@pytest.mark.parametrize(("position", "above", "below"), [(13, 20, 10), (20, 30, 10)])
def test_press_between_decades_goes_to_next(position: int, above: int, below: int) -> None:
    assert (faster(position), slower(position)) == (above, below)


def test_ends_stay() -> None:
    assert (faster(UNLIMITED), slower(0)) == (UNLIMITED, 0)
