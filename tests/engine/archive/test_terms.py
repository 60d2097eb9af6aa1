import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import SavedExperiment
from engine.archive.description import describe, read_description
from engine.archive.secant_file import archived, read_archive
from engine.archive.terms import with_sound_terms
from engine.errors import BadSetting
from engine.terms import CategoryTerm, PowerTerm, ProductTerm, Term
from engine.writing.atomic_write import write_whole

NORTH = CategoryTerm("region", "north", ("east", "north"), "east")
TERMS: tuple[Term | None, ...] = (
    None,
    PowerTerm("age", 2.0),
    NORTH,
    ProductTerm(("age", "region = north")),
)
NAMES = ("age", "age²", "region = north", "of north")
A = [[20.0, 400, 1, 20], [30.0, 900, 0, 0]]


def saved(A: object = A, **changes: Any) -> SavedExperiment:  # noqa: ANN401
    given = {"names": NAMES, "terms": TERMS, **changes}
    return SavedExperiment(A, [1.0, 2.0], np.zeros(4), **given)  # type: ignore[arg-type]


def reread(path: Path, experiment: SavedExperiment) -> SavedExperiment:
    write_whole(path, archived(experiment))
    return read_archive(path)


def test_terms_are_kept_in_files(tmp_path: Path) -> None:
    again = reread(tmp_path / "a.secant", saved())
    assert again.terms == TERMS
    assert not again.lost_terms


def test_files_without_terms_are_as_before(tmp_path: Path) -> None:
    plain = saved(terms=())
    assert "terms" not in json.loads(describe(plain))
    again = reread(tmp_path / "a.secant", plain)
    assert again.terms == (None,) * 4
    assert not again.lost_terms


def test_scaled_and_unfilled_columns_keep_terms(tmp_path: Path) -> None:
    scaled = [[0.0, 3.0, 1, 2], [0.0, 0.0, 0, 0]]
    gaps = [(0, 1, 2), (1, 1, 2), (3, 1, 2)]
    experiment = saved(
        scaled, gaps=gaps, shift=(20.0, 100.0, 0.0, 0.0), scale=(5.0, 100.0, 1.0, 10.0)
    )
    assert reread(tmp_path / "a.secant", experiment).terms == TERMS


def test_columns_that_differ_become_plain(tmp_path: Path) -> None:
    again = reread(tmp_path / "a.secant", saved([[20.0, 400, 1, 20], [30.0, 901, 0, 0]]))
    assert again.terms == (None, None, *TERMS[2:])
    assert again.lost_terms
    assert again.A.tolist() == [[20.0, 400, 1, 20], [30.0, 901, 0, 0]]
    sound = saved()
    assert with_sound_terms(sound) is sound


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        (lambda terms: terms[1:], (None, None, *TERMS[2:])),
        (lambda terms: [[1, {"kind": "power"}], *terms[1:]], (None, None, *TERMS[2:])),
        (lambda terms: [[99, terms[0][1]], *terms[1:]], (None, None, *TERMS[2:])),
        (lambda terms: [["1", terms[0][1]], 3, None, *terms[2:]], (None, None, None, TERMS[3])),
        (lambda _: "age²", (None,) * 4),
        (lambda _: {"1": 2}, (None,) * 4),
    ],
)
def test_damage_costs_the_term_alone(
    tmp_path: Path, damage: Callable[[list[Any]], object], left: tuple[Term | None, ...]
) -> None:
    values = json.loads(describe(saved()))
    before = len(values["terms"])
    values["terms"] = damage(values["terms"])
    is_shorter = isinstance(values["terms"], list) and len(values["terms"]) < before
    given = read_description(json.dumps(values))
    experiment = SavedExperiment(np.array(A), np.array([1.0, 2.0]), np.zeros(4), **given)
    assert (experiment.terms or (None,) * 4) == left
    assert experiment.lost_terms is not is_shorter
    assert reread(tmp_path / "a.secant", experiment).A.tolist() == A


def test_hostile_counts_are_not_read() -> None:
    values = json.loads(describe(saved()))
    values["terms"] = values["terms"] * 1000
    given = read_description(json.dumps(values))
    assert given["lost_terms"]
    assert given["terms"] == TERMS


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(BadSetting):
        saved(terms=("age²", None, None, None))
    with pytest.raises(BadSetting):
        saved(terms=(None,))
