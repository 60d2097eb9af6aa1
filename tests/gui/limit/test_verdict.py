"""What is said of each h."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, optimum
from engine.difference import Difference
from engine.limit.curves import measure, steps_between
from gui.document import Experiment
from gui.limit.digits_text import RIGHT, DigitsWorth, right_sentence
from gui.limit.limit_request import LimitFrame, axis_of
from gui.limit.limit_state import LimitState, OtherWeights
from gui.limit.verdict import (
    STEP_OF_WEIGHT,
    LimitVerdict,
    digits_worth,
    verdict_on,
    verdict_sentence,
)
from gui.plots.limit.error_sentences import whole_digits
from gui.text import translation
from tests.engine.limit.places import STARTS, TABLES, place
from tests.gui.limit.looking import CHOICE, digits_of_quotient, experiment_of, frame_at, request_of
from tests.gui.text.test_translation import Brackets

ROOM = 868 - 4 * 8
"""The pixels of the line in the smallest window."""
AS_GOOD_AS_IT_GETS = (
    *(LimitVerdict.GOOD, LimitVerdict.BEST, LimitVerdict.PARABOLA),
    LimitVerdict.LARGER,  # fewer digits are lost than count
)
FORWARD, CENTRAL = Difference.FORWARD, Difference.CENTRAL


@pytest.mark.parametrize(
    ("h", "difference", "sentence"),
    [
        (
            8e-8,
            FORWARD,
            "h = 8e−8 is about as good as it gets. 8 digits of the slope are right. "
            "Any smaller, and digits cancel.",
        ),
        (
            3e-15,
            FORWARD,
            "Smaller is no better: 15 of 16 digits cancel at h = 3e−15. 1 digit of the slope "
            "is right. Best is h ≈ 8.6e−8.",
        ),
        (
            0.1,
            FORWARD,
            "The secant still cuts the bend at h = 0.1. 1 digit of the slope is right. "
            "Smaller is better, to h ≈ 8.6e−8.",
        ),
        (
            1e-17,
            FORWARD,
            "w + h is w at h = 1e−17: there is no step to divide by. Best is h ≈ 8.6e−8.",
        ),
        (
            0.1,
            CENTRAL,
            "The central quotient of a parabola is exact at any h: a large h only takes rounding "
            "away. {digits} digits of the slope are right.",
        ),
    ],
)
def test_regions_have_their_sentences(h: float, difference: Difference, sentence: str) -> None:
    frame = frame_at(h, difference)
    if "{digits}" in sentence:
        sentence = sentence.format(digits=digits_of_quotient(frame))
    assert verdict_sentence(frame) == sentence


def test_large_central_h_is_rounding() -> None:
    frame = frame_at(1e9, CENTRAL)
    assert verdict_on(frame) is LimitVerdict.LARGE


@pytest.mark.parametrize("h", [100.0, 300.0, 1e3])
@pytest.mark.parametrize("weight", [0, 1, 2])
def test_rounding_at_large_h_is_said(h: float, weight: int) -> None:
    choice = replace(CHOICE, h=h, difference=CENTRAL, weight=weight)
    frame = request_of(choice, experiment_of("published")).frame()
    said = verdict_sentence(frame)
    lost = frame.digits_expected(frame.best_h) - frame.digits_expected(h)
    assert lost > 0.5
    assert "only takes rounding away" not in said
    assert "losses are" in said or h == 1e3
    assert "as good as it gets" not in said


def test_losses_alike_at_zero_weight() -> None:
    frame = frame_at(1e-25, FORWARD, key="longley")
    assert verdict_on(frame) is LimitVerdict.ALIKE
    assert "quotient is 0" in verdict_sentence(frame)


def test_flat_slope_counts_nothing() -> None:
    flat = Experiment.of(Problem([[1.0], [-1.0]], [1.0, 1.0]), Settings(h=0.1))
    frame = request_of(CHOICE, flat).frame()
    assert frame.state.slope == 0
    assert verdict_sentence(frame) == (
        "The exact slope along w1 is 0: there are no digits to count."
    )


def test_tiny_slope_is_not_called_zero() -> None:
    tiny = Experiment.of(Problem([[1e-300], [2e-300]], [1e-300, 5e-300]), Settings(h=0.1))
    frame = request_of(CHOICE, tiny).frame()
    assert frame.state.digits.exact != 0
    assert verdict_sentence(frame) == (
        "The slope along w1 is 0 to rounding: no h gives digits of it. Keep h as it is."
    )
    assert right_sentence(frame.state.digits, frame.state.region, digits_worth(frame)) == (
        "The slope is 0 to rounding: no h gives digits of it."
    )


def test_overflow_is_named() -> None:
    frame = frame_at(1e200, FORWARD)
    assert verdict_on(frame) is LimitVerdict.OVERFLOW


def test_digits_are_counted_in_words() -> None:
    counted = [RIGHT.sentence(whole_digits(each)) for each in (np.nan, 0.9, 1.0, 8.7)]
    none, one = "No digit of the slope is right.", "1 digit of the slope is right."
    assert counted == [none, none, one, "8 digits of the slope are right."]


@pytest.mark.parametrize(("cancelled", "verb"), [(0, "cancel"), (1, "cancels"), (2, "cancel")])
def test_cancelled_digits_agree_in_number(cancelled: int, verb: str) -> None:
    said = LimitVerdict.CANCEL.said("", cancelled, all=16, step="h", h="0.1", best="1")
    assert said == (
        f"Smaller is no better: {cancelled} of 16 digits {verb} at h = 0.1. Best is h ≈ 1."
    )


def test_verdicts_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_catalogue", Brackets())
    for verdict in LimitVerdict:
        facts = {"name": "W1", "step": "H", "h": "0.1", "best": "1"}
        said = verdict.said("⟨3 DIGITS⟩", 15, all=16, **facts, kink="1", left="−1", right="1")
        pieces = said.split("⟩ ⟨")
        assert said.startswith("⟨")
        assert said.endswith((".⟩", "⟨3 DIGITS⟩"))
        assert len(pieces) == 1 + verdict.counts_digits + bool(verdict.better)
        assert "⟨" not in said[1:-1].replace("⟩ ⟨", "")


def test_sentences_fit_the_smallest_window(qtbot: QtBot) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    metrics = QFontMetrics(font)
    step = STEP_OF_WEIGHT.format(name="w1")
    facts = {"name": "w1", "step": step, "h": "1.58e−15", "best": "8.6e−8"}
    facts |= {"kink": "1.6e−12", "left": "−0.333", "right": "0.000123"}
    for verdict in LimitVerdict:
        text = verdict.said(RIGHT.sentence(12), 15, all=16, **facts)
        assert metrics.horizontalAdvance(text) <= ROOM, text


def at_rest(h: float, difference: Difference) -> LimitFrame:
    """Return a frame at the optimum of an example, if that is where the slopes are rounding."""
    found = experiment_of("well_conditioned")
    choice = replace(CHOICE, h=h, difference=difference)
    request = request_of(choice, found)
    return replace(request, W=optimum(found.problem).W).frame()


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("h", [1e4, 106.0, 1.0, 1e-3, 1e-12])
def test_slope_of_rounding_is_said(h: float, difference: Difference) -> None:
    frame = at_rest(h, difference)
    assert frame.state.slope != 0
    assert verdict_sentence(frame) == (
        "The slope along w1 is 0 to rounding: no h gives digits of it. Keep h as it is."
    )


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("key", ["published", "longley", "noisy"])
def test_better_h_gives_more_digits(key: str, difference: Difference) -> None:
    most = math.log10(30) if difference is CENTRAL else 1
    for exponent in range(-16, 12):
        frame = frame_at(10.0**exponent, difference, key=key)
        sentence, verdict = verdict_sentence(frame), verdict_on(frame)
        at_best, shown = frame.digits_expected(frame.best_h), whole_digits(frame.digits)
        lost = at_best - frame.digits_expected(frame.state.h)
        is_named = "Best is h" in sentence or "better, to h" in sentence
        if verdict not in (LimitVerdict.STILL, LimitVerdict.OVERFLOW):
            assert is_named is not (verdict in AS_GOOD_AS_IT_GETS)
            are_few = whole_digits(at_best) - shown > math.ceil(most)
            assert is_named is (lost >= most or are_few or shown == 0)


def test_one_digit_less_is_not_best() -> None:
    assert verdict_sentence(frame_at(2.6e-6, FORWARD)) == (
        "The secant still cuts the bend at h = 2.6e−6. 6 digits of the slope are right. "
        "Smaller is better, to h ≈ 8.6e−8."
    )


@pytest.mark.parametrize("difference", [FORWARD, Difference.BACKWARD])
def test_good_steps_are_nearly_best(difference: Difference) -> None:
    """Of all tables, from a thousandth of the best h to a thousand times it."""
    times = []
    for name, where in product(TABLES, STARTS):
        request = request_of(replace(CHOICE, difference=difference))
        state = LimitState(place(name, where), 0, "w1", 1.0, difference)
        if state.theory.is_hidden:
            continue
        axis = axis_of(state)
        curves = measure(state.point, 0, steps_between(*axis))
        best_h, errors = curves.marked_h(state.theory, difference), curves.smoothed(difference)
        for h in best_h * 10.0 ** np.arange(-3, 3.5, 0.5):
            frame = LimitFrame(request, replace(state, h=float(h)), curves, axis)
            if verdict_on(frame) in (LimitVerdict.GOOD, LimitVerdict.BEST):
                here, best = (np.argmin(np.abs(np.log(curves.h / each))) for each in (h, best_h))
                times.append(errors[here] / errors[best])
    assert len(times) > 100
    assert np.mean(np.array(times) > 10) < 0.05


def test_digits_beyond_theory_are_luck() -> None:
    sentences = [verdict_sentence(frame_at(10.0 ** (-k / 10), FORWARD)) for k in range(90, 160)]
    assert any("by luck" in each for each in sentences)
    assert not all("by luck" in each for each in sentences)


def test_panel_agrees_with_the_verdict() -> None:
    resting = at_rest(1.0, CENTRAL)
    assert digits_worth(resting) is DigitsWorth.HIDDEN
    found = resting.state
    sentence = right_sentence(found.digits, found.region, digits_worth(resting))
    assert sentence == "The slope is 0 to rounding: no h gives digits of it."
    frames = [frame_at(10.0 ** (-k / 10), FORWARD) for k in range(90, 160)]
    lucky = next(each for each in frames if digits_worth(each) is DigitsWorth.LUCK)
    found = lucky.state
    assert "by luck." in right_sentence(found.digits, found.region, digits_worth(lucky))
    assert digits_worth(frame_at(8e-8)) is DigitsWorth.EARNED


@pytest.mark.parametrize("key", ["published", "longley", "noisy"])
def test_verdict_counts_as_the_panel(key: str) -> None:
    for exponent in range(-80, 25):
        frame = frame_at(10.0 ** (exponent / 5), CENTRAL, key=key)
        state = frame.state
        count = state.digits.whole_digits_right
        panel = right_sentence(state.digits, state.region, digits_worth(frame))
        counted = RIGHT.sentence(count).removesuffix("right.").casefold()
        said = verdict_sentence(frame).casefold()
        if verdict_on(frame) not in (LimitVerdict.STILL, LimitVerdict.ALIKE):
            assert counted in said
        assert counted.removeprefix("no ") in panel.casefold()
        assert frame.error == abs(state.digits.slope - state.slope) or np.isnan(frame.error)


def test_other_weights_are_named() -> None:
    frame = frame_at(30_000.0, CENTRAL, key="longley")
    said = verdict_sentence(frame, OtherWeights.UNSERVED)
    assert said.startswith("h of w1 = 30000 is about as good as it gets. ")
    assert said.endswith(". Other weights need another h.")


@pytest.mark.parametrize("others", [OtherWeights.UNSERVED, OtherWeights.OWN])
@pytest.mark.parametrize("quotient", [CENTRAL, FORWARD])
def test_every_sentence_says_whose_h_it_is(quotient: Difference, others: OtherWeights) -> None:
    seen = set[LimitVerdict]()
    for exponent in range(-25, 15):
        frame = frame_at(10.0**exponent, quotient, key="longley")
        shared, own = (verdict_sentence(frame, each) for each in (OtherWeights.SERVED, others))
        seen.add(verdict_on(frame))
        assert "h = " not in own
        assert "h ≈ " not in own
        assert "h of w1 = " in own
        assert ("h of w1 ≈ " in own) or "h ≈ " not in shared
    assert len(seen) >= 4
