"""Creates the parts of the window; layout.py arranges them."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from ..document import Document
from ..limit.h_steps import Playing
from ..limit.limit_model import LimitModel
from ..limit.limit_view import LimitView
from ..panels.empty_state import EmptyState
from ..panels.fit_card import FitCard
from ..panels.lesson import LessonLine
from ..panels.message_strip import MessageStrip
from ..panels.readout import LossReadout
from ..panels.run_bar import RunBar
from ..panels.settings import SettingsPanel
from ..panels.sheet import SheetPanel
from ..panels.step_card import StepCard
from ..panels.timeline import Timeline
from ..panels.view_tabs import LateView, ViewTabs
from ..plots.loss_plot import LossPlot
from ..plots.prediction_plot import PredictionPlot
from ..run.session import Session
from ..tables import TableActions
from ..widgets.action_button import ActionButton, Emphasis
from ..widgets.speed_slider import SpeedSlider
from .actions import Actions
from .texts import RUN_TEXT


@dataclass(frozen=True, eq=False)
class Parts:
    """Every panel, plot and group of actions."""

    actions: Actions
    table_actions: TableActions
    run_bar: RunBar
    settings: SettingsPanel
    lesson: LessonLine
    readout: LossReadout
    views: ViewTabs
    empty_state: EmptyState
    sheet: SheetPanel
    step_card: StepCard
    fit_card: FitCard
    loss_plot: LossPlot
    prediction_plot: PredictionPlot
    limit: LimitView
    surface: LateView
    fit: LateView
    runs: LateView
    timeline: Timeline
    diagnosis: MessageStrip

    @classmethod
    def of(
        cls,
        document: Document,
        session: Session,
        window: QWidget,
        playing: Playing = Playing.SMOOTH,
    ) -> "Parts":
        """Create the parts that show and edit a document; the actions belong to the window."""
        actions, table_actions = Actions(document.undo_stack, window), TableActions(window)
        settings = SettingsPanel(document, window)
        run_bar = RunBar(
            ActionButton(actions.run, Emphasis.FILLED, RUN_TEXT.values()),
            ActionButton(actions.step),
            ActionButton(actions.reset),
            settings.cells,
        )
        readout = LossReadout()
        sheet, step_card, fit_card = SheetPanel(document, table_actions), StepCard(), FitCard()
        sheet.set_cards(step_card, fit_card)
        return cls(
            actions=actions,
            table_actions=table_actions,
            run_bar=run_bar,
            settings=settings,
            lesson=LessonLine(),
            readout=readout,
            views=ViewTabs(readout),
            empty_state=EmptyState(),
            sheet=sheet,
            step_card=step_card,
            fit_card=fit_card,
            loss_plot=LossPlot(),
            prediction_plot=PredictionPlot(),
            limit=LimitView(LimitModel(document, session, window), playing),
            surface=LateView(partial(_surface, document, session, window)),
            fit=LateView(partial(_fit, document, session, window)),
            runs=LateView(partial(_runs, document, session, actions, window)),
            timeline=Timeline(),
            diagnosis=MessageStrip(),
        )

    @property
    def run_button(self) -> ActionButton:
        """The button that runs and pauses."""
        return self.run_bar.run_button

    @property
    def speed(self) -> SpeedSlider:
        """The slider for the pace of a run."""
        return self.run_bar.speed

    def commit(self) -> None:
        """Commit what is being typed in a cell or a field."""
        for part in (self.sheet, self.settings, self.limit.controls):
            part.commit()

    @property
    def have_refused(self) -> bool:
        """Whether a cell or a field has just refused its text; a loss stays to be corrected."""
        parts = self.sheet, self.settings, self.limit.controls
        return any(part.has_refused for part in parts)


def _fit(document: Document, session: Session, window: QWidget) -> QWidget:
    from ..fit.fit_model import FitModel  # loaded on use, as the surface
    from ..fit.fit_view import FitView

    return FitView(FitModel(document, session, window))


def _runs(document: Document, session: Session, actions: Actions, window: QWidget) -> QWidget:
    from ..runs.run_collection import runs_of  # loaded on use, as the surface
    from ..runs.runs_view import RunsView
    from ..runs.sweep_model import SweepModel

    sweeps = SweepModel(document, session, window)
    kept = runs_of(document, session)
    return RunsView(kept, sweeps, document, session, actions.keep_run, actions.sweep)


def _surface(document: Document, session: Session, window: QWidget) -> QWidget:
    from ..surface.surface_model import SurfaceModel  # 20 modules, which the first picture lacks
    from ..surface.surface_view import SurfaceView

    return SurfaceView(SurfaceModel(document, session, window))
