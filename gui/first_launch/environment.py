"""Secant's private environment: `.venv` beside its code, complete once its record is written."""

import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from .errors import UnsuitablePath

# What an environment's Python says of itself: its version and the file that it really is.
_QUESTION = """
import os, sys
if sys.version_info < (3, 11): sys.exit(1)
print(sys.version.split()[0])
print(os.path.realpath(sys.executable if os.name == "posix" else sys._base_executable))
"""
# In the path of its plugins Qt takes these as marks; it then finds no platform, and dumps core.
_MARKS_TO_QT = ',;"' if sys.platform == "win32" else ',;"\\'


class State(Enum):
    """What a launch finds in place of the environment."""

    READY = auto()
    """Recorded as complete, with all that is required."""
    INCOMPLETE = auto()
    """Sound, but lacking something: what is required has changed, or another tool made it."""
    UNUSABLE = auto()
    """Nothing, an interrupted set-up, or an environment whose Python is gone."""


@dataclass(frozen=True)
class Record:
    """What a finished set-up wrote down, so that the next launch need not ask pip."""

    version: str
    python: str
    requirements: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Record":
        """Read what `str` of a record gave; raise ValueError for anything else."""
        version, python, *requirements = text.splitlines()
        return cls(version, python, tuple(requirements))

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in (self.version, self.python, *self.requirements))


@dataclass(frozen=True)
class Environment:
    """The private environment in `folder`."""

    folder: Path

    @property
    def interpreter(self) -> Path:
        """The environment's Python."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def lock(self) -> Path:
        """Held by the launch that sets the environment up."""
        return self.folder / "secant-set-up.lock"

    @property
    def log(self) -> Path:
        """The output of the last set-up; without a record beside it, that did not finish."""
        return self.folder / "secant-set-up.log"

    @property
    def record_file(self) -> Path:
        """Where the record stands while the environment is complete."""
        return self.folder / "secant-ready.txt"

    def check_path(self) -> None:
        """Raise UnsuitablePath for a character that breaks PATH or Qt's own configuration."""
        for character in (os.pathsep, *_MARKS_TO_QT):
            if character in str(self.folder):
                raise UnsuitablePath(self.folder, character)

    def record(self) -> Record | None:
        """Return the record of a finished set-up, or None."""
        with suppress(FileNotFoundError, NotADirectoryError, ValueError):
            return Record.parse(self.record_file.read_text("utf-8"))
        return None

    def write(self, record: Record) -> None:
        """Put `record` in place at one stroke: a killed launch leaves the old one or the new."""
        draft = self.record_file.with_suffix(".draft")
        draft.write_text(str(record), "utf-8")
        draft.replace(self.record_file)

    def forget(self) -> None:
        """Remove the record, for as long as the environment is not complete."""
        self.record_file.unlink(missing_ok=True)

    def distrust(self) -> None:
        """Strike the requirements from the record, so that the next set-up asks pip about each."""
        record = self.record()
        if record is not None:
            self.write(replace(record, requirements=()))

    def describe(self, requirements: Iterable[str]) -> Record:
        """Return the record that is true once the environment has `requirements`.

        Raises OSError or CalledProcessError where its Python does not run or is too old.
        """
        question = [str(self.interpreter), "-I", "-c", _QUESTION]
        answer = subprocess.run(question, capture_output=True, text=True, check=True).stdout
        return Record.parse(answer + "\n".join(requirements))

    def state(self, requirements: Iterable[str]) -> State:
        """Tell what there is; where there is a record, in well under a millisecond."""
        record = self.record()
        if record is None:
            # Without even a log, it is not a set-up of ours that was interrupted.
            return State.UNUSABLE if self.log.exists() or not self._runs() else State.INCOMPLETE
        if not self._fits(record):
            return State.UNUSABLE
        complete = set(requirements) <= set(record.requirements)
        return State.READY if complete else State.INCOMPLETE

    def _fits(self, record: Record) -> bool:
        if not (self.interpreter.exists() and Path(record.python).exists()):
            return False
        # The link may have come to mean a newer Python, which does not see the older's libraries.
        return sys.platform == "win32" or os.path.realpath(self.interpreter) == record.python

    def _runs(self) -> bool:
        try:
            self.describe([])
        except (OSError, subprocess.CalledProcessError):
            return False
        return True
