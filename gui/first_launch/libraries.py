"""Check the system libraries that Qt needs on Linux; without one of them it does not load."""

import ctypes
import logging
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .bundle import is_bundle
from .errors import LibrariesMissing, PackagesNotInstalled
from .interrupts import Stop, run_child
from .progress import report


class Manager(Enum):
    """A package manager; the value is its install command for a user."""

    APT = "sudo apt install"
    DNF = "sudo dnf install"
    PACMAN = "sudo pacman -S"


_FAMILIES = {
    "debian": Manager.APT,
    "ubuntu": Manager.APT,
    "fedora": Manager.DNF,
    "rhel": Manager.DNF,
    "centos": Manager.DNF,
    "arch": Manager.PACMAN,
}
_TOOLS = {"apt-get": Manager.APT, "dnf": Manager.DNF, "pacman": Manager.PACMAN}


def package_manager() -> Manager | None:
    """Return this system's package manager, or None if Secant does not know it."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    families = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    by_family = (_FAMILIES[name] for name in families if name in _FAMILIES)
    by_tool = (manager for tool, manager in _TOOLS.items() if shutil.which(tool))
    return next(by_family, None) or next(by_tool, None)


def may_install(manager: Manager) -> bool:
    """Return whether Secant may install packages itself: only as root and with apt.

    A bundle installs nothing: it is ready as it is, or was installed with what it needs.
    """
    if is_bundle():
        return False
    return sys.platform == "linux" and manager is Manager.APT and os.geteuid() == 0


def install_packages(names: Sequence[str]) -> None:
    """Install packages with apt-get.

    Raises PackagesNotInstalled.
    """
    report(f"installing the system packages {' '.join(names)}")
    # A failed update may be harmless: older package lists often suffice.
    _apt_get("update")
    status, output = _apt_get("install", "--yes", "--no-install-recommends", *names)
    if status != 0:
        lines = output.split("\n")
        errors = [line for line in lines if line.startswith("E:")]
        raise PackagesNotInstalled(names, (errors or lines)[0])


def _apt_get(*words: str) -> tuple[int, str]:
    """Run apt-get; return its status and output."""
    import tempfile  # no other start needs it

    with tempfile.TemporaryFile() as file:
        status = run_child(
            # Wait up to 5 minutes for another apt, such as a nightly upgrade.
            ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words],
            file,
            # It ends at once while it downloads. What dpkg is installing is finished first, in the
            # background: the next start waits for the lock. A dpkg that is cut off refuses to
            # install anything until it is repaired by hand.
            Stop.ASK,
            environ={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
        )
        file.seek(0)
        return status, file.read().decode(errors="replace")


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Library:
    """A shared library and the package that contains it, by package manager."""

    soname: str
    apt: str
    dnf: str
    pacman: str

    def package(self, manager: Manager) -> str:
        """Return the name of the package for ``manager``."""
        return {Manager.APT: self.apt, Manager.DNF: self.dnf, Manager.PACMAN: self.pacman}[manager]


# Qt's own libraries link to these on every platform.
_BASE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libz.so.1", "zlib1g", "zlib", "zlib"),
    Library("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
    Library("libstdc++.so.6", "libstdc++6", "libstdc++", "gcc-libs"),
)
_XCB = (
    Library("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)
_WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
)

NOT_BUNDLED = ("libEGL.so.1", "libGL.so.1", "libxcb.so.1")
"""Those that fit the system's driver and display server; a bundle has all others in its folder."""

Loader = Callable[[str], object]


def missing_libraries(platform: str, load: Loader = ctypes.CDLL) -> list[Library]:
    """Return the libraries that Qt's ``platform`` needs and that ``load`` cannot load."""
    # A suffix names a variant of a platform: wayland-egl.
    more = {"xcb": _XCB, "wayland": _WAYLAND}.get(platform.partition("-")[0], ())
    needed = [each for each in (*_BASE, *more) if not is_bundle() or each.soname in NOT_BUNDLED]
    return [library for library in needed if not _loads(library, load)]


def provide_libraries(platform: str) -> None:
    """Check the libraries of Qt's ``platform``, and install missing ones if Secant may.

    Raises LibraryFault if a library is still missing.
    """
    missing = missing_libraries(platform) if sys.platform == "linux" else []
    logger.debug("missing system libraries: %s", [library.soname for library in missing])
    manager = package_manager() if missing else None
    if missing and manager is not None and may_install(manager):
        install_packages(_packages(missing, manager))
        missing = missing_libraries(platform)
    if missing:
        command = manager and f"{manager.value} {' '.join(_packages(missing, manager))}"
        raise LibrariesMissing([library.soname for library in missing], command)


def _packages(libraries: Sequence[Library], manager: Manager) -> list[str]:
    # A package that contains several of the libraries is named once.
    return list(dict.fromkeys(library.package(manager) for library in libraries))


def _loads(library: Library, load: Loader) -> bool:
    try:
        load(library.soname)
    except OSError:
        return False
    return True


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
    manager = package_manager()
    if manager is not None and may_install(manager):
        _install_font(_FONT_PACKAGES[manager])
    else:
        command = f": {manager.value} {_FONT_PACKAGES[manager]}" if manager else ""
        report(f"no font is installed, so text shows as boxes; install one{command}")


def _install_font(package: str) -> None:
    try:
        install_packages([package])
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
