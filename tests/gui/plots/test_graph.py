"""Only one file imports pyqtgraph."""

import subprocess
import sys
from pathlib import Path

import gui.plots

PLOTS = Path(gui.plots.__file__).parent


def test_only_one_file_imports_pyqtgraph() -> None:
    importing = [path.name for path in PLOTS.glob("*.py") if "import pyqtgraph" in path.read_text()]
    importing += [path.name for path in PLOTS.glob("*.py") if "from pyqtgraph" in path.read_text()]
    assert importing == ["lean.py"]


def test_importing_plots_does_not_load_pyqtgraph() -> None:
    code = (
        "import gui.plots, gui.plots.rows, gui.plots.theme, sys; print('pyqtgraph' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(
        command, cwd=PLOTS.parents[1], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_slow_pyqtgraph_parts_are_not_loaded() -> None:
    code = (
        "import sys, gui.plots.loss_plot, gui.plots.prediction_plot, gui.plots.picture;"
        "print([name for name in sys.modules if name.startswith"
        "(('pyqtgraph.opengl', 'pyqtgraph.console', 'pyqtgraph.exporters', 'matplotlib'))])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(
        command, cwd=PLOTS.parents[1], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
