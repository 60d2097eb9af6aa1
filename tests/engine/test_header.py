from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.header import LINES_TO_GUESS_FROM, read_records
from engine.reading import Records
from engine.text import BLOCK_SIZE

SIZES = [1, 7, BLOCK_SIZE]


def read(folder: Path, text: str | bytes, size: int = BLOCK_SIZE) -> Records:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_records(path, size)


def lines_and_cells(records: Records) -> list[tuple[int, list[str]]]:
    return [
        (record.line, record.cells)
        for block in records.blocks()
        for record in records.within(block)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_a_byte_order_mark_are_understood(
    tmp_path: Path, separator: str, end: str, mark: bytes, size: int
) -> None:
    lines = [["größe", "y"], ["1", "2"], ["3", "4"]]
    text = end.join(separator.join(line) for line in lines)
    records = read(tmp_path, mark + text.encode(), size)
    assert (records.separator, records.names) == (separator, ("größe", "y"))
    assert lines_and_cells(records) == [(2, ["1", "2"]), (3, ["3", "4"])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1,5;2\n3,5;4", ";"),
        ("a;b,y\n1,2", ","),
        ('"a;b","c;d"\n1,2', ","),
        ('"a";"b\n\n;c"\n1;2', ";"),
        ("a,b\ty\n1\t2", "\t"),
        ("1\n2", ","),
        ("a,b,c\n1,2\n3,4", ","),
        ("a;b;c\n1;2\n3;4", ";"),
    ],
)
def test_the_separator_is_the_one_that_splits_all_lines_alike(
    tmp_path: Path, text: str, separator: str, size: int
) -> None:
    assert read(tmp_path, text, size).separator == separator


@pytest.mark.parametrize("size", SIZES)
def test_the_separator_is_guessed_from_the_first_lines_alone(tmp_path: Path, size: int) -> None:
    text = "1;2,5\n" * LINES_TO_GUESS_FROM
    assert read(tmp_path, text + "1,2\n", size).separator == ";"
    assert read(tmp_path, "1,2\n" + text, size).separator == ","


@pytest.mark.parametrize(
    "header",
    ["x,y", "1,x,y", "1,x^2,2", ",y,x", "1st,2nd,y", "nan,y,x", "e,e1,E", '"a,b",c,d', "=x,+y,-z"],
)
def test_a_first_line_with_a_name_in_it_is_a_header(tmp_path: Path, header: str) -> None:
    records = read(tmp_path, f"{header}\n1,2,3")
    assert len(records.names) == records.width
    assert records.width in (2, 3)
    assert lines_and_cells(records) == [(2, ["1", "2", "3"])]


@pytest.mark.parametrize(
    "first",
    [
        "1,2",
        "-1.5e-3,+2",
        "1,",
        ",2",
        "nan,1",
        "1,-inf",
        "1e400,1",
        "1_000,1",
        "１２,1",
        "1,NA",
        "12%,(3)",
    ],
)
def test_a_first_line_of_nothing_but_would_be_numbers_is_no_header(
    tmp_path: Path, first: str
) -> None:
    records = read(tmp_path, f"{first}\n3,4")
    assert (records.names, records.width) == ((), 2)
    assert [line for line, _ in lines_and_cells(records)] == [1, 2]


@pytest.mark.parametrize("size", SIZES)
def test_cells_are_stripped_and_unquoted_and_blank_lines_skipped(tmp_path: Path, size: int) -> None:
    records = read(tmp_path, '\n \nx, "y ""z"""\n\n 1 ,"2"\n,\n3,4\n\n', size)
    assert records.names == ("x", 'y "z"')
    assert lines_and_cells(records) == [(5, ["1", "2"]), (7, ["3", "4"])]


@pytest.mark.parametrize("size", SIZES)
def test_a_quoted_name_may_span_lines_and_lines_are_still_counted(
    tmp_path: Path, size: int
) -> None:
    records = read(tmp_path, '"length\nin m",y\n1,2\n3,4\n', size)
    assert records.names == ("length\nin m", "y")
    assert lines_and_cells(records) == [(3, ["1", "2"]), (4, ["3", "4"])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [b"", b"\n\n", b"  \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, text: bytes, size: int) -> None:
    with pytest.raises(BadTable, match=r"^table.csv: the file is empty"):
        read(tmp_path, text, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [b"x,y\n1,\xff", b"x;y\n\x00", b"\xff\xfex\x00"])
def test_no_guess_hides_what_is_no_text(tmp_path: Path, text: bytes, size: int) -> None:
    with pytest.raises(BadTable, match="this is not UTF-8 text"):
        read(tmp_path, text, size)


@pytest.mark.parametrize("size", SIZES)
def test_quotes_that_do_not_match_are_told_where_they_are_read(tmp_path: Path, size: int) -> None:
    with pytest.raises(BadTable, match="line 1: this line cannot be split into cells"):
        read(tmp_path, '"x,y\n1,2\n', size)
    records = read(tmp_path, 'x,y\n1,2\n"3,4\n', size)
    with pytest.raises(BadTable, match="line 3: this line cannot be split into cells"):
        lines_and_cells(records)
