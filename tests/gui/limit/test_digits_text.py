from dataclasses import replace

import pytest

from engine import Difference
from engine.examples import published
from engine.limit.theory import Region
from engine.settings import Precision
from gui.limit.digits_text import (
    FLAT,
    HIDDEN,
    RowName,
    cancelled_sentence,
    rows_of,
    sentences_of,
    spoken,
)
from gui.limit.limit_state import LimitState
from gui.limit.magnified_picture import MicroscopeText
from gui.limit.verdict import LimitVerdict
from gui.plots.limit.error_sentences import ErrorSentence
from gui.plots.limit.region_bands import REGION_NAMES

from .states import alike_state, flat_state, huge_state, point_of, published_state

FORWARD = Difference.FORWARD


STATE = published_state(8e-8, FORWARD)


def said(state: LimitState) -> tuple[str, ...]:
    return sentences_of(state.digits, state.region)


def texts(h: float, difference: Difference = Difference.CENTRAL) -> dict[RowName, str]:
    return {row.name: row.text for row in rows_of(published_state(h, difference).digits)}


def test_central_quotient_is_written_out() -> None:
    assert texts(3e-15) == {
        RowName.AHEAD: "340.3810804433134",
        RowName.BEHIND: "340.3810804433144",
        RowName.DIFFERENCE: "−1.0800249583553523e−12",
        RowName.DOUBLE_STEP: "6.217248937900877e−15",
        RowName.QUOTIENT: "−173.7142857142857",
        RowName.SLOPE: "−170.8492428959828",
    }


def test_one_sided_quotients_have_loss_at_w() -> None:
    assert list(texts(1.0, FORWARD))[:2] == [RowName.AHEAD, RowName.HERE]
    assert list(texts(1.0, Difference.BACKWARD))[:2] == [RowName.HERE, RowName.BEHIND]
    assert RowName.STEP in texts(1.0, FORWARD)


def test_shared_digits_are_quiet() -> None:
    ahead, behind, *others = rows_of(published_state(3e-15).digits)
    assert ahead.text[: ahead.quiet] == behind.text[: behind.quiet] == "340.38108044331"
    assert {row.quiet for row in others} == {0}


def test_points_are_found_before_exponents() -> None:
    found = {row.name: row.point for row in rows_of(published_state(3e-15).digits)}
    assert found[RowName.AHEAD] == 3
    assert (found[RowName.DIFFERENCE], found[RowName.DOUBLE_STEP]) == (2, 1)


@pytest.mark.parametrize(
    ("h", "difference", "sentences"),
    [
        (
            8e-8,
            FORWARD,
            (
                "7 of the 16 digits of the two losses are the same, and cancel; 9 are left.",
                "So 8 digits of the slope are right.",
            ),
        ),
        (
            3e-15,
            FORWARD,
            (
                "15 of the 16 digits of the two losses are the same, and cancel; 1 is left.",
                "So 1 digit of the slope is right.",
            ),
        ),
        (
            2.0,
            FORWARD,
            (
                "None of the 16 digits of the two losses cancels.",
                "Yet no digit of the slope is right: the secant cuts the bend.",
            ),
        ),
        (
            1e-16,
            FORWARD,
            (
                "w + h is w: there is no step to divide by.",
                "So no digit of the slope is right.",
            ),
        ),
        (
            2.0,
            Difference.CENTRAL,
            (
                "None of the 16 digits of the two losses cancels.",
                "15 digits of the slope are right.",
            ),
        ),
        (
            0.03,
            FORWARD,
            (
                "The two losses agree to 2 of 16 digits, give or take 1 in the last: those cancel; "
                "14 are left.",
                "Yet 2 digits of the slope are right: the secant cuts the bend.",
            ),
        ),
        (
            0.1,
            FORWARD,
            (
                "1 of the 16 digits of the two losses is the same, and cancels; 15 are left.",
                "Yet 1 digit of the slope is right: the secant cuts the bend.",
            ),
        ),
    ],
)
def test_what_cancels_is_said(h: float, difference: Difference, sentences: tuple[str, str]) -> None:
    assert said(published_state(h, difference)) == sentences


@pytest.mark.parametrize(
    ("ahead", "behind", "grey", "sentence"),
    [
        (
            7.634249999999998,
            7.634250000000002,
            ("7.6342", "7.6342"),
            "The two losses agree to 15 of 16 digits, give or take 1 in the last: those cancel; "
            "1 is left.",
        ),
        (
            9.5,
            9.75,
            ("9.", "9."),
            "1 of the 16 digits of the two losses is the same, and cancels; 15 are left.",
        ),
        (
            1.0,
            1.0000000000000002,
            ("1.000000000000000", "1.000000000000000"),
            "16 of the 17 digits of the two losses are the same, and cancel; 1 is left.",
        ),
    ],
)
def test_heavy_digits_are_those_left(
    ahead: float, behind: float, grey: tuple[str, str], sentence: str
) -> None:
    digits = replace(STATE.digits, ahead=ahead, behind=behind)
    above, below, *_ = rows_of(digits)
    assert (above.text[: above.quiet], below.text[: below.quiet]) == grey
    assert cancelled_sentence(digits) == sentence


