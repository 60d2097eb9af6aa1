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
from gui.files import place as module
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


def test_written_file_is_read_back(tmp_path: Path) -> None:
    written = write(snapshot(7), Place(tmp_path / "a.secant"))
    found, file_state = read(tmp_path / "a.secant")
    assert found.experiment.A.tolist() == [[7]]
    assert file_state == written
    assert file_state.fingerprint is not None


def test_write_leaves_no_other_files(tmp_path: Path) -> None:
    write(snapshot(), Place(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_file_changed_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    write(snapshot(2), read(mine.path)[1])
    with pytest.raises(ChangedOnDisk, match="“a” was changed by another window"):
        write(snapshot(3), mine)
    assert first(mine.path) == 2
    write(snapshot(3), Place(mine.path))
    assert first(mine.path) == 3


def test_file_with_same_content_is_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    write(snapshot(1), mine)
    write(snapshot(3), mine)
    assert first(mine.path) == 3


def test_deleted_file_is_written_again(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    mine.path.unlink()
    write(snapshot(2), mine)
    assert first(mine.path) == 2


def test_replaced_file_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    mine.path.write_text("a letter")
    with pytest.raises(ChangedOnDisk):
        write(snapshot(2), mine)
    assert mine.path.read_text() == "a letter"


def test_link_writes_its_target(tmp_path: Path) -> None:
    mine = write(snapshot(1), Place(tmp_path / "a.secant"))
    (tmp_path / "link").symlink_to("a.secant")
    write(snapshot(2), read(tmp_path / "link")[1])
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(ChangedOnDisk):
        write(snapshot(3), mine)


def test_circular_link_is_replaced(tmp_path: Path) -> None:
    loop = tmp_path / "loop.secant"
    loop.symlink_to(loop)
    write(snapshot(7), Place(loop))
    assert first(loop) == 7


def test_write_waits_for_other_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_MILLISECONDS", 1)
    lock = QLockFile(str(tmp_path / ".a.secant.lock"))
    assert lock.tryLock(0)
    with pytest.raises(BeingWritten, match="another window is saving it"):
        write(snapshot(1), Place(tmp_path / "a.secant"))
    assert not (tmp_path / "a.secant").exists()
    lock.unlock()
    write(snapshot(1), Place(tmp_path / "a.secant"))


def test_lock_of_crashed_window_is_broken(tmp_path: Path) -> None:
    lock = tmp_path / ".a.secant.lock"
    subprocess.run([sys.executable, "-c", CRASH, str(lock)], check=True)
    assert lock.exists()
    write(snapshot(1), Place(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_missing_lock_reports_write_error(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="there is no such folder"):
        write(snapshot(1), Place(tmp_path / "no folder/a.secant"))


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "that place is read-only")],
)
def test_full_disk_keeps_old_file(
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


def test_other_file_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.ones(3))
    with pytest.raises(BadExperiment, match=r"a\.npy: "):
        read(tmp_path / "a.npy")
    with pytest.raises(BadExperiment, match=r"none\.secant: "):
        read(tmp_path / "none.secant")
