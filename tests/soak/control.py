"""``python -m tests.soak.control JOURNAL``: a bare process with the timer of the program's heart.

Its gaps are those of the machine: whatever held up this process held up the program as well. Now
and then it does a fixed piece of work, whose time tells how much others slow the processors down.
"""

import sys
from pathlib import Path
from time import thread_time

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from .heartbeat import Heartbeat
from .journal import Journal

# Five times a second some 2 ms, which is a hundredth of a processor.
WORK_MILLISECONDS = 200
PIECES = 30_000


def work(journal: Journal) -> None:
    """Do the work, and note how long the processor took."""
    began = thread_time()
    assert sum(k * k for k in range(PIECES)) > PIECES
    journal.note("work", seconds=thread_time() - began)


def main(path: str) -> int:
    """Note gaps until the standard input is closed."""
    application = QCoreApplication([])
    journal = Journal(Path(path))
    heart = Heartbeat(journal.note_gap)
    working = QTimer(interval=WORK_MILLISECONDS)
    working.timeout.connect(lambda: work(journal))
    working.start()
    end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    status = application.exec()
    del heart
    journal.close()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
