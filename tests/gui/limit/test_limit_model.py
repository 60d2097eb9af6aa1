"""What the view looks at, and what it costs while nobody sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings
from engine.cancelling import IsCancelled
from engine.difference import Difference
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable, LossSource
from engine.settings import FITS_EACH, Precision
from engine.shortening import LONGEST
from gui.document import Document, Experiment, TableName, following_steps
from gui.document.following_steps import steps_of_weights
from gui.files.secant_document import empty_experiment
from gui.limit import texts
from gui.limit.limit_model import SHORT_NAME, LimitGap, LimitModel
from gui.limit.limit_state import Curve, OtherWeights
from gui.run.controls import Pace
from gui.run.run_follower import FOLLOWED_MILLISECONDS
from gui.run.session import Session, Update
from gui.text.message import Message
from tests.gui.limit.looking import draw, experiment_of, large_experiment, model_of


@dataclass(frozen=True)
class Looked:
    """A model with its document and its session, and the window that they live as long as."""

    window: QWidget
    document: Document
    session: Session
    model: LimitModel

    def end(self) -> None:
        """Leave no thread behind."""
        self.model.shut_down()
        self.session.shut_down()
        self.document.shut_down()


def looked_at(qtbot: QtBot, key: str = "published") -> Looked:
    window = QWidget()
    qtbot.addWidget(window)
    experiment = experiment_of(key)
    document = Document(experiment.problem, experiment.settings, experiment.name)
    session = Session(document)
    return Looked(window, document, session, LimitModel(document, session, window))


@pytest.fixture
def looked(qtbot: QtBot) -> Iterator[Looked]:
    """A model of the published example that is seen."""
    found = looked_at(qtbot)
    found.model.resume()
    yield found
    found.end()


def test_start_is_shown_before_a_run(looked: Looked) -> None:
    frame = looked.model.frame
    assert frame is not None
    assert frame.state.h == 0.1
    assert frame.state.difference is Difference.CENTRAL
    assert frame.state.source is LossSource.ROWS
    assert frame.state.slope == pytest.approx(-170.84924289598283, rel=1e-15)


def test_hidden_model_computes_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[LimitTable] = []
    at = LimitPoint.at

    def counted(
        table: LimitTable, W: Matrix, cancelled: IsCancelled, W_scaled: Matrix | None
    ) -> LimitPoint:
        calls.append(table)
        return at(table, W, cancelled, W_scaled)

    monkeypatch.setattr(LimitPoint, "at", counted)
    hidden = looked_at(qtbot)
    hidden.model.choose_h(1e-3)
    hidden.session.run_or_pause()
    qtbot.waitUntil(lambda: not hidden.session.state.is_active)
    hidden.document.change_settings(h=0.5)
    hidden.document.flush()
    assert calls == []
    hidden.model.resume()
    assert len(calls) == 1
    hidden.model.pause()
    hidden.model.choose_weight(2)
    assert len(calls) == 1
    hidden.end()


def test_run_is_followed(looked: Looked, qtbot: QtBot) -> None:
    looked.session.run_or_pause()
    qtbot.waitUntil(lambda: not looked.session.state.is_active)
    frame, progress = looked.model.frame, looked.session.progress
    assert frame is not None
    assert progress is not None
    assert np.array_equal(frame.state.point.w, progress.frame.W[:, 0])


def test_fast_run_is_followed_slowly(looked: Looked, qtbot: QtBot) -> None:
    changes = QSignalSpy(looked.model.changed)
    with qtbot.waitSignal(looked.model.changed, timeout=20 * FOLLOWED_MILLISECONDS):
        for _ in range(3):
            looked.session.updated.emit(Update(progress=True))
        assert changes.count() == 0
    assert changes.count() == 1
    with qtbot.waitSignal(looked.model.changed, timeout=FOLLOWED_MILLISECONDS):
        looked.session.updated.emit(Update(progress=True, state=True))
        assert changes.count() == 1  # the sheet, which shows other numbers too, is drawn first
    assert changes.count() == 2
    looked.session.set_pace(Pace(4.0))
    looked.session.updated.emit(Update(progress=True))
    assert changes.count() == 3


def test_hidden_model_follows_no_more(looked: Looked, qtbot: QtBot) -> None:
    looked.session.updated.emit(Update(progress=True))
    looked.model.pause()
    with qtbot.assertNotEmitted(looked.model.changed, wait=2 * FOLLOWED_MILLISECONDS):
        pass


def test_earlier_epoch_is_followed(looked: Looked, qtbot: QtBot) -> None:
    looked.session.run_or_pause()
    qtbot.waitUntil(lambda: not looked.session.state.is_active)
    with qtbot.waitSignal(looked.model.changed):
        looked.session.show_epoch(0)
    frame = looked.model.frame
    assert frame is not None
    assert frame.state.slope == pytest.approx(-170.84924289598283, rel=1e-15)


def test_settings_of_the_run_are_followed(looked: Looked) -> None:
    looked.model.choose_h(1e-3)
    looked.document.change_settings(epochs=10)
    looked.document.flush()
    assert looked.model.h == 1e-3  # nothing has changed h
    looked.document.change_settings(h=0.5, difference="backward")
    looked.document.flush()
    assert looked.model.h == 0.5
    assert looked.model.difference is Difference.BACKWARD


def test_h_is_handed_to_the_run(looked: Looked) -> None:
    looked.model.choose_h(1e-3)
    looked.model.use_h()
    looked.document.flush()
    assert looked.document.settings.h == 1e-3
    looked.document.undo_stack.undo()
    looked.document.flush()
    assert looked.document.settings.h == 0.1
    assert looked.model.h == 0.1


def test_each_weight_may_have_its_own_h(qtbot: QtBot) -> None:
    example = experiment_of()
    settings = replace(example.settings, h=(0.1, 0.2, 0.3))
    window = QWidget()
    qtbot.addWidget(window)
    document = Document(example.problem, settings, "each")
    model = LimitModel(document, Session(document), window)
    model.resume()
    assert (model.h, model.run_h) == (0.1, 0.1)
    model.choose_weight(2)
    assert (model.h, model.run_h) == (0.3, 0.3)
    model.choose_h(1e-3)
    model.choose_weight(1)
    assert (model.h, model.run_h) == (1e-3, 0.2)
    model.shut_down()


def test_each_weight_is_looked_at_with_its_step(looked: Looked) -> None:
    looked.document.change_settings(h=FITS_EACH)
    looked.document.flush()
    steps = steps_of_weights(looked.document.experiment)
    assert steps is not None
    assert looked.model.h == looked.model.run_h == steps[0]
    looked.model.choose_weight(2)
    assert looked.model.h == steps[2]
    looked.model.choose_h(1e-3)
    looked.model.use_h()
    looked.document.flush()
    assert looked.document.settings.h == 1e-3


def test_quotient_of_the_run_comes_first(looked: Looked) -> None:
    model = looked.model
    assert model.quotients == [Difference.FORWARD, Difference.CENTRAL]
    model.leave_out(Difference.CENTRAL)
    assert model.difference == "forward"
    model.leave_out(Difference.FORWARD)
    assert model.quotients == [Difference.FORWARD]  # the last one stays
    model.draw(Difference.CENTRAL)
    assert model.difference == "central"


def test_best_and_largest_are_chosen(looked: Looked) -> None:
    model = looked.model
    model.leave_out(Difference.CENTRAL)
    model.choose_best_h()
    assert model.h == 8.6e-8
    model.choose_largest_h()
    assert model.h == 100
    model.move_h(-10)
    assert model.h == 10


def test_best_h_says_why(looked: Looked) -> None:
    said: list[Message] = []
    looked.model.message.connect(said.append)
    looked.model.choose_best_h()
    looked.model.leave_out(Difference.CENTRAL)
    looked.model.choose_best_h()
    assert [message.text for message in said] == [
        "h = 10 suits x1: exact at any h, it rounds least here.",
        "h = 8.6e−8 suits x1: it cuts little bend, and rounds little.",
    ]
    assert said[0].detail.endswith("exact at any h, so a large h only takes rounding away.")
    assert said[1].detail.startswith("A one-sided quotient cuts the bend by h")
    assert all(message.is_passing for message in said)


@pytest.mark.parametrize("sentence", texts.BEST_BY_REGION.values())
def test_reasons_fit_the_strip(sentence: str) -> None:
    widest = sentence.format(h="−1.2e−123"[1:], name="x" * SHORT_NAME)
    assert len(widest) <= LONGEST


def test_weights_end_at_both_ends(looked: Looked) -> None:
    model = looked.model
    model.move_weight(-1)
    assert model.weight == 0
    for _ in range(5):
        model.move_weight(1)
    assert model.weight == 2
    assert list(model.weight_names) == ["x1", "x2", "x3"]


def test_precision_and_curve_are_chosen(looked: Looked) -> None:
    looked.model.choose_precision(Precision.SINGLE)
    looked.model.switch_curve()
    frame = looked.model.frame
    assert frame is not None
    assert frame.state.precision is Precision.SINGLE
    assert frame.state.curve is Curve.LOSS_LESS_TANGENT
    looked.model.choose_h(1e-60)
    assert looked.model.h == pytest.approx(1.4e-45, rel=0.01)  # the least number of float32


@pytest.mark.parametrize(
    ("precision", "gap"),
    [(Precision.SINGLE, LimitGap.TOO_LARGE), (Precision.DOUBLE, LimitGap.MUCH_TOO_LARGE)],
)
def test_numbers_too_large_are_a_gap(looked: Looked, precision: Precision, gap: LimitGap) -> None:
    looked.model.choose_precision(precision)
    for table, value in ((TableName.A, 1e200), (TableName.W, 1e300)):
        looked.document.set_block(table, 0, 0, np.array([[value]]))
        looked.document.flush()
    draw()
    assert looked.model.frame is None
    assert looked.model.gap is gap


def test_wheel_moves_by_tenths(looked: Looked) -> None:
    looked.model.turn_h(-0.1)
    assert looked.model.h == 0.0794
    looked.model.turn_h(0.001)
    assert looked.model.h == 0.07958


def test_document_is_looked_at_once(looked: Looked) -> None:
    """A view of the tables chooses a cell, and so a weight, while they are being replaced."""
    changes = QSignalSpy(looked.model.changed)
    looked.document.reshaped.connect(lambda: looked.model.choose_weight(1))
    looked.document.open(experiment_of("longley"))
    assert changes.count() == 0
    looked.document.flush()
    assert changes.count() == 0  # the tables are drawn first
    draw()
    assert changes.count() == 1


def test_empty_table_is_a_gap(looked: Looked) -> None:
    looked.document.open(experiment_of("noisy"))
    looked.document.flush()
    draw()
    assert looked.model.frame is not None
    zeros = np.zeros((60, 2))
    looked.document.set_block(TableName.A, 0, 0, zeros)
    looked.document.set_block(TableName.Y, 0, 0, zeros[:, :1])
    looked.document.flush()
    draw()
    assert looked.model.gap is LimitGap.NO_TABLE
    assert looked.model.frame is None


def test_another_document_is_looked_at_afresh(looked: Looked) -> None:
    looked.model.choose_weight(2)
    looked.model.choose_h(1e-9)
    looked.model.leave_out(Difference.CENTRAL)
    looked.document.open(experiment_of("forward_bias"))
    looked.document.flush()
    assert (looked.model.weight, looked.model.h) == (0, 1.0)
    assert looked.model.difference is Difference.FORWARD


def source_of(model: LimitModel) -> LossSource | None:
    return model.frame.state.source if model.frame is not None else None


def test_large_table_gets_its_rows(qtbot: QtBot) -> None:
    looked = looked_at(qtbot)
    looked.document.open(large_experiment())
    looked.document.flush()
    model = looked.model
    model.resume()
    assert model.gap is LimitGap.REDUCING
    qtbot.waitUntil(lambda: source_of(model) is LossSource.TRIANGLE, timeout=20_000)
    on_triangle = model.frame
    qtbot.waitUntil(lambda: source_of(model) is LossSource.ROWS, timeout=20_000)
    literal = model.frame
    assert on_triangle is not None
    assert literal is not None
    assert literal.state.slope == pytest.approx(on_triangle.state.slope, rel=1e-9)
    assert {"digits", "samples"} <= set(vars(literal.state))  # computed in the thread
    model.choose_h(1e-3)
    assert source_of(model) is LossSource.TRIANGLE
    assert model.frame is not None
    assert model.frame.curves is literal.curves  # no point moves while h does
    looked.end()


def test_run_shows_the_triangle(qtbot: QtBot) -> None:
    looked = looked_at(qtbot)
    looked.document.open(large_experiment())
    looked.document.change_settings(epochs=10**9, method="literal")
    looked.document.flush()
    looked.model.resume()
    looked.session.run_or_pause()
    model = looked.model
    qtbot.waitUntil(lambda: source_of(model) is LossSource.TRIANGLE, timeout=20_000)
    qtbot.wait(300)
    assert source_of(model) is LossSource.TRIANGLE
    looked.session.pause()
    qtbot.waitUntil(lambda: source_of(model) is LossSource.ROWS, timeout=20_000)
    looked.end()


@pytest.mark.parametrize("key", ["well_conditioned", "collinear", "wide"])
def test_scaled_slopes_are_the_sheets(qtbot: QtBot, key: str) -> None:
    found = looked_at(qtbot, key)
    found.document.change_settings(scale_columns=True, epochs=5000)
    found.model.resume()
    found.session.run_or_pause()
    qtbot.waitUntil(lambda: not found.session.state.is_active)
    progress = found.session.shown
    assert progress is not None
    sheet = progress.with_companions().exact_gradient
    frame = found.model.frame
    assert sheet is not None
    assert frame is not None
    assert np.abs(sheet).max() < 1e-13  # at rest, a last digit of a column would show
    assert frame.state.point.slopes == pytest.approx(sheet[:, 0], rel=1e-12, abs=0)
    found.end()


def test_use_says_what_it_does(looked: Looked) -> None:
    said: list[Message] = []
    looked.model.message.connect(said.append)
    looked.model.choose_h(0.25)
    looked.model.use_h()
    looked.model.use_h()
    assert [message.text for message in said] == [
        "The run uses h = 0.25 for all weights now.",
        "The run uses h = 0.25 for all weights already.",
    ]
    assert all(message.is_passing for message in said)
    assert looked.document.settings.h == 0.25


def test_own_steps_are_offered(qtbot: QtBot) -> None:
    """One h cannot serve all weights of Longley's table."""
    looked, said = looked_at(qtbot, "longley"), list[Message]()
    looked.model.resume()
    looked.model.message.connect(said.append)
    looked.model.choose_h(500.0)
    looked.model.use_h()
    assert said[-1].text == "The run uses h = 500 for all weights now; some need another."
    assert said[-1].fix is not None
    assert said[-1].fix.changes == {"h": FITS_EACH}
    assert looked.model.each_h is not None
    looked.model.use_each_h()
    assert said[-1].text == "The run uses the h that fits each weight now."
    assert looked.document.settings.h == FITS_EACH
    assert looked.model.each_h is None
    assert looked.model.others is OtherWeights.OWN
    looked.document.undo_stack.undo()
    assert looked.model.others is OtherWeights.UNSERVED
    looked.end()


