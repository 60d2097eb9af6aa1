"""Reading the clipboard."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import Matrix
from gui.background import Cancelled
from gui.errors import GuiError
from gui.tables.clipboard.ambiguity import AmbiguousText
from gui.tables.clipboard.clip import ClipboardData
from gui.tables.clipboard.reading import PastedTable, read_clipboard

from .clips import clip, ignore, sample
from .test_copier import TABLES, copied, html, text

NAMES = st.text("'\"=+-@#%.,;: ()ab𝑥é0129", min_size=1, max_size=8).map(str.strip).filter(bool)


def pasted(text: str = "", html: str = "", decimal_comma: bool = False) -> PastedTable:
    return read_clipboard(clip(text, html), decimal_comma, ignore)


@given(TABLES, st.booleans(), st.booleans())
def test_numbers_read_back_exactly(values: Matrix, decimal_comma: bool, with_html: bool) -> None:
    cells = copied(values, "," if decimal_comma else ".")
    back = pasted(text(cells), html(cells) if with_html else "", decimal_comma)
    assert back.values.tobytes() == values.tobytes()
    assert (back.values.shape, back.names) == (values.shape, ())


@given(st.tuples(NAMES, NAMES), st.booleans(), st.booleans())
@example(("2020", "2021.5"), False, False)
@example(("1,234", "x"), True, False)
@example(("=x", "'-y"), False, True)
@example(("nan", "#1"), True, True)
@example(("sep=;", "x"), False, True)
def test_names_read_back(names: tuple[str, str], decimal_comma: bool, with_html: bool) -> None:
    cells = copied([[1.5, -2], [3, 1e-300]], "," if decimal_comma else ".", names=names)
    back = pasted(text(cells), html(cells) if with_html else "", decimal_comma)
    assert (back.names, back.values.tolist()) == (names, [[1.5, -2], [3, 1e-300]])


def test_values_are_owned_and_read_only() -> None:
    values = pasted("1\t2\n3\t4").values
    assert values.flags.owndata
    assert values.flags.c_contiguous
    assert not values.flags.writeable


@pytest.mark.parametrize(
    "text", ["1\t2\n3\t4", "1\t2\n3\t4\n", "1\t2\r\n3\t4\r\n", "1\t2\r3\t4\r", "1\t2\n3\t4\n\t\n\n"]
)
def test_spreadsheet_text_is_read(text: str) -> None:
    assert pasted(text).values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("text", ["1,2\n3,4.0", "1;2\n3;4", "1 2\n3 4", "1|2\n3|4"])
def test_text_editor_tables_are_read(text: str) -> None:
    assert pasted(text).values.tolist() == [[1, 2], [3, 4]]


def test_decimal_commas_of_locale_are_read() -> None:
    assert pasted("1,5\t1,234", decimal_comma=True).values.tolist() == [[1.5, 1.234]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234,5\t2", [[1234.5, 2]]),
        ("1 234\t2,5", [[1234, 2.5]]),
        ("1\u202f234,5\t2", [[1234.5, 2]]),
        ("1'234.5\t2", [[1234.5, 2]]),
        ("1,234,567\t2.5", [[1234567, 2.5]]),
        ("−5\t1E+3", [[-5, 1000]]),
    ],
)
def test_thousands_are_read(text: str, values: list[list[float]]) -> None:
    assert pasted(text).values.tolist() == values


def test_header_row_is_noticed() -> None:
    found = pasted("age\theight\n1\t2\n")
    assert (found.names, found.values.tolist()) == (("age", "height"), [[1, 2]])


@pytest.mark.parametrize("seen", ["13%\t1,234.57\t34", ""])
def test_exact_numbers_win_over_text(seen: str) -> None:
    found = pasted(seen, sample("excel"))
    assert found.names == ("age", "income & rent", "share")
    assert found.values.tolist() == [
        [34, 1234.5678901234567, 0.125],
        [0.05, -0.3333333333333333, 1],
    ]


def test_exact_numbers_of_other_spreadsheets() -> None:
    found = pasted("0,33", sample("libreoffice_german"), decimal_comma=True)
    assert found.names == ("Größe", "x", "y")
    assert found.values.tolist() == [[0.333333333333333, 1234567.25, 1e-300], [-1.5, 50, 3]]
    found = pasted("0.12", sample("sheets"))
    assert found.names == ("bmi", 's1 "raw"')
    assert found.values.tolist() == [[0.1234567890123456, 1234], [-5e-324, 7]]


def test_excel_decimal_mark_is_used() -> None:
    seen = "1.234\t12.345\r\n"
    assert pasted(seen, sample("excel_german")).values.tolist() == [[1234, 12345]]
    assert pasted(seen).values.tolist() == [[1.234, 12.345]]


def test_price_cell_is_named_in_error() -> None:
    html = sample("excel_german").replace('"\\,"', '"\\."')
    with pytest.raises(GuiError, match=r"column 1 \(Price\): '\$1,200.00' is not a number"):
        pasted("Price\r\n$1,200.00\r\n$950.00\r\n", html)


def test_html_without_text_is_read() -> None:
    assert pasted("", "<table><tr><td>1<td>2.5</table>").values.tolist() == [[1, 2.5]]


def test_merged_html_falls_back_to_text() -> None:
    merged = '<table><tr><td colspan="2" sdval="3">3</td></tr></table>'
    assert pasted("7\t8", merged).values.tolist() == [[7, 8]]


def test_text_and_exact_cells_mix() -> None:
    html = '<table><tr><td sdval="0.5">0,5</td><td>1,25</td></tr></table>'
    assert pasted("", html).values.tolist() == [[0.5, 1.25]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "1\t2\n3\tx",
            "Clipboard, row 2, column 2: 'x' is not a number. Write one, such as 0.5 or 1e-3. "
            "Nothing was pasted.",
        ),
        (
            "age\tsize\n3\tx",
            "Clipboard, row 2, column 2 (size): 'x' is not a number. "
            "Write one, such as 0.5 or 1e-3. Nothing was pasted.",
        ),
        (
            "x",
            "Clipboard, row 1, column 1: 'x' is not a number. Write one, such as 0.5 or 1e-3. "
            "Nothing was pasted.",
        ),
        (
            "1\t2\n3",
            "Clipboard, row 2: this row has 1 cell, but the first row has 2. Nothing was pasted.",
        ),
        (
            "1\n\n3",
            "Clipboard, row 2, column 1: the cell is empty. Every cell needs a number. "
            "Nothing was pasted.",
        ),
        (
            "1\t2\n\t\n3\t4",
            "Clipboard, row 2, column 1: the cell is empty. Every cell needs a number. "
            "Nothing was pasted.",
        ),
        (
            "1\t\n3\t4",
            "Clipboard, row 1, column 2: the cell is empty. Every cell needs a number. "
            "Nothing was pasted.",
        ),
        ("", "The clipboard holds no numbers to paste."),
        ("\n", "The clipboard holds no numbers to paste."),
    ],
)
def test_bad_cell_refuses_the_table(text: str, sentence: str) -> None:
    with pytest.raises(GuiError) as error:
        pasted(text)
    assert str(error.value) == sentence


def test_blank_html_cell_is_refused() -> None:
    html = '<table><tr><td sdval="1">1</td></tr><tr><td></td></tr><tr><td sdval="2">2</td></table>'
    with pytest.raises(GuiError, match="row 2, column 1: the cell is empty"):
        pasted("1\n\n2", html)


def test_date_is_refused() -> None:
    html = '<table><tr><td sdval="45000">2023-03-15</td><td sdval="2">2</td></table>'
    with pytest.raises(GuiError, match="row 1, column 1: '2023-03-15' is not a number"):
        pasted("2023-03-15\t2", html)


def test_ambiguous_text_reads_as_chosen() -> None:
    with pytest.raises(AmbiguousText) as error:
        pasted("1,234\t5")
    for reading, value in zip(error.value.interpretations, (1.234, 1234), strict=True):
        found = read_clipboard(clip("1,234\t5"), False, ignore, reading.options)
        assert found.values.tolist() == [[value, 5]]


def deep(ambiguous: str) -> ClipboardData:
    """Return a clipboard whose one ambiguous number is in no sample."""
    lines = [f"{k}\t{k}" for k in range(60_000)]
    lines[20_000] = f"1\t{ambiguous}"
    return clip("\n".join(lines))


def test_ambiguity_far_down_is_found() -> None:
    with pytest.raises(AmbiguousText):
        read_clipboard(deep("1,234"), False, ignore)
    assert read_clipboard(deep("1,234"), True, ignore).values[20_000, 1] == 1.234


def test_long_text_is_read_in_pieces() -> None:
    values = np.random.default_rng(0).normal(size=(50_000, 3))
    reported: list[float] = []
    found = read_clipboard(clip(text(copied(values))), False, reported.append)
    assert found.values.tobytes() == values.tobytes()
    assert len(reported) > 5
    assert reported == sorted(reported)
    assert reported[-1] == 1.0


def test_reading_can_be_cancelled() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_clipboard(clip("1\t2"), False, stop)


@pytest.mark.parametrize("text", ["1\t\t2\n3\t\t4", "\t1\t2", "x\t\ty\n1\t\t2", "My\nx\ty\n1\t2"])
def test_incomplete_tables_are_refused(text: str) -> None:
    with pytest.raises(GuiError):
        pasted(text)


def test_single_column_may_be_named_sep() -> None:
    cells = copied([[1], [2]], names=["sep=;"])
    for back in (pasted(text(cells)), pasted(text(cells), html(cells))):
        assert (back.names, back.values.tolist()) == (("sep=;",), [[1], [2]])
