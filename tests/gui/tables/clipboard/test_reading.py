"""Reading the clipboard."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from engine import Matrix
from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ColumnChoice
from engine.reading.tables import read_table
from gui.background import Cancelled
from gui.errors import GuiError
from gui.tables.clipboard.ambiguity import AmbiguousText
from gui.tables.clipboard.clip import ClipboardData
from gui.tables.clipboard.reading import PastedTable, read_clipboard
from gui.tables.errors import TooSmall, UnreadableClipboard

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


def test_true_minus_signs_are_read() -> None:
    assert pasted("−1.5\t2e−3\n−3\t−4").values.tolist() == [[-1.5, 2e-3], [-3, -4]]


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
    with pytest.raises(GuiError, match=r"column 1 \(Price\): “\$1,200.00” is not a number"):
        pasted("Price\r\n$1,200.00\r\n$950.00\r\n", html)


def test_html_without_text_is_read() -> None:
    assert pasted("", "<table><tr><td>1<td>2.5</table>").values.tolist() == [[1, 2.5]]


def test_raised_digits_are_refused() -> None:
    html = "<table><tr><td>1<td>2<tr><td>10<sup>3</sup><td>4</table>"
    with pytest.raises(GuiError, match="10³"):
        pasted("1\t2\n103\t4", html)


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
            "Clipboard, row 2, column 2: “x” is not a number. Write one, such as 0.5 or 1e-3. "
            "Nothing was pasted.",
        ),
        (
            "age\tsize\n3\tx",
            "Clipboard, row 2, column 2 (size): “x” is not a number. "
            "Write one, such as 0.5 or 1e-3. Nothing was pasted.",
        ),
        (
            "x",
            "Clipboard, row 1, column 1: “x” is not a number. Write one, such as 0.5 or 1e-3. "
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
    with pytest.raises(GuiError, match="row 1, column 1: “2023-03-15” is not a number"):
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


@pytest.mark.parametrize("text", ["1\t\t2\n3\t\t4", "\t1\t2", "x\t\ty\n1\t\t2"])
def test_incomplete_tables_are_refused(text: str) -> None:
    with pytest.raises(GuiError):
        pasted(text)


def test_title_of_file_is_told() -> None:
    found = pasted("My\nx\ty\n1\t2")
    assert (found.names, found.values.tolist()) == (("x", "y"), [[1, 2]])
    assert found.notes == ("1 line above the table was left out (“My”).",)


@pytest.mark.parametrize("corner", ["", "id", "nr", "Unnamed: 0", "rownames"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_row_numbers_are_left_out(corner: str, separator: str) -> None:
    rows = [[corner, "x", "y"], ["0", "1.5", "2"], ["1", "3", "4"], ["2", "5", "6"]]
    found = pasted("\n".join(map(separator.join, rows)))
    assert found.names == ("x", "y")
    assert found.values.tolist() == [[1.5, 2], [3, 4], [5, 6]]
    assert len(found.notes) == 1
    assert "row numbers" in found.notes[0]


@pytest.mark.parametrize("separator", ["\t", ",", ";", " ", "|"])
def test_blocks_of_numbers_stay_whole(separator: str) -> None:
    rows = [[f"{k}", f"{k + 0.5}", f"{k % 3}"] for k in range(1, 12)]
    found = pasted("\n".join(map(separator.join, rows)))
    assert found.values.tolist() == [list(map(float, row)) for row in rows]
    assert (found.names, found.notes) == ((), ())


def test_only_column_stays() -> None:
    found = pasted("nr\n1\n2\n3")
    assert (found.names, found.values.tolist()) == (("nr",), [[1], [2], [3]])


def test_gap_has_its_price() -> None:
    rows = [f"{k},{k % 4},{k + 1}" for k in range(19)]
    with pytest.raises(GuiError) as refused:
        pasted("\n".join(["a,b,y", *rows, "19,,20"]))
    assert str(refused.value) == (
        "Clipboard, row 21, column 2 (b): the cell is empty. Every cell needs a number. "
        "Nothing was pasted."
    )
    assert isinstance(refused.value, UnreadableClipboard)
    assert refused.value.complete == "3 of 3 columns, 19 of 20 rows"


INCOMPLETE = [
    "w,a,y\nx,1,2\nz,3,4\nz,5,6\n",
    "w;a;b\nx;1,5;2\nz;2,5;3\nz;2,5;\n",
    "\n".join(["a\tb\tc", *(f"{k}\t{k}\t{'' if k < 5 else k}" for k in range(20))]),
    "\n".join(["id,a,y", *(f"{k},{k % 4},{k}" for k in range(19)), "19,,20"]),
    "\n".join(["My title", "", "a,y", *(f"{k},{k}" for k in range(19)), "19,NA"]),
    "\n".join(["a\tb", *("1\t2" for _ in range(19)), "", "1\t2"]),
    "| w | x |\n|---|---|\n| a | 2 |\n| b | 4 |\n",
]


@pytest.mark.parametrize("text", INCOMPLETE)
def test_complete_part_is_that_of_files(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(text, "utf-8")
    table = read_table(path, columns="numeric")
    found = read_clipboard(clip(text), False, lambda _: None, None, ColumnChoice.NUMERIC)
    assert found.values.tolist() == table.values.tolist()
    assert (found.names, found.notes) == (table.names, table.notes)


@pytest.mark.parametrize("text", INCOMPLETE)
def test_price_is_what_is_pasted(text: str) -> None:
    try:
        pasted(text)
    except UnreadableClipboard as refused:
        price = refused.complete
    found = read_clipboard(clip(text), False, lambda _: None, None, ColumnChoice.NUMERIC)
    assert not price or any(price in note for note in found.notes)


def test_text_alone_has_no_complete_part() -> None:
    with pytest.raises(GuiError, match="no column holds numbers"):
        read_clipboard(clip("a\tb\nx\ty\n"), False, lambda _: None, None, ColumnChoice.NUMERIC)


AGREED = [
    "x,y\n1.5,-2\n3,4e2\n",
    "x;y\n1,5;2\n2,5;3\n",
    'x,y\n"1,5",2\n"2,5",3\n',
    'a,b\n"1,234.5",2\n"12,345,678",3\n',
    "My data\nx,y\n1,2\n3,4\n",
    "Results;;\n;;\nx;y;z\n1,5;2;3\n",
    "Sample A at 22 C\nSerial: 3\n\nnm\tabs\n1.5\t2\n2.5\t3\n",
    "# a b c\n1.0 2.0 3.0\n4 5 6\n",
    "# by me\nx,y\n1,2\n3,4\n",
    "% made by me\n   1.0   2.0\n   3.0   4.0\n",
    "| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    "+---+------+\n| x | y    |\n+---+------+\n| 1 | -2.5 |\n+---+------+\n",
    "sep=;\nx;y\n1;2\n3;4\n",
    "id,2019,2020\n1,2,3\n2,5,6\n",
    "x,y,\n1,2,\n3,4,\n",
    ",x,,y\n,1,,2\n,3,,4\n",
    '"","x","y"\n"1",0.5,2\n"2",0.7,3\n',
    "x,y\n1,2\nNA,4\n",
    "name,x,y\nann,1,2\nbob,2,3\n",
    "a b\n1 2\n3\n",
    "x,y\n1,2 %\n",
    "x,y\n2020-01-31,5.5\n2020-02-01,6\n",
    " x | y \n---+---\n 1 | 2\n 3 | 4\n(2 rows)\n",
    " x \n---\n 1\n 3\n",
    " x \n---\n 1\n 3\n(2 rows)\n\n",
    "┌─────┬───┐\n│  x  │ y │\n├─────┼───┤\n│ 1.5 │ 2 │\n│  3  │ 4 │\n└─────┴───┘\n",
    "+---+\n| x |\n+---+\n| 1 |\n| 3 |\n+---+\n",
    "x,y\n1,2\n(1 row)\n",
    "\n\n  \nx,y\n1,2\n3,4\n",
    "\n;x;y\n;1,5;2\n;3;4\n",
    "\t\n1\t2\n",
    "\nx\n1\n2\n",
    "x,y\n\n1,2\n3,4\n",
    "x\ty\n\n1\t2\n3\t4\n",
    "x;y\n1;2\n\n3;4\n",
    '"a";"b\n\n;c"\n1;2\n',
    ",1,,2\n,3,,4\n",
    "cost\n638.5\n1,638.5\n12,345,678\n",
    "Population\n1 234\n2 345\n",
    "\nPopulation\n1 234\n2 345\n",
    "x\ty\n1 234\t5\n2 345\t6\n",
    "# x y\n1 234\n2 345\n",
    '"1,5","2,5"\n',
    '{"x": [1, 2]}\n',
    "x,y\n1,2\n3,4\n\0",
    "x,y\n1,2\n3,4\n\0\0\0",
    "x,y\n1,2\n3,4\0\n\0\n",
    "x,y\n1,2\n3\0,4\n",
    "title\na;b;y\n1.234;x;3\n4;5;6\n",
    "x;y;z\n1.234;a;1,5\n1.234;b;2\n",
]


@pytest.mark.parametrize("text", AGREED)
def test_paste_agrees_with_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "Clipboard").write_text(text, encoding="utf-8")
    try:
        table = read_table(tmp_path / "Clipboard")
    except BadTable as error:
        place = re.split(r"column|:", str(error).replace("line", "row"))[0]
        with pytest.raises(GuiError, match="^" + place.replace("row", "(row|line)")):
            pasted(text)
        return
    found = pasted(text)
    assert found.names == table.names
    assert found.values.tolist() == table.values.tolist()
    assert found.notes == table.notes


def test_groups_or_columns_are_asked(tmp_path: Path) -> None:
    text = "cost\n1,638,721.70\n1,238,700.10\n"
    (tmp_path / "Clipboard").write_text(text, encoding="utf-8")
    with pytest.raises(NeedsChoice) as refused:
        read_table(tmp_path / "Clipboard")
    with pytest.raises(AmbiguousText) as asked:
        pasted(text)
    assert refused.value.problem in asked.value.question
    readings = asked.value.interpretations
    for reading, value in zip(readings, refused.value.values, strict=True):
        found = read_clipboard(clip(text), False, ignore, reading.options)
        expected = read_table(tmp_path / "Clipboard", thousands=value)
        assert found.values.tolist() == expected.values.tolist()


def test_single_column_may_be_named_sep() -> None:
    cells = copied([[1], [2]], names=["sep=;"])
    for back in (pasted(text(cells)), pasted(text(cells), html(cells))):
        assert (back.names, back.values.tolist()) == (("sep=;",), [[1], [2]])


TABLE = "<table><tr><td>1.5</td><td>-2</td></tr><tr><td>3</td><td>4e2</td></tr></table>"
WHOLE = f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body>{TABLE}</body></html>"
VALUES = [[1.5, -2], [3, 400]]


@pytest.mark.parametrize(
    "source",
    [
        TABLE,
        WHOLE,
        f"\r\n  {TABLE}\r\n",
        f"\ufeff{WHOLE}",
        f"<meta http-equiv='content-type' content='text/html; charset=utf-8'>{TABLE}",
        f"<html><body>\n<!--StartFragment-->{TABLE}<!--EndFragment-->\n</body></html>",
        TABLE.upper(),
        f"<div><p>Results</p>{TABLE}</div>",
        TABLE.replace("<tr>", "\n  <tr>").replace("<td>", "\n    <td>"),
        TABLE.replace("<table>", "<table><caption>1, 2</caption><thead>"),
    ],
)
def test_html_offered_as_text_is_read(source: str) -> None:
    for offered in ((source, source), (source, TABLE), (TABLE, source), (source, "")):
        assert pasted(*offered).values.tolist() == VALUES


def test_html_offered_as_text_keeps_names() -> None:
    source = TABLE.replace("<table>", "<table><tr><th>a &lt; b</th><th>y</th></tr>")
    assert pasted(source, source).names == ("a < b", "y")
    assert pasted(source, source).values.tolist() == VALUES


def test_exact_numbers_win_over_source() -> None:
    source = '<table><tr><td sdval="1.23456789">1.23</td></tr></table>'
    assert pasted(source, source).values.tolist() == [[1.23456789]]


def test_source_in_utf_16_is_read() -> None:
    data = ClipboardData(QByteArray(WHOLE.encode("utf-16")))
    assert read_clipboard(data, False, ignore).values.tolist() == VALUES


def test_names_in_angle_brackets_are_names() -> None:
    assert pasted("<a>\t<b>\n1\t2\n3\t4").names == ("<a>", "<b>")
    assert pasted("<a>\t<b>\n1\t2\n3\t4", "<p>&lt;a&gt;</p>").values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    "source",
    ["<p>1 2</p>", TABLE + TABLE, TABLE.replace("<td>3", "<td colspan=2>3"), "<", "<table>"],
)
def test_source_without_plain_table_is_refused(source: str) -> None:
    with pytest.raises(GuiError, match="Nothing was pasted"):
        pasted(source, source)


def test_bad_cell_of_source_is_named() -> None:
    source = TABLE.replace("4e2", "n/a!")
    with pytest.raises(GuiError, match="n/a!"):
        pasted(source, source)


def test_source_in_other_notation_is_read() -> None:
    source = "<table><tr><td>1,5</td><td>2,25</td></tr></table>"
    assert pasted(source, source, decimal_comma=True).values.tolist() == [[1.5, 2.25]]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("x,y\n1 234,15\n2 345,16\n", [[1234, 15], [2345, 16]]),
        ("pop,y\n330 579,3\n246 243,5\n", [[330579, 3], [246243, 5]]),
        ("0.5,00,1 104 200\n0.7,01,1 104 300\n", [[0.5, 0, 1104200], [0.7, 1, 1104300]]),
        ("pop;y\n330 579;3\n246 243;5\n", [[330579, 3], [246243, 5]]),
        ('pop,y\n"1 234",5\n"2 345",6\n', [[1234, 5], [2345, 6]]),
    ],
)
def test_blanks_between_commas_group(source: str, values: list[list[float]]) -> None:
    found = pasted(source)
    assert found.values.tolist() == values
    assert "Spaces group thousands" in found.notes[0]


def test_names_like_numbers_are_asked() -> None:
    with pytest.raises(AmbiguousText, match="header"):
        pasted("dose\t0.5\t1.0\ty\n1\t2\t3\t4\n2\t3\t5\t7\n")


def test_grouped_cells_of_one_line_are_asked() -> None:
    with pytest.raises(AmbiguousText, match=r"1.234 or 1234"):
        pasted('"1,234","2,345"\n')


def test_lone_blank_group_is_refused() -> None:
    with pytest.raises(GuiError, match="“1 234” is not a number"):
        pasted("x,y\n1 234,15\n345,16\n")


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ("1e-400", "row 1, column 1"),
        ("1\t2\n3\t-1e-400", "row 2, column 2"),
        ("a\tb\n1\t2\n2e-324\t3", "row 3, column 1 (a)"),
        ("a,b\n1,0." + "0" * 400 + "1\n3,4\n", "row 2, column 2 (b)"),
    ],
)
def test_number_that_becomes_zero_is_refused(cells: str, place: str) -> None:
    with pytest.raises(TooSmall) as refused:
        pasted(cells)
    assert str(refused.value).startswith(f"Clipboard, {place}: ")
    assert str(refused.value).endswith("Copy a larger one, or 0. Nothing was pasted.")
    assert refused.value.short.startswith(f"Clipboard, {place}: ")
    assert refused.value.short.endswith("is too small.")


@pytest.mark.parametrize("cells", ["4.9e-324", "0e-500\t1", "0.0\n5e-324"])
def test_smallest_numbers_are_pasted(cells: str) -> None:
    assert not pasted(cells).notes
