from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from gui.local_path import local_path


@pytest.mark.parametrize("begin", ["file:///", "file://localhost/", "file:/"])
def test_localhost_is_this_computer(begin: str) -> None:
    url = QUrl(f"{begin}a%20b/c.csv")
    assert local_path(url) == Path("/a b/c.csv")
    assert url == QUrl(f"{begin}a%20b/c.csv")
