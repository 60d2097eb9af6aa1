from pathlib import Path

from gui.importing.errors import FileChanged


def test_the_file_is_named_by_its_name() -> None:
    error = FileChanged(Path("folder") / "table.csv")
    assert str(error).startswith("table.csv was changed meanwhile")
