from collections import Counter
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Difference,
    Problem,
    Settings,
    learning_rate_limit,
    on_unit_columns,
    safe_learning_rate,
    stability,
    suggest_h,
)
from engine.examples import EXAMPLES
from engine.formula.formula import Formula
from engine.losses import fitting_steps
from engine.settings import FITS_EACH, Precision
from engine.step_size import suggest_each_h, with_fixed_steps
from engine.unit_columns import column_norms
from gui.document import Experiment, Grid, TableName, following_steps
from gui.document.changes import change_settings, remove_columns, set_block
from gui.document.following_steps import (
    MOST_CELLS_EACH_EDIT,
    find_steps,
    fitting_each_h,
    helpful_each_h,
    is_known,
    scaling_changes,
    with_first_steps,
    with_steps_following,
)
from gui.document.suggested_settings import suggest_settings, with_numbers
from gui.files.secant_document import empty_experiment


def opened(problem: Problem, **settings: Any) -> Experiment:  # noqa: ANN401
    return Experiment.of(problem, Settings(**settings))


def share(experiment: Experiment) -> float:
    """Return how large a part of its limit η is."""
    problem = experiment.problem
    if experiment.settings.scale_columns:
        problem = on_unit_columns(problem)
    return experiment.settings.fixed_learning_rate / learning_rate_limit(problem)


def fitting_h(experiment: Experiment) -> float:
    problem, settings = experiment.problem, experiment.settings
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    return suggest_h(problem, settings.difference, settings.precision)


def uneven(seed: int = 0, unit: float = 1e3) -> Problem:
    random = np.random.default_rng(seed)
    return Problem(random.normal(size=(20, 3)) * [1.0, unit, 1 / unit], random.normal(size=20))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("difference", Difference)
def test_fitting_h_follows_quotient(difference: Difference, precision: str) -> None:
    before = opened(uneven())
    after = change_settings(before, {"difference": difference, "precision": precision})
    assert after.settings.h == fitting_h(after)
    assert after.settings.learning_rate == before.settings.learning_rate
    again = change_settings(after, {"difference": "central", "precision": "float64"})
    assert again.settings == before.settings


@pytest.mark.parametrize("digits", [6, 7, 17])
def test_h_of_remedy_follows_as_well(digits: int) -> None:
    """A remedy writes six digits of h."""
    before = opened(uneven())
    h = float(f"{before.settings.fixed_h:.{digits}g}") * (1 + 1e-7)
    before = change_settings(before, {"h": h})
    after = change_settings(before, {"difference": "forward"})
    assert after.settings.h == fitting_h(after) < h / 1e3


@pytest.mark.parametrize(
    "change", [{"difference": "forward"}, {"precision": "float32"}, {"scale_columns": True}]
)
def test_chosen_h_stays(change: dict[str, Any]) -> None:
    before = opened(uneven(), h=0.025)
    assert change_settings(before, change).settings.h == 0.025


@pytest.mark.parametrize(
    "change", [{"difference": "forward"}, {"precision": "float32"}, {"scale_columns": True}]
)
def test_given_steps_are_taken(change: dict[str, Any]) -> None:
    before = opened(uneven(), learning_rate="safe")
    after = change_settings(before, {**change, "h": 0.5, "learning_rate": 0.25})
    assert (after.settings.h, after.settings.learning_rate) == (0.5, 0.25)


@pytest.mark.parametrize(
    "change", [{"epochs": 7}, {"tolerance": 1.0}, {"until_converged": True}, {"method": "literal"}]
)
def test_steps_stay_in_other_changes(change: dict[str, Any]) -> None:
    before = opened(uneven(), learning_rate="safe")
    after = change_settings(before, change).settings
    assert (after.h, after.learning_rate) == (before.settings.h, before.settings.learning_rate)


