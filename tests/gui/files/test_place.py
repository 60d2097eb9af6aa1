import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLockFile

from engine import Problem, Settings
from engine.errors import BadExperiment, CannotWrite
from gui.document import Experiment
from gui.files import place as places
from gui.files.conversion import Snapshot
from gui.files.errors import BeingWritten, ChangedOnDisk
from gui.files.place import Place, read, write

CRASH = """
import os, sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
assert lock.tryLock(0)
os._exit(0)
"""


def snapshot(value: float = 1.0) -> Snapshot:
    return Snapshot(Experiment.of(Problem([[value]], [2.0]), Settings()))


def first(path: Path) -> float:
    return read(path)[0].experiment.A.value(0, 0)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written = write(snapshot(7), Place(tmp_path / "a.secant"))
    found, place = read(tmp_path / "a.secant")
    assert found.experiment.A.tolist() == [[7]]
    assert place == written
    assert place.known is not None


def test_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    write(snapshot(), Place(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_a_file_that_another_window_wrote_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    write(snapshot(2), read(mine.path)[1])
    with pytest.raises(ChangedOnDisk, match="“a” was changed by another window"):
        write(snapshot(3), mine)
    assert first(mine.path) == 2
    write(snapshot(3), Place(mine.path))
    assert first(mine.path) == 3


def test_a_file_that_says_the_same_has_not_changed(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    write(snapshot(1), mine)
    write(snapshot(3), mine)
    assert first(mine.path) == 3


def test_a_file_that_is_gone_is_written_anew(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    mine.path.unlink()
    write(snapshot(2), mine)
    assert first(mine.path) == 2


def test_what_came_in_place_of_it_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    mine.path.write_text("a letter")
    with pytest.raises(ChangedOnDisk):
        write(snapshot(2), mine)
    assert mine.path.read_text() == "a letter"


def test_through_a_link_the_file_behind_it_is_meant(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    (tmp_path / "link").symlink_to("a.secant")
    write(snapshot(2), read(tmp_path / "link")[1])
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(ChangedOnDisk):
        write(snapshot(3), mine)


def test_a_link_in_circles_is_written_over(tmp_path: Path) -> None:
    loop = tmp_path / "loop.secant"
    loop.symlink_to(loop)
    write(snapshot(7), Place(loop))
    assert first(loop) == 7


def test_another_window_that_writes_it_just_now_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PATIENCE_MILLISECONDS", 1)
    lock = QLockFile(str(tmp_path / ".a.secant.lock"))
    assert lock.tryLock(0)
    with pytest.raises(BeingWritten, match="another window is writing it"):
        write(snapshot(1), Place(tmp_path / "a.secant"))
    assert not (tmp_path / "a.secant").exists()
    lock.unlock()
    write(snapshot(1), Place(tmp_path / "a.secant"))


def test_the_lock_of_a_crashed_window_is_in_nobodys_way(tmp_path: Path) -> None:
    lock = tmp_path / ".a.secant.lock"
    subprocess.run([sys.executable, "-c", CRASH, str(lock)], check=True)
    assert lock.exists()
    write(snapshot(1), Place(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_where_no_lock_can_be_made_the_reason_is_that_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="the folder does not exist"):
        write(snapshot(1), Place(tmp_path / "no folder/a.secant"))


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "that disk is read-only")],
)
def test_a_disk_that_takes_no_more_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite, match=reason):
        write(snapshot(2), mine)
    assert first(mine.path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_what_is_no_experiment_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.ones(3))
    with pytest.raises(BadExperiment, match=r"a\.npy: "):
        read(tmp_path / "a.npy")
    with pytest.raises(BadExperiment, match=r"none\.secant: "):
        read(tmp_path / "none.secant")
