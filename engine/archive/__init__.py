"""Experiments in .secant files."""

from .secant_file import archived, read_archive

__all__ = ["archived", "read_archive"]
