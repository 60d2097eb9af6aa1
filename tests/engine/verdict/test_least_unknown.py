from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, descend, fit, optimum
from engine.errors import WrongArgument
from engine.examples import EXAMPLES
from engine.losses.overflow import INFINITE_AT_BOTH
from engine.verdict.judge import foresee, judge
from engine.verdict.least_unknown import (
    MUCH_SMALLER,
    NEVER_RISES,
    SUITS_SMOOTH,
    verdict_on_loss,
)
from engine.verdict.outlook import outlook
from engine.verdict.verdict import Forecast, Outcome, RemedyKind, Tone
from engine.verdict.wording import LONGEST

from ..losses.tables import LOSSES, table_for, with_outlier

ONES = Problem(np.ones((3, 1)), [1.0, 2.0, 3.0])
KNOWN = ("mean square", "ridge")


@pytest.mark.parametrize("name", [name for name in LOSSES if name not in KNOWN])
def test_unknown_least_never_ends_good(name: str) -> None:
    problem = table_for(name)
    for scale_columns in (False, True):
        settings = Settings(
            300, 0.05, "fits each weight", loss=LOSSES[name], scale_columns=scale_columns
        )
        result = fit(problem, settings)
        assert result.verdict.tone is not Tone.GOOD
        assert len(result.verdict.sentence) <= LONGEST
        assert result.best is None
        assert np.isnan(result.digits).all()


@pytest.mark.parametrize("name", ["Huber", "log-cosh", "log of cosh", "Tukey"])
def test_rest_is_quiet(name: str) -> None:
    settings = Settings(learning_rate="safe", loss=LOSSES[name], until_converged=True)
    verdict = fit(table_for(name), settings).verdict
    assert verdict.kind in (Outcome.RESTED, Outcome.RESTED_ROUNDED)
    assert verdict.tone is Tone.QUIET


@pytest.mark.parametrize(
    ("changes", "kind", "sentence"),
    [
        (
            {"loss": "huber", "learning_rate": 0.5, "until_converged": True},
            Outcome.RESTED,
            "No weight changes any more. No formula says if it is the least.",
        ),
        (
            {"loss": "huber", "epochs": 0},
            Outcome.ALL_RUN,
            "Done: all epochs have run. No formula tells the least loss.",
        ),
        (
            {"loss": "huber", "epochs": 5},
            Outcome.FALLING_STILL,
            "The loss still fell from 1.224 to 1.069 in the last 2 epochs.",
        ),
        (
            {"loss": "huber", "tolerance": 0.5},
            Outcome.TOLERANCE_ALONE,
            "Stopped as asked: |δW| is below 0.5. No formula tells the least.",
        ),
        (
            {"loss": "mean absolute", "learning_rate": 0.37, "until_converged": True},
            Outcome.TO_AND_FRO,
            "Never settles: W goes to and fro. A smaller η brings it nearer.",
        ),
        (
            {"loss": "mean(|Y − P|)", "learning_rate": 9.0, "epochs": 1},
            Outcome.LOSS_ROSE,
            "The loss has risen since the start: use a smaller η.",
        ),
        (
            {"loss": "huber", "learning_rate": 1e-15, "epochs": 3},
            Outcome.NOTHING_MOVED,
            "Nothing has moved: η = 1e−15 is far too small.",
        ),
        (
            {"loss": "mean(log(P))"},
            Outcome.UNDEFINED_START,
            "The loss is not defined at the start: start from other weights.",
        ),
        (
            {"loss": "mean(sqrt(P + 1) + 3·P)", "learning_rate": 0.5},
            Outcome.UNDEFINED_NEXT,
            "Stopped at epoch 0: the loss is not defined at the next W.",
        ),
        (
            {"loss": "mean(sqrt(P))", "h": 1e-3, "difference": "backward"},
            Outcome.UNDEFINED_BESIDE,
            "The loss is not defined at w − h: use a smaller h.",
        ),
        (
            {"loss": "mean(P − 1)^9", "learning_rate": 9.0},
            Outcome.NO_LEAST,
            "The loss falls without end: this formula has no least.",
        ),
        (
            {"loss": "mean((Y − P)^4)", "learning_rate": 9.0},
            Outcome.DIVERGED,
            None,
        ),
        (
            {"loss": "mean((Y − P)^4) − 98/3", "learning_rate": 9.0},
            Outcome.DIVERGED_FAR,
            None,
        ),
        (
            {"loss": "mean(exp(P·1000))", "h": 1.0},
            Outcome.OVERFLOW,
            "The losses at w ± h overflow: numbers beyond 1e308.",
        ),
        (
            {"loss": "mean(exp(1e9 − P))"},
            Outcome.START_OVERFLOWS,
            "The loss is infinite where W is 0: change the numbers in it.",
        ),
        (
            {"loss": "1e308·1e9·mean(|Y − P|)"},
            Outcome.START_OVERFLOWS,
            "The loss is infinite where W is 0: change the numbers in it.",
        ),
        (
            {"loss": "1e308·mean((Y − P)²)"},
            Outcome.START_OVERFLOWS,
            "The loss is infinite where W is 0: change the numbers in it.",
        ),
        (
            {"loss": "mean absolute", "h": 1e-18},
            Outcome.STEP_TOO_SMALL,
            "h = 1e−18 is too small: only rounding is left of the slopes.",
        ),
        (
            {"loss": "mean absolute", "h": 1e20},
            Outcome.STEP_TOO_LARGE,
            "h = 1e20 is too large: only rounding is left of the slopes.",
        ),
    ],
)
def test_endings_have_their_sentences(
    changes: dict[str, float | str], kind: Outcome, sentence: str | None
) -> None:
    result = fit(ONES, Settings(**{"learning_rate": 0.1, **changes}))  # type: ignore[arg-type]
    assert result.verdict.kind is kind
    assert sentence is None or result.verdict.sentence == sentence
    assert len(result.verdict.sentence) <= LONGEST


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"h": 0.5},
            "Not the least loss: h = 0.5 is too large, the slopes are off.",
        ),
        (
            {"h": 1e6, "until_converged": False, "epochs": 3},
            "Not the least loss: h = 1e6 is too large, the slopes are off.",
        ),
        (
            {"h": 0.01, "difference": "forward"},
            "Not the least loss: h = 0.01 biases a forward quotient.",
        ),
        (
            {"h": 5.0, "difference": "backward"},
            "Not the least loss: h = 5 biases a backward quotient.",
        ),
        (
            {"h": 0.5, "scale_columns": True},
            "Not the least loss: h = 0.5 is too large, the slopes are off.",
        ),
    ],
)
def test_too_large_step_is_blamed(changes: dict[str, float | str], sentence: str) -> None:
    given = {"learning_rate": 0.5, "loss": "log-cosh", "until_converged": True, **changes}
    settings = Settings(**given)  # type: ignore[arg-type]
    verdict = fit(with_outlier(), settings).verdict
    assert (verdict.sentence, verdict.tone) == (sentence, Tone.WARNING)
    assert verdict.detail.startswith("The loss is ")
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.STEP
    mended = replace(settings, **verdict.remedy.changes, until_converged=True)  # type: ignore[arg-type]
    found = fit(with_outlier(), mended).verdict
    assert found.kind in (Outcome.RESTED, Outcome.RESTED_ROUNDED)


