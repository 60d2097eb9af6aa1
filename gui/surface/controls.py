"""The row of controls over the panels: which plane, and which two weights."""

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.shortening import elide_middle
from engine.surface.plane import PlaneKind

from ..background.reporting import reporting
from ..text.translation import translated
from ..theme.appearance import GRID
from ..theme.blending import hairline
from ..widgets.outlined_fields import OutlinedComboBox
from . import texts
from .surface_model import SurfaceModel

HEIGHT = 4 * GRID + GRID // 2
WIDEST_NAME = 16
"""Characters of a weight's name in a box; its list has all of it."""


class SurfaceControls(QWidget):
    """Shows what is chosen, and asks the model for something else."""

    def __init__(self, model: SurfaceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface_controls")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # names and axes run so
        self._model = model
        self.plane = OutlinedComboBox("surface_plane")
        self.plane.setToolTip(texts.PLANE_TIP)
        self.across = OutlinedComboBox("surface_across")
        self.across.setToolTip(texts.ACROSS_TIP)
        self.up = OutlinedComboBox("surface_up")
        self.up.setToolTip(texts.UP_TIP)
        self._names: list[str] = []
        self._kinds: tuple[PlaneKind, ...] = ()
        labels = [
            _label(text, field)
            for text, field in (
                (texts.PLANE, self.plane),
                (texts.ACROSS, self.across),
                (texts.UP, self.up),
            )
        ]
        self._of_weights = (labels[1], self.across, labels[2], self.up)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 1)
        layout.setSpacing(GRID)
        layout.addStrut(HEIGHT)
        for widget in (labels[0], self.plane, *self._of_weights):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.plane.currentIndexChanged.connect(self._choose_kind)
        self.across.currentIndexChanged.connect(self._choose_pair)
        self.up.currentIndexChanged.connect(self._choose_pair)

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to choose; of a curve there is not."""
        return bool(self._kinds)

    def show_model(self) -> None:
        """Show what is chosen, and what there is to choose."""
        model = self._model
        kinds = tuple(model.kinds)
        if kinds != self._kinds:
            self._show_kinds(kinds)
        names = list(model.weight_names)
        if names != self._names:
            self._show_names(names)
        kind = model.kind if model.kind in kinds else next(iter(kinds), PlaneKind.WEIGHTS)
        for field, index in (
            (self.plane, kinds.index(kind) if kinds else -1),
            (self.across, model.pair[0]),
            (self.up, model.pair[1]),
        ):
            with QSignalBlocker(field):
                field.setCurrentIndex(index)
        self.plane.setEnabled(len(kinds) > 1)
        is_of_weights = bool(kinds) and kind is PlaneKind.WEIGHTS
        for widget in self._of_weights:
            widget.setVisible(is_of_weights)
            widget.setEnabled(len(names) > 2)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the panels, and the seam to them."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            painter.setPen(hairline(self.palette()))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _show_kinds(self, kinds: tuple[PlaneKind, ...]) -> None:
        self._kinds = kinds
        with QSignalBlocker(self.plane):
            self.plane.clear()
            self.plane.addItems([translated(texts.KINDS[kind]) for kind in kinds])
        for row, kind in enumerate(kinds):
            tip = translated(texts.KIND_TIPS[kind])
            self.plane.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)

    def _show_names(self, names: list[str]) -> None:
        self._names = names
        for field in (self.across, self.up):
            with QSignalBlocker(field):
                field.clear()
                field.addItems([elide_middle(name, WIDEST_NAME) for name in names])
            for row, name in enumerate(names):
                field.setItemData(row, name, Qt.ItemDataRole.ToolTipRole)

    @Slot(int)
    def _choose_kind(self, index: int) -> None:
        if 0 <= index < len(self._kinds):
            self._model.choose_kind(self._kinds[index])

    @Slot()
    def _choose_pair(self) -> None:
        self._model.choose_pair(self.across.currentIndex(), self.up.currentIndex())


def _label(text: str, field: QComboBox) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label
