"""Secant's icon as files (``secant.png``, ``.svg``, ``.ico``), and the symbols on its buttons.

``icon_path`` is the icon of the window; the launchers of ``gui/first_launch/`` install it as well.
``glyphs.py`` draws the symbols for Run, Pause, Step and Reset at run time, in the palette's
colours, so that they fit light, dark and high-contrast themes.
"""

from pathlib import Path


def icon_path() -> Path:
    """Return the path of the icon file."""
    return Path(__file__).with_name("secant.png")
