"""The view "Surface": what is left of the gap, the plane, and two panels."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..accessible.announcing import announce
from ..background.reporting import reporting
from ..panels.following_view import FollowingView
from ..panels.lesson import LessonLine
from ..panels.view_tabs import SURFACE
from ..plots.picture import ViewPicture
from ..plots.surface.gap_plot import GapPlot
from ..plots.surface.surface_area import IN_SURFACE, SurfaceArea
from ..plots.surface.surface_plot import SurfacePlot
from ..text.key_help import KeyHelp, KeyLine
from ..text.translation import translate
from . import texts
from .controls import SurfaceControls
from .panel_row import SurfacePanels
from .surface_model import SurfaceModel


class SurfaceView(FollowingView):
    """Shows the frames of its model while it is seen."""

    model: SurfaceModel

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        IN_SURFACE,
        (
            KeyLine(("P",), translate("surface", "Look at the next plane")),
            KeyLine(("A",), translate("surface", "Show the next step as arrows, or no longer")),
            *SurfaceArea.SURFACE_KEYS,
        ),
    )

    def __init__(self, model: SurfaceModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "surface", SURFACE, parent)
        self.sentence = LessonLine()
        self.sentence.setObjectName("view_sentence")
        self.controls = SurfaceControls(model)
        self.plot, self.gap = SurfacePlot(), GapPlot()
        self.panels = SurfacePanels(self.plot, self.gap)
        self._shown_plane: object = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.controls)
        layout.addWidget(self.panels, 1)
        self.setFocusProxy(self.plot)
        model.changed.connect(self._show)
        self.plot.start_chosen.connect(model.start_at)

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        """What can be saved of it, by the names of the actions that do so."""
        surface, gap = (
            translate("surface", "Export Surface"),
            translate("surface", "Export Gap by Direction"),
        )
        return {
            "export_surface": ViewPicture(self.plot, surface, "surface.png"),
            "export_gap": ViewPicture(self.gap, gap, "gap.png"),
        }

    def minimumSizeHint(self) -> QSize:
        """Return the size of the panels and the sentence: in a low room the plane is not chosen.

        The key and the menu still choose it.
        """
        panels, sentence = self.panels.minimumSizeHint(), self.sentence.minimumSizeHint()
        return QSize(panels.width(), panels.height() + sentence.height())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panels the room of the controls if they need it."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        least = self.minimumSizeHint().height() + self.controls.sizeHint().height()
        self.controls.setVisible(self.controls.has_choice and self.height() >= least)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the next plane, or the next step, and say what is drawn of it."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_P and not held:
            self.model.choose_next()
            announce(self, self.plot.plot_area.spoken_sentence())
        elif event.key() == Qt.Key.Key_A and not held:
            self.plot.arrows_action.toggle()
            announce(self, self.plot.spoken_step())
        else:
            super().keyPressEvent(event)

    @Slot()
    def _show(self) -> None:
        """Show what the model has now."""
        model, frame = self.model, self.model.frame
        self.controls.show_model()
        self._fold()
        if frame is None:
            self._shown_plane = None
            self.plot.show_nothing(model.gap.text)
            self.gap.show_nothing(model.gap.text)
            self.sentence.show_lesson(texts.SEEN)
            self.setAccessibleDescription(model.gap.text)
            return
        # Of a path that grows, the plane turns; all else that is another plane is shown whole.
        plane = model.kind, model.pair, frame.bowl is None, tuple(frame.names)
        self.plot.show_surface(frame.surface, fit=plane != self._shown_plane)
        self._shown_plane = plane
        if (gap := frame.gap) is None:
            said = texts.NO_DIRECTIONS if frame.bowl is None else texts.AT_LEAST
            self.gap.show_nothing(said)
        else:
            self.gap.show_gap(gap)
        self.sentence.show_lesson(frame.sentence)
        self.setAccessibleDescription(frame.sentence)
