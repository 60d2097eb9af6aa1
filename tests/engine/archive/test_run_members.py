"""The run in a .secant file."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import History, SavedExperiment, descend
from engine.archive import archived, read_archive
from engine.archive.npy import floats_as_npy, text_as_npy
from engine.archive.zipping import zipped
from tests.engine.archive.saved_runs import KINDS, TABLE, saved, settings_of

ROOT = Path(__file__).parents[3]
GO_ON = """
import sys
from dataclasses import replace
from engine import History, descend
from engine.archive import read_archive
saved = read_archive(sys.argv[1])
history = History.resumed(saved.run.trace, saved.run.past)
settings = replace(saved.run.settings, epochs=2000)
for frame in descend(saved.problem, settings, after=saved.run.frame):
    history.extend(frame, settings)
trace = history.trace()
print(frame.epoch, frame.W.tobytes().hex(), trace.epoch.tobytes().hex(), len(history.keyframes()))
"""


def written(path: Path, experiment: SavedExperiment) -> Path:
    path.write_bytes(b"".join(archived(experiment)))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_run_goes_on_in_another_process(kind: str, tmp_path: Path) -> None:
    path = written(tmp_path / "run.secant", saved(kind))
    command = [sys.executable, "-c", GO_ON, str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    history, settings = History(), settings_of(kind, 2000)
    for frame in descend(TABLE, settings):
        history.extend(frame, settings)
    trace = history.trace()
    expected = frame.epoch, frame.W.tobytes().hex(), trace.epoch.tobytes().hex()
    assert told.split() == [*map(str, expected), str(len(history.keyframes()))]


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> SavedExperiment:
    """Return what a file is read as once its members were changed."""
    members = members_of(path)
    change(members)
    path.write_bytes(b"".join(zipped({name: [data] for name, data in members.items()})))
    return read_archive(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = written(tmp_path_factory.mktemp("runs") / "whole.secant", saved("Adam", 50))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda members: members.pop("run_losses.npy"), "incomplete"),
        (lambda members: members.pop("run_numbers.npy"), "incomplete"),
        (lambda members: members.update({"run.npy": b"no array"}), "not a NumPy array"),
        (lambda members: members.update({"run_losses.npy": b""}), "not a NumPy array"),
        (lambda m: m.update({"run_numbers.npy": m["run_numbers.npy"][:-8]}), "damaged"),
        (lambda m: m.update({"run.npy": b"".join(text_as_npy("{}"))}), "damaged"),
        (
            lambda m: m.update({"W.npy": b"".join(floats_as_npy(TABLE.W + 1))}),
            "the run that it keeps is of other tables",
        ),
        (
            lambda m: m.update({"fitted.npy": b"".join(floats_as_npy(TABLE.W))}),
            "the run that it keeps has other weights",
        ),
        (lambda members: members.pop("fitted.npy"), "other weights"),
    ],
)
def test_damaged_run_is_left_out(
    whole: bytes, tmp_path: Path, change: Callable[[dict[str, bytes]], object], fault: str
) -> None:
    path = tmp_path / "damaged.secant"
    path.write_bytes(whole)
    read = changed(path, change)
    assert read.run is None
    assert fault in read.run_fault
    assert read.A.tolist() == TABLE.A.tolist()


@pytest.mark.parametrize("setting", [{"learning_rate": "safe"}, {"h": "fits"}])
def test_run_without_numbers_is_left_out(
    whole: bytes, tmp_path: Path, setting: dict[str, str]
) -> None:
    """What was run under had numbers: the window compares with them."""
    path = tmp_path / "damaged.secant"
    path.write_bytes(whole)

    def change(members: dict[str, bytes]) -> None:
        described = json.loads(str(np.load(BytesIO(members["run.npy"]))))
        described["settings"] |= setting
        members["run.npy"] = b"".join(text_as_npy(json.dumps(described)))

    read = changed(path, change)
    assert read.run is None
    assert read.run_fault


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["run.npy", "run_losses.npy", "run_numbers.npy"]),
    st.integers(0),
    st.binary(min_size=1, max_size=9),
)
def test_no_damage_costs_the_tables(name: str, at: int, data: bytes) -> None:
    from tempfile import TemporaryDirectory

    def damage(members: dict[str, bytes]) -> None:
        own = members[name]
        start = at % len(own)
        members[name] = own[:start] + data + own[start + len(data) :]

    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "damaged.secant", SAVED)
        read = changed(path, damage)
    assert read.A.tolist() == TABLE.A.tolist()
    assert read.fitted is not None
    assert (read.run is None) == bool(read.run_fault)


SAVED = saved("Adam", 20)


def test_older_secant_reads_the_rest(whole: bytes, tmp_path: Path) -> None:
    """The version of the format is the same; what an older one does not know is ignored."""
    path = tmp_path / "whole.secant"
    path.write_bytes(whole)
    with np.load(path) as archive:
        assert {"A", "Y", "W", "fitted", "experiment"} < set(archive.files)
        assert '"version": 1' in str(archive["experiment"])
    without = changed(path, lambda m: [m.pop(each) for each in [*m] if each.startswith("run")])
    assert (without.run, without.run_fault) == (None, "")


def test_experiment_without_run_is_as_before(tmp_path: Path) -> None:
    path = written(tmp_path / "plain.secant", replace(SAVED, run=None))
    assert {*members_of(path)} == {"experiment.npy", "A.npy", "Y.npy", "W.npy", "fitted.npy"}
