"""Check that the system has a font; without one, as in a bare container, Qt draws boxes."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import packages
from .errors import PackagesNotInstalled
from .packages import Manager
from .progress import report

_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")
_FONT_PACKAGES = {
    Manager.APT: "fonts-dejavu-core",
    Manager.DNF: "dejavu-sans-fonts",
    Manager.PACMAN: "ttf-dejavu",
}


def provide_font() -> None:
    """If there is no font, install one if Secant may; otherwise report how to install one."""
    if sys.platform != "linux" or has_font(font_folders(os.environ)):
        return
    manager = packages.package_manager()
    if manager is not None and packages.may_install(manager):
        _install_font(_FONT_PACKAGES[manager])
    else:
        command = f": {manager.value} {_FONT_PACKAGES[manager]}" if manager else ""
        report(f"no font is installed, so text shows as boxes; install one{command}")


def _install_font(package: str) -> None:
    try:
        packages.install_packages([package])
    except PackagesNotInstalled as fault:
        # Secant still starts: boxes instead of text are no reason to refuse.
        report(f"no font is installed, so text shows as boxes; {fault}")


def font_folders(environ: Mapping[str, str]) -> list[Path]:
    """Return the usual folders of fonts."""
    home = Path(environ.get("HOME", "/"))
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    system = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*system, data / "fonts", home / ".fonts"]


def has_font(folders: Iterable[Path]) -> bool:
    """Return whether any of the folders, or a folder in one, contains a font."""
    names = (name for folder in folders for _, _, files in os.walk(folder) for name in files)
    return any(name.lower().endswith(_ENDINGS) for name in names)
