"""The fixtures of the files' tests, which those of recovery need too."""

from tests.gui.files.conftest import data_home, desk

__all__ = ["data_home", "desk"]