def test_carried_digits_cancel_in_float32() -> None:
    state = published_state(1e-3, precision=Precision.SINGLE)
    digits = replace(state.digits, ahead=13496.389, behind=13500.340)
    above, below, *_ = rows_of(digits)
    assert (above.parts, below.parts) == (("13", "49", "6.389"), ("13", "50", "0.340"))
    assert cancelled_sentence(digits) == (
        "The two losses agree to 4 of 8 digits, give or take 1 in the last: those cancel; "
        "4 are left."
    )


@pytest.mark.parametrize("exponent", range(-40, 6))
@pytest.mark.parametrize("difference", Difference)
def test_quiet_digits_are_equal(exponent: int, difference: Difference) -> None:
    """Of losses on both sides of a carry as well: what differs is never painted as shared."""
    state = published_state(10.0 ** (exponent / 3), difference)
    above, below, *_ = rows_of(state.digits)
    assert above.parts[0] == below.parts[0]
    counted = [sum(map(str.isdigit, row.parts[2])) for row in (above, below)]
    assert max(counted) == state.digits.losses.left


def test_single_precision_counts_eight() -> None:
    state = published_state(1e-3, precision=Precision.SINGLE)
    assert said(state) == (
        "3 of the 8 digits of the two losses are the same, and cancel; 5 are left.",
        "So 4 digits of the slope are right.",
    )
    assert [row.text for row in rows_of(state.digits)][-2:] == ["−170.84468", "−170.84924"]


def test_losses_alike_are_said() -> None:
    state = alike_state()
    assert (state.digits.rise, state.digits.step) == (0, 2e-20)
    assert said(state) == (
        "Both losses are alike: all their 16 digits cancel.",
        "So no digit of the slope is right.",
    )


def test_flat_slope_has_no_digits() -> None:
    assert said(flat_state())[1] == "The exact slope is 0, and so is the quotient."


def test_endless_losses_are_said() -> None:
    state = huge_state()
    assert said(state) == (
        "A loss is beyond the largest number: there is nothing to subtract.",
        "So no digit of the slope is right.",
    )
    assert [row.text for row in rows_of(state.digits)][:1] == ["∞"]


def test_endless_step_is_written_as_such() -> None:
    rows = {row.name: row.text for row in rows_of(published_state(1.7e308).digits)}
    assert rows[RowName.DOUBLE_STEP] == "∞"


def test_all_is_said_at_once() -> None:
    whole = spoken(STATE.digits, STATE.region)
    assert whole.startswith(
        "loss(w + h) 340.3810667753746, loss(w) 340.3810804433139, "
        "difference −1.3667939299466525e−5, ÷ h taken 7.999999995789153e−8, "
    )
    assert whole.endswith("9 are left. So 8 digits of the slope are right.")


def test_bend_is_blamed_if_digits_are_left() -> None:
    """Near the optimum the slope is small beside the bend, at an h at which few digits cancel."""
    problem = published().problem.starting_from([1.3244, 1.352572, 3.323222])
    state = LimitState(point_of(problem), 0, "w1", 8e-8, FORWARD)
    lost, right = said(state)
    assert lost == (
        "The two losses agree to 4 of 16 digits, give or take 1 in the last: those cancel; "
        "12 are left."
    )
    assert right == "Yet 2 digits of the slope are right: the secant cuts the bend."


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("precision", Precision)
def test_counts_are_those_shown(difference: Difference, precision: Precision) -> None:
    """All digits are right if all that are shown are the same, and otherwise fewer."""
    for exponent in range(-160, 20):
        state = published_state(10.0 ** (exponent / 10), difference, precision)
        digits, count = state.digits, state.digits.whole_digits_right
        above, below, *_, quotient, slope = rows_of(digits)
        assert (count == digits.all_digits) is (quotient.text == slope.text)
        if digits.is_still:
            assert count == 0
            continue
        shown = max(len("".join(filter(str.isdigit, each.text))) for each in (above, below))
        assert digits.losses.digits == shown
        lost = digits.losses.cancelled
        assert cancelled_sentence(digits).startswith(
            ("None", "Both")
            if lost in (0, shown)
            else (f"{lost} of the {shown} digits", f"The two losses agree to {lost} of {shown}")
        )


def test_unknown_digits_are_not_shown() -> None:
    digits = replace(STATE.digits, exact_digits=0)
    assert [row.text for row in rows_of(digits)][-1] == "—"
    still = replace(published_state(1e-17).digits, exact_digits=0)
    assert [row.text for row in rows_of(still)][-2:] == ["—", "—"]


def test_one_thing_has_one_text() -> None:
    alike, still = alike_state(), published_state(1e-17)
    assert said(alike)[0].casefold().startswith("both losses are alike")
    assert LimitVerdict.ALIKE.value.startswith("Both losses are alike")
    assert REGION_NAMES[Region.ALIKE] == "both losses alike"
    stills = (said(still)[0], LimitVerdict.STILL.value, MicroscopeText.STILL.text)
    assert all(text.startswith(REGION_NAMES[Region.STILL]) for text in stills)
    assert (ErrorSentence.HIDDEN.text, ErrorSentence.FLAT.text) == (HIDDEN, FLAT)
