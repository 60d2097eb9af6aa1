"""The card of what is asked first of a fit."""

import math
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.inference.held_out_loss import HeldOutFigures, HeldOutRSquared
from gui.fit.figure_texts import GoodnessFigure, HeldOutFigure
from gui.fit.fit_frame import FitFrame, FitStanding
from gui.fit.goodness_card import GoodnessCard
from tests.gui.finding import named
from tests.gui.plots.fit.fits import NAMES, figures_of, problem_of


@pytest.fixture
def card(qtbot: QtBot) -> GoodnessCard:
    """The card of a fit."""
    card = GoodnessCard()
    qtbot.addWidget(card)
    card.show_frame(FitFrame(figures_of(problem_of()), NAMES, FitStanding.THERE))
    with qtbot.waitExposed(card):
        card.show()
    return card


@pytest.mark.parametrize("width", [180, 360, 560, 900, 1600])
def test_no_figure_covers_another(card: GoodnessCard, width: int) -> None:
    card.resize(width, card.height_of(card.lines_within(width, 2000)))
    assert card.shown == list(GoodnessFigure)
    places = [
        label.geometry()
        for figure in card.shown
        for label in (named(card, QLabel, f"goodness_{figure.name.lower()}"),)
    ]
    for at, place in enumerate(places):
        assert card.rect().contains(place)
        assert not any(place.intersects(other) for other in places[at + 1 :])
    for figure in card.shown:
        label = named(card, QLabel, f"goodness_{figure.name.lower()}")
        assert label.width() >= label.sizeHint().width()


def test_low_card_keeps_the_first_figures(card: GoodnessCard) -> None:
    card.resize(360, card.height_of(1))
    assert card.shown == [GoodnessFigure.R_SQUARED, GoodnessFigure.RMSE]


@pytest.mark.parametrize(
    ("left_out", "told"), [(1, "1 row is left out."), (1200, "1,200 rows are left out.")]
)
def test_card_counts_rows_left_out(card: GoodnessCard, left_out: int, told: str) -> None:
    rows, label = card.text_of(GoodnessFigure.ROWS), named(card, QLabel, "goodness_rows")
    assert "left out" not in label.toolTip()
    frame = FitFrame(figures_of(problem_of()), NAMES, FitStanding.THERE, left_out=left_out)
    card.show_frame(frame)
    assert card.text_of(GoodnessFigure.ROWS) == f"{rows}, {left_out:,} out"
    assert label.toolTip().endswith(told)
    card.show_frame(FitFrame(figures_of(problem_of()), NAMES, FitStanding.THERE))
    assert card.text_of(GoodnessFigure.ROWS) == rows


def test_card_without_a_fit_knows_nothing(card: GoodnessCard) -> None:
    card.show_frame(None)
    assert {card.text_of(figure) for figure in GoodnessFigure} == {"—"}
    assert named(card, QLabel, "goodness_f").accessibleName() == "— not known"


def test_held_out_figures_follow_r_squared(card: GoodnessCard) -> None:
    frame = FitFrame(figures_of(problem_of()), NAMES, FitStanding.THERE)
    card.resize(900, card.height_of(3))
    card.show_frame(replace(frame, held_out=HeldOutFigures(7, 2.5, 0.25, True)))
    first, *others = card.shown
    assert first is GoodnessFigure.R_SQUARED
    assert others[:2] == [*HeldOutFigure]
    assert card.text_of(HeldOutFigure.TEST_R_SQUARED) == "0.75"
    assert card.text_of(HeldOutFigure.TEST_LOSS) == "2.5"
    label = named(card, QLabel, "goodness_test_loss")
    assert (
        label.toolTip() == "The loss of the 7 rows that are held out, at the optimum of the others."
    )
    card.show_frame(replace(frame, held_out=HeldOutFigures(1, 2.5, None, True)))
    assert card.text_of(HeldOutFigure.TEST_R_SQUARED) == "no variance"
    tip = named(card, QLabel, "goodness_test_r_squared").toolTip()
    assert tip == "One held-out row has no variance: there is no test R²."
    card.show_frame(replace(frame, held_out=HeldOutFigures(3, math.nan, None, True, 1)))
    for figure in HeldOutFigure:
        assert card.text_of(figure) == "not determined"
        tip = named(card, QLabel, f"goodness_{figure.name.lower()}").toolTip()
        assert tip == HeldOutRSquared.NOT_DETERMINED.value
    card.show_frame(frame)
    assert card.shown == list(GoodnessFigure)
