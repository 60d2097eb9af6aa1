"""Add an extra of pyproject.toml to the private environment: ``python3 main.py --add arrow``."""

import sys
from pathlib import Path

from .bundle import is_bundle
from .environment import Environment
from .errors import AddedElsewhere, AddedOffline, BundleIsClosed, NoNetwork, UnknownExtra
from .interrupts import interruptible
from .requirements import required, unmet

_ROOT = Path(__file__).resolve().parents[2]
# These are for those who work on Secant itself.
_OF_DEVELOPERS = ("tests", "bench")


def add_extra(name: str) -> str:
    """Install an extra, and return a sentence that says so.

    Raises FirstLaunchError if there is none of this name, or it cannot be installed.
    """
    if is_bundle():
        raise BundleIsClosed(name)
    if not (_ROOT / "pyproject.toml").exists():
        raise AddedElsewhere(name, [f"secant[{name}]"])
    offered = extras(_ROOT)
    if name not in offered:
        raise UnknownExtra(name, offered)
    needed = required(_ROOT)
    wanted = [text for text in required(_ROOT, name) if text not in needed]
    environment = Environment(_ROOT / ".venv")
    if not unmet(needed) and Path(sys.prefix).resolve() != environment.folder.resolve():
        if not unmet(wanted):
            return _sentence(name, sys.prefix)
        raise AddedElsewhere(name, wanted)
    from .set_up import add_to

    with interruptible():
        environment.check_path()
        try:
            add_to(environment, needed, wanted)
        except NoNetwork:
            raise AddedOffline(name, environment.log) from None
    return _sentence(name, str(environment.folder))


def extras(root: Path) -> list[str]:
    """Return the extras that a source tree offers to those who use it."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return [each for each in project["optional-dependencies"] if each not in _OF_DEVELOPERS]


def _sentence(name: str, folder: str) -> str:
    return f"The extra {name} is there ({folder})."
