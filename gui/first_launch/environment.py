"""Secant's private environment: ``.venv`` beside the code, complete once its record is written."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from .errors import UnsuitablePath
from .progress import report

# Prints the version of an environment's Python and the real path of its executable. Without its
# configuration an environment's Python is the system's, into which nothing must be installed.
_PROBE = """
import os, sys
if sys.version_info < (3, 11) or sys.prefix == sys.base_prefix: sys.exit(1)
print(sys.version.split()[0])
print(os.path.realpath(sys.executable if os.name == "posix" else sys._base_executable))
"""
# Qt splits its plugin path at these characters; it then finds no platform and aborts.
_SEPARATORS_OF_QT = ',;"' if sys.platform == "win32" else ',;"\\'


class EnvironmentState(Enum):
    """The state in which a launch finds the environment."""

    READY = auto()
    """Recorded as complete, with everything that is required."""
    INCOMPLETE = auto()
    """It works but lacks something: the requirements changed, or another tool made it."""
    UNUSABLE = auto()
    """Absent, an interrupted setup, or an environment whose Python is gone."""


class SetUpRecord(NamedTuple):
    """What a finished setup wrote down, so that the next launch need not ask pip.

    Like the other records of this package it is no dataclass: to load those takes 10 ms, which a
    start in the system's Python would spend before it restarts.
    """

    version: str
    python: str
    requirements: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "SetUpRecord":
        """Parse ``str(record)``; raise ValueError for any other text."""
        version, python, *requirements = text.splitlines()
        return cls(version, python, tuple(requirements))

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in (self.version, self.python, *self.requirements))


class Environment(NamedTuple):
    """The private environment in ``folder``."""

    folder: Path

    @property
    def interpreter(self) -> Path:
        """The environment's Python."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def configuration(self) -> Path:
        """The file that makes the folder an environment."""
        return self.folder / "pyvenv.cfg"

    @property
    def package_folders(self) -> list[Path]:
        """The folders with the installed libraries: one, or none if it was deleted."""
        windows = sys.platform == "win32"
        pattern = "Lib/site-packages" if windows else "lib/python3*/site-packages"
        return sorted(self.folder.glob(pattern))

    @property
    def lock(self) -> Path:
        """The lock file, held by the launch that sets the environment up."""
        return self.folder / "secant-set-up.lock"

    @property
    def log(self) -> Path:
        """The output of the last setup, which is unfinished if there is no record beside it."""
        return self.folder / "secant-set-up.log"

    @property
    def record_file(self) -> Path:
        """The file with the record, which exists only while the environment is complete."""
        return self.folder / "secant-ready.txt"

    def check_path(self) -> None:
        """Raise UnsuitablePath for a character that breaks PATH or Qt's own configuration."""
        for character in (os.pathsep, *_SEPARATORS_OF_QT):
            if character in str(self.folder):
                raise UnsuitablePath(self.folder, character)

    def record(self) -> SetUpRecord | None:
        """Return the record of the last setup, or None if it did not finish."""
        with suppress(FileNotFoundError, NotADirectoryError, ValueError):
            return SetUpRecord.parse(self.record_file.read_text("utf-8"))
        return None

    def write(self, record: SetUpRecord) -> None:
        """Replace the record atomically: a killed launch leaves the old one or the new one."""
        draft = self.record_file.with_suffix(".draft")
        draft.write_text(str(record), "utf-8")
        draft.replace(self.record_file)

    def remove_record(self) -> None:
        """Mark the environment as incomplete."""
        self.record_file.unlink(missing_ok=True)

    def distrust_record(self) -> None:
        """Remove the requirements from the record, so that the next setup asks pip about each."""
        record = self.record()
        if record is not None:
            self.write(record._replace(requirements=()))

    def describe(self, requirements: Iterable[str]) -> SetUpRecord:
        """Return the record to write once ``requirements`` are installed.

        Raises OSError or CalledProcessError if its Python does not run or is too old.
        """
        import subprocess

        command = [str(self.interpreter), "-I", "-c", _PROBE]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return SetUpRecord.parse(output + "\n".join(requirements))

    def state(self, requirements: Iterable[str]) -> EnvironmentState:
        """Return the state; if there is a record, without starting a process."""
        record = self.record()
        if record is None:
            # A log without a record is an interrupted setup. Without a log, another tool made it.
            return (
                EnvironmentState.UNUSABLE
                if self.log.exists() or not self._runs()
                else EnvironmentState.INCOMPLETE
            )
        if not self._matches(record):
            return EnvironmentState.UNUSABLE
        complete = set(requirements) <= set(record.requirements)
        return EnvironmentState.READY if complete else EnvironmentState.INCOMPLETE

    def _matches(self, record: SetUpRecord) -> bool:
        needed = (self.interpreter, self.configuration, Path(record.python))
        if not all(path.exists() for path in needed):
            return False
        # After a system upgrade the link may lead to a newer Python, which lacks the libraries.
        return sys.platform == "win32" or os.path.realpath(self.interpreter) == record.python

    def _runs(self) -> bool:
        import subprocess

        try:
            self.describe([])
        except (OSError, subprocess.CalledProcessError):
            return False
        return True


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock file ``path``; yield its descriptor, for children to inherit and hold too.

    Raises OSError if the file cannot be opened or the file system has no locks.
    """
    with path.open("ab") as file:
        try:
            _try(file.fileno())
        except (BlockingIOError, PermissionError):
            report("another start of Secant is setting up; waiting for it to finish")
            _wait(file.fileno())
        yield file.fileno()


if sys.platform == "win32":
    import errno
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _wait(descriptor: int) -> None:
        while True:
            try:
                return msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            except OSError as error:
                # Windows gives up after ten seconds; then wait again.
                if error.errno != errno.EDEADLOCK:
                    raise

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
