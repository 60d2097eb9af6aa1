from pathlib import Path

import pytest

from engine import ReadOptions
from engine.errors import BadTable
from engine.parts.errors import NotForManyFiles
from engine.parts.shared_reading import SharedReading

from .tables import NAMES, table, write_csv


def test_guesses_of_first_file_are_settled(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x;y\n1,5;2\n2,5;3\n", encoding="utf-8")
    reading = SharedReading.of(path)
    options = reading.options
    assert (options.separator, options.decimal, options.header) == (";", ",", True)
    assert options.columns == reading.names == ("x", "y")
    assert (options.encoding, options.skip_rows) == (None, None)


def test_row_numbers_are_left_out_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{k},{k * k % 7},{k * k * k % 11}" for k in range(1, 20)]
    path.write_text("\n".join([",x,y", *rows, ""]), encoding="utf-8")
    assert SharedReading.of(path).options.columns == ("x", "y")


def test_equal_names_go_by_number(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table(), ("a", "a", "c", "y"))
    assert SharedReading.of(path).options.columns == (1, 2, 3, 4)


def test_width_counts_ones(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table())
    reading = SharedReading.of(path, has_ones=True)
    assert (reading.names, reading.columns, reading.width) == (NAMES, 4, 5)


@pytest.mark.parametrize("options", [ReadOptions(indicators=("a",)), ReadOptions(days=("a",))])
def test_derived_columns_are_refused(tmp_path: Path, options: ReadOptions) -> None:
    path = write_csv(tmp_path / "a.csv", table())
    with pytest.raises(NotForManyFiles, match="file by file"):
        SharedReading.of(path, options)


def test_single_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("y\n1\n2\n", encoding="utf-8")
    with pytest.raises(BadTable, match="at least two columns"):
        SharedReading.of(path)
