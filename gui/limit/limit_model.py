"""What the view looks at: the epoch that the window shows, and what a person has chosen."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import Cancelled, Matrix, Triangle
from engine.difference import Difference
from engine.language.sentence import marked
from engine.limit.any_loss import is_ridge
from engine.limit.point import PointTooLarge
from engine.limit.regions import textbook_h
from engine.limit.table import LossSource
from engine.settings import FITS_EACH, Precision
from engine.shortening import elide_middle

from ..background import Progress, TaskQueue
from ..document import Document, Experiment, Filling
from ..document.following_steps import (
    find_steps,
    fitting_h,
    helpful_each_h,
    is_known,
    steps_of_weights,
)
from ..plots.limit.error_sentences import format_h
from ..plots.limit.shown_errors import rounded_h
from ..run.prepared_rows import PreparedRows
from ..run.run_follower import RunFollower
from ..run.session import Session, Update
from ..text.message import Fix, Message, MessageKind
from ..text.names import weight_name
from ..text.numbers import format_number
from ..text.setting_texts import OF_ANY_LOSS, why_it_fits
from ..text.translation import translated
from . import texts
from .h_steps import TENTHS, moved
from .limit_request import LimitChoice, LimitFrame, LimitRequest
from .limit_state import SMALL_TABLE, Curve, OtherWeights

CELLS_AT_ONCE = 2**15
"""Everything of so many cells takes 6 ms; a redraw may take 40."""
MOST_ROWS_OF_ANY_LOSS = 1_000_000
"""All that is shown of them takes a thread half a minute."""
REST_MILLISECONDS = 150
"""How long h must rest before all rows of a large table are evaluated: a pause of the hand."""
SHORT_NAME = 12
"""Characters of a name in a sentence that has room for 72."""
HAND_DIGITS = 4
"""Of an h from a wheel: with three, the smallest turn of a touchpad would move nothing."""
SPARED_MILLISECONDS = 300
SPARED_SHARE = 9.0
"""Between the evaluations of any loss beside a run, which shares the processor with them: at least
so long, and so many times as long as the last one has taken, which leaves it a tenth of the time.
At 300 ms, those of 442 rows took an eighth of it, and up to a quarter on a busy machine."""
ONE_SIDED_FIRST = (Difference.FORWARD, Difference.BACKWARD, Difference.CENTRAL)
AT_FIRST = frozenset({Difference.FORWARD, Difference.CENTRAL})
"""The quotients that are drawn at first: the two that differ most."""

logger = logging.getLogger(__name__)


class LimitGap(Enum):
    """Why there is nothing to show."""

    NOTHING = ""
    NO_TABLE = marked("limit", "Type, paste or drop a table: its limit is shown here.")
    NOT_FINITE = marked("limit", "W is not finite here: there is no slope to look at.")
    TOO_LARGE = marked(
        "limit", "These numbers are beyond single precision: look at them in float64."
    )
    MUCH_TOO_LARGE = marked(
        "limit", "These numbers are too large to look at: divide the columns by their length."
    )
    NOT_DEFINED = marked(
        "limit", "The loss or a slope of it is no number here: there is no limit to look at."
    )
    TOO_MANY_ROWS = marked(
        "limit",
        "This loss on so many rows takes too long to look at: the mean square is shown of any "
        "number.",
    )
    EVALUATING = marked("limit", "The loss is being evaluated on all rows…")
    REDUCING = marked("limit", "The rows are being reduced…")

    @property
    def text(self) -> str:
        """The sentence for the reader."""
        return translated(self.value)


@dataclass(frozen=True, eq=False)
class RefusedLimit:
    """A request that nothing can be shown of, and why, as a thread has found."""

    request: LimitRequest
    gap: LimitGap


class LimitModel(QObject):
    """Keeps the frame that the view shows up to date while it is shown.

    ``changed`` says that there is another frame, or another reason for none; ``replaced``, before
    it, that the frame is of other data or another document. A small table is
    evaluated on all its rows at once. Of a large one the triangle is shown, and all rows once both
    h and the run are at rest; a thread evaluates them. ``message`` carries what a choice has
    changed in the run.
    """

    changed = Signal()
    replaced = Signal()
    failed = Signal(str)
    message = Signal(Message)

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        settings = document.settings
        self._followed = settings
        self._steps = steps_of_weights(document.experiment)
        self._weight, self._curve = 0, Curve.LOSS
        self._h = self.run_h
        self._precision = settings.precision
        self._quotients = AT_FIRST | {settings.difference}
        self._gap = LimitGap.NO_TABLE
        self._frame: LimitFrame | None = None
        self._at_once: LimitFrame | None = None
        self._literal: LimitFrame | None = None
        self._refused: RefusedLimit | None = None
        self._began = perf_counter()
        self._each: tuple[float, ...] | None = None
        self._each_of: Experiment | None = None
        self._fitting: float | None = None
        self._fitting_of: Experiment | None = None
        self._tasks = TaskQueue("limit", self)
        self._tasks.done.connect(self._take)
        self._tasks.failed.connect(self.failed)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._evaluate_rows)
        self._spared = QTimer(self, singleShot=True, interval=SPARED_MILLISECONDS)
        self._spared.timeout.connect(self._look_again)
        self._follower = RunFollower(session, self)
        self._follower.due.connect(self._refresh)
        self._follower.passed.connect(self._follow_behind)
        session.updated.connect(self._follow)

    @property
    def frame(self) -> LimitFrame | None:
        """What is shown; None while there is a gap."""
        return self._frame

    @property
    def gap(self) -> LimitGap:
        """Why there is no frame."""
        return self._gap

    @property
    def obstacles(self) -> Mapping[str, str]:
        """Why some actions of the view would do nothing now, by their names; of a hidden view {}.

        A hidden view is shown by its actions, and only then knows whether there is a best h.
        """
        if not self._follower.is_watched:
            return {}
        gap, frame = self._gap.text, self._frame
        lacks_best = frame is not None and frame.lacks_best
        no_best = "" if frame is None else _why_no_best(frame)
        found = {
            "limit_play": gap,
            "limit_best": no_best if lacks_best else gap,
            "limit_largest": gap,
            "limit_tangent": gap,
            "limit_use": texts.USED_TIP if self.is_used else "",
        }
        return {name: why for name, why in found.items() if why}

    @property
    def weight(self) -> int:
        """The weight that is looked at, from 0."""
        return min(self._weight, self._document.columns - 1)

    @property
    def weight_names(self) -> Sequence[str]:
        """The names of all weights, as the sheet shows them."""
        return [translated(name) for name in self._document.experiment.distinct_names]

    @property
    def h(self) -> float:
        """The step that is looked at."""
        return self._h

    @property
    def run_h(self) -> float:
        """The step of the run, of this weight if each has its own.

        It is the textbook's if the table is so large that finding it would hold up the window.
        """
        steps, settings = self._steps, self._document.settings
        if steps is None:
            return rounded_h(textbook_h(settings.difference, settings.precision))
        return steps[min(self._weight, len(steps) - 1)]

    @property
    def is_used(self) -> bool:
        """Whether the run uses the h that is looked at, for all weights."""
        return self._document.settings.h == self._h

    @property
    def each_h(self) -> tuple[float, ...] | None:
        """The h that fits each weight if the run has one h for all, which costs some digits.

        It is found once for each table; of any loss on a large one, in a thread.
        """
        experiment = self._document.experiment
        if not isinstance(experiment.settings.h, float):
            return None
        if experiment.filling is not Filling.RUNNABLE or not is_known(experiment):
            return None
        if experiment is not self._each_of:
            self._each, self._each_of = helpful_each_h(experiment), experiment
        return self._each

    @property
    def fitting_h(self) -> float | None:
        """The h of the run that fits, of this weight if each has its own.

        None if it is not known, or is that of another quotient or arithmetic than are looked at.
        """
        experiment, settings = self._document.experiment, self._document.settings
        looked_at = self.difference, self._precision
        if looked_at != (settings.difference, settings.precision):
            return None
        if settings.has_each_h:
            return None if self._steps is None else self.run_h
        if experiment.filling is not Filling.RUNNABLE or not is_known(experiment):
            return None
        if experiment is not self._fitting_of:
            self._fitting, self._fitting_of = fitting_h(experiment), experiment
        return self._fitting

    @property
    def others(self) -> OtherWeights:
        """Whether the other weights have, or need, another h than this one."""
        if self._document.columns > 1 and self._document.settings.has_each_h:
            return OtherWeights.OWN
        return OtherWeights.SERVED if self.each_h is None else OtherWeights.UNSERVED

    @property
    def quotients(self) -> Sequence[Difference]:
        """Those that are drawn."""
        return [each for each in ONE_SIDED_FIRST if each in self._quotients]

    @property
    def difference(self) -> Difference:
        """The quotient whose digits are shown: that of the run, if it is drawn."""
        run = self._followed.difference
        return run if run in self._quotients else self.quotients[0]

    @property
    def precision(self) -> Precision:
        """The arithmetic that is looked at."""
        return self._precision

    @property
    def curve(self) -> Curve:
        """Whether the tangent is subtracted."""
        return self._curve

    def resume(self) -> None:
        """Show the present again, and follow it: the view is seen."""
        if not self._follower.is_watched:
            self._follower.resume()
            self._follow_settings()
            self._refresh()

    def pause(self) -> None:
        """Compute nothing more: the view is not seen."""
        self._follower.pause()
        self._rest.stop()
        self._spared.stop()
        self._tasks.cancel()
        self._frame = self._at_once = self._literal = self._refused = None

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        self.pause()
        self._tasks.stop()

    @Slot(int)
    def choose_weight(self, weight: int) -> None:
        """Look at another weight, counted from 0."""
        if 0 <= weight < self._document.columns and weight != self.weight:
            is_of_run, self._weight = self._h == self.run_h, weight
            if is_of_run:
                self._h = self.run_h
            if not self._document.is_replacing:  # the end of the turn refreshes it
                self._refresh()

    def move_weight(self, steps: int) -> None:
        """Look at a weight that is so many places after this one, as far as there are any."""
        last = self._document.columns - 1
        self.choose_weight(min(max(self.weight + steps, 0), last))

    @Slot(float)
    def choose_h(self, h: float) -> None:
        """Look at another step, more than zero."""
        h = self.nearest_h(h)
        if h != self._h:
            self._h = h
            self._refresh()

    def nearest_h(self, h: float) -> float:
        """Return a step that is neither 0 nor infinite in the arithmetic that is looked at."""
        limits = np.finfo(self._precision.value)
        return min(max(h, float(limits.smallest_subnormal)), float(limits.max))

    def move_h(self, tenths: int) -> None:
        """Move h by tenths of a decade."""
        self.choose_h(moved(self._h, tenths))

    @Slot(float)
    def turn_h(self, decades: float) -> None:
        """Move h by a part of a decade, as a wheel does; less than a tenth counts as well."""
        tenths = TENTHS * decades
        if abs(tenths - round(tenths)) < 0.05 and round(tenths):
            self.move_h(round(tenths))
        else:
            self.choose_roughly(self._h * 10.0**decades)

    @Slot(float)
    def choose_roughly(self, h: float) -> None:
        """Look at an h that a hand has chosen, in so few digits that it can be read."""
        self.choose_h(float(f"{h:.{HAND_DIGITS - 1}e}"))

    @Slot()
    def choose_best_h(self) -> None:
        """Look at the best h, and say why it is; if there is none, keep h as it is."""
        if self._frame is not None and not self._frame.lacks_best:
            frame = self._frame
            self.choose_h(frame.best_h)
            sentence = texts.BEST_BY_REGION[frame.region_above].format(
                h=format_h(self._h), name=elide_middle(frame.state.name, SHORT_NAME)
            )
            fits = why_it_fits(frame.state.difference)
            self._say(sentence, OF_ANY_LOSS if frame.is_of_any_loss else fits)

    @Slot()
    def choose_largest_h(self) -> None:
        """Look at the largest h that the table needs."""
        if self._frame is not None:
            self.choose_h(self._frame.table_axis[0])

    @Slot()
    def use_h(self) -> None:
        """Let the run use this h for all weights, and say so."""
        h, number = self._h, format_number(self._h)
        if self.is_used:
            self._say(texts.USED_ALREADY.format(h=number))
            return
        self._document.change_settings(h=h)
        if self.each_h is None:
            self._say(texts.USED.format(h=number))
            return
        fix = Fix(texts.FIT_EACH, {"h": FITS_EACH}, texts.FIT_EACH_WHY)
        self.message.emit(Message(MessageKind.QUIET, texts.USED_UNEVEN.format(h=number), fix))

    @Slot()
    def use_each_h(self) -> None:
        """Let the run use the h that fits each weight, and say so."""
        self._document.change_settings(h=FITS_EACH)
        self._say(texts.USED_EACH)

    def _say(self, sentence: str, detail: str = "") -> None:
        self.message.emit(Message(MessageKind.GOOD, sentence, detail=detail))

    @Slot()
    def switch_curve(self) -> None:
        """Subtract the tangent, or no longer."""
        self._curve = self._curve.other
        self._refresh()

    def choose_precision(self, precision: Precision) -> None:
        """Look at it in this arithmetic."""
        if precision is not self._precision:
            self._precision = precision
            self._refresh()

    def draw(self, difference: Difference) -> None:
        """Draw a quotient as well."""
        self._quotients |= {difference}
        self._refresh()

    def leave_out(self, difference: Difference) -> None:
        """Draw a quotient no longer, unless it is the last one."""
        if len(self._quotients) > 1:
            self._quotients -= {difference}
        self._refresh()

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        """Follow the run and the document; a hidden view asks for the present once it is shown."""
        if update.document.is_another_document:
            self._look_afresh()
            self.replaced.emit()
        is_other = update.document.settings or update.document.is_another_document
        if self._follower.is_watched and is_other:
            self._follow_settings()
        self._follower.follow(update)

    def _look_afresh(self) -> None:
        """Look at another document as at the first one."""
        settings = self._document.settings
        self._weight, self._curve = 0, Curve.LOSS
        self._followed, self._precision = settings, settings.precision
        self._steps = steps_of_weights(self._document.experiment)
        self._h = self.run_h
        self._quotients = AT_FIRST | {settings.difference}
        self._frame = self._literal = self._refused = None

    def _follow_settings(self) -> None:
        """Take over what has changed in the settings of the run, and nothing else."""
        before, settings = self._followed, self._document.settings
        self._followed, run_h = settings, self.run_h
        self._steps = steps_of_weights(self._document.experiment)
        if self.run_h != run_h:
            self._h = self.run_h
        if settings.difference is not before.difference:
            self._quotients |= {settings.difference}
        if settings.precision is not before.precision:
            self._precision = settings.precision

    def _refresh(self) -> None:
        """Show what is chosen now, as far as it can be computed at once."""
        if self._follower.is_watched:
            self._find_frame()
            self.changed.emit()

    def _refresh_if_new(self) -> None:
        """Show what is chosen now, unless it is shown already: then nothing is drawn again."""
        before = self._gap, self._frame
        if self._follower.is_watched:
            self._find_frame()
            if (self._gap, self._frame) != before:
                self.changed.emit()

    def _find_frame(self) -> None:
        """Look at what is chosen now, or find out why there is nothing to show."""
        self._rest.stop()
        self._follower.begin()
        experiment, W = self._place()
        if self._literal and not self._literal.request.experiment.has_data_of(experiment):
            self._literal = None
        gap = self._gap_at(experiment, W)
        frame: LimitFrame | None = None
        if gap is LimitGap.NOTHING:
            gap, frame = self._look_at(experiment, W)
        before, self._gap, self._frame = self._frame, gap, frame
        if before is not None and not before.request.experiment.has_data_of(experiment):
            self.replaced.emit()

    def _look_at(self, experiment: Experiment, W: Matrix) -> tuple[LimitGap, LimitFrame | None]:
        is_small = experiment.cells <= CELLS_AT_ONCE
        settings = self._document.settings
        if settings.formula is not None and not (
            is_small and is_ridge(experiment.problem, settings)
        ):
            return self._look_at_any_loss(experiment, W)
        triangle = self._triangle(experiment)
        if triangle is None and not is_small:
            from engine.methods.choose import MOST_REDUCED  # loaded on use, as in gui/run/worker.py

            if experiment.columns <= MOST_REDUCED:
                self._tasks.replace(partial(_reduce, self._follower.rows_of(experiment)))
            return LimitGap.REDUCING, None
        request = self._request(
            experiment, W, triangle, LossSource.ROWS if is_small else LossSource.TRIANGLE
        )
        try:
            frame = self._at_once = request.frame(self._at_once)
        except PointTooLarge as error:
            is_single = error.precision is Precision.SINGLE
            return LimitGap.TOO_LARGE if is_single else LimitGap.MUCH_TOO_LARGE, None
        return LimitGap.NOTHING, frame if is_small else self._with_rows(frame)

    def _look_at_any_loss(
        self, experiment: Experiment, W: Matrix
    ) -> tuple[LimitGap, LimitFrame | None]:
        """Return what is known of any loss, which a thread evaluates: no triangle has the same.

        Of few rows another h is looked at at once. What is shown stays until the next is known.
        """
        if experiment.rows > MOST_ROWS_OF_ANY_LOSS:
            return LimitGap.TOO_MANY_ROWS, None
        request = self._request(experiment, W, None, LossSource.ROWS)
        known, refused = self._literal, self._refused
        if refused is not None and request.is_of(refused.request):
            return refused.gap, None
        if known is not None and request.is_answered_by(known):
            return LimitGap.NOTHING, known
        is_small = experiment.rows <= SMALL_TABLE
        if known is not None and is_small and request.is_of(known.request):
            self._literal = request.frame(known)
            return LimitGap.NOTHING, self._literal
        is_beside_run = self._session.state.is_active
        if not is_beside_run or (is_small and not self._spared.isActive()):
            self._began = perf_counter()
            self._tasks.replace(partial(_evaluate_any_loss, request, known))
        if known is not None and known.request.has_table_of(request):
            return LimitGap.NOTHING, known
        shown = self._frame
        if is_small and shown is not None and shown.request.has_columns_of(request):
            return LimitGap.NOTHING, shown
        return LimitGap.EVALUATING, None

    @Slot()
    def _look_again(self) -> None:
        """Evaluate what was spared, if nothing else has asked for it since."""
        if self._session.state.is_active and self._follower.is_watched:
            self._refresh_if_new()

    @Slot()
    def _follow_behind(self) -> None:
        """Follow a run at full speed, unless nothing new can be known of it yet."""
        if not self._is_spared():
            self._refresh_if_new()

    def _is_spared(self) -> bool:
        """Return whether any loss is shown, or waited for, that is not evaluated beside the run."""
        frame = self._frame
        is_shown = self._gap is LimitGap.EVALUATING if frame is None else frame.is_of_any_loss
        if not (is_shown and self._session.state.is_active):
            return False
        return self._document.rows > SMALL_TABLE or self._spared.isActive()

    def _with_rows(self, frame: LimitFrame) -> LimitFrame:
        """Return a frame of all rows if there is one; else this one, with the curves of all rows.

        All rows are evaluated after a rest.
        """
        request = replace(frame.request, source=LossSource.ROWS)
        literal = self._literal
        if request.is_answered_by(literal):
            assert literal is not None
            return literal
        if not self._session.state.is_active:
            self._rest.start()
        if literal is not None and _is_of_same_curves(request, literal, frame):
            return replace(frame, curves=literal.curves)
        return frame

    @Slot()
    def _evaluate_rows(self) -> None:
        if self._at_once is not None:
            request = replace(self._at_once.request, source=LossSource.ROWS)
            self._tasks.replace(partial(_evaluate, request, self._literal))

    @Slot(object)
    def _take(self, found: LimitFrame | RefusedLimit | Triangle | None) -> None:
        """Take what a thread has computed."""
        if isinstance(found, LimitFrame):
            self._literal = found
            taken = 1000 * SPARED_SHARE * (perf_counter() - self._began)
            self._spared.start(max(SPARED_MILLISECONDS, round(taken)))
        if isinstance(found, RefusedLimit):
            self._refused = found
        self._refresh()

    def _place(self) -> tuple[Experiment, Matrix]:
        """Return the tables and the W that the window shows; without a run, its start."""
        experiment, shown = self._document.experiment, self._session.shown
        if shown is not None and experiment.has_data_of(shown.experiment):
            return experiment, shown.frame.W
        fitted = self._document.fitted
        if shown is None and fitted is not None:
            return experiment, fitted.W
        return experiment, experiment.W.joined

    def _gap_at(self, experiment: Experiment, W: Matrix) -> LimitGap:
        if experiment.filling is not Filling.RUNNABLE:
            return LimitGap.NO_TABLE
        return LimitGap.NOTHING if np.isfinite(W).all() else LimitGap.NOT_FINITE

    def _request(
        self, experiment: Experiment, W: Matrix, triangle: Triangle | None, source: LossSource
    ) -> LimitRequest:
        choice = LimitChoice(self.weight, self._h, self.difference, self._precision, self._curve)
        name = weight_name(experiment.distinct_names, self.weight)
        shown = self._session.shown
        of_run = shown.frame if shown is not None and shown.frame.W is W else None
        return LimitRequest(
            experiment,
            self._document.settings,
            W,
            triangle,
            source,
            choice,
            name,
            self.fitting_h,
            self._is_at_rest(experiment),
            None if of_run is None else of_run.W_scaled,
        )

    def _is_at_rest(self, experiment: Experiment) -> bool:
        """Return whether the sheet calls the slope of the weight 0 to rounding, at an optimum."""
        shown = self._session.shown
        if shown is None or not experiment.has_data_of(shown.experiment):
            return False
        verdict, check = shown.verdict, shown.gradient_check
        if verdict is None or not verdict.is_good or check is None:
            return False
        is_same = shown.settings.precision is self._precision
        return is_same and bool(np.isnan(check.digits[self.weight]))

    def _triangle(self, experiment: Experiment) -> Triangle | None:
        """Return the reduced rows, if they are there and finite."""
        triangle = self._follower.rows_of(experiment).triangle
        return triangle if triangle is not None and triangle.is_finite else None


def _why_no_best(frame: LimitFrame) -> str:
    """Return why a frame has no best h, if it has none."""
    if frame.no_derivative:
        return frame.no_derivative
    if frame.is_hidden:
        return texts.NO_BEST_TIP
    kink = frame.state.theory.nearest_kink(frame.state.difference)
    return texts.NEAR_KINK_TIP if kink > 0 else texts.AT_TURN_TIP


def _is_of_same_curves(request: LimitRequest, literal: LimitFrame, frame: LimitFrame) -> bool:
    """Return whether the curves of all rows are those of another h."""
    return (
        literal.request.has_table_of(request)
        and literal.state.weight == frame.state.weight
        and literal.axis == frame.axis
        and literal.request.has_W_of(request)
    )


def _reduce(prepared: PreparedRows, progress: Progress) -> Triangle:
    """Return the reduced rows, in a thread. Raises Cancelled when cancelled."""
    triangle = prepared.reduce(progress.is_cancelled)
    if triangle is None:
        raise Cancelled
    return triangle


def _evaluate(request: LimitRequest, before: LimitFrame | None, progress: Progress) -> LimitFrame:
    """Return the frame of a request with all that its panels show, in a thread."""
    frame = request.frame(before, progress.is_cancelled)
    frame.state.compute(progress.is_cancelled)
    logger.debug("the limit on all %d rows is evaluated", request.experiment.rows)
    return frame


def _evaluate_any_loss(
    request: LimitRequest, before: LimitFrame | None, progress: Progress
) -> LimitFrame | RefusedLimit:
    """Return the frame of any loss, or why there is none, in a thread."""
    find_steps(request.experiment)
    try:
        return _evaluate(request, before, progress)
    except PointTooLarge as error:
        is_single = error.precision is Precision.SINGLE
        gap = LimitGap.TOO_LARGE if is_single else LimitGap.NOT_DEFINED
        return RefusedLimit(request, gap)
