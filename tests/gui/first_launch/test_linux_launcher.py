"""The desktop entry, read back as a desktop must read it by the specification."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.first_launch.linux_launcher import (
    MIME_TYPE,
    exec_value,
    install_desktop_entry,
    install_mime_type,
)
from gui.first_launch.program import Program
from tests import TIMEOUT_SECONDS

ICONS = Path(__file__).parents[3] / "gui/icons"
AWKWARD = '/opt/Ŷ\'s "folder"/a b/$HOME/50% off/`x`/back\\slash\\n'


def read_string(value: str) -> str:
    """Undo the escapes of a string value: \\s, \\n, \\t, \\r and \\\\."""
    meanings = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(r"\\([sntr\\])", lambda match: meanings[match[1]], value)


def read_exec(value: str) -> list[str]:
    """Split the value of Exec into its quoted arguments, by the specification."""
    rest = read_string(value)
    words = []
    while rest:
        match = re.match(r'"((?:[^"`$\\]|\\["`$\\])*)"(?: |$)', rest, re.DOTALL)
        assert match is not None, f"reserved characters are unescaped in {rest}"
        word = re.sub(r'\\(["`$\\])', r"\1", match[1])
        assert "%" not in word.replace("%%", ""), f"there is a field code in {word}"
        words.append(word.replace("%%", "%"))
        rest = rest[match.end() :]
    return words


def read(entry: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.read(entry, "utf-8")
    return parser["Desktop Entry"]


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_exec_value_reads_back(words: list[str]) -> None:
    assert read_exec(exec_value(words)) == words


def test_exec_value_is_one_line() -> None:
    assert "\n" not in exec_value(["a\nb"])


def test_entry_names_command_and_icon(tmp_path: Path) -> None:
    program = Program(Path("/usr/bin/python3"), Path(AWKWARD, "main.py"), ICONS)
    entry = install_desktop_entry(program, {"XDG_DATA_HOME": str(tmp_path)})
    assert entry == tmp_path / "applications/secant.desktop"
    keys = read(entry)
    command, _, file = keys["Exec"].rpartition(" ")
    assert read_exec(command) == ["/usr/bin/python3", f"{AWKWARD}/main.py"]
    assert file == "%f"
    assert Path(keys["Icon"]).read_bytes() == (ICONS / "secant.svg").read_bytes()
    assert (keys["Type"], keys["Name"], keys["Terminal"]) == ("Application", "Secant", "false")


def test_entry_defaults_to_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    program = Program(Path("/usr/bin/python3"), Path("/opt/main.py"), ICONS)
    assert (
        install_desktop_entry(program, {}) == tmp_path / ".local/share/applications/secant.desktop"
    )


def test_second_entry_replaces_first(tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    for place in ("/old/main.py", "/new/main.py"):
        entry = install_desktop_entry(
            Program(Path("/usr/bin/python3"), Path(place), ICONS), environ
        )
    assert read_exec(read(entry)["Exec"].removesuffix(" %f")) == [
        "/usr/bin/python3",
        "/new/main.py",
    ]


def test_entry_names_mime_type(tmp_path: Path) -> None:
    program = Program(Path("/usr/bin/python3"), Path("/opt/main.py"), ICONS)
    entry = install_desktop_entry(program, {"XDG_DATA_HOME": str(tmp_path)})
    assert read(entry)["MimeType"] == f"{MIME_TYPE};"
    assert (tmp_path / "mime/packages/secant.xml").is_file()


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
