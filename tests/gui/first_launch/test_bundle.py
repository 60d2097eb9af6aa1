"""What a bundle looks for, and what it leaves alone."""

import os
import sys
from pathlib import Path

import pytest

from gui.first_launch import libraries, prepare, prepare_window
from gui.first_launch.bundle import leave_library_path
from gui.first_launch.errors import LibrariesMissing, NoDisplay
from gui.first_launch.libraries import Manager, may_install, missing_libraries
from gui.first_launch.linux_launcher import install_desktop_entry
from gui.first_launch.program import Program
from gui.first_launch.windows_launcher import association_script, shortcut_script


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests run as in a bundle."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/a secant/secant")


def never(name: str) -> object:
    raise OSError(name)


@pytest.mark.parametrize(
    ("platform", "missing"),
    [
        ("xcb", ["libEGL.so.1", "libGL.so.1", "libxcb.so.1"]),
        ("wayland", ["libEGL.so.1", "libGL.so.1"]),
        ("offscreen", ["libEGL.so.1", "libGL.so.1"]),
    ],
)
def test_only_system_libraries_are_looked_for(platform: str, missing: list[str]) -> None:
    assert [each.soname for each in missing_libraries(platform, never)] == missing


def test_bundle_sets_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(prepare, "_prepare", lambda *_: pytest.fail("a first launch"))
    prepare_window()


def test_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    gl = next(each for each in libraries._BASE if each.soname == "libGL.so.1")
    monkeypatch.setattr(libraries, "missing_libraries", lambda _: [gl])
    monkeypatch.setattr(libraries, "package_manager", lambda: Manager.APT)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    with pytest.raises(LibrariesMissing, match=r"\(libGL.so.1\); install them with: sudo apt inst"):
        prepare_window()
    assert not may_install(Manager.APT)


def test_missing_font_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(libraries, "font_folders", lambda _: [])
    monkeypatch.setattr(libraries, "package_manager", lambda: Manager.DNF)
    prepare_window()
    assert capsys.readouterr().err == (
        "Secant: no font is installed, so text shows as boxes; install one: sudo dnf install "
        "dejavu-sans-fonts\n"
    )


def test_missing_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoDisplay, match="there is no display to open a window on"):
        prepare_window()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/opt/secant/_internal"}, {}),
        (
            {"LD_LIBRARY_PATH": "/opt/secant/_internal:/a", "LD_LIBRARY_PATH_ORIG": "/a"},
            {"LD_LIBRARY_PATH": "/a"},
        ),
        ({}, {}),
    ],
)
def test_other_programs_keep_their_libraries(before: dict[str, str], after: dict[str, str]) -> None:
    environ = {**before, "HOME": "/h"}
    leave_library_path(environ)
    assert environ == {**after, "HOME": "/h"}


def test_launchers_start_the_bundle_itself(tmp_path: Path) -> None:
    program = Program.running()
    assert program.words == ["/opt/a secant/secant"]
    assert (program.icons / "secant.svg").is_file()
    entry = install_desktop_entry(program, {"XDG_DATA_HOME": str(tmp_path)}).read_text("utf-8")
    assert 'Exec="/opt/a secant/secant" %f\n' in entry
    assert '\'"/opt/a secant/secant" "%1"\'' in association_script(program)
    script = shortcut_script(tmp_path / "Secant.lnk", program)
    assert "$shortcut.Arguments = ''\n" in script
    assert "$shortcut.WindowStyle = 1\n" in script
