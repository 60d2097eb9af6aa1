import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.cancelling import Cancelled
from engine.matrix import Matrix
from engine.terms import (
    ComputedTerm,
    LogarithmTerm,
    NoNumber,
    PowerTerm,
    TermFault,
    term_of,
    values_of,
)
from engine.terms.evaluation import ROWS_AT_A_TIME, values_or_gaps

from .drawn import NAMES, computed

COLUMNS = {
    "age": np.array([20.0, 40.0, 60.0]),
    "dose": np.array([1.0, 10.0, 100.0]),
    "x": np.array([-2.0, 0.0, 3.0]),
}


def value(text: str) -> list[float]:
    found: list[float] = values_of(term_of(text, list(COLUMNS)), COLUMNS).tolist()
    return found


def values_or_fault(term: ComputedTerm, columns: dict[str, Matrix]) -> Matrix | TermFault:
    try:
        return values_of(term, columns)
    except TermFault as fault:
        return fault


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("age^2", [400, 1600, 3600]),
        ("age·x", [-40, 0, 180]),
        ("log10(dose)", [0, 1, 2]),
        ("log2(dose + 6) ", [2.807354922057604, 4, 6.727920454563199]),
        ("where(x > 0, 1/x, 7)", [7, 7, 1 / 3]),
        ("max(x, 1)", [1, 1, 3]),
        ("x^3 − 2^2", [-12, -4, 23]),
        ("|x|", [2, 0, 3]),
    ],
)
def test_terms_are_computed(text: str, values: list[float]) -> None:
    assert value(text) == pytest.approx(values, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ln(x)", "log of −2 in row 1 of x does not exist."),
        ("log10(age − 40)", "log of −20 in row 1 of age − 40 does not exist."),
        ("sqrt(x)", "√ of −2 in row 1 of x does not exist."),
        ("age/x", "Row 2 would divide by 0: x is 0 there."),
        ("x^0.5", "−2 in row 1 of x has no power of 0.5."),
        ("x^−1", "0 in row 2 of x has no power of −1."),
        ("exp(age·age)", "exp(age·age) in row 2 is too large for a number."),
        ("where(x < 3, 0, ln(x − 3))", "log of 0 in row 3 of x − 3 does not exist."),
    ],
)
def test_faults_name_row_and_column(text: str, sentence: str) -> None:
    with pytest.raises(TermFault) as raised:
        value(text)
    assert raised.value.short == sentence
    assert len(sentence) <= 72


def test_fault_is_that_of_its_cell() -> None:
    with pytest.raises(TermFault) as raised:
        values_of(LogarithmTerm("x"), COLUMNS, first_row=101)
    error = raised.value
    assert (error.reason, error.row, error.column, error.value) == (
        NoNumber.LOGARITHM,
        101,
        "x",
        -2.0,
    )


def test_empty_cells_stay_empty() -> None:
    columns = {"x": np.array([1.0, np.nan]), "y": np.array([np.nan, 2.0])}
    for text in ("x·y", "where(x > 0, y, 1)", "max(x, y)", "x^2 + y^2"):
        assert np.isnan(values_of(term_of(text, ["x", "y"]), columns)).all()
    assert values_of(PowerTerm("x", 2.0), columns).tolist()[0] == 1


def test_gaps_stand_for_no_number() -> None:
    rows = {"x": np.array([-1.0, 1.0, np.nan])}
    found = values_or_gaps(LogarithmTerm("x", math.e), rows)
    assert found.tolist()[1] == 0.0
    assert np.isnan(found).tolist() == [True, False, True]


def test_later_blocks_count_their_rows() -> None:
    x = np.ones(2 * ROWS_AT_A_TIME + 5)
    assert values_of(LogarithmTerm("x"), {"x": x}).tolist() == [0.0] * len(x)
    x[ROWS_AT_A_TIME + 2] = 0.0
    with pytest.raises(TermFault) as raised:
        values_of(LogarithmTerm("x"), {"x": x})
    assert raised.value.row == ROWS_AT_A_TIME + 3


def test_work_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        values_of(PowerTerm("x", 2.0), COLUMNS, cancelled=lambda: True)


@given(
    computed,
    arrays.arrays(float, (4, len(NAMES)), elements=st.floats(-100, 100) | st.just(np.nan)),
)
def test_values_are_numbers_or_refused(term: ComputedTerm, rows: Matrix) -> None:
    columns = {name: rows[:, k] for k, name in enumerate(NAMES)}
    sources = np.array([columns[name] for name in term.sources])
    is_empty = np.asarray(np.isnan(sources).any(axis=0))
    found = values_or_fault(term, columns)
    if isinstance(found, TermFault):
        assert not is_empty[found.row - 1]
        assert len(found.short) <= 72
    else:
        assert (np.isfinite(found) == ~is_empty).all()
