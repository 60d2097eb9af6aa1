import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings, descend, fit, learning_rate_limit, optimum
from engine.examples import published
from engine.verdict import judge as judging
from engine.verdict.judge import foresee, judge
from engine.verdict.rule import compare
from engine.verdict.verdict import Forecast, Outcome, RemedyKind, Tone, Verdict
from engine.verdict.wording import LONGEST, number

from ..least_squares import table_problem
from ..problems import random_problem

PUBLISHED = published().problem
FITTING = {"learning_rate": "safe", "h": "fits"}
LINE = Problem([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 2.9, 5.2, 7])


def verdict_of(problem: Problem, names: tuple[str, ...] = (), **settings: object) -> Verdict:
    used = Settings(**{**FITTING, **settings})  # type: ignore[arg-type]
    *_, frame = descend(problem, used)
    verdict = judge(problem, used, frame, optimum(problem), names or None)
    assert len(verdict.sentence) <= LONGEST
    return verdict


def taken(problem: Problem, verdict: Verdict, **settings: float | str) -> Verdict:
    """Return the verdict once the remedy has been taken, with η and h that fit."""
    assert verdict.remedy is not None
    return verdict_of(problem, names=(), **{**settings, **verdict.remedy.changes})


def test_optimum_is_good() -> None:
    verdict = verdict_of(LINE, epochs=2000)
    assert verdict.kind is Outcome.AT_OPTIMUM
    assert verdict.is_good
    assert verdict.remedy is None


def test_gap_left_names_its_factor() -> None:
    straight = Problem(LINE.A, [1, 3.01, 5, 7])
    verdict = verdict_of(straight, epochs=20)
    assert verdict.kind is Outcome.GAP_LEFT
    assert verdict.tone is Tone.WARNING
    factor = fit(straight, Settings(20, "safe")).loss / optimum(straight).loss
    assert verdict.sentence == (
        f"Not at the optimum: the loss is {number(factor)} times the least possible."
    )
    assert taken(straight, verdict).is_good


def test_gap_within_one_percent_is_quiet() -> None:
    verdict = verdict_of(LINE, epochs=30)
    assert verdict.kind is Outcome.NEARLY_LEAST
    assert verdict.tone is Tone.QUIET


def test_exact_fit_is_still_falling() -> None:
    verdict = verdict_of(PUBLISHED, epochs=1000, learning_rate=0.01, h=0.1)
    assert verdict.kind is Outcome.STILL_FALLING
    assert verdict.sentence == "Still falling: the loss halves every 45 epochs. 1,000 are done."
    assert taken(PUBLISHED, verdict).is_good


def test_dependent_column_is_named() -> None:
    problem = table_problem("fit_collinear")
    verdict = verdict_of(problem, ("a", "b", "c"), until_converged=True)
    assert verdict.sentence == "c = a + b: many W fit equally; this one is nearest the start."
    assert verdict.tone is Tone.GOOD
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.SHOW_WHICH
    assert verdict.detail.endswith("c = a + b")


def test_scaled_run_is_nearest_scaled() -> None:
    problem = table_problem("fit_collinear")
    names = ("a", "b", "c")
    verdict = verdict_of(problem, names, until_converged=True, scale_columns=True)
    assert verdict.kind is Outcome.NEAREST_SCALED


def test_pushed_run_is_not_nearest() -> None:
    problem = PUBLISHED
    verdict = verdict_of(problem, difference="forward", epochs=3000, h=1e-13)
    assert verdict.kind not in (Outcome.NEAREST_START, Outcome.UNDETERMINED)


def test_many_dependent_columns_are_counted() -> None:
    wide = random_problem(5, 3, 8)
    verdict = verdict_of(wide, epochs=20_000)
    assert verdict.kind is Outcome.UNDETERMINED
    assert verdict.sentence.startswith("3 of 8 directions are determined")
    assert len(verdict.detail.splitlines()) == 6


