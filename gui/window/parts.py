"""Creates the parts of the window; layout.py arranges them."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ..document import Document
from ..panels.data import DataPanel
from ..panels.lesson import LessonLine
from ..panels.message_strip import MessageStrip
from ..panels.settings import SettingsPanel
from ..panels.status import StatusPanel
from ..panels.weights import WeightsPanel
from ..plots.loss_plot import LossPlot
from ..plots.prediction_plot import PredictionPlot
from ..tables import TableActions
from ..widgets.action_button import ActionButton
from ..widgets.speed_slider import SpeedSlider
from .actions import Actions


@dataclass(frozen=True, eq=False)
class Parts:
    """Every panel, plot and group of actions."""

    actions: Actions
    table_actions: TableActions
    run_button: ActionButton
    speed: SpeedSlider
    settings: SettingsPanel
    lesson: LessonLine
    data: DataPanel
    weights: WeightsPanel
    loss_plot: LossPlot
    prediction_plot: PredictionPlot
    status: StatusPanel
    diagnosis: MessageStrip

    @classmethod
    def of(cls, document: Document, window: QWidget) -> "Parts":
        """Create the parts that show and edit a document; the actions belong to the window."""
        actions, table_actions = Actions(document.undo_stack, window), TableActions(window)
        return cls(
            actions=actions,
            table_actions=table_actions,
            run_button=ActionButton(actions.run, widest="Resume"),
            speed=SpeedSlider(),
            settings=SettingsPanel(document),
            lesson=LessonLine(),
            data=DataPanel(document, table_actions),
            weights=WeightsPanel(document, table_actions),
            loss_plot=LossPlot(),
            prediction_plot=PredictionPlot(),
            status=StatusPanel(),
            diagnosis=MessageStrip(),
        )

    def commit(self) -> None:
        """Commit what is being typed in a cell or a field."""
        for part in (self.data, self.weights, self.settings):
            part.commit()

    @property
    def have_refused(self) -> bool:
        """Whether a cell or a field has just refused its text."""
        return self.data.has_refused or self.weights.has_refused or self.settings.has_refused
