"""Copies beside files that were replaced, changed, deleted, renamed or made unreadable."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime

from engine import Problem, Settings
from engine.archive import archived
from engine.writing.atomic_write import write_whole
from gui.document import Experiment
from gui.files.file_state import FileState, Fingerprint, write
from gui.files.secant_document import Snapshot, to_saved
from gui.recovery.comparison import Offer, Standing, compare, uncompared
from gui.recovery.crashed_windows import CrashedWindow, find_crashed_windows
from gui.recovery.save_log import SaveRecord
from gui.recovery.slot import RecoverySlot
from gui.recovery.slot_info import SlotInfo


def snapshot(value: float) -> Snapshot:
    return Snapshot(Experiment.of(Problem([[value]], [1]), Settings(h=0.1)))


def write_elsewhere(path: Path, value: float) -> None:
    """Write the file as another program does."""
    write_whole(path, archived(to_saved(snapshot(value).experiment, None)))


@dataclass
class Window:
    """A window's slot and file, without the window; it crashes when it is asked what is offered."""

    folder: Path
    slot: RecoverySlot
    path: Path
    file_state: FileState | None = None
    document: str = "one"

    def open(self) -> None:
        """Open the file."""
        self.file_state = FileState(self.path, Fingerprint.of(self.path))

    def copy(self, value: float, revision: int) -> None:
        """Write a recovery copy."""
        info = SlotInfo.of("a", (1, 1), self.file_state).with_revision(self.document, revision)
        self.slot.write(info, archived(to_saved(snapshot(value).experiment, None)))

    def save(self, value: float, revision: int, path: Path | None = None) -> FileState:
        """Save, and be killed before the copy is deleted or written again."""
        target = FileState(path) if path else self.file_state
        assert target is not None

        def announce(state: FileState) -> None:
            self.slot.record_save(SaveRecord.of(self.document, revision, state))

        return write(snapshot(value), target, announce)

    def crashed(self) -> CrashedWindow:
        """Crash; return what is left."""
        self.slot.release()
        (crashed,) = find_crashed_windows(self.folder)
        return crashed

    def offer(self) -> Offer:
        """Crash; return what is offered."""
        return compare(self.crashed())


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    slot = RecoverySlot.create(tmp_path / "recovery")
    assert slot is not None
    window = Window(tmp_path / "recovery", slot, tmp_path / "a.secant")
    write_elsewhere(window.path, 1)
    window.open()
    yield window
    slot.release()


def set_times(offered: CrashedWindow, file: Path, copy: float, saved: float) -> CrashedWindow:
    """Set the times of a copy and its file, in seconds from now."""
    now = time.time()
    os.utime(offered.copy, (now + copy, now + copy))
    os.utime(file, (now + saved, now + saved))
    (again,) = find_crashed_windows(offered.folder)
    return again


def test_copy_of_unchanged_file_is_newer(window: Window) -> None:
    window.copy(2, 1)
    offer = compare(set_times(window.crashed(), window.path, -10, -22.5))
    assert offer.standing is Standing.COPY_NEWER
    assert offer.sentence.startswith("The copy is newer than a.secant, by 12 seconds. ")
    assert (offer.path, offer.file_state, offer.name) == (window.path, window.file_state, "")


def test_copy_equal_to_file_is_superseded(window: Window) -> None:
    window.copy(2, 1)
    write_elsewhere(window.path, 2)
    assert window.offer().standing is Standing.SAME


def test_copy_without_changes_is_superseded(window: Window) -> None:
    window.copy(1, 1)
    assert window.offer().standing is Standing.SAME


def test_equal_ends_do_not_make_copies_equal(window: Window) -> None:
    window.copy(2, 1)
    crashed = window.crashed()
    content = crashed.copy.read_bytes()
    long = bytes(2**18) + content
    crashed.copy.write_bytes(long)
    window.path.write_bytes(b"\1" + long[1:])
    assert Fingerprint.of(crashed.copy) == Fingerprint.of(window.path)
    assert compare(crashed).standing is not Standing.SAME


@pytest.mark.parametrize("clock", [-1, 1])
def test_later_save_supersedes_copy(window: Window, clock: int) -> None:
    window.copy(2, 1)
    window.save(3, 2)
    crashed = set_times(window.crashed(), window.path, -10, -10 + 5 * clock)
    offer = compare(crashed)
    assert offer.standing is Standing.SAVED_LATER
    assert offer.standing.is_superseded


@pytest.mark.parametrize("clock", [-1, 1])
def test_edit_during_save_is_newer(window: Window, clock: int) -> None:
    window.copy(3, 2)
    saved = window.save(2, 1)
    crashed = set_times(window.crashed(), window.path, -10, -10 - 5 * clock)
    offer = compare(crashed)
    assert offer.standing is Standing.COPY_NEWER
    assert offer.file_state == saved
    by = ", by 5 seconds. " if clock > 0 else ". "
    assert offer.sentence.startswith(f"The copy is newer than a.secant{by}")


def test_save_killed_before_replacing_counts_not(window: Window) -> None:
    window.copy(2, 1)
    with pytest.raises(KeyboardInterrupt):
        write(snapshot(3), window.file_state or FileState(window.path), interrupt)
    window.slot.record_save(
        SaveRecord.of("one", 2, FileState(window.path, Fingerprint(7, "never written")))
    )
    assert window.offer().standing is Standing.COPY_NEWER


