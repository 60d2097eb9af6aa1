"""Build the bundle by PyInstaller in an environment of its own, and pack it."""

import os
import platform
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.program.version import VERSION
from gui.first_launch.requirements import required

from .debian_package import write_package

ROOT = Path(__file__).parents[2]
BUILD, DIST = ROOT / "build/bundle", ROOT / "dist"
SPEC = Path(__file__).with_name("secant.spec")
TOOLS = ("pyinstaller>=6.10,<7", "build>=1.2", "twine>=6")
"""What builds the bundle, the wheel, and checks the latter; no part of Secant needs them."""
MOST_MEGABYTES = 165
IN_WHEEL = (
    *("engine/data/Longley.csv", "gui/icons/secant.svg", "gui/icons/secant.ico", "main.py"),
    "engine/reading/sheets/workbook_reader.py",
)


class BundleFault(Exception):
    """The bundle could not be built, or is not what it must be; says which."""


def build(dist: Path, python: Path | None = None) -> list[str]:
    """Build the folder, its archive and its package; return what was made, a line each.

    Parameters
    ----------
    dist : Path
        The folder to put them in.
    python : Path, optional
        A Python with PyInstaller and what Secant requires; by default one is installed for it.

    Raises
    ------
    BundleFault
        If PyInstaller fails, or the folder is larger than it may be.
    """
    folder = dist / "secant"
    places = ["--distpath", str(dist), "--workpath", str(BUILD / "work")]
    # Byte code and archives then hold no time and no order of their own.
    fixed = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
    run(
        [str(python or own_python()), "-m", "PyInstaller", "--noconfirm", *places, str(SPEC)], fixed
    )
    size = megabytes(folder)
    if size > MOST_MEGABYTES:
        raise BundleFault(f"{folder} takes {size:.0f} MB, and may take {MOST_MEGABYTES}.")
    made = [f"{folder}: {size:.0f} MB"]
    archive = dist / f"secant-{VERSION}-{sys.platform}-{platform.machine()}.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(folder, f"secant-{VERSION}", filter=_of_root)
    made.append(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB")
    if sys.platform == "linux":
        package = write_package(folder, dist)
        made.append(f"{package}: {package.stat().st_size / 1e6:.0f} MB")
    return made


def packages_checked(dist: Path, python: Path | None = None) -> list[str]:
    """Build the wheel and the source archive, and look at what is in them; return their names.

    Raises
    ------
    BundleFault
        If a tool fails or warns, or a file is missing.
    """
    tool = str(python or own_python())
    said = run([tool, "-m", "build", "--outdir", str(dist), str(ROOT)])
    if "warning" in said.lower():
        raise BundleFault(f"building the wheel warns: {said}")
    wheel = dist / f"secant-{VERSION}-py3-none-any.whl"
    source = dist / f"secant-{VERSION}.tar.gz"
    run([tool, "-m", "twine", "check", "--strict", str(wheel), str(source)])
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = archive.namelist()
    with tarfile.open(source) as tar:
        in_source = [name.partition("/")[2] for name in tar.getnames()]
    licence = f"secant-{VERSION}.dist-info/licenses/LICENSE"
    missing = [name for name in (*IN_WHEEL, licence) if name not in in_wheel]
    missing += [name for name in (*IN_WHEEL, "LICENSE", "README.md") if name not in in_source]
    if missing:
        raise BundleFault(f"{', '.join(missing)} is not in the wheel or the source archive.")
    return [str(wheel), str(source)]


def own_python() -> Path:
    """Return the Python of the environment that builds, which is made if it is not there."""
    folder = BUILD / "environment"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.EnvBuilder(with_pip=True).create(folder)
    run([str(python), "-m", "pip", "install", "--quiet", *required(ROOT), *TOOLS])
    return python


def run(command: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """Run a command and return what it printed.

    Raises
    ------
    BundleFault
        If it ends with another status than 0.
    """
    # Byte code is built as well, whatever this machine does of its own.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environ, **(more or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BundleFault(f"{' '.join(command)} ends with {done.returncode}:\n{done.stdout}")
    return done.stdout


def megabytes(folder: Path) -> float:
    """Return what the files of a folder take, in megabytes of 2²⁰ bytes, as ``du`` counts."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 2**20


def _of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
