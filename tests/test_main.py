"""The two files that a person starts: main.py, and the tests themselves."""

import ast
import ctypes
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import gui
import main
from gui import first_launch, system_signals
from gui.first_launch.errors import NoDisplay
from tests import TIMEOUT_SECONDS
from tests import __main__ as tests_main
from tests.gui.first_launch.wheel import write_wheel
from tests.processes import running

ROOT = Path(__file__).parents[1]
BOTH_FILES = pytest.mark.parametrize("file", ["main.py", "tests/__main__.py"])
APPLICATION = """
import logging
import sys
import tiny
def main(listener):
    logging.getLogger(__name__).debug("started")
    print("window", tiny.SIZE, sys.argv[1:])
    return 7
"""


@BOTH_FILES
@pytest.mark.parametrize("version", [(3, 4), (3, 6), (3, 8), (3, 10)])
def test_old_python_3_parses_file(file: str, version: tuple[int, int]) -> None:
    ast.parse((ROOT / file).read_text("utf-8"), feature_version=version)


@BOTH_FILES
def test_python_2_parses_file(file: str) -> None:
    source = (ROOT / file).read_bytes()
    assert source.isascii()
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred))
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "print"


@pytest.mark.parametrize("program", [main, tests_main])
def test_old_python_is_reported(
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


def test_fault_prints_sentence_and_status(
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
def test_help_opens_no_window(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", word])
    monkeypatch.setattr(first_launch, "prepare_window", lambda: pytest.fail("a window"))
    assert main.main() == 0
    usage = capsys.readouterr().out
    assert "--install-launcher" in usage
    assert "--debug" in usage


def test_window_opens_after_preparation(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def open_window(listener: object) -> int:
        assert listener == "listener"
        order.append("window")
        return 7

    monkeypatch.setattr(first_launch, "prepare_window", lambda: order.append("prepared"))
    monkeypatch.setattr(gui, "app", SimpleNamespace(main=open_window), raising=False)
    monkeypatch.setattr(system_signals, "SignalListener", lambda: "listener")
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert main.main() == 7
    assert order == ["prepared", "window"]


@pytest.fixture
def loggers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[logging.Logger]]:
    """The loggers of Secant's packages, at the root's level; both get it back afterwards."""
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.setattr(first_launch, "prepare_window", lambda: None)
    monkeypatch.setattr(gui, "app", SimpleNamespace(main=lambda **_: 0), raising=False)
    monkeypatch.setattr(system_signals, "SignalListener", lambda: None)
    monkeypatch.delenv("SECANT_LOG", raising=False)
    found = [logging.getLogger(package) for package in ("engine", "gui")]
    before = [logger.level for logger in found]
    for logger in found:
        logger.setLevel(logging.NOTSET)
    yield found
    for logger, level in zip(found, before, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("words", [["--debug", "a.csv"], ["a.csv", "--debug"]])
def test_debug_option_stands_anywhere(
    words: list[str], monkeypatch: pytest.MonkeyPatch, loggers: list[logging.Logger]
) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", *words])
    assert main.main() == 0
    assert sys.argv == ["main.py", "a.csv"]
    assert [logger.level for logger in loggers] == [logging.DEBUG, logging.DEBUG]


@pytest.mark.parametrize(
    ("value", "level"), [("debug", logging.DEBUG), ("INFO", logging.INFO), ("", logging.NOTSET)]
)
def test_environment_variable_sets_log_level(
    value: str, level: int, monkeypatch: pytest.MonkeyPatch, loggers: list[logging.Logger]
) -> None:
    monkeypatch.setenv("SECANT_LOG", value)
    monkeypatch.setattr(sys, "argv", ["main.py"])
    assert main.main() == 0
    assert [logger.level for logger in loggers] == [level, level]


def test_test_runner_prints_fault(
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
def test_test_runner_starts_pytest_offscreen(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], options: list[str]
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(first_launch, "prepare_tests", lambda: None)
    monkeypatch.setattr(first_launch, "replace_process", commands.append)
    monkeypatch.setattr(sys, "argv", ["tests", *arguments])
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("PYTHONFAULTHANDLER", "")
    tests_main.main()
    assert commands == [[sys.executable, "-m", "pytest", *options, *arguments]]
    assert (os.environ["QT_QPA_PLATFORM"], os.environ["PYTHONFAULTHANDLER"]) == ("offscreen", "1")


def test_install_launcher_opens_no_window(
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
    # Without it `gui` would be a namespace package here, and an installed Secant would win.
    shutil.copyfile(ROOT / "gui/__init__.py", tree / "gui/__init__.py")
    shutil.copyfile(ROOT / "gui/system_signals.py", tree / "gui/system_signals.py")
    (tree / "gui/app.py").write_text(APPLICATION)
    (tree / "pyproject.toml").write_text("[project]\ndependencies = ['tiny>=1']\n")
    return tree


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The variables of a launch, in which pip finds only tiny."""
    write_wheel(tmp_path)
    return os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "SECANT_LOG": "",
    }


def test_only_first_launch_sets_up(tree: Path, environ: dict[str, str]) -> None:
    def launch(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "main.py", *words],
            cwd=tree,
            env=environ,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )

    for steps in (3, 0):
        done = launch("a word", "--option")
        assert done.stdout == "window tiny ['a word', '--option']\n"
        assert done.returncode == 7
        assert done.stderr.count("Secant: ") == steps
        assert steps or done.stderr == ""
    done = launch("--debug", "a word")
    assert done.stdout == "window tiny ['a word']\n"
    assert "DEBUG gui.first_launch.prepare: " in done.stderr
    assert "DEBUG gui.app: started" in done.stderr
    # A library that lost its folder is installed again.
    [library] = tree.glob(".venv/lib/python3*/site-packages/tiny")
    shutil.rmtree(library)
    done = launch()
    assert done.stdout == "window tiny []\n"
    assert done.stderr.count("Secant: ") == 2


# Step 1 can be over before a busy machine has delivered a signal. This one lasts.
LASTING_STEP = """
import time, venv
venv.EnvBuilder.create = lambda *_: time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
def test_signal_at_any_step_ends_setup(tree: Path, environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "main.py"]
    (tmp_path / "sitecustomize.py").write_text(LASTING_STEP)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # an index that never answers
        slow = environ | {"PIP_INDEX_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        del slow["PIP_NO_INDEX"]
        for number, status in ((1, 130), (2, 143), (3, 130)):
            lasting = {"PYTHONPATH": str(tmp_path)} if number == 1 else {}
            with running(command, tree, slow | lasting) as launch:
                assert launch.stderr is not None
                while f"(step {number} of 3)" not in launch.stderr.readline():
                    assert launch.poll() is None
                begin = time.monotonic()
                launch.send_signal(signal.Signals(status - 128))
                rest = launch.stderr.read()
                assert launch.wait(TIMEOUT_SECONDS) == status
                assert time.monotonic() - begin < 2
                assert rest == (
                    "Secant: interrupted during setup; start Secant again to continue.\n"
                )
    # No pip that still runs holds the next start up.
    done = subprocess.run(
        command, cwd=tree, env=environ, capture_output=True, text=True, timeout=TIMEOUT_SECONDS
    )
    assert (done.returncode, done.stdout) == (7, "window tiny []\n")
    assert "waiting" not in done.stderr


READY = """[project]
dependencies = [
    # Why.
    "tiny>=1",
]
"""


@pytest.fixture
def ready_tree(tmp_path: Path) -> Path:
    """A source tree whose private environment is ready, and was made for this Python."""
    (tmp_path / "pyproject.toml").write_text(READY)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    python = Path(sys.executable).resolve()
    (tmp_path / ".venv/bin/python").symlink_to(python)
    (tmp_path / ".venv/secant-ready.txt").write_text(f"3.11.7\n{python}\ntiny>=1\npytest>=8\n")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_ready_environment_is_found_quickly(
    ready_tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = str(ready_tree / ".venv/bin/python")
    assert main.ready_interpreter(str(ready_tree)) == found
    monkeypatch.setattr(sys, "prefix", str(ready_tree / ".venv"))
    assert main.ready_interpreter(str(ready_tree)) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("pyproject.toml", "tiny>=1", "tiny>=2"),
        ("pyproject.toml", "[\n    # Why.\n", "["),
        (".venv/secant-ready.txt", "tiny>=1\n", ""),
        (".venv/secant-ready.txt", str(Path(sys.executable).resolve()), "/other/python"),
    ],
)
def test_other_environments_take_the_long_way(
    ready_tree: Path, file: str, before: str, after: str
) -> None:
    path = ready_tree / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    assert main.ready_interpreter(str(ready_tree)) == ""
    path.unlink()
    assert main.ready_interpreter(str(ready_tree)) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_unsuitable_path_takes_the_long_way(ready_tree: Path) -> None:
    other = ready_tree.rename(ready_tree.with_name("Secant, copy"))
    assert main.ready_interpreter(str(other)) == ""


RESTARTING = """
import os, signal, sys, main
os.execv = lambda *command: print(command[1][1:], os.environ["SECANT_ARRIVAL"], held())
held = lambda: signal.SIGTERM in signal.pthread_sigmask(signal.SIG_BLOCK, [])
main.go_on_in("python")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
def test_restart_keeps_words_and_holds_signals() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RESTARTING, "a word"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=True,
    )
    assert done.stdout.endswith("'a word'] from-record True\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
def test_python_that_does_not_start_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECANT_ARRIVAL", raising=False)
    main.go_on_in("/no/such/python")
    assert "SECANT_ARRIVAL" not in os.environ
    assert signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@BOTH_FILES
def test_programs_end_at_signals_from_the_start(file: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    last = tree.body[-1]
    assert isinstance(last, ast.If)
    steps = [ast.unparse(step) for step in last.body]
    if file == "main.py":
        assert steps == ["program()"]
        [program] = (node for node in tree.body if getattr(node, "name", "") == "program")
        assert isinstance(program, ast.FunctionDef)
        steps = [ast.unparse(step) for step in program.body[1:]]
        assert steps[-1] == "leave(main())"
    assert "end_at_signals()" in steps[:2]


def test_installed_program_is_the_same() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        scripts = tomllib.load(file)["project"]["gui-scripts"]
    assert scripts == {"secant": "main:program"}


LEAVING = """
import os, signal, sys, main
number = signal.Signals[sys.argv[1]]
signal.pthread_sigmask(signal.SIG_BLOCK, [number])
os.kill(os.getpid(), number)
print("goes on", flush=True)
main.end_at_signals()
print("never")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_held_back_signal_ends_program(name: str, status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVING, name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert (done.returncode, done.stdout, done.stderr) == (status, "goes on\n", "")


class _Left(Exception):
    """Stands for the end of the process."""


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses with which the process would have ended."""
    statuses: list[int] = []

    def leave(status: int) -> None:
        statuses.append(status)
        raise _Left

    monkeypatch.setattr(os, "_exit", leave)
    return statuses


def test_output_is_flushed_at_the_end(
    left: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # as in a program without a terminal
    sys.stdout.write("last words")
    with pytest.raises(_Left):
        main.leave(3)
    with pytest.raises(_Left):
        system_signals.leave_process(4)
    assert left == [3, 4]
    assert capsys.readouterr().out == "last words"


def test_program_ends_with_its_status(
    left: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(sys, "argv", ["/usr/bin/secant", "--help"])
    try:
        with pytest.raises(_Left):
            main.program()
        assert {signal.getsignal(each) for each in before} == {main.end_at_signal}
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert left == [0]
    usage = capsys.readouterr().out
    assert usage.startswith("usage: secant [FILE] [--debug]")
    assert "secant-fit --help" in usage
    assert "python3" not in usage


def test_nothing_is_written_without_streams(
    left: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = NoDisplay(["DISPLAY"])

    def fail() -> None:
        raise fault

    monkeypatch.setattr(first_launch, "prepare_window", fail)
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    for words, status in ((["--help"], 0), ([], 2)):
        monkeypatch.setattr(sys, "argv", ["secant", *words])
        with pytest.raises(_Left):
            main.leave(main.main())
        assert left[-1] == status


def test_windows_without_streams_shows_box(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes: list[tuple[object, ...]] = []
    user = SimpleNamespace(MessageBoxW=lambda *words: boxes.append(words))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    main.say("a sentence", None)
    assert boxes == [(None, "a sentence", "Secant", 0)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_early_signal_ends_with_its_status(left: list[int], number: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        main.end_at_signals()
        with pytest.raises(_Left):
            signal.raise_signal(number)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert left == [128 + number]
