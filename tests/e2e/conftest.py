"""A home folder for each test."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Environment variables with an empty home folder."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {name: str(tmp_path / name) for name in names}
    return os.environ | places | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
