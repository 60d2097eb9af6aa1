"""Cells of SPSS, Stata and SAS; the files of the real writers are in tests/data/writers."""

import datetime
import math
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadTable
from engine.reading.formats.readstat_reader import _cell
from engine.reading.preview import preview
from engine.reading.tables import read_table

from ...problems import DATA

LABELS = {1.0: "male", 98.0: "no answer", "a": "refused"}
MISSING: list[dict[str, Any]] = [{"lo": 98, "hi": 99}, {"lo": "x", "hi": "x"}]


@pytest.mark.parametrize(
    ("cell", "is_text", "found"),
    [
        (1.5, False, 1.5),
        (7, False, 7.0),
        (1.0, False, ["label", "1", "male"]),
        (98.0, False, ["missing", "98", "no answer"]),
        (98.5, False, ["missing", "98.5", ""]),
        ("a", False, ["missing", ".a", "refused"]),
        ("b", False, ["missing", ".b", ""]),
        ("b", True, "b"),
        ("x", True, ["missing", "x", ""]),
        (None, False, None),
        (math.nan, False, None),
        (datetime.date(2024, 1, 2), False, ["time", "2024-01-02", ""]),
    ],
)
def test_cells_are_told_apart(cell: object, is_text: bool, found: object) -> None:
    assert _cell(cell, LABELS, MISSING, is_text=is_text) == found


@pytest.mark.parametrize("name", ["pyreadstat_answers.sav", "pyreadstat_answers.dta"])
def test_labels_and_missing_codes_are_told(name: str) -> None:
    pytest.importorskip("pyreadstat")
    found = preview(DATA / "writers" / name)
    assert found.notes[0] == "The codes in column 1 (sex) have labels, so they are read as text."
    assert [line.cells[:2] for line in found.lines] == [
        ("male", "30"),
        ("female", "NA"),
        ("female", "41"),
        ("male", "NA"),
    ]
    with pytest.raises(BadTable, match="“male” is the label of the code 1, not a number"):
        read_table(DATA / "writers" / name, columns=["sex", "y"])
    with pytest.raises(
        BadTable, match=r"row 2, column 2 \(age\): .* is a code for a missing value"
    ):
        read_table(DATA / "writers" / name, columns=["age", "y"])


@pytest.mark.parametrize("suffix", ["sav", "zsav", "dta", "xpt"])
@pytest.mark.parametrize("share", [0.3, 0.95])
def test_file_cut_short_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    pytest.importorskip("pyreadstat")
    data = (DATA / "writers" / f"pyreadstat.{suffix}").read_bytes()
    path = tmp_path / f"t.{suffix}"
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(BadTable, match=r"damaged|cut short|no rows"):
        read_table(path)
