"""Read one changed file, and check what is promised of any file."""

import logging
import os
import re
import resource
import sys
import traceback
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from engine import SavedExperiment, import_table, preview, read_archive, read_table
from engine.archive import archived
from engine.errors import EngineError
from engine.reading.options import AnyOption, ReadOptions
from engine.reading.tables import Table

from .mutators import mutated, mutated_archive
from .samples import FORMATS, KINDS, PACKAGES, WORKBOOKS, is_archive, samples

MOST_SECONDS = 2.0
MOST_MEMORY = 500 * 2**20
# A workbook takes 50 ms, anything else 2 ms.
ONE_WORKBOOK_IN = 50
_LONGEST_SENTENCE = 2000
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "latin-1",
    "utf-7",
    "gb18030",
    "hz",
)


@dataclass(frozen=True)
class ChangedFile:
    """The file of a seed: its kind, its bytes, and how it is read."""

    kind: str
    data: bytes
    options: ReadOptions
    reader: str


def changed_file(seed: int, kinds: Sequence[str] = (*KINDS, *WORKBOOKS)) -> ChangedFile:
    """Return the file of a seed, of one of some kinds."""
    rng = Random(seed)
    are_books = seed % ONE_WORKBOOK_IN == 0
    kind = rng.choice([kind for kind in kinds if (kind in WORKBOOKS) is are_books] or kinds)
    sound = rng.choice(samples(kind))
    change = mutated_archive if is_archive(sound) and rng.random() < 0.8 else mutated
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # two members of one name are meant
        data = change(sound, rng)
    reader = rng.choice(("read_table", "import_table", "preview"))
    options = _options(rng) if rng.random() < 0.4 else ReadOptions()
    return ChangedFile(kind, data, options, "read_archive" if kind == "secant" else reader)


def _options(rng: Random) -> ReadOptions:
    choices: Mapping[str, Sequence[AnyOption]] = {
        "separator": (",", ";", "\t", " ", "|"),
        "decimal": (".", ","),
        "encoding": _ENCODINGS,
        "header": (True, False),
        "comment": ("#", "%", "//", ""),
        "sheet": (1, 2, "S", "Two", "A"),
        "skip_rows": (0, 1, 3),
        "columns": ((1,), (2, 1), ("x", "y"), "numeric"),
        "bad_rows": ("skip",),
    }
    chosen = rng.sample(sorted(choices), rng.choice((1, 1, 2, 3)))
    return ReadOptions(**{name: rng.choice(choices[name]) for name in chosen})


class Attempts:
    """Reads files in a folder and collects what reading them did besides.

    Warnings are errors from here on, and what is written to stderr is seen.
    """

    def __init__(self, folder: Path, kinds: Sequence[str] = (*KINDS, *WORKBOOKS)) -> None:
        self._folder, self._kinds = folder, kinds
        self._log = _ErrorLog()
        logging.getLogger("engine").addHandler(self._log)
        warnings.simplefilter("error")
        if not set(kinds) & set(FORMATS):
            # As where no extra is installed: each file that one reads takes 0.3 s.
            for package in PACKAGES:
                sys.modules[package] = None  # type: ignore[assignment]
        self._stderr = (folder / "stderr.txt").open("wb+")
        os.dup2(self._stderr.fileno(), 2)

    def fault(self, seed: int) -> str:
        """Read the file of a seed and return what is wrong; "" if nothing is."""
        file = changed_file(seed, self._kinds)
        path = self._folder / f"t.{file.kind}"
        path.unlink(missing_ok=True)  # overwriting a file makes some file systems flush it
        path.write_bytes(file.data)
        self._log.entries.clear()
        start = _seconds()
        try:
            wrong = _read(path, file)
        except EngineError as error:
            wrong = _is_no_sentence(str(error))
        except BaseException:
            wrong = traceback.format_exc()
        seconds = _seconds() - start
        memory = _peak_memory()
        if wrong:
            return wrong
        if self._log.entries:
            return "\n".join(self._log.entries)
        if seconds > MOST_SECONDS:
            return f"it took {seconds:.1f} s"
        if memory > MOST_MEMORY:
            return f"the process has taken {memory / 2**20:.0f} MB"
        return self._written()

    def _written(self) -> str:
        if not os.fstat(self._stderr.fileno()).st_size:
            return ""
        self._stderr.seek(0)
        text = self._stderr.read().decode(errors="replace")
        self._stderr.truncate(0)
        return f"it was written to stderr: {text}"


def _read(path: Path, file: ChangedFile) -> str:
    """Read a file; return what is wrong with the result."""
    if file.reader == "read_archive":
        return _wrong_experiment(read_archive(path))
    if file.reader == "preview":
        shown = preview(path, file.options)
        return "" if shown.width > 0 else "a preview without columns"
    table = (import_table if file.reader == "import_table" else _read_table)(path, file.options)
    return _wrong_table(table)


def _read_table(path: Path, options: ReadOptions) -> Table:
    return read_table(path, **vars(options))


def _wrong_table(table: Table) -> str:
    """Check the numbers, and that an experiment of this table is kept with its names."""
    values = table.values
    if values.dtype != np.float64 or values.ndim != 2 or not np.isfinite(values).all():
        return f"{values.dtype} of shape {values.shape}, or not finite"
    if values.shape[1] < 2:
        return ""
    names = table.names[:-1]
    return _wrong_experiment(
        SavedExperiment(values[:, :-1], values[:, -1:], np.zeros(values.shape[1] - 1), names=names)
    )


def _wrong_experiment(saved: SavedExperiment) -> str:
    return "" if b"".join(archived(saved)) else "an experiment of no bytes"


def _is_no_sentence(text: str) -> str:
    is_one = text.strip() == text and text.endswith((".", "?")) and len(text) < _LONGEST_SENTENCE
    is_shown = not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)
    return "" if is_one and is_shown else f"this is no sentence: {text!r}"


def _seconds() -> float:
    """Return the computing time of this process and those that it has waited for."""
    usage = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in usage)


class _ErrorLog(logging.Handler):
    """Keeps the errors in the log: a guard had to turn one into a sentence."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.entries: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(self.format(record))


def _peak_memory() -> int:
    """Return the most memory that this process has used so far, in bytes.

    The system's count begins with what the process that started this one had used by then.
    """
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = re.search(r"VmHWM:\s*([0-9]+) kB", status.read_text())
        if kilobytes is not None:
            return 1024 * int(kilobytes[1])
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
