"""The paths of Secant itself, for launchers that start it."""

import sys
from dataclasses import dataclass
from pathlib import Path

from .bundle import is_bundle


@dataclass(frozen=True)
class Program:
    """The interpreter and script that start Secant, and the folder of its icons.

    A bundle is a program by itself: it takes the place of the interpreter, and has no script.
    """

    interpreter: Path
    script: Path | None
    icons: Path

    @property
    def words(self) -> list[str]:
        """The command that starts Secant."""
        return [str(path) for path in (self.interpreter, self.script) if path is not None]

    @classmethod
    def running(cls) -> "Program":
        """Return the running program, from a source tree, installed, or in a bundle."""
        code = Path(__file__).resolve().parents[2]
        if is_bundle():
            return cls(Path(sys.executable), None, code / "gui/icons")
        # A source tree creates its own environment; its launcher must outlive this one.
        base = getattr(sys, "_base_executable", sys.executable)
        interpreter = base if (code / "pyproject.toml").exists() else sys.executable
        return cls(Path(interpreter), code / "main.py", code / "gui/icons")
