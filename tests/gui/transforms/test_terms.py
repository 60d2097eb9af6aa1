from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import predict
from engine.rescaling import Rescaling
from engine.terms import MissingSource, PowerTerm, ProductTerm, TermFault, term_of
from gui.document import Experiment
from gui.transforms.errors import HasColumn, NotComputed
from gui.transforms.scaling import scale_columns
from gui.transforms.terms import (
    distinct_sources,
    made_plain,
    name_of_term,
    nameable_columns,
    original_values,
    with_term,
)

from .experiments import experiments, made

AGES = made([[1.0, 2.0, 7.0], [1.0, 3.0, 5.0]], [1.0, 2.0], [4.0, 5.0, 6.0], ("1", "age", ""))


def test_computed_column_comes_last() -> None:
    after = with_term(AGES, PowerTerm("age", 2.0))
    assert after.A.tolist() == [[1, 2, 7, 4], [1, 3, 5, 9]]
    assert after.W.tolist() == [[4], [5], [6], [0]]
    assert after.inputs[3].name == "age²"
    assert after.inputs[3].term == PowerTerm("age", 2.0)
    assert after.columns_key is not AGES.columns_key


def test_unnamed_sources_get_their_names() -> None:
    after = with_term(AGES, ProductTerm(("age", "x3")), "product")
    assert [each.name for each in after.inputs] == ["1", "age", "x3", "product"]


def test_names_are_taken_once() -> None:
    after = with_term(AGES, PowerTerm("age", 2.0))
    for again in (after, AGES):
        with pytest.raises(HasColumn):
            with_term(again, PowerTerm("age", 2.0), "" if again is after else "x3")


def test_sources_may_be_gone() -> None:
    with pytest.raises(MissingSource):
        with_term(AGES, PowerTerm("size", 2.0))


def test_terms_are_of_original_units() -> None:
    scaled = scale_columns(AGES, [1], Rescaling.STANDARDISE)
    assert original_values(scaled, 1).tolist() == [2.0, 3.0]
    after = with_term(scaled, PowerTerm("age", 2.0))
    assert after.A.column(3).tolist() == [4.0, 9.0]


def test_only_distinct_names_are_offered() -> None:
    twice = replace(AGES, inputs=(*AGES.inputs[:2], AGES.inputs[1]))
    assert nameable_columns(AGES) == ["intercept", "age", "x3"]
    assert distinct_sources(AGES) == ["age", "x3"]
    assert distinct_sources(twice) == []


def test_default_name_is_the_formula() -> None:
    term = PowerTerm("body mass", 3.0)
    assert name_of_term(term) == "body mass³"
    assert name_of_term(term, "  cube ") == "cube"


def test_plain_column_keeps_its_values() -> None:
    after = with_term(AGES, PowerTerm("age", 2.0))
    plain = made_plain(after, [1, 3])
    assert plain.A is after.A
    assert [each.term for each in plain.inputs] == [None] * 4
    with pytest.raises(NotComputed):
        made_plain(plain, [3])


@given(experiments(), st.sampled_from(["{0}^2", "{0}·{1}", "log({0}^2 + 1)", "{0} − 2·{1}"]))
def test_adding_keeps_predictions(experiment: Experiment, text: str) -> None:
    sources = distinct_sources(experiment)
    assume(sources)
    term = term_of(text.format(sources[0], sources[-1]), nameable_columns(experiment))
    try:
        after = with_term(experiment, term, "new one")
    except TermFault:
        assume(False)
    before = predict(experiment.A.joined, experiment.W.joined)
    again = predict(after.A.joined, after.W.joined)
    largest = np.abs(experiment.A.joined) @ np.abs(experiment.W.joined)
    assert (np.abs(again - before) <= 1e-12 * largest).all()
