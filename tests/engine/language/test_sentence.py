"""Sentences keep what they were made of, also in another process."""

import pickle

import pytest

from engine.language.sentence import (
    Beginning,
    Chain,
    MarkedText,
    Sentence,
    beginning,
    marked,
)
from engine.shortening import first_sentence, fitted

EMPTY = marked("engine", "{matrix} is empty ({shape}).")


def test_marked_text_is_its_text() -> None:
    assert marked("engine", "no numbers") == "no numbers"
    assert isinstance(EMPTY, MarkedText)
    assert EMPTY.context == "engine"


def test_sentence_keeps_text_and_facts() -> None:
    said = EMPTY.format(matrix="A", shape="0×3")
    assert said == "A is empty (0×3)."
    assert isinstance(said, Sentence)
    assert (said.texts, said.facts) == ((EMPTY,), {"matrix": "A", "shape": "0×3"})


def test_facts_need_names() -> None:
    with pytest.raises(AssertionError):
        marked("engine", "{} is empty.").format("A")


def test_fitted_sentence_keeps_whole_names() -> None:
    name = "a name that is far too long for one line of the window, and so is cut"
    said = fitted(
        marked("engine", "{name} is empty, and so nothing is read."), names={"name": name}
    )
    assert "…" in said
    assert isinstance(said, Sentence)
    assert said.names == {"name": name}


def test_first_sentence_keeps_the_whole() -> None:
    whole = marked("engine", "It is empty. Type a number.")
    first = first_sentence(whole)
    assert first == "It is empty."
    assert isinstance(first, Beginning)
    assert first.whole is whole
    assert beginning(whole, whole) is whole


@pytest.mark.parametrize(
    "text",
    [
        EMPTY,
        EMPTY.format(matrix=marked("engine", "the table"), shape="0×3"),
        fitted(EMPTY, names={"matrix": "A"}, shape="0×3"),
        Chain(marked("engine", "{place}: "), EMPTY),
        Beginning("It is empty.", marked("engine", "It is empty. Type a number.")),
    ],
    ids=lambda text: type(text).__name__,
)
def test_each_kind_survives_pickling(text: str) -> None:
    again = pickle.loads(pickle.dumps(text))
    assert again == text
    assert type(again) is type(text)
    kept: tuple[str, ...] = vars(type(text))["__slots__"]
    assert all(getattr(again, name) == getattr(text, name) for name in kept)


def test_unknown_facts_are_sent_as_text() -> None:
    class Local:
        def __str__(self) -> str:
            return "a value of its own"

    again = pickle.loads(pickle.dumps(marked("engine", "It is {value}.").format(value=Local())))
    assert again == "It is a value of its own."
    assert again.facts == {"value": "a value of its own"}
