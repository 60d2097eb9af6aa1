"""The two files that a person starts: main.py, and the tests themselves."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import gui
import main
from gui import first_launch
from gui.first_launch.errors import NoDisplay
from tests import __main__ as tests_main
from tests.gui.first_launch.wheel import write_wheel

ROOT = Path(__file__).parents[1]
OLD_ENOUGH = pytest.mark.parametrize("file", ["main.py", "tests/__main__.py"])
APPLICATION = """
import sys
import tiny
def main():
    print("window", tiny.SIZE, sys.argv[1:])
    return 7
"""


@OLD_ENOUGH
@pytest.mark.parametrize("version", [(3, 4), (3, 6), (3, 8), (3, 10)])
def test_an_old_python_reads_it(file: str, version: tuple[int, int]) -> None:
    ast.parse((ROOT / file).read_text("utf-8"), feature_version=version)


@OLD_ENOUGH
def test_python_2_reads_it(file: str) -> None:
    source = (ROOT / file).read_bytes()
    assert source.isascii()
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred))
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "print"


@pytest.mark.parametrize("program", [main, tests_main])
def test_an_old_python_is_told_so_in_a_sentence(
    program: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as old:
        old.setattr(sys, "version_info", (3, 10, 13))
        status = program.main()
    shown = capsys.readouterr()
    assert status == 2
    assert shown.out == ""
    assert "need Python 3.11" in shown.err.replace("needs", "need")
    assert "this is Python 3.10" in shown.err
    assert shown.err.count("\n") == 1


def test_a_fault_is_one_sentence_and_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = NoDisplay(["DISPLAY"])

    def fail() -> None:
        raise fault

    monkeypatch.setattr(first_launch, "prepare_window", fail)
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert main.main() == 2
    assert capsys.readouterr().err == f"Secant: {fault}\n"


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_is_given_without_a_window(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", word])
    monkeypatch.setattr(first_launch, "prepare_window", lambda: pytest.fail("a window"))
    assert main.main() == 0
    assert "--install-launcher" in capsys.readouterr().out


def test_what_is_ready_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def open_window() -> int:
        order.append("window")
        return 7

    monkeypatch.setattr(first_launch, "prepare_window", lambda: order.append("prepared"))
    monkeypatch.setattr(gui, "app", SimpleNamespace(main=open_window), raising=False)
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert main.main() == 7
    assert order == ["prepared", "window"]


def test_the_tests_report_a_fault_likewise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = NoDisplay(["DISPLAY"])

    def fail() -> None:
        raise fault

    monkeypatch.setattr(first_launch, "prepare_tests", fail)
    assert tests_main.main() == 2
    assert capsys.readouterr().err == f"Secant: {fault}\n"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["-k", "limit"], tests_main.ALL_CORES),
        ([f"{__file__}::test_python_2_reads_it", "-x"], []),
        ([], tests_main.ALL_CORES),
    ],
)
def test_the_tests_need_no_display_and_hand_their_words_to_pytest(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], options: list[str]
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(first_launch, "prepare_tests", lambda: None)
    monkeypatch.setattr(first_launch, "become", commands.append)
    monkeypatch.setattr(sys, "argv", ["tests", *arguments])
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("PYTHONFAULTHANDLER", "")
    tests_main.main()
    assert commands == [[sys.executable, "-m", "pytest", *options, *arguments]]
    assert (os.environ["QT_QPA_PLATFORM"], os.environ["PYTHONFAULTHANDLER"]) == ("offscreen", "1")


def test_the_launcher_is_installed_and_no_window_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["main.py", "--install-launcher"])
    assert main.main() == 0
    entry = tmp_path / "applications/secant.desktop"
    assert entry.is_file()
    assert str(entry) in capsys.readouterr().out


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree with a small application."""
    tree = tmp_path / "Secant's tree"
    tree.mkdir()
    shutil.copyfile(ROOT / "main.py", tree / "main.py")
    shutil.copytree(ROOT / "gui/first_launch", tree / "gui/first_launch")
    (tree / "gui/app.py").write_text(APPLICATION)
    (tree / "pyproject.toml").write_text("[project]\ndependencies = ['tiny>=1']\n")
    return tree


def test_a_first_launch_sets_up_and_every_other_starts_at_once(tree: Path, tmp_path: Path) -> None:
    write_wheel(tmp_path)
    environ = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
    }
    command = [sys.executable, "main.py", "a word", "--option"]
    for steps in (3, 0):
        done = subprocess.run(command, cwd=tree, env=environ, capture_output=True, text=True)
        assert done.stdout == "window tiny ['a word', '--option']\n"
        assert done.returncode == 7
        assert done.stderr.count("Secant: ") == steps
