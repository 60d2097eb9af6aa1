"""Background work: long work runs in threads, and the window never waits for it.

A ``Task`` runs one piece of work in a thread of its own and ends with just one signal: ``done``,
``refused`` or ``failed``. A ``TaskQueue`` runs tasks one at a time; its ``Policy`` decides what
becomes of the others:

- ``IN_ORDER`` runs all of them, one after the other (files to save, tables to export).
- ``LATEST_ONLY`` runs the newest and discards those before it (the preview of a file to import).
- ``REBASED`` runs them in order, and runs a task again if the experiment that it started from was
  replaced in the meantime (changes of large tables).

Work gets a ``Progress``. It reports how far it is, and raises the engine's ``Cancelled`` once the
task was cancelled. Code far below that has no ``Progress`` calls ``check_cancelled`` between blocks
of rows, or hands that function to the engine.
``cancel`` returns at once and the result is discarded; ``stop`` also waits for the thread to end,
which only the end of a window or a test needs.

The window's thread never waits without a deadline. A thread that does not end by then, because a
disk does not respond or a decomposition takes long, is left behind (``ending.py``): nobody hears of
it, and the process ends without it. ``answer_within`` asks a disk something short. A queue says by
``stalled`` that a task has not been heard of for some seconds; ``give_up`` goes on without it.

Garbage is collected in the window's thread only (``garbage.py``): widgets may be part of it.
No handler of an event lets an error out into Qt, which would end the process (``reporting.py``).
Freed memory is given back to the system after another document is opened (``freed_memory.py``).
"""

from engine.cancelling import Cancelled

from .cancelling import cancellable, check_cancelled
from .ending import answer_within, end_threads, threads_left_behind
from .task import OnProgress, Progress, Task, TaskState, Work
from .task_queue import Policy, TaskQueue

__all__ = [
    "Cancelled",
    "OnProgress",
    "Policy",
    "Progress",
    "Task",
    "TaskQueue",
    "TaskState",
    "Work",
    "answer_within",
    "cancellable",
    "check_cancelled",
    "end_threads",
    "threads_left_behind",
]
