"""The one door to pyqtgraph."""

import subprocess
import sys
from pathlib import Path

import gui.plots

PLOTS = Path(gui.plots.__file__).parent


def test_only_one_file_imports_pyqtgraph() -> None:
    importing = [path.name for path in PLOTS.glob("*.py") if "import pyqtgraph" in path.read_text()]
    importing += [path.name for path in PLOTS.glob("*.py") if "from pyqtgraph" in path.read_text()]
    assert importing == ["graph.py"]


def test_nothing_of_pyqtgraph_is_loaded_before_there_is_a_plot() -> None:
    code = "import gui.plots, gui.plots.sampling, sys; print('pyqtgraph' in sys.modules)"
    command = [sys.executable, "-c", code]
    result = subprocess.run(
        command, cwd=PLOTS.parents[1], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_the_slow_and_the_broken_parts_are_never_loaded() -> None:
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
