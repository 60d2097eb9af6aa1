"""The rules between the files, read from their sources."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from math import inf
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in (ROOT / "main.py", *ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py"))
}
QT = ("PySide6", "shiboken6")
ENGINE_CALCULATIONS = (
    "engine.methods.divergence",
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
THREAD_CODE = (
    *("gui/run/worker.py", "gui/run/mailbox.py", "gui/run/controls.py", "gui/run/prepared_rows.py"),
    *("gui/document/experiment.py", "gui/document/table_name.py"),
    *("gui/document/grid.py", "gui/document/blocks.py", "gui/background/cancelling.py"),
)
PRODUCTS = (
    *("dot", "einsum", "inner", "linalg", "lstsq"),
    *("matmul", "matvec", "tensordot", "vdot", "vecdot", "vecmat"),
)
WAITS = {"msleep", "processEvents", "sleep", "terminate", "usleep"}
TESTED_ELSEWHERE = {
    # Sentences, which the tests of the code that raises them check.
    "gui/errors.py",
    # A line of output, and an enum.
    "gui/first_launch/progress.py",
    "gui/plots/line.py",
}
WITHOUT_QT = """
import sys
import pytest
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
import engine
options = ["-p", "no:pytest-qt", "-p", "no:cacheprovider", "--assert=plain", "--collect-only", "-q"]
sys.exit(pytest.main([*options, "tests/engine"]))
"""


def files(under: str) -> list[str]:
    """Return the files whose path starts with this."""
    found = [path for path in SOURCES if path.startswith(under)]
    assert found
    return found


@cache
def walk(tree: ast.AST) -> list[ast.AST]:
    return list(ast.walk(tree))


def imported(path: str, tree: ast.AST | None = None) -> Iterator[str]:
    """Yield the full names that a file imports: ``from .a import b`` gives package.a and .a.b."""
    for node in walk(tree or SOURCES[path]):
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
    """Return the files that import any of these modules, or a name from one."""
    return {
        path for path in files(under) if any(is_within(name, *modules) for name in imported(path))
    }


def nodes(under: str) -> Iterator[tuple[str, ast.AST]]:
    for path in files(under):
        yield from ((path, node) for node in walk(SOURCES[path]))


def outsiders(under: str) -> set[str]:
    """Return the top-level packages that the files import, without the standard library."""
    names = {name.split(".")[0] for path in files(under) for name in imported(path)}
    return names - sys.stdlib_module_names


def test_relative_imports_are_resolved() -> None:
    tree = ast.parse("from . import a\nfrom ..b import c\nfrom .d.e import f\nimport g.h\n")
    found = set(imported("gui/tables/view/view.py", tree))
    assert {"gui.tables.a", "gui.b.c", "gui.tables.d.e.f", "g.h"} <= found


def test_engine_needs_only_numpy_and_calamine() -> None:
    assert outsiders("engine/") == {"numpy", "engine", SHEET_READER}


def test_sheet_reader_is_loaded_on_use() -> None:
    assert importing("", SHEET_READER) == {"engine/reading/sheets/sheets.py"}
    top_level = ast.Module(SOURCES["engine/reading/sheets/sheets.py"].body, [])
    loaded = {
        name
        for node in top_level.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imported("engine/reading/sheets/sheets.py", node)
    }
    assert not any(is_within(name, SHEET_READER) for name in loaded)


def test_engine_does_not_import_the_gui() -> None:
    assert importing("engine/", *QT, "pyqtgraph", "gui", "main") == set()


def test_reading_imports_only_the_engine_core() -> None:
    others = ("archive", "command", "paths", "writing")
    assert importing("engine/reading/", *(f"engine.{other}" for other in others)) == set()


def test_one_file_parses_text_tables() -> None:
    assert importing("", *TABLE_READERS) == {"engine/reading/text/records.py"}


def test_only_plots_import_pyqtgraph() -> None:
    users = importing("", "pyqtgraph")
    assert users
    assert users <= set(files("gui/plots/"))


def test_qt_is_imported_before_pyqtgraph() -> None:
    # Otherwise pyqtgraph searches for another Qt binding.
    for path in importing("gui/plots/", "pyqtgraph"):
        lines = {
            name: node.lineno
            for node in walk(SOURCES[path])
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in imported(path, node)
        }
        first = {
            package: min((n for name, n in lines.items() if is_within(name, package)), default=inf)
            for package in ("PySide6", "pyqtgraph")
        }
        assert first["PySide6"] < first["pyqtgraph"], path


@pytest.mark.parametrize("path", THREAD_CODE)
def test_thread_code_imports_no_widgets(path: str) -> None:
    assert importing(path, "PySide6.QtWidgets", "PySide6.QtGui", "pyqtgraph") == set()
    known = [other.removesuffix(".py").replace("/", ".") for other in THREAD_CODE]
    assert {n for n in imported(path) if is_within(n, "gui") and not is_within(n, *known)} == set()


def test_mailbox_needs_no_qt() -> None:
    assert importing("gui/run/mailbox.py", *QT) == set()


def test_panels_do_not_import_each_other() -> None:
    assert importing("gui/panels/", "gui.panels") == set()


def test_nothing_imports_main() -> None:
    assert importing("", "main") == set()


def test_first_launch_needs_only_the_standard_library() -> None:
    assert outsiders("gui/first_launch/") == {"gui"}
    names = {name for path in files("gui/first_launch/") for name in imported(path)}
    own = {name for name in names if is_within(name, "gui")}
    assert {name for name in own if not is_within(name, "gui.first_launch")} == set()


def test_gui_computes_no_loss_or_gradient() -> None:
    assert importing("gui/", *ENGINE_CALCULATIONS) == {"gui/run/worker.py"}


def test_gui_imports_engine_names_explicitly() -> None:
    whole = {
        path
        for path, node in nodes("gui/")
        if isinstance(node, ast.Import) and any(is_within(a.name, "engine") for a in node.names)
    }
    assert whole == set()


def test_gui_multiplies_no_matrices() -> None:
    found = {
        path
        for path, node in nodes("gui/")
        if isinstance(node, ast.MatMult)
        or (isinstance(node, ast.Attribute) and node.attr in PRODUCTS)
    }
    assert found == set()
    assert importing("gui/", *(f"numpy.{name}" for name in PRODUCTS)) == set()


def test_no_sleeping_and_no_killed_threads() -> None:
    found = {
        (path, node.attr)
        for path, node in nodes("")
        if isinstance(node, ast.Attribute) and node.attr in WAITS
    }
    assert found == set()
    assert importing("", "time.sleep") == set()


def test_no_text_is_executed() -> None:
    found = {
        (path, node.id)
        for path, node in nodes("")
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}
    }
    assert found == set()
    assert importing("", "pickle", "marshal", "shelve", "builtins") == set()


def test_engine_and_its_tests_load_without_qt() -> None:
    command = [sys.executable, "-c", WITHOUT_QT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "tests/engine/test_limits.py::" in done.stdout


def public(tree: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, str | None]]:
    """Yield a module or class and its public members, each with its docstring."""
    yield name, ast.get_docstring(tree)
    for node in tree.body:
        match node:
            case ast.ClassDef() if not node.name.startswith("_"):
                yield from public(node, f"{name}: {node.name}")
            case ast.FunctionDef() if not node.name.startswith("_"):
                yield f"{name}: {node.name}", ast.get_docstring(node)


def test_public_names_have_docstrings() -> None:
    described = [entry for path, tree in SOURCES.items() for entry in public(tree, path)]
    assert [name for name, docstring in described if not docstring] == []


@cache
def imported_by_test(test: Path) -> frozenset[str]:
    path = test.relative_to(ROOT).as_posix()
    return frozenset(imported(path, ast.parse(test.read_text("utf-8"))))


def is_tested(path: str) -> bool:
    """Return whether a file has its own test, or a test of its folder imports what is in it.

    For gui/run/speed.py that is tests/gui/run/test_speed.py, or any other test in that folder that
    imports gui.run.speed, or gui.run if that hands names of gui.run.speed on.
    """
    folder, _, name = path.rpartition("/")
    tests = ROOT / "tests" / folder
    if (tests / f"test_{name.removesuffix('.py').strip('_')}.py").is_file():
        return True
    module = path.removesuffix(".py").replace("/", ".")
    ways = {module}
    if (init := f"{folder}/__init__.py") in SOURCES and module in set(imported(init)):
        ways.add(folder.replace("/", "."))
    names = {name for test in tests.glob("test_*.py") for name in imported_by_test(test)}
    return any(name in ways or is_within(name, module) for name in names)


def test_every_file_or_its_folder_is_tested() -> None:
    files_with_code = (path for path in SOURCES if not path.endswith("__init__.py"))
    assert {path for path in files_with_code if not is_tested(path)} == TESTED_ELSEWHERE
