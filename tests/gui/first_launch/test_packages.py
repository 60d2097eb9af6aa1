"""Which package manager a system has, and installing with apt-get."""

import os
import platform
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from gui.first_launch import packages
from gui.first_launch.errors import PackagesNotInstalled
from gui.first_launch.packages import Manager


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
    assert packages.package_manager() is manager


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
    assert packages.package_manager() is manager


@pytest.mark.parametrize(
    ("manager", "user", "may"),
    [(Manager.APT, 0, True), (Manager.APT, 1000, False), (Manager.DNF, 0, False)],
)
def test_only_root_with_apt_installs(
    monkeypatch: pytest.MonkeyPatch, manager: Manager, user: int, may: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert packages.may_install(manager) is may


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
    packages.install_packages(["libegl1", "libgl1"])
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
        packages.install_packages(["libegl1"])
