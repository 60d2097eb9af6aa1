"""Whether the system has a font."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gui.first_launch import fonts, packages
from gui.first_launch.errors import PackagesNotInstalled
from gui.first_launch.packages import Manager


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "folders", lambda environ: [tmp_path])


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "Inter.OTF", "fixed.pcf.gz"])
def test_a_font_is_found_wherever_it_lies(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "truetype/family"
    folder.mkdir(parents=True)
    (folder / "readme.txt").touch()
    assert not fonts.present([tmp_path / "absent", tmp_path])
    (folder / name).touch()
    assert fonts.present([tmp_path / "absent", tmp_path])


def test_a_users_own_fonts_count() -> None:
    places = fonts.folders({"HOME": "/home/ada"})
    assert Path("/home/ada/.local/share/fonts") in places
    assert Path("/data/fonts") in fonts.folders({"HOME": "/", "XDG_DATA_HOME": "/data"})


@pytest.mark.parametrize(
    ("manager", "advice"),
    [
        (Manager.APT, "install one: sudo apt install fonts-dejavu-core\n"),
        (Manager.DNF, "install one: sudo dnf install dejavu-sans-fonts\n"),
        (None, "install one\n"),
    ],
)
def test_a_user_is_warned(
    no_font: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    manager: Manager | None,
    advice: str,
) -> None:
    monkeypatch.setattr(packages, "manager", lambda: manager)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    fonts.provide()
    assert capsys.readouterr().err.endswith(advice)


def test_root_gets_one_installed(no_font: None, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(packages, "manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(packages, "install", installed.extend)
    fonts.provide()
    assert installed == ["fonts-dejavu-core"]


def test_a_font_that_cannot_be_installed_is_no_reason_not_to_start(
    no_font: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: Sequence[str]) -> None:
        raise PackagesNotInstalled(names, "E: no network")

    monkeypatch.setattr(packages, "manager", lambda: Manager.APT)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(packages, "install", refuse)
    fonts.provide()
    assert "E: no network" in capsys.readouterr().err


def test_a_system_with_a_font_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ttf").touch()
    monkeypatch.setattr(fonts, "folders", lambda environ: [tmp_path])
    fonts.provide()
    assert capsys.readouterr().err == ""
