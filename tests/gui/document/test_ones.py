import numpy as np

from gui.document.ones import has_ones, with_ones


def test_only_whole_columns_are_ones() -> None:
    assert has_ones(np.array([[2.0, 1.0], [3.0, 1.0]]))
    assert not has_ones(np.array([[1.0, 1.0], [3.0, 2.0]]))


def test_ones_come_first_with_their_name() -> None:
    A, names = with_ones(np.array([[2.0], [3.0]]), ("x", "y"))
    assert (A.tolist(), names) == ([[1, 2], [1, 3]], ("1", "x", "y"))
    assert with_ones(A, ())[1] == ("1", "", "", "")
    assert not A.flags.writeable
