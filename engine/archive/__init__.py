"""Experiments in .secant files."""

from .secant_file import TEXT, archived, read_archive

__all__ = ["TEXT", "archived", "read_archive"]
