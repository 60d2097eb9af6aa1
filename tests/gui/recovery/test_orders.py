"""A window that is killed between any two operations of a save: what the next start offers.

The folders are recorded before and after each file is replaced or deleted, and put back later.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from gui.recovery.comparison import Offer, Standing, compare
from gui.recovery.crashed_windows import find_crashed_windows
from gui.recovery.recovery import recovery_folder
from tests.gui.files.desk import LONG, Desk, Gate, copied_cell

State = dict[Path, bytes]


class Recorder:
    """Records the files of some folders around each operation that changes names."""

    def __init__(self, folders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
        self.states: list[State] = []
        self._folders, self._lock, self._is_on = folders, Lock(), False
        for name in ("replace", "unlink"):
            monkeypatch.setattr(Path, name, self._recording(getattr(Path, name)))

    def __enter__(self) -> None:
        self._is_on = True
        self._record()

    def __exit__(self, *_: object) -> None:
        self._is_on = False

    def _recording(self, act: Callable[..., object]) -> Callable[..., object]:
        def recording(*arguments: object, **options: object) -> object:
            with self._lock:
                result = act(*arguments, **options)
                self._record()
                return result

        return recording

    def _record(self) -> None:
        while self._is_on:
            found = [path for folder in self._folders for path in folder.glob("*")]
            kept = [path for path in found if path.is_file() and path.suffix != ".lock"]
            try:
                self.states.append({path: path.read_bytes() for path in kept})
            except FileNotFoundError:  # another thread has just put a temporary file in its place
                continue
            return

    def put_back(self, state: State) -> None:
        """Make the folders what they were."""
        for folder in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            for path in folder.glob("*"):
                path.unlink()
        for path, content in state.items():
            path.write_bytes(content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def file(folder: Path) -> Path:
    path = folder / "a.secant"
    write_whole(path, archived(SavedExperiment(np.ones((1, 1)), np.ones(1), np.ones(1))))
    return path


@pytest.fixture
def recorder(folder: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    assert recovery_folder().is_relative_to(data_home)
    return Recorder([folder, recovery_folder()], monkeypatch)


def edited(desk: Desk, *values: float) -> None:
    """Make edits, each of which is copied."""
    for value in values:
        desk.edit(value)
        desk.qtbot.waitUntil(lambda value=value: copied_cell() == value)  # type: ignore[misc]


def save(desk: Desk) -> None:
    desk.files.save.trigger()
    desk.wait_saved()


def settled(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: desk.copies() == [])


def save_at_once(desk: Desk, _: Gate) -> None:
    """Save a copied edit."""
    edited(desk, 2)
    save(desk)
    settled(desk)


def save_after_uncopied_edit(desk: Desk, _: Gate) -> None:
    """Save an edit that came after the copy."""
    edited(desk, 2)
    desk.edit(3)
    save(desk)
    settled(desk)


def save_twice(desk: Desk, _: Gate) -> None:
    """Save, edit, and save again."""
    edited(desk, 2)
    save(desk)
    edited(desk, 3)
    desk.edit(4)
    save(desk)
    settled(desk)


def edit_during_save(desk: Desk, gate: Gate) -> None:
    """Edit while the file is being written."""
    edited(desk, 2)
    desk.files.save.trigger()
    desk.edit(3)
    gate.open()
    desk.qtbot.waitUntil(lambda: copied_cell() == 3)
    desk.wait_saved()


def save_as(desk: Desk, _: Gate) -> None:
    """Save to another file."""
    edited(desk, 2)
    desk.edit(3)
    desk.save_new(desk.files.file_state.path.with_name("b.secant"))  # type: ignore[union-attr]
    settled(desk)


SCENES = [save_at_once, save_after_uncopied_edit, save_twice, edit_during_save, save_as]


def values(folder: Path) -> dict[Path, float]:
    return {path: float(read_archive(path).A[0, 0]) for path in folder.glob("*.secant")}


def offers() -> list[Offer]:
    """Return what a start offers now."""
    every = [compare(crashed) for crashed in find_crashed_windows(recovery_folder())]
    return [offer for offer in every if not offer.standing.is_superseded]


def check_offer(folder: Path) -> None:
    """Check that what is offered is newer than each file, and that nothing newer is not offered.

    Later edits have higher values.
    """
    saved, copied = values(folder), values(recovery_folder())
    offered = offers()
    assert all(offer.standing is Standing.COPY_NEWER for offer in offered)
    if offered:
        assert max(saved.values()) < values(recovery_folder())[offered[0].crashed.copy]
        file_state = offered[0].file_state
        assert file_state is not None
        assert saved[file_state.path] == max(saved.values())
    elif copied:
        assert max(saved.values()) >= max(copied.values())


@pytest.mark.parametrize("clock", [-100, 0, 100])
@pytest.mark.parametrize("scene", SCENES)
def test_no_order_offers_stale_copy(
    qtbot: QtBot,
    file: Path,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    scene: Callable[[Desk, Gate], None],
    clock: int,
) -> None:
    desk = Desk.create(qtbot)
    desk.open_file(file)
    gate = Gate(monkeypatch)
    gate.open()
    with recorder:
        scene(desk, gate)
    desk.close()
    assert len(recorder.states) > 5
    for state in recorder.states:
        recorder.put_back(state)
        for path in file.parent.glob("*.secant"):
            os.utime(path, (time.time() - 1000 + clock,) * 2)
        for path in recovery_folder().glob("*.secant"):
            os.utime(path, (time.time() - 1000,) * 2)
        check_offer(file.parent)


def test_untitled_work_is_offered_until_saved(
    qtbot: QtBot, folder: Path, recorder: Recorder
) -> None:
    desk = Desk.create(qtbot)
    with recorder:
        edited(desk, 2)
        desk.edit(3)
        desk.save_new(folder / "b.secant")
        settled(desk)
    desk.close()
    for state in recorder.states:
        recorder.put_back(state)
        saved, copied = values(folder), values(recovery_folder())
        offered = offers()
        assert all(offer.standing is Standing.NO_FILE for offer in offered)
        assert bool(offered) == (bool(copied) and not saved)


def test_recovered_copy_is_not_offered_after_save(
    qtbot: QtBot, file: Path, recorder: Recorder
) -> None:
    desk = Desk.create(qtbot, delay=LONG)
    desk.open_file(file)
    desk.edit(2)
    desk.close()
    again = Desk.create(qtbot, delay=LONG)
    again.recovery.offer()
    (offered,) = offers()
    with qtbot.waitSignal(again.document.opened):
        again.recovery._read(offered)
    with recorder:
        again.edit(3)
        save(again)
        settled(again)
    again.close()
    assert len(recorder.states) > 3
    for state in recorder.states:
        recorder.put_back(state)
        check_offer(file.parent)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the waits for the disk: only a power cut loses what was not waited for."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
