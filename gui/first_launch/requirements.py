"""What Secant requires, and what of that the running Python lacks; told without pip."""

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
        """Read `name>=1.2,<2`; raise ValueError for what this small grammar does not know."""
        match = _REQUIREMENT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"requirement not understood: {text}")
        name, bounds = match.groups()
        return cls(
            name, tuple((sign, _release(version)) for sign, version in _BOUND.findall(bounds))
        )

    def accepts(self, version: str) -> bool:
        """Tell whether a version lies within the bounds; a pre-release counts as its release."""
        return all(_COMPARISONS[sign](_release(version), bound) for sign, bound in self.bounds)


def required(root: Path, *groups: str) -> list[str]:
    """Return the requirements of the source tree `root`, with those of its optional groups."""
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    optional = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(text for group in groups for text in optional[group])]


def required_by_installed(distribution: str) -> list[str]:
    """Return the requirements of an installed distribution, without its optional groups."""
    import importlib.metadata

    texts = importlib.metadata.requires(distribution) or []
    return [text for text in texts if "extra ==" not in text]


def lacking(requirements: Iterable[str]) -> list[str]:
    """Return those requirements that the running Python does not meet."""
    # In reverse, as the first folder of the path that has a distribution is the one that counts.
    versions = dict(reversed(list(_installed())))
    return [text for text in requirements if not _is_met(Requirement.parse(text), versions)]


def _installed() -> Iterator[tuple[str, str]]:
    """Yield the names and versions in the path by the names of their folders alone.

    importlib.metadata tells the same, but takes longer to load than all the rest of a start.
    """
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                name, _, version = entry.name.removesuffix(".dist-info").rpartition("-")
                if entry.name.endswith(".dist-info") and _has_metadata(entry.path):
                    yield _normalised(name), version


def _has_metadata(folder: str) -> bool:
    """Tell a whole distribution from what an interrupted installation leaves of one."""
    try:
        return Path(folder, "METADATA").stat().st_size > 0
    except OSError:
        return False


def _normalised(name: str) -> str:
    """Write a name the way two spellings of it agree (PEP 503)."""
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
