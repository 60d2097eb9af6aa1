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
from engine.text import BLOCK_SIZE, Place, TextBlock, TextFile, open_text

from .texts import text_file


def blocks(text: TextFile) -> list[TextBlock]:
    return list(text.blocks(text.start, lambda lines: lines))


class Torn(io.BytesIO):
    """A file on a disk that fails."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


class Watched(io.BytesIO):
    """A file that counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@given(st.text("é1\n\r"), st.integers(1, 12))
def test_blocks_are_whole_lines_in_order_and_know_their_place(text: str, size: int) -> None:
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


def test_a_block_is_not_much_larger_than_asked_for() -> None:
    found = blocks(text_file(b"12345\n" * 1000, 60))
    assert max(len(block.data) for block in found) <= 66
    assert len(found) >= 100


def test_a_longer_line_is_a_longer_block() -> None:
    found = blocks(text_file(b"1" * 1000 + b"\n2\n3\n", 10))
    assert found[0].data.startswith(b"1" * 1000 + b"\n")
    assert b"".join(block.data for block in found[1:]) in b"2\n3\n"


def test_lines_that_may_not_stand_in_a_block_begin_the_next() -> None:
    text = text_file(b"a\nb\nc\nd\n", 4)
    found = list(text.blocks(Place(2, 2), lambda lines: lines if lines[:1] == b"c" else lines[:2]))
    assert [(block.data, block.start) for block in found] == [
        (b"b\n", (2, 2)),
        (b"c\nd\n", (4, 3)),
    ]


def test_the_end_is_a_block_whatever_it_is() -> None:
    found = list(text_file(b"a\nb\n", 4).blocks(Place(0, 1), lambda lines: b""))
    assert [block.data for block in found] == [b"a\nb\n"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(mark + b"1\n2\n")
    text = open_text(path)
    assert (text.name, text.start, text.size) == ("t.csv", (len(mark), 1), BLOCK_SIZE)
    assert blocks(text) == blocks(text) == [(b"1\n2\n", (len(mark), 1), 1.0)]


def test_an_empty_file_has_no_blocks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbf")
    assert blocks(open_text(path)) == []


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
        ("x,y\n1,2".encode("utf-16"), 1),
        (b"PK\x03\x04\x00", 1),
    ],
)
def test_what_is_no_utf_8_text_is_refused_with_its_line(data: bytes, line: int, size: int) -> None:
    with pytest.raises(BadTable, match=f"^t.csv, line {line}: this is not UTF-8 text") as refused:
        blocks(text_file(data, size))
    assert (refused.value.name, refused.value.line) == ("t.csv", line)


def test_nothing_is_read_beyond_a_nul() -> None:
    file = Watched(bytes(1000))
    with pytest.raises(BadTable, match="not UTF-8"):
        blocks(TextFile("t.csv", lambda: file, Place(0, 1), 10))
    assert file.taken == 10


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"none.csv: the file could not be read: no such file"):
        open_text(tmp_path / "none.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="could not be read"):
        open_text(tmp_path)


def test_a_file_that_goes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"1\n")
    text = open_text(path)
    path.unlink()
    with pytest.raises(BadTable, match=r"t.csv: the file could not be read: no such file"):
        blocks(text)


def test_a_disk_that_fails_is_told() -> None:
    def opened() -> BinaryIO:
        return Torn()

    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: input/output error\."):
        blocks(TextFile("t.csv", opened, Place(0, 1), 10))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_can_be_read_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[b"1\n2\n"])
    writer.start()
    text = open_text(path, 2)
    writer.join()
    assert [block.data for block in blocks(text)] == [b"1\n", b"2\n"]
    assert blocks(text) == blocks(text)
