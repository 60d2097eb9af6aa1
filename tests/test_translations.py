"""Every sentence can be told in another language: it is collected, and what is shown is looked up.

lupdate for Python collects a call only if all its arguments are literals, and an f-string is
collected without ever matching. So what the code asks for is compared with what lupdate finds.
"""

import ast
import json
import os
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.catalogue import PACKAGES, ROOT, Collected, collect, make_catalogue, sentences
from tests.processes import running

FUNCTIONS = {"translate": 2, "marked": 2, "plural": 4}
"""What asks for a sentence, with its number of arguments."""
DEFINED_IN = ("gui/text/translation.py", "engine/language/sentence.py")
SPEAKS_ENGLISH = (
    *("engine/command", "engine/__main__.py", "engine/requirements.py", "engine/deprecation.py"),
    *("engine/writing/program.py", "engine/limit/arithmetic.py", "engine/limit/update.py"),
    "engine/limit/optimised_update.py",
    *("engine/reading/sheets/plain_workbook.py", "engine/reading/text/unit_rows.py"),
    *("engine/reading/text/preamble.py", "engine/__init__.py", "engine/fit.py"),
    "engine/reading/formats/matlab_reader.py",  # tells the log what is damaged
)
"""The command line, programs and files that are written, and words that are looked for in files.

``fit`` is called by programs alone, and its refusals of arguments never reach the window.
"""
WITHOUT_QT = "gui/first_launch/"
"""Runs before Qt is installed, and speaks English."""

SHOWING = (
    *("addAction", "addItem", "addItems", "addMenu", "addRow", "addTab", "setAccessibleName"),
    *("setAccessibleDescription", "setPlaceholderText", "setPrefix", "setStatusTip", "setSuffix"),
    *("setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle", "setInformativeText"),
)
"""What shows a text in any case, be it one word."""

NOT_SHOWN = {
    "draws a focus ring of its own",  # a property of a widget
    "This plugin does not support",  # what Qt logs
    "Could not remove our own lock file",
    "question to a disk",  # names of tasks and threads, in the log
    "look for recent files",
    "preview table",
    "count complete",
    "the initial W",
    "epoch {}",
    *("Dask Worker process", "timed out"),  # names of dask, which it compares
    "no regular file",  # says to whoever reads the code
    "dict[str, Any]",
    *("fits each weight", "mean square"),  # what a setting is called in files
    "original units",
    *("float matrix", "float scalar", "Root Entry"),  # what files of others call their parts
    *("learning rate η", "step h"),  # what a setting is called in its marked name
    "armed forces",  # a column of Longley
    "a document type",  # stops a parser of our own
    ", because {}",  # in the log
    "full screen",  # kept in the settings
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">',
    '<td align="right" sdval="{}" sdnum="1033;" x:num="{}" data-sheets-value="{}">{}</td>',
}
"""Texts that look like sentences, and are none of the window's."""

BRACKET = re.compile("[⟨⟩]")
"""Begins or ends a text of the catalogue; one of two lines is drawn with one of them."""
NOT_TRANSLATED = re.compile(
    r"float(32|64)|(Alt|Ctrl|Shift)\+\w+"
    # The menus of pyqtgraph and the arrows of a tab bar, which are Qt's.
    r"|Export(\.\.\.)?|Scroll (Left|Right)"
)


class Asked(NamedTuple):
    """A call that asks for a sentence."""

    path: str
    call: ast.Call

    @property
    def place(self) -> str:
        """Where it is."""
        return f"{self.path}:{self.call.lineno}"

    @property
    def literals(self) -> list[object]:
        """The arguments."""
        return [each.value for each in self.call.args if isinstance(each, ast.Constant)]


