"""Adding the library that a file needs, by programs that stand in for main.py."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from gui.importing import extra_panel
from gui.importing.extra_panel import program
from tests.engine.problems import DATA

from .conftest import Desk

PARQUET = DATA / "reports" / "table.parquet"


@pytest.fixture(autouse=True)
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pyarrow not be imported."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """Let another program stand in for main.py."""
    path = folder / "main.py"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(extra_panel, "program", lambda: path)


def button(desk: Desk) -> QPushButton:
    return desk.part(QPushButton, "import_add_extra")


def message(desk: Desk) -> str:
    label = desk.part(QLabel, "import_message")
    return label.text() if label.isVisible() else ""


def test_missing_library_is_offered(desk: Desk) -> None:
    desk.open(PARQUET)
    assert "this is a Parquet file, and reading it needs pyarrow" in message(desk)
    assert button(desk).isVisible()
    assert button(desk).text() == "A&dd pyarrow"
    assert not desk.part(QPushButton, "import_button").isEnabled()


def test_other_faults_offer_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"")
    desk.open(path)
    assert message(desk)
    assert not button(desk).isVisible()


def test_bundle_offers_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    desk.open(PARQUET)
    assert "Nothing can be added to this Secant" in message(desk)
    assert not button(desk).isVisible()


def test_added_library_reads_the_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = desk.open(PARQUET)
    note = tmp_path / "arguments"
    stand_in(
        monkeypatch, tmp_path, f"import sys; open({str(note)!r}, 'w').write(str(sys.argv[1:]))"
    )
    monkeypatch.delitem(sys.modules, "pyarrow")
    pytest.importorskip("pyarrow")
    desk.press("import_add_extra")
    desk.qtbot.waitUntil(lambda: desk.view().model().rowCount() == 8)
    assert note.read_text(encoding="utf-8") == "['--add', 'arrow']"
    assert not button(desk).isVisible()
    assert message(desk) == ""
    desk.wait_preview(dialog)
    desk.finish()
    assert desk.document.rows == 8


def test_failure_is_told_with_its_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.open(PARQUET)
    text = (
        "import sys; sys.stderr.write('Secant: downloading\\nSecant: no network.\\n'); sys.exit(2)"
    )
    stand_in(monkeypatch, tmp_path, text)
    desk.press("import_add_extra")
    desk.qtbot.waitUntil(lambda: "was not added" in message(desk))
    assert message(desk) == "The extra “arrow” was not added: no network."
    assert button(desk).isVisible()
    assert button(desk).isEnabled()


def test_cancel_ends_the_program(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = desk.open(PARQUET)
    note = tmp_path / "id"
    text = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    stand_in(monkeypatch, tmp_path, text)
    desk.press("import_add_extra")
    assert desk.label("extra_doing") == "Adding pyarrow…"
    bar = desk.part(QProgressBar, "import_progress")
    assert bar.isVisible()
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    desk.qtbot.waitUntil(lambda: note.is_file() and bool(note.read_text(encoding="utf-8")))
    number = int(note.read_text(encoding="utf-8"))
    desk.press("import_cancel")
    assert dialog.isVisible()
    assert desk.label("extra_doing") == ""
    assert button(desk).isEnabled()
    assert not bar.isVisible()

    def has_ended() -> bool:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        return False

    desk.qtbot.waitUntil(has_ended)


def test_program_is_the_one_that_starts_secant() -> None:
    assert program().is_file()
    assert program().name == "main.py"
