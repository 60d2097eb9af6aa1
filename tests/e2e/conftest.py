"""A home of the test's own."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose home is empty."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {name: str(tmp_path / name) for name in names}
    return os.environ | places | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
