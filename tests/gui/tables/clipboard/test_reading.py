"""Reading the clipboard."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import Matrix
from gui.background import Cancelled
from gui.errors import GuiError
from gui.tables.clipboard.clip import Clip
from gui.tables.clipboard.doubt import Doubtful
from gui.tables.clipboard.reading import Pasted, read

from .clips import clip, ignore, sample
from .test_written import TABLES, copied, html, text

NAMES = st.text("'\"=+-@#%.,;: ()ab𝑥é0129", min_size=1, max_size=8).map(str.strip).filter(bool)


def pasted(text: str = "", html: str = "", comma: bool = False) -> Pasted:
    return read(clip(text, html), comma, ignore)


@given(TABLES, st.booleans(), st.booleans())
def test_every_number_comes_back_bit_for_bit(values: Matrix, comma: bool, with_html: bool) -> None:
    cells = copied(values, "," if comma else ".")
    back = pasted(text(cells), html(cells) if with_html else "", comma)
    assert back.values.tobytes() == values.tobytes()
    assert (back.values.shape, back.names) == (values.shape, ())


@given(st.tuples(NAMES, NAMES), st.booleans(), st.booleans())
@example(("2020", "2021.5"), False, False)
@example(("1,234", "x"), True, False)
@example(("=x", "'-y"), False, True)
@example(("nan", "#1"), True, True)
@example(("sep=;", "x"), False, True)
def test_every_name_comes_back(names: tuple[str, str], comma: bool, with_html: bool) -> None:
    cells = copied([[1.5, -2], [3, 1e-300]], "," if comma else ".", names=names)
    back = pasted(text(cells), html(cells) if with_html else "", comma)
    assert (back.names, back.values.tolist()) == (names, [[1.5, -2], [3, 1e-300]])


def test_what_was_read_belongs_to_the_table_alone() -> None:
    values = pasted("1\t2\n3\t4").values
    assert values.flags.owndata
    assert values.flags.c_contiguous
    assert not values.flags.writeable


@pytest.mark.parametrize(
    "text", ["1\t2\n3\t4", "1\t2\n3\t4\n", "1\t2\r\n3\t4\r\n", "1\t2\r3\t4\r", "1\t2\n3\t4\n\t\n\n"]
)
def test_reads_what_spreadsheets_write(text: str) -> None:
    assert pasted(text).values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("text", ["1,2\n3,4.0", "1;2\n3;4", "1 2\n3 4", "1|2\n3|4"])
def test_reads_what_text_editors_hold(text: str) -> None:
    assert pasted(text).values.tolist() == [[1, 2], [3, 4]]


def test_reads_the_commas_of_the_locale() -> None:
    assert pasted("1,5\t1,234", comma=True).values.tolist() == [[1.5, 1.234]]


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
def test_reads_thousands(text: str, values: list[list[float]]) -> None:
    assert pasted(text).values.tolist() == values


def test_names_over_the_columns_are_noticed() -> None:
    found = pasted("age\theight\n1\t2\n")
    assert (found.names, found.values.tolist()) == (("age", "height"), [[1, 2]])


@pytest.mark.parametrize("seen", ["13%\t1,234.57\t34", ""])
def test_exact_numbers_come_before_what_is_seen(seen: str) -> None:
    found = pasted(seen, sample("excel"))
    assert found.names == ("age", "income & rent", "share")
    assert found.values.tolist() == [
        [34, 1234.5678901234567, 0.125],
        [0.05, -0.3333333333333333, 1],
    ]


def test_exact_numbers_of_libreoffice_and_google_sheets() -> None:
    found = pasted("0,33", sample("libreoffice_german"), comma=True)
    assert found.names == ("Größe", "x", "y")
    assert found.values.tolist() == [[0.333333333333333, 1234567.25, 1e-300], [-1.5, 50, 3]]
    found = pasted("0.12", sample("sheets"))
    assert found.names == ("bmi", 's1 "raw"')
    assert found.values.tolist() == [[0.1234567890123456, 1234], [-5e-324, 7]]


def test_excel_tells_what_its_points_mean() -> None:
    seen = "1.234\t12.345\r\n"
    assert pasted(seen, sample("excel_german")).values.tolist() == [[1234, 12345]]
    assert pasted(seen).values.tolist() == [[1.234, 12.345]]


def test_of_a_column_of_prices_the_price_is_told() -> None:
    html = sample("excel_german").replace('"\\,"', '"\\."')
    with pytest.raises(GuiError, match=r"column 1 \(Price\): '\$1,200.00' is not a number"):
        pasted("Price\r\n$1,200.00\r\n$950.00\r\n", html)


def test_html_alone_is_enough() -> None:
    assert pasted("", "<table><tr><td>1<td>2.5</table>").values.tolist() == [[1, 2.5]]


def test_html_without_a_plain_table_leaves_the_text() -> None:
    merged = '<table><tr><td colspan="2" sdval="3">3</td></tr></table>'
    assert pasted("7\t8", merged).values.tolist() == [[7, 8]]


def test_a_number_kept_as_text_is_read_beside_exact_ones() -> None:
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
            "Clipboard, row 2: this row has 1 cells, but the first one has 2. Nothing was pasted.",
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
def test_refuses_the_whole_for_one_bad_cell(text: str, sentence: str) -> None:
    with pytest.raises(GuiError) as error:
        pasted(text)
    assert str(error.value) == sentence


def test_a_blank_cell_of_html_is_refused_too() -> None:
    html = '<table><tr><td sdval="1">1</td></tr><tr><td></td></tr><tr><td sdval="2">2</td></table>'
    with pytest.raises(GuiError, match="row 2, column 1: the cell is empty"):
        pasted("1\n\n2", html)


def test_a_date_is_no_number() -> None:
    html = '<table><tr><td sdval="45000">2023-03-15</td><td sdval="2">2</td></table>'
    with pytest.raises(GuiError, match="row 1, column 1: '2023-03-15' is not a number"):
        pasted("2023-03-15\t2", html)


def test_what_could_mean_two_numbers_is_asked_and_read_as_chosen() -> None:
    with pytest.raises(Doubtful) as doubt:
        pasted("1,234\t5")
    for reading, value in zip(doubt.value.readings, (1.234, 1234), strict=True):
        found = read(clip("1,234\t5"), False, ignore, reading.choices)
        assert found.values.tolist() == [[value, 5]]


def deep(doubtful: str) -> Clip:
    """Return a clipboard whose one doubtful number lies where no sample reaches."""
    lines = [f"{k}\t{k}" for k in range(60_000)]
    lines[20_000] = f"1\t{doubtful}"
    return clip("\n".join(lines))


def test_a_doubt_far_down_is_asked_or_settled_too() -> None:
    with pytest.raises(Doubtful):
        read(deep("1,234"), False, ignore)
    assert read(deep("1,234"), True, ignore).values[20_000, 1] == 1.234


def test_a_long_text_is_read_in_pieces() -> None:
    values = np.random.default_rng(0).normal(size=(50_000, 3))
    told: list[float] = []
    found = read(clip(text(copied(values))), False, told.append)
    assert found.values.tobytes() == values.tobytes()
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_person_may_give_it_up() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(clip("1\t2"), False, stop)


@pytest.mark.parametrize("text", ["1\t\t2\n3\t\t4", "\t1\t2", "x\t\ty\n1\t\t2", "My\nx\ty\n1\t2"])
def test_nothing_that_is_pasted_is_left_out(text: str) -> None:
    with pytest.raises(GuiError):
        pasted(text)


def test_a_column_alone_may_be_named_like_a_separator() -> None:
    cells = copied([[1], [2]], names=["sep=;"])
    for back in (pasted(text(cells)), pasted(text(cells), html(cells))):
        assert (back.names, back.values.tolist()) == (("sep=;",), [[1], [2]])
