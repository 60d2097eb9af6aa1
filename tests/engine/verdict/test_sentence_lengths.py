"""Every sentence on an ending fits the strip with its longest facts."""

import math
from string import Formatter

import numpy as np
import pytest

from engine.shortening import elide_middle
from engine.verdict.verdict import SHORTER, Outcome
from engine.verdict.wording import (
    LONGEST,
    NAME_LENGTHS,
    count,
    direction,
    fold,
    how_often,
    in_epochs,
    number,
    roughly,
    setting,
    two_digits,
)

EPOCHS = (999_999_999.0, 1.23e12)
SHORTEST = NAME_LENGTHS[-1]
NAME = elide_middle("conductivity of the solution", SHORTEST)
STEP = setting(1.23456e-100)
RATE = number(1.23e-100)
FACTS = {
    "before": [RATE],
    "now": [RATE],
    "digits": ["15"],
    "direction": [direction(np.array([1.0, -1.0, 0.9]), ["conductivity"] * 3, SHORTEST)],
    "epoch": [count(each) for each in EPOCHS],
    "epochs": [two_digits(9.9e299)],
    "factor": [fold(1 + 1e-9), fold(987_654_321.0), fold(1e300)],
    "fewer": [roughly(9.9e299)],
    "fold": [fold(987_654_321.0), fold(math.inf)],
    "h": [STEP],
    "half": [RATE],
    "halving": [in_epochs(999_000_000), in_epochs(1.23e11)],
    "often": [how_often(999_000_000), how_often(1.23e11)],
    "most": ["3.4e38"],
    "least": ["0"],
    "loss": [RATE],
    "moved": ["w + h"],
    "n": [count(each) for each in EPOCHS],
    "name": [NAME, "x100"],
    "points": ["w ± h"],
    "rank": ["100"],
    "rate": [STEP],
    "size": ["1e308"],
    "times": [f"({fold(1 + 1e-9)})"],
    "tolerance": [setting(1e-12)],
    "weights": ["101"],
}
# These are tried with shorter sentences if they do not fit, which their own tests check.
WITH_ANOTHER = {
    *(Outcome.NEAREST_START, Outcome.NEAREST_SCALED, Outcome.DEPENDENT, Outcome.DEPENDENT_BRIEFLY),
    *(Outcome.BIAS_ROSE, Outcome.STILL_FALLING, Outcome.CONVERGED_FREE, Outcome.FALLING_STILL),
    *(Outcome.CRAWLING_AT_RATE, Outcome.CRAWLING_UNSCALED, Outcome.CRAWLING_PLAIN),
}
OF_DIRECTIONS = [each for each in SHORTER if "{direction}" in each.sentence]


def longest(outcome: Outcome) -> str:
    """Return the longer sentence, with the longest text of each fact."""
    facts = {name: max(texts, key=len) for name, texts in FACTS.items()}
    if outcome is Outcome.RATE_TINY:
        facts["rate"] = RATE
    return max(outcome.sentence, outcome.of_backward, key=len).format(**facts)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in WITH_ANOTHER])
def test_longest_facts_fit_one_line(outcome: Outcome) -> None:
    assert len(longest(outcome)) <= LONGEST


def test_every_fact_is_known() -> None:
    fields = {
        field
        for each in Outcome
        for sentence in (each.sentence, each.of_backward)
        for _, field, _, _ in Formatter().parse(sentence)
        if field
    }
    assert fields - {*FACTS} == {"dependency", "start"}


def test_usual_names_are_whole_when_crawling() -> None:
    sentence = Outcome.CRAWLING.sentence
    facts = {"direction": "temperature, flow …", "often": "every 31,100 epochs"}
    assert len(sentence.format(**facts)) <= LONGEST


@pytest.mark.parametrize("outcome", [each for each in SHORTER if each not in OF_DIRECTIONS])
def test_usual_name_has_room(outcome: Outcome) -> None:
    facts = {"name": "conductivity", "h": "1e−10", "moved": "w + h"}
    lengths = [len(each.format(**facts)) for each in (outcome.sentence, *SHORTER[outcome])]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] <= LONGEST


def test_two_usual_names_have_room() -> None:
    facts = {"direction": "armed forces, temperatures …", "often": "every 1.2e9 epochs"}
    assert len(SHORTER[Outcome.CRAWLING][-1].format(**facts)) <= LONGEST


@pytest.mark.parametrize("outcome", [each for each in OF_DIRECTIONS if "{fewer}" in each.sentence])
def test_directions_have_room_beside_epochs(outcome: Outcome) -> None:
    usual = {"direction": "temperature, flow …", "fewer": "76,000 epochs", "epochs": "4.7e8"}
    forms = [each.format(**usual) for each in (outcome.sentence, *SHORTER[outcome])]
    assert [usual["direction"] in each for each in forms] == [True, True, False]
    assert len(forms[1]) <= LONGEST
    longest = {name: max(texts, key=len) for name, texts in FACTS.items()}
    assert len(SHORTER[outcome][-1].format(**longest)) <= LONGEST
