"""Categories are given by their words, and the columns of 0 and 1 follow from these."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference import given_inputs as module
from engine.inference.given_inputs import GivenInput, given_cells, given_inputs, word_columns
from engine.inference.new_table import InputColumn
from engine.terms import CategoryTerm, UnknownLevel

LEVELS = ("east", "north", "south")
TERMS = tuple(CategoryTerm("region", level, LEVELS, "east") for level in LEVELS[1:])
AGE = InputColumn(name="age")
COLUMNS = (
    InputColumn(is_ones=True, name="1"),
    InputColumn(name="region = north", level=TERMS[0]),
    AGE,
    InputColumn(name="region = south", level=TERMS[1]),
)
REGION = GivenInput("region", (1, 3), TERMS)
NAN = math.nan


def test_category_is_one_input() -> None:
    assert given_inputs(COLUMNS) == (REGION, GivenInput("age", (2,)))
    assert REGION.words == LEVELS
    (word,) = word_columns(COLUMNS)
    assert (word.name, word.places) == ("region", (0, 2))  # of the three columns to fill


@given(st.sampled_from(LEVELS), st.sampled_from(("{}", " {} ")), st.booleans())
def test_word_reads_back(level: str, form: str, upper: bool) -> None:
    word = form.format(level)
    numbers = REGION.numbers(word.upper() if upper else word, 1)
    assert REGION.word(numbers) == level
    assert sum(numbers) == (level != "east")


def test_no_word_is_empty() -> None:
    assert np.isnan(REGION.numbers("  ", 1)).all()
    assert REGION.word((NAN, NAN)) == ""
    assert REGION.word((1.0, 1.0)) is REGION.word((0.5, 0.0)) is REGION.word((NAN, 0.0)) is None


def test_unknown_word_names_known_ones() -> None:
    with pytest.raises(UnknownLevel) as raised:
        REGION.numbers("mars", 7)
    said = "“mars” in row 7 is no level of region, which has east, north and south."
    assert (str(raised.value), raised.value.short) == (said, said)


def test_lone_column_takes_its_numbers() -> None:
    levels = ("no", "yes")
    smoker = GivenInput("smoker", (1,), (CategoryTerm("smoker", "yes", levels, "no"),))
    assert [smoker.numbers(word, 1) for word in ("1", "0", "yes")] == [(1.0,), (0.0,), (1.0,)]
    codes = ("0", "1")
    coded = GivenInput("code", (1,), (CategoryTerm("code", "0", codes, "1"),))
    assert coded.numbers("1", 1) == (0.0,)  # a word of the category, whatever it looks like


def test_case_tells_levels_apart() -> None:
    levels = ("a", "A", "b")
    terms = (CategoryTerm("x", "a", levels, "b"), CategoryTerm("x", "A", levels, "b"))
    both = GivenInput("x", (0, 1), terms)
    assert both.numbers("A", 1) == (0.0, 1.0)
    assert both.numbers("B", 1) == (0.0, 0.0)


def test_levels_without_column_are_alike() -> None:
    part = GivenInput("region", (1,), TERMS[:1])
    assert part.numbers("south", 1) == part.numbers("east", 1) == (0.0,)
    assert part.word((0.0,)) == "east / south"


def test_shared_name_keeps_numbers() -> None:
    columns = (*COLUMNS, InputColumn(name="Region"))
    assert [each.name for each in given_inputs(columns)] == [
        *("region = north", "region = south", "age", "Region")
    ]
    assert word_columns(columns) == ()


def test_cells_are_written_as_words() -> None:
    names = [each.name for each in COLUMNS]
    cells = np.array([[NAN, 1.0, 30.0, 0.0], [NAN, NAN, 40.0, NAN]])
    found = dict(given_cells(COLUMNS, names, cells))
    assert found["region"] == ["north", ""]
    assert np.array_equal(found["age"], [30.0, 40.0])
    cells[1, 1:4:2] = 1.0  # no level has both
    assert list(dict(given_cells(COLUMNS, names, cells))) == names[1:2] + names[3:] + ["age"]


def test_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0
