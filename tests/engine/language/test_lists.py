"""Lists in a sentence, of names and of what can be said in another language."""

import pytest

from engine.language.lists import SEMICOLON, all_of, and_more, joined_by_and, listed, one_of
from engine.language.sentence import Chain, Sentence, marked

GAP = marked("engine", "a gap")


@pytest.mark.parametrize(
    ("items", "all_are", "one_is"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a or b"),
        (["a", "b", "c"], "a, b and c", "a, b or c"),
    ],
)
def test_last_item_is_joined_otherwise(items: list[str], all_are: str, one_is: str) -> None:
    assert (all_of(items), one_of(items)) == (all_are, one_is)


@pytest.mark.parametrize(("items", "said"), [(["1"], "1"), (["1", "2", "3"], "1 and 2 and 3")])
def test_numbers_are_joined_without_commas(items: list[str], said: str) -> None:
    assert joined_by_and(items) == said


def test_rest_of_list_is_counted() -> None:
    assert and_more(["a", "b"], 2) == "a, b"
    assert and_more(["a", "b", "c"], 2) == "a, b and 1 more"


def test_list_keeps_its_items() -> None:
    one, two = listed([GAP]), listed([GAP, "b"], SEMICOLON)
    assert one is GAP
    assert two == "a gap; b"
    assert isinstance(two, Chain)
    assert two.parts == (GAP, "; ", "b")
    counted = and_more([GAP, GAP], 1)
    assert isinstance(counted, Sentence)
    assert counted.facts["items"] is GAP
