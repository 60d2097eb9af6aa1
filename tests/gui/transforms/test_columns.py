import pytest

from gui.transforms.columns import check, shown
from gui.transforms.errors import NoSuchColumn

from .experiments import made


def test_columns_are_named_as_they_are_called() -> None:
    experiment = made([[1.0] * 5], [1.0], [0.0] * 5, ("x", "", "n" * 30, "a", "b"))
    assert shown(experiment, [0]) == "“x”"
    assert shown(experiment, [1, 0]) == "column 2 and “x”"
    assert shown(experiment, [0, 1, 3]) == "“x”, column 2 and “a”"
    assert shown(experiment, [2]) == f"“{'n' * 23}…”"
    assert shown(experiment, range(4)) == "4 columns"


def test_a_column_that_has_gone_is_refused() -> None:
    experiment = made([[1.0, 2.0]], [1.0], [0.0, 0.0])
    check(experiment, [0, 1])
    with pytest.raises(NoSuchColumn, match="no column 3 any more"):
        check(experiment, [1, 2])
