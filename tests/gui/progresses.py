"""Progress of runs, as the worker publishes it, for testing what shows it."""

from engine import History, Problem, Settings
from gui.document import Experiment, changes
from gui.run.controls import Controls, Pace, RunSettings
from gui.run.mailbox import Mailbox
from gui.run.prepared_rows import PreparedRows
from gui.run.worker import RunProgress, RunRequest, Worker


def progress_of(problem: Problem, settings: Settings, names: tuple[str, ...] = ()) -> RunProgress:
    """Run a problem to its end in this thread and return the last progress."""
    experiment = Experiment.of(problem, settings, names=(*names, "") if names else ())
    request = RunRequest(1, experiment, None, History(), PreparedRows(experiment))
    mailbox: Mailbox[RunProgress] = Mailbox()
    Worker(request, Controls(RunSettings(settings, Pace())), mailbox).run()
    progress = mailbox.take()
    assert progress is not None
    return progress


def progress_held_out(problem: Problem, settings: Settings, share: float = 0.25) -> RunProgress:
    """Run all but a share of the rows to the end, and return the last progress."""
    experiment = changes.hold_out(Experiment.of(problem, settings), share, 0)
    request = RunRequest(1, experiment, None, History(), PreparedRows(experiment))
    mailbox: Mailbox[RunProgress] = Mailbox()
    Worker(request, Controls(RunSettings(settings, Pace())), mailbox).run()
    progress = mailbox.take()
    assert progress is not None
    return progress
