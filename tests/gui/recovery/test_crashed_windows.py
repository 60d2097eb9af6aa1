import os
from pathlib import Path

import pytest

from gui.recovery.crashed_windows import find_crashed_windows, is_open_elsewhere
from gui.recovery.recovery import recovery_folder
from gui.recovery.slot import RecoverySlot
from gui.recovery.slot_info import SlotInfo
from tests.gui.recovery.crash import OtherWindow, crash


@pytest.fixture
def folder() -> Path:
    return recovery_folder()


def test_empty_folder_has_no_crashed_windows(folder: Path) -> None:
    assert find_crashed_windows(folder) == []
    assert not folder.exists()


def test_crashed_windows_are_found_newest_first(folder: Path) -> None:
    keys = [crash("one"), crash("two")]
    found = find_crashed_windows(folder)
    assert {crashed.key for crashed in found} == set(keys)
    assert [crashed.info.rows for crashed in found] == [2, 2]
    assert found[0].written_at >= found[1].written_at
    assert all(crashed.copy.is_file() for crashed in found)
    assert find_crashed_windows(folder) == found


def test_running_windows_are_not_crashed(folder: Path) -> None:
    with OtherWindow() as key:
        assert find_crashed_windows(folder) == []
        assert (folder / f"{key}.json").exists()


def test_slot_without_copy_is_deleted(folder: Path) -> None:
    crash(value=None)
    assert list(folder.glob("*.json"))
    assert find_crashed_windows(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no JSON", b"\xff\xff"])
def test_damaged_info_keeps_copy(folder: Path, content: bytes) -> None:
    key = crash()
    (folder / f"{key}.json").write_bytes(content)
    (crashed,) = find_crashed_windows(folder)
    assert crashed.copy.is_file()
    assert crashed.info.file_state is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.parametrize("suffix", [".json", ".saves"])
def test_pipe_among_slots_is_not_opened(folder: Path, suffix: str) -> None:
    key = crash("one")
    (folder / f"{key}{suffix}").unlink(missing_ok=True)
    os.mkfifo(folder / f"{key}{suffix}")
    (found,) = find_crashed_windows(folder)
    assert found.copy.is_file()
    assert found.saves == ()


def test_copy_outside_folder_is_ignored(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.secant").write_text("mine")
    key = crash()
    info = SlotInfo("x", 1, 1).with_copy(str(tmp_path / "secret.secant"))
    (folder / f"{key}.json").write_text(info.text)
    for crashed in find_crashed_windows(folder):
        assert crashed.copy.parent == folder
    assert (tmp_path / "secret.secant").exists()


def test_only_one_window_claims_copy(folder: Path) -> None:
    crash()
    (crashed,) = find_crashed_windows(folder)
    slot = crashed.claim()
    assert slot is not None
    assert crashed.claim() is None
    slot.remove()
    assert crashed.claim() is None
    assert list(folder.iterdir()) == []


def test_file_is_open_while_window_runs(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    path.touch()
    (tmp_path / "link").symlink_to(path)
    with OtherWindow(str(path)) as key:
        assert is_open_elsewhere(folder, path, "")
        assert is_open_elsewhere(folder, tmp_path / "link", "")
        assert not is_open_elsewhere(folder, tmp_path / "b.secant", "")
        assert not is_open_elsewhere(folder, path, key)
    assert not is_open_elsewhere(folder, path, "")
    crash(file=str(path))
    assert not is_open_elsewhere(folder, path, "")


def test_circular_links_are_not_open(folder: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop.secant"
    loop.symlink_to(loop)
    with OtherWindow(str(loop)):
        assert not is_open_elsewhere(folder, tmp_path / "a.secant", "")
    assert not is_open_elsewhere(folder, loop, "")


def test_missing_copy_cannot_be_claimed(folder: Path) -> None:
    crash()
    (crashed,) = find_crashed_windows(folder)
    crashed.copy.unlink()
    assert crashed.claim() is None
    assert RecoverySlot.claim(folder, crashed.key) is not None
