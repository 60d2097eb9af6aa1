"""The check for a font."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gui.first_launch import fonts, packages
from gui.first_launch.errors import PackagesNotInstalled
from gui.first_launch.packages import Manager


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "font_folders", lambda environ: [tmp_path])


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "Inter.OTF", "fixed.pcf.gz"])
def test_fonts_are_found_in_subfolders(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "truetype/family"
    folder.mkdir(parents=True)
    (folder / "readme.txt").touch()
    assert not fonts.has_font([tmp_path / "missing", tmp_path])
    (folder / name).touch()
    assert fonts.has_font([tmp_path / "missing", tmp_path])


def test_user_font_folders_are_searched() -> None:
    folders = fonts.font_folders({"HOME": "/home/ada"})
    assert Path("/home/ada/.local/share/fonts") in folders
    assert Path("/data/fonts") in fonts.font_folders({"HOME": "/", "XDG_DATA_HOME": "/data"})


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
    monkeypatch.setattr(packages, "package_manager", lambda: manager)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    fonts.provide_font()
    assert capsys.readouterr().err.endswith(advice)


def test_root_gets_font_installed(no_font: None, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(packages, "package_manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(packages, "install_packages", installed.extend)
    fonts.provide_font()
    assert installed == ["fonts-dejavu-core"]


def test_failed_font_install_is_only_reported(
    no_font: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: Sequence[str]) -> None:
        raise PackagesNotInstalled(names, "E: no network")

    monkeypatch.setattr(packages, "package_manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(packages, "install_packages", refuse)
    fonts.provide_font()
    assert "E: no network" in capsys.readouterr().err


def test_existing_font_needs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ttf").touch()
    monkeypatch.setattr(fonts, "font_folders", lambda environ: [tmp_path])
    fonts.provide_font()
    assert capsys.readouterr().err == ""
