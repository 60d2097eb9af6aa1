"""The shared libraries that Qt needs."""

import os
import platform
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import PySide6
import pytest

from gui.first_launch import libraries
from gui.first_launch.errors import LibrariesMissing, PackagesNotInstalled
from gui.first_launch.libraries import Manager, missing_libraries
from tests import TIMEOUT_SECONDS
from tests.processes import running

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
    monkeypatch.setattr(libraries, "package_manager", lambda: manager)
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
    monkeypatch.setattr(libraries, "install_packages", install)
    libraries.provide_libraries("offscreen")
    assert installed == ["libegl1", "libglib2.0-0"]


def test_library_missing_after_install_is_named(
    absent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Manager.APT, 0, monkeypatch)
    monkeypatch.setattr(libraries, "install_packages", lambda names: absent.remove("libEGL.so.1"))
    with pytest.raises(LibrariesMissing, match=r"sudo apt install libglib2\.0-0$"):
        libraries.provide_libraries("offscreen")


def test_complete_system_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(libraries, "install_packages", never)
    monkeypatch.setattr(libraries, "missing_libraries", lambda platform: [])
    libraries.provide_libraries("xcb")


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(libraries, "font_folders", lambda environ: [tmp_path])


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "Inter.OTF", "fixed.pcf.gz"])
def test_fonts_are_found_in_subfolders(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "truetype/family"
    folder.mkdir(parents=True)
    (folder / "readme.txt").touch()
    assert not libraries.has_font([tmp_path / "missing", tmp_path])
    (folder / name).touch()
    assert libraries.has_font([tmp_path / "missing", tmp_path])


def test_user_font_folders_are_searched() -> None:
    folders = libraries.font_folders({"HOME": "/home/ada"})
    assert Path("/home/ada/.local/share/fonts") in folders
    assert Path("/data/fonts") in libraries.font_folders({"HOME": "/", "XDG_DATA_HOME": "/data"})


@pytest.mark.parametrize(
    ("manager", "advice"),
    [
        (Manager.APT, "install one: sudo apt install fonts-dejavu-core\n"),
        (Manager.DNF, "install one: sudo dnf install dejavu-sans-fonts\n"),
        (None, "install one\n"),
    ],
)
def test_user_gets_install_command(
    no_font: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    manager: Manager | None,
    advice: str,
) -> None:
    monkeypatch.setattr(libraries, "package_manager", lambda: manager)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    libraries.provide_font()
    assert capsys.readouterr().err.endswith(advice)


def test_root_gets_font_installed(no_font: None, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(libraries, "package_manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(libraries, "install_packages", installed.extend)
    libraries.provide_font()
    assert installed == ["fonts-dejavu-core"]


def test_failed_font_install_is_only_reported(
    no_font: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: Sequence[str]) -> None:
        raise PackagesNotInstalled(names, "E: no network")

    monkeypatch.setattr(libraries, "package_manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(libraries, "install_packages", refuse)
    libraries.provide_font()
    assert "E: no network" in capsys.readouterr().err


def test_existing_font_needs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ttf").touch()
    monkeypatch.setattr(libraries, "font_folders", lambda environ: [tmp_path])
    libraries.provide_font()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("release", "manager"),
    [
        ({"ID": "debian"}, Manager.APT),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, Manager.APT),
        ({"ID": "fedora"}, Manager.DNF),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, Manager.DNF),
        ({"ID": "arch"}, Manager.PACMAN),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, Manager.PACMAN),
    ],
)
def test_os_release_names_package_manager(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], manager: Manager
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert libraries.package_manager() is manager


@pytest.mark.parametrize(
    ("tool", "manager"),
    [("apt-get", Manager.APT), ("dnf", Manager.DNF), ("pacman", Manager.PACMAN), ("apk", None)],
)
def test_installed_tool_names_package_manager(
    monkeypatch: pytest.MonkeyPatch, tool: str, manager: Manager | None
) -> None:
    def fail() -> NoReturn:
        raise OSError("no such file")

    monkeypatch.setattr(platform, "freedesktop_os_release", fail)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == tool else None)
    assert libraries.package_manager() is manager


@pytest.mark.parametrize(
    ("manager", "user", "may"),
    [(Manager.APT, 0, True), (Manager.APT, 1000, False), (Manager.DNF, 0, False)],
)
def test_only_root_with_apt_installs(
    monkeypatch: pytest.MonkeyPatch, manager: Manager, user: int, may: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert libraries.may_install(manager) is may


@pytest.fixture
def apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake apt-get, whose script the test writes."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    script = tmp_path / "apt-get"
    script.touch(0o755)
    return script


def test_install_asks_nothing(apt_get: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls = apt_get.with_name("calls")
    # The update fails, but the packages can still be installed.
    apt_get.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> {calls}\n[ "$3" != update ]\n')
    libraries.install_packages(["libegl1", "libgl1"])
    assert calls.read_text().splitlines() == [
        "noninteractive -o DPkg::Lock::Timeout=300 update",
        "noninteractive -o DPkg::Lock::Timeout=300 "
        "install --yes --no-install-recommends libegl1 libgl1",
    ]
    assert capsys.readouterr().err == "Secant: installing the system packages libegl1 libgl1\n"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("Reading lists\nE: Unable to locate package libegl1", "E: Unable to locate"),
        ("something else", "libegl1: something else"),
    ],
)
def test_apt_get_error_is_quoted(apt_get: Path, output: str, reason: str) -> None:
    apt_get.write_text(f'#!/bin/sh\necho "{output}"\nexit 100\n')
    with pytest.raises(PackagesNotInstalled, match=reason):
        libraries.install_packages(["libegl1"])


def test_interrupted_installation_is_finished(apt_get: Path) -> None:
    # apt-get finishes the package that it is installing, then ends; dpkg must not be cut off.
    begun, finished = apt_get.with_name("begun"), apt_get.with_name("finished")
    apt_get.write_text(
        f"#!/bin/sh\ntrap 'echo the rest; sleep 1; touch {finished}; exit' INT\n"
        f"touch {begun}\nwhile :; do sleep 0.1; done\n"
    )
    code = "from gui.first_launch.libraries import install_packages\ninstall_packages(['libegl1'])"
    with running([sys.executable, "-c", code]) as process:
        appears(begun)
        process.send_signal(signal.SIGINT)
        assert process.wait(TIMEOUT_SECONDS) == 130
    assert not finished.exists()
    appears(finished)


def appears(path: Path) -> None:
    """Wait until a file is there."""
    end = time.monotonic() + TIMEOUT_SECONDS
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
