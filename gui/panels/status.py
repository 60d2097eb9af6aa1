"""The figures of the run: loss, epoch, ‖δW‖, method and speed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine import Frame, Settings

from ..document import Fitted
from ..run.method_texts import explained_method, method_text
from ..text.message import Message
from ..text.numbers import UNKNOWN, format_count, format_number, format_rate
from ..theme.appearance import GRID
from ..widgets.buttons import small_button
from ..widgets.elided_label import ElidedLabel
from ..widgets.standing_mark import Concern, StandingMark

# Loss and epoch are the figures to watch, so they are larger than the rest; chosen by eye.
LARGER = 1.35
MARK_TO_METHOD = (6, 1)
"""At 900 pixels and without a run, two short marks fit; the method has a tooltip."""


class StatusPanel(QWidget):
    """One line of figures; each keeps its position while its value changes.

    ``stop_requested`` says that a person may not want to wait any longer for a file.
    """

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss = _figure("status_loss", "Loss", "loss 1.234567e−100", LARGER)
        self._epoch = _figure("status_epoch", "Epoch", "epoch 100,000 of 100,000", LARGER)
        self._gradient = _figure("status_gradient", "Length of the gradient", "‖δW‖ 1.23e−100")
        self._rate = _figure("status_rate", "Speed", "1,000,000 epochs/s")
        self._method = ElidedLabel()
        self._method.setObjectName("status_method")
        self._method.setAccessibleName("Method")
        self._rate_width = self._rate.minimumWidth()
        self._mark = StandingMark()
        self._stop = small_button("stop_writing", "Stop…", "Ask whether to stop writing the file")
        self._stop.clicked.connect(self.stop_requested)
        self._stop.setMaximumHeight(self._loss.sizeHint().height())  # or the line would grow
        self._stop.hide()
        self._rate.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        layout.setSpacing(3 * GRID)
        for figure in (self._loss, self._epoch, self._gradient):
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._mark, MARK_TO_METHOD[0], Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._method, MARK_TO_METHOD[1], Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._rate, 0, Qt.AlignmentFlag.AlignBaseline)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @Slot(object)
    def show_unprotected(self, message: Message | None) -> None:
        """Show, until there is another message, why no recovery copies can be written."""
        self._stand(Concern.RECOVERY, message)

    @Slot(object)
    def show_unkept(self, message: Message | None) -> None:
        """Show, until there is another message, why no settings can be kept."""
        self._stand(Concern.SETTINGS, message)

    @Slot(object)
    def show_save(self, message: Message | None) -> None:
        """Show, until there is another message, that the document is still being written."""
        self._stand(Concern.SAVE, message)

    @Slot(object)
    def show_export(self, message: Message | None) -> None:
        """Show, until there is another message, that an export is still being written."""
        self._stand(Concern.EXPORT, message)

    def _stand(self, about: Concern, message: Message | None) -> None:
        self._mark.show_message(about, message)
        self._make_room()

    def _make_room(self) -> None:
        """Reserve no width for the speed beside a mark, which a small window has no room for."""
        self._stop.setVisible(self._mark.is_writing)
        self._rate.setMinimumWidth(0 if self._mark.text() else self._rate_width)
        self._rate.setVisible(bool(self._rate.text()) or not self._mark.text())

    def show_fitted(self, fitted: Fitted) -> None:
        """Show the result of an earlier run, loaded from a file."""
        epoch = format_count(fitted.epoch) if fitted.epoch == fitted.epoch else "—"
        self._epoch.setText(f"epoch {epoch}, as saved")
        self._loss.setText(f"loss {format_number(fitted.loss, 7)}")

    def show_former(self, frame: Frame, settings: Settings) -> None:
        """Show the figures of a run whose tables have been edited since."""
        self.show_figures(frame, settings, None)
        self._epoch.setText(f"epoch {format_count(frame.epoch)}, before the edit")

    def show_figures(self, frame: Frame | None, settings: Settings, rate: float | None) -> None:
        """Show the progress of the run and its settings; the frame is None before the first one."""
        epoch = frame.epoch if frame else 0
        self._epoch.setText(f"epoch {format_count(epoch)} {_goal(settings, epoch)}")
        self._loss.setText(f"loss {format_number(frame.loss, 7)}" if frame else "loss —")
        length = format_number(frame.gradient_norm, 3) if frame else UNKNOWN
        self._gradient.setText(f"‖δW‖ {length}")
        self._rate.setText("" if rate is None else f"{format_rate(rate)} epochs/s")
        self._make_room()
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


def _goal(settings: Settings, epoch: int) -> str:
    """Return the text for where the run ends; a step beyond that is its own goal."""
    if settings.until_converged:
        return "· until converged"
    return f"of {format_count(max(settings.epochs, epoch))}"