def test_safe_rate_stays_safe() -> None:
    before = opened(uneven(), learning_rate="safe")
    after = change_settings(before, {"scale_columns": True})
    limit = learning_rate_limit(on_unit_columns(before.problem))
    assert after.settings.learning_rate == safe_learning_rate(limit)
    assert after.settings.learning_rate > 1e3 * before.settings.fixed_learning_rate
    assert after.settings.h == fitting_h(after)


@given(
    st.integers(0, 2**32 - 1),
    st.floats(-6, 6),
    st.floats(1e-9, 3.0) | st.sampled_from([0.5, 0.999999, 1.0, 1.000001]),
    st.booleans(),
)
def test_rate_keeps_share_of_limit(seed: int, unit: float, part: float, scaled: bool) -> None:
    problem = uneven(seed, 10.0**unit)
    limit = learning_rate_limit(on_unit_columns(problem) if scaled else problem)
    before = opened(problem, learning_rate=part * limit, scale_columns=scaled)
    after = change_settings(before, {"scale_columns": not scaled})
    assert share(after) == pytest.approx(share(before), rel=0.01)
    assert (share(after) > 1) is (share(before) > 1) or part == 1.0
    rate = after.settings.fixed_learning_rate
    assert 0.99 < part < 1.01 or float(f"{rate:.3g}") == rate


@given(
    st.integers(0, 2**32 - 1),
    st.floats(1e-300, 1e300),
    st.floats(1e-300, 1e300),
    st.booleans(),
    st.integers(1, 5),
)
def test_scaling_goes_back_exactly(
    seed: int, rate: float, h: float, scaled: bool, times: int
) -> None:
    first = opened(uneven(seed), learning_rate=rate, h=h, scale_columns=scaled)
    there = change_settings(first, {"scale_columns": not scaled})
    now = there
    for _ in range(times):
        now = change_settings(now, {"scale_columns": scaled})
        assert now.settings == first.settings
        now = change_settings(now, {"epochs": 5})
        now = change_settings(now, {"scale_columns": not scaled})
        now = change_settings(now, {"epochs": first.settings.epochs})
        assert now.settings == there.settings


def test_accidental_fit_goes_back() -> None:
    """An h that fits the scaled columns by accident is still the one before them."""
    problem = uneven()
    h = suggest_h(on_unit_columns(problem))
    before = opened(problem, h=h)
    assert fitting_h(before) != h
    there = change_settings(before, {"scale_columns": True})
    assert fitting_h(there) == there.settings.h == h
    assert change_settings(there, {"scale_columns": False}).settings == before.settings


def test_new_rate_is_not_forgotten() -> None:
    """What was changed in between counts, not what was before."""
    before = opened(uneven(), learning_rate="safe")
    there = change_settings(before, {"scale_columns": True})
    slower = change_settings(there, {"learning_rate": there.settings.fixed_learning_rate / 5})
    back = change_settings(slower, {"scale_columns": False})
    assert share(back) == pytest.approx(0.1, rel=0.02)
    assert back.settings.h == before.settings.h


def test_edited_table_has_its_own_rate() -> None:
    before = opened(uneven(), learning_rate="safe")
    there = change_settings(before, {"scale_columns": True})
    edited = set_block(there, TableName.A, 0, 1, np.full((1, 1), 1e6))
    back = change_settings(edited, {"scale_columns": False})
    assert share(back) == pytest.approx(share(edited), rel=0.01)
    assert back.settings.fixed_learning_rate < before.settings.fixed_learning_rate / 10


@pytest.mark.parametrize(
    "problem",
    [
        Problem(np.zeros((3, 2)), np.zeros(3)),
        Problem([[1e200, 1.0]], [1.0], [1e200, 0.0]),
        Problem([[1e308], [1e308]], [1.0, 2.0]),
        Problem([[1e308]] * 5, [1.0] * 5, [3.0]),
        Problem([[1e-320, 1.0]], [1e300]),
    ],
)
def test_extreme_table_can_be_scaled(problem: Problem) -> None:
    before = opened(problem, learning_rate="safe")
    there = change_settings(before, {"scale_columns": True})
    assert there.settings.fixed_learning_rate > 0
    assert change_settings(there, {"scale_columns": False}).settings == before.settings


