"""The rules between the files, read from their sources."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from math import inf
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in (ROOT / "main.py", *ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py"))
}
MOST_MODULES_AT_GUI_ROOT = 5
MOST_FILES_AT_ENGINE_ROOT = 30
MOST_FILES_IN_A_FOLDER = 24
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
TABLE_READERS = ("csv", "numpy.genfromtxt", "numpy.loadtxt", "openpyxl", "pandas")
SHEET_READER = "python_calamine"
ARROW = "pyarrow"
USE_ARROW = {"engine/reading/text/plain/arrow_lines.py", "engine/writing/arrow_cells.py"}
"""The files that parse and write the cells of texts with the extra ``arrow``."""
CLUSTER = ("dask", "distributed")
FORMAT_READERS = {
    ARROW: "engine/reading/formats/arrow_reader.py",
    "scipy": "engine/reading/formats/matlab_reader.py",
    "h5py": "engine/reading/formats/hdf5_reader.py",
    "pyreadstat": "engine/reading/formats/readstat_reader.py",
}
"""The libraries that read files of other programs, each in one file."""
THREAD_CODE = (
    *("gui/run/worker.py", "gui/run/mailbox.py", "gui/run/controls.py", "gui/run/prepared_rows.py"),
    *("gui/document/experiment.py", "gui/document/column.py", "gui/document/table_name.py"),
    *("gui/document/grid.py", "gui/document/blocks.py", "gui/background/cancelling.py"),
    "gui/document/suggested_settings.py",
    *("gui/run/companions.py", "gui/run/divided_limit.py"),
)
PRODUCTS = (
    *("dot", "einsum", "inner", "linalg", "lstsq"),
    *("matmul", "matvec", "tensordot", "vdot", "vecdot", "vecmat"),
)
WAITS = {"msleep", "processEvents", "sleep", "terminate", "usleep"}
TESTED_ELSEWHERE = {
    # Sentences, which the tests of the code that raises them check.
    *("gui/errors.py", "gui/tables/errors.py"),
    # A line of output.
    "gui/first_launch/progress.py",
    # The base class of the other models, whose tests check it.
    "gui/tables/models/model.py",
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


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def file_dependencies() -> Mapping[str, set[str]]:
    """Return which files each file imports, including imports for types and inside functions.

    ``from .a import b`` needs the file of a.b if there is one, otherwise that of a.
    """
    paths = {module_of(path): path for path in SOURCES}
    graph: dict[str, set[str]] = {path: set() for path in SOURCES}
    for path, node in nodes(""):
        if isinstance(node, ast.Import):
            graph[path] |= {paths[alias.name] for alias in node.names if alias.name in paths}
        elif isinstance(node, ast.ImportFrom):
            module, *members = imported(path, node)
            found = (member if member in paths else module for member in members)
            graph[path] |= {paths[name] for name in found if name in paths}
    return graph


def gui_dependencies() -> Mapping[str, set[str]]:
    """Return which folders of gui, and files at its root, import which others."""
    graph: dict[str, set[str]] = {}
    for path, needed in file_dependencies().items():
        if path.startswith("gui/"):
            others = {gui_part(other) for other in needed if other.startswith("gui/")}
            graph.setdefault(gui_part(path), set()).update(others)
    return graph


def gui_part(path: str) -> str:
    """Return gui/run for gui/run/session.py, and gui/app.py for itself."""
    return "/".join(path.split("/")[:2])


def cycles(graph: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Return the groups of nodes that all need one another."""
    reached = {start: reached_from(graph, start) for start in graph}
    groups = {frozenset(end for end in reached[start] if start in reached[end]) for start in graph}
    return {group for group in groups if len(group) > 1}


def reached_from(graph: Mapping[str, set[str]], start: str) -> set[str]:
    reached, unvisited = {start}, [start]
    while unvisited:
        new = graph[unvisited.pop()] - reached
        reached |= new
        unvisited += new
    return reached


def test_relative_imports_are_resolved() -> None:
    tree = ast.parse("from . import a\nfrom ..b import c\nfrom .d.e import f\nimport g.h\n")
    found = set(imported("gui/tables/errors.py", tree))
    assert {"gui.tables.a", "gui.b.c", "gui.tables.d.e.f", "g.h"} <= found


def test_cycles_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set[str]()}
    assert cycles(graph) == {frozenset({"b", "c"})}


def test_no_files_import_each_other() -> None:
    graph = file_dependencies()
    assert "gui/window/main_window.py" in graph["gui/app.py"]
    assert cycles(graph) == set()


def test_no_gui_folders_import_each_other() -> None:
    graph = gui_dependencies()
    assert {"gui/run", "gui/tables"} <= graph["gui/window"]
    assert cycles(graph) == set()


