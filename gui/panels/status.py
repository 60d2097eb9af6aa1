"""The figures of the run: loss, epoch, ‖δW‖, method and speed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine import Frame, Settings

from ..document import Fitted
from ..run.method_texts import explained_method, method_text
from ..text.numbers import format_count, format_rate
from ..theme.appearance import GRID
from ..widgets.elided_label import ElidedLabel

# Loss and epoch are the figures to watch, so they are larger than the rest; chosen by eye.
LARGER = 1.35


class StatusPanel(QWidget):
    """One line of figures; each keeps its position while its value changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss = _figure("status_loss", "Loss", "loss 1.234567e-100", LARGER)
        self._epoch = _figure("status_epoch", "Epoch", "epoch 100,000 of 100,000", LARGER)
        self._gradient = _figure("status_gradient", "Length of the gradient", "‖δW‖ 1.23e-100")
        self._rate = _figure("status_rate", "Speed", "1,000,000 epochs/s")
        self._method = ElidedLabel()
        self._method.setObjectName("status_method")
        self._method.setAccessibleName("Method")
        self._rate.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        layout.setSpacing(3 * GRID)
        for figure in (self._loss, self._epoch, self._gradient):
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._method, 1, Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._rate, 0, Qt.AlignmentFlag.AlignBaseline)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_fitted(self, fitted: Fitted) -> None:
        """Show the result of an earlier run, loaded from a file."""
        epoch = format_count(fitted.epoch) if fitted.epoch == fitted.epoch else "—"
        self._epoch.setText(f"epoch {epoch}, as saved")
        self._loss.setText(f"loss {_number(fitted.loss, 7)}")

    def show_figures(self, frame: Frame | None, settings: Settings, rate: float | None) -> None:
        """Show the progress of the run; the frame is None before the first one."""
        self._epoch.setText(f"epoch {format_count(frame.epoch if frame else 0)} {_goal(settings)}")
        self._loss.setText(f"loss {_number(frame.loss, 7)}" if frame else "loss —")
        self._gradient.setText(f"‖δW‖ {_number(frame.gradient_norm, 3)}" if frame else "‖δW‖ —")
        self._rate.setText("" if rate is None else f"{format_rate(rate)} epochs/s")
        self._method.setText(method_text(frame) if frame else "")
        self._method.setToolTip(explained_method(frame) if frame else "")
        self._method.setAccessibleDescription(explained_method(frame) if frame else "")


def _figure(name: str, description: str, widest: str, larger: float = 1.0) -> QLabel:
    """Return a label with digits of equal width, wide enough for the widest likely text."""
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(description)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * larger)
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    label.setText(widest)
    label.setMinimumWidth(label.sizeHint().width())
    label.clear()
    return label


def _goal(settings: Settings) -> str:
    """Return the text for where the run ends."""
    if settings.until_converged:
        return "· until converged"
    return f"of {format_count(settings.epochs)}"


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}g}" if value == value else "—"  # NaN is not equal to itself
