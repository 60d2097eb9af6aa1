"""A home folder for each test."""

from pathlib import Path

import pytest

from tests.e2e.play import home_in


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Environment variables with an empty home folder."""
    return home_in(tmp_path)
