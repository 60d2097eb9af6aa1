"""The benchmark: all peers compute the same losses, and figures are judged correctly."""

import math
import os
import re
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine import Method, Problem, Settings, fit, optimum
from engine.statistics import statistics
from tests import TIMEOUT_SECONDS
from tests.benchmark import (
    any_loss,
    beside_first,
    fast_path,
    many_columns,
    peers,
    published_loop,
    scrubbing,
    statistics_beside_others,
    sweeping,
    walked_optimisers,
    window,
)
from tests.benchmark.fast_path import Promise
from tests.benchmark.lane import Lane, own_process
from tests.benchmark.launch import computing_ratios, computing_seconds
from tests.benchmark.measure import Measure
from tests.benchmark.peers import Peer, numba_gradient, numba_quotients, numba_threads
from tests.benchmark.peers.mpmath_figures import Figures
from tests.benchmark.peers.ordinary_least_squares import numpy_figures
from tests.benchmark.report import GROUPS, groups
from tests.benchmark.shown import shown_window
from tests.benchmark.task import Array, Run, Task, task_of
from tests.figures_of_tables import drawn_table

ROOT = Path(__file__).parents[1]
LIBRARIES = {peer.library for peer in peers.PEERS}
EPOCHS = 40
SHAPE = (50, 4)


@pytest.fixture
def task() -> Task:
    return task_of(SHAPE)


def losses_of(task: Task) -> Array:
    settings = Settings(EPOCHS, task.learning_rate, task.h)
    return fit(task.problem, settings, every_loss=True).history.loss


def test_children_alone_count_as_computing() -> None:
    code = "import time\nwhile time.process_time() < 0.3: pass"
    busy = partial(subprocess.run, [sys.executable, "-c", code], check=True)
    idle = partial(subprocess.run, [sys.executable, "-S", "-c", ""], check=True)
    assert computing_seconds(busy) >= 0.29
    assert computing_seconds(lambda: sum(range(3_000_000))) == 0
    (times,) = computing_ratios([busy], idle, turns=1)
    assert times > 1


def test_published_loop_computes_same_losses(task: Task) -> None:
    np.testing.assert_allclose(published_loop.prepare(task)(EPOCHS), losses_of(task), rtol=1e-9)


def test_lane_computes_same_losses(task: Task) -> None:
    with own_process() as process:
        losses = Lane(process, published_loop.prepare, SHAPE).losses(EPOCHS)
    assert losses.dtype == np.float64
    np.testing.assert_allclose(losses, losses_of(task), rtol=1e-9)


@pytest.mark.parametrize("module", [numba_quotients, numba_gradient, numba_threads])
def test_numba_peers_are_correct_uncompiled(
    module: SimpleNamespace, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncompiled = {"njit": lambda **_: lambda function: function, "prange": range}
    numba = SimpleNamespace(**uncompiled, get_num_threads=lambda: 3)
    monkeypatch.setitem(sys.modules, "numba", numba)
    run: Run = module.prepare(task)
    np.testing.assert_allclose(run(EPOCHS), losses_of(task), rtol=1e-9)
    np.testing.assert_allclose(run(1), losses_of(task)[:2], rtol=1e-9)


def test_missing_library_is_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda library: None if library == "numba" else library)
    assert {peer.library for peer in peers.installed()} == {"jax", "torch", "scipy"}
    (hint,) = peers.hints()
    assert hint.startswith("numba is not installed: ")
    assert hint.endswith('pip install ".[bench]"')


def test_promises_for_library_and_fastest() -> None:
    jax, scipy = (Peer(name, name, published_loop.prepare) for name in ("jax", "scipy"))
    promise = Promise((3, 3), loop=2000, fastest=30, library={"jax": 5})
    measures = fast_path.against_all({jax: 50.0, scipy: 20.0}, promise)
    assert [measure.promise for measure in measures] == ["≥ 5", "", "≥ 30"]
    assert [measure.figure for measure in measures] == [50.0, 20.0, 20.0]
    assert [measure.is_kept for measure in measures] == [True, True, False]


