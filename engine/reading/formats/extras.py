"""The extras: libraries that are installed only by those who need them."""

import sys
from enum import Enum
from importlib.util import find_spec

from ...errors import BadTable
from ...language.sentence import Chain, marked

_NEEDED = marked(
    "engine", "this is {what}, and reading it needs {package}, of the extra “{extra}”."
)
_HOW = marked(
    "engine",
    "Add it with python3 main.py --add {extra}, or with python3 -m pip install {package}.",
)
_IN_BUNDLE = marked("engine", "Nothing can be added to this Secant, which is a bundle.")


class Extra(Enum):
    """An extra of pyproject.toml, by its name there."""

    ARROW = "arrow"
    FORMATS = "formats"


class NeedsExtra(BadTable):
    """A file can be read once a library is installed, which ``extra`` names.

    ``is_bundle`` says whether this Secant is one to which nothing can be added.
    """

    def __init__(self, name: str, what: str, package: str, extra: Extra, remedy: str) -> None:
        self.is_bundle = is_bundle()
        needed = _NEEDED.format(what=what, package=package, extra=extra.value)
        how = _HOW.format(package=package, extra=extra.value)
        remedies = (_IN_BUNDLE if self.is_bundle else how, " ", remedy)
        super().__init__(name, Chain(needed, " ", *remedies))
        self.package, self.extra = package, extra.value


def is_bundle() -> bool:
    """Return whether this Secant is one file with all that it needs, as PyInstaller makes it."""
    return bool(getattr(sys, "frozen", False))


def is_installed(package: str) -> bool:
    """Return whether a library can be imported, without importing it."""
    try:
        return find_spec(package) is not None
    except ValueError:  # what is imported has no spec, or its import is blocked
        return sys.modules.get(package) is not None
