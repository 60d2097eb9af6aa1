import json

import numpy as np
import pytest

from engine import Settings, StopReason, fit
from engine.examples import EXAMPLES, TABLES, Example, published

from .problems import DATA, published_problem

NAMED = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
BY_KEY = {example.key: example for example in EXAMPLES}


def test_published_example_is_published_problem() -> None:
    example, known = published(), published_problem()
    assert example.problem.A.tolist() == known.A.tolist()
    assert example.problem.Y.tolist() == known.Y.tolist()
    assert example.problem.W.tolist() == known.W.tolist()


def test_published_settings_and_note() -> None:
    example = published()
    settings = example.settings
    assert (settings.epochs, settings.learning_rate, settings.h) == (1000, 0.01, 0.1)
    assert "h² = 0.01" in example.note


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


def test_well_conditioned_example_is_fast() -> None:
    example = BY_KEY["well_conditioned"]
    assert fit(example.problem, Settings(36, example.settings.learning_rate)).loss < 1e-6


def test_noisy_example_settles_at_noise() -> None:
    example = BY_KEY["noisy"]
    assert f"about {fit(example.problem, example.settings).loss:.2f}," in example.note


def test_wide_example_reaches_zero_loss() -> None:
    example = BY_KEY["wide"]
    assert fit(example.problem, example.settings).loss < 1e-6


@pytest.mark.parametrize("key", ["norris", "longley"])
def test_certified_examples_reach_their_values(key: str) -> None:
    settings = Settings(learning_rate="safe", until_converged=True, scale_columns=True)
    result = fit(BY_KEY[key].problem, settings)
    certified_values = {"norris": [-0.2623, 1.0021], "longley": [-3482258.63, 15.06]}[key]
    assert result.W[:2, 0] == pytest.approx(certified_values, rel=5e-4)
    assert result.stop is StopReason.CONVERGED
    assert (result.epochs > 1e11) is (key == "longley")


@pytest.mark.parametrize("name", ["Norris", "Longley"])
def test_shipped_tables_are_certified_ones(name: str) -> None:
    shipped, known = (folder / f"{name}.csv" for folder in (TABLES, DATA))
    assert shipped.read_bytes() == known.read_bytes()
    assert "NIST" in json.loads((DATA / f"{name}.json").read_text("utf-8"))["source"]
