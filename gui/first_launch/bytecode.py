"""Compile Secant's own modules once, so that later starts need not."""

import compileall
from pathlib import Path

PACKAGES = ("engine", "gui")


def compile_sources(root: Path) -> None:
    """Write the bytecode beside the sources; if that fails, Python compiles them at each start."""
    for package in PACKAGES:
        compileall.compile_dir(root / package, quiet=2)
