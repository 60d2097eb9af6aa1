"""η and h follow when the quotient, precision, loss, "scale columns" or the columns of A change."""

import decimal
import math
from collections.abc import Collection
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from engine import Settings, safe_learning_rate
from engine.difference import Difference
from engine.optimisers.kinds import LIMITLESS
from engine.settings import FITS_EACH, StepH
from engine.stability import is_affordable

from .experiment import Experiment, Filling, FormerSteps, StepsOrigin
from .suggested_settings import StepFinder, suggest_settings

SHOWN = 1e-6
"""Numbers that agree to so much are shown alike, and remedies have so many digits."""
NEAR_LIMIT = 0.01
"""Rounding to three digits moves η by up to 1 %. So close to its limit, it keeps all digits."""
MOST_CELLS_AT_ONCE = 1_000_000
"""Takes up to 35 ms (100,000×10, 10,000×30 and 200×200 measured); 1,000,000×3 takes 131."""
MOST_CELLS_EACH_EDIT = 50_000
"""The h that fits these takes 0.6 ms (2,000×12 measured)."""
MOST_CELLS_OF_ANY_LOSS = 200_000
"""The h that fits these takes 7 to 18 ms (20,000×10 measured), and η 3.

Beside a run and busy neighbours that became 70 to 110: more than each edit may take.
"""
UNEVEN = 10.0
"""Steps that differ by less cost no digit of the worst weight if all weights share one."""
DIGITS_WORTH_IT = 1.0
"""Of 600 points of the tables of tests/data and of pairs of their columns, 305 are foretold to gain
so much, of which 286 do and 19 gain less; 10 others gain it (measured). Of the 479 whose steps
differ tenfold, 183 do not."""
FINDERS_KEPT = 2
"""Of the tables before and after a change: the fields, the strip and The limit ask alike."""
_latest: WeakKeyDictionary[Experiment, dict[bool, StepFinder]] = WeakKeyDictionary()
_one_at_a_time = Lock()
THREE_DIGITS = decimal.Context(prec=3)


def scaling_changes(experiment: Experiment) -> dict[str, float | str]:
    """Return the changes of settings that "scale columns" brings: with the η and h that follow.

    Parameters
    ----------
    experiment : Experiment
        The tables, and settings with numbers for η and h.

    Returns
    -------
    dict
        ``scale_columns``, and ``learning_rate`` and ``h`` if they change, for
        ``Document.change_settings``.
    """
    before = experiment.settings
    after = with_following_steps(experiment, replace(before, scale_columns=True), ())
    changes: dict[str, float | str] = {"scale_columns": True}
    if after.learning_rate != before.learning_rate:
        changes["learning_rate"] = after.learning_rate
    if after.h != before.h:
        changes["h"] = after.h if isinstance(after.h, str) else after.fixed_h
    return changes


def is_slow_to_follow(experiment: Experiment, changed: Collection[str]) -> bool:
    """Return whether finding what follows "scale columns" would hold up the window.

    It takes up to 70 ms if the loss is no mean square: η on either columns, and h.

    Parameters
    ----------
    experiment : Experiment
        The tables and the settings before the change.
    changed : collection of str
        The names of the settings that change.
    """
    return "scale_columns" in changed and not _is_quick(experiment)


def with_following_steps(
    experiment: Experiment, after: Settings, given: Collection[str]
) -> Settings:
    """Return changed settings with the η and h that follow from the change.

    If "scale columns" or the loss changes, η keeps its share of its limit. A loss whose slopes jump
    has none, and twice the η that suits its smooth terms, or the limit of the mean square, stands
    for it. An optimiser that gives each weight steps of its own size has about η as that size: then
    η stays. If one of these, the quotient or the precision changes, an h that has fitted still
    fits; so does an h of a central quotient on a parabola, which is exact at any, if the loss
    becomes another. Changing "scale columns" back goes back to the same numbers. Numbers that are
    ``given`` stay, and so do both if the table is so large that finding others would hold up the
    window.

    Parameters
    ----------
    experiment : Experiment
        The tables and the settings before the change.
    after : Settings
        The changed settings.
    given : collection of str
        The names of the settings that were changed on purpose.
    """
    before = experiment.settings
    same = (before.difference, before.precision, before.scale_columns, before.formula)
    if same == (after.difference, after.precision, after.scale_columns, after.formula):
        return after
    finder = None
    if _is_fast(experiment, after):
        finder = _finder(experiment, after)
    is_other = before.scale_columns != after.scale_columns or before.formula != after.formula
    if "learning_rate" not in given and is_other and after.optimiser not in LIMITLESS:
        after = replace(after, learning_rate=_following_rate(experiment, after, finder))
    if "h" not in given:
        after = replace(after, h=_following_h(experiment, after, finder))
    return after


