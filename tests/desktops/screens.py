"""Screens without hardware: an X server, and the Wayland compositors sway, weston and mutter."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from time import monotonic

SIZE = (1440, 900)
NESTED = (1400, 860)
"""Of a screen in a window that has a frame of its own."""
# Started in well under a second; two busy cores need longer.
_START_SECONDS = 20.0
# sway refuses to run as root.
_NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
_XDOTOOL = ("xdotool", "key", "Shift_L")
_WTYPE = ("wtype", "-k", "Shift_L")
_DISPLAYS = range(120, 400)


class ScreenName(Enum):
    """The screens; the value is the Debian packages that each needs."""

    X11 = ("xvfb", "openbox", "xdotool", "dbus", "libxcb-cursor0")
    WESTON = ("xvfb", "weston", "dbus", "libwayland-cursor0")
    MUTTER = ("xvfb", "openbox", "mutter", "xdotool", "dbus", "libwayland-cursor0")
    SWAY = ("sway", "grim", "wtype", "dbus", "libwayland-cursor0")


@dataclass(frozen=True)
class Screen:
    """A running screen: the variables that a program on it gets, and how to take its picture."""

    environ: Mapping[str, str]
    server: subprocess.Popen[bytes]
    picture_command: Sequence[str]
    outer: Mapping[str, str]
    """The variables of the programs that take pictures and press keys."""
    key_command: Sequence[str] = ()
    """Presses a key in the window that has the focus; () if there is no keyboard."""

    def press_key(self) -> None:
        """Press and release Shift in the window that has the focus."""
        subprocess.run(self.key_command, env=dict(self.outer), check=True, timeout=30)

    def take_picture(self, path: Path) -> None:
        """Write what the screen shows as a PNG file."""
        command = [*self.picture_command, str(path)]
        subprocess.run(command, env=dict(self.outer), check=True, timeout=30)


@contextmanager
def screen(name: ScreenName, folder: Path) -> Iterator[Screen]:
    """Start a screen, and end it afterwards.

    Parameters
    ----------
    name
        Which.
    folder
        A short path, for its sockets.
    """
    with ExitStack() as stack:
        _start(stack, ["dbus-daemon", "--session", "--nofork", f"--address={_bus(folder)}"], folder)
        match name:
            case ScreenName.X11:
                yield _x11(stack, folder)
            case ScreenName.WESTON:
                yield _weston(stack, folder)
            case ScreenName.MUTTER:
                yield _mutter(stack, folder)
            case ScreenName.SWAY:
                yield _sway(stack, folder)


def _x11(stack: ExitStack, folder: Path) -> Screen:
    display, server = _x_server(stack, folder)
    environ = _without_display() | {"DISPLAY": display, "XDG_RUNTIME_DIR": str(_run(folder))}
    _start(stack, ["openbox"], folder, environ)
    return Screen(
        environ | _of_bus(folder), server, ("import", "-window", "root"), environ, _XDOTOOL
    )


def _weston(stack: ExitStack, folder: Path) -> Screen:
    """Start weston in a window of an X server; it gives the keyboard to no program."""
    display, _ = _x_server(stack, folder)
    run = _run(folder)
    around = _without_display() | {"DISPLAY": display, "XDG_RUNTIME_DIR": str(run)}
    width, height = SIZE
    command = [
        "weston",
        "--backend=x11-backend.so",
        "--use-pixman",
        "--socket=wayland-1",
    ]
    command += [f"--width={width}", f"--height={height}", "--no-config"]
    server = _start(stack, command, folder, around)
    _wait_for(run / "wayland-1", server)
    environ = _without_display() | {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(run)}
    return Screen(environ | _of_bus(folder), server, ("import", "-window", "root"), around)


def _mutter(stack: ExitStack, folder: Path) -> Screen:
    """Start GNOME's compositor in a window of an X server, which gives it the keyboard."""
    display, _ = _x_server(stack, folder)
    run = _run(folder)
    around = _without_display() | {
        "DISPLAY": display,
        "XDG_RUNTIME_DIR": str(run),
        "HOME": str(run),
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "GSETTINGS_BACKEND": "memory",
        "MUTTER_DEBUG_DUMMY_MODE_SPECS": "x".join(map(str, NESTED)),
    }
    _start(stack, ["openbox"], folder, around)
    command = ["mutter", "--wayland", "--nested", "--no-x11", "--wayland-display", "wayland-1"]
    server = _start(stack, command, folder, around | _of_bus(folder))
    _wait_for(run / "wayland-1", server)
    environ = _without_display() | {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(run)}
    picture = ("import", "-window", "root")
    return Screen(environ | _of_bus(folder), server, picture, around, _XDOTOOL)