@pytest.mark.parametrize("loss", ["1e308·mean((Y − P)²)", "1e308·1e9·mean(|Y − P|^1.5)"])
def test_factor_is_blamed_at_any_start(loss: str) -> None:
    verdict = fit(ONES.starting_from([0.5]), Settings(9, 0.1, 1e-3, loss=loss)).verdict
    assert verdict.kind is Outcome.START_OVERFLOWS
    assert verdict.sentence == INFINITE_AT_BOTH
    assert len(verdict.sentence) <= LONGEST


@pytest.mark.parametrize("loss", ["1.5·mean((Y − P)²)", "mean(|Y − P|³)"])
def test_large_start_is_blamed_itself(loss: str) -> None:
    verdict = fit(ONES.starting_from([1e200]), Settings(9, 0.1, 1e190, loss=loss)).verdict
    assert verdict.sentence == Outcome.START_OVERFLOWS.sentence


@pytest.mark.parametrize("loss", ["mean((Y − P)²) + sum(W²)", "mean(|Y − P|³)"])
def test_large_output_is_blamed_itself(loss: str) -> None:
    problem = Problem(np.ones((2, 1)), [3e200, 1.0])
    verdict = fit(problem, Settings(9, 0.1, 1e190, loss=loss)).verdict
    assert verdict.kind is Outcome.OUTPUT_OVERFLOWS
    assert "about 1e200" in verdict.sentence


def test_tiny_factor_is_no_tiny_column() -> None:
    settings = Settings(9, "safe", loss="1e-318·mean((Y − P)²)")
    assert fit(ONES, settings).verdict.kind is Outcome.FORMULA_TOO_SMALL
    small = Problem(ONES.A * 1e-170, ONES.Y)
    ridge = Settings(9, "safe", loss="1.5·mean((Y − P)²)")
    assert fit(small, ridge).verdict.kind is Outcome.COLUMNS_TOO_SMALL


def test_huge_factor_is_no_huge_column() -> None:
    problem = Problem(ONES.A * 30, [0.0, 0.0, 1e-3])
    verdict = fit(problem, Settings(9, 0.1, 1e-3, loss="1e307·mean((Y − P)²)")).verdict
    assert verdict.kind is Outcome.FORMULA_TOO_LARGE