def with_steps_following(before: Experiment, after: Experiment) -> Experiment:
    """Return changed tables with the η and h that follow from the change.

    η keeps its share of its limit, and an h that has fitted still fits. Both stay if the tables are
    so large that finding others would hold up the window.

    Parameters
    ----------
    before : Experiment
        The experiment before the change, with numbers for η and h.
    after : Experiment
        The experiment after it, in the same settings.
    """
    if not all(_is_fast(each) and _is_quick(each) for each in (before, after)):
        return after
    settings = before.settings
    then, now = _finder(before), _finder(after)
    limits = then.assumed_limit(settings), now.assumed_limit(settings)
    rate = settings.fixed_learning_rate
    if settings.optimiser not in LIMITLESS:
        rate = _rate_at_limit(rate, *limits)
    h = settings.h
    if isinstance(h, float) and math.isclose(h, then.fitting_h(settings), rel_tol=SHOWN):
        h = now.fitting_h(settings)
    if isinstance(h, tuple) and len(h) != after.columns:  # steps of other columns
        h = FITS_EACH
    return replace(after, settings=replace(settings, learning_rate=rate, h=h))


def with_first_steps(before: Experiment, after: Experiment) -> Experiment:
    """Return a filled document with η and h that suit its tables, as an import chooses them.

    They stay unless ``before`` was empty, at least in A or in Y, and its η and h were nobody's
    choice.
    """
    is_filled = before.A.is_zero or before.Y.is_zero
    if before.steps_origin is not StepsOrigin.EMPTY_TABLE or not is_filled:
        return after
    return replace(after, settings=suggest_settings(after.problem, after.settings))


def fitting_h(experiment: Experiment) -> float | None:
    """Return the h that fits the tables and settings; None if that would hold up the window."""
    if not _is_fast(experiment):
        return None
    return _finder(experiment).fitting_h(experiment.settings)


def is_known(experiment: Experiment) -> bool:
    """Return whether the h that fits is known, or found so quickly that nobody waits for it."""
    return _is_quick(experiment) or _finder(experiment).knows_h(experiment.settings)


def find_steps(experiment: Experiment) -> None:
    """Find the h that fits any loss, in a thread: afterwards it ``is_known``."""
    if experiment.settings.formula is not None and _is_fast(experiment):
        _finder(experiment).fitting_each_h(experiment.settings)


def steps_of_weights(experiment: Experiment) -> tuple[float, ...] | None:
    """Return the h of each weight in the settings; None if finding them would hold up the window.

    They are those of the columns as descended on.
    """
    h = experiment.settings.h
    if isinstance(h, float):
        return (h,) * experiment.columns
    if isinstance(h, tuple):
        return h
    return fitting_each_h(experiment)


def fitting_each_h(experiment: Experiment) -> tuple[float, ...] | None:
    """Return the h that fits each weight; None if that would hold up the window."""
    if not _is_fast(experiment):
        return None
    return _finder(experiment).fitting_each_h(experiment.settings)


def helpful_each_h(experiment: Experiment) -> tuple[float, ...] | None:
    """Return the h that fits each weight if the worst weight is to gain a digit by it.

    That is in comparison with the best h that all share, as the theory foretells it; of a loss that
    is no mean square, as its powers of h do. None also if finding them would hold up the window.
    """
    if not _is_fast(experiment):
        return None
    finder, settings = _finder(experiment), experiment.settings
    each = finder.fitting_each_h(settings)
    if max(each) < _uneven(settings) * min(each):
        return None
    if settings.formula is not None:
        # A central quotient of a parabola has digits to spare.
        is_central = settings.difference is Difference.CENTRAL
        return None if is_central and _is_parabola(experiment, settings) else each
    from engine.limit.each_step import digits_gained  # loaded on use, as only a view asks

    gained = digits_gained(finder.descended_on(settings), settings, each)
    return each if gained >= DIGITS_WORTH_IT else None


def _uneven(settings: Settings) -> float:
    """Return how many times as large the largest step must be to cost the worst weight digits.

    Shared half-way, an h is off by the root of that for the worst weight, and a central quotient of
    any loss cuts the square of h: at 10 it loses a digit. A one-sided one cuts h itself.
    """
    is_one_sided = settings.difference is not Difference.CENTRAL
    return UNEVEN**2 if settings.formula is not None and is_one_sided else UNEVEN


def follows(experiment: Experiment, h: float) -> bool:
    """Return whether an h is the one that fits, and so follows the tables and the settings.

    Of larger tables it is not asked: the answer is wanted after each edit.
    """
    if experiment.cells > MOST_CELLS_EACH_EDIT or experiment.filling is not Filling.RUNNABLE:
        return False
    fitting = fitting_h(experiment)
    return fitting is not None and math.isclose(h, fitting, rel_tol=SHOWN)


def never_rising_rate(experiment: Experiment) -> float | None:
    """Return an η at which no epoch raises a loss that is no parabola; None if none is known."""
    if not _is_fast(experiment) or experiment.filling is not Filling.RUNNABLE:
        return None
    return _finder(experiment).never_rising_rate(experiment.settings)


