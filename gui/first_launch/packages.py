"""The system's package manager: which one it is, its install command, and how root runs it."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from enum import Enum

from .errors import PackagesNotInstalled
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
    """Return whether Secant may install packages itself: only as root and with apt."""
    return sys.platform == "linux" and manager is Manager.APT and os.geteuid() == 0


def install_packages(names: Sequence[str]) -> None:
    """Install packages with apt-get.

    Raises PackagesNotInstalled.
    """
    report(f"installing the system packages {' '.join(names)}")
    # A failed update may be harmless: older package lists often suffice.
    _apt_get("update")
    done = _apt_get("install", "--yes", "--no-install-recommends", *names)
    if done.returncode != 0:
        lines = done.stdout.split("\n")
        errors = [line for line in lines if line.startswith("E:")]
        raise PackagesNotInstalled(names, (errors or lines)[0])


def _apt_get(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # Wait up to 5 minutes for another apt, such as a nightly upgrade.
        ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
