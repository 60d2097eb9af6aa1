"""Secant, started as main.py does: ends at once when its window is painted."""

import gc
import os
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Start the program and end it at its first paint."""
    from main import end_at_signals, go_on_in, ready_interpreter

    end_at_signals()
    interpreter = "" if "SECANT_ARRIVAL" in os.environ else ready_interpreter(str(ROOT))
    if interpreter:
        go_on_in(interpreter)
    from gui.first_launch import prepare_window

    prepare_window()
    gc.disable()
    from gui import app

    # isort: split
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv)

    def end_when_painted() -> None:
        """End after the first paint of a plot; an event filter would slow every event before."""
        from gui.plots.interactive_area import InteractivePlotArea

        paint = InteractivePlotArea.paintEvent

        def paint_and_end(area: InteractivePlotArea, event: QPaintEvent) -> None:
            paint(area, event)
            # As main.py does: to tidy up the window and Python is no part of a launch.
            QTimer.singleShot(0, partial(os._exit, 0))

        InteractivePlotArea.paintEvent = paint_and_end  # type: ignore[method-assign]

    end_when_painted()
    return app.run(application)


if __name__ == "__main__":
    sys.exit(main())