def test_own_steps_help_some_tables(looked: Looked) -> None:
    assert looked.model.each_h is None  # the columns are of one size
    assert looked.model.others is OtherWeights.SERVED
    looked.document.open(empty_experiment())
    assert looked.model.each_h is None


@pytest.mark.parametrize(("quotient", "h"), [("forward", 1.5e-8), ("central", 6.1e-6)])
def test_unknown_steps_are_the_textbooks(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, quotient: str, h: float
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(following_steps, "MOST_CELLS_AT_ONCE", 1)
    experiment = experiment_of()
    settings = replace(experiment.settings, h=FITS_EACH, difference=Difference(quotient))
    assert model_of(parent, replace(experiment, settings=settings)).run_h == h


@pytest.mark.parametrize("column", range(1, 7))
@pytest.mark.parametrize("quotient", ["forward", "backward", "central"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_single_weight_has_one_best_h(
    qtbot: QtBot, column: int, quotient: str, precision: str
) -> None:
    """The h that fits, which the field of h offers, is the best one of the only weight."""
    longley = experiment_of("longley").problem
    problem = Problem(longley.A[:, [column]], longley.Y)
    settings = Settings(difference=quotient, precision=precision, h=0.1)
    parent = QWidget()
    qtbot.addWidget(parent)
    model = model_of(parent, Experiment.of(problem, settings, "one"))
    model.resume()
    assert model.frame is not None
    assert model.frame.best_h == model.fitting_h
    model.shut_down()