def sources(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def asked() -> list[Asked]:
    return [
        Asked(path, node)
        for path, tree in sources(*PACKAGES)
        if path not in DEFINED_IN
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FUNCTIONS
    ]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> set[Collected]:
    file = tmp_path_factory.mktemp("collected") / "secant.ts"
    collect(file)
    return set(sentences(file))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_catalogue(tmp_path_factory.mktemp("catalogue"))


def test_arguments_are_literals() -> None:
    wrong = [
        each.place
        for each in asked()
        if each.call.keywords
        or len(each.call.args) != FUNCTIONS[ast.unparse(each.call.func)]
        or len(each.literals) != len(each.call.args)
    ]
    assert wrong == []


def test_lupdate_collects_every_sentence(collected: set[Collected]) -> None:
    wanted = set()
    for each in asked():
        context, text, *counted = map(str, each.literals)
        comment = counted[0] if counted else ""
        wanted.add(Collected(context, text, comment, bool(counted)))
    assert len(wanted) > 1500
    assert wanted == collected


def test_f_strings_are_never_found(tmp_path: Path) -> None:
    source, file = tmp_path / "source.py", tmp_path / "found.ts"
    source.write_text('translate("x", f"{n} rows")\ntranslate("x", "a", "b", len(n))\n')
    collect(file, [source])
    assert list(sentences(file)) == [Collected("x", "{n} rows", "", False)]


def test_contexts_are_packages() -> None:
    wrong = []
    for each in asked():
        package, *folders = Path(each.path).parts
        context = package if package == "engine" else folders[0] if folders[1:] else "window"
        wrong += [each.place] if each.literals[0] != context else []
    assert wrong == []


def test_facts_have_names() -> None:
    nameless = [
        each.place
        for each in asked()
        for text in map(str, each.literals[1:3])
        if "" in {field for _, field, _, _ in string.Formatter().parse(text)}
    ]
    assert nameless == []


def test_plurals_tell_the_same_facts() -> None:
    def facts(text: object) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(str(text)) if field}

    plurals = [each for each in asked() if ast.unparse(each.call.func) == "plural"]
    assert plurals
    for each in plurals:
        _, several, one, number = each.literals
        assert number == 1, each.place
        assert facts(one) - {"n"} == facts(several) - {"n"}, each.place


def test_no_sentence_is_left_bare() -> None:
    bare = defaultdict(list)
    for path, tree in sources("gui"):
        if not path.startswith(WITHOUT_QT):
            for line, text in _bare_texts(tree):
                if text not in NOT_SHOWN:
                    bare[path].append(f"{line}: {text}")
    assert bare == {}


def test_engine_leaves_no_sentence_bare() -> None:
    bare = defaultdict(list)
    for path, tree in sources("engine"):
        if not path.startswith(SPEAKS_ENGLISH):
            for line, text in _bare_texts(tree):
                if text not in NOT_SHOWN:
                    bare[path].append(f"{line}: {text}")
    assert bare == {}


FRAGMENT = re.compile(
    # What has no subject, and does not end as a sentence does.
    r"^(are|was|were|has|have|had|is|by|but|because|which|who|that is|like|left|read)\b"
    r".*[^.!?:…]$"
    # What only makes sense behind another text, or before one.
    r"|^[ ,;.):]|[ (,;]$"
    # Facts that are verbs or endings.
    r"|\{(verb|verb_\w+|has|have|are|past|plural|s|ending|suffix_s)\}",
    re.DOTALL,
)
NO_FRAGMENTS = {
    *(" or ", "{place}: ", "{place} ({name}): "),
    *("left out", "by row"),
}
"""Between alternatives of a few words, before a whole sentence on a cell, a role and a label."""


def test_no_text_is_a_fragment(collected: set[Collected]) -> None:
    texts = {text for each in collected for text in (each.source, each.comment) if text}
    assert {text for text in texts if FRAGMENT.search(text)} == NO_FRAGMENTS
    assert all(map(FRAGMENT.search, ["was left out", " of rows", "{n} rows {verb} left out."]))


COUNTED = re.compile(r"\{(\w+)\} (rows|columns|cells|lines|epochs|tables|matrices|arrays)\b")


def test_counts_choose_the_form(collected: set[Collected]) -> None:
    alone = {
        each.source
        for each in collected
        if each.context == "engine" and not each.is_counted and COUNTED.search(each.source)
    }
    assert alone == COUNTED_BY_FILE


