"""Rows to predict are read by the names of their columns, and empty cells are kept."""

import doctest
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading import new_rows
from engine.reading.new_rows import ColumnMatch, WordColumn, match_columns, read_new_rows
from engine.terms import UnknownLevel

WANTED = ("GNP", "year", "armed forces")


def written(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return path


@given(st.permutations(range(5)))
def test_order_of_columns_is_free(order: list[int]) -> None:
    names = ("a", "b", "c", "d", "e")
    match = match_columns([names[k] for k in order], names)
    assert [order[k] for k in match.found] == [0, 1, 2, 3, 4]
    assert (match.ignored, match.missing) == ((), ())


def test_exact_names_win() -> None:
    assert match_columns(["X", "x"], ["x"]) == ColumnMatch((1,), ("X",))
    assert match_columns(["X ", "y"], ["x"]) == ColumnMatch((0,), ("y",))
    assert match_columns(["a", "a"], ["a", "a"]).found == (0, 1)


def test_own_columns_are_passed_over() -> None:
    match = match_columns(["1", "x", "Y", "id"], ["x", "z"], ["1", "y"])
    assert (match.ignored, match.missing) == (("id",), ("z",))


def test_rows_are_read_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "year;id;GNP;Armed Forces\n1963;a;5,5;7\n1964;b;6;8\n")
    found = read_new_rows(path, WANTED)
    assert found.cells.tolist() == [[5.5, 1963, 7], [6, 1964, 8]]
    assert found.match.ignored == ("id",)
    assert found.not_numbers == 0


def test_empty_and_wrong_cells_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "year,GNP,armed forces\n1963,,7\n1964,n/a,8\n1965,3,\n")
    found = read_new_rows(path, WANTED)
    assert np.isnan(found.cells).tolist() == [
        [True, False, False],
        [True, False, False],
        [False, False, True],
    ]
    assert found.cells[2, :2].tolist() == [3, 1965]
    assert found.not_numbers == 1


def test_missing_column_is_empty(tmp_path: Path) -> None:
    found = read_new_rows(written(tmp_path, "year,GNP\n1963,1\n1964,2\n"), WANTED)
    assert found.match.missing == ("armed forces",)
    assert np.isnan(found.cells[:, 2]).all()
    assert found.cells[:, :2].tolist() == [[1, 1963], [2, 1964]]


def test_columns_without_names_go_by_order(tmp_path: Path) -> None:
    found = read_new_rows(written(tmp_path, "1,2,3\n4,5,6\n"), WANTED)
    assert found.cells.tolist() == [[1, 2, 3], [4, 5, 6]]
    with pytest.raises(BadTable, match="there are 2 of them: give 3, in the order of A"):
        read_new_rows(written(tmp_path, "1,2\n4,5\n"), WANTED)


def test_foreign_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="no column has the name of a column of A"):
        read_new_rows(written(tmp_path, "a,b\n1,2\n"), WANTED)
    with pytest.raises(BadTable, match="no cell of its columns holds a number"):
        read_new_rows(written(tmp_path, "year,b\n,2\nn/a,3\n"), WANTED)


def test_rows_without_a_cell_are_none(tmp_path: Path) -> None:
    found = read_new_rows(written(tmp_path, "year,GNP\n1963,\n,\n1964,2\n"), WANTED[:2])
    assert found.cells[:, 1].tolist() == [1963, 1964]


def test_reading_reports_its_progress(tmp_path: Path) -> None:
    shares: list[float] = []
    read_new_rows(written(tmp_path, "year,GNP\n1,2\n,3\n"), WANTED, progress=shares.append)
    assert shares[-1] == 1


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(new_rows)
    assert failed == 0 < tried


REGIONS = {"east": (0.0, 0.0), "north": (1.0, 0.0), "south": (0.0, 1.0)}
DUMMIES = ("age", "region = north", "region = south")


def numbers_of(word: str, row: int) -> tuple[float, float]:
    if word not in REGIONS:
        raise UnknownLevel(word, "region", row, tuple(REGIONS))
    return REGIONS[word]


REGION = WordColumn("region", (1, 2), numbers_of)


@pytest.mark.parametrize(
    "text",
    [
        "region,id,age\nnorth,1,30\neast,2,\n,3,50\n",
        "age,region = south,region = north\n30,0,1\n,0,0\n50,,\n",
        "region,age,region = south\nnorth,30,0\neast,,0\n,50,1\n",
    ],
)
def test_words_or_numbers_of_category(tmp_path: Path, text: str) -> None:
    found = read_new_rows(written(tmp_path, text), DUMMIES, words=(REGION,))
    expected = np.array([[30, 1, 0], [np.nan, 0, 0], [50, np.nan, np.nan]])
    assert np.array_equal(found.cells, expected, equal_nan=True)
    assert (found.match.missing, found.not_numbers) == ((), 0)


def test_unknown_word_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "age,region\n30,north\n,\n31,mars\n")
    with pytest.raises(UnknownLevel, match=r"“mars” in row 2 .* east, north and south"):
        read_new_rows(path, DUMMIES, words=(REGION,))


def test_missing_category_is_named_once(tmp_path: Path) -> None:
    found = read_new_rows(written(tmp_path, "age\n30\n"), DUMMIES, words=(REGION,))
    assert found.match.missing == ("region",)
    part = match_columns(["age", "region = south"], DUMMIES, words=(REGION,))
    assert (part.missing, part.words) == (("region = north",), (None,))


def test_words_without_names_follow_order(tmp_path: Path) -> None:
    found = read_new_rows(written(tmp_path, "30,north\n31,east\n"), DUMMIES, words=(REGION,))
    assert found.cells.tolist() == [[30, 1, 0], [31, 0, 0]]
    found = read_new_rows(written(tmp_path, "30,0,1\n31,0,0\n"), DUMMIES, words=(REGION,))
    assert found.cells.tolist() == [[30, 0, 1], [31, 0, 0]]
    with pytest.raises(BadTable, match="give 2, in the order of A"):
        read_new_rows(written(tmp_path, "1,2,3,4\n"), DUMMIES, words=(REGION,))


@pytest.mark.parametrize("head", ["x,z,x", "X,z,X"])
def test_column_twice_is_refused(tmp_path: Path, head: str) -> None:
    file = tmp_path / "new.csv"
    file.write_text(f"{head}\n1,2,3\n4,5,6\n")
    with pytest.raises(BadTable, match=r"the column [xX] is there twice. Remove one of them."):
        read_new_rows(file, ["x", "z"])


def test_word_against_its_number_is_refused(tmp_path: Path) -> None:
    def numbers(word: str, row: int) -> tuple[float, float]:
        del row
        return float(word == "b"), float(word == "c")

    file, words = tmp_path / "new.csv", [WordColumn("few", (0, 1), numbers)]
    file.write_text("few,few = b\nb,1\nc,\na,0\n")
    found = read_new_rows(file, ["few = b", "few = c"], words=words)
    assert found.cells.tolist() == [[1, 0], [0, 1], [0, 0]]
    file.write_text("few,few = b\nb,1\na,1\n")
    with pytest.raises(BadTable, match=r"in row 2, few is “a”, but few = b is 1."):
        read_new_rows(file, ["few = b", "few = c"], words=words)
