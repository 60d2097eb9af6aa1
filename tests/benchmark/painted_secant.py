"""Secant, started as main.py does: ends as soon as its loss plot is painted."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> int:
    """Start the program and end it at its first paint."""
    from gui.first_launch import prepare_window

    prepare_window()
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QGraphicsView

    from gui import app

    class Painted(QApplication):
        """Ends at the first paint of a plot."""

        def notify(self, receiver: QObject, event: QEvent) -> bool:
            done = super().notify(receiver, event)
            if event.type() == QEvent.Type.Paint and isinstance(receiver.parent(), QGraphicsView):
                self.exit(0)
            return done

    return app.run(Painted(sys.argv))


if __name__ == "__main__":
    sys.exit(main())
