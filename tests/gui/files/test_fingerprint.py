import os
from pathlib import Path

import numpy as np
import pytest

from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.writing.files import write_whole
from gui.files.fingerprint import TAIL_BYTES, UNREADABLE, Fingerprint


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
