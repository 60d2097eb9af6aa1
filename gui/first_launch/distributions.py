"""What is installed in a folder of packages, and whether its files are still there.

importlib.metadata knows some of this, but importing it takes longer than the rest of a start.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_SUFFIX = ".dist-info"
# The files without which imports fail, or Qt ends the program because a plugin is missing.
_CODE = (".py", ".so", ".pyd", ".dll", ".dylib")
# What a library cannot do without: the requirements without a condition on system or version.
_REQUIRED = re.compile(r"^Requires-Dist: *([A-Za-z0-9._-]+)[^;\n]*$", re.MULTILINE)


class Distribution(NamedTuple):
    """An installed library: its normalised name, its version, and the folder that describes it."""

    name: str
    version: str
    description: str

    @property
    def required_names(self) -> list[str]:
        """The normalised names of the distributions that it cannot do without."""
        headers = self._read("METADATA").partition("\n\n")[0]
        return [normalised(name) for name in _REQUIRED.findall(headers)]

    def has_its_code(self) -> bool:
        """Return whether each module and shared library is there, and not empty.

        A shared library must also be whole: to load a part of one ends the process at once.

        Checked at each start: the 900 such files that Secant needs take 6 ms, a comparison of all
        4,000 files with their listed sizes takes 40 ms. A distribution without RECORD counts as
        complete, because the packages of Linux distributions are like that.
        """
        folder = Path(self.description).parent
        return all(
            (found := _size(f"{folder}/{name}")) >= least and (exact is None or found == exact)
            for name, least, exact in self._code()
        )

    def is_unchanged(self) -> bool:
        """Return whether pip's list of files is there, and each file has the size listed in it.

        Bytecode does not count: Python writes it itself.
        """
        folder = Path(self.description).parent
        rows = [line.rsplit(",", 2) for line in self._read("RECORD").splitlines()]
        if any(len(row) != 3 for row in rows):
            return False
        # A name with a comma is in quotes.
        sizes = {name.strip('"'): size for name, _, size in rows if not name.endswith(".pyc")}
        found = {name: _size(f"{folder}/{name}") for name in sizes}
        return bool(sizes) and all(
            found[name] == int(size or found[name]) >= 0 for name, size in sizes.items()
        )

    def _code(self) -> Iterator[tuple[str, int, int | None]]:
        """Yield the modules and shared libraries in RECORD, and the least size of each: 1 or 0.

        A shared library comes with its exact size too.
        """
        for line in self._read("RECORD").splitlines():
            # name,hash,size
            name, _, rest = line.partition(",")
            # Some systems leave out the tests of a library.
            if (name.endswith(_CODE) or ".so." in name) and "/tests/" not in name:
                size = rest.rpartition(",")[2]
                exact = int(size) if size.isdigit() and not name.endswith(".py") else None
                yield name, 0 if size in ("", "0") else 1, exact

    def _read(self, name: str) -> str:
        with suppress(OSError):
            return Path(self.description, name).read_text("utf-8")
        return ""


def installed(folders: Iterable[str]) -> Iterator[Distribution]:
    """Yield the distributions in some folders, such as those of sys.path."""
    for folder in folders:
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                name, _, version = entry.name.removesuffix(_SUFFIX).rpartition("-")
                # Without metadata it is the remains of an interrupted installation.
                if entry.name.endswith(_SUFFIX) and _size(f"{entry.path}/METADATA") > 0:
                    yield Distribution(normalised(name), version, entry.path)


def damaged(folder: Path) -> list[Path]:
    """Return the descriptions of the distributions in a folder that pip must install again."""
    found = {distribution.description: distribution for distribution in installed([str(folder)])}
    return [
        path
        for path in folder.glob(f"*{_SUFFIX}")
        if (whole := found.get(str(path))) is None or not whole.is_unchanged()
    ]


def normalised(name: str) -> str:
    """Normalise a name, so that its spellings compare equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - a Path for each would take half as long again
    except OSError:
        return -1
