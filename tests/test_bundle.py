"""The bundle, as far as it can be tested without building it; ``.ci/bundle`` does the rest."""

import ast
import configparser
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.program.commands import READ_WORKBOOK
from engine.program.version import VERSION
from engine.reading.sheets import workbook_process
from engine.reading.sheets.workbook_process import reader_command
from engine.reading.sheets.workbook_reader import Job
from gui.first_launch.program import Program
from gui.first_launch.windows_launcher import association_script
from tests import TIMEOUT_SECONDS
from tests.bundle import building, checking, debian_package, secant_fit
from tests.bundle.building import BundleFault, megabytes, run
from tests.bundle.checking import write_files
from tests.bundle.debian_package import lay_out, needed_libc, write_package
from tests.bundle.debian_root import HOME, DebianRoot
from tests.bundle.keyboard import Keyboard
from tests.bundle.man_pages import MAN_PAGES

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "tests/bundle"
SHEETS = ROOT / "tests/data/workbooks/sheets.xls"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What stands for the folder that PyInstaller makes."""
    folder = tmp_path / "built/secant"
    (folder / "_internal").mkdir(parents=True)
    for name in ("secant", "secant-fit"):
        (folder / name).write_bytes(b"GLIBC_2.3\0 GLIBC_2.34\0 GLIBC_2.17\0")
        (folder / name).chmod(0o755)
    (folder / "_internal/a.so").write_bytes(b"GLIBC_2.35\0GLIBCXX_3.4\0")
    return folder


def test_spec_names_existing_files() -> None:
    tree = ast.parse((BUNDLE / "secant.spec").read_text("utf-8"))
    words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    files = [
        word for word in words if isinstance(word, str) and word.startswith(("gui/", "engine/"))
    ]
    assert {"gui/icons", "engine/data", "engine/reading/sheets"} <= set(files)
    assert [name for name in files if name != "gui/languages" and not (ROOT / name).exists()] == []
    for name in ("workbook_reader.py", "plain_workbook.py", "raised_digits.py"):
        assert name in words
        assert (ROOT / "engine/reading/sheets" / name).is_file()


def test_bundle_reads_workbooks_by_its_other_program(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("/l", 1, 2, "S")
    assert reader_command(job)[0] == sys.executable
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/secant/secant")
    assert reader_command(job) == ["/opt/secant/secant-fit", READ_WORKBOOK, json.dumps(job)]


def test_other_program_reads_workbook() -> None:
    job = json.dumps(Job(workbook_process._library("t"), 2**30, 60, None))
    with SHEETS.open("rb") as workbook:
        done = subprocess.run(
            [sys.executable, str(BUNDLE / "secant_fit.py"), READ_WORKBOOK, job],
            stdin=workbook,
            capture_output=True,
            check=True,
            timeout=TIMEOUT_SECONDS,
        )
    assert b'"sheets": ["Numbers", "Odd", "Empty"]' in done.stdout
    assert done.stdout.endswith(b'{"done": true}\n')


def test_other_program_is_the_engine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["secant-fit", "--version"])
    with pytest.raises(SystemExit):
        secant_fit.main()
    assert capsys.readouterr().out == f"Secant {VERSION}\n"


def test_newest_c_library_counts(folder: Path) -> None:
    assert needed_libc(folder) == "2.35"


def test_package_has_menu_type_icon_and_manuals(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay_out(folder, root)
    entry = configparser.RawConfigParser()
    entry.read(root / "usr/share/applications/secant.desktop", "utf-8")
    assert entry["Desktop Entry"]["Exec"] == "secant %f"
    assert entry["Desktop Entry"]["MimeType"] == "application/x-secant;"
    icons = root / "usr/share/icons/hicolor/scalable"
    assert (icons / f"apps/{entry['Desktop Entry']['Icon']}.svg").is_file()
    assert (icons / "mimetypes/application-x-secant.svg").is_file()
    kind = ElementTree.parse(root / "usr/share/mime/packages/secant.xml").getroot()[0]
    assert kind.attrib == {"type": "application/x-secant"}
    for name in ("secant", "secant-fit"):
        assert (root / "usr/bin" / name).resolve() == root / "usr/lib/secant" / name
        page = gzip.decompress((root / f"usr/share/man/man1/{name}.1.gz").read_bytes())
        assert page.decode() == MAN_PAGES[f"{name}.1"]
    licence = (root / "usr/share/doc/secant/copyright").read_text("utf-8")
    assert "MIT License" in licence
    assert "LGPL-3" in licence


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb here")
def test_package_names_what_it_needs(folder: Path, tmp_path: Path) -> None:
    package = write_package(folder, tmp_path, "none")
    assert package.name.startswith(f"secant_{VERSION}_")
    control = run(["dpkg-deb", "--field", str(package)])
    needed = "libc6 (>= 2.35), libegl1, libgl1, libxcb1, fontconfig-config,\n fonts-dejavu-core"
    assert f"Depends: {needed} | " in control
    assert f"Version: {VERSION}\n" in control
    listed = run(["dpkg-deb", "--contents", str(package)])
    assert "-rwxr-xr-x root/root" in next(
        line for line in listed.splitlines() if line.endswith("./usr/lib/secant/secant")
    )
    assert "./usr/bin/secant -> ../lib/secant/secant" in listed


@pytest.mark.skipif(shutil.which("man") is None, reason="no man here")
@pytest.mark.parametrize("name", sorted(MAN_PAGES))
def test_manual_is_shown_without_warnings(name: str, tmp_path: Path) -> None:
    page = tmp_path / name
    page.write_text(MAN_PAGES[name], "utf-8")
    done = subprocess.run(
        ["man", "--warnings", "--local-file", str(page)],
        env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.stderr == ""
    assert f"Secant {VERSION}" in done.stdout
    assert "EXIT STATUS" in done.stdout


def test_installer_of_windows_has_same_type() -> None:
    script = (BUNDLE / "secant.iss").read_text("utf-8")
    assert f'#define Version "{VERSION}"' in script
    names = association_script(Program(Path("p"), None, Path("i")))
    for word in (r"Software\Classes\.secant", r"Secant.Experiment\shell\open\command"):
        assert word in script
        assert word in names


def test_megabytes_are_those_of_du(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(3 * 2**19))
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert megabytes(tmp_path) == 1.5


def test_failed_tool_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = "import os, sys; print(os.environ.get('PYTHONDONTWRITEBYTECODE')); sys.exit(3)"
    with pytest.raises(BundleFault, match=r"ends with 3:\nNone"):
        run([sys.executable, "-c", told])


def test_too_large_bundle_is_a_fault(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "run", lambda *_: "")
    monkeypatch.setattr(building, "MOST_MEGABYTES", 0)
    with pytest.raises(BundleFault, match=r"takes 0 MB, and may take 0"):
        building.build(folder.parent, Path(sys.executable))


def test_command_inside_has_no_other_variables(tmp_path: Path) -> None:
    (tmp_path / "usr/share").mkdir(parents=True)
    (tmp_path / "usr/share/x").touch()
    (tmp_path / "var/log").mkdir(parents=True)
    (tmp_path / "var/log/y").touch()
    root = DebianRoot(tmp_path)
    assert root.home == tmp_path / "w"
    assert root.files() == {"usr/share/x"}
    command = root.command(["secant", "a b"], ["DISPLAY=:7"])
    assert command[1:5] == [str(tmp_path), "/usr/bin/env", "-i", f"--chdir={HOME}"]
    assert command[-3:] == ["DISPLAY=:7", "secant", "a b"]


def test_waiting_ends_when_program_fails(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("Traceback (most recent call last)")
    with pytest.raises(BundleFault, match="there is not a window"):
        Keyboard({}, log).wait_until(lambda: False, "a window")


def test_files_of_check_are_the_same_table(tmp_path: Path) -> None:
    write_files(tmp_path)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {"t.csv", "t.xlsx", "t.xls", "t.npz", "e.secant"}
    assert len((tmp_path / "t.csv").read_text().splitlines()) == len(checking.ROWS) + 1


def test_package_machine_is_debians() -> None:
    assert debian_package.MACHINES["x86_64"] == "amd64"
