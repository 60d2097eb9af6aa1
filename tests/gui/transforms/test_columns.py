import pytest

from gui.transforms.columns import check_columns, named_columns
from gui.transforms.errors import NoSuchColumn

from .experiments import made


def test_columns_are_named_or_counted() -> None:
    experiment = made([[1.0] * 5], [1.0], [0.0] * 5, ("x", "", "n" * 30, "a", "b"))
    assert named_columns(experiment, [0]) == "“x”"
    assert named_columns(experiment, [1, 0]) == "x2 and “x”"
    assert named_columns(experiment, [0, 1, 3]) == "“x”, x2 and “a”"
    assert named_columns(experiment, [2]) == f"“{'n' * 23}…”"
    assert named_columns(experiment, range(4)) == "4 columns"


def test_missing_column_is_refused() -> None:
    experiment = made([[1.0, 2.0]], [1.0], [0.0, 0.0])
    check_columns(experiment, [0, 1])
    with pytest.raises(NoSuchColumn, match="no longer has a column 3"):
        check_columns(experiment, [1, 2])