def interrupt(_: FileState) -> None:
    raise KeyboardInterrupt


def test_save_before_killed_save_counts(window: Window) -> None:
    window.copy(2, 1)
    window.save(3, 2)
    window.slot.record_save(
        SaveRecord.of("one", 3, FileState(window.path, Fingerprint(7, "never written")))
    )
    assert window.offer().standing is Standing.SAVED_LATER


def test_save_to_another_file_supersedes_copy(window: Window, tmp_path: Path) -> None:
    window.copy(2, 1)
    window.save(3, 2, tmp_path / "b.secant")
    offer = window.offer()
    assert (offer.standing, offer.path) == (Standing.SAVED_LATER, tmp_path / "b.secant")


def test_first_save_supersedes_untitled_copy(window: Window, tmp_path: Path) -> None:
    window.file_state = None
    window.copy(2, 1)
    window.save(2, 2, tmp_path / "b.secant")
    assert window.offer().standing.is_superseded


def test_save_of_another_document_counts_not(window: Window, tmp_path: Path) -> None:
    window.copy(2, 1)
    window.document = "two"
    window.save(3, 2, tmp_path / "b.secant")
    assert window.offer().standing is Standing.COPY_NEWER


@pytest.mark.parametrize(
    ("copy", "saved", "standing", "start"),
    [
        (-10, -5, Standing.CHANGED_FILE_NEWER, "a.secant is newer than the copy, by 5 seconds. "),
        (-5, -605, Standing.CHANGED_COPY_NEWER, "The copy is newer than a.secant, by 10 minutes. "),
        (-5, 900, Standing.CHANGED, "The copy was made from another version of a.secant. "),
        (900, -5, Standing.CHANGED, "The copy was made from another version of a.secant. "),
    ],
)
def test_file_of_another_program_opens_beside(
    window: Window, copy: float, saved: float, standing: Standing, start: str
) -> None:
    window.copy(2, 1)
    write_elsewhere(window.path, 5)
    offer = compare(set_times(window.crashed(), window.path, copy, saved))
    assert offer.standing is standing
    assert offer.sentence.startswith(start)
    assert "“a (recovered)”" in offer.sentence
    assert (offer.file_state, offer.name) == (None, "a (recovered)")
    assert offer.standing.has_other_version


@pytest.mark.parametrize(
    ("copy", "saved", "dated"),
    [(-5, 900, "the file is"), (900, -5, "the copy is"), (900, 950, "both are")],
)
def test_time_in_the_future_is_named(window: Window, copy: float, saved: float, dated: str) -> None:
    window.copy(2, 1)
    write_elsewhere(window.path, 5)
    offer = compare(set_times(window.crashed(), window.path, copy, saved))
    assert f"Which is newer is unknown, because {dated} dated in the future. " in offer.sentence


def test_restored_old_version_opens_beside(window: Window) -> None:
    old = window.path.read_bytes()
    for revision in (1, 2, 3):
        window.file_state = window.save(revision + 1, revision)
    window.copy(9, 4)
    window.path.write_bytes(old)
    assert window.offer().standing.has_other_version


def test_file_written_after_our_save_opens_beside(window: Window) -> None:
    window.copy(2, 1)
    window.save(3, 2)
    write_elsewhere(window.path, 5)
    assert window.offer().standing.has_other_version


def test_deleted_file_is_named(window: Window) -> None:
    window.copy(2, 1)
    window.save(3, 2)
    window.path.unlink()
    offer = window.offer()
    assert offer.standing is Standing.GONE
    assert offer.sentence.startswith("a.secant was deleted or renamed. ")
    assert offer.file_state == window.file_state


def test_renamed_file_is_gone(window: Window) -> None:
    window.copy(2, 1)
    window.path.rename(window.path.with_name("b.secant"))
    assert window.offer().standing is Standing.GONE


def test_folder_in_place_of_file_is_gone(window: Window) -> None:
    window.copy(2, 1)
    window.path.unlink()
    window.path.mkdir()
    assert window.offer().standing is Standing.GONE


def test_unreadable_file_opens_beside(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.copy(2, 1)
    crashed = window.crashed()
    monkeypatch.setattr(Path, "stat", refuse)
    offer = compare(crashed)
    assert offer.standing is Standing.UNREADABLE
    assert (offer.file_state, offer.name) == (None, "a (recovered)")


def refuse(_: Path) -> os.stat_result:
    raise PermissionError(13, "Permission denied")


def test_copy_without_file_has_no_standing(window: Window) -> None:
    window.file_state = None
    window.copy(2, 1)
    offer = window.offer()
    assert (offer.standing, offer.file_state, offer.name) == (Standing.NO_FILE, None, "")


def test_unknown_version_is_not_overwritten(window: Window) -> None:
    window.file_state = FileState(window.path, None)
    window.copy(2, 1)
    assert window.offer().standing.has_other_version


def test_silent_disk_is_not_compared(window: Window) -> None:
    window.copy(2, 1)
    offer = uncompared(window.crashed())
    assert (offer.standing, offer.file_state) == (Standing.NOT_COMPARED, None)
    assert offer.sentence.startswith("a.secant does not answer")
    untitled = CrashedWindow(window.folder, "key", SlotInfo("x"), QDateTime.currentDateTime())
    assert uncompared(untitled).standing is Standing.NO_FILE
