"""The paths of Secant itself, for launchers that start it."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """The interpreter and script that start Secant, and the folder of its icons."""

    interpreter: Path
    script: Path
    icons: Path

    @classmethod
    def running(cls) -> "Program":
        """Return the running program, from a source tree or installed."""
        code = Path(__file__).resolve().parents[2]
        # A source tree creates its own environment; its launcher must outlive this one.
        base = getattr(sys, "_base_executable", sys.executable)
        interpreter = base if (code / "pyproject.toml").exists() else sys.executable
        return cls(Path(interpreter), code / "main.py", code / "gui/icons")
