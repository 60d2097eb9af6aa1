"""``python -m tests.soak.program FOLDER SECONDS SEED MODE``: the program with its person and heart.

The files are made in FOLDER, and the journal is written there.
"""

import sys
import threading
import traceback
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QObject, QTimer

from gui import app
from main import leave

from .documents import Documents
from .heartbeat import Heartbeat
from .journal import Journal
from .person import Onlooker, Person

MOST_ROUND_SECONDS = 60.0
ROUNDS = 6
# A table of a million rows is only opened in rounds that leave it some seconds.
LEAST_FOR_TALL = 45.0
# How late the heart may be before the stack of its thread is noted, and how often that is asked.
LATE_SECONDS, ASKING_SECONDS = 0.06, 0.015


def round_seconds(seconds: float) -> float:
    """Return how long a round takes: six at least, so that thirds of the time can be compared."""
    return min(seconds / ROUNDS, MOST_ROUND_SECONDS)


def note_stacks(heart: Heartbeat, journal: Journal) -> None:
    """Note what the main thread does whenever the heart is late, in a thread of its own."""
    main = threading.main_thread().ident

    def watch() -> None:
        noted = 0.0
        while True:
            sleep(ASKING_SECONDS)
            if heart.last != noted and monotonic() - heart.last > LATE_SECONDS:
                noted = heart.last
                frame = sys._current_frames()[main] if main else None
                stack = traceback.format_stack(frame)
                journal.note("stack", late=monotonic() - noted, stack="".join(stack[-14:]))

    threading.Thread(target=watch, daemon=True).start()


def main(folder: str, seconds: str, seed: str, mode: str) -> int:
    """Run the program until the person closes it; return the exit status."""
    length = round_seconds(float(seconds))
    documents = Documents(Path(folder), length >= LEAST_FOR_TALL)
    journal = Journal(Path(folder) / "program.jsonl")
    kept: list[QObject] = []

    def begin() -> None:
        heart = Heartbeat(journal.note_gap)
        journal.note("begin")
        person: QObject
        if "full-speed" in mode:
            person = Onlooker(documents, journal, float(seconds))
        else:
            person = Person(documents, journal, float(seconds), length, int(seed))
        kept.extend((heart, person))
        if "stacks" in mode:
            note_stacks(heart, journal)

    application = app.make_application(sys.argv[:1])
    QTimer.singleShot(0, begin)
    status = app.run(application)
    journal.note("end")
    journal.close()
    return status


if __name__ == "__main__":
    leave(main(*sys.argv[1:]))