def _finder(experiment: Experiment, after: Settings | None = None) -> StepFinder:
    """Return what finds steps; only the mean square is the same on fewer rows."""
    either = (experiment.settings, after or experiment.settings)
    return _finder_on(experiment, any(each.formula is not None for each in either))


def _finder_on(experiment: Experiment, is_any_loss: bool) -> StepFinder:
    """Return what finds steps on all rows, or on fewer; found once for the latest tables."""
    with _one_at_a_time:  # large changes are made in a thread
        finders = _latest.get(experiment)
        if finders is None:  # other settings of the same tables may know the same
            alike = (kept for old, kept in _latest.items() if _has_tables_of(old, experiment))
            finders = _latest[experiment] = next(alike, {})
        for old in list(_latest)[:-FINDERS_KEPT]:
            del _latest[old]
    if is_any_loss not in finders:
        problem = experiment.problem
        finders[is_any_loss] = StepFinder(problem) if is_any_loss else StepFinder.reduced(problem)
    return finders[is_any_loss]


def _has_tables_of(one: Experiment, other: Experiment) -> bool:
    return one.has_data_of(other) and one.W is other.W


def _is_quick(experiment: Experiment) -> bool:
    """Return whether finding the h that fits holds up no edit."""
    return experiment.settings.formula is None or experiment.cells <= MOST_CELLS_EACH_EDIT


def _is_fast(experiment: Experiment, after: Settings | None = None) -> bool:
    """Return whether finding other numbers does not hold up the window."""
    either = (experiment.settings, after or experiment.settings)
    is_any_loss = any(each.formula is not None for each in either)
    is_small = experiment.cells <= (MOST_CELLS_OF_ANY_LOSS if is_any_loss else MOST_CELLS_AT_ONCE)
    return is_small and is_affordable(experiment.rows, experiment.columns, at_once=True)


def _following_rate(experiment: Experiment, after: Settings, finder: StepFinder | None) -> float:
    """Return the η that is as large a share of its limit as before."""
    before, former = experiment.settings, experiment.former
    rate = before.fixed_learning_rate
    is_scaling = before.scale_columns != after.scale_columns
    is_back = former and former.A is experiment.A and former.after.learning_rate == rate
    if former and is_scaling and is_back:
        return former.before.fixed_learning_rate
    if finder is None:
        return rate
    limit, next_limit = (finder.assumed_limit(each) for each in (before, after))
    return _rate_at_limit(rate, limit, next_limit)


def _rate_at_limit(rate: float, limit: float, next_limit: float) -> float:
    """Return the η that is as large a share of another limit, to three digits."""
    if math.inf in (limit, next_limit) or math.isclose(limit, next_limit):
        return rate
    if math.isclose(rate, safe_learning_rate(limit), rel_tol=SHOWN):
        following = safe_learning_rate(next_limit)
    else:
        share = rate / limit
        following = share * next_limit
        if abs(share - 1) > NEAR_LIMIT and math.isfinite(following):
            following = float(THREE_DIGITS.create_decimal_from_float(following))
    return following if 0 < following < math.inf else rate


def _following_h(experiment: Experiment, after: Settings, finder: StepFinder | None) -> StepH:
    """Return the h that fits after the change if h has fitted before; otherwise h.

    What fits each weight is found anew by each run, so that stays as it is.
    """
    before, former = experiment.settings, experiment.former
    is_scaling = before.scale_columns != after.scale_columns
    if former and is_scaling and _is_undone(experiment, former, after):
        return former.before.h
    h = before.h
    if finder is None or not isinstance(h, float):
        return h
    if math.isclose(h, finder.fitting_h(before), rel_tol=SHOWN):
        return finder.fitting_h(after)
    is_any_exact = before.difference is Difference.CENTRAL and _is_parabola(experiment, before)
    if is_any_exact and not _is_parabola(experiment, after):
        return min(h, finder.fitting_h(after))
    return h


def _is_parabola(experiment: Experiment, settings: Settings) -> bool:
    """Return whether the loss is a mean square, with a ridge or without."""
    if settings.formula is None:
        return True
    from engine.losses.ridge import Size, ridge_of  # loaded on use, as the formula itself

    size = Size(experiment.rows, experiment.columns)
    return ridge_of(size, settings.formula) is not None


def _is_undone(experiment: Experiment, former: FormerSteps, after: Settings) -> bool:
    """Return whether h is to be what it was before "scale columns" last changed."""
    return (
        (former.A, former.Y, former.W) == (experiment.A, experiment.Y, experiment.W)
        and _of_h(experiment.settings) == _of_h(former.after)
        and _of_h(replace(after, h=former.before.h)) == _of_h(former.before)
    )


def _of_h(settings: Settings) -> tuple[object, ...]:
    return settings.h, settings.difference, settings.precision, settings.scale_columns