@pytest.mark.parametrize(
    ("module", "name"),
    [(stability, "PRODUCTS_AT_ONCE"), (following_steps, "MOST_CELLS_AT_ONCE")],
)
def test_large_table_keeps_its_steps(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(uneven(), learning_rate="safe")
    monkeypatch.setattr(module, name, 0)
    there = change_settings(before, {"scale_columns": True, "difference": "forward"}).settings
    assert there.learning_rate == before.settings.learning_rate
    assert there.h == before.settings.h


@pytest.mark.parametrize("rate", ["safe", 1e-9])
def test_scaling_changes_are_those_made(rate: str | float) -> None:
    before = opened(uneven(), learning_rate=rate)
    wanted = scaling_changes(before)
    assert set(wanted) == {"scale_columns", "learning_rate", "h"}
    alone = change_settings(before, {"scale_columns": True})
    together = change_settings(before, wanted)
    assert together.settings == alone.settings
    assert change_settings(together, {"scale_columns": False}).settings == before.settings


def test_scaled_table_needs_no_other_steps() -> None:
    problem = on_unit_columns(uneven())
    before = opened(problem, learning_rate="safe", h=0.025)
    assert scaling_changes(before) == {"scale_columns": True}


@pytest.mark.parametrize("rate", ["safe", 1e-7])
@pytest.mark.parametrize("rows", [1000, 30_000])
def test_many_rows_are_reduced(rows: int, rate: str | float) -> None:
    random = np.random.default_rng(2)
    problem = Problem(random.normal(size=(rows, 3)) * [1.0, 1e3, 1e-3], random.normal(size=rows))
    before = opened(problem, learning_rate=rate)
    there = change_settings(before, {"scale_columns": True})
    assert share(there) == pytest.approx(share(before), rel=0.01)
    assert there.settings.h == fitting_h(there)
    forward = change_settings(there, {"difference": "forward"})
    assert forward.settings.h == fitting_h(forward) < there.settings.h


@given(
    st.integers(0, 2**32 - 1),
    st.floats(-6, 6),
    st.floats(1e-9, 3.0) | st.sampled_from([0.5, 0.999999, 1.0, 1.000001]),
    st.booleans(),
)
def test_rate_keeps_share_with_tables(seed: int, unit: float, part: float, scaled: bool) -> None:
    problem = uneven(seed, 10.0**unit)
    limit = learning_rate_limit(on_unit_columns(problem) if scaled else problem)
    before = opened(problem, learning_rate=part * limit, scale_columns=scaled)
    changed = remove_columns(before, [1])
    after = with_steps_following(before, changed)
    assert (after.A, after.key) == (changed.A, before.key)
    assert share(after) == pytest.approx(share(before), rel=0.01)
    assert after.settings.h == fitting_h(after)


def test_chosen_h_stays_with_tables() -> None:
    before = opened(uneven(), learning_rate="safe", h=0.025)
    after = with_steps_following(before, remove_columns(before, [1]))
    assert after.settings.h == 0.025
    assert after.settings.learning_rate == safe_learning_rate(learning_rate_limit(after.problem))


@pytest.mark.parametrize(
    ("module", "name"),
    [(stability, "PRODUCTS_AT_ONCE"), (following_steps, "MOST_CELLS_AT_ONCE")],
)
def test_large_tables_keep_their_steps(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(uneven(), learning_rate="safe")
    changed = remove_columns(before, [1])
    monkeypatch.setattr(module, name, 0)
    assert with_steps_following(before, changed) is changed


@pytest.mark.parametrize("table_name", [TableName.A, TableName.Y])
def test_empty_table_gets_first_steps(table_name: TableName) -> None:
    empty = empty_experiment()
    values = np.full(empty.grid(table_name).shape, 3e5)
    filled = set_block(empty, table_name, 0, 0, values)
    after = with_first_steps(empty, filled)
    assert after.settings == suggest_settings(filled.problem, empty.settings)
    other = TableName.Y if table_name is TableName.A else TableName.A
    full = set_block(after, other, 0, 0, np.full(after.grid(other).shape, 7.0))
    assert with_first_steps(after, full).settings == suggest_settings(full.problem, empty.settings)
    assert with_first_steps(full, after) is after


@pytest.mark.parametrize("setting", [{"learning_rate": 1e-5}, {"h": 3.0}, {"learning_rate": 0.01}])
def test_choice_ends_first_steps(setting: dict[str, Any]) -> None:
    empty = change_settings(empty_experiment(), setting)
    filled = set_block(empty, TableName.A, 0, 0, np.ones((3, 2)))
    assert with_first_steps(empty, filled) is filled
    zeros = opened(Problem(np.zeros((3, 2)), np.zeros(3)))
    filled = set_block(zeros, TableName.A, 0, 0, np.ones((3, 2)))
    assert with_first_steps(zeros, filled) is filled


@pytest.mark.parametrize("scaled", [False, True])
def test_fitting_h_is_found_unless_expensive(scaled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = opened(uneven(), h=3.0, scale_columns=scaled, difference="forward")
    assert following_steps.fitting_h(experiment) == fitting_h(experiment) != 3.0
    monkeypatch.setattr(following_steps, "MOST_CELLS_AT_ONCE", 59)
    assert following_steps.fitting_h(experiment) is None


@pytest.mark.parametrize(
    "change", [{"difference": "forward"}, {"precision": "float32"}, {"scale_columns": True}]
)
def test_step_of_each_weight_is_kept(change: dict[str, Any]) -> None:
    before = change_settings(opened(uneven()), {"h": FITS_EACH})
    after = change_settings(before, change)
    assert before.settings.h == after.settings.h == FITS_EACH
    found, earlier = (following_steps.steps_of_weights(each) for each in (after, before))
    assert found is not None
    assert earlier is not None
    # The best central step does not depend on ε: only its rounding does.
    assert (found == earlier) is ("precision" in change)


def test_steps_of_weights_are_those_of_the_run() -> None:
    problem = uneven()
    assert following_steps.steps_of_weights(opened(problem, h=0.5)) == (0.5, 0.5, 0.5)
    given = opened(problem, h=(0.1, 0.2, 0.3))
    assert following_steps.steps_of_weights(given) == (0.1, 0.2, 0.3)
    each = opened(problem, h=FITS_EACH, scale_columns=True)
    scaled = on_unit_columns(problem)
    assert following_steps.steps_of_weights(each) == suggest_each_h(scaled)


def test_edited_table_keeps_each_fitting() -> None:
    before = opened(uneven(), h=FITS_EACH)
    after = remove_columns(before, [1])
    assert with_steps_following(before, after).settings.h == FITS_EACH
    given = opened(uneven(), h=(0.1, 0.2, 0.3))
    fewer = with_steps_following(given, remove_columns(given, [1]))
    assert fewer.settings.h == FITS_EACH


def test_large_table_names_no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following_steps, "MOST_CELLS_AT_ONCE", 8)
    assert following_steps.steps_of_weights(opened(uneven(), h=FITS_EACH)) is None
    assert following_steps.steps_of_weights(opened(uneven(), h=0.5)) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("key", ["longley", "published"])
def test_own_steps_help_uneven_columns(key: str) -> None:
    example = next(each for each in EXAMPLES if each.key == key)
    found = helpful_each_h(Experiment.of(example.problem, example.settings))
    assert (found is not None) is (key == "longley")


def grown(factor: float) -> Problem:
    """Return a table whose second column is so many times as large as the first."""
    random = np.random.default_rng(4)
    A = random.normal(size=(40, 2))
    return Problem(A * [1.0, factor], A @ [2.0, 3.0] + random.normal(size=40))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("difference", Difference)
def test_own_steps_are_worth_a_digit(difference: Difference, precision: str) -> None:
    """Steps that differ thirtyfold cost the worst weight about three quarters of a digit."""
    settings = {"difference": difference, "precision": precision}
    few, many = (helpful_each_h(opened(grown(factor), **settings)) for factor in (30, 1e4))
    assert few is None
    assert many == pytest.approx(suggest_each_h(grown(1e4), difference, precision))


def test_scaled_columns_share_a_step() -> None:
    assert helpful_each_h(opened(grown(1e4))) is not None
    assert helpful_each_h(opened(grown(1e4), scale_columns=True)) is None


def test_large_table_offers_no_own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following_steps, "MOST_CELLS_AT_ONCE", 8)
    assert helpful_each_h(opened(grown(1e4))) is None


def test_step_of_parabola_fits_other_loss() -> None:
    """A central h of 2 is exact for a parabola, and cuts off what another loss bends."""
    problem = EXAMPLES[0].problem
    before = opened(problem, h=2.0, learning_rate=0.01)
    after = change_settings(before, {"loss": "log-cosh"})
    assert after.settings.h == following_steps.fitting_h(after)
    ridge = change_settings(before, {"loss": "mean((Y−P)²) + 0.1·sum(W²)"})
    assert ridge.settings.h == 2.0
    assert change_settings(ridge, {"loss": "huber"}).settings.fixed_h < 2.0


@pytest.mark.parametrize(
    ("settings", "changes", "h"),
    [
        ({"h": 2.0}, {"h": 3.0}, 3.0),
        ({"h": 2.0, "difference": "forward"}, {}, 2.0),
        ({"h": 1e-9}, {}, 1e-9),
        ({"h": 2.0, "loss": "huber"}, {}, 2.0),
        ({"h": FITS_EACH}, {}, FITS_EACH),
    ],
)
def test_chosen_step_stays_at_other_loss(
    settings: dict[str, Any], changes: dict[str, Any], h: float | str
) -> None:
    before = opened(EXAMPLES[0].problem, learning_rate=0.01, **settings)
    assert change_settings(before, {"loss": "log-cosh", **changes}).settings.h == h


KINKED = ("mean((Y−P)²) + 5·sum(|W|)", "mean absolute", "mean(|Y − P|^1.5) + 0.1·sum(W²)")


@pytest.mark.parametrize("part", [1.0, 0.3])
@pytest.mark.parametrize("loss", KINKED)
def test_kinked_loss_takes_no_rate_over(loss: str, part: float) -> None:
    """Huber bends half as much, and its η is twice as large: too large for a squared residual."""
    first = opened(EXAMPLES[0].problem, learning_rate="safe")
    rate = part * first.settings.fixed_learning_rate
    first = change_settings(first, {"learning_rate": rate})
    huber = change_settings(first, {"loss": "huber"})
    assert huber.settings.fixed_learning_rate == pytest.approx(2 * rate, rel=1e-2)
    typed = change_settings(huber, {"loss": loss})
    assert typed.settings.fixed_learning_rate == pytest.approx(rate, rel=1e-2)
    again = change_settings(typed, {"loss": "huber"})
    assert again.settings.fixed_learning_rate == pytest.approx(2 * rate, rel=1e-2)
    given = change_settings(huber, {"loss": loss, "learning_rate": 3.0})
    assert given.settings.learning_rate == 3.0


@pytest.mark.parametrize("loss", KINKED)
def test_rate_beside_limit_keeps_its_digits(loss: str) -> None:
    """A share of nearly 1 is not rounded, and would end in digits that nobody typed."""
    rate = float(f"{0.996 * learning_rate_limit(EXAMPLES[0].problem):.3g}")
    typed = change_settings(opened(EXAMPLES[0].problem, learning_rate=rate), {"loss": loss})
    assert change_settings(typed, {"loss": "quantile"}).settings.learning_rate == rate
    assert typed.settings.learning_rate == rate


LOSSES = ("huber", "log-cosh", "mean(|Y − P|^1.5)", "mean((Y−P)²) + 0.1·sum(W²)", "mean absolute")


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("loss", LOSSES)
def test_steps_of_losses_are_the_runs(loss: str, difference: Difference) -> None:
    for scaled in (False, True):
        settings = Settings(h="fits", loss=loss, difference=difference, scale_columns=scaled)
        experiment = Experiment.of(uneven(), with_numbers(uneven(), settings))
        problem, formula = experiment.problem, experiment.settings.formula
        assert formula is not None
        if scaled:
            formula = formula.on_scaled(column_norms(problem.A))
            problem = on_unit_columns(problem)
        for asked, found in (
            (settings, following_steps.fitting_h(experiment)),
            (replace(settings, h=FITS_EACH), fitting_each_h(experiment)),
        ):
            assert found == with_fixed_steps(asked, problem, formula).h


def test_steps_of_loss_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fields, the strip and The limit ask in one turn, each for its own sentence."""
    find, found = fitting_steps.fitting_steps, Counter[Difference]()

    def counted(
        formula: Formula, problem: Problem, difference: Difference, precision: Precision
    ) -> tuple[float, ...]:
        found[difference] += 1
        return find(formula, problem, difference, precision)

    monkeypatch.setattr(fitting_steps, "fitting_steps", counted)
    experiment = opened(uneven(), loss="log-cosh", h=1e-3, learning_rate=0.1)
    for _ in range(2):
        assert following_steps.fitting_h(experiment) is not None
        assert helpful_each_h(experiment) == fitting_each_h(experiment)
        assert not following_steps.follows(experiment, 2e-3)
    assert found == {Difference.CENTRAL: 1}


@pytest.mark.parametrize(
    ("optimiser", "follows"), [("plain", True), ("nesterov", True), ("adam", False)]
)
def test_rate_of_adaptive_steps_stays(optimiser: str, follows: bool) -> None:
    before = opened(uneven(), learning_rate=1e-7, h=0.1, optimiser=optimiser)
    after = change_settings(before, {"scale_columns": True})
    assert (after.settings.learning_rate != 1e-7) is follows
    exchanged = set_block(before, TableName.A, 0, 0, 1e3 * before.problem.A)
    moved = with_steps_following(before, exchanged)
    assert (moved.settings.learning_rate != 1e-7) is follows


def large(**settings: Any) -> Experiment:  # noqa: ANN401
    """Return more cells than each edit may look at."""
    draw = np.random.default_rng(3)
    A = draw.normal(size=(MOST_CELLS_EACH_EDIT // 4 + 1, 4))
    return opened(Problem(A, draw.normal(size=len(A))), learning_rate=0.1, h=1e-4, **settings)


def test_steps_of_large_loss_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, find = Counter[str](), fitting_steps.fitting_steps

    def count(*arguments: Any) -> tuple[float, ...]:  # noqa: ANN401
        calls["found"] += 1
        return find(*arguments)

    monkeypatch.setattr(fitting_steps, "fitting_steps", count)
    experiment = large(loss="huber")
    assert not is_known(experiment)
    find_steps(experiment)
    assert is_known(experiment)
    assert calls["found"] == 1
    other = replace(experiment, settings=replace(experiment.settings, epochs=7))
    assert is_known(other)
    assert fitting_each_h(other) == fitting_each_h(experiment)
    assert calls["found"] == 1
    moved = experiment.with_grid(TableName.W, Grid.of(np.ones((4, 1))))
    assert not is_known(moved)
    forward = replace(experiment.settings, difference=Difference.FORWARD)
    assert not is_known(replace(experiment, settings=forward))


def test_small_or_plain_tables_are_known() -> None:
    assert is_known(large())
    assert is_known(opened(uneven(), loss="huber"))


def test_edit_of_large_loss_keeps_h(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting_steps, "fitting_steps", lambda *_: pytest.fail("it takes long"))
    before = large(loss="log-cosh")
    after = set_block(before, TableName.A, 0, 0, np.full((1, 1), 1e3))
    assert with_steps_following(before, after).settings is before.settings
