import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from engine.errors import CannotWrite
from gui.recovery.recovery import recovery_folder
from gui.recovery.save_log import SaveRecord
from gui.recovery.slot import RecoverySlot, read_info, read_saves
from gui.recovery.slot_info import SlotInfo
from tests.gui.recovery.crash import OtherWindow, crash

INFO = SlotInfo("Trial", 3, 2)


def names(folder: Path, suffix: str = "") -> list[str]:
    return sorted(path.name for path in folder.glob(f"*{suffix}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a/b"


@pytest.fixture
def slot(folder: Path) -> Iterator[RecoverySlot]:
    slot = RecoverySlot.create(folder)
    assert slot is not None
    yield slot
    slot.release()


def info(folder: Path, slot: RecoverySlot) -> SlotInfo:
    return read_info(folder, slot.key)


def test_each_slot_has_its_own_key(folder: Path, slot: RecoverySlot) -> None:
    other = RecoverySlot.create(folder)
    assert other is not None
    assert other.key != slot.key
    assert RecoverySlot.claim(folder, slot.key) is None
    other.remove()
    assert RecoverySlot.claim(folder, slot.key) is None


def test_info_names_the_copy(folder: Path, slot: RecoverySlot) -> None:
    slot.write(INFO, [b"one", b"two"])
    written = info(folder, slot)
    assert written == INFO.with_copy(written.copy)
    assert (folder / written.copy).read_bytes() == b"onetwo"
    assert slot.has_copy


def test_new_copy_replaces_old_copy(folder: Path, slot: RecoverySlot) -> None:
    for content in (b"one", b"two"):
        slot.write(INFO, [content])
        assert names(folder, ".secant") == [info(folder, slot).copy]
    assert (folder / info(folder, slot).copy).read_bytes() == b"two"


def test_failed_write_keeps_old_copy(folder: Path, slot: RecoverySlot) -> None:
    def full() -> Iterator[bytes]:
        yield b"some"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    slot.write(INFO, [b"one"])
    before = info(folder, slot)
    with pytest.raises(CannotWrite):
        slot.write(SlotInfo("Other"), full())
    assert info(folder, slot) == before
    assert (folder / before.copy).read_bytes() == b"one"


def test_old_copy_counts_until_new_one_written(
    folder: Path, slot: RecoverySlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot.write(INFO, [b"one"])
    before = info(folder, slot)
    with pytest.raises(KeyboardInterrupt):
        slot.write(SlotInfo("Other"), interrupted())
    assert info(folder, slot) == before
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", interrupt)
        with pytest.raises(KeyboardInterrupt):
            slot.write(SlotInfo("Other"), [b"two"])
    assert info(folder, slot).name == "Other"
    assert len(names(folder, ".secant")) == 2
    slot.release()
    again = RecoverySlot.claim(folder, slot.key)
    assert again is not None
    again.write(INFO, [b"three"])
    assert names(folder, ".secant") == [info(folder, slot).copy]
    assert (folder / info(folder, slot).copy).read_bytes() == b"three"
    again.release()


def interrupted() -> Iterator[bytes]:
    yield b"tw"
    raise KeyboardInterrupt


def interrupt(_: Path, **__: bool) -> None:
    raise KeyboardInterrupt


def test_first_copy_is_never_without_info(folder: Path, slot: RecoverySlot) -> None:
    slot.write(INFO)
    with pytest.raises(KeyboardInterrupt):
        slot.write(SlotInfo("Other"), interrupted())
    assert info(folder, slot) == SlotInfo("Other")
    assert not slot.has_copy


def test_saves_are_recorded_until_removed(folder: Path, slot: RecoverySlot) -> None:
    records = [SaveRecord("one", revision, "/a", 7, "abc") for revision in (1, 2)]
    for record in records:
        slot.record_save(record)
    assert read_saves(folder, slot.key) == tuple(records)
    slot.remove()
    assert names(folder) == []


def test_removal_deletes_copies_first(
    folder: Path, slot: RecoverySlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot.write(INFO, [b"one"])
    unlink, left = Path.unlink, []

    def unlink_and_look(path: Path, missing_ok: bool = False) -> None:
        unlink(path, missing_ok)
        left.append([name.rpartition(".")[2] for name in names(folder)])

    monkeypatch.setattr(Path, "unlink", unlink_and_look)
    slot.remove()
    assert all("secant" not in each for each in left)


def test_full_folder_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLockFile, "tryLock", lambda *_: False)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite, match="the disk is full"):
        RecoverySlot.create(tmp_path)
    assert [path for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


def refuse(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_write_without_copy_deletes_copy(folder: Path, slot: RecoverySlot) -> None:
    slot.write(INFO, [b"one"])
    slot.write(INFO)
    assert names(folder, ".secant") == []
    assert info(folder, slot) == INFO
    assert not slot.has_copy


def test_full_disk_leaves_no_copy(
    folder: Path, slot: RecoverySlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved or undone is not offered, though nothing can be written about it."""
    slot.write(INFO, [b"work"])
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite, match="the disk is full"):
        slot.write(INFO)
    assert not slot.has_copy


def test_remove_deletes_all_files(folder: Path, slot: RecoverySlot) -> None:
    slot.write(INFO, [b"one"])
    slot.remove()
    assert names(folder) == []


def test_slot_of_crashed_window_is_claimed() -> None:
    key = crash()
    slot = RecoverySlot.claim(recovery_folder(), key)
    assert slot is not None
    assert slot.has_copy
    slot.remove()


def test_slot_is_claimed_despite_reused_pid() -> None:
    lock = recovery_folder() / f"{crash()}.lock"
    _, *rest = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *rest, ""]))
    slot = RecoverySlot.claim(recovery_folder(), lock.stem)
    assert slot is not None
    slot.remove()


def test_slot_of_other_machine_is_refused() -> None:
    lock = recovery_folder() / f"{crash()}.lock"
    number, program, _, _, *rest = lock.read_text().splitlines()
    lock.write_text("\n".join([number, program, "elsewhere", "0" * 32, *rest, ""]))
    assert RecoverySlot.claim(recovery_folder(), lock.stem) is None


def test_folder_is_private(folder: Path, slot: RecoverySlot) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_slot_of_running_window_is_refused() -> None:
    with OtherWindow() as key:
        assert RecoverySlot.claim(recovery_folder(), key) is None


def test_damaged_copy_is_set_aside(folder: Path, slot: RecoverySlot) -> None:
    slot.write(INFO, [b"one"])
    moved_to = slot.set_aside()
    assert moved_to.read_bytes() == b"one"
    assert names(folder) == [moved_to.name]


def test_uncreatable_folder_raises(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="directory"):
        RecoverySlot.create(tmp_path / "file/folder")


def test_slot_without_lock_file_is_unlocked(folder: Path, slot: RecoverySlot) -> None:
    assert slot.is_locked
    (folder / f"{slot.key}.lock").unlink()
    assert not slot.is_locked