def test_long_combination_is_said_briefly() -> None:
    draw = np.random.default_rng(0).integers(0, 2, size=(30, 3)).astype(float)
    rest = (1 - draw.sum(axis=1)).reshape(-1, 1)
    A = np.column_stack((np.ones(30), draw, rest))
    names = ("1", "north", "south", "east", "west")
    verdict = verdict_of(Problem(A, np.arange(30.0)), names, epochs=20_000)
    assert verdict.sentence == ("west = intercept − north − south − east: many W fit equally.")


def test_no_observations_are_said() -> None:
    verdict = verdict_of(Problem(LINE.A, [0, 0, 0, 0]), epochs=10)
    assert verdict.kind is Outcome.NOTHING_OBSERVED
    assert verdict.tone is Tone.QUIET


@pytest.mark.parametrize("scaled", [False, True])
def test_lost_digits_of_stamps_are_told(scaled: bool) -> None:
    stamps = table_problem("fit_ns_time")
    verdict = verdict_of(stamps, ("1", "t_ns"), until_converged=True, scale_columns=scaled)
    assert verdict.sentence == ("t_ns varies only in digits that float64 lost: subtract its start.")
    assert verdict.tone is Tone.WARNING


def test_converged_wide_table_says_so() -> None:
    verdict = verdict_of(random_problem(5, 3, 8), until_converged=True)
    assert verdict.sentence.startswith("Converged. 3 of 8 directions are determined")


@pytest.mark.parametrize("method", ["literal", "triangle"])
def test_still_dependent_weights_are_right(method: str) -> None:
    A = [[5, -5, 4, 0], [3, 0, 2, 3], [4, 1, 2, 5], [-5, -3, -4, -8]]
    verdict = verdict_of(Problem(A, [-13, -10, -13, 21]), until_converged=True, method=method)
    assert verdict.kind is Outcome.DETERMINED_RIGHT
    assert verdict.detail.endswith("x4 = x1 + x2")


@pytest.mark.parametrize("above", [1.0001, 1.001, 1.5])
def test_growth_is_never_written_as_one(above: float) -> None:
    rate = above * learning_rate_limit(LINE)
    verdict = verdict_of(LINE, until_converged=True, learning_rate=rate)
    assert verdict.sentence.endswith(f"multiplied the error by {2 * above - 1:.6g}.")


def test_zero_column_is_dependent() -> None:
    verdict = verdict_of(Problem([[1, 0], [2, 0]], [2, 4]), epochs=500)
    assert verdict.sentence.startswith("x2 = 0: many W fit equally")


@pytest.mark.parametrize("name", ["fit_photoelectric", "fit_ticks", "fit_powers"])
@pytest.mark.parametrize("is_endless", [False, True])
def test_unequal_columns_want_scaling(name: str, is_endless: bool) -> None:
    problem = table_problem(name)
    verdict = verdict_of(problem, until_converged=is_endless)
    assert verdict.tone is Tone.WARNING
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.SCALE
    scaled = taken(problem, verdict, until_converged=True)
    # The ticks of one day are a multiple of the ones but for the fourteenth digit.
    assert scaled.is_good or (name, scaled.kind) == ("fit_ticks", Outcome.NEARLY_DEPENDENT)


def test_slow_direction_is_named() -> None:
    verdict = verdict_of(table_problem("Norris"), ("1", "x"), epochs=1000)
    assert verdict.kind is Outcome.CRAWLING
    assert verdict.sentence.startswith("Crawling (intercept, x): the loss gap halves every 253,0")


def test_long_names_are_cut_to_fit() -> None:
    names = ("mean annual temperature", "mean annual precipitation")
    crawling = verdict_of(table_problem("Norris"), names, epochs=1000)
    assert crawling.kind is Outcome.CRAWLING
    assert crawling.sentence.startswith("Crawling (mean …ature, mean …ation): ")
    scaled = {"until_converged": True, "scale_columns": True}
    flat = verdict_of(table_problem("fit_excel_serial"), names, **scaled)
    assert len(flat.sentence) <= LONGEST


