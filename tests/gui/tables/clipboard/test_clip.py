"""Fetching the clipboard."""

import pytest
from PySide6.QtCore import QByteArray, QMimeData

from gui.tables.clipboard import clip as module
from gui.tables.clipboard.clip import fetch_clipboard


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
