"""Calls the programs and libraries that write the files."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SCRIPTS = Path(__file__).parent / "scripts"
_MOST_SECONDS = 300.0
"""LibreOffice takes 40 s for its nine files on two busy cores."""


class NotThere(Exception):
    """A writer is not installed."""


@dataclass(frozen=True)
class Tools:
    """Where the programs and the libraries are; ``root`` is None for those of this system."""

    root: Path | None = None
    python: str = sys.executable
    modules: Path = Path("node_modules")


@dataclass(frozen=True)
class Program:
    """A program that runs a script in a folder, and prints its version when asked."""

    name: str
    script: str
    command: Sequence[str]
    version: Sequence[str]
    package: str

    def write(self, folder: Path, tools: Tools) -> str:
        """Write the files into a folder and return the version; raises NotThere."""
        beside = None if tools.root is None else tools.root / "tmp"
        with TemporaryDirectory(dir=beside) as made:
            script = Path(made) / self.script
            shutil.copyfile(SCRIPTS / self.script, script)
            version = self._run(self.version, Path(made), tools)
            self._run([*self.command], Path(made), tools)
            script.unlink()
            for file in sorted(Path(made).iterdir()):
                if file.is_file() and file.stat().st_size:
                    (folder / file.name).write_bytes(_without_user(file.read_bytes()))
        return next(line for line in version.splitlines() if any(map(str.isdigit, line)))

    def _run(self, command: Sequence[str], folder: Path, tools: Tools) -> str:
        here, words = folder, list(command)
        if tools.root is not None:
            inside = Path("/") / folder.relative_to(tools.root)
            words = ["chroot", str(tools.root), "sh", "-c", f"cd {inside} && {' '.join(command)}"]
        elif shutil.which(command[0]) is None:
            raise NotThere(f"{command[0]} is not installed (apt: {self.package})")
        environment = {**os.environ, "HOME": "/tmp", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            words,
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST_SECONDS,
        )
        if done.returncode == 127:
            raise NotThere(f"{command[0]} is not installed (apt: {self.package})")
        return done.stdout + done.stderr


@dataclass(frozen=True)
class Library:
    """A library of Python, written with by the shared script."""

    name: str

    def write(self, folder: Path, tools: Tools) -> str:
        """Write the files into a folder and return the version; raises NotThere."""
        return _output(
            [tools.python, str(SCRIPTS / "python_writers.py"), self.name, str(folder)],
            f"pip install {self.name}",
        )


@dataclass(frozen=True)
class SheetJS:
    """The package xlsx of npm."""

    name: str = "sheetjs"

    def write(self, folder: Path, tools: Tools) -> str:
        """Write the files into a folder and return the version; raises NotThere."""
        if shutil.which("node") is None:
            raise NotThere("node is not installed")
        command = ["node", str(SCRIPTS / "sheetjs.js"), str(folder)]
        return _output(command, "npm install xlsx", {"NODE_PATH": str(tools.modules.absolute())})


Writer = Program | Library | SheetJS
_LIBRARIES = ("pandas", "polars", "xlsxwriter", "openpyxl", "odfpy", "xlwt", "numpy", "scipy")
WRITERS: Sequence[Writer] = (
    Program("r", "r.R", ["Rscript", "r.R", "."], ["R", "--version"], "r-base-core"),
    Program(
        "octave", "octave.m", ["octave-cli", "octave.m"], ["octave-cli", "--version"], "octave"
    ),
    Program(
        "gnuplot", "gnuplot.gp", ["gnuplot", "gnuplot.gp"], ["gnuplot", "--version"], "gnuplot-nox"
    ),
    Program(
        "gnumeric",
        "spreadsheets.sh",
        ["sh", "spreadsheets.sh", "gnumeric"],
        ["ssconvert", "--version"],
        "gnumeric",
    ),
    Program(
        "libreoffice",
        "spreadsheets.sh",
        ["sh", "spreadsheets.sh", "libreoffice"],
        ["soffice", "--version"],
        "libreoffice-calc-nogui",
    ),
    SheetJS(),
    *map(Library, _LIBRARIES),
    *map(Library, ("pyreadstat", "pyarrow", "h5py")),
)


def _output(command: Sequence[str], how: str, extra: dict[str, str] | None = None) -> str:
    """Return the last line that a command prints; it is not there if the command fails."""
    done = subprocess.run(
        command,
        env={**os.environ, **(extra or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=_MOST_SECONDS,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it failed"]
        raise NotThere(f"{next((line for line in lines if 'Error' in line), lines[-1])} ({how})")
    return done.stdout.strip().splitlines()[-1]


def _without_user(data: bytes) -> bytes:
    """Return a file without the user and the machine that Octave notes, as long as before."""
    return re.sub(rb"<\w+@[\w.-]+>", lambda found: b"<%b>" % (b"x" * (len(found[0]) - 2)), data)
