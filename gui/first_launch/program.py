"""Where Secant itself lies, for what starts it from outside."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """How Secant is started, and the folder of its icons."""

    interpreter: Path
    script: Path
    icons: Path

    @classmethod
    def running(cls) -> "Program":
        """Return the program as it runs now, from its source tree or installed."""
        code = Path(__file__).resolve().parents[2]
        # A source tree makes its own environment; its launcher must outlive the present one.
        base = getattr(sys, "_base_executable", sys.executable)
        interpreter = base if (code / "pyproject.toml").exists() else sys.executable
        return cls(Path(interpreter), code / "main.py", code / "gui/icons")
