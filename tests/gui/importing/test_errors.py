from pathlib import Path

from gui.importing.errors import FileChanged


def test_message_has_short_file_name() -> None:
    error = FileChanged(Path("folder") / "table.csv")
    assert str(error).startswith("table.csv has changed since")
