"""The figures of the run: epoch, loss, ‖δW‖ and speed."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine import Frame


class StatusPanel(QWidget):
    """One line of figures in places that do not move as they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(24)
        self._epoch = self._figure("status_epoch", "Epoch", "epoch 1,000,000 of 1,000,000")
        self._loss = self._figure("status_loss", "Loss", "loss 1.234567e-100")
        self._gradient = self._figure("status_gradient", "Length of the gradient", "‖δW‖ 1.23e-100")
        self._rate = self._figure("status_rate", "Speed", "1,000,000 epochs/s")
        for figure in (self._epoch, self._loss, self._gradient, self._rate):
            layout.addWidget(figure)
        layout.addStretch(1)

    def show_figures(self, frame: Frame | None, epochs: int, rate: float | None) -> None:
        """Show where the run stands of so many epochs; None before it has begun."""
        self._epoch.setText(f"epoch {frame.epoch if frame else 0:,} of {epochs:,}")
        self._loss.setText(f"loss {_readable(frame.loss, 7)}" if frame else "loss —")
        self._gradient.setText(f"‖δW‖ {_readable(frame.gradient_norm, 3)}" if frame else "‖δW‖ —")
        self._rate.setText("" if rate is None else f"{rate:,.{0 if rate >= 10 else 1}f} epochs/s")

    def _figure(self, name: str, description: str, widest: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(description)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
        return label


def _readable(value: float, digits: int) -> str:
    return f"{value:.{digits}g}" if value == value else "—"  # NaN is the one unequal to itself
