"""The card "Fit"."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, optimum
from engine.loss import mean_squared_error
from engine.statistics import statistics
from gui.panels.fit_card import FitCard, FitRow
from gui.run.worker import RunProgress
from gui.text.numbers import UNKNOWN, format_loss, format_r_squared
from gui.widgets.card_frame import NOT_KNOWN
from tests.engine.least_squares import table_problem
from tests.gui.finding import named
from tests.gui.progresses import progress_held_out, progress_of

from .conftest import Shown

ROWS = [row.name.lower() for row in FitRow]


@pytest.fixture
def card(show_card: Shown) -> FitCard:
    """The card, shown and empty."""
    card = FitCard()
    show_card(card)
    return card


def column(card: FitCard, name: str) -> list[str]:
    return [named(card, QLabel, f"fit_{row}_{name}").text() for row in ROWS]


def test_before_a_run_all_are_dashes(card: FitCard) -> None:
    assert column(card, "now") == ["—", "—", "—", "", "", ""]
    assert column(card, "optimum") == ["—"] * 6
    assert card.accessibleName() == "Fit"


def test_exact_fit_is_not_rounded_to_one(card: FitCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    assert column(card, "now") == ["1 − 2.1e−10", "5.157e−4", "8.932e−4", "", "", ""]
    assert column(card, "optimum") == ["1", "0", "0", "∞", "2 of 3", "many"]


def test_certified_fit_is_shown(card: FitCard) -> None:
    settings = Settings(1000, 1.166, 500.0, scale_columns=True)
    card.show_progress(progress_of(table_problem("Longley"), settings))
    figures = ["0.995479", "228.641", "304.854", "43,275"]
    assert column(card, "optimum") == [*figures, "7 of 7", "one"]
    assert column(card, "now")[:3] == ["0.976021", "526.560", "702.080"]


def test_without_spare_rows_deviation_is_unknown(card: FitCard) -> None:
    problem = Problem([[1.0, 2.0], [3.0, 5.0]], [1.0, 2.0])
    card.show_progress(progress_of(problem, Settings(5, 0.01, 0.1)))
    assert (column(card, "now")[2], column(card, "optimum")[2]) == ("—", "—")
    assert column(card, "optimum")[4] == "2 of 2"


def test_run_without_statistics_has_dashes(card: FitCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    card.show_progress(replace(progress, statistics=None))
    assert column(card, "optimum") == ["—"] * 6
    card.show_progress(progress)
    card.show_progress(None)
    assert column(card, "now") == ["—", "—", "—", "", "", ""]


def test_hidden_card_is_brought_up_to_date(card: FitCard, progress: RunProgress) -> None:
    card.hide()
    card.show_progress(progress)
    assert column(card, "optimum") == ["—"] * 6
    card.show()
    assert column(card, "optimum")[4] == "2 of 3"


def test_each_number_names_its_row(card: FitCard) -> None:
    label = named(card, QLabel, "fit_rmse_now")
    assert label.accessibleDescription() == "RMSE, now"
    assert label.toolTip() == FitRow.RMSE.explanation
    assert (label.text(), label.accessibleName()) == (UNKNOWN, NOT_KNOWN)
    card.show_progress(progress_of(Problem([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0]), Settings()))
    assert label.text() != UNKNOWN
    assert label.accessibleName() == ""  # or it would be read in place of the number


def test_numbers_fit_the_least_width(card: FitCard) -> None:
    draw = np.random.default_rng(1)
    A = draw.normal(size=(30, 2))
    for size in (1e-7, 1.0, 1e7):
        Y = size * (A @ [1.0, 2.0] + 1e-5 * draw.normal(size=30))
        card.show_progress(progress_of(Problem(A, Y), Settings(300, 0.1, 0.1)))
        card.resize(card.least_width, card.sizeHint().height())
        for row in ROWS:
            for name in ("now", "optimum"):
                label = named(card, QLabel, f"fit_{row}_{name}")
                assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_hovering_explains_the_condition(card: FitCard, qtbot: QtBot) -> None:
    label = named(card, QLabel, "fit_condition_optimum")
    middle = label.rect().center()
    spot = label.mapToGlobal(middle)
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, middle, spot))
    qtbot.waitUntil(QToolTip.isVisible)
    assert "each has length 1" in QToolTip.text()
    QToolTip.hideText()


def test_other_loss_has_what_is_true(card: FitCard) -> None:
    problem = Problem([[1.0, -1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 2.0, 9.0, 4.0])
    settings = Settings(60, 0.1, 1e-4, loss="log-cosh")
    progress = progress_of(problem, settings)
    card.show_progress(replace(progress, table_statistics=None))
    assert column(card, "optimum") == ["—"] * 6
    known = statistics(problem, optimum(problem))
    progress = replace(progress, table_statistics=known)
    card.show_progress(progress)
    here = mean_squared_error(problem.A, progress.frame.W, problem.Y)
    assert float(column(card, "now")[1]) == pytest.approx(np.sqrt(here), rel=1e-5)
    assert column(card, "now")[0] != "—"
    assert column(card, "optimum") == ["—", "—", "—", f"{known.condition:.4g}", "2 of 2", "—"]
    assert card.accessibleName() == "Fit (MSE)"
    for row in ("r_squared", "rmse", "residual_sd"):
        assert "Of the squares of Y − Ŷ" in named(card, QLabel, f"fit_{row}_now").toolTip()
    for row in ("rmse", "optima"):
        assert "No formula tells" in named(card, QLabel, f"fit_{row}_optimum").toolTip()
    assert "No formula tells" not in named(card, QLabel, "fit_rank_optimum").toolTip()


def test_other_loss_leaves_no_optimum(card: FitCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    before = column(card, "now")
    card.show_progress(progress, is_of_loss=False)
    card.show_optimum(None, has_least=False)
    assert column(card, "now") == before
    assert column(card, "optimum") == ["—", "—", "—", "∞", "2 of 3", "—"]
    assert "No formula tells" in named(card, QLabel, "fit_optima_optimum").toolTip()


def test_ridge_has_its_fit(card: FitCard) -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0])
    progress = progress_of(problem, Settings(9, 0.05, 1e-4, loss="mean((Y−P)²) + 0.1·sum(W²)"))
    known = statistics(problem, optimum(problem))
    card.show_progress(replace(progress, table_statistics=known))
    assert "—" not in column(card, "optimum")
    assert float(column(card, "optimum")[1]) > known.optimum.rmse
    assert card.accessibleName() == "Fit"
    assert "Of the squares" not in named(card, QLabel, "fit_r_squared_now").toolTip()


def test_held_out_rows_have_figures(card: FitCard, progress: RunProgress) -> None:
    run = progress_held_out(table_problem("Longley"), Settings(10, "safe", "fits"))
    assert run.held_out is not None
    now, best = run.held_out.now, run.held_out.at_best
    assert now is not None
    assert best is not None
    card.show_progress(run)
    shown = {
        (row, column): named(card, QLabel, f"fit_{row}_{column}")
        for row in ("test_r_squared", "test_loss")
        for column in ("now", "optimum")
    }
    assert shown["test_loss", "now"].text() == format_loss(now.loss)
    assert shown["test_loss", "optimum"].text() == format_loss(best.loss)
    assert best.unexplained is not None
    assert shown["test_r_squared", "optimum"].text() == format_r_squared(best.unexplained)
    assert shown["test_loss", "now"].toolTip().startswith("The loss of the 4 rows")
    assert "variance of Y in the held-out rows" in shown["test_r_squared", "now"].toolTip()
    card.show_progress(progress)
    assert all(label.isHidden() for label in shown.values())
    card.show_progress(run)
    assert not any(label.isHidden() for label in shown.values())
