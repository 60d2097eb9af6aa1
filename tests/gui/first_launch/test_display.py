"""Whether there is a display, asked of servers that these tests play themselves."""

import ctypes
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NoReturn

import pytest

from gui.first_launch.display import platform
from gui.first_launch.errors import DisplayRefused, NoDisplay, UnknownPlatform

# What an X server answers to a client: the outcome, the protocol's version, words that follow.
WELCOME = struct.pack("<BxHHH", 1, 11, 0, 8) + bytes(32)
REFUSAL = struct.pack("<BBHHH", 0, 4, 11, 0, 1) + b"away"


@contextmanager
def x_server(answer: bytes) -> Iterator[str]:
    """A display that gives one client this answer."""
    with _listening() as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)
                # Until the client has gone.
                connection.recv(4096)

        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1] - 6000}"
        thread.join()


def _listening() -> socket.socket:
    """Return a server on a port that stands for a display."""
    for port in range(6100, 7100):
        try:
            return socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
    raise AssertionError("every port is taken")


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
def test_a_platform_without_a_server_needs_no_display(chosen: str, name: str) -> None:
    assert platform({"QT_QPA_PLATFORM": chosen}) == name


def test_an_unknown_platform_is_named_with_the_known_ones() -> None:
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
def test_no_display_is_said(environ: dict[str, str], variables: str) -> None:
    with pytest.raises(NoDisplay) as caught:
        platform(environ)
    assert f"({variables} not set)" in str(caught.value)
    assert caught.value.status == 2


def test_an_x_display_that_welcomes_is_used() -> None:
    with x_server(WELCOME) as display:
        assert platform({"DISPLAY": display}) == "xcb"


def test_an_x_display_that_refuses_is_named() -> None:
    with x_server(REFUSAL) as display, pytest.raises(DisplayRefused) as caught:
        platform({"DISPLAY": display})
    assert f"the display {display} cannot be used" in str(caught.value)


@pytest.mark.parametrize("display", [":48151", "nonsense", "127.0.0.1:59999"])
def test_an_x_display_that_does_not_answer_is_named(display: str) -> None:
    with pytest.raises(DisplayRefused, match="no X server answers there"):
        platform({"DISPLAY": display})


def test_without_the_library_that_asks_the_display_is_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(soname: str) -> NoReturn:
        raise OSError(f"{soname}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", absent)
    assert platform({"DISPLAY": ":48151"}) == "xcb"


def test_a_wayland_display_is_used_before_an_x_display(wayland: dict[str, str]) -> None:
    assert platform(wayland | {"DISPLAY": ":48151"}) == "wayland"


def test_a_wayland_display_may_be_a_whole_path(wayland: dict[str, str]) -> None:
    path = Path(wayland["XDG_RUNTIME_DIR"], "wayland-0")
    assert platform({"WAYLAND_DISPLAY": str(path)}) == "wayland"


def test_a_wayland_session_has_a_display_of_the_usual_name(wayland: dict[str, str]) -> None:
    del wayland["WAYLAND_DISPLAY"]
    assert platform(wayland | {"XDG_SESSION_TYPE": "wayland"}) == "wayland"


def test_a_variant_of_a_platform_is_that_platform(wayland: dict[str, str]) -> None:
    assert platform(wayland | {"QT_QPA_PLATFORM": "wayland-egl"}) == "wayland"


def test_a_wayland_display_that_is_gone_is_named(runtime: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-7"}
    with pytest.raises(DisplayRefused, match=r"wayland-7 cannot be used \(No such file"):
        platform(environ)


def test_an_x_display_serves_where_wayland_is_gone(runtime: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-7"}
    with x_server(WELCOME) as display:
        assert platform(environ | {"DISPLAY": display}) == "xcb"


def test_other_systems_have_their_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert platform({}) == "darwin"
