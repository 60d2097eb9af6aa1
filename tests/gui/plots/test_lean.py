"""Only what the plots use of pyqtgraph is loaded, and it is what pyqtgraph itself would give."""

import subprocess
import sys
from pathlib import Path

import pytest

from gui.plots.lean import CLASSES, OPTIONS

ROOT = Path(__file__).parents[3]


def printed(code: str) -> list[str]:
    """Return what a fresh Python prints, a line each; nothing may be on its standard error."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_lean_way_is_taken() -> None:
    names = "[name for name in sys.modules if name.startswith('pyqtgraph')]"
    code = f"import sys, gui.plots.graph as g; print(len({names}), g.ViewBox.__module__)"
    (line,) = printed(code)
    count, module = line.split()
    assert int(count) <= 30  # the whole package is 145
    assert module == "pyqtgraph.graphicsItems.ViewBox.ViewBox"
    assert printed("import sys, gui.plots.graph; print('PySide6.QtOpenGL' in sys.modules)") == [
        "False"
    ]


def test_options_are_those_of_pyqtgraph() -> None:
    code = (
        "import pyqtgraph; from gui.plots.lean import OPTIONS;"
        "print([n for n in OPTIONS if pyqtgraph.CONFIG_OPTIONS[n] != OPTIONS[n]])"
    )
    assert printed(code) == ["[]"]
    assert OPTIONS["useOpenGL"] is False


def test_loaded_package_is_used() -> None:
    code = (
        "import pyqtgraph; from gui.plots.lean import plot_classes;"
        "print([n for n, each in plot_classes().items() if getattr(pyqtgraph, n) is not each])"
    )
    assert printed(code) == ["[]"]


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_other_version_is_loaded_whole(name: str) -> None:
    code = (
        "import sys; from gui.plots import lean;"
        f"lean.CLASSES[{name!r}] = 'moved_elsewhere';"
        "classes = lean.plot_classes(); import pyqtgraph;"
        "print([n for n, each in classes.items() if getattr(pyqtgraph, n) is not each]);"
        "print('pyqtgraph.graphicsItems.AxisItem' in sys.modules)"
    )
    assert printed(code) == ["[]", "True"]


def test_missing_package_is_named() -> None:
    code = (
        "import sys; sys.modules['pyqtgraph'] = None; from gui.plots import lean\n"
        "lean.find_spec = lambda name: None\n"
        "try: lean.plot_classes()\n"
        "except ModuleNotFoundError as error: print(error.name)"
    )
    assert printed(code) == ["pyqtgraph"]


def test_unused_classes_cannot_be_made() -> None:
    code = (
        "import gui.plots.graph\n"
        "from pyqtgraph.graphicsItems.ViewBox.ViewBoxMenu import ViewBoxMenu\n"
        "try: ViewBoxMenu(None)\n"
        "except NotImplementedError: print('never')"
    )
    assert printed(code) == ["never"]


def test_view_boxes_hear_the_end() -> None:
    code = (
        "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtWidgets import QApplication; from PySide6.QtCore import QTimer\n"
        "from gui.plots.graph import GraphicsView, ViewBox\n"
        "heard = []; ViewBox.quit = staticmethod(lambda: heard.append(1))\n"
        "app = QApplication([]); views = [GraphicsView(None, None) for _ in range(3)]\n"
        "QTimer.singleShot(0, app.quit); app.exec(); print(heard)"
    )
    assert printed(code) == ["[1]"]