def test_usual_names_are_whole() -> None:
    names = ("precipitated", "temperatures")
    crawling = verdict_of(table_problem("Norris"), names, epochs=1000)
    assert crawling.sentence.startswith("Crawling (precipitated, temperatures): gap halves ")
    assert len(crawling.sentence) <= LONGEST


def test_tiny_rate_is_named() -> None:
    ages = table_problem("fit_ages")
    verdict = verdict_of(ages, learning_rate=1e-18)
    assert verdict.sentence == "Nothing has moved: η = 1e−18 is far too small."
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.RATE
    slow = verdict_of(PUBLISHED, learning_rate=1e-6)
    assert slow.sentence == "Hardly moving: η = 1e−6 is far below half its limit, 0.00528."


@pytest.mark.parametrize("h", [1.0, 10.0])
@pytest.mark.parametrize("difference", ["forward", "backward"])
def test_biased_quotient_is_never_good(h: float, difference: str) -> None:
    ages = table_problem("fit_ages")
    verdict = verdict_of(ages, until_converged=True, difference=difference, h=h)
    assert verdict.kind in (Outcome.BIASED, Outcome.BIAS_ROSE)
    assert difference in verdict.sentence.lower()
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.CENTRAL
    assert taken(ages, verdict, until_converged=True).is_good


def test_one_epoch_is_counted() -> None:
    stretched = Problem(np.diag([1, 0.1]), [10, 3])
    assert verdict_of(stretched, epochs=1, learning_rate=0.4).sentence == (
        "Still falling: the next halving of the loss takes 1 epoch."
    )


def test_loss_that_bias_raised() -> None:
    verdict = verdict_of(PUBLISHED, difference="forward", h=10.0, learning_rate=0.01)
    assert verdict.sentence == "Forward at h = 10 is biased: the loss rose from 340 to 3,898."


def test_single_precision_is_blamed() -> None:
    norris = table_problem("Norris")
    verdict = verdict_of(norris, precision="float32", epochs=20_000, h=1.0, method="literal")
    assert verdict.kind is Outcome.SINGLE_PRECISION
    assert verdict.remedy is not None
    assert dict(verdict.remedy.changes) == {"precision": "float64"}


@pytest.mark.parametrize(
    ("h", "kind"), [(5e-15, Outcome.STEP_TOO_SMALL), (3e17, Outcome.STEP_TOO_LARGE)]
)
def test_step_that_shows_only_rounding(h: float, kind: Outcome) -> None:
    verdict = verdict_of(PUBLISHED, h=h, learning_rate=0.005)
    assert verdict.kind is kind
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.STEP


@pytest.mark.parametrize(
    ("h", "sentence"),
    [
        ((1e17, 3e17, 2e17), "h = 3e17 for b is too large: only rounding is left of the slopes."),
        (
            (5e-15, 4e-15, 4e-15),
            "h = 5e−15 for a is too small: only rounding is left of the slopes.",
        ),
    ],
)
def test_own_step_is_said_to_be_of_its_weight(h: tuple[float, ...], sentence: str) -> None:
    assert verdict_of(PUBLISHED, ("a", "b", "c"), h=h, learning_rate=0.005).sentence == sentence
    long = verdict_of(PUBLISHED, ("x" * 60,) * 3, h=h, learning_rate=0.005).sentence
    assert "…" in long


def test_own_one_sided_step_names_its_weight() -> None:
    verdict = verdict_of(
        PUBLISHED, ("a", "b", "c"), h=(1e-14,) * 3, learning_rate=0.005, difference="forward"
    )
    assert verdict.sentence.endswith("a forward quotient at h = 1e−14 for a.")


def test_few_right_digits_are_counted() -> None:
    verdict = verdict_of(PUBLISHED, h=3e-14, learning_rate=0.005)
    assert verdict.sentence == "Only 1 digit of the slopes is right at h = 3e−14."
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.STEP


