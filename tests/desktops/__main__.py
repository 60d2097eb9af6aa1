"""``python3 -m tests.desktops [SCREEN/DESKTOP …] [--pictures FOLDER] [--ci]``: run the sessions.

SCREEN is x11, weston, mutter or sway. DESKTOP is the value of XDG_CURRENT_DESKTOP, or ``none``.
Without arguments all run. The status is 1 if any session fails.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from time import monotonic

from gui.first_launch import FirstLaunchError, libraries, prepare_tests
from tests import TIMEOUT_SECONDS
from tests.desktops.screens import Screen, ScreenName, screen

ROOT = Path(__file__).parents[2]
DESKTOPS = ("none", "GNOME", "KDE", "XFCE", "X-Cinnamon")
IN_CI = ("weston/none", "x11/GNOME")
"""Both kinds of server, both kinds of file dialog; installed and run in about a minute."""
GTK = ("libgtk-3-0",)
# What the libraries say when the server of a screen is killed; they know no other way.
FAREWELLS = (
    "The Wayland connection broke. Did the Wayland compositor die?",
    "The X11 connection broke (error 1). Did the X11 server die?",
    "Error reading events from display: ",
    "Gdk-Message: ",
    "Fatal IO error ",
)
# What GTK says under weston, where it is not at home.
FOREIGN = "Server is missing xdg_foreign support"


class SessionFailed(Exception):
    """A session that did not go as it must; says how."""


@dataclass
class Home:
    """A home folder of its own for a session's programs, and what they have to show."""

    folder: Path
    pictures: Path | None
    files: Path = field(init=False)

    def __post_init__(self) -> None:
        self.files = self.folder / "files"
        self.files.mkdir()

    def environ(self, shown_on: Screen, desktop: str) -> dict[str, str]:
        """Return the variables of a program on a screen."""
        places = {
            name: str(self.folder / name.lower())
            for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        }
        environ = {**shown_on.environ, **places, "HOME": str(self.folder)}
        environ.pop("XDG_CURRENT_DESKTOP", None)
        environ["NO_AT_BRIDGE"] = "1"  # no screen reader is there for GTK to talk to
        if desktop != "none":
            environ["XDG_CURRENT_DESKTOP"] = desktop
        return environ


def run_session(place: str, pictures: Path | None) -> None:
    """Run all scripts on one screen under one desktop's name.

    Parameters
    ----------
    place
        ``SCREEN/DESKTOP``.
    pictures
        Where to put pictures of the screen, if anywhere.
    """
    name, _, desktop = place.partition("/")
    kind = ScreenName[name.upper()]
    with tempfile.TemporaryDirectory(prefix="desk") as folder:
        home_folder = Path(folder, "home")
        home_folder.mkdir()
        home = Home(home_folder, pictures and pictures / place.replace("/", "-"))
        if home.pictures:
            home.pictures.mkdir(parents=True, exist_ok=True)
        with screen(kind, _new(folder, "first")) as shown_on:
            script = "everything" if shown_on.key_command else "without_keyboard"
            play(script, home, shown_on, desktop)
            check_files(home)
            play("leave", home, shown_on, desktop)
            play("edit_and_wait", home, shown_on, desktop, status=0)
            play("recover", home, shown_on, desktop)
            play("edit", home, shown_on, desktop, status=None)
        with screen(kind, _new(folder, "second")) as shown_on:
            play("recover", home, shown_on, desktop)


