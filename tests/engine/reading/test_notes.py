from pathlib import Path

import pytest

from engine.command.commandline import run
from engine.reading.notes import (
    lines_left_out,
    only_in_skipped_rows,
    row_names_left_out,
    row_names_were_left_out,
    y_is_last,
)
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table

TITLED = "A report\nof 2024\nx;y\n1;2\n3;4\n5;7\n"
NOTE = "2 lines above the table were left out, beginning with “A report”."


@pytest.fixture
def titled(tmp_path: Path) -> Path:
    path = tmp_path / "titled.csv"
    path.write_text(TITLED)
    return path


def test_every_reader_has_the_note(titled: Path) -> None:
    for found in (read_table(titled), import_table(titled), preview(titled)):
        assert found.notes == (NOTE,)


def test_nothing_left_out_has_no_note(titled: Path) -> None:
    assert read_table(titled, skip_rows=2).notes == ()


def test_command_prints_note(titled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([str(titled), "--epochs", "1"])
    assert NOTE in capsys.readouterr().err


@pytest.mark.parametrize(
    ("above", "sentence"),
    [
        (["Title"], "1 line above the table was left out (“Title”)."),
        (["", "b"], "2 lines above the table were left out, beginning with “b”."),
        ([""], "1 line above the table was left out."),
    ],
)
def test_note_quotes_first_text(above: list[str], sentence: str) -> None:
    assert lines_left_out(above) == sentence


def test_note_names_its_unit() -> None:
    assert lines_left_out(["a", "b"], "row").startswith("2 rows above")


def test_row_names_note_is_recognised() -> None:
    assert row_names_were_left_out(row_names_left_out(["ann", "ben"]))
    assert not row_names_were_left_out(y_is_last("y"))
    assert "“c”" in only_in_skipped_rows("Column 1 (s)", "c")