def test_gui_groups_digits_one_way() -> None:
    """Where a comma separates decimals, a blank groups digits, which only ``grouped`` knows."""
    with_comma = re.compile(r"\{[^{}]*:[^{}]*,[^{}]*\}")
    assert with_comma.search("columns {first:,} to {last}")
    found = set()
    for path, node in nodes("gui/"):
        if isinstance(node, ast.Constant) and with_comma.search(str(node.value)):
            found.add((path, str(node.value)))
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)
            found |= {(path, spec)} if "," in spec else set()
    assert found == set()


def test_every_painter_ends() -> None:
    """One that outlives a failed paint, or that a debugger keeps, ends the process."""
    made, ended = set(), set()
    for path, node in nodes("gui"):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("QPainter", "QStylePainter"):
            made.add((path, node.lineno, node.col_offset))
        elif isinstance(node, ast.withitem):
            ended.add((path, node.context_expr.lineno, node.context_expr.col_offset))
    assert len(made) > 30
    assert made - ended == set()


def _reports_itself(handler: ast.FunctionDef) -> bool:
    """Return whether all that a handler does is in a try, and what fails is reported."""
    _, *body = handler.body
    match body:
        case [ast.Try(handlers=[ast.ExceptHandler(ast.Name("Exception"), "error", [first, *_])])]:
            return ast.unparse(first) == "report(error)"
    return False


PAINTS = {"paint", "paintSection", "drawForeground", "drawBackground"}
HANDLED = {"event", "eventFilter", "viewportEvent"}
"""These return whether an event needs nothing more."""


def test_every_event_handler_is_reported() -> None:
    """What one raises within a call of ours would end the process."""
    wrong, count = set(), 0
    for path, kind in nodes("gui"):
        if not isinstance(kind, ast.ClassDef):
            continue
        for method in kind.body:
            if not isinstance(method, ast.FunctionDef):
                continue
            is_event = re.fullmatch(r"[a-z]\w*Event", method.name) is not None
            if method.name in HANDLED:
                needed = "reporting_as_unhandled"
            elif is_event or method.name in PAINTS:
                needed = "reporting"
            else:
                continue
            count += 1
            is_decorated = [ast.unparse(each) for each in method.decorator_list] == [needed]
            if not is_decorated and not _reports_itself(method):
                wrong.add((path, f"{kind.name}.{method.name}"))
    assert count > 170
    assert wrong == set()


ASKED = {"data", "headerData", "flags", "setData", "createEditor", "editorEvent"}
"""Qt asks these of a model or a delegate, often while an event is handled within a call of ours."""


def test_what_qt_asks_is_reported() -> None:
    """With an error pending, an answer to the next question ended the process (rowCount did)."""
    wrong, count = set(), 0
    for path, kind in nodes("gui"):
        if not isinstance(kind, ast.ClassDef):
            continue
        for method in kind.body:
            if not isinstance(method, ast.FunctionDef) or method.name not in ASKED:
                continue
            if method.returns is None or ast.unparse(method.returns) == "None":
                continue  # a curve of a plot takes its data so
            count += 1
            if not _reports_itself(method):
                wrong.add((path, f"{kind.name}.{method.name}"))
    assert count > 20
    assert wrong == set()


def test_class_names_are_unique() -> None:
    names = Counter(node.name for _, node in nodes("") if isinstance(node, ast.ClassDef))
    assert {name: count for name, count in names.items() if count > 1} == {}


def test_folders_are_small() -> None:
    counts = Counter(path.rpartition("/")[0] for path in files("") if "/__init__" not in path)
    assert counts["gui"] <= MOST_MODULES_AT_GUI_ROOT
    assert counts.pop("engine") <= MOST_FILES_AT_ENGINE_ROOT
    assert max(counts.values()) <= MOST_FILES_IN_A_FOLDER


def test_readers_are_sorted_by_format() -> None:
    folders = {path.split("/")[2] for path in files("engine/reading/") if path.count("/") > 2}
    assert folders == {"arrays", "formats", "sheets", "text"}


def test_engine_needs_only_numpy_and_readers() -> None:
    assert outsiders("engine/") == {"numpy", "engine", SHEET_READER, *FORMAT_READERS, *CLUSTER}


def test_two_files_use_arrow_for_texts() -> None:
    assert importing("", ARROW) - {FORMAT_READERS[ARROW]} == USE_ARROW


