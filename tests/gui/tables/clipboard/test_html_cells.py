"""HTML tables from spreadsheets."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.background import Cancelled
from gui.tables.clipboard import html_cells as module
from gui.tables.clipboard.html_cells import (
    HtmlCell,
    decimal_mark,
    decode_html,
    exact_number,
    has_exact_numbers,
    html_rows,
    raised_rows,
)

from .clips import ignore, sample


def cells(html: str) -> list[list[HtmlCell]]:
    return html_rows(html, ignore)


def test_excel_html_is_read() -> None:
    assert cells(sample("excel")) == [
        [HtmlCell("age", None), HtmlCell("income & rent", None), HtmlCell("share", None)],
        [HtmlCell("34", None), HtmlCell("1,234.57", 1234.5678901234567), HtmlCell("13%", 0.125)],
        [HtmlCell("0.05", 0.05), HtmlCell("(0.33)", -0.3333333333333333), HtmlCell("100%", 1.0)],
    ]


def test_libreoffice_html_is_read() -> None:
    assert cells(sample("libreoffice_german")) == [
        [HtmlCell("Größe", None), HtmlCell("x", None), HtmlCell("y", None)],
        [
            HtmlCell("0,3333333333", 0.333333333333333),
            HtmlCell("1.234.567", 1234567.25),
            HtmlCell("1E-300", 1e-300),
        ],
        [HtmlCell("-1,5", -1.5), HtmlCell("50,00 €", 50.0), HtmlCell("3", 3.0)],
    ]


def test_google_sheets_html_is_read() -> None:
    assert cells(sample("sheets")) == [
        [HtmlCell("bmi", None), HtmlCell('s1 "raw"', None)],
        [HtmlCell("0.12", 0.1234567890123456), HtmlCell("1,234", 1234.0)],
        [HtmlCell("0", -5e-324), HtmlCell("7", 7.0)],
    ]


def test_excel_declares_its_decimal_mark() -> None:
    assert decimal_mark(sample("excel")) == "."
    assert decimal_mark(sample("excel_german")) == ","
    assert decimal_mark(sample("sheets")) is None


def test_exact_numbers_are_detected() -> None:
    assert has_exact_numbers(sample("sheets"))
    assert not has_exact_numbers(sample("excel_german"))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "no table",
        "<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>",
        "<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
        "<table><tr><td colspan=2>1</td></tr></table>",
        "<table><tr><td rowspan='3'>1</td></tr></table>",
        "<![unheard]><table><tr><td>1</td></tr></table>",
        "<!--" * 1000,
    ],
)
def test_html_without_plain_table_is_empty(html: str) -> None:
    assert cells(html) == []


def test_sloppy_html_is_read() -> None:
    assert cells("<TABLE><TR><TD>1<TD COLSPAN=1>2<tr><th>a<br>b") == [
        [HtmlCell("1", None), HtmlCell("2", None)],
        [HtmlCell("a b", None, is_header=True)],
    ]


def test_endless_html_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE_CHARACTERS", 64)
    monkeypatch.setattr(module, "_MAX_PENDING", 1000)
    assert cells("<table><tr><td>1</td></tr></table><!--" + 5000 * "x") == []


def test_slow_html_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_SECONDS", 0.0)
    assert cells("<table><tr><td>1</td></tr></table>") == []


def test_html_reading_can_be_cancelled() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        html_rows("<table></table>", stop)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_html_is_decoded(encoding: str) -> None:
    assert decode_html("Größe".encode(encoding)) == "Größe"


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


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("10<sup>3</sup>", "10³"),
        ("3<SUB>2</SUB>", "3₂"),
        ("2.5<sup><a href='#f'>1</a></sup>", "2.5¹"),
        ("<del>3</del>4", "~3~4"),
        ("<s>3</s> 4", "~3~ 4"),
    ],
)
def test_raised_digits_are_marked(cell: str, text: str) -> None:
    html = f"<table><tr><td>{cell}<td>5</table>"
    assert cells(html) == [[HtmlCell(text, None, is_raised=True), HtmlCell("5", None)]]
    assert raised_rows(html, ignore) == cells(html)


@pytest.mark.parametrize(
    "cell", ["m<sup>2</sup>", "<sup>3</sup>", "3<span>4</span>", "CO<sub>2</sub>"]
)
def test_other_raised_text_stays(cell: str) -> None:
    html = f"<table><tr><td>{cell}<td>5</table>"
    assert not cells(html)[0][0].is_raised
    assert raised_rows(html, ignore) == []


def test_unclosed_mark_ends_with_cell() -> None:
    assert cells("<table><tr><td>10<sup>3<td>45</table>")[0][1] == HtmlCell("45", None)
