import numpy as np

from engine import History, Problem, Settings
from gui.document import Experiment, TableName, changes
from gui.run.prepared_rows import PreparedRows
from gui.run.run_memory import MOST_RUNS, RememberedRun, RunMemory
from gui.run.run_state import RunState
from gui.run.worker import RunProgress, RunRequest
from tests.gui.frames import frame_of


def experiment() -> Experiment:
    return Experiment.of(Problem([[1.0], [2.0]], [3.0, 4.0]), Settings())


def run_of(ran: Experiment) -> RememberedRun:
    history = History()
    request = RunRequest(1, ran, None, history, PreparedRows(ran))
    progress = RunProgress(ran, frame_of(3, 1.0, 1.0), history.trace(), None, ran.settings)
    return RememberedRun(request, progress, RunState.DONE)


def test_run_is_found_by_tables() -> None:
    memory, ran = RunMemory(), experiment()
    run = run_of(ran)
    memory.keep(run)
    assert memory.find(ran) is run
    assert memory.find(changes.change_settings(ran, {"epochs": 7})) is run
    assert memory.find(changes.rename_output(ran, "y")) is run
    assert memory.find(experiment()) is None
    for table_name in TableName:
        edited = changes.set_block(ran, table_name, 0, 0, np.array([[9.0]]))
        assert memory.find(edited) is None


def test_newer_run_replaces_older() -> None:
    memory, ran = RunMemory(), experiment()
    older, newer = run_of(ran), run_of(ran)
    memory.keep(older)
    memory.keep(newer)
    assert memory.find(ran) is newer
    memory.forget(ran)
    assert memory.find(ran) is None


def test_latest_runs_are_kept() -> None:
    memory = RunMemory()
    all_runs = [experiment() for _ in range(MOST_RUNS + 1)]
    for ran in all_runs:
        memory.keep(run_of(ran))
    assert [memory.find(ran) is not None for ran in all_runs] == [False, *MOST_RUNS * [True]]
    memory.clear()
    assert [memory.find(ran) for ran in all_runs] == [None] * (MOST_RUNS + 1)
