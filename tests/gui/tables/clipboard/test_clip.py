"""Fetching the clipboard."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData

from gui.tables.clipboard import clip as module
from gui.tables.clipboard.clip import ClipboardText, fetch_clipboard


def test_fetch_returns_raw_text_and_html() -> None:
    data = QMimeData()
    data.setText("1\t2")
    data.setHtml("<table></table>")
    clip = fetch_clipboard(data)
    assert (clip.text.data(), clip.html.data()) == (b"1\t2", b"<table></table>")
    assert clip.size == 3 + 15


@pytest.mark.parametrize("mime_type", ["text/plain", "text/plain;charset=utf-8"])
def test_fetch_accepts_both_text_types(mime_type: str) -> None:
    data = QMimeData()
    data.setData(mime_type, QByteArray("½".encode()))
    assert fetch_clipboard(data).text.data() == "½".encode()


def test_empty_clipboard_has_no_data() -> None:
    assert fetch_clipboard(QMimeData()).size == fetch_clipboard(None).size == 0


def test_html_of_long_text_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TEXT_WITH_HTML", 2)
    data = QMimeData()
    data.setText("1\t2")
    assert not fetch_clipboard(data).html_skipped
    data.setHtml("<table></table>")
    assert fetch_clipboard(data).html_skipped
    assert fetch_clipboard(data).html.isEmpty()


def test_html_of_long_source_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TEXT_WITH_HTML", 2)
    data = QMimeData()
    data.setText("\n <table>")
    data.setHtml("<table></table>")
    assert not fetch_clipboard(data).html_skipped
    assert fetch_clipboard(data).html.data() == b"<table></table>"


def text_of(text: str) -> ClipboardText:
    return ClipboardText(QByteArray(text.encode()))


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("1\t2", "1\t2"),
        ("1\n", "1"),
        ("1\r\n\r\n", "1"),
        ("1\t\n", "1\t"),
        ("1\n\t\n \n", "1"),
        ("1\n\n2\n\n", "1\n\n2"),
        ("1\r2\r", "1\r2"),
        ("1\0\0", "1"),
        ("\n\n", ""),
        ("\t", ""),
        ("", ""),
    ],
)
def test_trailing_empty_rows_are_dropped(text: str, used: str) -> None:
    assert text_of(text).piece(0, 100).decode() == used


@pytest.mark.parametrize(("text", "count"), [("1", 0), ("1\0", 1), ("1\0\n\0", 2), ("1\0\t2", 0)])
def test_dropped_nul_bytes_are_counted(text: str, count: int) -> None:
    assert text_of(text).nul_bytes == count


def test_many_trailing_rows_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE_BYTES", 4)
    assert text_of("123\t5" + 30 * "\n\t").piece(0, 100) == b"123\t5"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("1", 1), ("1\n2\n", 2), ("1\r\n2\r\n3", 3), ("1\r2\r3", 3), ("1\n\n2", 3)],
)
def test_lines_are_counted(text: str, count: int) -> None:
    assert text_of(text).line_count == count


@pytest.mark.parametrize(
    ("text", "line"), [("1\n2", 0), ("1\n\n2", 2), ("\t\n1", 1), ("1\n \r\n2", 2)]
)
def test_blank_line_is_found(text: str, line: int) -> None:
    assert text_of(text).blank_line() == line


def test_blank_line_is_below_first() -> None:
    assert text_of("\n1\n\n2").blank_line(2) == 3


@given(st.binary(max_size=60), st.data())
def test_text_reads_like_a_file(data: bytes, draw: st.DataObject) -> None:
    text = ClipboardText(QByteArray(data))
    known = io.BytesIO(data[: text.size])
    with text.open() as file:
        for _ in range(5):
            start = draw.draw(st.integers(0, 70))
            length = draw.draw(st.integers(0, 70))
            assert file.seek(start) == known.seek(start)
            assert file.read(length) == known.read(length)
            assert file.tell() == known.tell()
        assert file.seek(0, io.SEEK_END) == text.size


def test_sample_has_whole_lines_from_everywhere() -> None:
    lines = [f"{k}\t{k}" for k in range(10_000)]
    sample = text_of("\n".join(lines)).sample(100)
    assert sample[:3] == lines[:3]
    assert sample[-1] == lines[-1]
    assert set(sample) <= set(lines)
    assert any(lines[4000] < line < lines[6000] for line in sample)


def test_short_text_is_sampled_whole() -> None:
    assert text_of("1\t2\n3\t4\n").sample(1000) == ["1\t2", "3\t4"]