def test_unequal_columns_have_each_an_h() -> None:
    """One h for both columns of Norris’ table is too large for the slope."""
    example = next(each for each in EXAMPLES if each.key == "norris")
    settings = Settings(3000, "safe", "fits", loss="huber")
    verdict = fit(example.problem, settings).verdict
    assert verdict.kind is Outcome.BESIDE_LEAST
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.EACH_STEP
    mended = fit(example.problem, replace(settings, **verdict.remedy.changes))  # type: ignore[arg-type]
    assert mended.verdict.kind is Outcome.FALLING_STILL
    assert mended.loss < fit(example.problem, settings).loss


def test_remedy_of_h_shows_the_way() -> None:
    example = next(each for each in EXAMPLES if each.key == "norris")
    settings = Settings(3000, 20.3, "fits each weight", loss="huber", scale_columns=True)
    result = fit(example.problem, settings)
    assert result.verdict.kind is Outcome.BESIDE_LEAST
    assert result.verdict.remedy is not None
    changes = result.verdict.remedy.changes
    mended = fit(example.problem, replace(settings, **changes))  # type: ignore[arg-type]
    assert mended.verdict.kind is not Outcome.BESIDE_LEAST
    assert mended.loss < result.loss


def test_zigzag_between_unequal_columns_names_them() -> None:
    draw, x = np.random.default_rng(1), np.linspace(0, 1000, 40)
    Y = 3 + 0.02 * x + draw.normal(size=40)
    problem = Problem(np.column_stack([np.ones(40), x]), Y)
    settings = Settings(3000, 1e-5, "fits each weight", loss="mean absolute")
    result = fit(problem, settings)
    assert result.verdict.kind is Outcome.TO_AND_FRO_UNEVENLY
    assert "its columns differ 581-fold" in result.verdict.sentence
    assert result.verdict.remedy is not None
    assert result.verdict.remedy.kind is RemedyKind.SCALE
    scaled = fit(problem, replace(settings, **result.verdict.remedy.changes))  # type: ignore[arg-type]
    assert scaled.loss < 0.9 * result.loss
    assert scaled.verdict.kind is not Outcome.TO_AND_FRO_UNEVENLY


def test_rest_beside_kink_is_told() -> None:
    settings = Settings(10**6, 0.1, 1.0, loss="mean absolute", until_converged=True)
    verdict = fit(with_outlier(), settings).verdict
    assert verdict.kind is Outcome.BESIDE_KINK
    assert verdict.remedy is None


def test_forward_start_at_least_never_diverges() -> None:
    settings = Settings(learning_rate=0.5, h=1e-5, loss="log-cosh", until_converged=True)
    rest = with_outlier().starting_from(fit(with_outlier(), settings).W)
    settings = Settings(0, 0.5, 1e-3, "forward", loss="log-cosh", until_converged=True)
    result = fit(rest, settings)
    assert result.verdict.kind is Outcome.BESIDE_LEAST_ONE_SIDED


def test_next_epoch_is_to_blame() -> None:
    settings = Settings(50, 1e15, 1e-5, loss="mean(log(1 + (Y − P)²))")
    verdict = fit(with_outlier(), settings).verdict
    assert verdict.sentence == "Stopped at epoch 0: the next one diverges. Use a smaller η."


def test_lost_step_names_its_column() -> None:
    problem = with_outlier().starting_from([1.0, 1.0, 1.0])
    settings = Settings(loss="huber", h=1e-17)
    *_, frame = descend(problem, settings)
    name = "temperature of the melt at the nozzle"
    verdict = judge(problem, settings, frame, None, (name, "b", "c"))
    assert verdict.kind is Outcome.STEP_LOST
    assert "in tempe" in verdict.sentence
    assert len(verdict.sentence) <= LONGEST
    assert verdict.remedy is not None
    assert verdict.remedy.kind is RemedyKind.STEP
    taken = Settings(10, 0.01, verdict.remedy.changes["h"], loss="huber")
    assert fit(problem, taken).verdict.kind is Outcome.FALLING_STILL


def test_stopped_run_says_where() -> None:
    settings = Settings(100, 0.01, loss="huber")
    _, frame, *_ = descend(ONES, settings, chunk_epochs=7)
    assert verdict_on_loss(ONES, settings, frame, ("x1",)).sentence == "Stopped at epoch 7."


@pytest.mark.parametrize("scale_columns", [False, True])
def test_ridge_ends_good(scale_columns: bool) -> None:
    problem = with_outlier()
    settings = Settings(
        learning_rate="safe",
        loss=LOSSES["ridge"],
        until_converged=True,
        scale_columns=scale_columns,
    )
    *_, frame = descend(problem, settings)
    verdict = judge(problem, settings, frame, optimum(problem))
    assert verdict.is_good
    first = next(iter(descend(problem, settings)))
    ahead = foresee(problem, settings, first, None).optimum_epoch
    assert 0 < ahead <= frame.epoch


