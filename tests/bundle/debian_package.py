"""The Debian package of the bundle: programs, menu entry, icon, type of .secant files, manuals."""

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from engine.program.version import VERSION
from gui.first_launch.linux_launcher import MIME_PACKAGE, desktop_entry

from .man_pages import MAN_PAGES

ROOT = Path(__file__).parents[2]
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
CONTROL = """\
Package: secant
Version: {version}
Architecture: {machine}
Maintainer: The Secant authors <secant@localhost>
Installed-Size: {kibibytes}
Depends: libc6 (>= {libc}), libegl1, libgl1, libxcb1, fontconfig-config,
 fonts-dejavu-core | fonts-liberation | fonts-noto-core
Recommends: desktop-file-utils, hicolor-icon-theme, shared-mime-info
Suggests: libcups2
Section: math
Priority: optional
Description: gradient descent by limits, at your desk
 A window in which a linear model learns from a table that is typed, pasted or
 imported, by gradient descent whose gradient is taken from nothing but the
 definition of the derivative. secant-fit does the same without a window.
"""
COPYRIGHT = """\
Secant is under the MIT licence, which follows.

The folder /usr/lib/secant also holds, each under its own licence: Python (PSF), Qt and PySide6
(LGPL-3, their sources at https://download.qt.io), NumPy and pyqtgraph (BSD and MIT),
python-calamine (MIT), and libraries of Debian, whose licences are in its packages. Qt's libraries
are files of their own there, and can be replaced.

{licence}"""
_NEEDED_LIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)\0")


def write_package(folder: Path, dist: Path, compression: str = "xz") -> Path:
    """Write the package of a bundle's folder; return its path. It needs dpkg-deb."""
    machine = MACHINES.get(platform.machine(), platform.machine())
    package = dist / f"secant_{VERSION}_{machine}.deb"
    with tempfile.TemporaryDirectory() as made:
        root = Path(made, "root")
        lay_out(folder, root)
        files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
        control = CONTROL.format(
            version=VERSION,
            machine=machine,
            kibibytes=sum(path.stat().st_size for path in files) // 1024,
            libc=needed_libc(folder),
        )
        _write(root / "DEBIAN/control", control.encode())
        sums = (
            f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
            f"{path.relative_to(root)}\n"
            for path in sorted(files)
        )
        _write(root / "DEBIAN/md5sums", "".join(sums).encode())
        for path in root.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        subprocess.run(
            [
                "dpkg-deb",
                "--root-owner-group",
                f"-Z{compression}",
                "--build",
                str(root),
                str(package),
            ],
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return package


def lay_out(folder: Path, root: Path) -> None:
    """Put the files of the package where they will be installed, below ``root``."""
    shutil.copytree(folder, root / "usr/lib/secant", symlinks=True)
    (root / "usr/bin").mkdir()
    for name in ("secant", "secant-fit"):
        (root / "usr/bin" / name).symlink_to(f"../lib/secant/{name}")
    share = root / "usr/share"
    icon = (ROOT / "gui/icons/secant.svg").read_bytes()
    _write(share / "icons/hicolor/scalable/apps/secant.svg", icon)
    _write(share / "icons/hicolor/scalable/mimetypes/application-x-secant.svg", icon)
    _write(share / "applications/secant.desktop", desktop_entry("secant", "secant").encode())
    _write(share / "mime/packages/secant.xml", MIME_PACKAGE.encode())
    for name, page in MAN_PAGES.items():
        _write(share / f"man/man1/{name}.gz", gzip.compress(page.encode(), mtime=0))
    licence = (ROOT / "LICENSE").read_text("utf-8")
    _write(share / "doc/secant/copyright", COPYRIGHT.format(licence=licence).encode())
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    _write(share / "doc/secant/changelog.gz", changes)


def needed_libc(folder: Path) -> str:
    """Return the newest version of the C library that a file of the folder asks for."""
    found = {(2, 28)}
    for path in folder.rglob("*"):
        if path.is_file() and (".so" in path.name or os.access(path, os.X_OK)):
            found |= {(int(a), int(b)) for a, b in _NEEDED_LIBC.findall(path.read_bytes())}
    return "{}.{}".format(*max(found))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
