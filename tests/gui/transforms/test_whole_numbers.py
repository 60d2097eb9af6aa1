import pytest

from gui.transforms.errors import NotWhole, WholeNumber
from gui.transforms.whole_numbers import whole


def test_whole_number_is_returned_as_int() -> None:
    assert whole(WholeNumber.ROWS, 3.0, 1, 5) == 3
    assert isinstance(whole(WholeNumber.ROWS, 3.0, 1, 5), int)


@pytest.mark.parametrize("value", [0, 5.5, 6, float("nan"), float("inf")])
def test_other_numbers_are_refused(value: float) -> None:
    with pytest.raises(NotWhole, match="the number of rows must be a whole number from 1 to 5"):
        whole(WholeNumber.ROWS, value, 1, 5)
