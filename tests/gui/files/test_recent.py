from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.files.recent import KEY, MOST_FILES, RecentFiles
from gui.preferences import Preferences
from tests.gui.finding import named


@pytest.fixture
def preferences() -> Preferences:
    return Preferences()


@pytest.fixture
def recent(window: QWidget, preferences: Preferences) -> Iterator[RecentFiles]:
    recent = RecentFiles(window, preferences)
    yield recent
    recent.shut_down()


def entries(recent: RecentFiles) -> list[QAction]:
    recent.menu.aboutToShow.emit()
    return [action for action in recent.menu.actions() if action.data()]


def test_latest_file_is_first_without_duplicates(recent: RecentFiles) -> None:
    a, b = Path("/x/a.secant"), Path("/x/b.secant")
    for path in (a, b, a):
        recent.add(path)
    assert recent.paths == [a, b]


def test_list_is_stored_with_limit(
    recent: RecentFiles, preferences: Preferences, window: QWidget
) -> None:
    paths = [Path(f"/x/{number}, a.secant") for number in range(MOST_FILES + 3)]
    for path in paths:
        recent.add(path)
    assert preferences.are_kept()
    assert RecentFiles(window, Preferences()).paths == paths[: -MOST_FILES - 1 : -1]


def test_menu_entry_emits_path(recent: RecentFiles, tmp_path: Path) -> None:
    path = tmp_path / "R&D.secant"
    path.touch()
    recent.add(path)
    (entry,) = entries(recent)
    assert entry.text().startswith("&1  R&&D.secant  (")
    assert entry.toolTip() == str(path)
    chosen = QSignalSpy(recent.chosen)
    entry.trigger()
    assert chosen.at(0) == [path]


def test_tenth_entry_has_a_key(recent: RecentFiles, tmp_path: Path) -> None:
    for number in range(MOST_FILES):
        recent.add(tmp_path / f"{number}.secant")
    assert entries(recent)[-1].text().startswith("1&0  0.secant")


def test_long_name_is_shortened(recent: RecentFiles, tmp_path: Path) -> None:
    for name in ("tab\tand\nline", "long" * 60):
        recent.add(tmp_path / name)
    assert all(action.text().isprintable() for action in entries(recent))
    assert all(len(action.text()) < 100 for action in entries(recent))


def test_missing_file_is_disabled(recent: RecentFiles, tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("there", "gone"):
        recent.add(tmp_path / name)
    (tmp_path / "there").touch()
    actions = entries(recent)
    qtbot.waitUntil(lambda: [action.isEnabled() for action in actions] == [False, True])


def test_slow_disk_does_not_block_menu(
    recent: RecentFiles, window: QWidget, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answer = Event()
    monkeypatch.setattr(Path, "exists", lambda _path: not answer.wait(10))
    recent.add(Path("/far/away.secant"))
    RecentFiles(window, Preferences())
    (entry,) = entries(recent)
    assert entry.isEnabled()
    answer.set()
    qtbot.waitUntil(lambda: not entry.isEnabled())


def test_folder_is_shortened(recent: RecentFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    recent.add(Path("/home/me/data/a.secant"))
    recent.add(Path("/", *["folder"] * 20, "b.secant"))
    long, short = (action.text() for action in entries(recent))
    assert short == "&2  a.secant  (~/data)"
    assert long.startswith("&1  b.secant  (…")
    assert len(long) < 60


def test_list_can_be_cleared(recent: RecentFiles) -> None:
    assert not named(recent.menu, QAction, "clear_recent").isEnabled()
    recent.add(Path("/x/a.secant"))
    entries(recent)
    chosen = QSignalSpy(recent.chosen)
    named(recent.menu, QAction, "clear_recent").trigger()
    assert recent.paths == []
    assert entries(recent) == []
    assert chosen.count() == 0


@pytest.mark.parametrize("text", ["", "no list", "{}", "7", '[1, "", null]', "[" * 10_000])
def test_invalid_list_is_empty(recent: RecentFiles, preferences: Preferences, text: str) -> None:
    preferences.keep_choice(KEY, text)
    assert recent.paths == []
    recent.add(Path("/x/a.secant"))
    assert recent.paths == [Path("/x/a.secant")]
