"""Sentences about a number of things, in the form for the number, also in another process."""

import pickle

import pytest

from engine.language.plurals import CountedText, plural
from engine.language.sentence import Sentence

ROWS = plural("engine", "{n} rows of {name} were read.", "{n} row of {name} was read.", 1)


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 rows of t were read."),
        (1, "1 row of t was read."),
        (12_345, "12,345 rows of t were read."),
    ],
)
def test_count_chooses_the_form(n: int, said: str) -> None:
    assert ROWS(n, name="t") == said


def test_fact_may_have_any_name() -> None:
    form = plural("engine", "{n} columns are named {shown}.", "{n} column is named {shown}.", 1)
    assert form(2, shown="t") == "2 columns are named t."
    assert form.of(10**12, "1e12", shown="t") == "1e12 columns are named t."


def test_sentence_keeps_both_forms() -> None:
    said = pickle.loads(pickle.dumps(ROWS(1, name="t")))
    assert isinstance(said, Sentence)
    assert said.facts == {"n": "1", "name": "t"}
    (text,) = said.texts
    assert isinstance(text, CountedText)
    assert (text.context, text.several, text.one, text.n) == ("engine", ROWS.several, ROWS.one, 1)
    assert text == ROWS.one
