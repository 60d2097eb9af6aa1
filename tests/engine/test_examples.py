import json
import re
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    Difference,
    Method,
    Settings,
    StopReason,
    fit,
    gradient,
    learning_rate_limit,
    optimum,
)
from engine.examples import EXAMPLES, TABLES, Example, Topic, published
from engine.verdict.judge import foresee

from .problems import DATA, published_problem

NAMED = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
SIGNS = {Topic.STEP: re.compile(r"\bh = "), Topic.RATE: re.compile("η = ")}
"""What a note names if it is about a step or a rate, the step first."""
BY_KEY = {example.key: example for example in EXAMPLES}


def test_published_example_is_published_problem() -> None:
    example, known = published(), published_problem()
    assert example.problem.A.tolist() == known.A.tolist()
    assert example.problem.Y.tolist() == known.Y.tolist()
    assert example.problem.W.tolist() == known.W.tolist()


def test_published_settings() -> None:
    settings = published().settings
    assert (settings.epochs, settings.learning_rate, settings.h) == (1000, 0.01, 0.1)


def test_published_note_needs_no_context() -> None:
    example = published()
    assert not {"published", "listing"} & set(example.note.lower().split())
    assert "found in 40 epochs" in example.note
    logs = np.log(fit(example.problem, example.settings).history.loss)
    slopes = -np.diff(logs)
    assert slopes[:10].min() > 10 * slopes[100:].max()
    assert np.ptp(slopes[100:]) < 0.01 * slopes[100:].max()


@NAMED
def test_each_example_lowers_its_loss(example: Example) -> None:
    result = fit(example.problem, example.settings)
    assert result.stop is StopReason.DONE
    assert result.loss < result.history.loss[0]
    assert example.name
    assert example.note.endswith((".", "…"))
    assert example.problem is example.problem
    assert len(example.names) in (0, example.problem.weights + 1)


def test_example_names_are_unique() -> None:
    assert len({example.key for example in EXAMPLES}) == len(EXAMPLES)
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


def condition(key: str) -> float:
    return float(np.linalg.cond(BY_KEY[key].problem.A))


def test_examples_match_their_names() -> None:
    assert condition("well_conditioned") < 2
    assert condition("ill_conditioned") > 20
    assert np.linalg.matrix_rank(BY_KEY["collinear"].problem.A) == 2
    wide = BY_KEY["wide"].problem
    assert wide.weights > wide.rows
    assert condition("square_root") > 1000


def test_published_example_names_its_end() -> None:
    example = BY_KEY["published"]
    problem, settings = example.problem, example.settings
    early = fit(problem, replace(settings, epochs=22))
    foreseen = foresee(problem, settings, early.end, early.best).optimum_epoch
    assert float(f"{foreseen:.1g}") == 4000
    assert fit(problem, replace(settings, epochs=int(foreseen) + 1)).verdict.is_good
    assert not fit(problem, replace(settings, epochs=3000)).verdict.is_good
    assert "about 4,000 to the optimum" in example.note


def test_well_conditioned_example_is_fast() -> None:
    example = BY_KEY["well_conditioned"]
    assert fit(example.problem, Settings(36, example.settings.learning_rate)).loss < 1e-6


def test_noisy_example_settles_at_noise() -> None:
    example = BY_KEY["noisy"]
    assert f"about {fit(example.problem, example.settings).loss:.2f}," in example.note


def test_wide_example_reaches_zero_loss() -> None:
    example = BY_KEY["wide"]
    assert fit(example.problem, example.settings).loss < 1e-6


def test_every_topic_has_examples() -> None:
    topics = {topic: [each.key for each in EXAMPLES if each.topic is topic] for topic in Topic}
    assert topics[Topic.RATE] == ["at_limit"]
    assert topics[Topic.STEP] == ["small_h", "forward_bias"]
    assert {"published", "longley"} <= {*topics[Topic.DATA]}


@NAMED
def test_topic_is_what_note_teaches(example: Example) -> None:
    taught = next((topic for topic, sign in SIGNS.items() if sign.search(example.note)), Topic.DATA)
    assert example.topic is taught


@pytest.mark.parametrize("method", [Method.AUTOMATIC, Method.LITERAL])
def test_rate_at_limit_never_settles(method: Method) -> None:
    example = BY_KEY["at_limit"]
    problem, settings = example.problem, replace(example.settings, method=method)
    assert settings.learning_rate == learning_rate_limit(problem) == 0.25
    assert optimum(problem).W[:, 0].tolist() == [1.5, 1.0]
    found = [fit(problem, replace(settings, epochs=epochs)).W[0, 0] for epochs in (1, 2, 999, 1000)]
    assert found == [3, 0, 3, 0]
    assert "between 0 and 3" in example.note
    half = fit(problem, replace(settings, learning_rate=0.125))
    assert half.W[:, 0] == pytest.approx([1.5, 1.0])


def test_rate_at_limit_is_endless() -> None:
    example = BY_KEY["at_limit"]
    endless = fit(example.problem, replace(example.settings, until_converged=True))
    assert endless.stop is StopReason.ENDLESS


def test_small_h_drowns_the_slopes() -> None:
    example = BY_KEY["small_h"]
    problem, best = example.problem, optimum(example.problem)
    off = []
    for epochs in range(90, 100):
        W = fit(problem, replace(example.settings, epochs=epochs)).W
        off.append(np.abs(W - best.W).max())
        slopes = gradient(problem, W, example.settings.fixed_h)[:, 0]
        # A loss near 11,000 ends in steps of 1.8e−12, which 2h turns into 9.1, a little more or
        # less as w ± h are rounded too.
        assert slopes / 9.1 == pytest.approx(np.round(slopes / 9.1), abs=0.2)
    assert max(off) > 1
    assert "steps of 9" in example.note
    better = fit(problem, replace(example.settings, h=100.0))
    assert pytest.approx(best.W, rel=1e-9) == better.W


def test_forward_quotient_ends_beside_optimum() -> None:
    example = BY_KEY["forward_bias"]
    problem, best = example.problem, optimum(example.problem)
    result = fit(problem, example.settings)
    assert (
        pytest.approx(np.full((2, 1), example.settings.fixed_h / 2), rel=1e-6) == best.W - result.W
    )
    assert f"a loss of {result.loss:.2f} for {best.loss:.2f}" in example.note
    smaller = fit(problem, replace(example.settings, h=0.1))
    assert pytest.approx(np.full((2, 1), 0.05), rel=1e-6) == best.W - smaller.W
    central = fit(problem, replace(example.settings, difference=Difference.CENTRAL))
    assert pytest.approx(best.W, rel=1e-9) == central.W


@pytest.mark.parametrize("key", ["norris", "longley"])
def test_certified_examples_reach_their_values(key: str) -> None:
    settings = Settings(learning_rate="safe", until_converged=True, scale_columns=True)
    result = fit(BY_KEY[key].problem, settings)
    certified_values = {"norris": [-0.2623, 1.0021], "longley": [-3482258.63, 15.06]}[key]
    assert result.W[:2, 0] == pytest.approx(certified_values, rel=5e-4)
    assert result.stop is StopReason.CONVERGED
    assert (result.epochs > 1e10) is (key == "longley")


@pytest.mark.parametrize("name", ["Norris", "Longley"])
def test_shipped_tables_are_certified_ones(name: str) -> None:
    shipped, known = (folder / f"{name}.csv" for folder in (TABLES, DATA))
    assert shipped.read_bytes() == known.read_bytes()
    assert "NIST" in json.loads((DATA / f"{name}.json").read_text("utf-8"))["source"]