@pytest.mark.parametrize("difference", ["forward", "backward"])
def test_rounded_quotient_is_sent_to_central(difference: str) -> None:
    verdict = verdict_of(PUBLISHED, h=1e-14, learning_rate=0.005, difference=difference)
    assert verdict.sentence == (
        f"The slopes are mostly rounding: a {difference} quotient at h = 1e−14."
    )
    assert verdict.remedy is not None
    assert dict(verdict.remedy.changes) == {"difference": "central"}


@pytest.mark.parametrize(("difference", "sign"), [("forward", "+"), ("backward", "−")])
def test_lost_step_names_weight(difference: str, sign: str) -> None:
    verdict = verdict_of(PUBLISHED, h=1e-17, difference=difference)
    assert verdict.tone is Tone.FAULT
    assert verdict.sentence == f"h = 1e−17 is too small: in x1, w {sign} h is the same number as w."
    assert taken(PUBLISHED, verdict, difference=difference).tone is not Tone.FAULT


def test_losses_alike_are_named() -> None:
    verdict = verdict_of(Problem([[1.0]], [1e9]), h=1e-12)
    assert verdict.kind is Outcome.LOSSES_ALIKE


def test_divergence_offers_half_the_limit() -> None:
    verdict = verdict_of(PUBLISHED, learning_rate=0.02)
    assert verdict.kind is Outcome.DIVERGED
    assert "Diverged at epoch" in verdict.sentence
    assert verdict.remedy is not None
    assert dict(verdict.remedy.changes) == {"learning_rate": 0.00528}


def test_unstable_rate_in_few_epochs() -> None:
    verdict = verdict_of(PUBLISHED, learning_rate=0.02, epochs=3)
    factor = 2 * 0.02 / learning_rate_limit(PUBLISHED) - 1
    assert verdict.sentence == f"Diverging: each epoch multiplies the error by {factor:.3g}."


def test_rate_at_limit_never_settles() -> None:
    problem = Problem([[1.0, 0.0], [0.0, 2.0]], [1.0, 1.0])
    limit = learning_rate_limit(problem)
    verdict = verdict_of(problem, learning_rate=limit, until_converged=True)
    assert verdict.sentence == "Never settles: η is exactly at its limit, x2 jumps to and fro."


def test_overflow_is_named_by_quotient() -> None:
    assert "w ± h" in verdict_of(PUBLISHED, h=1e300).sentence
    assert "w − h" in verdict_of(PUBLISHED, h=1e300, difference="backward").sentence
    start = PUBLISHED.starting_from([1e200, 0, 0])
    assert verdict_of(start, learning_rate=0.01, h=0.1).kind is Outcome.START_OVERFLOWS


@pytest.mark.parametrize("start", [0.0, 1.0])
@pytest.mark.parametrize(
    ("size", "precision", "said"),
    [(1.7e308, "float64", "1e308"), (3e160, "float64", "1e160"), (2e20, "float32", "1e20")],
)
def test_output_too_large_is_blamed(start: float, size: float, precision: str, said: str) -> None:
    problem = Problem([[1.0], [2.0], [3.0]], [size, -size, 1.0], [start])
    verdict = verdict_of(problem, learning_rate=0.01, h=0.1, precision=precision)
    assert verdict.kind is Outcome.OUTPUT_OVERFLOWS
    assert verdict.sentence.endswith(f"divide Y by its size, about {said}.")


def test_single_precision_ends_at_its_number() -> None:
    verdict = verdict_of(PUBLISHED, h=1e39, precision="float32")
    assert verdict.sentence == "The losses at w ± h overflow: numbers beyond 3.4e38."


@pytest.mark.parametrize(("digits", "tone"), [(1, Tone.GOOD), (9, Tone.WARNING)])
def test_columns_beyond_rounding_have_no_check(digits: int, tone: Tone) -> None:
    line = np.arange(1000.0, 1005.0)
    beside = line.copy()
    beside[0] += digits * np.spacing(1000.0)
    problem = Problem(np.column_stack((np.ones(5), line, beside)), [5, 1, 2, 3, 4.5])
    assert verdict_of(problem, scale_columns=True, until_converged=True).tone is tone


