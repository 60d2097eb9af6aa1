import pytest

from engine.reading.output_column import guess_output


@pytest.mark.parametrize(
    ("names", "usable", "output"),
    [
        (["x", "y", "z"], [1, 2, 3], 2),
        (["x", " Target ", "z"], [1, 2, 3], 2),
        (["y", "target", "z"], [1, 2, 3], 3),
        (["y", "x", "z"], [2, 3], 3),
        ([], [1, 2], 2),
        (["x"], [], 0),
    ],
)
def test_output_is_named_or_last(names: list[str], usable: list[int], output: int) -> None:
    assert guess_output(names, usable) == output
