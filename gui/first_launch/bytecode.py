"""Secant's own modules, translated once for all later starts."""

import compileall
from pathlib import Path

PACKAGES = ("engine", "gui")


def compile_sources(root: Path) -> None:
    """Write the bytecode beside the sources; where that cannot be, each start does it anew."""
    for package in PACKAGES:
        compileall.compile_dir(root / package, quiet=2)
