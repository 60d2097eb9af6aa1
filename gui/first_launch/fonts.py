"""Whether the system has a font; without one, as in a bare container, Qt draws boxes."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import packages
from .errors import PackagesNotInstalled
from .packages import Manager
from .progress import say

_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")
_PACKAGES = {
    Manager.APT: "fonts-dejavu-core",
    Manager.DNF: "dejavu-sans-fonts",
    Manager.PACMAN: "ttf-dejavu",
}


def provide() -> None:
    """Where there is no font, install one if Secant may, or else say what to do."""
    if sys.platform != "linux" or present(folders(os.environ)):
        return
    found = packages.manager()
    if found is not None and packages.may_install(found):
        _install(_PACKAGES[found])
    else:
        command = f": {found.value} {_PACKAGES[found]}" if found else ""
        say(f"no font is installed, so text shows as boxes; install one{command}")


def _install(package: str) -> None:
    try:
        packages.install([package])
    except PackagesNotInstalled as fault:
        # Boxes are no reason not to start.
        say(f"no font is installed, so text shows as boxes; {fault}")


def folders(environ: Mapping[str, str]) -> list[Path]:
    """Return the folders in which fonts usually lie."""
    home = Path(environ.get("HOME", "/"))
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    system = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*system, data / "fonts", home / ".fonts"]


def present(places: Iterable[Path]) -> bool:
    """Tell whether a font lies anywhere under `places`."""
    names = (name for place in places for _, _, files in os.walk(place) for name in files)
    return any(name.lower().endswith(_ENDINGS) for name in names)