@pytest.mark.parametrize("path", sorted(USE_ARROW))
def test_arrow_is_loaded_on_use(path: str) -> None:
    outside = [node for node in SOURCES[path].body if not _is_for_types(node)]
    names = {
        name
        for node in outside
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imported(path, node)
    }
    assert not any(is_within(name, ARROW) for name in names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def test_one_file_imports_the_cluster_on_use() -> None:
    driver = "engine/parts/on_cluster.py"
    assert importing("", *CLUSTER) == {driver}
    top_level = ast.Module(
        [node for node in SOURCES[driver].body if isinstance(node, (ast.Import, ast.ImportFrom))],
        [],
    )
    assert not any(is_within(name, *CLUSTER) for name in imported(driver, top_level))


@pytest.mark.parametrize("library", FORMAT_READERS)
def test_extras_are_loaded_on_use(library: str) -> None:
    reader = FORMAT_READERS[library]
    assert importing("", library) == {reader} | (USE_ARROW if library == ARROW else set())
    loaded = {
        name
        for node in SOURCES[reader].body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imported(reader, node)
    }
    assert not any(is_within(name, library) for name in loaded)


@pytest.mark.parametrize(
    "path", ["engine/reading/formats/format_worker.py", *FORMAT_READERS.values()]
)
def test_readers_of_formats_run_without_secant(path: str) -> None:
    # They are started as scripts, in a process that loads nothing of the engine.
    assert not any(is_within(name, "engine", "gui") for name in imported(path))


def test_sheet_reader_is_loaded_on_use() -> None:
    reader = "engine/reading/sheets/workbook_reader.py"
    assert importing("", SHEET_READER) == {reader}
    top_level = ast.Module(SOURCES[reader].body, [])
    loaded = {
        name
        for node in top_level.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imported(reader, node)
    }
    assert not any(is_within(name, SHEET_READER) for name in loaded)


def test_sheet_reader_runs_without_secant() -> None:
    # It is started as a script, in a process that knows only the standard library.
    names = set(imported("engine/reading/sheets/workbook_reader.py"))
    assert {name for name in names if is_within(name, "engine", "gui", "numpy")} == set()
    assert outsiders("engine/reading/sheets/plain_workbook.py") == set()


def test_engine_does_not_import_the_gui() -> None:
    assert importing("engine/", *QT, "pyqtgraph", "gui", "main") == set()


def test_reading_imports_only_the_engine_core() -> None:
    others = ("archive", "command", "methods", "writing")
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


def test_first_launch_needs_no_packages() -> None:
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


def test_no_property_locks_a_class() -> None:
    # In Python 3.11 another thread waits for it, even with another object: for 1.7 s once.
    assert importing("", "functools.cached_property") == set()


def test_no_text_is_executed() -> None:
    found = {
        (path, node.id)
        for path, node in nodes("")
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}
    }
    assert found == set()
    assert importing("", "pickle", "marshal", "shelve") == set()
    # It gives the import statement back to Python, from which PySide6 has taken it.
    assert importing("", "builtins") == {"gui/window/plain_import.py"}


def test_engine_loads_without_qt() -> None:
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


LOGGER = "logger = logging.getLogger(__name__)"


# The programs themselves only choose what is shown.
@pytest.mark.parametrize(
    "path", sorted(importing("", "logging") - {"main.py", "engine/__main__.py"})
)
def test_loggers_have_one_name(path: str) -> None:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    assert [line for line in lines if "getLogger" in line] == [LOGGER]
    assert any(line.strip().startswith("logger.") for line in lines)


PREFACES = [path for path in SOURCES if path.endswith("__init__.py")]
MAP = "docs/architecture.md"
PLANNED = re.compile(r"What comes next.*?\n\n", re.DOTALL)


def named_files(text: str) -> set[str]:
    return set(re.findall(r"[\w/]+\.py\b", text))


def exists_near(name: str, folder: Path) -> bool:
    """Return whether a file is there, counted from the root or from anywhere below a folder."""
    return (ROOT / name).is_file() or any(folder.rglob(name))


@pytest.mark.parametrize("path", PREFACES)
def test_prefaces_name_existing_files(path: str) -> None:
    names = named_files(ast.get_docstring(SOURCES[path]) or "")
    assert {name for name in names if not exists_near(name, (ROOT / path).parent)} == set()


def test_map_names_existing_files() -> None:
    names = named_files(PLANNED.sub("", (ROOT / MAP).read_text("utf-8")))
    assert len(names) > 20
    near = (ROOT / "gui", ROOT / "engine")
    assert {name for name in names if not any(exists_near(name, top) for top in near)} == set()


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


def test_every_file_has_a_test() -> None:
    files_with_code = (path for path in SOURCES if not path.endswith("__init__.py"))
    assert {path for path in files_with_code if not is_tested(path)} == TESTED_ELSEWHERE
