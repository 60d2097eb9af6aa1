"""The main window: creates the parts and connects their signals, and nothing else."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu

from engine import EngineError
from engine.examples import EXAMPLES, Topic, published
from engine.optimisers.kinds import Optimiser

from ..accessible.late_alt import LateAlt
from ..background.reporting import report, reporting
from ..document import Document, Experiment
from ..files.file_state import is_same_file
from ..files.sentences import SAVED, SAVED_BUT_LOSS
from ..files.unsaved_changes import do_nothing
from ..help import Helps, WhatIsThis
from ..limit.h_steps import Playing
from ..limit.texts import THE_LIMIT
from ..panels.view_tabs import FIT, RUNS, SURFACE
from ..plots.base import Plot
from ..plots.picture import Drawable
from ..preferences import NO, YES, Preferences, PreferencesWatch
from ..run.session import Session, switch_quickly
from ..tables.models.digits import Digits
from ..tables.models.weight_rows import INFERENCE, hidden_rows, inference_rows, names_of
from ..text.message import Fix, refusal
from ..text.names import shown_path
from ..text.translation import translated
from ..theme.appearance import Appearance
from ..widgets.speed_slider import faster, slower
from .actions import check
from .crash_report import Failures
from .exposure import Exposure
from .features import Features
from .first_run import FirstRun
from .layout import Arrangement
from .menus import example_menus, fill, fill_menus
from .parts import Parts
from .presenter import Presenter
from .regions import Regions
from .split import Split
from .texts import EXAMPLE_STEP, NOTHING_RUNS
from .update_at_cell import UpdateAtCell

if TYPE_CHECKING:
    from ..fit.fit_view import FitView
    from ..plots.runs.overlaid_run import OverlaidRun
    from ..predict.prediction_page import PredictionPage
    from ..predict.row_imports import RowImports
    from ..run.playback import EpochPlayback
    from ..runs.run_collection import RunCollection
    from ..runs.runs_view import RunsView
    from ..surface.surface_view import SurfaceView

TAKEN_MILLISECONDS = 100
"""After the first run has ended: what keeps runs is loaded once its end is drawn."""

logger = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The main window, which opens with the published example, ready to run.

    ``first_run_seconds`` is how long the first run takes, if it is that of an example; 0 leaves the
    pace of the slider.
    """

    def __init__(self, first_run_seconds: float = 0.0) -> None:
        super().__init__()
        switch_quickly()
        self._preferences = Preferences()
        self._preferences_watch = PreferencesWatch(self._preferences, self)
        example = published()
        name = translated(example.name)
        self.document = Document(example.problem, example.settings, name, example.note)
        self.document.use_settings(self._preferences.settings(example.settings))
        self.session = Session(self.document)
        self._parts = Parts.of(self.document, self.session, self, self._motion())
        self.exposure = Exposure(self)
        self.failures = Failures(self, self.exposure)
        self.features = Features.of(
            self, self.document, self.session, self._parts, self._preferences, self._commit_edits
        )
        self.features.files.say_saved_by(self._saved_sentence)
        fill_menus(self.menuBar(), self._parts, self.features)
        LateAlt(self)
        self._arrangement = Arrangement(self, self._parts)
        self._regions = Regions(self._arrangement.regions, self)
        self._helps, self._what_is_this = Helps(self), WhatIsThis(self)
        self.first_run = FirstRun(
            self._parts.run_button,
            self.document,
            self.session,
            self._parts.speed,
            self._paced(first_run_seconds),
        )
        self._restore()
        self._presenter = Presenter(self.document, self.session, self._parts)
        self._surface: SurfaceView | None = None
        self._fit_view: FitView | None = None
        self._row_imports: RowImports | None = None
        self._runs_view: RunsView | None = None
        self._runs: RunCollection | None = None
        self._playback: EpochPlayback | None = None
        self._connect()
        self.features.connect(self._presenter, self.failures)
        self._parts.step_card.message.connect(self._presenter.announce)
        UpdateAtCell(self._parts.sheet.views[0], self._parts.step_card)
        self.features.copy_as.menu.addMenu(self._parts.step_card.copy_menu)
        self._show_title()

    def _connect(self) -> None:
        actions = self._parts.actions
        actions.run.triggered.connect(self._run)
        actions.step.triggered.connect(self._step)
        actions.reset.triggered.connect(self.session.reset)
        actions.examples.triggered.connect(self._open_example)
        actions.quit.triggered.connect(self.close)
        self._connect_help()
        self._connect_view()
        self._connect_empty_state()
        self._connect_limit()
        self._connect_surface()
        self._parts.fit.made.connect(self._take_fit)
        self._connect_runs()
        self.features.tables.leave_out_requested.connect(self.session.leave_out)
        self.features.tables.take_back_requested.connect(self.session.take_back)
        self.features.tables.add_to_heads(self.features.data.use_column_as_y)
        self.features.data.column_added.connect(self._parts.sheet.go_to_column)
        self.features.tables.add_to_heads(self.features.data.term_menu.menuAction())
        actions.run_again.triggered.connect(self._run_again)
        actions.start_from_epoch.triggered.connect(self._start_from_epoch)
        actions.go_on_from_epoch.triggered.connect(self.session.go_back_to_shown)
        actions.until_converged.triggered.connect(self._choose_until_converged)
        actions.take_remedy.triggered.connect(self._parts.diagnosis.take_remedy)
        actions.slower.triggered.connect(self._run_slower)
        actions.faster.triggered.connect(self._run_faster)
        actions.differences.triggered.connect(self._choose_difference)
        actions.columns.triggered.connect(self._choose_columns)
        actions.losses.triggered.connect(self._choose_loss)
        actions.type_loss.triggered.connect(self._parts.run_bar.type_loss)
        actions.optimisers.triggered.connect(self._choose_optimiser)
        actions.ask_optimiser.triggered.connect(self._parts.settings.ask_for_optimiser)
        actions.precisions.triggered.connect(self._choose_precision)
        actions.methods.triggered.connect(self._choose_method)
        actions.tolerances.triggered.connect(self._choose_tolerance)
        actions.appearances.triggered.connect(self._choose_appearance)
        actions.digits.triggered.connect(self._choose_digits)
        self._parts.speed.pace_changed.connect(self.session.set_pace)
        self._parts.diagnosis.fix_chosen.connect(self._apply_fix)
        self.features.files.modified_changed.connect(self._show_title)
        self.features.files.location_changed.connect(self._show_title)
        self.features.files.loss_refused.connect(self._parts.run_bar.go_to_refused_loss)
        self.features.files.loss_kept.connect(self._parts.run_bar.go_to_refused_loss)
        self.features.files.created.connect(self._parts.sheet.go_to_first_cell)
        for view in self._parts.sheet.views[:2]:
            view.selectionModel().currentColumnChanged.connect(self._show_weight)
            view.pressed.connect(self._show_weight)  # also if its column was the last one chosen
            view.horizontalHeader().sectionPressed.connect(self._show_weight_of_column)
        strip, timeline = self._parts.diagnosis, self._parts.timeline
        self.features.recovery.standing_changed.connect(strip.show_unprotected)
        self._preferences_watch.standing_changed.connect(strip.show_unkept)
        self.features.files.standing_changed.connect(strip.show_save)
        self.features.exports.standing_changed.connect(strip.show_export)
        strip.remedy_changed.connect(actions.take_remedy.setEnabled)
        actions.take_remedy.setEnabled(strip.has_remedy)
        strip.stop_requested.connect(self._ask_about_writing)
        timeline.epoch_chosen.connect(self.session.pass_epoch)
        timeline.epoch_entered.connect(self.session.show_epoch)
        timeline.steps_chosen.connect(self.session.move_epoch)
        timeline.play_chosen.connect(self._play_back)
        self.exposure.hidden.connect(self._stop_playing)
        self.document.renamed.connect(self._show_title)
        self.exposure.hidden.connect(self._presenter.pause_drawing)
        self.exposure.shown.connect(self._presenter.resume_drawing)
        self.session.failed.connect(self.failures.show)
        self.document.failed.connect(self.failures.show)

    def _connect_help(self) -> None:
        actions, helps = self._parts.actions, self._helps
        actions.first_steps.triggered.connect(helps.show_first_steps)
        actions.what_is_this.triggered.connect(self._what_is_this.ask)
        actions.explain_focus.triggered.connect(self._what_is_this.explain_focus)
        actions.keyboard.triggered.connect(self._parts.surface.view)  # which tells its keys
        actions.keyboard.triggered.connect(self._parts.runs.view)
        actions.keyboard.triggered.connect(helps.show_keyboard)
        actions.rule.triggered.connect(helps.show_rule)
        actions.about.triggered.connect(helps.show_about)

    def _connect_view(self) -> None:
        actions = self._parts.actions
        actions.views.triggered.connect(self._show_view)
        actions.new_rows.triggered.connect(self._show_new_rows)
        actions.split.triggered.connect(self._cycle_split)
        actions.splits.triggered.connect(self._choose_split)
        actions.weight_rows.triggered.connect(self._choose_weight_rows)
        self._parts.sheet.rows_changed.connect(self._explain_rows)
        actions.cards.triggered.connect(self._choose_cards)
        actions.show_all.triggered.connect(self._show_all)
        actions.full_screen.triggered.connect(self._show_full_screen)
        actions.less_motion.triggered.connect(self._choose_motion)
        actions.next_region.triggered.connect(self._regions.go_to_next)
        actions.previous_region.triggered.connect(self._regions.go_to_previous)

    def _connect_limit(self) -> None:
        actions, limit = self._parts.actions, self._parts.limit
        for action, act in (
            (actions.limit_play, limit.play_or_stop),
            (actions.limit_best, limit.model.choose_best_h),
            (actions.limit_largest, limit.model.choose_largest_h),
            (actions.limit_tangent, limit.model.switch_curve),
            (actions.limit_use, limit.model.use_h),
        ):
            action.triggered.connect(self._show_limit)
            action.triggered.connect(act)
        limit.weight_chosen.connect(self._parts.step_card.show_weight)
        limit.refused.connect(self._presenter.show_refusal)
        limit.obstacles_changed.connect(actions.show_limit)
        limit.digits.message.connect(self._presenter.announce)
        limit.model.failed.connect(self.failures.show)
        limit.model.message.connect(self._presenter.announce)
        self.features.exports.offer_pictures(limit.pictures.values())
        self.exposure.hidden.connect(limit.pause)
        self.exposure.shown.connect(limit.resume)

    def _connect_surface(self) -> None:
        self._parts.surface.made.connect(self._take_surface)
        self._parts.actions.pictures.triggered.connect(self._export_picture)
        self._parts.actions.print_view.triggered.connect(self._print_view)

    @Slot(QAction)
    def _export_picture(self, action: QAction) -> None:
        """Show the view that a picture is of, and ask where to write it."""
        self._parts.views.show_view(action.data())
        views = {SURFACE: self._surface, FIT: self._fit_view, RUNS: self._runs_view}
        view = views.get(action.data(), self._parts.limit)
        assert view is not None  # it was made when it was shown
        if (picture := view.picture(action.objectName())) is not None:
            self.features.exports.ask_for_picture(picture)

    @Slot()
    def _print_view(self) -> None:
        """Print the pictures of the view that is shown."""
        if not self._commit_edits():
            return
        self.document.flush()
        parts, name = self._parts, self._parts.views.current_name
        views = {THE_LIMIT: parts.limit, SURFACE: self._surface, FIT: self._fit_view}
        view = {**views, RUNS: self._runs_view}.get(name)
        if view is None:
            drawn: list[Drawable] = [parts.loss_plot, parts.prediction_plot]
            sentence = parts.lesson.text()
        else:
            drawn = [each.drawn for each in view.pictures.values()]
            sentence = view.sentence.text()
        self.features.exports.print_view(name, sentence, drawn)

    @Slot(object)
    def _take_surface(self, surface: "SurfaceView") -> None:
        """Connect the view, which is made when it is first seen."""
        surface.model.failed.connect(self.failures.show)
        surface.model.message.connect(self._presenter.announce)
        self.exposure.hidden.connect(surface.pause)
        self.exposure.shown.connect(surface.resume)
        self.features.exports.offer_pictures(surface.pictures.values())
        self._surface = surface
        if self._runs is not None:
            surface.model.show_others(self._runs.overlays)

    @Slot(object)
    def _take_fit(self, view: "FitView") -> None:
        """Connect the view, which is made when it is first seen."""
        view.model.failed.connect(self.failures.show)
        view.message.connect(self._presenter.announce)
        view.go_on_requested.connect(self._go_on_until_converged)
        self._parts.diagnosis.convergence_changed.connect(view.leave_remedy)
        view.leave_remedy(self._parts.diagnosis.offers_convergence)
        view.weight_chosen.connect(self._show_weight_of_column)
        view.row_chosen.connect(self._parts.sheet.choose_row)
        view.leave_out_requested.connect(self.session.leave_out_or_take_back)
        self._parts.sheet.row_chosen.connect(view.mark_row)
        view.predictions_made.connect(self._take_predictions)
        self.features.exports.offer_pictures(view.made_pictures)
        view.picture_made.connect(self.features.exports.offer_picture)
        self.exposure.hidden.connect(view.pause)
        self.exposure.shown.connect(view.resume)
        self._fit_view = view

    @Slot(object)
    def _take_predictions(self, page: "PredictionPage") -> None:
        """Connect the page of new rows, which is made when it is first seen."""
        from ..predict.row_imports import RowImports  # loaded on use

        imports = RowImports(self, self.document, self._preferences)
        for part in (page, imports):
            part.message.connect(self._presenter.announce)
            part.failed.connect(self.failures.show)
        page.export_requested.connect(self.features.exports.ask_for_file)
        page.import_requested.connect(imports.begin)
        imports.found.connect(page.take_imported)
        self._row_imports = imports

    @Slot()
    def _show_new_rows(self) -> None:
        """Show the new rows, ready to be typed."""
        from ..fit.page_switch import FitPage  # loaded on use

        self._parts.views.show_view(FIT)
        self._parts.fit.view()
        if self._fit_view is not None:
            self._fit_view.show_page(FitPage.NEW_ROWS)
            if self._fit_view.predictions is not None:
                self._fit_view.predictions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _go_on_until_converged(self) -> None:
        """Run until the weights stop changing."""
        if self._commit_edits():
            self.document.change_settings(until_converged=True)
            if not self.session.state.is_active:
                self._run()

    def _connect_runs(self) -> None:
        actions = self._parts.actions
        self._taking = QTimer(self, singleShot=True, interval=TAKEN_MILLISECONDS)
        self._taking.timeout.connect(self._take_first_run)
        self._parts.runs.made.connect(self._take_runs_view)
        self.session.state_changed.connect(self._taking.start)  # no call of Python at an edit
        self.document.opened.connect(self._take_opened_runs)
        actions.keep_run.triggered.connect(self._keep_run)
        actions.sweep.triggered.connect(self._sweep)

    @Slot()
    def _take_first_run(self) -> None:
        """Take up the first run that ends; the collection takes up all later ones itself."""
        if self._has_run_to_take():
            self._collect_runs()

    def _has_run_to_take(self) -> bool:
        """Return whether a run has ended.

        One that a file came with is none: to take it up would change what the file has.
        """
        has_run = self.session.progress_so_far is not None and self.document.saved_run is None
        return has_run and not self.session.state.is_active

    @Slot()
    def _take_opened_runs(self) -> None:
        """Draw the runs that a file has, as far as they were drawn."""
        if self.document.kept_runs:
            self._collect_runs()

    @Slot()
    def _keep_run(self) -> None:
        self._collect_runs().keep_current()

    @Slot()
    def _sweep(self) -> None:
        """Show the view, and ask what to sweep."""
        if self._commit_edits():
            self._parts.views.show_view(RUNS)
            self._parts.runs.view()
            if self._runs_view is not None:
                self._runs_view.ask_for_sweep()

    def _collect_runs(self) -> "RunCollection":
        """Return the runs of the document; the first run loads what keeps them."""
        if self._runs is None:
            from ..runs.run_collection import runs_of

            self._runs = runs_of(self.document, self.session)
            self._runs.message.connect(self._presenter.announce)
            self._runs.overlaid.connect(self._parts.loss_plot.show_others)
            self._runs.overlaid.connect(self._overlay_surface)
            self._runs.tell_overlays()
            if self._has_run_to_take():
                self._runs.take_run()
        return self._runs

    @Slot(object)
    def _overlay_surface(self, runs: "Sequence[OverlaidRun]") -> None:
        if self._surface is not None:
            self._surface.model.show_others(runs)

    @Slot(object)
    def _take_runs_view(self, view: "RunsView") -> None:
        """Connect the view, which is made when it is first seen."""
        self._collect_runs()
        view.sweeps.failed.connect(self.failures.show)
        view.sweeps.message.connect(self._presenter.announce)
        self.features.exports.offer_pictures(view.pictures.values())
        self._runs_view = view

    def _connect_empty_state(self) -> None:
        empty_state, examples = self._parts.empty_state, QMenu()
        fill(examples, example_menus(self._parts))
        empty_state.set_examples(examples)
        empty_state.paste_requested.connect(self._paste_table)
        empty_state.import_requested.connect(self.features.imports.choose_file)
        empty_state.open_requested.connect(self.features.files.open.trigger)

    @Slot(QModelIndex)
    def _show_weight(self, current: QModelIndex) -> None:
        """Write out the step of the weight whose column is chosen, and look at its limit."""
        self._show_weight_of_column(current.column())

    @Slot(int)
    def _show_weight_of_column(self, column: int) -> None:
        weight = max(column, 0)
        self._parts.step_card.show_weight(weight)
        self._parts.limit.model.choose_weight(weight)

    @Slot()
    def _run(self) -> None:
        is_pause = self.session.state.is_active
        may_go_on = self._commit_edits() if is_pause else self._may_run()
        if may_go_on and self._is_awake(self._parts.actions.run):
            self.first_run.prepare()
            self.session.run_or_pause()

    @Slot()
    def _run_again(self) -> None:
        if self._may_run():
            self.session.reset()
            self._run()

    @Slot()
    def _start_from_epoch(self) -> None:
        if self._commit_edits():
            self.session.start_from_shown()

    @Slot()
    def _play_back(self) -> None:
        if self._playback is None:
            from ..run.playback import EpochPlayback  # loaded on use: no launch needs it

            timeline = self._parts.timeline
            playback = self._playback = EpochPlayback(self.session, self)
            playback.set_speed(timeline.speed)
            timeline.speed_chosen.connect(playback.set_speed)
            playback.playing_changed.connect(timeline.show_playing)
            # Who chooses an epoch wants to stay there.
            for chosen in (timeline.epoch_chosen, timeline.epoch_entered, timeline.steps_chosen):
                chosen.connect(playback.stop)
        self._playback.play_or_stop()

    @Slot()
    def _stop_playing(self) -> None:
        if self._playback is not None:
            self._playback.stop()

    @Slot()
    def _run_slower(self) -> None:
        self._parts.speed.set_position(slower(self._parts.speed.position()))

    @Slot()
    def _run_faster(self) -> None:
        self._parts.speed.set_position(faster(self._parts.speed.position()))

    @Slot()
    def _paste_table(self) -> None:
        self._parts.sheet.go_to_first_cell()
        self.features.tables.action("paste").trigger()

    @Slot(QAction)
    def _show_view(self, action: QAction) -> None:
        self._parts.views.show_view(action.data())
        parts = self._parts
        views = {
            THE_LIMIT: parts.limit,
            SURFACE: parts.surface,
            FIT: parts.fit,
            RUNS: parts.runs,
        }
        if (view := views.get(action.data())) is not None:  # its keys work at once
            view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _show_limit(self) -> None:
        self._parts.views.show_view(THE_LIMIT)

    @Slot()
    def _cycle_split(self) -> None:
        self._arrangement.cycle_split()

    @Slot(QAction)
    def _choose_split(self, action: QAction) -> None:
        self._arrangement.take_split(Split(action.data()))

    @Slot()
    def _choose_weight_rows(self) -> None:
        rows = self._parts.actions.weight_rows.actions()
        hidden = frozenset(action.data() for action in rows if not action.isChecked())
        wanted = frozenset(INFERENCE) - hidden
        self._parts.sheet.hide_rows(hidden.difference(INFERENCE))
        self._parts.sheet.show_inference(wanted)
        self._preferences.keep_choice("hidden_rows", names_of(hidden.difference(INFERENCE)))
        self._preferences.keep_choice("inference_rows", names_of(wanted))

    @Slot()
    def _choose_cards(self) -> None:
        cards = self._parts.actions.cards.actions()
        hidden = [action.data() for action in cards if not action.isChecked()]
        self._hide_cards(hidden)
        self._preferences.keep_choice("hidden_cards", " ".join(hidden))

    def _hide_cards(self, hidden: Sequence[str]) -> None:
        cards = {"step_card": self._parts.step_card, "fit_card": self._parts.fit_card}
        self._parts.sheet.hide_cards([card for name, card in cards.items() if name in hidden])

    @Slot()
    def _explain_rows(self) -> None:
        self._parts.actions.show_crowded_out(self._parts.sheet.crowded_out)

    @Slot()
    def _show_all(self) -> None:
        for plot in self.findChildren(Plot):
            if plot.isVisible():
                plot.fit()

    @Slot(bool)
    def _show_full_screen(self, is_full: bool) -> None:
        full, state = Qt.WindowState.WindowFullScreen, self.windowState()
        self.setWindowState(state | full if is_full else state & ~full)

    @Slot()
    def _step(self) -> None:
        if self._may_run() and self._is_awake(self._parts.actions.step):
            self.session.step()

    def _is_awake(self, action: QAction) -> bool:
        """Return whether an action can be done still, after all that has changed in this turn."""
        self.document.flush()
        return action.isEnabled()

    def _commit_edits(self) -> bool:
        """Commit what is being typed in cells and fields; return whether all of it was accepted.

        A loss with a mistake stays in its field, and the document keeps its own.
        """
        self._parts.commit()
        if self._fit_view is not None:
            self._fit_view.commit()
        if self._runs_view is not None:
            self._runs_view.table.commit()
        return not self._parts.have_refused

    def _may_run(self) -> bool:
        """Commit what is being typed, and say so if the loss has a mistake: it cannot be run."""
        if not self._commit_edits():
            return False
        mistake = self._parts.settings.loss_message
        if mistake is not None:
            told = NOTHING_RUNS.format(mistake=mistake.detail or mistake.text)
            self._presenter.show_mistake(replace(mistake, text=told))
        return mistake is None

    def _saved_sentence(self) -> str:
        """Return what is said of a save: a loss with a mistake is no part of the document."""
        return SAVED_BUT_LOSS if self._parts.settings.half_typed_loss() else SAVED

    @Slot(QAction)
    def _open_example(self, action: QAction) -> None:
        example = next(example for example in EXAMPLES if example.key == action.data())
        name = translated(example.name)
        opened = Experiment.of(example.problem, example.settings, name, example.note, example.names)
        then = self._show_limit if example.topic is Topic.STEP else do_nothing
        self.features.files.begin(EXAMPLE_STEP.format(name=name), opened, then)

    @Slot(QAction)
    def _choose_difference(self, action: QAction) -> None:
        self.document.change_settings(difference=action.data())

    @Slot(QAction)
    def _choose_columns(self, action: QAction) -> None:
        self.document.change_settings(scale_columns=action.data())

    @Slot(QAction)
    def _choose_loss(self, action: QAction) -> None:
        self.document.change_settings(loss=action.data())

    @Slot(QAction)
    def _choose_optimiser(self, action: QAction) -> None:
        self._parts.settings.choose_optimiser(Optimiser(action.data()))

    @Slot(bool)
    def _choose_until_converged(self, is_on: bool) -> None:
        try:
            self.document.change_settings(until_converged=is_on)
        except EngineError as error:
            self._parts.actions.until_converged.setChecked(not is_on)
            self._presenter.show_refusal(refusal(error))

    @Slot(QAction)
    def _choose_precision(self, action: QAction) -> None:
        self.document.change_settings(precision=action.data())

    @Slot(QAction)
    def _choose_method(self, action: QAction) -> None:
        self.document.change_settings(method=action.data())

    @Slot(QAction)
    def _choose_tolerance(self, action: QAction) -> None:
        self.document.change_settings(tolerance=action.data())

    @Slot(QAction)
    def _choose_appearance(self, action: QAction) -> None:
        Appearance(action.data()).apply()
        self._preferences.keep_choice("appearance", action.data())

    @Slot(QAction)
    def _choose_digits(self, action: QAction) -> None:
        self._parts.sheet.show_digits(Digits(action.data()))
        self._preferences.keep_choice("digits", action.data())

    @Slot(Fix)
    def _apply_fix(self, fix: Fix) -> None:
        logger.debug("fix chosen: %s", fix.label)
        if self._parts.settings.loss_message is not None and "loss" in fix.changes:
            self._parts.settings.correct_loss(str(fix.changes["loss"]))
            return
        if not fix.details and not self._commit_edits():
            return
        if fix.action:
            action = self.findChild(QAction, fix.action)
            assert action is not None
            action.trigger()
            return
        if not fix.changes:
            sentence = self._parts.diagnosis.sentence
            from ..panels.details_dialog import DetailsDialog  # loaded on use

            DetailsDialog(fix.label, f"{sentence}\n\n{fix.why}", fix.details, self).open()
            return
        self.document.change_settings(**fix.changes)
        if fix.goes_on and not self.session.state.is_active:
            self._run()

    @Slot()
    def _ask_about_writing(self) -> None:
        self.features.ask_about_writing()

    @Slot()
    def _show_title(self) -> None:
        modified = self.features.files.is_told_modified
        name = shown_path(self.document.title).replace(
            "[*]", "[*][*]"
        )  # Qt shows a doubled one unchanged
        title = f"{name}{'[*]' if modified else ''} — Secant"
        if (title, modified) != (self.windowTitle(), self.isWindowModified()):
            if self.isWindowModified():  # so that the title never lacks the place of the star
                self.setWindowModified(False)
            self.setWindowTitle(title)
            self.setWindowModified(modified)
        file_state = self.features.files.file_state
        self.setWindowFilePath(str(file_state.path) if file_state else "")

    def _restore(self) -> None:
        kept, speed = self._preferences, self._parts.speed
        self._arrangement.restore(kept)
        speed.set_position(kept.number("speed", speed.position()))
        self.session.set_pace(speed.pace())
        appearance = Appearance(kept.choice("appearance", Appearance.SYSTEM))
        check(self._parts.actions.appearances, appearance)
        if appearance is not Appearance.SYSTEM:
            appearance.apply()
        self._parts.actions.less_motion.setChecked(self._motion() is Playing.STEPS)
        digits = Digits(kept.choice("digits", Digits.SIX.value))
        check(self._parts.actions.digits, digits.value)
        self._parts.sheet.show_digits(digits)
        hidden = hidden_rows(kept.choice("hidden_rows", ""))
        wanted = inference_rows(kept.choice("inference_rows", ""))
        for action in self._parts.actions.weight_rows.actions():
            row = action.data()
            action.setChecked(row in wanted if row in INFERENCE else row not in hidden)
        self._parts.sheet.hide_rows(hidden)
        if wanted:
            self._parts.sheet.show_inference(wanted)
        if hidden_cards := kept.choice("hidden_cards", "").split():
            for action in self._parts.actions.cards.actions():
                action.setChecked(action.data() not in hidden_cards)
            self._hide_cards(hidden_cards)

    @Slot(object)
    def open_file(self, path: Path) -> None:
        """Open an experiment, or import a table."""
        self.features.open_file(path)

    @Slot(object)
    def open_requested(self, path: Path) -> None:
        """Open what the command line or the desktop names, once the window can show it.

        Recovered work is offered first: a dialog that is open already would be behind the offer,
        and its answer would replace what was recovered.
        """
        open_it = partial(self._open_unless_shown, path)
        self.exposure.when_shown(partial(self.features.recovery.when_answered, open_it))

    def _open_unless_shown(self, path: Path) -> None:
        """Open a file, unless the window shows it with changes: those were just recovered."""
        files = self.features.files
        state = files.file_state
        is_shown = state is not None and is_same_file(state.path, path)
        if not (is_shown and files.is_modified):
            self.open_file(path)

    @Slot()
    def close_without_asking(self) -> None:
        """Close because the system ends the program; unsaved work is kept for the next start."""
        self.features.files.close_without_asking()

    @Slot()
    def keep(self) -> None:
        """Keep everything for the next start, and go on working."""
        self._commit_edits()
        self.features.recovery.save_now()
        self._keep_preferences()
        self._preferences_watch.write_now()

    def _paced(self, seconds: float) -> float:
        """Return how long the first run takes: nobody who asks for less motion is made to watch."""
        return 0.0 if self._motion() is Playing.STEPS else seconds

    def _motion(self) -> Playing:
        is_reduced = self._preferences.choice("reduced_motion", NO) == YES
        return Playing.STEPS if is_reduced else Playing.SMOOTH

    @Slot(bool)
    def _choose_motion(self, is_less: bool) -> None:
        """Show less motion from now on and at the next start, or no longer.

        Qt does not say whether the system asks for it.
        """
        self._preferences.keep_choice("reduced_motion", YES if is_less else NO)
        self._parts.limit.playback.choose(self._motion())
        if is_less:
            self.first_run.forgo()

    def _keep_preferences(self) -> None:
        self._arrangement.keep(self._preferences)
        self._preferences.keep_choice("speed", str(self._parts.speed.position()))
        if self._shows_start_example():
            self._preferences.keep_settings(self.document.settings)

    def _shows_start_example(self) -> bool:
        """Return whether the settings fit the next start, which opens the published example."""
        is_in_file = self.features.files.file_state is not None
        return not is_in_file and self.document.experiment.name == published().name

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Focus Run, so that one key starts the descent."""
        super().showEvent(event)
        if not event.spontaneous():
            self._parts.run_button.setFocus()
            self.exposure.when_shown(self._presenter.draw_first())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange and draw everything anew, while a run waits."""
        self.session.hold_while_drawing()
        super().resizeEvent(event)

    @reporting
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show where a dragged table would go."""
        if not self.features.table_drops.follow(event):
            super().dragEnterEvent(event)

    @reporting
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go now."""
        if not self.features.table_drops.follow(event):
            super().dragMoveEvent(event)

    @reporting
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing of it any more."""
        self.features.table_drops.leave()
        super().dragLeaveEvent(event)

    @reporting
    def dropEvent(self, event: QDropEvent) -> None:
        """Take a table that is dropped."""
        if not self.features.table_drops.drop(event):
            super().dropEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icons, which do not follow the palette themselves; follow the full screen."""
        try:
            super().changeEvent(event)
            if event.type() == QEvent.Type.WindowStateChange:
                self._parts.actions.full_screen.setChecked(self.isFullScreen())
            if event.type() == QEvent.Type.PaletteChange:
                self._presenter.draw_icons()
        except Exception as error:
            report(error)

    @reporting
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the run, ask about changes, and keep the preferences for the next start.

        The window is gone before its threads are. They end at their next check; one that a disk
        holds up is left behind.
        """
        self._stop_playing()
        self.session.pause()
        if not self.features.may_close():
            logger.debug("not closed: the user decides, or work is being finished")
            event.ignore()
            return
        self._keep_preferences()
        self.hide()
        self._preferences_watch.shut_down()
        self._parts.limit.model.shut_down()
        if self._surface is not None:
            self._surface.model.shut_down()
        if self._fit_view is not None:
            self._fit_view.shut_down()
        if self._row_imports is not None:
            self._row_imports.shut_down()
        if self._runs_view is not None:
            self._runs_view.sweeps.shut_down()
        self.session.shut_down()
        self.document.shut_down()
        self.features.shut_down()
        logger.debug("closed")
        event.accept()
