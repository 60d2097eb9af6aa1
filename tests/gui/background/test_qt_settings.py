import sys
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from gui.background.qt_settings import read_ahead, values_of, write_values

INI = QSettings.Format.IniFormat
HOLDER = """
import sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
print(lock.tryLock(5000), flush=True)
sys.stdin.read()
lock.unlock()
"""
"""Another program that writes: it holds the lock until its input ends."""


def test_values_come_back(tmp_path: Path, qtbot: QtBot) -> None:
    file = str(tmp_path / "a.conf")
    values: dict[str, object] = {"x/y": "a, b", "z": QByteArray(b"\0\1"), "list": ["1", "2"]}
    assert write_values(QSettings(file, INI), values)
    assert values_of(QSettings(file, INI)) == values


def test_python_goes_on_while_written(tmp_path: Path, qtbot: QtBot) -> None:
    """With ``sync``, this thread would not go on before the other program has ended."""
    file, written = tmp_path / "a.conf", list[bool]()
    with Popen([sys.executable, "-c", HOLDER, f"{file}.lock"], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip() == b"True"
        writer = Thread(
            target=lambda: written.append(write_values(QSettings(str(file), INI), {"x": "1"}))
        )
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
        assert not file.exists()
        holder.stdin.close()
        writer.join(10)
    assert written == [True]
    assert "x=1" in file.read_text("utf-8")


def test_unwritable_file_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").touch()
    assert not write_values(QSettings(str(tmp_path / "file" / "a.conf"), INI), {"x": "1"})


@pytest.mark.parametrize("name", [".", "none", "a.conf"])
def test_reading_ahead_needs_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.conf").write_text("[General]\nx=1\n")
    assert read_ahead(tmp_path / name)