def play(script: str, home: Home, shown_on: Screen, desktop: str, status: int | None = 0) -> None:
    """Run one script of ``session.py``; raise SessionFailed unless it ends well.

    Parameters
    ----------
    script
        The name of the script.
    home
        The home folder of the program.
    shown_on
        The screen.
    desktop
        The name of the desktop.
    status
        The exit status that is right; None if the screen is killed, which gives any but a crash.
    """
    for done in home.files.glob("*.done"):
        done.unlink()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desktops.session", script, str(home.files)],
        cwd=ROOT,
        env=home.environ(shown_on, desktop),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = Timer(TIMEOUT_SECONDS, process.kill)
    watchdog.start()
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if line == "kept\n" and script == "edit_and_wait":
                process.send_signal(signal.SIGTERM)
            else:
                answer(line.split(), home, shown_on)
        errors = process.stderr.read()
    watchdog.cancel()
    expected = (FOREIGN, *FAREWELLS) if status is None else (FOREIGN,)
    errors = "".join(
        f"{line}\n"
        for line in errors.splitlines()
        if line.strip() and not any(words in line for words in expected)
    )
    is_well = process.returncode == status if status is not None else process.returncode >= 0
    if not is_well or errors:
        raise SessionFailed(f"{script}: status {process.returncode}, standard error: {errors!r}")


def answer(words: Sequence[str], home: Home, shown_on: Screen) -> None:
    """Do what the program asks for.

    Parameters
    ----------
    words
        The line it wrote.
    home
        The home folder of the program.
    shown_on
        Its screen.
    """
    match words:
        case ["picture", name]:
            if home.pictures:
                shown_on.take_picture(home.pictures / f"{name}.png")
            (home.files / f"{name}.done").touch()
        case ["press", "a", "key"]:
            shown_on.press_key()
            (home.files / "key.done").touch()
        case ["end", "the", "screen"]:
            shown_on.server.kill()


def check_files(home: Home) -> None:
    """Raise SessionFailed unless every file was written.

    Parameters
    ----------
    home
        The home folder of the program.
    """
    from tests.desktops.session import EXPORTS

    for name in EXPORTS.values():
        path = home.files / name
        if not path.exists() or not path.stat().st_size:
            raise SessionFailed(f"{name} was not written")
    if not (home.files / "predictions.svg").read_bytes().startswith(b"<?xml"):
        raise SessionFailed("predictions.svg is no SVG drawing")


def install(places: Sequence[str]) -> None:
    """Install what the screens need, if anything is missing and apt may be used.

    Parameters
    ----------
    places
        The sessions to run.
    """
    screens = {ScreenName[place.partition("/")[0].upper()] for place in places}
    packages = [*GTK, *(package for each in screens for package in each.value)]
    programs = {
        "xvfb": "Xvfb",
        "openbox": "openbox",
        "xdotool": "xdotool",
        "weston": "weston",
        "mutter": "mutter",
        "sway": "sway",
    }
    programs |= {"grim": "grim", "wtype": "wtype", "dbus": "dbus-daemon"}
    is_missing = any(
        shutil.which(programs[package]) is None for package in packages if package in programs
    )
    manager = libraries.package_manager()
    if is_missing and manager is not None and libraries.may_install(manager):
        libraries.install_packages(list(dict.fromkeys(packages)))


def _new(folder: str, name: str) -> Path:
    path = Path(folder, name)
    path.mkdir()
    return path


def main(words: Sequence[str]) -> int:
    """Run sessions, print how each went, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends the screens too
    parser = ArgumentParser(prog="python3 -m tests.desktops", description=__doc__)
    parser.add_argument("places", nargs="*", metavar="SCREEN/DESKTOP")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--ci", action="store_true")
    options = parser.parse_args(words)
    every = [f"{kind.name.lower()}/{desktop}" for kind in ScreenName for desktop in DESKTOPS]
    places = options.places or (IN_CI if options.ci else every)
    try:
        prepare_tests()
        install(places)
    except FirstLaunchError as fault:
        sys.stderr.write(f"Secant: {fault}\n")
        return fault.status
    failed = 0
    for place in places:
        start = monotonic()
        try:
            run_session(place, options.pictures and options.pictures.absolute())
            outcome = "ok"
        except (SessionFailed, OSError, subprocess.SubprocessError) as fault:
            outcome, failed = f"FAILED: {fault}", failed + 1
        sys.stdout.write(f"{place:20} {monotonic() - start:5.1f} s  {outcome}\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONFAULTHANDLER", "1")
    sys.exit(main(sys.argv[1:]))
