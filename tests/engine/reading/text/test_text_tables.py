from dataclasses import replace

import numpy as np
import pytest

from engine.errors import BadNumber, BadTable
from engine.reading.faults import Fault
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions
from engine.reading.text.text import BLOCK_SIZE
from engine.reading.text.text_tables import LARGEST_SAMPLE, SAMPLE_SIZE, TextTable

from ..texts import table_of

SIZES = [1, 7, BLOCK_SIZE]


def values(table: TextTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


def lines_and_cells(table: TextTable) -> list[tuple[int, list[str]]]:
    return [
        (record.line, list(record.cells))
        for block in table.records.blocks()
        for record in table.records.rows_in(block)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_separators_line_ends_and_encodings(
    separator: str, end: str, encoding: str, size: int
) -> None:
    lines = [["größe", "y"], ["1", "2"], ["3", "4"]]
    table = table_of(end.join(map(separator.join, lines)).encode(encoding), size=size)
    assert table.options == ReadOptions(separator, ".", "", encoding, True, "", skip_rows=0)
    assert (table.name, table.sheets) == ("t.csv", ())
    assert table.layout == Layout(("größe", "y"), 2)
    assert lines_and_cells(table) == [(2, ["1", "2"]), (3, ["3", "4"])]
    assert values(table) == [[1, 2], [3, 4]]


@pytest.mark.parametrize("size", SIZES)
def test_cells_are_stripped_and_unquoted(size: int) -> None:
    table = table_of('\n \nx, "y ""z"""\n\n 1 ,"2"\n,\n3,4\n\n', size=size)
    assert table.layout.names == ("x", 'y "z"')
    assert lines_and_cells(table) == [(5, ["1", "2"]), (7, ["3", "4"])]


@pytest.mark.parametrize("above", ["", "# by me\n", "Mine\n\n"])
@pytest.mark.parametrize("width", [SAMPLE_SIZE // 10, LARGEST_SAMPLE // 10])
def test_header_may_exceed_sample(width: int, above: str) -> None:
    header = "".join(f"a long name {k};" for k in range(width))
    table = table_of(f"{above}{header}\n{'1,5;' * width}\n")
    assert (table.options.separator, table.options.decimal) == (";", ",")
    assert (table.layout.width, table.layout.names[1]) == (width, "a long name 1")
    assert values(table) == [[1.5] * width]


@pytest.mark.parametrize("size", SIZES)
def test_quoted_name_may_span_lines(size: int) -> None:
    table = table_of('"length\nin m",y\n1,2\n3,4\n', size=size)
    assert table.layout.names == ("length\nin m", "y")
    assert lines_and_cells(table) == [(3, ["1", "2"]), (4, ["3", "4"])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "text", [b"", b"\n\n", b"  \n\t\n", b"\xef\xbb\xbf", b"# a\n# b\n", b"sep=;\n"]
)
def test_text_without_rows_is_refused(text: bytes, size: int) -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file is empty"):
        table_of(text, size=size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [b"x;y\n\x00;", b"1,2\n3\x00,4\n"])
def test_binary_text_is_refused_despite_guesses(text: bytes, size: int) -> None:
    with pytest.raises(BadTable, match=r"^t.csv, line 2: there is a NUL byte here"):
        table_of(text, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_unmatched_quotes_are_reported_by_line(size: int) -> None:
    with pytest.raises(BadTable, match="line 1: this line cannot be split into cells"):
        table_of('"x,y\n1,2\n', size=size)
    table = table_of('x,y\n1,2\n"3,4\n', size=size)
    with pytest.raises(BadTable, match="line 3: this line cannot be split into cells"):
        values(table)


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("a;b\n1,5;2\n", ReadOptions(), ReadOptions(";", ",", "", "utf-8", True, "")),
        ("1 2\n", ReadOptions(), ReadOptions(" ", ".", "", "utf-8", False, "")),
        ("# by me\n1|2\n", ReadOptions(), ReadOptions("|", ".", "", "utf-8", False, "#")),
        ("sep=;\na,b;c\n1;2\n", ReadOptions(), ReadOptions(";", ".", "", "utf-8", True, "")),
        ("a;b\n1'234;2\n", ReadOptions(), ReadOptions(";", ".", "'", "utf-8", True, "")),
        (
            "a;b\n1.234;2\n",
            ReadOptions(thousands="."),
            ReadOptions(";", ",", ".", "utf-8", True, ""),
        ),
        ("a,b\n1,2\n", ReadOptions(separator=";"), ReadOptions(";", ",", "", "utf-8", True, "")),
        ("# a\n1\n2\n", ReadOptions(comment=""), ReadOptions(",", ".", "", "utf-8", True, "")),
        ("1,2\n3,4\n", ReadOptions(header=True), ReadOptions(",", ".", "", "utf-8", True, "")),
        ("a,b\n3,4\n", ReadOptions(header=False), ReadOptions(",", ".", "", "utf-8", False, "")),
    ],
)
def test_chosen_options_are_kept(text: str, options: ReadOptions, found: ReadOptions) -> None:
    assert table_of(text, options).options == replace(found, skip_rows=0)


@pytest.mark.parametrize(
    ("text", "options", "names", "expected"),
    [
        ("2019;2020\n1;2\n", {"header": True}, ("2019", "2020"), [[1, 2]]),
        ("2019;2020\n1;2\n", {}, (), [[2019, 2020], [1, 2]]),
        ("Title, of 2021\n\na;b\n1;2\n", {"skip_rows": 1}, ("a", "b"), [[1, 2]]),
        ("a;b\n1.234;2\n", {"decimal": ","}, ("a", "b"), [[1234, 2]]),
        ("a\tb\n1,234\t2\n", {"decimal": ","}, ("a", "b"), [[1.234, 2]]),
        ("a\tb\n1,234\t2\n", {"decimal": "."}, ("a", "b"), [[1234, 2]]),
        ("x\n1,5\n2,5\n", {"separator": ";"}, ("x",), [[1.5], [2.5]]),
        ("a;b\n1 234;2\n", {"thousands": " "}, ("a", "b"), [[1234, 2]]),
        ("a:b\n1:2\n", {"separator": ":"}, ("a", "b"), [[1, 2]]),
        ("a,b\n1,2\n! no\n", {"comment": "!"}, ("a", "b"), [[1, 2]]),
        ("# a b\n1 2\n", {}, ("a", "b"), [[1, 2]]),
        ("# a b\nx y\n1 2\n", {}, ("x", "y"), [[1, 2]]),
        ("a,b,\n1,2,\n3,4,\n", {}, ("a", "b"), [[1, 2], [3, 4]]),
    ],
)
def test_options_decide_what_is_read(
    text: str, options: dict[str, object], names: tuple[str, ...], expected: list[list[float]]
) -> None:
    table = table_of(text, ReadOptions(**options))  # type: ignore[arg-type]
    assert (table.layout.names, values(table)) == (names, expected)


def test_chosen_encoding_is_used() -> None:
    table = table_of("ä;b\n1;2\n".encode("cp850"), ReadOptions(encoding="cp850"))
    assert table.layout.names == ("ä", "b")
    with pytest.raises(BadTable, match=r"line 1: this is not UTF-8 text. Choose another encoding"):
        table_of("ä;b\n1;2\n".encode("cp1252"), ReadOptions(encoding="utf-8"))


def test_only_chosen_columns_decide_marks() -> None:
    text = "name\tx\ty\nSmith 1,5\t1,234\t2\nMiller\t3\t4\n"
    table = table_of(text, ReadOptions(columns=("y",)))
    assert [rows.values.tolist() for rows in table.rows([2])] == [[[2], [4]]]
    (rows,) = table.rows([1])
    assert [fault.text for fault in rows.faults] == ["1,234"]


def test_faults_come_with_good_rows() -> None:
    (rows,) = table_of("x,y\n1,\n2,3\n4\n").rows([0, 1])
    assert rows.values.tolist() == [[2, 3]]
    assert rows.bad_count == 2
    assert rows.faults == [
        Fault(2, 2, "y", "", "the cell is empty. Every cell needs a number."),
        Fault(4, 0, "", "", "this row has 1 cell, but the first row has 2."),
    ]


def test_sheet_of_text_is_refused() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: a text file has no sheets"):
        table_of("1,2\n", ReadOptions(sheet=1))


def test_first_rows_come_from_sample() -> None:
    table = table_of("x,y\n" + "1,2\n" * 500_000)
    assert [record.line for record in table.first(3)] == [2, 3, 4]
    assert LARGEST_SAMPLE / 4 <= len(list(table.first(10**6))) < 400_000
    wide = table_of(("1.5," * SAMPLE_SIZE + "2\n") * 9)
    assert [record.line for record in wide.first(3)] == [1, 2, 3]
    assert len(list(wide.first(9))) == LARGEST_SAMPLE // SAMPLE_SIZE // 4
    with pytest.raises(BadNumber, match="the cell is empty"):
        table.parse("")
    assert (table.parse("5"), table.text("5")) == (5, "5")


@pytest.mark.parametrize("text", ['"1.5","2"\n', "1.5, 2,\n3,4,\n", "# c\n1.5,2\n"])
def test_quoted_numbers_are_read_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(text)
    monkeypatch.setattr(TextTable, "parse", lambda _, cell: pytest.fail(f"parsed alone: {cell}"))
    assert values(table)[0] == [1.5, 2]


def test_million_columns_are_read() -> None:
    row = ",".join(map(str, range(10**6)))
    table = table_of(f"{row}\n{row}\n")
    values = np.concatenate([rows.values for rows in table.rows(range(10**6))])
    assert values.tolist() == [list(range(10**6))] * 2


def test_chosen_separator_overrides_sep_line() -> None:
    lines = "sep=;\n1\n2\n"
    assert table_of(lines, ReadOptions("\t")).layout.names == ("sep=;",)
    assert table_of(lines, ReadOptions(";")).layout.names == ()
