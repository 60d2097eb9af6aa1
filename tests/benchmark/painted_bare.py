"""The smallest program with PySide6, numpy and a plot: ends at once when its window is painted."""

import os
import sys
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Painted(QObject):
    """Ends the program after the first paint."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch for a paint event and pass all events on."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, partial(os._exit, 0))
        return False


application = QApplication(sys.argv)
window = QMainWindow()
plot = pg.PlotWidget()
plot.plot(np.arange(10.0), np.arange(10.0))
window.setCentralWidget(plot)
painted = Painted()
plot.viewport().installEventFilter(painted)
window.resize(1280, 800)
window.show()
sys.exit(application.exec())
