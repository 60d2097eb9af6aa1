"""A cluster of two workers, which are really started, stopped and killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from engine.cancelling import Cancelled
from engine.errors import BadTable
from engine.parts.cluster import Cluster
from engine.parts.errors import ClusterMissing, NoCluster, PartsStalled
from engine.parts.on_cluster import is_installed
from engine.parts.reduce_files import reduce_files
from engine.parts.shared_reading import SharedReading
from tests.killed_workers import Killer, workers_of

from .tables import table, write_parts

needs_extra = pytest.mark.skipif(not is_installed(), reason="the extra cluster is not installed")
# What distributed leaves to the collector when a worker is killed.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
LOADED = "import sys, engine; print({'dask', 'distributed', 'tornado'} & {*sys.modules})"
QUIET = 5.0
LOCAL = Cluster(workers=2, quiet_seconds=30.0)
WATCHED = Cluster(workers=2, quiet_seconds=QUIET)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_parts(tmp_path_factory.mktemp("parts"), table(rows=3000), 20)


@pytest.fixture
def stopped() -> Iterator[list[int]]:
    """Processes that were stopped, which end with the test."""
    found: list[int] = []
    yield found
    for pid in found:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_engine_loads_nothing_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import engine.parts.reduce_files\n{LOADED}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_missing_extra_is_named(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.parts.on_cluster.is_installed", lambda: False)
    with pytest.raises(ClusterMissing, match=r"extra cluster.*python3 main.py --add cluster"):
        reduce_files(paths, SharedReading.of(paths[0]), LOCAL)


@needs_extra
def test_killed_worker_changes_no_bit(paths: list[Path]) -> None:
    reading = SharedReading.of(paths[0], has_ones=True)
    one_process = reduce_files(paths, reading)
    killer = Killer(1)
    seen: list[float] = []

    def look(fraction: float) -> None:
        seen.append(fraction)
        killer.look(fraction)

    found = reduce_files(paths, reading, LOCAL, progress=look)
    assert len(killer.killed) == 1
    assert found.part.rows == 3000
    assert (found.part.R == one_process.part.R).all()
    assert np.array_equal(found.ends.first, one_process.ends.first)
    assert np.array_equal(found.ends.last, one_process.ends.last)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert workers_of(os.getpid()) == []


@needs_extra
def test_stopped_worker_is_replaced(paths: list[Path], stopped: list[int]) -> None:
    told: list[str] = []

    def stop_one(fraction: float) -> None:
        if not stopped and fraction < 1:
            stopped.append(workers_of(os.getpid())[0])
            os.kill(stopped[0], signal.SIGSTOP)

    reading = SharedReading.of(paths[0])
    found = reduce_files(paths, reading, WATCHED, progress=stop_one, started=told.append)
    assert (found.part.R == reduce_files(paths, reading).part.R).all()
    assert "started anew" in told[0]


@needs_extra
def test_hung_part_is_given_up(paths: list[Path], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "part-99.csv")  # nothing is ever written to it
    began = monotonic()
    with pytest.raises(PartsStalled, match=r"1 part did not finish: part-99\.csv\..* for 5 s"):
        reduce_files([*paths[:3], tmp_path / "part-99.csv"], SharedReading.of(paths[0]), WATCHED)
    assert monotonic() - began < 90
    assert workers_of(os.getpid()) == []


@needs_extra
def test_bad_cell_of_part_is_named(paths: list[Path], tmp_path: Path) -> None:
    for folder in ("year=2023", "year=2024"):
        (tmp_path / folder).mkdir()
    write_parts(tmp_path / "year=2023", table(rows=20), 1)
    bad = write_parts(tmp_path / "year=2024", table(rows=20), 1)[0]
    bad.write_text(bad.read_text("utf-8") + "1,2,x,4\n", encoding="utf-8")
    parts = sorted(tmp_path.glob("*/*.csv"))
    with pytest.raises(BadTable) as caught:
        reduce_files(parts, SharedReading.of(parts[0]), LOCAL)
    assert str(caught.value).startswith("year=2024/part-00.csv, line 22, column 3 (c): “x”")


@needs_extra
def test_cancelled_cluster_ends(paths: list[Path]) -> None:
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        reduce_files(paths, SharedReading.of(paths[0]), LOCAL, cancelled=is_cancelled)
    assert workers_of(os.getpid()) == []


@needs_extra
def test_address_without_scheduler_is_refused(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.parts.on_cluster.CONNECT_SECONDS", 1.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NoCluster, match="nothing answers there"):
            reduce_files(paths, SharedReading.of(paths[0]), Cluster(address))
