"""Runs that are stopped at random moments: does the window stand at once, and stay so?"""

import logging
import random
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, QThread, QTimer
from shiboken6 import Shiboken

from engine import Method, Precision, Problem, Settings
from engine.difference import Difference
from gui.document import Experiment, TableName
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.run.session import REDRAW_MILLISECONDS
from gui.widgets.speed_slider import UNLIMITED, pace_at
from gui.window.main_window import MainWindow

from .heart import Heart, own_seconds
from .shown import shown_window

STANDS = 50 + REDRAW_MILLISECONDS
MOST_BETWEEN_BEATS = 100
# After an action: some epochs of a million rows, and some frames.
WATCHED = 150
LATEST_MOMENT = 600
# A step of a million rows reduces them first.
MOST_OF_A_STEP = 10_000
POLL = 5
# On a machine that others use as well, any moment may be a slow one. A fault comes back.
MOST_TRIES = 3
# A run that has ended by the moment drawn is begun again at another one.
MOST_DRAWS = 20
# Each window that is closed was opened for it, which takes a second.
CLOSED_LESS = 10
SIZES = ((3, 3), (1000, 100), (900, 1200), (1_000_000, 10))


@dataclass(frozen=True)
class Moment:
    """A run, and how many milliseconds after its start something is done."""

    settings: Settings
    pace: Pace
    milliseconds: int

    @classmethod
    def drawn(cls, draw: random.Random) -> "Moment":
        """Draw a moment."""
        settings = Settings(
            epochs=draw.choice((5_000, 10**6, 10**12)),
            h=0.1,
            difference=draw.choice((Difference.CENTRAL, Difference.FORWARD)),
            precision=draw.choice((Precision.DOUBLE, Precision.DOUBLE, Precision.SINGLE)),
            method=draw.choice(list(Method)),
            until_converged=draw.random() < 0.4,
            scale_columns=draw.random() < 0.2,
        )
        position = UNLIMITED if draw.random() < 0.4 else draw.randrange(UNLIMITED)
        return cls(settings, pace_at(position), draw.randrange(LATEST_MOMENT))


@dataclass(frozen=True)
class Stop:
    """The milliseconds that an action took, those between beats, and those until no thread ran."""

    held_up: float
    longest_beat: float
    thread: float
    fault: str


Action = Callable[[MainWindow], None]


def pause(window: MainWindow) -> None:
    """Press Pause."""
    window.session.run_or_pause()


def step(window: MainWindow) -> None:
    """Press Step."""
    window.session.step()


def reset(window: MainWindow) -> None:
    """Press Reset."""
    window.session.reset()


def edit(window: MainWindow) -> None:
    """Change a cell of A."""
    value = 1 + window.document.experiment.A.value(0, 0)
    window.document.set_block(TableName.A, 0, 0, np.array([[value]]))


def change_setting(window: MainWindow) -> None:
    """Change η, with which the run goes on; then pause."""
    window.document.change_settings(learning_rate=0.02)
    window.session.run_or_pause()


ACTIONS: dict[Action, RunState] = {
    pause: RunState.PAUSED,
    step: RunState.PAUSED,
    reset: RunState.READY,
    edit: RunState.EDITED,
    change_setting: RunState.PAUSED,
}
"""Each action, with the state that a run is in afterwards, unless it had ended just before."""


def wait(milliseconds: int, is_over: Callable[[], bool] = lambda: False) -> float:
    """Let the window work for so long, or until something is over; return the milliseconds."""
    loop, polling, began = QEventLoop(), QTimer(interval=POLL), perf_counter()

    def poll() -> None:
        if is_over():
            loop.quit()

    polling.timeout.connect(poll)
    polling.start()
    QTimer.singleShot(milliseconds, loop.quit)
    if not is_over():
        loop.exec()
    return 1000 * (perf_counter() - began)


def runs_no_thread() -> bool:
    """Return whether no thread of a run is left."""
    return not any(
        thread.isRunning()
        for thread in Shiboken.getAllValidWrappers()
        if isinstance(thread, QThread) and thread.objectName() == "descent"
    )


def epoch_of(window: MainWindow) -> int | None:
    """Return the epoch reached; None before the first."""
    progress = window.session.progress
    return progress.frame.epoch if progress else None


def start(window: MainWindow, moment: Moment) -> None:
    """Begin the run of a moment from the initial W, and let it go on until then."""
    window.session.reset()
    window.document.change_settings(**asdict(moment.settings))
    window.session.set_pace(moment.pace)
    window.session.run_or_pause()
    wait(moment.milliseconds)


