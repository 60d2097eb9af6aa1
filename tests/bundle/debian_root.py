"""A Debian without Python, to run the bundle in by chroot. All of it needs root."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .building import BUILD, BundleFault, run

SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"
HOME = "/w"
"""The home folder of the person there, with that person's files."""
# What packages leave by themselves, whatever is installed: lists, logs, caches.
_NOISE = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "etc/ld.so.cache", "proc", "w")


class DebianRoot:
    """A folder with a Debian in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def home(self) -> Path:
        """The home folder, as it is called from outside."""
        return self.folder / HOME.lstrip("/")

    def command(self, words: Sequence[str], environ: Sequence[str] = ()) -> list[str]:
        """Return the command that runs another one inside, with these variables alone."""
        known = [f"HOME={HOME}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        inside = ["/usr/bin/env", "-i", f"--chdir={HOME}", *known, *environ, *words]
        return [shutil.which("chroot") or "/usr/sbin/chroot", str(self.folder), *inside]

    def run(self, *words: str) -> str:
        """Run a command inside and return what it printed.

        Raises
        ------
        BundleFault
            If it fails.
        """
        return run(self.command(words, ["DEBIAN_FRONTEND=noninteractive"]))

    def install(self, *packages: str) -> None:
        """Install packages and what they depend on, but nothing that they recommend."""
        self.run("apt-get", "install", "--yes", "--no-install-recommends", *packages)

    def files(self) -> set[str]:
        """Return all files and links but those that every installation changes."""
        found = set[str]()
        for top, folders, names in os.walk(self.folder):
            place = Path(top).relative_to(self.folder)
            folders[:] = [name for name in folders if str(place / name) not in _NOISE]
            found |= {str(place / name) for name in names if str(place / name) not in _NOISE}
        return found


@contextmanager
def debian_root(made: Path | None, work: Path) -> Iterator[DebianRoot]:
    """Yield a fresh copy of a minimal Debian, which is made if there is none yet.

    Parameters
    ----------
    made : Path, optional
        A root that debootstrap has made, which stays as it is.
    work : Path
        Where to put the copy.

    Raises
    ------
    BundleFault
        If it cannot be made, or has a Python.
    """
    source = made or BUILD / "debian"
    if not (source / "etc/debian_version").exists():
        source.mkdir(parents=True, exist_ok=True)
        run(["debootstrap", "--variant=minbase", SUITE, str(source), MIRROR])
    if found := [path.name for path in (source / "usr/bin").glob("python*")]:
        raise BundleFault(f"{source} has a Python: {', '.join(found)}.")
    root = DebianRoot(work / "debian")
    run(["cp", "--archive", "--reflink=auto", str(source), str(root.folder)])
    root.home.mkdir()
    shutil.copyfile("/etc/resolv.conf", root.folder / "etc/resolv.conf")
    policy = root.folder / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")  # no services
    policy.chmod(0o755)
    mounted = root.folder / "proc"
    run(["mount", "--types", "proc", "proc", str(mounted)])
    try:
        yield root
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
