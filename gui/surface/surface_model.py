"""What the view looks at: the epoch shown, in the plane that a person has chosen."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import Cancelled, Frame, Matrix, Settings
from engine.language.sentence import marked
from engine.limit.any_loss import is_ridge
from engine.surface.contours import View
from engine.surface.loss_curve import LossCurve
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import (
    Plane,
    PlaneKind,
    plane_of_directions,
    plane_of_path,
    plane_of_weights,
)
from engine.surface.profile import Profile, profile_of

from ..background import Progress
from ..document import Document, Experiment, Filling
from ..run.first_step import FirstStep, step_after
from ..run.followed_model import FollowedModel
from ..run.prepared_rows import PreparedRows
from ..run.run_state import RunState, is_resumed, with_possible_method
from ..run.session import Session, Update
from ..run.worker import RunProgress
from ..text.message import Message, MessageKind
from ..text.translation import translated
from . import texts
from .surface_frame import LONGEST_NAME, RunSoFar, SurfaceFrame
from .surface_request import BowlRequest, GridRequest

if TYPE_CHECKING:
    from engine.methods.step_working import EpochWorking
    from engine.optimisers.step_parts import StepParts
    from engine.surface.bowl import Bowl

    from ..plots.runs.overlaid_run import OverlaidRun

CELLS_AT_ONCE = 2**15
"""The rows of so many cells are reduced in 2 ms; a redraw may take 25."""
COLUMNS_AT_ONCE = 64
"""The directions of so many columns take 2 ms, and of 200 25 ms."""
MOST_NAMED = 64
"""Finding names for the directions of so many columns takes 3 ms, once for a table."""
MOST_COLUMNS = 1000
"""Finding the directions of more columns takes seconds."""
MOST_ROWS_OF_ANY_LOSS = 1_000_000
"""So many rows at the fewest points of a grid take a thread half a minute."""
SPARED_MILLISECONDS = 500
"""Between two grids of any loss beside a run, which shares the processor with them."""
AROUND = 0.5
"""Of the range of the path, on each side of it: a grid is wider, so that it can be moved."""
LOOSE = 4.0
"""Times the range that is needed: a grid that is wider is evaluated anew."""

logger = logging.getLogger(__name__)


class SurfaceGap(Enum):
    """Why there is nothing to show."""

    NOTHING = ""
    NO_TABLE = marked("surface", "Type, paste or drop a table: its loss is shown here from above.")
    NOT_FINITE = marked("surface", "W is not finite here: there is no place for it.")
    TOO_LARGE = marked(
        "surface", "These numbers are too large to draw: divide the columns by their length."
    )
    TOO_MANY_COLUMNS = marked(
        "surface", "So many columns have too many directions to draw: the most are 1,000."
    )
    TOO_MANY_ROWS = marked("surface", "This loss takes too long to evaluate on so many rows.")
    FLAT = marked("surface", "Flat for ever: the loss is the same at every W.")
    REDUCING = marked("surface", "The rows are being reduced…")
    EVALUATING = marked("surface", "The loss is being evaluated on a grid…")

    @property
    def text(self) -> str:
        """The sentence for the reader."""
        return translated(self.value)


@dataclass(frozen=True, eq=False)
class FoundBowl:
    """What a thread has computed of a table; None if its numbers are too large."""

    request: BowlRequest
    bowl: "Bowl | None"


@dataclass(frozen=True, eq=False)
class FoundGrid:
    """The losses that a thread has evaluated."""

    request: GridRequest
    losses: LossGrid | LossCurve


class SurfaceModel(FollowedModel[SurfaceGap, SurfaceFrame, FoundBowl | FoundGrid]):
    """Keeps the frame that the view shows up to date while it is shown.

    The plane and all that is in it have formulas, and are computed at once; a large table is first
    reduced in a thread, and any loss without such formulas evaluated there. ``message`` carries
    what a choice has done.
    """

    message = Signal(Message)

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__("surface", SurfaceGap.NO_TABLE, document, session, parent)
        self._kind: PlaneKind | None = None
        self._pair = 0, 1
        self._bowl: FoundBowl | None = None
        self._grid: FoundGrid | None = None
        self._plane: tuple[object, Plane | Profile] | None = None
        self._others: Sequence[OverlaidRun] = ()
        self._first: tuple[Experiment, FirstStep | None] | None = None
        self._changed: tuple[tuple[Frame, Settings], EpochWorking | None] | None = None
        self._named: tuple[tuple[Bowl, tuple[str, ...]], Sequence[str]] | None = None
        self._spared = QTimer(self, singleShot=True, interval=SPARED_MILLISECONDS)
        self._spared.timeout.connect(self._refresh)

    @property
    def kinds(self) -> Sequence[PlaneKind]:
        """The planes to choose from now; none of a curve."""
        if self._document.columns == 1:
            return ()
        frame = self._frame
        if frame is None or frame.bowl is None:
            return (PlaneKind.WEIGHTS,)
        return () if isinstance(frame.ground, Profile) else tuple(PlaneKind)

    @property
    def kind(self) -> PlaneKind:
        """The plane that is looked at: of two weights these, unless another is chosen."""
        if self._kind is not None:
            return self._kind
        return PlaneKind.WEIGHTS if self._document.columns == 2 else PlaneKind.DIRECTIONS

    @property
    def pair(self) -> tuple[int, int]:
        """The weights across and up, from 0, of a plane of two weights."""
        last = self._document.columns - 1
        across, up = (min(each, last) for each in self._pair)
        return (across, up) if across != up else (max(last - 1, 0), last)

    @property
    def weight_names(self) -> Sequence[str]:
        """The names of all weights, as the sheet shows them."""
        return [translated(name) for name in self._document.experiment.distinct_names]

    def pause(self) -> None:
        """Compute nothing more: the view is not seen."""
        self._spared.stop()
        super().pause()

    def _forget(self) -> None:
        """Forget all that was computed of a table and its run."""
        super()._forget()
        self._bowl = self._grid = self._plane = None
        self._first = self._named = self._changed = None

    @Slot(object)
    def show_others(self, runs: "Sequence[OverlaidRun]") -> None:
        """Draw the paths of these runs beside that of the run."""
        self._others = runs
        self._refresh()

    def choose_kind(self, kind: PlaneKind) -> None:
        """Look at another plane."""
        if kind is not self.kind or self._kind is None:
            self._kind = kind
            self._refresh()

    @Slot()
    def choose_next(self) -> None:
        """Look at the next plane, round and round."""
        kinds = list(self.kinds)
        if len(kinds) > 1:
            at = kinds.index(self.kind) if self.kind in kinds else -1
            self.choose_kind(kinds[(at + 1) % len(kinds)])

    def choose_pair(self, across: int, up: int) -> None:
        """Look at two weights, counted from 0; the same one twice exchanges them."""
        if across == up:
            before = self.pair
            across, up = (across, before[0]) if across == before[1] else (before[1], up)
        if (across, up) != self.pair or self.kind is not PlaneKind.WEIGHTS:
            self._pair, self._kind = (across, up), PlaneKind.WEIGHTS
            self._refresh()

    @Slot(float, float)
    def start_at(self, x: float, y: float) -> None:
        """Let the next run start at the W that a place of the surface stands for, and say so."""
        frame = self._frame
        if frame is None:
            return
        W = self._W_at(frame, x, y)
        if not np.isfinite(W).all():
            self.message.emit(Message(MessageKind.WARNING, texts.NO_START))
            return
        self._document.set_initial_weights(W)
        self.message.emit(Message(MessageKind.GOOD, texts.STARTS_THERE))

    def _W_at(self, frame: SurfaceFrame, x: float, y: float) -> Matrix:
        ground = frame.ground
        with np.errstate(over="ignore", invalid="ignore"):
            if isinstance(ground, Plane):
                return ground.W_at((x, y))
            if isinstance(ground, Profile | LossCurve):
                return ground.W_at(x)
        W: Matrix = np.array(frame.now, dtype=np.float64)
        W[list(frame.pair), 0] = x, y
        return W

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        """Follow the run and the document, of which another one has other planes."""
        if update.document.is_another_document:
            self._kind, self._pair = None, (0, 1)
        super()._follow(update)

    def _find(self) -> tuple[SurfaceGap, SurfaceFrame | None]:
        """Look at what is chosen now, or find out why there is nothing to show."""
        experiment, settings = self._document.experiment, self._document.settings
        if experiment.filling is not Filling.RUNNABLE:
            return SurfaceGap.NO_TABLE, None
        progress, shown, run = self._session.progress, self._session.shown, None
        start: Matrix = experiment.W.joined
        former = start
        is_of_run = progress is not None and experiment.has_data_of(progress.experiment)
        if is_of_run and progress is not None and shown is not None:
            run, former = RunSoFar.of(progress, shown), progress.problem.W
        if not np.isfinite(start).all() or (run is not None and not np.isfinite(run.W).all()):
            return SurfaceGap.NOT_FINITE, None
        if settings.formula is not None and not is_ridge(experiment.problem, settings):
            return self._find_grid(experiment, start, run)
        if experiment.columns > MOST_COLUMNS:
            return SurfaceGap.TOO_MANY_COLUMNS, None
        found = self._bowl_of(BowlRequest(experiment, settings, former))
        if found is None:
            return SurfaceGap.REDUCING, None
        if found.bowl is None:
            return SurfaceGap.TOO_LARGE, None
        if found.bowl.rank == 0:
            return SurfaceGap.FLAT, None
        ground = self._ground(found.bowl, run)
        kind = ground.kind if isinstance(ground, Plane) else self.kind
        frame_settings = settings if progress is None or run is None else self._ahead(progress)
        names = self.weight_names
        return SurfaceGap.NOTHING, SurfaceFrame(
            ground,
            kind,
            found.bowl,
            names,
            self.pair,
            start,
            frame_settings,
            run,
            self._step(),
            self._others,
            self._directions(found.bowl, names),
        )

    def _directions(self, bowl: "Bowl", names: Sequence[str]) -> Sequence[str]:
        """Return the names of all that are not flat, once for a bowl; none if they are too many."""
        key = bowl, tuple(names)
        if self._named is None or self._named[0] != key:
            from engine.surface.direction_names import direction_names

            modes = bowl.rank if bowl.weights <= MOST_NAMED else 0
            parts = [bowl.effects(mode) for mode in range(modes)]
            found = direction_names(np.array(parts), names, LONGEST_NAME) if parts else ()
            self._named = key, found
        return self._named[1]

    def _step(self) -> "StepParts | None":
        """Return the next step in parts; None if it is not known, or a fast run leaves it behind.

        It is the step that the card of the sheet writes out.
        """
        session, experiment = self._session, self._document.experiment
        if session.state.is_active and not session.is_paced:
            return None
        shown = session.shown
        is_of_run = shown is not None and experiment.has_data_of(shown.experiment)
        if is_of_run and shown is not None and not self._starts_anew(shown):
            working = self._working_after(shown)
        else:
            if self._first is None or self._first[0] is not experiment:
                rows = self._follower.rows_of(experiment)
                self._first = experiment, FirstStep.of(experiment, rows)
            first = self._first[1]
            working = None if first is None else first.working
        return None if working is None else working.parts()

    def _ahead(self, progress: RunProgress) -> Settings:
        """Return the settings of the epochs to come: those that are set, while the run rests."""
        settings, state = self._document.settings, self._session.state
        is_on = is_resumed(RunState.STEPPING, state, progress.frame, settings, progress.settings)
        latest = self._session.progress
        is_latest = latest is not None and progress.frame is latest.frame
        is_known = is_on and not state.is_active and is_latest
        return with_possible_method(settings) if is_known else progress.settings

    def _starts_anew(self, shown: RunProgress) -> bool:
        """Return whether no step goes on from the epoch shown, as the loss is another one."""
        return shown.settings.formula != self._document.settings.formula

    def _working_after(self, shown: RunProgress) -> "EpochWorking | None":
        """Return the next step: with what is set, if that was changed since the run rests."""
        settings = self._ahead(shown)
        if settings is shown.settings or _makes_the_same(settings, shown.settings):
            return shown.working
        key = shown.frame, settings
        if self._changed is None or self._changed[0] != key:
            rows = self._follower.rows_of(shown.experiment)
            self._changed = key, step_after(shown, settings, rows)
        return self._changed[1]

    def _ground(self, bowl: "Bowl", run: RunSoFar | None) -> Plane | Profile:
        """Return the plane that is chosen, or a curve if that is all there is."""
        if self.kind is PlaneKind.PATH and bowl.rank > 1 and run is not None:
            plane = plane_of_path(bowl, run.path.W)
            if plane is not None:
                return plane
        key = (id(bowl), self.kind, self.pair)
        if self._plane is None or self._plane[0] != key:
            if bowl.weights == 1 or bowl.rank == 1:
                self._plane = key, profile_of(bowl)
            elif self.kind is PlaneKind.WEIGHTS:
                self._plane = key, plane_of_weights(bowl, *self.pair)
            else:
                self._plane = key, plane_of_directions(bowl)
        return self._plane[1]

    def _bowl_of(self, request: BowlRequest) -> FoundBowl | None:
        """Return what a table has; None while a thread computes it."""
        known = self._bowl
        if known is not None and request.answers(known.request):
            return known
        experiment = request.experiment
        prepared = self._follower.rows_of(experiment)
        is_reduced = prepared.triangle is not None and request.settings.formula is None
        is_small = experiment.cells <= CELLS_AT_ONCE or is_reduced
        if is_small and experiment.columns <= COLUMNS_AT_ONCE:
            self._bowl = FoundBowl(request, request.bowl(prepared.triangle))
            return self._bowl
        self._tasks.replace(partial(_compute_bowl, request, prepared))
        return None

    def _find_grid(
        self, experiment: Experiment, start: Matrix, run: RunSoFar | None
    ) -> tuple[SurfaceGap, SurfaceFrame | None]:
        """Return the losses through two weights; what is known stays until more is."""
        pair = self.pair
        if experiment.rows > MOST_ROWS_OF_ANY_LOSS:
            return SurfaceGap.TOO_MANY_ROWS, None
        now = start if run is None else run.W
        places = start.T if run is None else np.concatenate((run.path.W, start.T))
        request = GridRequest(
            experiment, self._document.settings, now, pair, self._view_of(places[:, list(pair)])
        )
        known = self._grid
        is_known = known is not None and request.answers(known.request)
        if not is_known and not (self._session.state.is_active and self._spared.isActive()):
            self._tasks.replace(partial(_evaluate_grid, request))
        if known is None or not known.request.has_table_of(request):
            return SurfaceGap.EVALUATING, None
        names = self.weight_names
        settings = self._document.settings
        return SurfaceGap.NOTHING, SurfaceFrame(
            known.losses,
            PlaneKind.WEIGHTS,
            None,
            names,
            pair,
            start,
            settings,
            run,
            self._step(),
            self._others,
        )

    def _view_of(self, places: Matrix) -> View:
        """Return ranges around places (n, 2): those of the grid that is known, if they suit."""
        known = self._grid
        ranges = []
        for k in range(2):
            finite = places[np.isfinite(places[:, k]), k]
            low, high = float(finite.min()), float(finite.max())
            size = (high - low) or max(abs(low), 1.0)
            before = known.request.view[k] if known is not None else (0.0, 0.0)
            suits = before[0] <= low and high <= before[1] and before[1] - before[0] < LOOSE * size
            wide = low - AROUND * size, high + AROUND * size
            ranges.append(before if suits else wide)
        return ranges[0], ranges[1]

    @Slot(object)
    def _take(self, found: FoundBowl | FoundGrid) -> None:
        """Take what a thread has computed."""
        if isinstance(found, FoundBowl):
            self._bowl = found
        else:
            self._grid = found
            if self._session.state.is_active:
                self._spared.start()
        self._refresh()


def _makes_the_same(one: Settings, other: Settings) -> bool:
    """Return whether an epoch under both makes the same of the same W."""
    from engine.past.arithmetic import arithmetic_of  # loaded on use, as in gui/run/worker.py

    return arithmetic_of(one) == arithmetic_of(other)


def _compute_bowl(request: BowlRequest, prepared: PreparedRows, progress: Progress) -> FoundBowl:
    """Compute what a table has, in a thread. Raises Cancelled when cancelled."""
    bowl = request.bowl_of_rows(prepared, progress.is_cancelled)
    if progress.is_cancelled():
        raise Cancelled
    logger.debug("the surface of %d rows is computed", request.experiment.rows)
    return FoundBowl(request, bowl)


def _evaluate_grid(request: GridRequest, progress: Progress) -> FoundGrid:
    """Evaluate a loss on a grid, in a thread. Raises Cancelled when cancelled."""
    return FoundGrid(request, request.losses(progress.is_cancelled))