def test_tolerance_is_as_asked() -> None:
    verdict = verdict_of(LINE, tolerance=1e-2, until_converged=True)
    assert verdict.kind is Outcome.TOLERANCE_TIMES
    assert "|δW| is below 0.01" in verdict.sentence
    assert taken(LINE, verdict).is_good


@pytest.mark.parametrize(
    ("problem", "tolerance", "kind", "said"),
    [
        (LINE, 1e-6, Outcome.TOLERANCE, "The loss is at its least."),
        (LINE, 1.0, Outcome.TOLERANCE_TIMES, r"Loss [\d.]+ × the least."),
        (PUBLISHED, 1.0, Outcome.TOLERANCE_LOSSES, r"Loss 0\.\d+, least 0."),
    ],
)
def test_tolerance_says_what_is_left(
    problem: Problem, tolerance: float, kind: Outcome, said: str
) -> None:
    verdict = verdict_of(problem, tolerance=tolerance, until_converged=True)
    assert verdict.kind is kind
    assert re.fullmatch(rf"Stopped as asked: \|δW\| is below [\de−.]+\. {said}", verdict.sentence)


def test_still_weights_beside_exact_fit() -> None:
    """Half a last digit of W leaves more of the loss than its rounding does."""
    drawn = random_problem(0, 26, 4)
    exact = Problem(drawn.A * [1, 1, 1, 0.1], drawn.A @ [1.0, 2.0, 3.0, 4.0])
    verdict = verdict_of(exact, until_converged=True, method="literal")
    assert verdict.sentence == "No weight changes any more: each is right to 13 digits."
    assert verdict.tone is Tone.QUIET
    stopped = verdict_of(exact, epochs=20_000, method="literal")
    assert stopped.kind is Outcome.WEIGHTS_RIGHT


def test_stopped_run_has_no_verdict() -> None:
    frame = next(descend(LINE, Settings()))
    assert judge(LINE, Settings(), frame, optimum(LINE)).kind is Outcome.STOPPED


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 12),
    st.integers(1, 5),
    st.sampled_from(["central", "forward", "backward"]),
    st.sampled_from(["float64", "float32"]),
    st.floats(-6, 0.5),
    st.floats(-12, 6),
    st.floats(-20, 20),
    st.booleans(),
)
def test_good_only_by_the_rule(
    seed: int,
    rows: int,
    weights: int,
    difference: str,
    precision: str,
    rate: float,
    h: float,
    spread: float,
    scaled: bool,
) -> None:
    drawn = random_problem(seed, rows, weights)
    sizes = np.geomspace(1, 10.0 ** (spread if not scaled else spread / 2), weights)
    problem = Problem(drawn.A * sizes, drawn.Y, drawn.W)
    limit = learning_rate_limit(problem)
    settings = Settings(
        300,
        min(10.0**rate * limit, 1e300),
        10.0**h,
        difference=difference,
        precision=precision,
        scale_columns=scaled,
    )
    *_, frame = descend(problem, settings)
    best = optimum(problem)
    verdict = judge(problem, settings, frame, best)
    is_optimum = compare(problem, frame.W, frame.loss, best, settings.precision).is_optimum
    assert not verdict.is_good or is_optimum
    assert len(verdict.sentence) <= LONGEST
    if verdict.remedy is not None:
        for name, value in verdict.remedy.changes.items():
            assert getattr(settings, name) != value


@pytest.mark.parametrize("power", [155, 160, 300])
def test_still_weights_do_not_diverge(power: int) -> None:
    """η is subnormal here, and so is its limit: its share of it says nothing."""
    A = np.random.default_rng(3).normal(size=(20, 3))
    problem = Problem(A * [10.0**power, 1, 1], A @ [[0.0], [1], [2]])
    verdict = verdict_of(problem, learning_rate="safe", h="fits")
    assert verdict.kind is not Outcome.DIVERGING
    assert verdict.tone is not Tone.GOOD


