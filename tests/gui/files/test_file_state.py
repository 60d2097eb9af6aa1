import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLockFile

from engine import Problem, Settings
from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.errors import BadExperiment, CannotWrite
from engine.writing.atomic_write import write_whole
from gui.document import Experiment
from gui.files import file_state as module
from gui.files.errors import BeingWritten, ChangedOnDisk
from gui.files.file_state import TAIL_BYTES, UNREADABLE, FileState, Fingerprint, read, write
from gui.files.secant_document import Snapshot


def test_missing_file_has_no_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Fingerprint.of(tmp_path / "none") is None
    assert Fingerprint.of(tmp_path / "file/none") is None
    assert Fingerprint.of(tmp_path) is None


def test_pipe_has_no_fingerprint(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert Fingerprint.of(tmp_path / "pipe") is None


def test_fingerprint_depends_on_content_only(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    before = Fingerprint.of(path)
    os.utime(path, (1, 1))
    assert Fingerprint.of(path) == before
    path.unlink()
    path.write_bytes(b"one")
    assert Fingerprint.of(path) == before
    path.write_bytes(b"two")
    assert Fingerprint.of(path) != before


def test_large_file_uses_length_and_tail(tmp_path: Path) -> None:
    path, long = tmp_path / "a", 3 * TAIL_BYTES
    prints = set()
    for content in (bytes(long), bytes(long + 1), bytes(long - 1) + b"x"):
        path.write_bytes(content)
        prints.add(Fingerprint.of(path))
    assert len(prints) == 3


@pytest.mark.parametrize("cell", [0, 50_000, 99_999])
def test_any_changed_cell_changes_fingerprint(tmp_path: Path, cell: int) -> None:
    A = np.ones((100_000, 1))
    prints = []
    for value in (1.0, 2.0):
        A[cell] = value
        saved = SavedExperiment(A=A, Y=np.ones((100_000, 1)), W=np.zeros((1, 1)))
        write_whole(tmp_path / "a.secant", archived(saved))
        prints.append(Fingerprint.of(tmp_path / "a.secant"))
    assert prints[0] != prints[1]


def test_unreadable_file_matches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    before = Fingerprint.of(path)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert Fingerprint.of(path) == UNREADABLE
    assert before != UNREADABLE


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
    written = write(snapshot(7), FileState(tmp_path / "a.secant"))
    found, file_state = read(tmp_path / "a.secant")
    assert found.experiment.A.tolist() == [[7]]
    assert file_state == written
    assert file_state.fingerprint is not None


def test_write_leaves_no_other_files(tmp_path: Path) -> None:
    write(snapshot(), FileState(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_file_changed_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    write(snapshot(2), read(mine.path)[1])
    with pytest.raises(ChangedOnDisk, match="“a” was changed by another window"):
        write(snapshot(3), mine)
    assert first(mine.path) == 2
    write(snapshot(3), FileState(mine.path))
    assert first(mine.path) == 3


def test_file_with_same_content_is_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    write(snapshot(1), mine)
    write(snapshot(3), mine)
    assert first(mine.path) == 3


def test_deleted_file_is_written_again(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    mine.path.unlink()
    write(snapshot(2), mine)
    assert first(mine.path) == 2


def test_replaced_file_is_not_overwritten(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    mine.path.write_text("a letter")
    with pytest.raises(ChangedOnDisk):
        write(snapshot(2), mine)
    assert mine.path.read_text() == "a letter"


@pytest.mark.parametrize("rows", [1, 20_000, 100_000])
def test_fingerprint_is_announced_before_replacing(tmp_path: Path, rows: int) -> None:
    """The files are shorter than the tail, longer, and longer than its double."""
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    large = Snapshot(Experiment.of(Problem(np.ones((rows, 1)), np.ones(rows)), Settings(h=0.1)))
    announced: list[FileState] = []

    def announce(file_state: FileState) -> None:
        assert Fingerprint.of(mine.path) == mine.fingerprint
        announced.append(file_state)

    write(large, mine, announce)
    assert announced == [FileState(mine.path, Fingerprint.of(mine.path))]


def test_refused_save_is_not_announced(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    mine.path.write_text("a letter")
    announced: list[FileState] = []
    with pytest.raises(ChangedOnDisk):
        write(snapshot(2), mine, announced.append)
    assert announced == []


def test_link_writes_its_target(tmp_path: Path) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))
    (tmp_path / "link").symlink_to("a.secant")
    write(snapshot(2), read(tmp_path / "link")[1])
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(ChangedOnDisk):
        write(snapshot(3), mine)


def test_circular_link_is_replaced(tmp_path: Path) -> None:
    loop = tmp_path / "loop.secant"
    loop.symlink_to(loop)
    write(snapshot(7), FileState(loop))
    assert first(loop) == 7


def test_write_waits_for_other_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_MILLISECONDS", 1)
    lock = QLockFile(str(tmp_path / ".a.secant.lock"))
    assert lock.tryLock(0)
    with pytest.raises(BeingWritten, match="another window is saving it"):
        write(snapshot(1), FileState(tmp_path / "a.secant"))
    assert not (tmp_path / "a.secant").exists()
    lock.unlock()
    write(snapshot(1), FileState(tmp_path / "a.secant"))


def test_lock_of_crashed_window_is_broken(tmp_path: Path) -> None:
    lock = tmp_path / ".a.secant.lock"
    subprocess.run([sys.executable, "-c", CRASH, str(lock)], check=True)
    assert lock.exists()
    write(snapshot(1), FileState(tmp_path / "a.secant"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.secant"]


def test_other_locks_of_crashed_windows_go(tmp_path: Path) -> None:
    crashed, foreign = tmp_path / ".b.secant.lock", tmp_path / ".d.secant.lock"
    subprocess.run([sys.executable, "-c", CRASH, str(crashed)], check=True)
    foreign.write_text("1\nsecant\nanother machine\n")
    (tmp_path / ".e.secant.lock").write_text("no lock of a window")
    live = QLockFile(str(tmp_path / ".c.secant.lock"))
    assert live.tryLock(0)
    write(snapshot(1), FileState(tmp_path / "a.secant"))
    kept = {".c.secant.lock", ".d.secant.lock", ".e.secant.lock", "a.secant"}
    assert {path.name for path in tmp_path.iterdir()} == kept
    live.unlock()


def test_missing_lock_reports_write_error(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="the folder does not exist"):
        write(snapshot(1), FileState(tmp_path / "no folder/a.secant"))


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "that disk is read-only")],
)
def test_full_disk_keeps_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    mine = write(snapshot(1), FileState(tmp_path / "a.secant"))

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


def test_read_table_is_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    write_whole(path, archived(SavedExperiment(np.ones((2, 1)), np.array([1.0, 2.0]), np.zeros(1))))
    found = vars(read(path)[0].experiment)
    assert (found["has_gaps"], found["intercept"]) == (False, 0)
