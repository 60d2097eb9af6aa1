"""A person who acts at random for some time, then closes the window."""

import random
from enum import Enum, auto
from time import monotonic

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSlider
from shiboken6 import Shiboken

from engine import Method
from gui.run.run_state import RunState
from gui.window.main_window import MainWindow

from .acts import ACTS, child, trigger
from .answers import Answers
from .documents import Documents
from .journal import Journal

# 2.5 to 50 acts a second: from a careful person to one who hammers at the keys.
LEAST_MILLISECONDS, MOST_MILLISECONDS = 20, 400
COUNTING_SECONDS = 2.0
FOREVER = 10**15


class Mood(Enum):
    """What the person is doing."""

    CHANGING_DOCUMENT = auto()
    ACTING = auto()
    RESTING = auto()
    CLOSING = auto()


class Person(QObject):
    """Acts on the window as drawn from a seed: act number n is the same, whenever it comes."""

    def __init__(
        self,
        documents: Documents,
        journal: Journal,
        seconds: float,
        round_seconds: float,
        seed: int,
    ) -> None:
        super().__init__()
        self._stages, self._round_seconds = documents.stages(), round_seconds
        self._journal, self._answers = journal, Answers(documents, journal)
        self._seed, self._number = seed, 0
        self._began = self._counted = monotonic()
        self._ends = self._began + seconds
        self._mood, self._stage = Mood.RESTING, self._stages[-1]
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._plan)
        self._timer.start(0)

    def _plan(self) -> None:
        """Act outside this slot: an act may open a dialog, whose loop needs the timer."""
        self._number += 1
        draw = random.Random(f"{self._seed}/{self._number}")
        self._timer.start(draw.randint(LEAST_MILLISECONDS, MOST_MILLISECONDS))
        QTimer.singleShot(0, self, lambda: self._act(draw))

    def _act(self, draw: random.Random) -> None:
        self._count()
        self._choose_mood()
        self._answers.discards = self._mood is not Mood.ACTING
        if (dialog := self._answers.open_dialog()) is not None:
            what = self._answers.answer(dialog, draw)
        else:
            what = self._act_on_window(draw)
        if what:
            self._journal.note("act", number=self._number, what=what)

    def _choose_mood(self) -> None:
        now = monotonic()
        if now >= self._ends:
            self._mood = Mood.CLOSING
            return
        share = ((now - self._began) % self._round_seconds) / self._round_seconds
        for stage in self._stages:
            share -= stage.share
            if share < 0:
                break
        if stage is not self._stage:
            self._stage, self._mood = stage, Mood.CHANGING_DOCUMENT
            self._journal.note("stage", name=stage.name)
        elif self._mood is Mood.CHANGING_DOCUMENT and self._shows_stage():
            self._mood = Mood.RESTING if stage.is_at_rest else Mood.ACTING

    def _shows_stage(self) -> bool:
        state = main_window().features.files.file_state
        return state is not None and state.path == self._stage.path and not self._is_busy()

    def _is_busy(self) -> bool:
        return main_window().document.is_busy

    def _act_on_window(self, draw: random.Random) -> str:
        window = main_window()
        match self._mood:
            case Mood.CHANGING_DOCUMENT:
                QGuiApplication.clipboard().setText("")  # it may hold a table of a million rows
                window.open_file(self._stage.path)
                return f"open {self._stage.name}"
            case Mood.ACTING:
                (act,) = draw.choices(list(ACTS), list(ACTS.values()))
                self._journal.note("begun", number=self._number, what=act.__name__)
                return act(window, draw)
            case Mood.RESTING:
                return ""
            case Mood.CLOSING:
                self._journal.note("closing")
                window.close()
                return "close"

    def _count(self) -> None:
        """Note the numbers of objects, from time to time."""
        if (now := monotonic()) >= self._counted + COUNTING_SECONDS:
            self._counted = now
            self._journal.note(
                "count",
                objects=len(Shiboken.getAllValidWrappers()),
                widgets=len(QApplication.allWidgets()),
                is_at_rest=self._mood is Mood.RESTING and not has_tasks(),
            )


class Onlooker(QObject):
    """Runs the published example at full speed, epoch by epoch, then closes the window."""

    def __init__(self, documents: Documents, journal: Journal, seconds: float) -> None:
        super().__init__()
        self._journal, self._answers = journal, Answers(documents, journal)
        self._answers.discards = True
        self._ends = monotonic() + seconds
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._plan)
        self._timer.start()

    def _plan(self) -> None:
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        window = main_window()
        if (dialog := self._answers.open_dialog()) is not None:
            self._journal.note("act", what=self._answers.answer(dialog, random.Random(1)))
        elif monotonic() >= self._ends:
            self._journal.note("closing")
            window.close()
        elif window.session.state is not RunState.RUNNING:
            self._start(window)
        progress = window.session.progress
        self._journal.note(
            "count",
            objects=len(Shiboken.getAllValidWrappers()),
            widgets=len(QApplication.allWidgets()),
            is_at_rest=True,
            epoch=progress.frame.epoch if progress else 0,
        )

    def _start(self, window: MainWindow) -> None:
        slider = child(window, QSlider, "speed")
        slider.setValue(slider.maximum())
        window.document.change_settings(epochs=FOREVER, method=Method.LITERAL)
        self._journal.note("act", what=trigger(window, "run"))


def has_tasks() -> bool:
    """Return whether a thread of the program is at work, which may hold the tables of a round."""
    threads = (each for each in Shiboken.getAllValidWrappers() if isinstance(each, QThread))
    return any(thread.isRunning() and thread.objectName() for thread in threads)


def main_window() -> MainWindow:
    """Return the window of the program."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
