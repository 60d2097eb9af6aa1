"""Kept runs come back from a file to the last bit, or are lost without the tables."""

import io
import json
import math
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from engine import Settings, StopReason
from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.archive.kept_run import EarlierSettings, KeptRun
from engine.archive.kept_runs import NUMBERS, TEXT
from engine.errors import BadSetting
from engine.writing.atomic_write import write_whole

from .runs import kept

TABLES = (
    np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]]),
    np.array([2.0, 4.0, 3.0]),
    np.array([0.0, 0.0]),
)


def written(path: Path, *runs: KeptRun) -> Path:
    """Write an experiment with these runs."""
    write_whole(path, archived(SavedExperiment(*TABLES, runs=runs)))
    return path


def changed(path: Path, members: Mapping[str, bytes | None]) -> None:
    """Replace members of an archive; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        content: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**content, **members}.items():
            if data is not None:
                archive.writestr(name, data)


def npy(array: np.ndarray) -> bytes:
    """Return the bytes of a .npy file."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def text_of(path: Path) -> dict[str, object]:
    """Return the description of the runs, as a reader without Secant has it."""
    with np.load(path) as archive:
        found: dict[str, object] = json.loads(str(archive["runs"]))
    return found


def test_runs_come_back_bit_for_bit(tmp_path: Path) -> None:
    runs = (
        kept(1, pinned=True, shown=True),
        kept(7, stop=None, loss=math.nan, least=None, name="Ŷ “x”"),
        kept(3, stop=StopReason.DIVERGED, epoch=np.empty(0), losses=np.empty(0)),
        kept(8, earlier=(EarlierSettings(30, Settings(9, 1 / 3, 0.1, optimiser="adam")),)),
    )
    read = read_archive(written(tmp_path / "a.secant", *runs))
    assert not read.lost_runs
    assert len(read.runs) == 4
    for before, after in zip(runs, read.runs, strict=True):
        for field in fields(KeptRun):
            one, other = getattr(before, field.name), getattr(after, field.name)
            if field.name == "path":
                np.testing.assert_array_equal(one.epoch, other.epoch)
                np.testing.assert_array_equal(one.W, other.W)
            elif isinstance(one, np.ndarray):
                np.testing.assert_array_equal(one, other)
            else:
                assert one == other or (one != one and other != other), field.name


def test_files_without_runs_are_as_before(tmp_path: Path) -> None:
    path = written(tmp_path / "a.secant")
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"experiment.npy", "A.npy", "Y.npy", "W.npy"}
    assert read_archive(path).runs == ()


def test_numpy_reads_the_runs(tmp_path: Path) -> None:
    path = written(tmp_path / "a.secant", kept())
    with np.load(path) as archive:
        numbers = archive["runs_numbers"]
    assert numbers[:3].tolist() == [0, 1, 100]
    assert text_of(path)["version"] == 1


def damages() -> dict[str, Mapping[str, bytes | None]]:
    """Return what may have happened to the members of one run."""
    path_of = {"points": 10**9}
    return {
        "no numbers": {NUMBERS: None},
        "no text": {TEXT: npy(np.zeros(3))},
        "no JSON": {TEXT: npy(np.array("{"))},
        "nested": {TEXT: npy(np.array("[" * 100_000))},
        "no object": {TEXT: npy(np.array("[]"))},
        "another version": {TEXT: npy(np.array('{"version": 2, "runs": []}'))},
        "no list": {TEXT: npy(np.array('{"version": 1, "runs": 3}'))},
        "no fields": {TEXT: npy(np.array('{"version": 1, "runs": [{"number": 1}]}'))},
        "no runs": {TEXT: npy(np.array('{"version": 1, "runs": []}'))},
        "pickled": {NUMBERS: npy(np.array([object()], dtype=object))},
        "two rows": {NUMBERS: npy(np.zeros((2, 7)))},
        "too few": {NUMBERS: npy(np.zeros(3))},
        "too many": {NUMBERS: npy(np.zeros(300))},
        "not finite": {NUMBERS: npy(np.full(14, np.nan))},
        "short": {NUMBERS: npy(np.zeros(14))[:-8]},
        "counts": {TEXT: npy(np.array(json.dumps({"version": 1, "runs": [path_of]})))},
    }


@pytest.mark.parametrize("damage", damages())
def test_damage_costs_the_runs_alone(tmp_path: Path, damage: str) -> None:
    path = written(tmp_path / "a.secant", kept())
    changed(path, damages()[damage])
    read = read_archive(path)
    assert read.lost_runs
    assert read.runs == ()
    assert np.array_equal(read.A, TABLES[0])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 0),
        ("points", -1),
        ("points", 5),
        ("places", 1.5),
        ("weights", 3),
        ("stop", "NEVER"),
        ("settings", {"epochs": -1}),
        ("name", 3),
        ("seconds", -1),
        ("epochs", 10**400),
        ("loss", 10**400),
        ("settings", {"learning_rate": "safe"}),
        ("settings", {"h": "fits"}),
        ("earlier", [{"until": 101}]),
        ("earlier", [{"until": 5, "h": "fits"}]),
        ("earlier", [3]),
    ],
)
def test_wrong_values_cost_the_runs_alone(tmp_path: Path, key: str, value: object) -> None:
    path = written(tmp_path / "a.secant", kept())
    described = text_of(path)
    runs = described["runs"]
    assert isinstance(runs, list)
    runs[0][key] = value
    changed(path, {TEXT: npy(np.array(json.dumps(described)))})
    assert read_archive(path).lost_runs


def test_numbers_of_runs_are_unique(tmp_path: Path) -> None:
    assert read_archive(written(tmp_path / "a.secant", kept(2), kept(2))).lost_runs


def test_other_things_are_no_runs() -> None:
    with pytest.raises(BadSetting, match="a KeptRun"):
        SavedExperiment(*TABLES, runs=(1,))  # type: ignore[arg-type]
