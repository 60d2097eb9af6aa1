"""The system's package manager: which it is, what a person tells it, and using it as root."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from enum import Enum

from .errors import PackagesNotInstalled
from .progress import say


class Manager(Enum):
    """A package manager; its value is the command that a person gives it."""

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


def manager() -> Manager | None:
    """Return this system's package manager, or None for one that Secant does not know."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    families = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    by_family = (_FAMILIES[name] for name in families if name in _FAMILIES)
    by_tool = (found for tool, found in _TOOLS.items() if shutil.which(tool))
    return next(by_family, None) or next(by_tool, None)


def may_install(found: Manager) -> bool:
    """Tell whether Secant itself may install packages: as root, with apt."""
    return sys.platform == "linux" and found is Manager.APT and os.geteuid() == 0


def install(names: Sequence[str]) -> None:
    """Install packages with apt-get.

    Raises PackagesNotInstalled.
    """
    say(f"installing the system packages {' '.join(names)}")
    # An update that fails is no fault yet: the lists of an earlier one may do.
    _apt_get("update")
    done = _apt_get("install", "--yes", "--no-install-recommends", *names)
    if done.returncode != 0:
        lines = done.stdout.split("\n")
        errors = [line for line in lines if line.startswith("E:")]
        raise PackagesNotInstalled(names, (errors or lines)[0])


def _apt_get(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # Another apt at work, such as a nightly upgrade, is waited for.
        ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
