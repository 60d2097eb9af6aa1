"""Prove the bundle: a person uses it in a Debian without Python, and on this machine."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.program.version import VERSION
from engine.writing.atomic_write import write_whole
from tests.desktops.screens import ScreenName, screen
from tests.engine.reading.workbooks import xlsx

from .building import MOST_MEGABYTES, BundleFault, megabytes, run
from .debian_root import HOME, DebianRoot, debian_root
from .keyboard import Keyboard

ROOT = Path(__file__).parents[2]
ROWS = ((1, 2, 5), (2, 1, 4.5), (3, 5, 13), (4, 1, 6))
XLS = ROOT / "tests/data/workbooks/sheets.xls"
SOFT_LIBRARIES = ("libegl1", "libgl1", "libxcb1")
DESKTOP_TOOLS = ("desktop-file-utils", "shared-mime-info", "xdg-utils", "libfile-mimeinfo-perl")


@dataclass(frozen=True)
class Place:
    """Where a bundle runs: how to start it, and its home folder as seen from inside and outside."""

    command: Callable[[Sequence[str]], list[str]]
    inside: str
    home: Path


def check(dist: Path, made: Path | None = None) -> Iterator[str]:
    """Check the folder, the archive and the package in ``dist``; yield what was found.

    Parameters
    ----------
    dist : Path
        Where the bundle was built.
    made : Path, optional
        A Debian that debootstrap has made; by default one is made.

    Raises
    ------
    BundleFault
        At the first thing that is not as it must be.
    """
    size = megabytes(dist / "secant")
    expect(size <= MOST_MEGABYTES, f"the folder takes {size:.0f} MB")
    yield f"size: {size:.0f} MB of {MOST_MEGABYTES}"
    with tempfile.TemporaryDirectory(prefix="bundle") as folder:
        work = Path(folder)
        (work / "x").mkdir()
        with screen(ScreenName.X11, work / "x") as shown_on:
            outer, display = shown_on.outer, f"DISPLAY={shown_on.environ['DISPLAY']}"
            keyboard = Keyboard(outer, work / "log")
            with debian_root(made, work) as root:
                yield from in_debian(root, dist, keyboard, work, display)
            here = _here(dist, work, display)
            yield from (f"here: {line}" for line in use(here, keyboard, work))


def in_debian(
    root: DebianRoot, dist: Path, keyboard: Keyboard, work: Path, display: str
) -> Iterator[str]:
    """Check the archive and the package in a Debian without Python; yield what was found."""
    (archive,) = dist.glob(f"secant-{VERSION}-linux-*.tar.xz")
    (package,) = dist.glob(f"secant_{VERSION}_*.deb")
    run(["tar", "--extract", "--file", str(archive), "--directory", str(root.folder / "opt")])
    unpacked = f"/opt/secant-{VERSION}/secant"
    yield from sentences(root, unpacked, display)
    shutil.rmtree(root.folder / "opt" / f"secant-{VERSION}")
    root.run("apt-get", "update")
    root.install(*SOFT_LIBRARIES, *DESKTOP_TOOLS)
    before = root.files()
    shutil.copy(package, root.folder / "tmp/secant.deb")
    root.install("/tmp/secant.deb")
    (root.folder / "tmp/secant.deb").unlink()
    yield f"Debian: {package.name} is installed"

    def start(words: Sequence[str]) -> list[str]:
        return root.command([f"/usr/bin/{words[0]}", *words[1:]], [display])

    place = Place(start, HOME, root.home)
    for turn in (1, 2):
        yield from (f"Debian, turn {turn}: {line}" for line in use(place, keyboard, work))
    kind = root.run("xdg-mime", "query", "filetype", f"{HOME}/e.secant").strip()
    program = root.run("xdg-mime", "query", "default", kind).strip()
    expect((kind, program) == ("application/x-secant", "secant.desktop"), f"{kind}, {program}")
    yield from opened_by_type(place, keyboard, work)
    for page in ("secant", "secant-fit"):
        shown = root.folder / f"usr/share/man/man1/{page}.1.gz"
        expect(shown.is_file(), f"no manual of {page}")
    root.run("apt-get", "purge", "--yes", "secant")
    root.run("apt-get", "autoremove", "--yes", "--purge")
    left = root.files() - before
    expect(not left, f"the removed package leaves {sorted(left)[:10]}")
    yield "Debian: the removed package leaves nothing"


def sentences(root: DebianRoot, program: str, display: str) -> Iterator[str]:
    """Check what is said where a library, a display or a font is missing; yield it."""
    for environ, words in (
        ([], "there is no display to open a window on"),
        ([display], "sudo apt install libegl1 libgl1"),
        (["QT_QPA_PLATFORM=offscreen"], "sudo apt install libegl1 libgl1"),
    ):
        done = subprocess.run(
            root.command([program], environ), capture_output=True, text=True, check=False
        )
        is_so = done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1
        expect(is_so, f"{program} ends with {done.returncode}: {done.stderr}")
        yield f"Debian, bare: {done.stderr.strip()}"


def use(place: Place, keyboard: Keyboard, work: Path) -> Iterator[str]:
    """Import, run, export, crash, recover and end, then open each kind of file."""
    write_files(place.home)
    forget(place)
    weights = place.home / "w.csv"
    weights.unlink(missing_ok=True)
    with started(place, work, "t.csv") as program:
        took = keyboard.wait_for_window(r"^Import t\.csv")
        yield f"the import dialog after {took:.1f} s"
        keyboard.open_window("Return", r"^(Untitled \(t\)|t)\* — Secant")
        keyboard.press("F5")
        keyboard.settle()
        keyboard.open_window("ctrl+e", "Export")
        keyboard.type(f"{place.inside}/w.csv")
        keyboard.press("Return")
        keyboard.wait_until(weights.exists, "an export")
        expect(weights.read_text("utf-8").count("\n") >= 3, "the export is short")
        kept = place.home / ".local/share"
        keyboard.wait_until(lambda: any(kept.rglob("*.secant")), "a recovery copy")
        keyboard.settle()
        program.send_signal(signal.SIGKILL)
        program.wait()
    with started(place, work) as program:
        keyboard.wait_for_window("Recover")
        keyboard.open_window("Return", r"^(Untitled \(t\)|t)\* — Secant")
        end(program)
    yield "imports, runs, exports, is killed, recovers, and ends at SIGTERM with status 0"
    for name in ("t.xlsx", "t.xls", "t.npz"):
        forget(place)
        with started(place, work, name) as program:
            keyboard.wait_for_window(rf"^Import {name}")
            keyboard.open_window("Return", r"^(Untitled \(t\)|t)\* — Secant")
            end(program)
    forget(place)
    with started(place, work, "e.secant") as program:
        keyboard.wait_for_window(r"^e — Secant")
        end(program)
    yield "opens .xlsx, .xls, .npz and .secant"
    yield from fits(place)


def forget(place: Place) -> None:
    """Remove the recovery copies, which the next start would offer before it opens a file."""
    shutil.rmtree(place.home / ".local", ignore_errors=True)


def fits(place: Place) -> Iterator[str]:
    """Check that the program without a window has the weights of this Python."""
    for name in ("t.csv", "t.xlsx"):
        words = [name, "--until-converged", "--learning-rate", "safe"]
        ours = [sys.executable, "-m", "engine", *words]
        ours[3] = str(place.home / name)
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        here = subprocess.run(
            ours, cwd=place.home, env=environ, capture_output=True, text=True, check=False
        )
        there = subprocess.run(
            place.command(["secant-fit", f"{place.inside}/{name}", *words[1:]]),
            cwd=place.home,
            capture_output=True,
            text=True,
            check=False,
        )
        is_same = (there.returncode, there.stdout) == (here.returncode, here.stdout)
        expect(is_same, f"secant-fit {name} differs: {there.stdout[-300:]} {there.stderr[-300:]}")
    version = subprocess.run(
        place.command(["secant-fit", "--version"]), capture_output=True, text=True, check=True
    )
    expect(version.stdout == f"Secant {VERSION}\n", version.stdout)
    yield "secant-fit prints what python3 -m engine does, of .csv and .xlsx"


def opened_by_type(place: Place, keyboard: Keyboard, work: Path) -> Iterator[str]:
    """Open an experiment as a file manager does, by its type."""
    root = place.home.parent
    command = place.command(["xdg-open", f"{HOME}/e.secant"])
    with (work / "log").open("wb") as log:
        opener = subprocess.Popen(command, stdout=log, stderr=log)
    keyboard.wait_for_window(r"^e — Secant")
    for each in _inside(root):
        os.kill(each, signal.SIGTERM)
    opener.wait()
    yield "Debian: xdg-open opens a .secant file in the window"


def _inside(root: Path) -> list[int]:
    """Return the processes of the bundle that run in a root, started there by others."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = (each / "exe").readlink() == root / "usr/lib/secant/secant"
        except OSError:  # it has ended, or is the system's
            continue
        found += [int(each.name)] if is_ours else []
    return found


