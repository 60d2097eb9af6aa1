"""What Secant requires, and what of that the running Python lacks; told without pip."""

import importlib.metadata
import operator
import re
import tomllib
from collections.abc import Callable, Iterable
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
    texts = importlib.metadata.requires(distribution) or []
    return [text for text in texts if "extra ==" not in text]


def lacking(requirements: Iterable[str]) -> list[str]:
    """Return those requirements that the running Python does not meet."""
    return [text for text in requirements if not _is_met(Requirement.parse(text))]


def _is_met(requirement: Requirement) -> bool:
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return False
    # An interrupted installation leaves a distribution without metadata, and so without version.
    return bool(version) and requirement.accepts(version)


def _release(version: str) -> Release:
    match = _RELEASE.match(version)
    if match is None:
        raise ValueError(f"version not understood: {version}")
    # 6.12 and 6.12.0 are the same release.
    return tuple(int(part) for part in re.sub(r"(\.0+)+$", "", match[0]).split("."))
