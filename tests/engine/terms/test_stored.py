import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.terms import BadTerm, CategoryTerm, ComputedTerm, PowerTerm
from engine.terms.stored import term_as_json, term_from_json
from engine.terms.term import MOST_LEVELS, MOST_NAME

from .drawn import NAMES, categories, computed

_SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
_KINDS = st.sampled_from(["power", "product", "logarithm", "category", "formula"])
_VALUES = _SCALARS | st.lists(_SCALARS, max_size=3) | st.sampled_from(NAMES)
_KEYS = "of", "exponent", "base", "level", "levels", "left_out", "text"
_HOSTILE = st.fixed_dictionaries(
    {"kind": _KINDS},
    optional=dict.fromkeys(
        ("of", "exponent", "base", "level", "levels", "left_out", "text"), _VALUES
    ),
)


@given(computed | categories())
def test_terms_return_from_files(term: ComputedTerm | CategoryTerm) -> None:
    value = json.loads(json.dumps(term_as_json(term), allow_nan=False))
    assert term_from_json(value, NAMES) == term


@given(_HOSTILE | _SCALARS | st.lists(_SCALARS))
def test_hostile_objects_are_terms_or_refused(value: object) -> None:
    try:
        term = term_from_json(value, NAMES)
    except BadTerm:
        return
    assert term_from_json(term_as_json(term), NAMES) == term
    assert set(term.sources) <= set(NAMES)


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "power", "of": "gone", "exponent": 2},
        {"kind": "power", "of": "age", "exponent": True},
        {"kind": "power", "of": "age", "exponent": 10**400},
        {"kind": "power", "of": ["age"], "exponent": 2},
        {"kind": "formula", "text": "mean(age)"},
        {"kind": "formula", "text": "(" * 1000},
        {"kind": "formula", "text": "__import__('os')"},
        {"kind": "product", "of": ["age"] * (MOST_LEVELS + 1)},
        {"kind": "category", "of": "r", "level": "a", "levels": ["a", 1], "left_out": "a"},
        {"kind": "category", "of": "r" * (MOST_NAME + 1), "level": "a", "levels": ["a", "b"]},
        {"kind": "spline", "of": "age"},
        {},
    ],
)
def test_what_is_no_term_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(BadTerm):
        term_from_json(value, NAMES)


def test_sources_need_names_of_their_own() -> None:
    value = term_as_json(PowerTerm("age", 2.0))
    assert term_from_json(value, ["age", "x"]) == PowerTerm("age", 2.0)
    with pytest.raises(BadTerm):
        term_from_json(value, ["age", "age"])