def stop(window: MainWindow, act: Action) -> Stop:
    """Act on a run, and watch the window afterwards."""
    session, heart = window.session, Heart(own_seconds)
    before, began = epoch_of(window), own_seconds()
    act(window)
    held_up = 1000 * (own_seconds() - began)
    reached = epoch_of(window)
    thread = wait(MOST_OF_A_STEP, runs_no_thread)
    state, stands = session.state, epoch_of(window)
    wait(WATCHED)
    heart.stop()
    faults = []
    expected = RunState.READY if stands is None else ACTIONS[act]
    if state not in (expected, RunState.DONE, RunState.CONVERGED):
        faults.append(f"it is {state.name}")
    if (session.state, epoch_of(window)) != (state, stands):
        faults.append(f"it stood at {stands} and is at {epoch_of(window)}")
    if act is step and reached is not None and stands not in (reached + 1, reached):
        faults.append(f"a step led from {reached} to {stands}")
    if act not in (step, edit) and stands != reached:
        faults.append(f"it went on from {reached} to {stands}")
    if act is not reset and before is not None and (stands is None or stands < before):
        faults.append(f"it went back from {before} to {stands}")
    if held_up > STANDS:
        faults.append(f"it took {held_up:.0f} ms")
    if (longest := max(heart.milliseconds, default=0.0)) > MOST_BETWEEN_BEATS:
        faults.append(f"{longest:.0f} ms between beats")
    return Stop(held_up, longest, thread, "; ".join(faults))


def experiment_of(rows: int, weights: int) -> Experiment:
    """Draw a table."""
    draw = np.random.default_rng(rows)
    A = draw.normal(size=(rows, weights))
    Y = A @ draw.normal(size=(weights, 1)) + draw.normal(size=(rows, 1))
    return Experiment.of(Problem(A, Y), Settings(), f"{rows:,}×{weights}")


def stops(window: MainWindow, act: Action, moments: int, draw: random.Random) -> list[Stop]:
    """Act on runs of the window's table at so many moments."""
    found = []
    for _ in range(moments):
        for _ in range(MOST_DRAWS):
            moment = Moment.drawn(draw)
            start(window, moment)
            if window.session.state is RunState.RUNNING:
                break
        tries = [stop(window, act)]
        while tries[-1].fault and len(tries) < MOST_TRIES:
            start(window, moment)
            tries.append(stop(window, act))
        found.append(min(tries, key=lambda each: len(each.fault)))
        if found[-1].fault:
            print(f"  {window.document.name}, {moment}: {found[-1].fault}")
    return found


def closing(rows: int, weights: int, draw: random.Random) -> Stop:
    """Close a new window at a moment of its run; the heart cannot beat until it is closed."""
    with ExitStack() as stack:
        window = stack.enter_context(shown_window())
        window.document.open(experiment_of(rows, weights))
        moment = Moment.drawn(draw)
        start(window, moment)
        began, hidden = own_seconds(), []
        window.windowHandle().visibleChanged.connect(lambda _: hidden.append(own_seconds()))
        stack.close()
        ended = own_seconds()
    held_up = 1000 * (min(hidden, default=ended) - began)
    fault = "" if held_up <= STANDS else f"it took {held_up:.0f} ms"
    if fault:
        print(f"  {rows:,}×{weights}, {moment}: {fault}")
    return Stop(held_up, held_up, 1000 * (ended - began), fault)


def report(what: str, found: list[Stop]) -> None:
    """Print the distribution of each figure."""
    print(f"{what}: {len(found)} moments, {sum(bool(each.fault) for each in found)} faults")
    for name in ("held_up", "longest_beat", "thread"):
        values = np.array([getattr(each, name) for each in found])
        shares = np.quantile(values, (0.5, 0.95, 1.0))
        print(f"  {name:13}" + "".join(f"{value:9.1f}" for value in shares), "ms", flush=True)


def report_pauses(moments: int, actions: Collection[str] = ()) -> int:
    """Print what was found for some actions or all; return 1 if a promise was not kept."""
    logging.disable()  # of Qt's messages
    draw = random.Random(1)
    wanted = actions or [*(act.__name__ for act in ACTIONS), "close"]
    print("of each: the median, 95 % and the longest")
    every = []
    for rows, weights in SIZES:
        count = -(-moments // len(SIZES))
        with shown_window() as window:
            for act in ACTIONS:
                if act.__name__ in wanted:
                    window.document.open(experiment_of(rows, weights))
                    found = stops(window, act, count, draw)
                    report(f"{rows:,}×{weights} {act.__name__}", found)
                    every += found
        if "close" in wanted:
            found = [closing(rows, weights, draw) for _ in range(-(-count // CLOSED_LESS))]
            report(f"{rows:,}×{weights} close", found)
            every += found
    return int(any(each.fault for each in every))
