"""The display check, against servers that these tests run themselves."""

import ctypes
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NoReturn

import pytest

from gui.first_launch.display import platform, set_platform
from gui.first_launch.errors import DisplayRefused, NoDisplay, UnknownPlatform

# An X server's answer to a client: success, protocol version, number of words that follow.
WELCOME = struct.pack("<BxHHH", 1, 11, 0, 8) + bytes(32)
REFUSAL = struct.pack("<BBHHH", 0, 4, 11, 0, 1) + b"away"


@contextmanager
def x_server(answer: bytes) -> Iterator[str]:
    """Serve a display that gives one client this answer."""
    with _listening() as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)
                # Wait until the client disconnects.
                connection.recv(4096)

        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1] - 6000}"
        thread.join()


def _listening() -> socket.socket:
    """Return a server on a port that an X display may use."""
    for port in range(6100, 7100):
        try:
            return socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
    raise AssertionError("every port is in use")


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the session's sockets, whose paths must be short."""
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def wayland(runtime: Path) -> Iterator[dict[str, str]]:
    """The variables of a Wayland session whose server listens."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(runtime / "wayland-0"))
        server.listen()
        yield {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-0"}


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ("offscreen", "offscreen"),
        ("offscreen:enable_fonts", "offscreen"),
        ("minimal", "minimal"),
        ("vnc:size=800x600", "vnc"),
        ("nonsense;minimal", "minimal"),
        ("xcb;wayland;offscreen", "offscreen"),
    ],
)
def test_serverless_platform_needs_no_display(chosen: str, name: str) -> None:
    assert platform({"QT_QPA_PLATFORM": chosen}) == name


def test_unknown_platform_lists_known_ones() -> None:
    with pytest.raises(UnknownPlatform) as caught:
        platform({"QT_QPA_PLATFORM": "xbc", "DISPLAY": ":0"})
    assert "“xbc”" in str(caught.value)
    assert "xcb, wayland, offscreen" in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "variables"),
    [
        ({}, "DISPLAY, WAYLAND_DISPLAY"),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, "DISPLAY, WAYLAND_DISPLAY"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY"),
        ({"XDG_SESSION_TYPE": "tty"}, "DISPLAY, WAYLAND_DISPLAY"),
    ],
)
def test_missing_display_names_its_variables(environ: dict[str, str], variables: str) -> None:
    with pytest.raises(NoDisplay) as caught:
        platform(environ)
    assert f"({variables} not set)" in str(caught.value)
    assert caught.value.status == 2


def test_working_x_display_is_used() -> None:
    with x_server(WELCOME) as display:
        assert platform({"DISPLAY": display}) == "xcb"


def test_refusing_x_display_is_named() -> None:
    with x_server(REFUSAL) as display, pytest.raises(DisplayRefused) as caught:
        platform({"DISPLAY": display})
    assert f"the display {display} cannot be used" in str(caught.value)


@pytest.mark.parametrize("display", [":48151", "nonsense", "127.0.0.1:59999"])
def test_silent_x_display_is_named(display: str) -> None:
    with pytest.raises(DisplayRefused, match="no X server answers there"):
        platform({"DISPLAY": display})


def test_x_display_is_trusted_without_libxcb(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(soname: str) -> NoReturn:
        raise OSError(f"{soname}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert platform({"DISPLAY": ":48151"}) == "xcb"


def test_wayland_precedes_x(wayland: dict[str, str]) -> None:
    assert platform(wayland | {"DISPLAY": ":48151"}) == "wayland"


def test_wayland_display_may_be_path(wayland: dict[str, str]) -> None:
    path = Path(wayland["XDG_RUNTIME_DIR"], "wayland-0")
    assert platform({"WAYLAND_DISPLAY": str(path)}) == "wayland"


def test_wayland_session_uses_default_name(wayland: dict[str, str]) -> None:
    del wayland["WAYLAND_DISPLAY"]
    assert platform(wayland | {"XDG_SESSION_TYPE": "wayland"}) == "wayland"


def test_platform_variant_counts_as_platform(wayland: dict[str, str]) -> None:
    assert platform(wayland | {"QT_QPA_PLATFORM": "wayland-egl"}) == "wayland"


def test_missing_wayland_display_is_named(runtime: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-7"}
    with pytest.raises(DisplayRefused, match=r"wayland-7 cannot be used \(No such file"):
        platform(environ)


def test_x_replaces_missing_wayland(runtime: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-7"}
    with x_server(WELCOME) as display:
        assert platform(environ | {"DISPLAY": display}) == "xcb"


def load_all(soname: str) -> object:
    return soname


def load_all_but(*absent: str) -> Callable[[str], object]:
    def load(soname: str) -> object:
        if soname in absent:
            raise OSError(f"{soname}: cannot open shared object file")
        return soname

    return load


@pytest.mark.parametrize("soname", ["libwayland-cursor.so.0", "libwayland-client.so.0"])
def test_x_replaces_incomplete_wayland(wayland: dict[str, str], soname: str) -> None:
    with x_server(WELCOME) as display:
        assert platform(wayland | {"DISPLAY": display}, load_all_but(soname)) == "xcb"


def test_wayland_needs_no_egl_library(wayland: dict[str, str]) -> None:
    assert platform(wayland, load_all_but("libwayland-egl.so.1")) == "wayland"
    assert platform(wayland | {"DISPLAY": ":48151"}, load_all_but("libwayland-egl.so.1")) == (
        "wayland"
    )


def test_complete_wayland_leaves_x_alone(wayland: dict[str, str]) -> None:
    with _listening() as server:
        server.settimeout(0.2)
        display = f"127.0.0.1:{server.getsockname()[1] - 6000}"
        assert platform(wayland | {"DISPLAY": display}, load_all) == "wayland"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("also_absent", ["libEGL.so.1", "libxcb-cursor.so.0"])
def test_first_answering_gets_libraries_installed(
    wayland: dict[str, str], also_absent: str
) -> None:
    load = load_all_but("libwayland-cursor.so.0", also_absent)
    with x_server(WELCOME) as display:
        assert platform(wayland | {"DISPLAY": display}, load) == "wayland"


def test_dead_wayland_with_incomplete_x(runtime: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-7"}
    with x_server(WELCOME) as display:
        load = load_all_but("libxcb-cursor.so.0")
        assert platform(environ | {"DISPLAY": display}, load) == "xcb"


def test_socket_without_server_is_dead(runtime: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(runtime / "wayland-0"))
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-0"}
    with x_server(WELCOME) as display:
        environ["DISPLAY"] = display
        set_platform(environ, load_all)
    assert environ["QT_QPA_PLATFORM"] == "xcb"


def test_working_platform_is_set(wayland: dict[str, str]) -> None:
    set_platform(wayland, load_all)
    assert wayland["QT_QPA_PLATFORM"] == "wayland"


@pytest.mark.parametrize("value", ["xcb;wayland", "wayland-egl", "wayland;offscreen", "offscreen"])
def test_platform_set_by_person_stays(wayland: dict[str, str], value: str) -> None:
    environ = wayland | {"QT_QPA_PLATFORM": value}
    set_platform(environ, load_all)
    assert environ["QT_QPA_PLATFORM"] == value


def test_empty_choice_counts_as_none(wayland: dict[str, str]) -> None:
    environ = wayland | {"QT_QPA_PLATFORM": ""}
    set_platform(environ, load_all)
    assert environ["QT_QPA_PLATFORM"] == "wayland"


def test_macos_has_one_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    environ: dict[str, str] = {}
    set_platform(environ)
    assert environ == {}


def test_macos_needs_no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert platform({}) == "darwin"