COUNTED_BY_FILE = {
    "The text holds {held} rows, but counts {total}: “{quoted}”.",
    "The text holds {held} of {total} rows: “{quoted}”.",
    "The text holds {held} of {total} columns: “{quoted}”.",
    "{name} should have {size} rows, but the text ends before.",
    "{rows} rows of {columns} columns are too many.",
    "row 1 has {rows} cells and row {i} has {row}",
}
"""Two counts of equal weight, and a number that stands in a file as text."""


def _bare_texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find texts that read like sentences and are neither asked for, logged nor documentation."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logger" | "re"))):
            return
        case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str(text)), *_]) if (
            name in SHOWING and re.search("[A-Za-z]{2}", text)
        ):
            yield node.lineno, text
        case ast.ClassDef(bases=[*bases]) if any("Enum" in ast.unparse(each) for each in bases):
            # The values of an enum explain it; those that are shown are marked.
            node = ast.Module([each for each in node.body if isinstance(each, ast.FunctionDef)], [])
        case ast.Expr(value=ast.Constant()):
            return
        case ast.JoinedStr():
            yield from _if_sentence(node, "".join(_pieces(node)))
            return
        case ast.Constant(value=str(text)):
            yield from _if_sentence(node, text)
            return
    for child in ast.iter_child_nodes(node):
        yield from _bare_texts(child)


def _pieces(node: ast.JoinedStr) -> Iterator[str]:
    for each in node.values:
        yield str(each.value) if isinstance(each, ast.Constant) else "{}"


def _if_sentence(node: ast.expr, text: str) -> Iterator[tuple[int, str]]:
    is_style = "{{" in text
    if not is_style and re.search(
        r"[A-Za-z]{2,}[,;:]? [A-Za-z]|[a-z] \{\}|\{\} [a-z]|^&?[A-Z][a-z]+ ?…", text
    ):
        yield node.lineno, text


