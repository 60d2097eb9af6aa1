"""Secant's icon."""

from pathlib import Path


def icon_path() -> Path:
    """Return the icon as a file."""
    return Path(__file__).with_name("secant.png")