def test_no_peers_give_no_measures() -> None:
    assert fast_path.against_all({}, Promise((3, 3), loop=2000, fastest=30)) == []


def test_updates_compute_what_products_do() -> None:
    assert many_columns.times_faster((60, 80)) > 0
    product, updated = many_columns.paths((60, 80))
    W = task_of((60, 80)).problem.W
    expected, found = (path.start(0, W).gradient for path in (product, updated))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_numpy_has_no_more_digits() -> None:
    assert statistics_beside_others.digits_fewer("Norris", numpy_figures) <= 0.5
    assert statistics_beside_others.digits_fewer("Filip", numpy_figures) < -7


def own_figures_of(problem: Problem) -> Figures:
    found = statistics(problem, optimum(problem))
    return statistics_beside_others.own_of(found)


def test_third_program_tells_who_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def theirs(problem: Problem) -> Figures:
        found = own_figures_of(problem)
        found["R²"][0] += 1e-8
        found["t"][0] *= 1 + 1e-8
        found["leverage"][0] *= 1 + 1e-12
        return found

    def true(problem: Problem) -> Figures:
        found = own_figures_of(problem)
        found["t"][0] *= 1 + 1e-8
        return found

    monkeypatch.setattr(statistics_beside_others, "of_statsmodels", theirs)
    monkeypatch.setattr(statistics_beside_others, "mpmath_figures", true)
    count, differing, wrong = statistics_beside_others.compared(3)
    assert (differing, wrong) == (6, 3)
    figures = [own_figures_of(drawn_table(seed)).values() for seed in range(3)]
    assert count == sum(len(values) for table in figures for values in table)


def test_scrubs_of_short_runs_are_measured() -> None:
    assert min(scrubbing.by_modes(SHAPE, 10**6)) > 0
    walk, kept = scrubbing.by_walking(SHAPE, 300)
    assert walk > 0
    assert kept > 300 * 8 * SHAPE[1]
    megabytes, seconds = scrubbing.of_many_weights(20, 30)
    assert 30 * 8 * 20 * 3 <= megabytes * 2**20 < 40 * 8 * 20 * 3 + 1000
    assert seconds > 0


@pytest.mark.parametrize("name", any_loss.LOSSES)
def test_any_loss_computes_same_quotients(name: str, task: Task) -> None:
    found = any_loss.ours(task.problem, name)()
    expected = any_loss.loop(task.problem, any_loss.LOSSES[name][1])
    np.testing.assert_allclose(found, expected, rtol=1e-7)
    assert any_loss.times_faster(name, SHAPE) > 0
    assert any_loss.check_share(name, SHAPE) > 0


def test_promise_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walked_optimisers, "find_spec", lambda _: None)
    monkeypatch.setattr(walked_optimisers, "SHAPE", SHAPE)
    monkeypatch.setattr(walked_optimisers, "EPOCHS", dict.fromkeys(walked_optimisers.EPOCHS, 20))
    measures = walked_optimisers.optimiser_measures()
    adam, *others = [each for each in measures if each.unmeasured]
    assert (adam.promise, adam.verdict) == ("≥ 100", "not measured: torch is not installed")
    assert adam.is_kept
    assert [each.promise for each in others] == ["", "", ""]
    assert all(each.figure > 0 for each in measures if not each.unmeasured)


def test_promises_are_judged() -> None:
    kept, broken, none = (Measure("what", 3.0, "×", at_least=least) for least in (2, 4, -math.inf))
    assert [each.verdict for each in (kept, broken, none)] == ["kept", "NOT KEPT", ""]


@pytest.mark.parametrize("name", walked_optimisers.EPOCHS)
def test_walked_optimisers_keep_every_loss(name: str) -> None:
    settings = walked_optimisers.settings_of(name, 20)
    assert walked_optimisers.our_pace(settings, SHAPE) > 0
    assert len(walked_optimisers.our_losses(settings, SHAPE)) == 21


def test_groups_default_to_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert groups([]) == [*GROUPS]
    assert groups(["peers", "descent"]) == ["descent", "peers"]
    with pytest.raises(SystemExit):
        groups(["peer"])
    assert "choose from" in capsys.readouterr().err