def write_files(home: Path) -> None:
    """Write one table as each kind of file that the person opens."""
    lines = ["a,b,y", *(",".join(map(str, row)) for row in ROWS)]
    (home / "t.csv").write_text("".join(f"{line}\n" for line in lines))
    xlsx(home / "t.xlsx", {"S": [["a", "b", "y"], *map(list, ROWS)]})
    shutil.copyfile(XLS, home / "t.xls")
    table = np.array(ROWS, dtype=float)
    np.savez(home / "t.npz", A=table[:, :-1], Y=table[:, -1:])
    saved = SavedExperiment(table[:, :-1], table[:, -1:], np.zeros((2, 1)), name="e")
    write_whole(home / "e.secant", archived(saved))


@contextmanager
def started(place: Place, work: Path, *files: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the window on a file of the home folder; end it if the block fails."""
    command = place.command(["secant", *(f"{place.inside}/{name}" for name in files)])
    with (work / "log").open("wb") as log:
        program = subprocess.Popen(command, cwd=place.home, stdout=log, stderr=log)
    try:
        yield program
    finally:
        program.kill()
        program.wait()


def end(program: "subprocess.Popen[bytes]") -> None:
    """End the window as the system does; its status must be 0."""
    program.send_signal(signal.SIGTERM)
    expect(program.wait(60) == 0, f"SIGTERM ends the window with status {program.returncode}")


def expect(is_so: bool, problem: str) -> None:
    """Raise BundleFault unless something is so."""
    if not is_so:
        raise BundleFault(f"{problem}.")


def _here(dist: Path, work: Path, display: str) -> Place:
    """Return this machine, with the bundle moved to a folder with a blank in its name."""
    folder, home = work / "else where", work / "home"
    shutil.copytree(dist / "secant", folder, symlinks=True)
    home.mkdir()
    environ = ["env", "-i", f"HOME={home}", display, "LC_ALL=C.UTF-8"]
    return Place(lambda words: [*environ, str(folder / words[0]), *words[1:]], str(home), home)