def test_wide_table_lists_few_combinations(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(np.random.default_rng(1).normal(size=(3, 12)), np.ones((3, 1)))
    end = list(descend(problem, Settings(learning_rate="safe", h=0.1)))[-1]
    best = optimum(problem)

    def listed() -> list[str]:
        return judge(problem, Settings(learning_rate="safe", h=0.1), end, best).detail.split("\n")

    whole = listed()
    assert len(whole) == 1 + 9
    monkeypatch.setattr(judging, "MOST_LISTED", 10)
    assert listed() == [*whole[:3], "… and 7 more columns."]
    monkeypatch.setattr(judging, "MOST_LISTED", 1)
    assert listed() == [*whole[:2], "… and 8 more columns."]


def test_unknown_halving_is_not_said() -> None:
    rng = np.random.default_rng(77031)
    A = rng.normal(size=(54, 1067)) * 10.0 ** rng.integers(-6, 6, 1067)
    Y = A @ rng.normal(size=(1067, 1)) + rng.normal(size=(54, 1))
    verdict = verdict_of(Problem(A, Y), h=1e-3, epochs=1000)
    assert verdict.kind is Outcome.LOSS_LEFT
    assert "∞" not in verdict.sentence
    assert verdict.sentence.endswith(", and the least possible 0. 1,000 are done.")


def foreseen(problem: Problem, epoch: int, **settings: float | str) -> Forecast:
    used = Settings(**{**FITTING, **settings})  # type: ignore[arg-type]
    frame = next(f for f in descend(problem, used, chunk_epochs=1) if f.epoch == epoch)
    return foresee(problem, used, frame, optimum(problem))


def test_epoch_of_optimum_is_foreseen() -> None:
    early, late = (foreseen(LINE, epoch, epochs=10_000, method="literal") for epoch in (5, 50))
    assert early.crawling is None
    assert early.optimum_epoch == pytest.approx(late.optimum_epoch, abs=1e-3)
    reached = math.ceil(early.optimum_epoch)
    assert verdict_of(LINE, epochs=reached + 1).kind is Outcome.AT_OPTIMUM
    assert not verdict_of(LINE, epochs=reached - 5).is_good


@pytest.mark.parametrize(
    ("settings", "is_known"),
    [
        ({"learning_rate": 1.0}, False),
        ({"difference": "forward", "h": 0.1}, False),
        ({"until_converged": True}, True),
    ],
)
def test_optimum_is_not_always_reached(settings: dict[str, float | str], is_known: bool) -> None:
    forecast = foreseen(LINE, 1, **{"epochs": 50, "method": "literal", **settings})
    assert math.isfinite(forecast.optimum_epoch) is is_known
    assert forecast.crawling is None


def test_crawling_is_foreseen() -> None:
    forecast = foreseen(table_problem("Norris"), 500, epochs=1000, method="literal")
    assert forecast.crawling is not None
    assert forecast.crawling.kind is Outcome.CRAWLING
    assert forecast.crawling.remedy is not None
    assert forecast.crawling.remedy.kind is RemedyKind.SCALE


@pytest.mark.parametrize("settings", [{}, {"optimiser": "heavy ball"}, {"scale_columns": True}])
@pytest.mark.parametrize(
    ("A", "Y", "W"),
    [
        ([[0], [0], [0]], [0, 0, 0], [0]),
        ([[0], [1], [2]], [0, 0, 0], [0]),
        ([[1, 2], [2, 4], [3, 6]], [0, 0, 0], [0, 0]),
        ([[1, 2], [2, 3], [4, 9]], [3, 5, 13], [1, 1]),
        ([[0.1, 0.2], [0.7, 0.4], [0.3, 0.6]], [0.17, 0.89, 0.51], [1.1, 0.3]),
    ],
)
def test_none_crawls_at_optimum(
    A: list[list[float]], Y: list[float], W: list[float], settings: dict[str, float | str]
) -> None:
    problem = Problem(A, Y, W)
    for epoch in (0, 10):
        forecast = foreseen(problem, epoch, epochs=1000, method="literal", **settings)
        assert (forecast.crawling, forecast.optimum_epoch) == (None, epoch)


def test_long_run_is_said_briefly() -> None:
    problem = Problem([[1.0, 1e-3], [0.0, 1e-3]], [1.0, 1.0])
    settings = Settings(1000, "safe")
    *_, frame = descend(problem, settings)
    best = optimum(problem)

    def said(epochs: int) -> str:
        long = replace(frame, state=frame.state._replace(epoch=epochs))
        return judge(problem, settings, long, best).sentence

    assert said(9_000_000).endswith(". 9,000,000 are done.")
    assert said(900_000_000).endswith(" epochs.")
    assert said(900_000_000).startswith("Still falling: the loss halves every ")


def test_early_end_tells_where_it_diverged() -> None:
    verdict = verdict_of(PUBLISHED, learning_rate=0.02, until_converged=True)
    assert (verdict.kind, verdict.tone) == (Outcome.DIVERGED_EARLY, Tone.FAULT)
    assert verdict.sentence.startswith("Diverged at epoch ")
    assert verdict.sentence.endswith(": each multiplied the error by 2.78.")


@pytest.mark.parametrize(
    ("A", "outcome"),
    [
        (np.vander(np.arange(1.0, 41.0), 3, increasing=True), Outcome.CRAWLING_ONCE),
        (np.vander(np.linspace(900.0, 1000.0, 36), 2), Outcome.CRAWLING),
    ],
)
def test_every_halving_is_like_the_next(A: Matrix, outcome: Outcome) -> None:
    """Beside the modes by numpy: the gap after n epochs is Σ r²·(1 − ηλ)²ⁿ."""
    random = np.random.default_rng(1)
    problem = Problem(A, np.sqrt(A[:, [1]]) + random.normal(size=(len(A), 1)))
    rate = learning_rate_limit(problem) / 2
    settings = Settings(1000, rate, "fits")
    *_, frame = descend(problem, settings)
    best = optimum(problem)
    verdict = judge(problem, settings, frame, best)
    assert verdict.kind is outcome
    _, singular, directions = np.linalg.svd(A, full_matrices=False)
    left = np.square(singular * (directions @ (frame.W - best.W)[:, 0]))
    factors = 1 - rate * 2 * np.square(singular) / len(A)
    epochs = np.geomspace(1, 1e13, 200_001)
    gaps = (left * np.abs(factors) ** (2 * epochs[:, np.newaxis])).sum(axis=1) / left.sum()
    once, often = (epochs[np.argmax(gaps <= 2.0**-k)] for k in (1, 10))
    assert bool(often <= 12.5 * once) is (outcome is Outcome.CRAWLING)
    assert f"{float(f'{once:.2g}'):,.0f}"[:2] in verdict.sentence


@pytest.mark.parametrize(
    ("size", "told", "precision", "optimiser"),
    [
        (1e-300, "1e-300", "float64", "plain"),
        (1e-170, "1e-170", "float64", "heavy ball"),
        (1e-300, "1e-300", "float32", "heavy ball"),
    ],
)
def test_vanishing_squares_of_output_are_named(
    size: float, told: str, precision: str, optimiser: str
) -> None:
    """No direction is flat: there is no loss at all beside the least one."""
    A = np.column_stack((np.ones(5), [0.5, -1.0, 2.0, 0.1, 1.0]))
    problem = Problem(A, size * np.array([1.0, 2.0, 0.5, 1.2, -1.0]))
    settings = Settings(1000, 0.1, 0.1, precision=precision, optimiser=optimiser)
    verdict = fit(problem, settings).verdict
    assert verdict.sentence == f"The squares of Y vanish: divide Y by its size, about {told}."
    larger = fit(Problem(A, problem.Y / size), settings).verdict
    assert larger.kind is not Outcome.OUTPUT_VANISHES
