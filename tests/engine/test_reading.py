from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading import Records, read_records


def read(folder: Path, text: str | bytes) -> Records:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_records(path)


def rows(records: Records) -> list[list[str]]:
    return [record.cells for record in records]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_a_byte_order_mark_are_understood(
    tmp_path: Path, separator: str, end: str, mark: bytes
) -> None:
    lines = [["größe", "y"], ["1", "2"], ["3", "4"]]
    text = end.join(separator.join(line) for line in lines)
    records = read(tmp_path, mark + text.encode())
    assert (records.separator, records.names) == (separator, ("größe", "y"))
    assert rows(records) == lines[1:]
    assert [record.line for record in records] == [2, 3]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1,5;2\n3,5;4", ";"),
        ("a;b,y\n1,2", ","),
        ('"a;b","c;d"\n1,2', ","),
        ("a,b\ty\n1\t2", "\t"),
        ("1\n2", ","),
        ("a,b,c\n1,2\n3,4", ","),
        ("a;b;c\n1;2\n3;4", ";"),
    ],
)
def test_the_separator_is_the_one_that_splits_all_lines_alike(
    tmp_path: Path, text: str, separator: str
) -> None:
    assert read(tmp_path, text).separator == separator


@pytest.mark.parametrize(
    "header",
    ["x,y", "1,x,y", "1,x^2,2", ",y,x", "1st,2nd,y", "nan,y,x", "e,e1,E", '"a,b",c,d', "=x,+y,-z"],
)
def test_a_first_line_with_a_name_in_it_is_a_header(tmp_path: Path, header: str) -> None:
    records = read(tmp_path, f"{header}\n1,2,3")
    assert len(records.names) in (2, 3)
    assert rows(records) == [["1", "2", "3"]]


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
    assert records.names == ()
    assert [record.line for record in records] == [1, 2]


def test_cells_are_stripped_and_unquoted_and_blank_lines_skipped(tmp_path: Path) -> None:
    records = read(tmp_path, '\n \nx, "y ""z"""\n\n 1 ,"2"\n,\n3,4\n\n')
    assert records.names == ("x", 'y "z"')
    assert [(record.line, record.cells) for record in records] == [(5, ["1", "2"]), (7, ["3", "4"])]


def test_a_quoted_cell_may_span_lines_and_lines_are_still_counted(tmp_path: Path) -> None:
    records = read(tmp_path, '"length\nin m",y\n1,2\n3,4\n')
    assert records.names == ("length\nin m", "y")
    assert [record.line for record in records] == [3, 4]


def test_a_quoted_number_may_span_lines_too(tmp_path: Path) -> None:
    records = read(tmp_path, 'x,y\n"1\n",2\n3,4\n')
    assert [(record.line, record.cells) for record in records] == [(2, ["1", "2"]), (4, ["3", "4"])]


def test_records_can_be_read_again_and_again(tmp_path: Path) -> None:
    records = read(tmp_path, "x,y\n1,2")
    assert rows(records) == rows(records) == [["1", "2"]]
    assert records.width == 2


@pytest.mark.parametrize("text", [b"", b"\n\n", b"  \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(BadTable, match=r"^table.csv: the file is empty"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"x,y\n1,2\n3,\x004", 3),
        (b"x,y\n1,\xff", 2),
        (b"gr\xf6\xdfe,y\n1,2", 1),
        ("x,y\n1,2".encode("utf-16"), 1),
        (b"PK\x03\x04\x00", 1),
    ],
)
def test_what_is_no_utf_8_text_is_refused_with_its_line(
    tmp_path: Path, text: bytes, line: int
) -> None:
    with pytest.raises(
        BadTable, match=f"^table.csv, line {line}: this is not UTF-8 text"
    ) as refused:
        read(tmp_path, text)
    assert (refused.value.name, refused.value.line) == ("table.csv", line)


@pytest.mark.parametrize(
    "text", ['x,y\n1,2\n"3,4', 'x,y\n1,2\n"3"4,5', "x,y\n1,2\n" + "9" * 200_000]
)
def test_a_line_that_cannot_be_split_is_named(tmp_path: Path, text: str) -> None:
    records = read(tmp_path, text)
    with pytest.raises(BadTable, match=r"table.csv, line 3: this line cannot be split into cells"):
        rows(records)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"none.csv: the file could not be read: no such file"):
        read_records(tmp_path / "none.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="could not be read"):
        read_records(tmp_path)
