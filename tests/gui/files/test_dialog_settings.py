from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.files import dialog_settings as module
from gui.files.dialog_settings import INI, NATIVE, NOWHERE, QT_PROJECT, USER, DialogSettings

PLACES, OTHERS = ["file:", "file:///usr"], ["file:///var", "file:///opt"]


@pytest.fixture
def file(tmp_path: Path, qtbot: QtBot) -> Path:
    """The file that all programs' dialogs share, as another program has left it."""
    ended_dialog(PLACES)
    store = QSettings(NATIVE, USER, QT_PROJECT)
    store.setValue("Other/word", "kept")
    store.sync()
    path = Path(store.fileName())
    assert path.is_relative_to(tmp_path)
    return path


def ended_dialog(places: list[str] | None = None) -> list[str]:
    """Show and delete a dialog; return the places that it found."""
    dialog = QFileDialog()
    dialog.open()
    found = [place.toString() for place in dialog.sidebarUrls()]
    if places is not None:
        dialog.setSidebarUrls([QUrl(place) for place in places])
    dialog.reject()
    shiboken6.delete(dialog)
    return found


def begun() -> DialogSettings:
    settings = DialogSettings()
    settings.begin()
    return settings


def places_in(file: Path) -> object:
    return QSettings(str(file), INI).value("FileDialog/shortcuts")


def test_ended_dialog_leaves_disk_alone(file: Path) -> None:
    settings, before = begun(), file.read_bytes()
    assert ended_dialog(OTHERS) == PLACES
    assert ended_dialog() == OTHERS
    assert file.read_bytes() == before
    assert settings.write()
    assert places_in(file) == OTHERS
    assert QSettings(str(file), INI).value("Other/word") == "kept"


def test_nothing_changed_writes_nothing(file: Path) -> None:
    settings, before = begun(), file.stat()
    assert settings.write()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_stalled_file_is_not_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "answer_within", lambda _, otherwise, seconds=0: otherwise)
    settings = begun()
    before = file.read_bytes()
    ended_dialog(OTHERS)
    assert not settings.write()
    assert file.read_bytes() == before


def test_other_systems_keep_their_way(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    class Registry:
        def __init__(self, *names: object) -> None:
            pass

        def fileName(self) -> str:
            return r"\HKEY_CURRENT_USER\Software\QtProject"

    monkeypatch.setattr(module, "QSettings", Registry)
    assert begun().write()
    assert NOWHERE not in QSettings(NATIVE, USER, QT_PROJECT).fileName()
