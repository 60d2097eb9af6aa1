import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from gui.files.recognition import is_experiment

ONE = np.ones((1, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.secant"
    write_whole(path, archived(SavedExperiment(ONE, ONE, ONE)))
    return path


@pytest.mark.parametrize("name", ["a.SECANT", "b.csv", "b.npz", "v1.2", "b"])
def test_experiment_is_recognised_by_content(path: Path, name: str) -> None:
    assert is_experiment(path)
    assert is_experiment(Path(shutil.copy(path, path.parent / name)))


def test_suffix_alone_makes_experiment(tmp_path: Path) -> None:
    assert is_experiment(tmp_path / "gone.secant")


def test_tables_are_not_experiments(tmp_path: Path) -> None:
    text, arrays, empty = (tmp_path / name for name in ("t.csv", "t.npz", "t"))
    text.write_text("a,b\n1,2\n")
    np.savez(arrays, A=ONE, Y=ONE)
    empty.touch()
    assert not any(map(is_experiment, (text, arrays, empty)))


def test_unreadable_path_is_not_experiment(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    names = ("loop.csv", "gone.csv", "x" * 300, "nul\0", ".")
    assert not any(is_experiment(tmp_path / name) for name in names)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_not_experiment(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_experiment(tmp_path / "pipe")
