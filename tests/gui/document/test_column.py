import pytest

from gui.document import Column


@pytest.mark.parametrize(("shift", "scale"), [(5.0, 1.0), (0.0, 2.0), (5.0, 2.0)])
def test_shift_or_scale_makes_column_scaled(shift: float, scale: float) -> None:
    assert Column("x", shift, scale).is_scaled


def test_new_column_is_not_scaled() -> None:
    assert not Column().is_scaled
    assert not Column("x").is_scaled