PROGRAM = """
import json, os, re, sys

from PySide6.QtCore import QTimer, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QWidget

from gui.app import make_application
from gui.plots.picture import render_svg
from gui.text.message import refusal
from engine.difference import Difference
from engine.limit.regions import Region
from engine.settings import Settings
from engine.sweep.result import SweptSetting
from engine import EngineError

application = make_application(["secant"])

from gui.window.main_window import MainWindow

window = MainWindow()
window.resize(1280, 800)
window.show()
shown = {}


def note(name, text):
    if isinstance(text, str) and text.strip():
        shown.setdefault(text, name)


def look():
    for action in window.findChildren(QAction):
        for text in (action.text(), action.toolTip(), action.statusTip()):
            note(f"action {action.objectName()}", text)
    for widget in window.findChildren(QWidget):
        name = f"{type(widget).__name__} {widget.objectName()}"
        for getter in (
            "text title toolTip statusTip accessibleName accessibleDescription placeholderText"
        ).split():
            if callable(get := getattr(widget, getter, None)):
                note(f"{name}.{getter}", get())
        if isinstance(widget, QComboBox):
            for row in range(widget.count()):
                note(name, widget.itemText(row))
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for column in range(min(model.columnCount(), 12)):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    note(name, model.headerData(column, Qt.Orientation.Horizontal, role))
            for row in range(min(model.rowCount(), 12)):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    note(name, model.headerData(row, Qt.Orientation.Vertical, role))
    note("title", window.windowTitle().removesuffix(" — Secant"))


def press(name):
    window.findChild(QAction, name).trigger()


def begin():
    look()
    press("run")
    wait_for_end()


def wait_for_end():
    if window.session.state.is_active or window.session.progress is None:
        QTimer.singleShot(20, wait_for_end)
        return
    QTimer.singleShot(200, change)


def change():
    look()
    window.document.insert_rows(0, 2)
    QTimer.singleShot(300, add_intercept)


def add_intercept():
    look()
    note("undo", window.document.undo_stack.undoText())
    press("add_intercept")
    QTimer.singleShot(300, show_limit)


def show_limit():
    look()
    note("undo", window.document.undo_stack.undoText())
    press("view_the_limit")
    QTimer.singleShot(300, look_at_steps)


# One h of each region, with each quotient and with either curve.
def look_at_steps():
    limit = window.findChild(QWidget, "limit")
    limit.model.choose_weight(1)  # of a w that is 0, w + h is never w
    note_regions(limit)
    window.document.change_settings(loss="mean absolute")
    QTimer.singleShot(100, look_at_kinks)


# A thread evaluates a loss with kinks.
def look_at_kinks():
    limit = window.findChild(QWidget, "limit")
    frame = limit.model.frame
    if frame is None or not frame.is_of_any_loss:
        QTimer.singleShot(100, look_at_kinks)
        return
    note_regions(limit)
    assert regions == set(Region), regions
    show_surface()


# Of a loss on a grid, then of the mean square in each plane.
def show_surface():
    press("view_surface")
    surface = window.findChild(QWidget, "surface")
    if surface.model.frame is None:
        QTimer.singleShot(100, show_surface)
        return
    note_surface(surface)
    if surface.model.frame.bowl is None:
        window.document.change_settings(loss="mean square")
        QTimer.singleShot(300, show_surface)
        return
    begin_again()


def begin_again():
    press("run")
    wait_for_path()


def wait_for_path():
    surface = window.findChild(QWidget, "surface")
    frame = surface.model.frame
    if window.session.state.is_active or frame is None or frame.run is None:
        QTimer.singleShot(100, wait_for_path)
        return
    for _ in range(3):
        note_surface(surface)
        surface.model.choose_next()
    surface.model.start_at(1.0, 1.0)
    QTimer.singleShot(100, show_runs)


# Two runs, one kept and chosen, then a sweep of each setting.
def show_runs():
    press("keep_run")
    press("view_runs")
    runs = window.findChild(QWidget, "runs")
    runs.table.choose(1)
    note_runs(runs)
    window.document.change_settings(optimiser="heavy ball", epochs=20)
    runs.ask_for_sweep()
    QTimer.singleShot(100, look_at_sweeps)


swept = list(SweptSetting)


def look_at_sweeps():
    runs = window.findChild(QWidget, "runs")
    dialog = window.findChild(QDialog, "sweep_dialog")
    if dialog is not None:
        look()
        dialog.reject()
    if runs.sweeps.is_running:
        QTimer.singleShot(50, look_at_sweeps)
        return
    if runs.sweeps.sweep is not None:
        note_runs(runs)
    if not swept:
        end()
        return
    runs.sweeps.start(swept.pop(), (1e-3, 0.5, 0.9))
    runs.show_sweep()
    note_runs(runs)
    QTimer.singleShot(50, look_at_sweeps)


def note_runs(runs):
    for plot in (runs.plot, runs.sweep_plot):
        note(plot.objectName(), plot.plot_area.spoken_sentence())
        for text in re.findall("<text[^>]*>([^<]*)</text>", render_svg(plot).decode()):
            note(f"drawn in {plot.objectName()}", text)
    look()


def note_surface(surface):
    for plot in (surface.plot, surface.gap):
        note(plot.objectName(), plot.plot_area.spoken_sentence())
        for text in re.findall("<text[^>]*>([^<]*)</text>", render_svg(plot).decode()):
            note(f"drawn in {plot.objectName()}", text)
    look()


regions = set()


def note_regions(limit):
    for difference in Difference:
        window.document.change_settings(difference=difference)
        theory = limit.model.frame.state.theory
        for span in theory.regions(difference):
            limit.model.choose_h(in_the_middle(span))
            frame = limit.model.frame
            regions.add(frame.state.region)
            note("limit.verdict", limit.verdict)
            for text in (*limit.digits.sentences, *(row.name.text for row in limit.digits.rows)):
                note("limit.digits", text)
            note_spoken(limit)
            limit.model.switch_curve()
            note_spoken(limit)
            limit.model.switch_curve()
        look()


# Ten times off the end of a region that is open.
def in_the_middle(span):
    if span.largest == float("inf"):
        return 10 * span.smallest
    return (span.largest * (span.smallest or span.largest / 100)) ** 0.5


def note_spoken(limit):
    note("limit.microscope", limit.microscope.spoken_sentence())
    note("limit.digits", limit.digits.spoken_sentence())
    note("limit.error", limit.error.plot_area.spoken_sentence())
    for panel in (limit.microscope, limit.error):
        for text in re.findall("<text[^>]*>([^<]*)</text>", render_svg(panel).decode()):
            note(f"drawn in {panel.objectName()}", text)


def end():
    look()
    note("undo", window.document.undo_stack.undoText())
    try:
        Settings(h=0)
    except EngineError as error:
        for text in refusal(error).split("\\n"):
            note("error", text)
    print(json.dumps(shown))
    sys.stdout.flush()
    os._exit(0)


QTimer.singleShot(0, begin)
application.exec()
"""


