"""Find which of Secant's requirements the running Python does not meet, without pip."""

import operator
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Release = tuple[int, ...]

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+?)\s*((?:(?:>=|<|==|!=)\s*[0-9.]+\s*,?\s*)*)")
_BOUND = re.compile(r"(>=|<|==|!=)\s*([0-9.]+)")
_RELEASE = re.compile(r"\d+(?:\.\d+)*")
_COMPARISONS: dict[str, Callable[[Release, Release], bool]] = {
    ">=": operator.ge,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Requirement:
    """A distribution and the bounds on its version."""

    name: str
    bounds: tuple[tuple[str, Release], ...]

    @classmethod
    def parse(cls, text: str) -> "Requirement":
        """Parse ``name>=1.2,<2``; raise ValueError for anything beyond this small grammar."""
        match = _REQUIREMENT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"requirement not understood: {text}")
        name, bounds = match.groups()
        found = _BOUND.findall(bounds)
        return cls(name, tuple((operator, _release(version)) for operator, version in found))

    def accepts(self, version: str) -> bool:
        """Return whether a version is within the bounds; a pre-release counts as its release."""
        release = _release(version)
        return all(_COMPARISONS[operator](release, bound) for operator, bound in self.bounds)


def required(root: Path, *groups: str) -> list[str]:
    """Return the requirements of the source tree ``root`` and of its optional groups."""
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    optional = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(text for group in groups for text in optional[group])]


def required_by_installed(distribution: str) -> list[str]:
    """Return the requirements of an installed distribution, without its optional groups."""
    import importlib.metadata

    texts = importlib.metadata.requires(distribution) or []
    return [text for text in texts if "extra ==" not in text]


def unmet(requirements: Iterable[str]) -> list[str]:
    """Return those requirements that the running Python does not meet."""
    # Reversed, so that the first folder on sys.path with a distribution wins.
    versions = dict(reversed(list(_installed())))
    return [text for text in requirements if not _is_met(Requirement.parse(text), versions)]


def _installed() -> Iterator[tuple[str, str]]:
    """Yield the names and versions of the distributions on sys.path, from their folder names.

    importlib.metadata knows the same, but importing it takes longer than the rest of a start.
    """
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                name, _, version = entry.name.removesuffix(".dist-info").rpartition("-")
                if entry.name.endswith(".dist-info") and _has_metadata(entry.path):
                    yield _normalised(name), version


def _has_metadata(folder: str) -> bool:
    """Return False for the remains of an interrupted installation."""
    try:
        return Path(folder, "METADATA").stat().st_size > 0
    except OSError:
        return False


def _normalised(name: str) -> str:
    """Normalise a name, so that its spellings compare equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_met(requirement: Requirement, versions: dict[str, str]) -> bool:
    version = versions.get(_normalised(requirement.name))
    return version is not None and requirement.accepts(version)


def _release(version: str) -> Release:
    match = _RELEASE.match(version)
    if match is None:
        raise ValueError(f"version not understood: {version}")
    # 6.12 and 6.12.0 are the same release.
    return tuple(int(part) for part in re.sub(r"(\.0+)+$", "", match[0]).split("."))
