from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from gui.text.file_name import file_name, local_path


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Trial 2", "Trial 2"),
        ("y = sqrt(t)", "y = sqrt(t)"),
        ("A/B: which?", "A-B- which"),
        ("../../etc", "etc"),
        ("…", "…"),
        ("?*", "Untitled"),
        ("", "Untitled"),
        ("測" * 100, "測" * 60),
        ("a\ud800b", "ab"),
    ],
)
def test_name_becomes_file_name(name: str, file: str) -> None:
    assert file_name(name) == file


@given(st.text())
def test_any_name_gives_valid_file(name: str) -> None:
    made = file_name(name)
    assert made
    assert len(made.encode()) <= 180
    assert not set(made) & set('<>:"/\\|?*\0\n')
    assert made not in (".", "..")


@pytest.mark.parametrize("begin", ["file:///", "file://localhost/", "file:/"])
def test_localhost_is_this_computer(begin: str) -> None:
    url = QUrl(f"{begin}a%20b/c.csv")
    assert local_path(url) == Path("/a b/c.csv")
    assert url == QUrl(f"{begin}a%20b/c.csv")
