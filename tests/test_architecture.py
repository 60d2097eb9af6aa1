"""The rules that hold between the files, read from their sources."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in (ROOT / "main.py", *ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py"))
}
QT = ("PySide6", "shiboken6")
ENGINE_OWN_SUMS = (
    "engine.paths.bounds",
    "engine.descend",
    "engine.descent",
    "engine.fit",
    "engine.gradient",
    "engine.limits",
    "engine.loss",
    "engine.mean_squared_error",
    "engine.quotients",
)
TABLE_READERS = ("csv", "numpy.genfromtxt", "numpy.loadtxt", "openpyxl", "pandas", "pyarrow")
SHEET_READER = "python_calamine"
IN_THE_THREAD = (
    *("gui/worker.py", "gui/mailbox.py", "gui/controls.py", "gui/reduction.py"),
    *("gui/document/experiment.py", "gui/document/part.py"),
    *("gui/document/grid.py", "gui/document/blocks.py"),
)
PRODUCTS = (
    *("dot", "einsum", "inner", "linalg", "lstsq"),
    *("matmul", "matvec", "tensordot", "vdot", "vecdot", "vecmat"),
)
WAITS = {"msleep", "processEvents", "sleep", "terminate", "usleep"}
TESTED_BY_WHAT_USES_THEM = {
    # Sentences, told by the tests of what raises them.
    "gui/errors.py",
    "gui/first_launch/errors.py",
    "gui/tables/errors.py",
    # No behaviour of their own: two enums, a line of output, a dialog, a label, a base class.
    "gui/copying/errors.py",
    "gui/transforms/errors.py",
    "gui/document/part.py",
    "gui/plots/medium.py",
    "gui/tables/axis.py",
    "gui/first_launch/progress.py",
    "gui/failure_dialog.py",
    "gui/tables/message.py",
    "gui/tables/model.py",
}
WITHOUT_QT = """
import sys
import pytest
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
import engine
options = ["-p", "no:pytest-qt", "-p", "no:cacheprovider", "--collect-only", "-q"]
sys.exit(pytest.main([*options, "tests/engine"]))
"""


def files(under: str) -> list[str]:
    """Return the files whose path begins so."""
    found = [path for path in SOURCES if path.startswith(under)]
    assert found
    return found


def imported(path: str, tree: ast.AST | None = None) -> Iterator[str]:
    """Yield what a file imports, in full: ``from .a import b`` gives package.a and package.a.b."""
    for node in ast.walk(tree or SOURCES[path]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.split("/")[: -node.level] if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def is_within(name: str, *modules: str) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in modules)


def importing(under: str, *modules: str) -> set[str]:
    """Return the files that import any of the modules, or something out of them."""
    return {
        path for path in files(under) if any(is_within(name, *modules) for name in imported(path))
    }


def nodes(under: str) -> Iterator[tuple[str, ast.AST]]:
    for path in files(under):
        yield from ((path, node) for node in ast.walk(SOURCES[path]))


def outsiders(under: str) -> set[str]:
    """Return the top names of what the files import from outside the standard library."""
    names = {name.split(".")[0] for path in files(under) for name in imported(path)}
    return names - sys.stdlib_module_names


def test_relative_imports_are_read_in_full() -> None:
    tree = ast.parse("from . import a\nfrom ..b import c\nfrom .d.e import f\nimport g.h\n")
    found = set(imported("gui/tables/view.py", tree))
    assert {"gui.tables.a", "gui.b.c", "gui.tables.d.e.f", "g.h"} <= found


def test_the_engine_needs_numpy_the_standard_library_and_a_reader_of_sheets_only() -> None:
    assert outsiders("engine/") == {"numpy", "engine", SHEET_READER}


def test_sheets_are_read_in_one_file_which_loads_the_reader_only_to_read() -> None:
    assert importing("", SHEET_READER) == {"engine/reading/sheets.py"}
    at_the_top = ast.Module(SOURCES["engine/reading/sheets.py"].body, [])
    loaded = {
        name
        for node in at_the_top.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imported("engine/reading/sheets.py", node)
    }
    assert not any(is_within(name, SHEET_READER) for name in loaded)


def test_the_engine_knows_nothing_of_the_window() -> None:
    assert importing("engine/", *QT, "pyqtgraph", "gui", "main") == set()


def test_what_reads_tables_knows_nothing_of_what_is_done_with_them() -> None:
    others = ("archive", "command", "paths", "writing")
    assert importing("engine/reading/", *(f"engine.{other}" for other in others)) == set()


def test_text_becomes_tables_in_one_file() -> None:
    assert importing("", *TABLE_READERS) == {"engine/reading/records.py"}


def test_only_the_plots_know_pyqtgraph() -> None:
    users = importing("", "pyqtgraph")
    assert users
    assert users <= set(files("gui/plots/"))


def test_qt_is_loaded_before_pyqtgraph_which_otherwise_looks_for_another() -> None:
    for path in importing("gui/plots/", "pyqtgraph"):
        lines = {
            name: node.lineno
            for node in ast.walk(SOURCES[path])
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in imported(path, node)
        }
        first = {
            package: min((n for name, n in lines.items() if is_within(name, package)), default=inf)
            for package in ("PySide6", "pyqtgraph")
        }
        assert first["PySide6"] < first["pyqtgraph"], path


@pytest.mark.parametrize("path", IN_THE_THREAD)
def test_what_runs_in_the_thread_touches_no_widgets(path: str) -> None:
    assert importing(path, "PySide6.QtWidgets", "PySide6.QtGui", "pyqtgraph") == set()
    known = [other.removesuffix(".py").replace("/", ".") for other in IN_THE_THREAD]
    assert {n for n in imported(path) if is_within(n, "gui") and not is_within(n, *known)} == set()


def test_the_mailbox_needs_no_qt() -> None:
    assert importing("gui/mailbox.py", *QT) == set()


def test_panels_do_not_know_one_another() -> None:
    assert importing("gui/panels/", "gui.panels") == set()


def test_nothing_imports_the_program_itself() -> None:
    assert importing("", "main") == set()


def test_the_first_launch_needs_the_standard_library_and_itself_only() -> None:
    assert outsiders("gui/first_launch/") == {"gui"}
    names = {name for path in files("gui/first_launch/") for name in imported(path)}
    own = {name for name in names if is_within(name, "gui")}
    assert {name for name in own if not is_within(name, "gui.first_launch")} == set()


def test_the_window_leaves_loss_and_gradient_to_the_engine() -> None:
    assert importing("gui/", *ENGINE_OWN_SUMS) == {"gui/worker.py"}


def test_the_window_names_what_it_takes_from_the_engine() -> None:
    whole = {
        path
        for path, node in nodes("gui/")
        if isinstance(node, ast.Import) and any(is_within(a.name, "engine") for a in node.names)
    }
    assert whole == set()


def test_the_window_multiplies_no_matrices() -> None:
    found = {
        path
        for path, node in nodes("gui/")
        if isinstance(node, ast.MatMult)
        or (isinstance(node, ast.Attribute) and node.attr in PRODUCTS)
    }
    assert found == set()
    assert importing("gui/", *(f"numpy.{name}" for name in PRODUCTS)) == set()


def test_nothing_waits_blindly_or_kills_threads() -> None:
    found = {
        (path, node.attr)
        for path, node in nodes("")
        if isinstance(node, ast.Attribute) and node.attr in WAITS
    }
    assert found == set()
    assert importing("", "time.sleep") == set()


def test_no_text_is_run_as_a_program() -> None:
    found = {
        (path, node.id)
        for path, node in nodes("")
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}
    }
    assert found == set()
    assert importing("", "pickle", "marshal", "shelve", "builtins") == set()


def test_the_engine_and_its_tests_load_without_qt() -> None:
    command = [sys.executable, "-c", WITHOUT_QT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "tests/engine/test_limits.py::" in done.stdout


def public(tree: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, str | None]]:
    """Yield the public names of a module or a class with their docstrings, its own first."""
    yield name, ast.get_docstring(tree)
    for node in tree.body:
        match node:
            case ast.ClassDef() if not node.name.startswith("_"):
                yield from public(node, f"{name}: {node.name}")
            case ast.FunctionDef() if not node.name.startswith("_"):
                yield f"{name}: {node.name}", ast.get_docstring(node)


def test_all_that_is_public_says_what_it_is_for() -> None:
    described = [entry for path, tree in SOURCES.items() for entry in public(tree, path)]
    assert [name for name, docstring in described if not docstring] == []


def mirror_of(path: str) -> str:
    """Return the path of the test of a file: that of gui/app.py is tests/gui/test_app.py."""
    folder, _, name = f"tests/{path}".rpartition("/")
    return f"{folder}/test_{name.removesuffix('.py').strip('_')}.py"


def test_every_file_has_its_test() -> None:
    untested = {
        path
        for path in SOURCES
        if not path.endswith("__init__.py") and not (ROOT / mirror_of(path)).is_file()
    }
    assert untested == TESTED_BY_WHAT_USES_THEM
