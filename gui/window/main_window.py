"""The main window: creates the parts and connects their signals, and nothing else."""

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from engine.examples import EXAMPLES, published

from ..document import Document, Experiment
from ..files.file_state import is_same_file
from ..panels.details_dialog import DetailsDialog
from ..preferences import Preferences, PreferencesWatch
from ..run.session import Session, switch_quickly
from ..text.message import Fix
from ..theme.appearance import Appearance
from .actions import check
from .crash_report import Failures
from .exposure import Exposure
from .features import Features
from .layout import Arrangement
from .menus import fill_menus
from .parts import Parts
from .presenter import Presenter

ABOUT = (
    "<b>Secant</b><p>Gradient descent by limits, at your desk.</p>"
    "<p>W ← W − η·δW,  δw = lim h→0 [loss(w + h) − loss(w − h)] / 2h</p><p>MIT licence.</p>"
)

logger = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The main window, which opens with the published example, ready to run."""

    def __init__(self) -> None:
        super().__init__()
        switch_quickly()
        self._preferences = Preferences()
        self._preferences_watch = PreferencesWatch(self._preferences, self)
        example = published()
        self.document = Document(example.problem, example.settings, example.name, example.note)
        self.document.use_settings(self._preferences.settings(example.settings))
        self.session = Session(self.document)
        self._parts = Parts.of(self.document, self)
        self.exposure = Exposure(self)
        self.failures = Failures(self, self.exposure)
        self.features = Features.of(
            self, self.document, self.session, self._parts, self._preferences, self._commit_edits
        )
        fill_menus(self.menuBar(), self._parts, self.features)
        self._arrangement = Arrangement(self, self._parts)
        self._restore()
        self._presenter = Presenter(self.document, self.session, self._parts)
        self._connect()
        self.features.connect(self._presenter, self.failures)
        self._show_title()

    def _connect(self) -> None:
        actions = self._parts.actions
        actions.run.triggered.connect(self._run)
        actions.step.triggered.connect(self._step)
        actions.reset.triggered.connect(self.session.reset)
        actions.examples.triggered.connect(self._open_example)
        actions.quit.triggered.connect(self.close)
        actions.about.triggered.connect(self._show_about)
        actions.precisions.triggered.connect(self._choose_precision)
        actions.methods.triggered.connect(self._choose_method)
        actions.tolerances.triggered.connect(self._choose_tolerance)
        actions.appearances.triggered.connect(self._choose_appearance)
        self._parts.speed.pace_changed.connect(self.session.set_pace)
        self._parts.diagnosis.fix_chosen.connect(self._apply_fix)
        self.features.files.modified_changed.connect(self._show_title)
        self.features.files.location_changed.connect(self._show_title)
        self.features.files.created.connect(self._parts.data.go_to_first_cell)
        status = self._parts.status
        self.features.recovery.standing_changed.connect(status.show_unprotected)
        self._preferences_watch.standing_changed.connect(status.show_unkept)
        self.features.files.standing_changed.connect(status.show_save)
        self.features.exports.standing_changed.connect(status.show_export)
        status.stop_requested.connect(self._ask_about_writing)
        self.document.renamed.connect(self._show_title)
        self.exposure.hidden.connect(self._presenter.pause_drawing)
        self.exposure.shown.connect(self._presenter.resume_drawing)
        self.session.failed.connect(self.failures.show)
        self.document.failed.connect(self.failures.show)

    @Slot()
    def _run(self) -> None:
        if self._commit_edits():
            self.session.run_or_pause()

    @Slot()
    def _step(self) -> None:
        if self._commit_edits():
            self.session.step()

    def _commit_edits(self) -> bool:
        """Commit what is being typed in cells and fields; return whether all of it was accepted."""
        self._parts.commit()
        return not self._parts.have_refused

    @Slot(QAction)
    def _open_example(self, action: QAction) -> None:
        example = next(example for example in EXAMPLES if example.key == action.data())
        opened = Experiment.of(
            example.problem, example.settings, example.name, example.note, example.names
        )
        self.features.files.begin(f"Example “{example.name}”", opened)

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

    @Slot(Fix)
    def _apply_fix(self, fix: Fix) -> None:
        logger.debug("fix chosen: %s", fix.label)
        if fix.action:
            action = self.findChild(QAction, fix.action)
            assert action is not None
            action.trigger()
            return
        if not fix.changes:
            sentence = self._parts.diagnosis.sentence
            DetailsDialog(fix.label, f"{sentence}\n\n{fix.why}", fix.details, self).open()
            return
        self.document.change_settings(**fix.changes)
        if fix.goes_on and not self.session.state.is_active:
            self._run()

    @Slot()
    def _ask_about_writing(self) -> None:
        self.features.ask_about_writing()

    @Slot()
    def _show_about(self) -> None:
        QMessageBox.about(self, "About Secant", ABOUT)

    @Slot()
    def _show_title(self) -> None:
        modified = self.features.files.is_modified
        name = self.document.title.replace("[*]", "[*][*]")  # Qt shows a doubled one unchanged
        title = f"{name}{'[*]' if modified else ''} — Secant"
        if (title, modified) != (self.windowTitle(), self.isWindowModified()):
            self.setWindowModified(False)  # so that the title never lacks the place of the star
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

    def _keep_preferences(self) -> None:
        self._arrangement.keep(self._preferences)
        self._preferences.keep_choice("speed", str(self._parts.speed.position()))
        if self._shows_start_example():
            self._preferences.keep_settings(self.document.settings)

    def _shows_start_example(self) -> bool:
        """Return whether the settings fit the next start, which opens the published example."""
        is_in_file = self.features.files.file_state is not None
        return not is_in_file and self.document.experiment.name == published().name

    def showEvent(self, event: QShowEvent) -> None:
        """Focus Run, so that one key starts the descent."""
        super().showEvent(event)
        if not event.spontaneous():
            self._parts.run_button.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icons, which do not follow the palette themselves."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._presenter.draw_icons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the run, ask about changes, and keep the preferences for the next start.

        The window is gone before its threads are. They end at their next check; one that a disk
        holds up is left behind.
        """
        self.session.pause()
        if not self.features.may_close():
            logger.debug("not closed: the user decides, or work is being finished")
            event.ignore()
            return
        self._keep_preferences()
        self.hide()
        self._preferences.write()
        self.session.shut_down()
        self.document.shut_down()
        self.features.shut_down()
        logger.debug("closed")
        event.accept()