def test_only_peers_import_peer_libraries() -> None:
    statement = re.compile(rf"^\s*(import|from) ({'|'.join(LIBRARIES)})\b", re.MULTILINE)
    paths = [
        path for folder in ("engine", "gui", "tests") for path in (ROOT / folder).rglob("*.py")
    ]
    users = {path.parent for path in paths if statement.search(path.read_text("utf-8"))}
    # scipy, which others are measured by, also reads the files of MATLAB.
    assert users == {ROOT / "tests/benchmark/peers", ROOT / "engine/reading/formats"}


def test_suite_imports_no_peer_library(tmp_path: Path) -> None:
    """Run the other tests of this file with libraries that are installed but fail to import."""
    for library in LIBRARIES:
        (tmp_path / f"{library}.py").write_text("raise AssertionError(__name__)\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", "not peer_librar", str(Path(__file__))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == 0, done.stdout
    assert "2 deselected" in done.stdout


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_limit_is_measured_while_shown(qapp: QApplication) -> None:
    del qapp
    with shown_window() as shown:
        measures = list(window.limit_measures(shown, [(50, 3)], redraws=2, seconds=0.3))
    heartbeat, longest, redraw, hidden = measures
    assert [each.promise for each in measures] == ["≤ 15", "≤ 100", "≤ 40", "≤ 0"]
    assert 0 < heartbeat.figure <= longest.figure
    assert redraw.figure > 0
    assert hidden.figure == 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_surface_is_measured_while_shown(qapp: QApplication) -> None:
    del qapp
    with shown_window() as shown:
        measures = list(window.surface_measures(shown, [(50, 3)], redraws=2, seconds=0.3))
    heartbeat, longest, redraw, hidden = measures
    assert [each.promise for each in measures] == ["≤ 15", "≤ 100", "≤ 25", "≤ 0"]
    assert 0 < heartbeat.figure <= longest.figure
    assert redraw.figure > 0
    assert hidden.figure == 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_fit_is_measured_while_shown(qapp: QApplication) -> None:
    del qapp
    with shown_window() as shown:
        measures = list(window.fit_measures(shown, [(50, 3)], redraws=2, seconds=0.3))
    heartbeat, longest, redraw, hidden = measures
    assert [each.promise for each in measures] == ["≤ 15", "≤ 100", "≤ 30", "≤ 0"]
    assert 0 < heartbeat.figure <= longest.figure
    assert redraw.figure > 0
    assert hidden.figure == 0


@pytest.mark.parametrize(
    ("method", "epochs"), [(Method.TRIANGLE, EPOCHS), (Method.AUTOMATIC, 10**6)]
)
def test_sweep_has_the_losses_of_runs(task: Task, method: Method, epochs: int) -> None:
    found = sweeping.swept(task, epochs, method)()
    rate, loss = found.values[40].item(), found.losses[40]
    single = fit(task.problem, Settings(epochs, rate, task.h, method=method))
    assert loss == pytest.approx(single.loss, rel=1e-9)


def test_first_commit_is_beside_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Compare this tree with itself: a copy of the sources need not hold the first commit."""

    def itself(folder: Path) -> "AbstractContextManager[Path]":
        return nullcontext(ROOT)

    monkeypatch.setattr(beside_first, "first_commit", itself)
    monkeypatch.setattr(beside_first, "find_spec", lambda _: None)
    measures = beside_first.beside_first_measures(rows=60, rounds=1)
    compared = [each for each in measures if not each.unmeasured]
    assert len(compared) == 7
    assert all(0.2 < each.figure < 5 for each in compared)
    assert {each.promise for each in compared} == {"≤ 1.05", "≤ 0.6", ""}
    assert [each.unmeasured for each in measures[::2]] == ["pyarrow is not installed"] * 7


def test_failed_program_is_no_measure(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        beside_first.used(tmp_path, "raise SystemExit(3)")
    assert beside_first.used(tmp_path, "held = b'x' * 10**8").memory > 10**8