def test_window_speaks_the_catalogue(catalogue: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SECANT_CATALOGUE": str(catalogue),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONIOENCODING": "utf-8",
    }
    with running([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment) as process:
        output, errors = process.communicate()
    assert process.returncode == 0, errors
    shown: dict[str, str] = json.loads(output)
    words = {text: name for text, name in shown.items() if re.search("[A-Za-z]{3}", text)}
    assert sum("⟨" in text for text in words) > 300
    english = {
        text: name
        for text, name in words.items()
        if not BRACKET.search(text) and not NOT_TRANSLATED.fullmatch(text)
    }
    assert english == {}
    assert any(text.startswith("⟨⟨step h⟩ is 0;") for text in shown)
    assert {"⟨Insert Rows⟩", "⟨Add Intercept⟩", "⟨intercept⟩"} <= set(shown)


DIALOGS = """
import json, os, sys

from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QLineEdit, QPushButton

from gui.app import make_application

application = make_application(["secant"])

from gui.files.questions import UnsavedChangesDialog
from gui.window.main_window import MainWindow

window = MainWindow()
window.show()
question = UnsavedChangesDialog(window, "a.secant")
asking = QInputDialog(window)
asking.show()
Standard = QDialogButtonBox.StandardButton
each = [one for one in Standard if one not in (Standard.NoButton,)]
box = QDialogButtonBox()
for one in each:
    box.addButton(one)
buttons = [*question.buttons(), *asking.findChildren(QPushButton), *box.buttons()]
line = QLineEdit()
menu = line.createStandardContextMenu()
rate = window.findChild(QLineEdit, "learning_rate")
rate.setFocus()
rate.selectAll()
QTest.keyClicks(rate, "0,025")
QTest.keyClick(rate, Qt.Key.Key_Return)
print(json.dumps({
    "locale": QLocale().name(),
    "point": QLocale().decimalPoint(),
    "buttons": sorted({each.text().replace("&", "") for each in buttons} - {""}),
    "menu": [each.text().partition("\\t")[0].replace("&", "") for each in menu.actions()],
    "rate": window.document.settings.learning_rate,
    "shown": rate.text(),
}))
sys.stdout.flush()
os._exit(0)
"""


def german_desktop(tmp_path: Path, **environment: str) -> dict[str, Any]:
    """Return what dialogs say on a German desktop."""
    variables = {
        **os.environ,
        **dict.fromkeys(("LANG", "LC_ALL", "LC_NUMERIC", "LANGUAGE"), "de_DE.UTF-8"),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONIOENCODING": "utf-8",
        **environment,
    }
    with running([sys.executable, "-c", DIALOGS], cwd=ROOT, env=variables) as process:
        output, errors = process.communicate()
    assert process.returncode == 0, errors
    found: dict[str, Any] = json.loads(output)
    assert (found["locale"], found["point"]) == ("de_DE", ",")
    assert found["rate"] == 0.025
    return found


def test_dialogs_are_english_throughout(tmp_path: Path) -> None:
    found = german_desktop(tmp_path)
    assert {"OK", "Cancel", "Save", "Discard", "Close"} <= set(found["buttons"])
    assert "Abbrechen" not in found["buttons"]
    assert {"Undo", "Copy", "Select All"} <= set(found["menu"])


def test_dialogs_are_german_throughout(tmp_path: Path) -> None:
    found = german_desktop(tmp_path, SECANT_CATALOGUE=str(make_catalogue(tmp_path, "de")))
    assert {"OK", "Abbrechen", "Schließen"} <= set(found["buttons"])
    assert not {"Cancel", "Close"} & set(found["buttons"])
    assert "Kopieren" in found["menu"]
