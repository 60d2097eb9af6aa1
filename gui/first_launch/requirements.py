"""Find which of Secant's requirements the running Python does not meet, without pip."""

import operator
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from .distributions import Distribution, installed, normalised

Release = tuple[int, ...]

_DEPENDENCIES = re.compile(r'^dependencies = \[\n((?:    (?:#.*|"[^"\\]*",)\n)+)\]$', re.MULTILINE)
_TEXT = re.compile(r'^    "(.*)",$', re.MULTILINE)
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+?)\s*((?:(?:>=|<|==|!=)\s*[0-9.]+\s*,?\s*)*)")
_BOUND = re.compile(r"(>=|<|==|!=)\s*([0-9.]+)")
_RELEASE = re.compile(r"\d+(?:\.\d+)*")
_COMPARISONS: dict[str, Callable[[Release, Release], bool]] = {
    ">=": operator.ge,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


class Requirement(NamedTuple):
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
    text = (root / "pyproject.toml").read_text("utf-8")
    if not groups and (found := _DEPENDENCIES.search(text)):
        # One requirement a line, as our own file has them: to load tomllib takes longer than the
        # rest of what a start in the system's Python does before it restarts.
        return _TEXT.findall(found[1])
    import tomllib

    project = tomllib.loads(text)["project"]
    optional = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(text for group in groups for text in optional[group])]


def required_by_installed(distribution: str) -> list[str]:
    """Return the requirements of an installed distribution, without its optional groups."""
    import importlib.metadata

    texts = importlib.metadata.requires(distribution) or []
    return [text for text in texts if "extra ==" not in text]


def unmet(requirements: Iterable[str]) -> list[str]:
    """Return those requirements that the running Python does not meet.

    A requirement is met by a distribution that has all its code, and whose own requirements have.
    """
    # Reversed, so that the first folder on sys.path with a distribution wins.
    found = {found.name: found for found in reversed(list(installed(sys.path)))}
    checked: dict[str, bool] = {}
    return [text for text in requirements if not _is_met(Requirement.parse(text), found, checked)]


def _is_met(
    requirement: Requirement, found: Mapping[str, Distribution], checked: dict[str, bool]
) -> bool:
    name = normalised(requirement.name)
    if name not in found or not requirement.accepts(found[name].version):
        return False
    return _works(name, found, checked)


def _works(name: str, found: Mapping[str, Distribution], checked: dict[str, bool]) -> bool:
    """Return whether a distribution has its code, and those that it needs have theirs."""
    if name not in checked:
        checked[name] = True  # until it is known: two distributions may need each other
        distribution = found.get(name)
        checked[name] = distribution is not None and (
            distribution.has_its_code()
            and all(_works(other, found, checked) for other in distribution.required_names)
        )
    return checked[name]


def _release(version: str) -> Release:
    match = _RELEASE.match(version)
    if match is None:
        raise ValueError(f"version not understood: {version}")
    # 6.12 and 6.12.0 are the same release.
    return tuple(int(part) for part in re.sub(r"(\.0+)+$", "", match[0]).split("."))
