"""The marks of slopes that agree with the exact ones."""

import pytest

from engine.limit.slope_check import SlopeAgreement, agreeing_digits
from gui.tables.models.agreement import Agreement


def test_each_verdict_has_its_mark() -> None:
    marks = {verdict: Agreement.of(verdict).mark for verdict in SlopeAgreement}
    assert list(marks.values()) == ["✓", "▲", "✕"]
    assert [each.words for each in Agreement] == ["agrees", "rounding visible", "wrong"]


@pytest.mark.parametrize(
    ("gradient", "marks", "worst"),
    [
        ([1e-16, -2e-16], [None, None], None),
        ([1e-16, 1.0], [None, Agreement.AGREES], Agreement.AGREES),
        ([1.0, 1.001], [Agreement.WRONG, Agreement.ROUNDED], Agreement.WRONG),
    ],
)
def test_slopes_of_rounding_have_none(
    gradient: list[float], marks: list[Agreement | None], worst: Agreement | None
) -> None:
    exact = [0.0, 0.0 if marks == [None, None] else 1.0]
    check = agreeing_digits(gradient, exact, floor=1e-15)
    assert [Agreement.of_weight(check, weight) for weight in range(2)] == marks
    assert Agreement.of_worst(check) is worst
