"""The smallest program with PySide6, numpy and a plot: ends as soon as its window is painted."""

import sys

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow


class Painted(QObject):
    """Ends the program at the first paint."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch for a paint event and pass all events on."""
        if event.type() == QEvent.Type.Paint:
            QApplication.exit(0)
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
