"""The lines of tests/data/reports/EXPECT.tsv, for the tests of every way to read a table."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from _pytest.mark import ParameterSet

from engine.reading.options import AnyOption
from engine.reading.tables import Table

from ..problems import DATA

REPORTS = DATA / "reports"
TEXTS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".lvm", ".dx", ".mtx")
OPTION = "columns='numeric'"
EXTRAS = {"table.parquet": "pyarrow", "matlab_v5.mat": "scipy"}
"""What a file needs that need not be installed; without it, its format is named, and the extra."""
FORMATS = {"table.parquet": "parquet", "matlab_v5.mat": "matlab"}

PRICED = ("gaps_in_last_column.csv",)
"""The tables of which what is complete has a price, which is known once all rows were seen."""
_COMPLETE = [
    *([1, 7, 9], [2, 3, 7], [4, 6, 14], [5, 2, 12], [6, 9, 21], [7, 5, 19]),
    *([8, 1, 17], [10, 4, 24], [11, 0, 22], [12, 7, 31], [13, 3, 29], [14, 10, 38]),
    *([15, 6, 36], [16, 2, 34], [17, 9, 43], [18, 5, 41], [19, 1, 39], [20, 8, 48]),
]

Choice = Mapping[str, AnyOption]
CHOICES: Mapping[str, Sequence[tuple[Choice, Sequence[str], Sequence[Sequence[float]]]]] = {
    "wavelengths_as_names.csv": [
        ({"header": True}, ("400", "410", "420", "y"), [[1, 2, 3, 4], [2, 3, 4, 6]])
    ],
    "octave_two_matrices.txt": [
        (
            {"sheet": "A"},
            (),
            [
                [8.0193, -1324.359],
                [4.2045, 1136.0465],
                [5.5265, -784.7804],
                [16.3478, 272.7688],
                [9.5827, 1600.0191],
                [17.3213, -83.6962],
                [6.2929, -488.0058],
                [5.5338, -63.086],
            ],
        ),
    ],
    "gnuplot_two_data_sets.dat": [
        ({"sheet": 1}, ("x", "y"), [[0, 0], [1, 1], [2, 4]]),
        ({"sheet": 2}, ("x", "y"), [[0, 0], [1, 2], [2, 8]]),
    ],
    "grouped_or_decimal.csv": [
        ({"decimal": "."}, ("a", "y"), [[1.234, 2], [2.345, 3]]),
        ({"thousands": "."}, ("a", "y"), [[1234, 2], [2345, 3]]),
    ],
    "gaps_in_last_column.csv": [
        ({"bad_rows": "skip"}, ("x", "z", "y"), _COMPLETE),
        ({"columns": "numeric"}, ("x", "z", "y"), _COMPLETE),
    ],
}
"""What each choice reads, for the tables that are refused until one is made."""


@dataclass(frozen=True)
class Report:
    """A line of EXPECT.tsv."""

    name: str
    verdict: str
    shape: str
    header: str
    cells: str
    must_say: str
    note: str

    @property
    def path(self) -> Path:
        """The file."""
        return REPORTS / self.name

    @property
    def is_text(self) -> bool:
        """Whether it can be pasted."""
        return self.path.suffix in TEXTS

    @property
    def options(self) -> Mapping[str, AnyOption]:
        """The options with which the line is read."""
        return {"columns": "numeric"} if OPTION in self.note else {}

    @property
    def may_be_read(self) -> bool:
        """Whether it is right as well to read a table that is to be refused."""
        return "or read" in self.note

    @property
    def lacks_extra(self) -> bool:
        """Whether this file needs a package that is not installed."""
        return self.name in EXTRAS and find_spec(EXTRAS[self.name]) is None

    def check_table(self, table: Table) -> None:
        """Check a table that was read, and the notes on it."""
        assert self.verdict in ("LOAD", "TOLD") or self.may_be_read, "this was read"
        assert table.values.dtype == np.float64
        assert np.isfinite(table.values).all()
        if self.shape:
            assert table.values.shape == tuple(map(int, self.shape.split("x")))
        if self.header:
            assert table.names == tuple(self.header.split("|"))
        for cell in filter(None, self.cells.split(";")):
            place, value = cell.split("=")
            row, column = map(int, place.split(","))
            assert table.values[row, column].tobytes() == np.float64(value).tobytes()
        if self.verdict == "TOLD":
            assert table.notes
            self.check_says(" ".join(table.notes))

    def check_refusal(self, sentence: str) -> None:
        """Check the sentence with which a table was refused."""
        if self.lacks_extra:
            assert FORMATS[self.name] in sentence.lower()
            return
        assert self.verdict in ("ASK", "ERROR"), sentence
        assert "\n" not in sentence
        self.check_says(sentence)

    def check_says(self, text: str) -> None:
        """Check that a text names what it must."""
        words = re.escape(self.must_say)
        if self.must_say.isalnum():
            words = rf"\b{words}\b" if len(self.must_say) == 1 else rf"\b{words}"
        assert re.search(words, text, re.IGNORECASE if len(self.must_say) > 1 else 0), text


def same(values: np.ndarray, others: np.ndarray) -> bool:
    """Return whether two tables have the same numbers, bit for bit."""
    return values.shape == others.shape and values.tobytes() == others.tobytes()


with (REPORTS / "EXPECT.tsv").open(encoding="utf-8") as file:
    EXPECTED = [
        Report(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def reports(texts_only: bool = False) -> list[ParameterSet]:
    """Return the lines as the parameters of a test."""
    return [pytest.param(each, id=each.name) for each in EXPECTED if each.is_text or not texts_only]
