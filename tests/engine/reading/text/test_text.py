import io
import os
import threading
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.inputs import in_memory, open_input
from engine.reading.notes import nul_bytes_left_out
from engine.reading.text import text as text_module
from engine.reading.text.text import BLOCK_SIZE, Lines, TextBlock, TextFile, TextPosition, open_text

from ..texts import text_file


def blocks(text: TextFile) -> list[TextBlock]:
    return list(text.blocks(text.start, lambda lines: lines))


class Torn(io.BytesIO):
    """A file on a failing disk."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


class Watched(io.BytesIO):
    """A file that counts the bytes read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@given(st.text("é1\n\r"), st.integers(1, 12))
def test_blocks_are_whole_lines_in_order(text: str, size: int) -> None:
    data, line = text.encode(), 1
    found = blocks(text_file(data, size))
    assert b"".join(block.data for block in found) == data
    for block in found:
        assert block.start == (data.index(block.data, block.start.offset), line)
        assert block.fraction == (block.start.offset + len(block.data)) / len(data)
        line += len(list(io.TextIOWrapper(io.BytesIO(block.data), "utf-8", newline="")))
    for block in found[:-1]:
        assert block.data.endswith((b"\n", b"\r"))
    for one, other in pairwise(found):
        assert not (one.data.endswith(b"\r") and other.data.startswith(b"\n"))


def test_block_size_is_respected() -> None:
    found = blocks(text_file(b"12345\n" * 1000, 60))
    assert max(len(block.data) for block in found) <= 66
    assert len(found) >= 100


def test_long_line_makes_long_block() -> None:
    found = blocks(text_file(b"1" * 1000 + b"\n2\n3\n", 10))
    assert found[0].data.startswith(b"1" * 1000 + b"\n")
    assert b"".join(block.data for block in found[1:]) in b"2\n3\n"


def test_cut_lines_begin_next_block() -> None:
    text = text_file(b"a\nb\nc\nd\n", 4)
    found = list(
        text.blocks(TextPosition(2, 2), lambda lines: lines if lines[:1] == b"c" else lines[:2])
    )
    assert [(block.data, block.start) for block in found] == [
        (b"b\n", (2, 2)),
        (b"c\nd\n", (4, 3)),
    ]


def test_end_of_text_is_never_cut() -> None:
    found = list(text_file(b"a\nb\n", 4).blocks(TextPosition(0, 1), lambda lines: b""))
    assert [block.data for block in found] == [b"a\nb\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("size", [1, 3, BLOCK_SIZE])
def test_encodings_give_the_same_text(encoding: str, size: int) -> None:
    text = "größe\r\n1\n2\r3\n"
    found = open_text(in_memory("t.csv", text.encode(encoding)), None, size)
    assert found.encoding == encoding
    assert b"".join(block.data for block in blocks(found)) == text.encode()
    assert [block.start.line for block in blocks(found)] == sorted(
        {block.start.line for block in blocks(found)}
    )
    fractions = [block.fraction for block in blocks(found)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_chosen_encoding_is_not_guessed() -> None:
    found = open_text(in_memory("t.csv", b"\xc3\xa4\n"), "cp1252")
    assert [block.data.decode() for block in blocks(found)] == ["Ã¤\n"]


def test_empty_file_has_no_blocks() -> None:
    assert blocks(open_text(in_memory("t.csv", b"\xef\xbb\xbf"))) == []


@pytest.mark.parametrize("size", [1, 5, BLOCK_SIZE])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_skipped_lines_are_counted(end: str, size: int) -> None:
    text = text_file(end.join(["title", "", "1,2", "3,4", ""]).encode(), size)
    below = text.skip_lines(2)
    assert below.start.line == 3
    assert b"".join(block.data for block in blocks(below)).split() == [b"1,2", b"3,4"]
    assert blocks(below)[0].start.line == 3


@pytest.mark.parametrize("data", [b"", b"1\n", b"1\n2", b"1\n2\n"])
def test_skipping_all_lines_is_refused(data: bytes) -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file has fewer than 4 lines, so 3"):
        text_file(data).skip_lines(3)


def test_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "LONGEST_LINE", 1000)
    file = Watched(b"1\n" + b"2," * 10**6)
    with pytest.raises(BadTable, match=r"^t.csv, line 2: this line is too long for a table"):
        blocks(TextFile("t.csv", lambda: file, TextPosition(0, 1), 100))
    assert file.taken < 10**4


def test_lines_count_bytes_taken() -> None:
    lines = Lines("ä\r\nb\rc".encode())
    taken = [(line, lines.taken) for line in lines]
    assert taken == [("ä\r\n", 4), ("b\r", 6), ("c", 7)]


@pytest.mark.parametrize("size", [1, 3, BLOCK_SIZE])
@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"x,y\n1,2\n3,\x004", 3),
        (b"x,y\r\n1,2\r\n3,\x004\r\n", 3),
        (b"x,y\r1,2\r3,\xff\r", 3),
        (b"x,y\n1,\xff", 2),
        (b"x,y\n1,\xc3\n", 2),
        (b"gr\xf6\xdfe,y\n1,2", 1),
    ],
)
def test_binary_data_is_refused_by_line(data: bytes, line: int, size: int) -> None:
    problem = "there is a NUL byte here" if b"\0" in data else "this is not UTF-8 text"
    with pytest.raises(BadTable, match=f"^t.csv, line {line}: {problem}") as refused:
        blocks(text_file(data, size))
    assert (refused.value.name, refused.value.line) == ("t.csv", line)


