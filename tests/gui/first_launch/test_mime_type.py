"""The MIME type of .secant files, read back as a desktop reads it."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gui.first_launch.mime_type import MIME_TYPE, install_mime_type
from gui.first_launch.program import Program
from tests import TIMEOUT_SECONDS

ICONS = Path(__file__).parents[3] / "gui/icons"
PROGRAM = Program(Path("/usr/bin/python3"), Path("/opt/main.py"), ICONS)
DESKTOP = """
import sys
from PySide6.QtCore import QMimeDatabase
kind = QMimeDatabase().mimeTypeForFile(sys.argv[1])
print(kind.name(), kind.comment(), kind.inherits("application/zip"))
"""
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def test_type_matches_file_extension(tmp_path: Path) -> None:
    package = install_mime_type(tmp_path, PROGRAM)
    assert package == tmp_path / "mime/packages/secant.xml"
    (kind,) = ElementTree.parse(package).getroot().findall(f"{SPACE}mime-type")
    assert kind.get("type") == MIME_TYPE
    assert [glob.get("pattern") for glob in kind.findall(f"{SPACE}glob")] == ["*.secant"]


def test_qt_finds_installed_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    install_mime_type(tmp_path, PROGRAM)
    command = [sys.executable, "-c", DESKTOP, "trial.secant"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    assert done.stdout == f"{MIME_TYPE} Secant experiment True\n"


def test_type_has_icon(tmp_path: Path) -> None:
    install_mime_type(tmp_path, PROGRAM)
    icon = tmp_path / "icons/hicolor/scalable/mimetypes/application-x-secant.svg"
    assert icon.read_bytes() == (ICONS / "secant.svg").read_bytes()


def test_desktop_databases_are_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("update-mime-database", "update-desktop-database"):
        (tools / name).write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/{name}\nexit 1\n')
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    install_mime_type(tmp_path / "data", PROGRAM)
    updated = {p.name: p.read_text().strip() for p in tmp_path.glob("update-*")}
    assert updated == {
        "update-mime-database": str(tmp_path / "data/mime"),
        "update-desktop-database": str(tmp_path / "data/applications"),
    }


def test_type_is_written_without_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert install_mime_type(tmp_path, PROGRAM).exists()
