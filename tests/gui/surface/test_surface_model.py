"""What the view looks at: planes, frames, and what a click does."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.examples import EXAMPLES
from engine.surface.loss_curve import LossCurve
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import Plane, PlaneKind
from engine.surface.profile import Profile
from gui.document import Document, Experiment
from gui.run.session import Session
from gui.surface import texts
from gui.surface.surface_frame import SurfaceFrame
from gui.surface.surface_model import SurfaceGap, SurfaceModel


def experiment_of(problem: Problem, **settings: object) -> Experiment:
    """Return an experiment of a few epochs."""
    chosen = {"epochs": 50, "learning_rate": "safe", "h": 0.1, **settings}
    return Experiment.of(problem, Settings(**chosen), "table")  # type: ignore[arg-type]


def example(key: str = "published") -> Experiment:
    """Return an example."""
    found = next(each for each in EXAMPLES if each.key == key)
    return Experiment.of(found.problem, found.settings, found.name, found.note, found.names)


def drawn_problem(rows: int, columns: int) -> Problem:
    """Draw a problem."""
    draw = np.random.default_rng(rows + columns)
    return Problem(draw.normal(size=(rows, columns)), draw.normal(size=rows))


class Bench:
    """A document, its session, and the model of the view."""

    def __init__(self, parent: QWidget) -> None:
        first = example()
        self.document = Document(first.problem, first.settings, first.name)
        self.session = Session(self.document)
        self.model = SurfaceModel(self.document, self.session, parent)

    def open(self, experiment: Experiment) -> None:
        """Open an experiment."""
        self.document.open(experiment)
        self.document.flush()

    @property
    def frame(self) -> SurfaceFrame:
        """The frame that is shown."""
        assert self.model.frame is not None, self.model.gap
        return self.model.frame


@pytest.fixture
def bench(window: QWidget, qtbot: QtBot) -> Iterator[Bench]:
    """A model that is seen."""
    bench = Bench(window)
    bench.model.resume()
    yield bench
    bench.model.shut_down()
    bench.session.reset()
    bench.session.shut_down()
    bench.document.shut_down()


def run(bench: Bench, qtbot: QtBot) -> None:
    """Run to the end, and wait for the frame of it."""
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    qtbot.waitUntil(lambda: bench.model.frame is not None and bench.model.frame.run is not None)
    bench.model.pause()
    bench.model.resume()


def test_published_starts_with_directions(bench: Bench) -> None:
    frame = bench.frame
    assert bench.model.kind is PlaneKind.DIRECTIONS
    assert isinstance(frame.ground, Plane)
    assert frame.ground.modes == (1, 0)
    assert frame.surface.notes == [texts.FLAT_OTHERS(1)]
    assert not frame.surface.has_run
    assert frame.gap is not None
    assert frame.gap.known == 1


def test_run_has_a_path(bench: Bench, qtbot: QtBot) -> None:
    run(bench, qtbot)
    shown = bench.frame.surface
    assert len(shown.path) == 1001
    assert shown.mark_epochs.tolist() == [1, 10, 100, 1000]
    np.testing.assert_array_equal(shown.now, shown.path[-1])
    assert shown.losses[0] == pytest.approx(340.381080443314)
    assert bench.frame.sentence == texts.LEFT_ALL.format(
        direction="x1, x3", often="every 45 epochs"
    )


def test_earlier_epoch_moves_the_mark(bench: Bench, qtbot: QtBot) -> None:
    run(bench, qtbot)
    bench.session.show_epoch(10.0)
    qtbot.waitUntil(lambda: bench.frame.surface.now_epoch == 10)
    shown = bench.frame.surface
    np.testing.assert_array_equal(shown.now, shown.path[10])
    assert len(shown.path) == 1001


def test_planes_are_chosen_in_turn(bench: Bench, qtbot: QtBot) -> None:
    run(bench, qtbot)
    seen = []
    for _ in range(4):
        bench.model.choose_next()
        seen.append(bench.frame.kind)
    assert seen == [
        *(PlaneKind.PATH, PlaneKind.WEIGHTS, PlaneKind.DIRECTIONS),
        PlaneKind.PATH,
    ]


def test_path_needs_a_run(bench: Bench) -> None:
    bench.model.choose_kind(PlaneKind.PATH)
    assert bench.frame.kind is PlaneKind.DIRECTIONS


def test_two_weights_are_the_plane(bench: Bench) -> None:
    bench.open(experiment_of(drawn_problem(10, 2)))
    bench.model.pause()
    bench.model.resume()
    assert bench.frame.kind is PlaneKind.WEIGHTS
    assert bench.frame.surface.names == ("x1", "x2")
    assert bench.frame.surface.notes == []


def test_pairs_are_chosen(bench: Bench) -> None:
    bench.open(example("longley"))
    bench.model.choose_pair(2, 5)
    assert bench.frame.surface.names == (bench.frame.names[2], bench.frame.names[5])
    assert bench.frame.surface.notes == [texts.OTHERS_BEST]
    bench.model.choose_pair(5, 5)  # the one across is to be 5
    assert bench.model.pair == (5, 2)
    bench.model.choose_pair(5, 5)  # and now the one up
    assert bench.model.pair == (2, 5)


def test_pair_suits_fewer_columns(bench: Bench) -> None:
    bench.open(experiment_of(drawn_problem(10, 4)))
    bench.model.choose_pair(3, 2)
    bench.document.remove_columns([2, 3])
    bench.document.flush()
    assert bench.model.pair == (0, 1)


def test_one_weight_is_a_curve(bench: Bench, qtbot: QtBot) -> None:
    bench.open(experiment_of(drawn_problem(5, 1)))
    bench.model.pause()
    bench.model.resume()
    assert isinstance(bench.frame.ground, Profile)
    assert bench.frame.sentence == texts.ONE_WEIGHT
    assert bench.frame.surface.names == ("x1", texts.LOSS)
    assert bench.model.kinds == ()
    bench.model.choose_next()
    run(bench, qtbot)
    places = bench.frame.surface.path
    np.testing.assert_allclose(places[:, 1], bench.frame.surface.losses, rtol=1e-9)


def test_rank_one_is_a_curve(bench: Bench) -> None:
    bench.open(experiment_of(Problem([[1.0, 2.0], [2.0, 4.0]], [1.0, 3.0])))
    bench.model.pause()
    bench.model.resume()
    assert isinstance(bench.frame.ground, Profile)
    assert bench.frame.sentence == texts.ONE_DIRECTION


def test_flat_band_is_named(bench: Bench) -> None:
    A = [[1.0, 2.0, 3.0, 1.0], [2.0, 1.0, 3.0, 0.0], [3.0, 6.0, 9.0, 1.0], [0.0, 2.0, 2.0, 5.0]]
    bench.open(experiment_of(Problem(A, [1.0, 2.0, 0.0, 4.0])))
    bench.model.choose_pair(0, 1)
    assert texts.FLAT_BAND in bench.frame.surface.notes


def test_flat_weight_is_named(bench: Bench) -> None:
    problem = Problem([[1.0, 0.0, 2.0], [2.0, 0.0, 0.0], [1.0, 0.0, 1.0]], [1.0, 2.0, 4.0])
    bench.open(experiment_of(problem))
    bench.model.choose_pair(1, 0)
    assert bench.frame.surface.names == (texts.FLAT_AXIS.format(name="x2"), "x1")


def test_any_loss_is_evaluated_on_a_grid(bench: Bench, qtbot: QtBot) -> None:
    bench.open(experiment_of(drawn_problem(20, 3), learning_rate=0.1, loss="huber"))
    qtbot.waitUntil(lambda: bench.model.frame is not None)
    assert isinstance(bench.frame.ground, LossGrid)
    assert bench.frame.sentence == texts.ANY_LOSS
    assert bench.frame.gap is None
    assert bench.model.kinds == (PlaneKind.WEIGHTS,)
    assert bench.frame.surface.notes == [texts.OTHERS_NOW]
    bench.model.choose_pair(2, 1)
    qtbot.waitUntil(lambda: bench.model.frame is not None and bench.frame.pair == (2, 1))
    assert np.isnan(bench.frame.surface.optimum).all()


def test_any_loss_of_one_weight_is_a_curve(bench: Bench, qtbot: QtBot) -> None:
    bench.open(experiment_of(drawn_problem(6, 1), learning_rate=0.1, loss="mean absolute"))
    qtbot.waitUntil(lambda: bench.model.frame is not None)
    assert isinstance(bench.frame.ground, LossCurve)
    assert bench.frame.sentence == texts.ONE_WEIGHT


def test_ridge_has_ellipses(bench: Bench) -> None:
    ridge = "mean((Y−P)²) + 0.5·sum(W²)"
    bench.open(experiment_of(drawn_problem(6, 3), learning_rate=0.1, loss=ridge))
    bench.model.pause()
    bench.model.resume()
    assert isinstance(bench.frame.ground, Plane)


def test_large_table_is_reduced_beside(bench: Bench, qtbot: QtBot) -> None:
    bench.open(experiment_of(drawn_problem(20_000, 5)))
    bench.model.pause()
    bench.model.resume()
    assert bench.model.gap.text == SurfaceGap.REDUCING.text
    qtbot.waitUntil(lambda: bench.model.frame is not None)
    assert bench.model.gap is SurfaceGap.NOTHING


@pytest.mark.parametrize(
    ("problem", "gap"),
    [
        (Problem([[1e200, 1.0], [0.0, 1e200]], [1.0, 2.0]), SurfaceGap.TOO_LARGE),
        (Problem([[0.0, 0.0], [0.0, 0.0]], [1.0, 2.0]), SurfaceGap.FLAT),
        (Problem(np.ones((2, 1001)), [1.0, 2.0]), SurfaceGap.TOO_MANY_COLUMNS),
    ],
)
def test_gaps_say_why(bench: Bench, problem: Problem, gap: SurfaceGap) -> None:
    bench.open(experiment_of(problem, learning_rate=0.1))
    bench.model.pause()
    bench.model.resume()
    assert bench.model.frame is None
    assert bench.model.gap is gap
    assert gap.text.endswith(".")


def test_growing_direction_is_named(bench: Bench, qtbot: QtBot) -> None:
    bench.document.change_settings(learning_rate=0.02, epochs=5)
    run(bench, qtbot)
    said = bench.frame.sentence
    assert said.endswith("which grows: η is above its limit.")


def test_diverged_run_is_shown(bench: Bench, qtbot: QtBot) -> None:
    bench.document.change_settings(learning_rate=1.0, epochs=10_000)
    run(bench, qtbot)
    assert bench.frame.sentence.endswith("which grows: η is above its limit.")
    assert bench.frame.gap is not None
    assert bench.frame.surface.has_run


def test_optimum_has_no_gap(bench: Bench, qtbot: QtBot) -> None:
    problem = drawn_problem(10, 2)
    bench.open(experiment_of(problem, until_converged=True))
    run(bench, qtbot)
    assert bench.frame.sentence == texts.AT_LEAST


def test_click_sets_the_start(bench: Bench) -> None:
    spy = QSignalSpy(bench.model.message)
    bench.model.choose_pair(0, 2)
    bench.model.start_at(3.0, -1.5)
    W = bench.document.experiment.W.joined
    assert (W[0, 0], W[2, 0]) == (3.0, -1.5)
    assert spy.at(0)[0].text == texts.STARTS_THERE
    bench.document.flush()
    bench.model.pause()
    bench.model.resume()
    np.testing.assert_allclose(bench.frame.surface.start, [3.0, -1.5])
    bench.document.undo_stack.undo()
    assert bench.document.experiment.W.joined[0, 0] == pytest.approx(1.76405235)


def test_click_on_directions_sets_all(bench: Bench) -> None:
    bench.model.start_at(0.25, 0.0)
    bench.document.flush()
    bench.model.pause()
    bench.model.resume()
    np.testing.assert_allclose(bench.frame.surface.start, [0.25, 0.0], atol=1e-12)


def test_click_on_a_curve_sets_the_weight(bench: Bench) -> None:
    bench.open(experiment_of(drawn_problem(5, 1)))
    bench.model.pause()
    bench.model.resume()
    bench.model.start_at(2.5, 99.0)
    assert bench.document.experiment.W.joined.tolist() == [[2.5]]


def test_click_on_a_grid_keeps_the_others(bench: Bench, qtbot: QtBot) -> None:
    bench.open(experiment_of(drawn_problem(20, 3), learning_rate=0.1, loss="huber"))
    qtbot.waitUntil(lambda: bench.model.frame is not None)
    bench.model.start_at(1.0, 2.0)
    assert bench.document.experiment.W.joined[:, 0].tolist() == [1.0, 2.0, 0.0]


def test_place_too_far_is_refused(bench: Bench) -> None:
    spy = QSignalSpy(bench.model.message)
    bench.model.start_at(np.inf, 0.0)
    assert spy.at(0)[0].text == texts.NO_START


def test_hidden_model_computes_nothing(bench: Bench, qtbot: QtBot) -> None:
    bench.model.pause()
    spy = QSignalSpy(bench.model.changed)
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    bench.model.choose_next()
    bench.model.start_at(1.0, 1.0)
    assert spy.count() == 0
    assert bench.model.frame is None


def test_another_document_starts_afresh(bench: Bench) -> None:
    bench.model.choose_pair(1, 2)
    bench.open(example("longley"))
    assert bench.model.kind is PlaneKind.DIRECTIONS
    assert bench.model.pair == (0, 1)


def test_bowl_is_computed_once(bench: Bench, qtbot: QtBot) -> None:
    before = bench.frame.bowl
    run_bowl = bench.frame.bowl
    bench.model.choose_next()
    assert bench.frame.bowl is before is run_bowl
    bench.document.change_settings(scale_columns=True)
    bench.document.flush()
    qtbot.waitUntil(lambda: bench.frame.bowl is not before)


OPTIMISERS = {
    "plain": ["−η·δW"],
    "heavy ball": ["−η·δW", "−η·β·b"],
    "nesterov": ["−η·δW", "−η·β·b"],
    "rmsprop": ["−η·δW/(√v + ε)"],
    "adam": ["−η·m̂/(√v̂ + ε)"],
    "adamw": ["−η·λ·W", "−η·m̂/(√v̂ + ε)"],
    "adagrad": ["−η·δW/(√s + ε)"],
}


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_step_has_its_parts(bench: Bench, qtbot: QtBot, optimiser: str) -> None:
    bench.document.change_settings(optimiser=optimiser, learning_rate=0.001, epochs=3)
    run(bench, qtbot)
    shown, working = bench.frame.surface.step, bench.session.progress
    assert shown is not None
    assert working is not None
    assert working.working is not None
    assert [part.formula for part in shown.added] == OPTIMISERS[optimiser]
    assert shown.start == pytest.approx(bench.frame.surface.now)
    assert shown.added[-1].end == pytest.approx(shown.end, rel=1e-9)
    ground = bench.frame.ground
    assert isinstance(ground, Plane)
    assert shown.end == pytest.approx(ground.places(working.working.W_next_of_table.T)[0])


def test_first_step_is_shown_before_run(bench: Bench) -> None:
    step = bench.frame.surface.step
    assert step is not None
    assert step.start == pytest.approx(bench.frame.surface.start)
    assert [part.formula for part in step.added] == ["−η·δW"]


def test_direction_left_out_ends_the_sentence(bench: Bench) -> None:
    bench.document.change_settings(optimiser="adam", learning_rate=0.1)
    bench.model.pause()
    bench.model.resume()
    assert bench.frame.sentence.endswith("% of the gap is left along x2, x3 …")


def test_fast_run_has_no_step(bench: Bench, qtbot: QtBot) -> None:
    bench.document.change_settings(epochs=10**9, method="literal")
    bench.document.flush()
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: bench.model.frame is not None and bench.frame.run is not None)
    assert bench.session.state.is_active
    assert bench.frame.step is None
    bench.session.pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    qtbot.waitUntil(lambda: bench.frame.step is not None)


def test_step_on_a_curve_is_its_move(bench: Bench, qtbot: QtBot) -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 3.0])
    bench.open(experiment_of(problem, optimiser="adam", learning_rate=0.1))
    qtbot.waitUntil(lambda: bench.model.frame is not None)
    step = bench.frame.surface.step
    assert step is not None
    assert step.undivided == ()
    assert [part.formula for part in step.added] == ["−η·m̂/(√v̂ + ε)"]


@pytest.mark.parametrize(
    ("changes", "formulas"),
    [
        ({"optimiser": "adam", "learning_rate": 0.1}, ["−η·m̂/(√v̂ + ε)"]),
        ({"optimiser": "heavy ball", "momentum": 0.8}, ["−η·δW"]),
        ({"learning_rate": 0.002}, ["−η·δW"]),
        ({"scale_columns": True}, ["−η·δW"]),
        ({"difference": "forward", "h": 0.5}, ["−η·δW"]),
    ],
)
def test_changed_settings_have_their_own_step(
    bench: Bench, qtbot: QtBot, changes: dict[str, str | float], formulas: list[str]
) -> None:
    """The arrow was that of the run before until it went on."""
    run(bench, qtbot)
    bench.document.change_settings(**changes)
    bench.document.flush()
    bench.model.pause()
    bench.model.resume()
    step, gap = bench.frame.step, bench.frame.gap
    assert step is not None
    assert gap is not None
    assert [part.formula for part in step.added] == formulas
    assert gap.has_forecast is ("adam" not in changes.values())
    assert bench.frame.settings == bench.document.settings
    bench.session.step()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    progress = bench.session.progress
    assert progress is not None
    assert progress.frame.epoch == 1001
    np.testing.assert_allclose(step.W_next, progress.frame.W, rtol=1e-12)


def test_step_of_another_loss_begins_anew(bench: Bench, qtbot: QtBot) -> None:
    run(bench, qtbot)
    bench.document.change_settings(loss="mean((Y − P)^2) + 0.1·sum(W^2)")
    bench.document.flush()
    bench.model.pause()
    bench.model.resume()
    step = bench.frame.step
    assert step is not None
    np.testing.assert_array_equal(step.W, bench.document.experiment.W.joined)
