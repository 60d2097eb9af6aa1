"""Files to import, plans for them, and import dialogs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.examples import published
from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from gui.document import Document
from gui.importing import Imports
from gui.importing.dialog import ImportDialog
from gui.importing.options import ImportOptions
from gui.importing.plan import ImportPlan
from gui.importing.preview_view import PreviewView
from gui.preferences import Preferences
from tests.gui.finding import named

MIXED = """\
name,age,height,town,weight
Anna,34,1.68,Berlin,61
Ben,oops,1.80,Köln,80
Cem,51,1.75,Bonn,77
Eva,44,1.65,Jena,58
Finn,38,1.90,Trier,n/a
"""
CLEAN = "x1,x2,y\n1.5,-2,0.25\n3,4.125,-7e2\n0,1e-3,12\n-8,9,10\n"

Write = Callable[..., Path]
PlanOf = Callable[..., ImportPlan]
T = TypeVar("T", bound=QObject)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file to import."""

    def _write(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def plan_of(write: Write) -> PlanOf:
    """Return the plan for a text, with the given options."""

    def _plan_of(
        content: str, options: ImportOptions | None = None, **read_options: str | bool | int
    ) -> ImportPlan:
        chosen = ReadOptions(**read_options)  # type: ignore[arg-type]
        return ImportPlan(preview(write(content), chosen), options or ImportOptions(chosen))

    return _plan_of


@dataclass(frozen=True)
class Desk:
    """A window with a document into which files are imported."""

    qtbot: QtBot
    window: QWidget
    document: Document
    preferences: Preferences
    imports: Imports
    messages: QSignalSpy

    def open(self, path: Path | str) -> ImportDialog:
        """Open the dialog on a file and wait for its preview."""
        self.imports.import_file(str(path))
        dialog = self.dialog()
        self.wait_preview(dialog)
        return dialog

    def dialog(self) -> ImportDialog:
        """Return the most recently opened dialog."""
        dialog = self.window.findChildren(ImportDialog, "import_dialog")[-1]
        assert isinstance(dialog, ImportDialog)
        return dialog

    def wait_preview(self, dialog: ImportDialog) -> None:
        """Wait until the preview, or why there is none, is shown."""
        self.qtbot.waitUntil(lambda: not dialog.is_previewing)

    def press(self, name: str) -> None:
        """Click a button of the dialog."""
        button = named(self.dialog(), QAbstractButton, name)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def part(self, kind: type[T], name: str) -> T:
        """Return a widget of the dialog."""
        return named(self.dialog(), kind, name)

    def view(self) -> PreviewView:
        """Return the preview."""
        return self.part(PreviewView, "import_preview")

    def label(self, name: str) -> str:
        """Return a sentence of the dialog."""
        return self.part(QLabel, f"import_{name}").text()

    def finish(self) -> None:
        """Press Import and wait for the experiment."""
        with self.qtbot.waitSignal(self.document.undo_stack.indexChanged):
            self.press("import_button")
        self.qtbot.waitUntil(lambda: self.window.findChild(ImportDialog) is None)


@pytest.fixture
def desk(qtbot: QtBot, window: QWidget) -> Iterator[Desk]:
    """A window with the published example."""
    example = published()
    document = Document(example.problem, example.settings, example.name)
    preferences = Preferences()
    imports = Imports(window, document, preferences, ImportOptions(adds_ones=False))
    window.resize(1280, 800)
    window.activateWindow()
    yield Desk(qtbot, window, document, preferences, imports, QSignalSpy(imports.message))
    imports.shut_down()
