"""The shared libraries that Qt needs."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import PySide6
import pytest

from gui.first_launch import libraries, packages
from gui.first_launch.errors import LibrariesMissing
from gui.first_launch.libraries import missing_libraries
from gui.first_launch.packages import Manager

QT = Path(PySide6.__file__).parent / "Qt"
SHARED_OBJECT = re.compile(rb"(?<=\0)lib[A-Za-z0-9+_.-]+\.so\.\d+(?=\0)")
# Qt ships its own libraries, and Python already needs the C library.
SHIPPED = re.compile(r"libQt6|libicu|lib(c|m|gcc_s)\.so")


def load_nothing(soname: str) -> object:
    raise OSError(f"{soname}: cannot open shared object file")


def load_all_but(*absent: str) -> Callable[[str], object]:
    def load(soname: str) -> object:
        return load_nothing(soname) if soname in absent else soname

    return load


@pytest.mark.parametrize(
    ("platform", "files"),
    [
        ("offscreen", ["plugins/platforms/libqoffscreen.so"]),
        ("xcb", ["plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6"]),
        ("wayland", ["plugins/platforms/libqwayland.so", "lib/libQt6WaylandClient.so.6"]),
    ],
)
def test_every_library_qt_links_is_checked(platform: str, files: list[str]) -> None:
    for name in ("Core", "DBus", "Gui", "Svg", "PrintSupport", "Widgets"):
        files = [*files, f"lib/libQt6{name}.so.6"]
    linked = {
        name.decode() for file in files for name in SHARED_OBJECT.findall((QT / file).read_bytes())
    }
    checked = {library.soname for library in missing_libraries(platform, load_nothing)}
    assert {name for name in linked if not SHIPPED.match(name)} <= checked


def test_test_machine_lacks_no_library() -> None:
    assert missing_libraries("offscreen") == []


def test_only_unloadable_libraries_are_missing() -> None:
    load = load_all_but("libEGL.so.1", "libxcb-cursor.so.0")
    assert [library.soname for library in missing_libraries("offscreen", load)] == ["libEGL.so.1"]
    assert [library.soname for library in missing_libraries("xcb", load)] == [
        "libEGL.so.1",
        "libxcb-cursor.so.0",
    ]


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the libraries that this system pretends to lack."""
    names = ["libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"]
    find = missing_libraries
    monkeypatch.setattr(
        libraries, "missing_libraries", lambda platform: find(platform, load_all_but(*names))
    )
    return names


def use(manager: Manager | None, user: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "package_manager", lambda: manager)
    monkeypatch.setattr("os.geteuid", lambda: user)


@pytest.mark.parametrize(
    ("manager", "remedy"),
    [
        (Manager.APT, "install them with: sudo apt install libegl1 libglib2.0-0"),
        (Manager.DNF, "install them with: sudo dnf install libglvnd-egl glib2"),
        (Manager.PACMAN, "install them with: sudo pacman -S libglvnd glib2"),
        (None, "install the packages that contain them."),
    ],
)
def test_user_gets_package_command(
    absent: list[str], monkeypatch: pytest.MonkeyPatch, manager: Manager | None, remedy: str
) -> None:
    use(manager, 1000, monkeypatch)
    with pytest.raises(LibrariesMissing) as caught:
        libraries.provide_libraries("offscreen")
    assert caught.value.status == 2
    assert ", ".join(absent) in str(caught.value)
    assert str(caught.value).endswith(remedy)


def test_root_gets_libraries_installed(absent: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []

    def install(names: Sequence[str]) -> None:
        installed.extend(names)
        absent.clear()

    use(Manager.APT, 0, monkeypatch)
    monkeypatch.setattr(packages, "install_packages", install)
    libraries.provide_libraries("offscreen")
    assert installed == ["libegl1", "libglib2.0-0"]


def test_library_missing_after_install_is_named(
    absent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Manager.APT, 0, monkeypatch)
    monkeypatch.setattr(packages, "install_packages", lambda names: absent.remove("libEGL.so.1"))
    with pytest.raises(LibrariesMissing, match=r"sudo apt install libglib2\.0-0$"):
        libraries.provide_libraries("offscreen")


def test_complete_system_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(packages, "install_packages", never)
    monkeypatch.setattr(libraries, "missing_libraries", lambda platform: [])
    libraries.provide_libraries("xcb")
