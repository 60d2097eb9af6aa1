import gzip
import io
import pickle
import sqlite3
import zipfile
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.file_type import FileType, detect_file_type, refuse_markup


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"x,y\n1,2\n", FileType.TEXT),
        (b"", FileType.TEXT),
        ("x\ty\n".encode("utf-16"), FileType.TEXT),
        (b"% a comment of MATLAB\n1 2\n", FileType.TEXT),
        (b"<DATE>,<OPEN>\n1,2\n", FileType.TEXT),
        (b"[m],[s]\n1,2\n", FileType.TEXT),
        (b"\x93NUMPY\x01\x00v\x00{", FileType.ARRAY),
        (b"PK\x03\x04\x14\x00", FileType.ARCHIVE),
        (b"PK\x05\x06" + bytes(18), FileType.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.SHEETS),
    ],
)
def test_first_bytes_decide_file_type(head: bytes, kind: FileType) -> None:
    assert detect_file_type("t.csv", head) is kind


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (gzip.compress(b"x,y\n1,2\n", mtime=0), "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x7fELF\x02", "a program"),
    ],
)
def test_files_without_tables_are_refused(head: bytes, what: str) -> None:
    with pytest.raises(BadTable, match=f"^t.csv: this is {what}, not a text file"):
        detect_file_type("t.csv", head)


def test_readable_format_is_told_by_content() -> None:
    assert detect_file_type("t.csv", b"PAR1\x15") is FileType.FORMAT


def test_sqlite_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE t (x)")
    database.commit()
    database.close()
    with pytest.raises(BadTable, match="this is an SQLite database"):
        detect_file_type("t.csv", path.read_bytes())


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n  "])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'[{"x":1},{"x":3}]', "JSON"),
        (b'{ "x": [1, 2] }', "JSON"),
        (b"[[1, 2], [3, 4]]", "JSON"),
        (b"<!DOCTYPE html><html>", "an HTML page"),
        (b"<table><tr><td>1</td></tr></table>", "an HTML page"),
        (b'<?xml version="1.0"?>', "XML"),
    ],
)
def test_markup_is_refused(before: bytes, text: bytes, what: str) -> None:
    with pytest.raises(BadTable, match=f"^t.csv, line 1: this is {what}, not a table") as refused:
        detect_file_type("t.csv", before + text)
    assert refused.value.line == 1


def test_archive_and_pickle_are_not_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.csv", "1,2\n")
    assert detect_file_type("t.csv", packed.getvalue()) is FileType.ARCHIVE
    assert detect_file_type("t.csv", pickle.dumps([1, 2])) is FileType.TEXT


@pytest.mark.parametrize(
    ("name", "head", "remedy"),
    [
        ("t.csv", b"\x1f\x8b\x08", "Name it .csv.gz, or unpack it first."),
        ("t", b"\xfd7zXZ\0", "Name it .csv.xz, or unpack it first."),
        ("t.csv.gz", b"\x1f\x8b\x08", "table. Unpack it first."),
        ("t.csv", b"BZh9", "table. Unpack it first."),
    ],
)
def test_packed_file_says_what_to_do(name: str, head: bytes, remedy: str) -> None:
    with pytest.raises(BadTable) as refused:
        detect_file_type(name, head)
    assert str(refused.value).endswith(remedy)


@pytest.mark.parametrize("text", [b"[[1. 2.]\n [3. 4.]]", b"[[ 1  2]\n [-3 4]]", b"[[1]\n [2]]"])
def test_printed_array_is_no_json(text: bytes) -> None:
    with pytest.raises(BadTable, match="this is an array as numpy prints it"):
        refuse_markup("t.csv", text)


@pytest.mark.parametrize("text", [b"[[1, 2], [3, 4]]", b"[[1],\n [2]]", b"[[1 , 2]]"])
def test_arrays_of_json_stay_json(text: bytes) -> None:
    with pytest.raises(BadTable, match="this is JSON"):
        refuse_markup("t.csv", text)
