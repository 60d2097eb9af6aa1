import pytest

from engine.formula.errors import BadFormula
from engine.formula.formula import Formula
from engine.formula.from_spreadsheet import from_spreadsheet


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("=AVERAGE((Y-P)^2)", "mean((Y − P)²)"),
        ("{=SUM(ABS(Y-P))/COUNT(Y)}", "sum(|Y − P|)/N"),
        ("=SUMXMY2(Y,P)/ROWS(P) + 0.1*SUMSQ(W)", "sum((Y − P)²)/N + 0.1·sum(W²)"),
        ("=POWER(SUMPRODUCT(Y-P,Y-P),0.5)", "sum((Y − P)·(Y − P))^0.5"),
        ("=MITTELWERT(WENN(ABS(Y-P)<1,5;(Y-P)^2;3))", "mean(where(|Y − P| < 1.5, (Y − P)², 3))"),
        ("AVERAGE(LN(1+(Y-P)^2))", "mean(log(1 + (Y − P)²))"),
        ("=MAX(ABS(Y-P))", "max(|Y − P|)"),
    ],
)
def test_spreadsheet_is_offered(typed: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == offer


@pytest.mark.parametrize(
    "typed",
    [
        "=AVERAGE(A1:A9)",
        "=-2^2*SUM(Y-P)",  # 4 in a spreadsheet
        "=SUM((Y-P)^2^3)",
        "=AVERAGE(MAX(Y-P,0))",  # one number in a spreadsheet, and not one a row
        "=SUM(W)/COUNT(W)",
        "=SUM((Y-P)^2",
        "=SUMXMY2(Y)",
        "=STDEV(Y-P)",
        "=",
    ],
)
def test_what_may_mean_more_is_not_offered(typed: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == ""


def test_no_text_is_too_odd() -> None:
    assert from_spreadsheet("") == ""
    assert from_spreadsheet("SUM(") == ""
