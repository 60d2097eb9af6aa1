"""The errors of a typed optimiser."""

from engine.shortening import LONGEST
from gui.optimiser.errors import TakesNoNumber, UnknownOptimiser


def test_long_text_is_cut() -> None:
    error = UnknownOptimiser("x" * 500)
    assert len(str(error)) <= LONGEST


def test_name_is_quoted() -> None:
    assert str(TakesNoNumber("Adam")).startswith("Adam has no β")
