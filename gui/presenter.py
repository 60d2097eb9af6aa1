"""Shows the document and its run in the parts of the window, whenever either changes."""

from time import perf_counter

from PySide6.QtCore import QObject, Slot

from engine import Frame, Matrix
from engine.stability import is_affordable

from .actions import check
from .announcement import Announcement
from .diagnosis import Diagnosis, diagnose
from .document import Document
from .parts import Parts
from .plots.scale import Scale
from .prediction_feed import PredictionFeed
from .rate import Rate
from .reduction import Reduction
from .run_state import RunState
from .session import Session
from .tone import Tone
from .worker import Progress

NUMBERS_SECONDS = 0.1
"""Numbers that change more often cannot be read; curves can."""


class Presenter(QObject):
    """Follows the signals of document and session; decides nothing, only shows."""

    def __init__(self, document: Document, session: Session, parts: Parts) -> None:
        super().__init__(parts.diagnosis)  # so that nothing is announced where nothing is left
        self._document, self._session, self._parts = document, session, parts
        self._feed = PredictionFeed(document)
        self._rate = Rate()
        self._numbers_since = perf_counter()
        self._announcement = Announcement(self)
        self._limit_is_known = self._limited_scaled = False
        self._announcement.changed.connect(self._show_diagnosis)
        document.values_changed.connect(self.show_document)
        document.reshaped.connect(self.show_document)
        document.reshaped.connect(parts.prediction_plot.fit)
        document.settings_changed.connect(self.show_settings)
        document.working.connect(self._announcement.begin)
        document.idle.connect(self._announcement.end)
        document.opened.connect(self.show_opened)
        session.state_changed.connect(self.show_state)
        session.progressed.connect(self.show_progress)
        session.reduced.connect(self.show_reduction)
        parts.settings.refused.connect(self.show_refusal)
        self.show_document()
        self.show_state(session.state)

    @Slot()
    def show_document(self) -> None:
        """Show what the tables hold now."""
        self._feed.refresh()
        self._show_limit()
        self._show_predictions()
        self._show_numbers()
        self._announcement.withdraw()

    @Slot()
    def show_settings(self) -> None:
        """Show the settings that have no field of their own, and what follows from all of them."""
        settings = self._document.settings
        check(self._parts.actions.precisions, settings.precision.value)
        check(self._parts.actions.methods, settings.method.value)
        check(self._parts.actions.tolerances, settings.tolerance)
        if settings.scale_columns != self._limited_scaled:
            self._show_limit()
        if self._session.state is RunState.RUNNING:
            self._suit_epoch_axis()
        self._show_figures()

    @Slot(RunState)
    def show_state(self, state: RunState) -> None:
        """Show whether the run goes, and what can be done next."""
        has_run = state.is_active or self._session.progress is not None
        has_fitted = self._document.fitted is not None
        self._parts.actions.show_state(state, has_run, has_fitted)
        self.draw_icons()
        self._announcement.withdraw()
        self._rate.restart()
        if self._session.progress is None:
            self._parts.loss_plot.clear()
            self._show_predictions()
        self._show_numbers()
        self.show_settings()

    @Slot()
    def show_opened(self) -> None:
        """Show another experiment, which may come with where a run had led."""
        self.show_state(self._session.state)

    @Slot(Progress)
    def show_progress(self, progress: Progress) -> None:
        """Show how far the run has come."""
        self._parts.loss_plot.show_trace(progress.trace)
        if progress.learning_rate_limit is not None:
            self._limit_is_known = True
            self._parts.settings.show_limit(progress.learning_rate_limit)
        elif not self._limit_is_known and self._session.reduction.triangle is not None:
            self._show_limit()
        self._show_predictions()
        if perf_counter() - self._numbers_since >= NUMBERS_SECONDS:
            self._show_numbers()
            self._show_figures()

    @Slot(float)
    def show_reduction(self, share: float) -> None:
        """Show how much of the rows is reduced, unless there is a refusal to read."""
        if self._parts.settings.has_refused:
            return
        sentence = f"Reducing {self._document.rows:,} rows: {100 * share:.0f} %"
        self._parts.diagnosis.show_message(Diagnosis(Tone.GOING, sentence))

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Say why a setting was refused, until it no longer is."""
        if sentence:
            self._parts.diagnosis.show_refusal(sentence)
        else:
            self._show_diagnosis()

    @Slot(Diagnosis)
    def announce(self, diagnosis: Diagnosis) -> None:
        """Show what has happened beside the run, for a while or until tables or run change."""
        self._announcement.tell(diagnosis)

    def draw_icons(self) -> None:
        """Draw the marks of the run's buttons in the colours of the palette."""
        self._parts.actions.draw(self._session.state, self._parts.run_button.palette())

    def _suit_epoch_axis(self) -> None:
        """Divide the epoch axis so that a run is seen whole, be there 10³ epochs or 10¹⁵."""
        is_endless = self._document.settings.until_converged
        scale = Scale.LOGARITHMIC if is_endless else Scale.LINEAR
        self._parts.loss_plot.suggest_epoch_scale(scale)

    def _show_limit(self) -> None:
        limit = self._limit()
        self._limit_is_known = limit is not None
        self._limited_scaled = self._document.settings.scale_columns
        self._parts.settings.show_limit(limit)

    def _limit(self) -> float | None:
        """η's limit for the tables as they are now, unless it would hold up the window."""
        document, reduction = self._document, self._session.reduction
        scaled = document.settings.scale_columns
        if reduction.serves(document.experiment):
            return reduction.limit(scaled, at_once=True)
        if not is_affordable(document.rows, document.columns, at_once=True):
            return None
        return Reduction(document.experiment).limit(scaled, at_once=True)

    def _show_predictions(self) -> None:
        feed = self._feed
        predicted = feed.predicted(self._W())
        self._parts.prediction_plot.show_rows(
            feed.rows, feed.observed, predicted, self._document.rows
        )

    def _show_numbers(self) -> None:
        """Show the current W in the tables, and what follows from it."""
        frame, W = self._frame(), self._W()
        gradient = frame.gradient if frame and W is not None else None
        self._parts.data.show_weights(W)
        self._parts.weights.show_weights(W, gradient)
        self._numbers_since = perf_counter()

    def _show_figures(self) -> None:
        frame = self._frame()
        rate = self._rate.update(frame.epoch, perf_counter()) if frame else None
        self._parts.status.show_figures(frame, self._document.settings, rate)
        if frame is None and self._document.fitted is not None:
            self._parts.status.show_fitted(self._document.fitted)
        self._show_diagnosis()

    @Slot()
    def _show_diagnosis(self) -> None:
        if self._parts.settings.has_refused:
            return
        document, session = self._document, self._session
        diagnosis = self._announcement.current or diagnose(
            session.state, session.progress, document.settings, document.note
        )
        self._parts.diagnosis.show_message(diagnosis)

    def _W(self) -> Matrix | None:
        """The weights that the run has reached, or an earlier one had when it was saved.

        None where they are of no use for the columns as they are now.
        """
        progress, fitted = self._session.progress, self._document.fitted
        if progress is None:
            return fitted.W if fitted else None
        serves = self._document.experiment.takes_weights_of(progress.experiment)
        return progress.frame.W if serves else None

    def _frame(self) -> Frame | None:
        return self._session.progress.frame if self._session.progress else None