def test_ridge_is_not_told_to_scale() -> None:
    A = with_outlier().A * [1.0, 1e4, 1.0]
    problem = Problem(A, with_outlier().Y)
    for scale_columns in (False, True):
        settings = Settings(
            200, "safe", loss="mean((Y−P)²) + 1e-6·sum(W²)", scale_columns=scale_columns
        )
        remedy = fit(problem, settings).verdict.remedy
        assert remedy is None or remedy.kind is not RemedyKind.SCALE


def test_mean_square_needs_its_optimum() -> None:
    frame = fit(ONES, Settings(3)).end
    with pytest.raises(WrongArgument, match="give the optimum"):
        judge(ONES, Settings(3), frame, None)


def test_nothing_is_foreseen_of_other_losses() -> None:
    settings = Settings(10, 0.1, loss="huber")
    frame = next(iter(descend(ONES, settings)))
    assert foresee(ONES, settings, frame, None) == Forecast()


def test_outlook_has_the_loss_itself() -> None:
    ahead = outlook(ONES, Settings(h=0.1, loss="mean absolute"))
    assert (ahead.loss, ahead.lost, ahead.too_far) == (2.0, None, None)
    far = ONES.starting_from([1e9])
    lost = outlook(far, Settings(h=1e-9, loss="mean absolute")).lost
    assert lost is not None
    assert 1e9 + lost.fitting_h > 1e9


@pytest.mark.parametrize(
    ("loss", "rate", "offered"),
    [
        ("huber", 9.0, "safe"),
        ("mean((Y−P)²) + 5·sum(|W|)", 3.0, "smooth"),
        ("mean absolute", 9.0, "tenth"),
        ("mean((Y − P)^4)", 9.0, "tenth"),
    ],
)
@pytest.mark.parametrize("scale_columns", [False, True])
def test_risen_loss_offers_smaller_rate(
    loss: str, rate: float, offered: str, scale_columns: bool
) -> None:
    run = Settings(1, rate * (100 if scale_columns else 1), 1e-3, loss=loss)
    run = replace(run, scale_columns=scale_columns)
    verdict = fit(with_outlier(), run).verdict
    assert verdict.kind in (Outcome.LOSS_ROSE, Outcome.DIVERGED, Outcome.DIVERGES_NEXT)
    remedy = verdict.remedy
    assert remedy is not None
    assert remedy.kind is RemedyKind.RATE
    assert remedy.changes["learning_rate"] < run.fixed_learning_rate / 2  # type: ignore[operator]
    whys = {"safe": NEVER_RISES, "smooth": SUITS_SMOOTH, "tenth": MUCH_SMALLER}
    assert remedy.why == whys[offered]


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("loss", ["mean absolute", "quantile", "max(|Y − P|)"])
def test_jumps_end_no_run(loss: str, *, scale_columns: bool) -> None:
    rate = 5.0 if scale_columns else 0.37
    settings = Settings(1000, rate, 1e-6, loss=loss, scale_columns=scale_columns)
    verdict = fit(with_outlier(), settings).verdict
    assert verdict.kind is Outcome.TO_AND_FRO
    assert verdict.remedy is not None
    assert float(verdict.remedy.changes["learning_rate"]) < rate / 2
    endless = fit(with_outlier(), replace(settings, until_converged=True))
    assert endless.verdict.kind is Outcome.TO_AND_FRO
    assert endless.verdict.remedy == verdict.remedy


@pytest.mark.parametrize(
    ("loss", "rate"),
    [("mean absolute", 1e-4), ("huber", 0.01), ("log-cosh", 0.01), ("mean absolute", 1e-12)],
)
def test_fall_is_no_jump(loss: str, rate: float) -> None:
    verdict = fit(with_outlier(), Settings(1000, rate, 1e-6, loss=loss)).verdict
    assert verdict.kind is not Outcome.TO_AND_FRO


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ("mean((Y−P)²)·1e308·1e10", "The loss is infinite where W is 0: change the numbers"),
        ("mean((Y−P)²)/0", "The loss is infinite where W is 0: change the numbers"),
        ("mean((Y−P)²)+sqrt(−1)", "The loss is not defined at any weights: a number in it is not."),
        ("mean((Y−P)²)+0/0", "The loss is not defined at any weights: a number in it is not."),
        ("mean(where(P > −1, sqrt(−1), Y))", "The loss is not defined at the start: start from"),
    ],
)
def test_formula_is_blamed_for_every_start(loss: str, sentence: str) -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0], [0.0])
    verdict = fit(problem, Settings(5, 0.01, 0.1, loss=loss)).verdict
    assert verdict.sentence.startswith(sentence)
