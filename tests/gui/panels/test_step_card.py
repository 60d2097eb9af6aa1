"""The card "This step"."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from engine import Method, Precision, Problem, Settings
from engine.difference import Difference
from engine.examples import published
from engine.limit.arithmetic import Notation
from gui.document import Experiment
from gui.panels.step_card import StepCard, StepRow
from gui.run.first_step import FirstStep
from gui.run.prepared_rows import PreparedRows
from gui.run.worker import RunProgress
from tests.gui.finding import named
from tests.gui.progresses import progress_of

from .conftest import SETTINGS, Shown

DASHES = ["—"] * 6


@pytest.fixture
def card(show_card: Shown) -> StepCard:
    """The card, shown and empty."""
    card = StepCard()
    show_card(card)
    return card


def value(card: StepCard, row: StepRow) -> QLabel:
    return named(card, QLabel, f"step_{row.name.lower()}")


def values(card: StepCard) -> list[str]:
    return [value(card, row).text() for row in StepRow if value(card, row).isVisibleTo(card)]


def shown_ink(card: StepCard) -> QColor:
    label = value(card, StepRow.AHEAD)
    return label.palette().color(label.foregroundRole())


def names(card: StepCard) -> list[str]:
    shown = (value(card, row) for row in StepRow)
    return [each.accessibleDescription() for each in shown if each.isVisibleTo(card)]


def number(card: StepCard, row: StepRow) -> Decimal:
    return Decimal(value(card, row).text().replace("−", "-"))


def title(card: StepCard) -> str:
    return named(card, QLabel, "step_card_title").text()


def test_before_a_run_all_are_dashes(card: StepCard) -> None:
    assert (values(card), title(card)) == (DASHES, "This step")
    assert names(card)[0] == "loss(w + h)"


def test_awaited_step_says_so(card: StepCard, progress: RunProgress) -> None:
    card.show_progress(replace(progress, working=None), is_awaited=True)
    assert (values(card), title(card)) == (DASHES, "This step is being computed")
    card.show_progress(progress)
    assert title(card) == "This step, for x1"


def test_step_is_written_with_its_numbers(card: StepCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    assert title(card) == card.accessibleName() == "This step, for x1"
    losses = ["0.22004968009", "0.21995085183", "4.941413e−4"]
    assert values(card) == [*losses, "1.324395366", "0.000004941", "1.324390425"]
    assert names(card) == [
        "loss(w + h)",
        "loss(w − h)",
        "difference ÷ 2h = δw",
        "w",
        "η · δw",
        "w − η · δw = w next",
    ]


@pytest.mark.parametrize("precision", list(Precision))
@pytest.mark.parametrize("factor", [1.0, 1e-3, 1e-9, -1e12])
@pytest.mark.parametrize("epochs", [0, 1, 7, 300])
def test_shown_numbers_lead_to_each_other(
    card: StepCard, epochs: int, factor: float, precision: Precision
) -> None:
    problem = published().problem
    problem = Problem(problem.A, problem.Y * factor, problem.W * factor)
    settings = replace(SETTINGS, epochs=epochs, h=0.1 * abs(factor), precision=precision)
    card.show_progress(progress_of(problem, settings))
    for weight in range(3):
        card.show_weight(weight)
        w, change, after = (
            number(card, row) for row in (StepRow.WEIGHT, StepRow.CHANGE, StepRow.NEXT)
        )
        assert w - change == after != w
        rise = number(card, StepRow.AHEAD) - number(card, StepRow.BEHIND)
        slope = number(card, StepRow.SLOPE)
        found = float(rise) / (0.2 * abs(factor))
        assert found == pytest.approx(float(slope), rel=0.51 / 10 ** (len(slope.as_tuple()[1]) - 1))


def divisor(card: StepCard, h: float) -> Decimal:
    name = value(card, StepRow.SLOPE).accessibleDescription()
    taken = name.partition("÷ ")[2].partition(" = ")[0]
    named = {"h": Decimal(repr(h)), "2h": 2 * Decimal(repr(h))}
    return named[taken] if taken in named else Decimal(taken.replace("−", "-"))


def last_digits(card: StepCard, row: StepRow) -> Decimal:
    return Decimal(value(card, row).text().replace("−", "-").replace("…", ""))


def assert_rounded(found: Decimal, shown: Decimal) -> None:
    half = Decimal((0, (5,), int(shown.as_tuple().exponent) - 1))
    assert abs(found - shown) <= half * Decimal("1.000001")


@pytest.mark.parametrize("more_width", [0, 60, 200])
def test_shown_working_is_right(card: StepCard, more_width: int) -> None:
    random = np.random.default_rng(more_width)
    card.resize(card.least_width + more_width, card.height())
    omitted = 0
    for _ in range(100):
        rows, weights = random.integers(1, 6, size=2)
        size = 10.0 ** random.integers(-6, 7)
        problem = Problem(
            random.normal(size=(rows, weights)),
            random.normal(size=(rows, 1)) * size,
            random.normal(size=(weights, 1)) * random.choice([0.0, 1.0, size]),
        )
        h = float(f"{10.0 ** random.uniform(-15, 3):.3g}")
        settings = Settings(
            epochs=0,
            learning_rate=10.0 ** random.uniform(-12, 2),
            h=h,
            precision=list(Precision)[random.integers(2)],
            difference=list(Difference)[random.integers(3)],
            scale_columns=bool(random.integers(2)),
        )
        progress = progress_of(problem, settings)
        if progress.working is None:  # h does not move the weight
            continue
        card.show_progress(progress)
        for row in StepRow:
            shown = value(card, row)
            assert shown.fontMetrics().horizontalAdvance(shown.text()) <= card.room_of(shown)
        rise = last_digits(card, StepRow.AHEAD) - last_digits(card, StepRow.BEHIND)
        assert_rounded(rise / divisor(card, h), number(card, StepRow.SLOPE))
        left = number(card, StepRow.WEIGHT) - number(card, StepRow.CHANGE)
        length = value(card, StepRow.LENGTH)
        of_table = number(card, StepRow.LENGTH) if length.isVisibleTo(card) else 1
        assert_rounded(left / of_table, number(card, StepRow.NEXT))
        omitted += "…" in value(card, StepRow.AHEAD).text()
        explained = "same in both losses" in value(card, StepRow.BEHIND).toolTip()
        assert explained is ("…" in value(card, StepRow.AHEAD).text())
        for row in (StepRow.AHEAD, StepRow.BEHIND):
            is_cut = "…" in value(card, row).text()
            assert value(card, row).accessibleDescription().endswith(", end") is is_cut
        for row in (StepRow.AHEAD, StepRow.BEHIND) if explained else ():
            loss = card.exact_text(row).split()[-1]
            assert value(card, row).toolTip().endswith(f"This loss is {loss}")
    assert omitted


def shown_tip(card: StepCard, row: StepRow, patch: pytest.MonkeyPatch) -> str:
    label, shown = value(card, row), [""]
    patch.setattr(QToolTip, "showText", lambda _, text, __: shown.append(text))
    middle = label.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, middle, label.mapToGlobal(middle))
    QApplication.sendEvent(label, event)
    return shown[-1]


@pytest.mark.parametrize("precision", list(Precision))
@pytest.mark.parametrize("is_scaled", [False, True])
def test_tooltip_has_the_very_float(
    card: StepCard,
    precision: Precision,
    is_scaled: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = replace(SETTINGS, precision=precision, scale_columns=is_scaled)
    card.show_progress(shown := progress_of(published().problem, settings))
    assert shown.working is not None
    step = shown.working.of_weight(0)
    after = step.w_next_of_table if is_scaled else step.w_next
    for row, number in (
        (StepRow.AHEAD, step.ahead),
        (StepRow.BEHIND, step.behind),
        (StepRow.SLOPE, step.slope),
        (StepRow.CHANGE, step.change),
        (StepRow.NEXT, after),
    ):
        tip = shown_tip(card, row, monkeypatch).replace("−", "-")
        assert tip.endswith(f"The card rounds to its width. The very float is {float(number)!r}.")
    if is_scaled:
        assert card.exact_text(StepRow.LENGTH).endswith(f"{float(step.length)!r}.")
        assert shown_tip(card, StepRow.NEXT, monkeypatch).startswith(
            "The descent divides this column"
        )


def test_unknown_number_has_no_float(card: StepCard, monkeypatch: pytest.MonkeyPatch) -> None:
    assert card.exact_text(StepRow.AHEAD) == ""
    assert "very float" not in shown_tip(card, StepRow.AHEAD, monkeypatch)


def test_selected_weight_is_followed(card: StepCard, progress: RunProgress) -> None:
    card.show_weight(2)
    card.show_progress(progress)
    assert title(card) == "This step, for x3"
    third = values(card)
    assert third[2] == "−3.978358e−4"
    card.show_weight(0)
    assert values(card) != third
    card.show_weight(17)
    assert title(card) == "This step, for x1"


def test_named_weight_is_called_by_its_column(card: StepCard) -> None:
    problem = published().problem
    card.show_progress(progress_of(problem, SETTINGS, ("1", "heat & light", "3")))
    assert title(card) == "This step, for “1”"
    card.show_weight(1)
    assert title(card) == "This step, for heat & light"


@pytest.mark.parametrize(
    ("difference", "ahead", "behind"),
    [
        (Difference.FORWARD, "loss(w + h)", "loss(w)"),
        (Difference.BACKWARD, "loss(w)", "loss(w − h)"),
    ],
)
def test_quotient_names_its_losses(
    card: StepCard, difference: Difference, ahead: str, behind: str
) -> None:
    card.show_progress(progress_of(published().problem, replace(SETTINGS, difference=difference)))
    assert names(card)[:3] == [ahead, behind, "difference ÷ h = δw"]


def test_next_quotient_names_empty_rows(card: StepCard, progress: RunProgress) -> None:
    card.show_settings(Difference.FORWARD)
    assert names(card)[:3] == ["loss(w + h)", "loss(w)", "difference ÷ h = δw"]
    card.show_progress(progress)  # what ran is named by its own quotient
    assert names(card)[:3] == ["loss(w + h)", "loss(w − h)", "difference ÷ 2h = δw"]


def test_numbers_of_former_steps_are_muted(card: StepCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    ink = shown_ink(card)
    card.show_settings(Difference.CENTRAL, "Of the run before, with η = 0.01 and h = 0.1.")
    assert title(card) == "Run before: step for x1"
    assert all("η = 0.01" in value(card, row).toolTip() for row in StepRow)
    assert shown_ink(card) != ink
    card.show_settings(Difference.CENTRAL)
    assert (title(card), shown_ink(card)) == ("This step, for x1", ink)
    assert not value(card, StepRow.AHEAD).toolTip()


def test_rounded_step_is_shown_itself(card: StepCard) -> None:
    # One row with a residual of 1 and a slope of 4: no processor rounds the losses otherwise.
    problem = Problem([[2.0]], [2.0], [1.5])
    card.show_progress(progress_of(problem, replace(SETTINGS, h=3e-15, epochs=0)))
    assert names(card)[2] == "÷ 6.217e−15 = δw"
    assert "2h" in value(card, StepRow.SLOPE).toolTip()


def test_scaled_weight_ends_in_table_units(card: StepCard) -> None:
    problem = published().problem
    settings = replace(SETTINGS, scale_columns=True, epochs=10)
    progress = progress_of(problem, settings)
    card.show_progress(progress)
    assert names(card)[-1] == "(w − η·δw) / |a| = w next"
    assert "|a| = 8.12404" in value(card, StepRow.NEXT).toolTip()
    then = progress_of(problem, replace(settings, epochs=11)).frame.W[0, 0]
    assert values(card)[-1] == f"{then:.5f}"
    assert value(card, StepRow.LENGTH).isVisible()
    assert value(card, StepRow.WEIGHT).accessibleDescription() == "w, scaled"
    w, change = number(card, StepRow.WEIGHT), number(card, StepRow.CHANGE)
    found = (w - change) / number(card, StepRow.LENGTH)
    assert round(found, 5) == number(card, StepRow.NEXT)
    card.show_progress(progress_of(problem, SETTINGS))
    assert not value(card, StepRow.LENGTH).isVisible()


def test_small_change_of_weight_is_seen(card: StepCard) -> None:
    problem = Problem([[1.0], [1.0]], [1.0, 3.23], [1.5])
    card.show_progress(progress_of(problem, Settings(0, 1e-9, 0.1)))
    assert values(card)[-3:] == ["1.50000000000", "−0.00000000123", "1.50000000123"]


def test_weight_at_rest_has_usual_digits(card: StepCard) -> None:
    problem = Problem([[1.0], [1.0]], [1.0, 2.0], [1.5])
    card.show_progress(progress_of(problem, Settings(0, 1e-9, 0.1)))
    assert values(card)[-1] == "1.5"


def test_run_without_working_has_dashes(card: StepCard, progress: RunProgress) -> None:
    card.show_progress(progress)
    card.show_progress(replace(progress, working=None))
    assert (values(card), title(card)) == (DASHES, "This step, for x1")
    card.show_progress(None)
    assert title(card) == "This step"


def test_hidden_card_is_brought_up_to_date(card: StepCard, progress: RunProgress) -> None:
    card.hide()
    card.show_progress(progress)
    card.show_weight(1)
    assert values(card) == DASHES
    card.show()
    assert title(card) == "This step, for x2"
    assert values(card) != DASHES


def test_numbers_fit_the_least_width(card: StepCard) -> None:
    settings = replace(SETTINGS, scale_columns=True, epochs=400, learning_rate=0.5)
    problem = published().problem
    for size in (1e-9, 1.0, 1e7):
        scaled = Problem(problem.A, problem.Y * size)
        card.show_progress(progress_of(scaled, settings))
        card.resize(card.least_width, card.sizeHint().height())
        for row in StepRow:
            label = value(card, row)
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_digits_have_equal_widths(card: StepCard) -> None:
    dash = value(card, StepRow.NEXT).font()
    assert dash.weight() == QFont.Weight.Normal  # that of the other card
    card.show_progress(progress_of(published().problem, SETTINGS))
    metrics = value(card, StepRow.AHEAD).fontMetrics()
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert value(card, StepRow.NEXT).font().weight() == QFont.Weight.DemiBold


@pytest.mark.parametrize("factor", [1.0, 1e-3, 1e-120, -1e150])
@pytest.mark.parametrize("scaled", [False, True])
def test_numbers_are_never_cut(card: StepCard, factor: float, scaled: bool) -> None:
    """Of small weights that hardly change, the digits that would show it need much room."""
    problem = published().problem
    problem = Problem(problem.A, problem.Y * factor, problem.W * factor)
    settings = replace(SETTINGS, h=0.1 * abs(factor), scale_columns=scaled)
    progress = progress_of(problem, settings)
    card.resize(card.least_width, card.height())
    for weight in range(3):
        card.show_weight(weight)
        card.show_progress(progress)
        for row in StepRow:
            shown = value(card, row)
            assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()


def test_narrow_card_leaves_out_digits(card: StepCard) -> None:
    w = 0.0010007700123
    progress = progress_of(Problem([[1.0]], [w * (1 + 1e-8)], [w]), replace(SETTINGS, epochs=0))
    card.resize(card.least_width + 60, card.height())
    card.show_progress(progress)
    wide = value(card, StepRow.NEXT).text()
    card.resize(card.least_width, card.height())
    narrow = value(card, StepRow.NEXT).text()
    assert len(narrow) < len(wide)
    assert narrow.startswith("0.00100077")


def program_of(card: StepCard) -> str:
    card.copy_menu.copy_as(Notation.NUMPY)
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("scaled", [False, True])
def test_copied_step_gives_the_next_weight(
    card: StepCard, scaled: bool, precision: Precision, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = published().problem
    settings = replace(
        SETTINGS, epochs=10, scale_columns=scaled, precision=precision, method=Method.LITERAL
    )
    card.show_progress(progress_of(problem, settings))
    then = progress_of(problem, replace(settings, epochs=11)).frame.W
    for weight in range(3):
        card.show_weight(weight)
        exec(program_of(card), {})
        assert float(capsys.readouterr().out) == then[weight, 0]


def test_copied_step_is_announced(card: StepCard, progress: RunProgress, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.message):
        card.copy_menu.copy_as(Notation.TEXT)
    card.show_progress(progress)
    with qtbot.waitSignal(card.message) as said:
        named(card, QAction, "copy_step_latex").trigger()
    assert said.args is not None
    assert said.args[0].text == "Copied this step as LaTeX."
    assert QGuiApplication.clipboard().text().startswith("\\begin{align*}")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_right_click_offers_copies(card: StepCard, progress: RunProgress) -> None:
    at = card.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, card.mapToGlobal(at))
    QApplication.sendEvent(card, event)
    assert not card.copy_menu.isVisible()  # no step yet
    card.show_progress(progress)
    QApplication.sendEvent(card, event)
    assert card.copy_menu.isVisible()
    card.copy_menu.close()


def first_step(scale_columns: bool = False) -> FirstStep:
    example = published()
    settings = replace(example.settings, scale_columns=scale_columns)
    experiment = Experiment.of(example.problem, settings, names=("a", "b", "c", "Y"))
    found = FirstStep.of(experiment, PreparedRows(experiment))
    assert found is not None
    return found


def test_first_step_is_shown_before(card: StepCard, progress: RunProgress) -> None:
    card.show_first(first_step())
    assert title(card) == "First step, for a"
    losses = ["323.5161562", "357.6860047", "−170.8492"]
    assert values(card) == [*losses, "1.76405", "−1.70849", "3.47254"]
    assert card.copy_menu.isEnabled()
    card.copy_menu.copy_as(Notation.TEXT)
    assert QGuiApplication.clipboard().text().startswith("a new = w − η")
    card.show_progress(progress)
    card.show_first(first_step())  # too late: there is a run
    assert title(card) == "This step, for x1"
    card.show_progress(None)
    assert (values(card), title(card)) == (DASHES, "This step")
    assert not card.copy_menu.isEnabled()


def test_first_step_waits_while_hidden(card: StepCard) -> None:
    card.hide()
    card.show_first(first_step(scale_columns=True))
    assert title(card) == "This step"
    card.show()
    assert title(card) == "First step, for a"
    card.show_first(None)
    assert values(card) == DASHES
    assert not card.copy_menu.isEnabled()


@pytest.mark.parametrize("method", Method)
def test_jumping_run_has_literal_steps(
    card: StepCard, progress: RunProgress, method: Method
) -> None:
    frame = replace(progress.frame, state=progress.frame.state._replace(method=method))
    card.show_progress(replace(progress, frame=frame))
    said = "One epoch by all rows. The run jumps by formula, so its last digits may differ."
    explained = value(card, StepRow.NEXT).toolTip()
    assert (said in explained) is (method is Method.MODES)
    for notation, remark in zip(Notation, ("", "% ", "# "), strict=True):
        card.copy_menu.copy_as(notation)
        copied = QGuiApplication.clipboard().text().rstrip("\n")
        assert copied.endswith(f"\n{remark}{said}") is (method is Method.MODES)


@pytest.mark.parametrize("method", [Method.LITERAL, Method.MODES])
def test_step_on_triangle_says_so(card: StepCard, progress: RunProgress, method: Method) -> None:
    assert progress.working is not None
    frame = replace(progress.frame, state=progress.frame.state._replace(method=method))
    for is_of_triangle in (True, False):
        working = replace(progress.working, is_of_triangle=is_of_triangle)
        card.show_progress(replace(progress, frame=frame, working=working))
        said = "the triangle of the reduced rows"
        assert (said in card.accessibleDescription()) is is_of_triangle
        for row in StepRow:
            assert (said in value(card, row).toolTip()) is is_of_triangle
        for notation, mark in zip(Notation, ("", "% ", "# "), strict=True):
            card.copy_menu.copy_as(notation)
            last = QGuiApplication.clipboard().text().splitlines()[-1]
            assert (said in last) is is_of_triangle
            assert (last == mark + card.accessibleDescription()) is is_of_triangle
        assert ("by all rows. The run jumps" in value(card, StepRow.NEXT).toolTip()) is (
            method is Method.MODES and not is_of_triangle
        )


@pytest.mark.parametrize(
    ("other", "made_of"),
    [
        ({"optimiser": "heavy ball"}, ["b ← 0.9·b + δW", "W ← W − η·b", "b = "]),
        ({"optimiser": "adam"}, ["m ← 0.9·m + 0.1·δW", "m̂ = ", "√v̂ = "]),
        ({"optimiser": "adamw"}, ["W ← W − η·0.01·W"]),
        ({"schedule": "step", "schedule_every": 3}, ["W ← W − ηₜ·δW", "ηₜ = 0.00"]),
    ],
)
@pytest.mark.parametrize("scale_columns", [False, True])
def test_step_of_other_optimiser(
    card: StepCard,
    other: dict[str, Any],
    made_of: list[str],
    scale_columns: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = Settings(7, 0.004, 0.1, scale_columns=scale_columns, **other)
    ran = progress_of(published().problem, settings)
    assert ran.working is not None
    card.show_progress(ran)
    form = "(w − step) / |a| = w next" if scale_columns else "w − step = w next"
    assert names(card)[-1] == form
    assert "step" in names(card)
    assert "η · δw" not in names(card)
    told = value(card, StepRow.CHANGE).toolTip()
    assert all(part in told for part in made_of)
    assert card.property("formula") in told
    if not scale_columns:
        step, now, after = (
            number(card, row) for row in (StepRow.CHANGE, StepRow.WEIGHT, StepRow.NEXT)
        )
        assert now - step == after
    assert card.copy_menu.isEnabled()
    assert card.whole_update.startswith("δw = " if "optimiser" in other else "x1 new = ")
    exec(program_of(card), {})
    then = progress_of(published().problem, replace(settings, epochs=8)).frame.W
    assert float(capsys.readouterr().out) == pytest.approx(then[0, 0], rel=1e-12)


def test_plain_step_returns(card: StepCard, progress: RunProgress) -> None:
    settings = replace(progress.settings, optimiser="heavy ball")  # type: ignore[arg-type]
    card.show_progress(replace(progress, settings=settings))
    card.show_progress(progress)
    assert card.copy_menu.isEnabled()
    assert card.whole_update
    assert names(card)[-1] == "w − η · δw = w next"
    assert not card.property("formula")
