"""The benchmark: that everybody in it does the same work, and what it makes of the figures."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from engine import Settings, fit
from tests.benchmark import fast_path, peers, published_loop
from tests.benchmark.fast_path import Promise
from tests.benchmark.lane import Lane, own_process
from tests.benchmark.peers import Peer, numba_gradient, numba_quotients, numba_threads
from tests.benchmark.report import GROUPS, groups
from tests.benchmark.task import Array, Run, Task, task_of

LOOP = Peer("the published loop", "", published_loop.prepare)
EPOCHS = 40
SHAPE = (50, 4)


@pytest.fixture
def task() -> Task:
    return task_of(SHAPE)


def losses_of(task: Task) -> Array:
    settings = Settings(EPOCHS, task.learning_rate, task.h)
    return fit(task.problem, settings, every_loss=True).history.loss


def test_the_published_loop_does_the_same_work(task: Task) -> None:
    np.testing.assert_allclose(published_loop.prepare(task)(EPOCHS), losses_of(task), rtol=1e-9)


@pytest.mark.parametrize("peer", [LOOP, *peers.installed()], ids=lambda peer: peer.name)
def test_who_is_here_does_the_same_work_in_a_process_of_its_own(peer: Peer, task: Task) -> None:
    with own_process() as process:
        losses = Lane(process, peer.prepare, SHAPE).losses(EPOCHS)
    assert losses.dtype == np.float64
    np.testing.assert_allclose(losses, losses_of(task), rtol=1e-9)


@pytest.mark.parametrize("module", [numba_quotients, numba_gradient, numba_threads])
def test_what_numba_compiles_is_right_without_it(
    module: SimpleNamespace, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncompiled = {"njit": lambda **_: lambda function: function, "prange": range}
    numba = SimpleNamespace(**uncompiled, get_num_threads=lambda: 3)
    monkeypatch.setitem(sys.modules, "numba", numba)
    run: Run = module.prepare(task)
    np.testing.assert_allclose(run(EPOCHS), losses_of(task), rtol=1e-9)
    np.testing.assert_allclose(run(1), losses_of(task)[:2], rtol=1e-9)


def test_a_missing_library_is_left_out_and_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda library: None if library == "numba" else library)
    assert {peer.library for peer in peers.installed()} == {"jax", "torch", "scipy"}
    (hint,) = peers.hints()
    assert hint.startswith("numba is not installed: ")
    assert hint.endswith('pip install ".[bench]"')


def test_a_promise_holds_for_its_library_and_for_the_fastest() -> None:
    jax, scipy = (Peer(name, name, published_loop.prepare) for name in ("jax", "scipy"))
    promise = Promise((3, 3), loop=2000, fastest=30, library={"jax": 5})
    measures = fast_path.against_all({jax: 50.0, scipy: 20.0}, promise)
    assert [measure.promise for measure in measures] == ["≥ 5", "", "≥ 30"]
    assert [measure.figure for measure in measures] == [50.0, 20.0, 20.0]
    assert [measure.is_kept for measure in measures] == [True, True, False]


def test_nobody_is_the_fastest_of_none() -> None:
    assert fast_path.against_all({}, Promise((3, 3), loop=2000, fastest=30)) == []


def test_groups_are_named_or_all_are_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert groups([]) == [*GROUPS]
    assert groups(["peers", "descent"]) == ["descent", "peers"]
    with pytest.raises(SystemExit):
        groups(["peer"])
    assert "choose from" in capsys.readouterr().err