@pytest.mark.parametrize("size", [2, 8, BLOCK_SIZE])
@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("1\n2\n".encode("utf-16-le") + b"\x00\xdc\n\0", "utf-16-le"),
        ("1\n2\n".encode("utf-16-le") + b"3", "utf-16-le"),
        (b"1\n2\n\x81\n", "cp1252"),
        (b"1\n2\n\x81", "shift_jis"),
    ],
)
def test_undecodable_data_is_refused_by_line(data: bytes, encoding: str, size: int) -> None:
    problem = f"this is not {encoding.upper()} text. Choose another encoding"
    with pytest.raises(BadTable, match=rf"^t.csv, line 3: {problem}"):
        blocks(text_file(data, size, encoding))


def test_reading_stops_at_nul() -> None:
    file = Watched(bytes(1000))
    with pytest.raises(BadTable, match="NUL"):
        blocks(TextFile("t.csv", lambda: file, TextPosition(0, 1), 10))
    assert file.taken < 20


@pytest.mark.parametrize("size", [1, 7, BLOCK_SIZE])
@pytest.mark.parametrize(
    ("padding", "notes"),
    [
        (b"\0", ()),
        (b"\0\0", (nul_bytes_left_out(),)),
        (b"\n" + bytes(3 * 7), (nul_bytes_left_out(),)),
        (b"\0\n\0 \x1a", (nul_bytes_left_out(),)),
        (b"\n\x1a\x1a\x1a", ()),
    ],
)
def test_padding_is_left_out(padding: bytes, notes: tuple[str, ...], size: int) -> None:
    found = blocks(text_file(b"x,y\n1,2" + padding, size))
    assert b"".join(block.data for block in found).rstrip() == b"x,y\n1,2"
    assert found[-1].notes == notes


def test_endless_padding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "_LONGEST_PADDING", 100)
    file = Watched(b"1,2\n" + bytes(1000))
    with pytest.raises(BadTable, match=r"line 2: there is a NUL"):
        blocks(TextFile("t.csv", lambda: file, TextPosition(0, 1), 10))
    assert file.taken < 150


def test_file_deleted_while_reading_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"1\n")
    text = open_text(open_input(path))
    path.unlink()
    with pytest.raises(BadTable, match=r"t.csv: the file could not be read: no such file"):
        blocks(text)


def test_disk_error_while_reading_is_reported() -> None:
    def opened() -> BinaryIO:
        return Torn()

    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: input/output error\."):
        blocks(TextFile("t.csv", opened, TextPosition(0, 1), 10))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_text_from_pipe_is_readable_twice(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[b"1\n2\n"])
    writer.start()
    text = open_text(open_input(path), size=2)
    writer.join()
    assert [block.data for block in blocks(text)] == [b"1\n", b"2\n"]
    assert blocks(text) == blocks(text)