def _sway(stack: ExitStack, folder: Path) -> Screen:
    run, width_height = _run(folder), "x".join(map(str, SIZE))
    config = folder / "sway.conf"
    config.write_text(
        "xwayland disable\nfocus_on_window_activation focus\n"
        f"output HEADLESS-1 resolution {width_height} position 0 0\n"
    )
    environ = _without_display() | {
        "HOME": str(run),
        "XDG_RUNTIME_DIR": str(run),
        "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman",
        "WLR_LIBINPUT_NO_DEVICES": "1",
        "WLR_HEADLESS_OUTPUTS": "1",
    }
    as_user: Sequence[str] = ()
    if os.geteuid() == 0:
        as_user = _NOBODY
        os.chown(run, 65534, 65534)
        for path in (folder.parent, folder, config):
            path.chmod(0o755)
    server = _start(stack, [*as_user, "sway", "-c", str(config)], folder, environ)
    _wait_for(run / "wayland-1", server)
    own = folder / "own"  # the program's own folder of sockets, whoever runs sway
    own.mkdir(mode=0o700)
    client = _without_display() | {
        "WAYLAND_DISPLAY": str(run / "wayland-1"),
        "XDG_RUNTIME_DIR": str(own),
    }
    # A keyboard that does nothing for an hour: without one, nothing has the focus.
    _start(stack, ["wtype", "-s", "3600000"], folder, client)
    return Screen(client | _of_bus(folder), server, ("grim",), client, _WTYPE)


def _x_server(stack: ExitStack, folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    number = next(n for n in _DISPLAYS if not Path(f"/tmp/.X11-unix/X{n}").exists())
    command = ["Xvfb", f":{number}", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"]
    server = _start(stack, command, folder)
    _wait_for(Path(f"/tmp/.X11-unix/X{number}"), server)
    return f":{number}", server


def _of_bus(folder: Path) -> dict[str, str]:
    return {"DBUS_SESSION_BUS_ADDRESS": _bus(folder)}


def _bus(folder: Path) -> str:
    """Return the address of the session's own bus: no other desktop may be asked."""
    return f"unix:path={folder / 'bus'}"


def _start(
    stack: ExitStack,
    command: Sequence[str],
    folder: Path,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    if (found := shutil.which(command[0])) is None:
        raise FileNotFoundError(f"{command[0]} is not installed")
    log = stack.enter_context((folder / f"{command[-1].strip('/').split('/')[-1]}.log").open("wb"))
    process = subprocess.Popen(
        [found, *command[1:]],
        env=_without_display() if environ is None else dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=folder,
    )
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(path: Path, server: subprocess.Popen[bytes]) -> None:
    """Return when a server listens at the path of its socket."""
    deadline = monotonic() + _START_SECONDS
    while monotonic() < deadline:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            return
        with suppress(subprocess.TimeoutExpired):
            status = server.wait(0.05)
            raise ChildProcessError(f"{server.args!r} ended with status {status}")
    raise TimeoutError(f"nothing listens at {path}")


def _run(folder: Path) -> Path:
    run = folder / "run"
    run.mkdir(mode=0o700)
    return run


def _without_display() -> dict[str, str]:
    """Return this process's variables without those of a session."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE", "SWAYSOCK")
    return {name: value for name, value in os.environ.items() if name not in names}
