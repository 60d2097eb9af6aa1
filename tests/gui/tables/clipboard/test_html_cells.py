"""Tables in HTML."""

import pytest

from gui.background import Cancelled
from gui.tables.clipboard import html_cells as module
from gui.tables.clipboard.html_cells import (
    Cell,
    decimal_mark,
    decoded_html,
    has_exact_numbers,
    html_rows,
)

from .clips import ignore, sample


def cells(html: str) -> list[list[Cell]]:
    return html_rows(html, ignore)


def test_reads_what_excel_writes() -> None:
    assert cells(sample("excel")) == [
        [Cell("age", None), Cell("income & rent", None), Cell("share", None)],
        [Cell("34", None), Cell("1,234.57", 1234.5678901234567), Cell("13%", 0.125)],
        [Cell("0.05", 0.05), Cell("(0.33)", -0.3333333333333333), Cell("100%", 1.0)],
    ]


def test_reads_what_libreoffice_writes() -> None:
    assert cells(sample("libreoffice_german")) == [
        [Cell("Größe", None), Cell("x", None), Cell("y", None)],
        [
            Cell("0,3333333333", 0.333333333333333),
            Cell("1.234.567", 1234567.25),
            Cell("1E-300", 1e-300),
        ],
        [Cell("-1,5", -1.5), Cell("50,00 €", 50.0), Cell("3", 3.0)],
    ]


def test_reads_what_google_sheets_writes() -> None:
    assert cells(sample("sheets")) == [
        [Cell("bmi", None), Cell('s1 "raw"', None)],
        [Cell("0.12", 0.1234567890123456), Cell("1,234", 1234.0)],
        [Cell("0", -5e-324), Cell("7", 7.0)],
    ]


def test_excel_tells_its_decimal_mark() -> None:
    assert decimal_mark(sample("excel")) == "."
    assert decimal_mark(sample("excel_german")) == ","
    assert decimal_mark(sample("sheets")) is None


def test_only_html_with_exact_numbers_is_worth_reading() -> None:
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
def test_what_is_no_plain_table_has_no_rows(html: str) -> None:
    assert cells(html) == []


def test_loose_html_is_read_as_browsers_do() -> None:
    assert cells("<TABLE><TR><TD>1<TD COLSPAN=1>2<tr><th>a<br>b") == [
        [Cell("1", None), Cell("2", None)],
        [Cell("a b", None, is_head=True)],
    ]


def test_what_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_A_TIME", 64)
    monkeypatch.setattr(module, "_MOST_PENDING", 1000)
    assert cells("<table><tr><td>1</td></tr></table><!--" + 5000 * "x") == []


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_SECONDS", 0.0)
    assert cells("<table><tr><td>1</td></tr></table>") == []


def test_a_person_may_give_it_up() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        html_rows("<table></table>", stop)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_is_decoded(encoding: str) -> None:
    assert decoded_html("Größe".encode(encoding)) == "Größe"
