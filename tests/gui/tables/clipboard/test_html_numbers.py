"""The exact number in an HTML cell."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.tables.clipboard.html_numbers import exact_number

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE)
def test_spreadsheet_numbers_are_read_exactly(value: float) -> None:
    for attributes in (
        {"sdval": repr(value)},
        {"x:num": repr(value)},
        {"data-sheets-value": f'{{"1":3,"3":{value!r}}}'},
    ):
        found = exact_number("what is seen", attributes)
        assert found == value
        assert math.copysign(1.0, found) == math.copysign(1.0, value)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"x:num": None},
        {"x:num": ""},
        {"sdval": "nan"},
        {"sdval": "1e999"},
        {"sdval": "1_000"},
        {"sdval": "9" * 5000},
        {"data-sheets-value": '{"1":2,"2":"7"}'},
        {"data-sheets-value": '{"1":3}'},
        {"data-sheets-value": '{"1":3,"3":NaN}'},
        {"data-sheets-value": '{"1":3,"3":true}'},
        {"data-sheets-value": '{"1":4,"4":1}'},
        {"data-sheets-value": "[3]"},
        {"data-sheets-value": "{"},
        {"data-sheets-value": "[" * 900},
        {"data-sheets-value": '{"1":3,"3":' + "9" * 5000 + "}"},
    ],
)
def test_other_attributes_give_no_number(attributes: dict[str, str | None]) -> None:
    assert exact_number("7", attributes) is None


@pytest.mark.parametrize(
    "text",
    ["2023-03-15", "15.03.23", "3/15/2023", "12:30", "15 Mar 2023", "Mar 15, 2023", "15-Mär-23"],
)
def test_date_or_time_is_no_number(text: str) -> None:
    assert exact_number(text, {"sdval": "45000"}) is None


@pytest.mark.parametrize(
    "text",
    ["50,00 €", "$1,234.50", "(0.33)", "12 %", "1.234.567", "1E-300", "1,5E+05", "12 kg", "-3", ""],
)
def test_money_percentages_and_units_are_numbers(text: str) -> None:
    assert exact_number(text, {"sdval": "0.5"}) == 0.5
