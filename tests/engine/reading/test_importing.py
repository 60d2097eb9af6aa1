from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.choices import BadRows, Choices
from engine.reading.faults import MOST_KEPT, BadCells
from engine.reading.importing import import_table
from engine.reading.tables import read_table
from engine.reading.text import BLOCK_SIZE

from ..problems import DATA, TABLES
from .workbooks import xlsx


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


@pytest.mark.parametrize("name", TABLES)
def test_a_sound_table_is_the_one_that_is_read(name: str) -> None:
    table, known = import_table(DATA / f"{name}.csv"), read_table(DATA / f"{name}.csv")
    assert table.names == known.names
    assert table.values.tobytes() == known.values.tobytes()
    assert table.skipped == 0
    assert not table.values.flags.writeable
    assert table.values.flags.c_contiguous


def test_every_fault_is_found_and_counted(path: Path) -> None:
    path.write_text("a,b,y\n1,2,3\n4,oops,x\n5,6\n7,8,9\n,8,9\n", encoding="utf-8")
    with pytest.raises(BadCells) as refused:
        import_table(path)
    faults = refused.value.faults
    assert [(fault.line, fault.column) for fault in faults.first] == [
        (3, 2),
        (3, 3),
        (4, 0),
        (6, 1),
    ]
    assert (faults.count, faults.rows, faults.by_column) == (4, 3, {1: 1, 2: 1, 3: 1})
    assert str(refused.value) == (
        "t.csv, line 3, column 2 (b): 'oops' is not a number. Write one, such as 0.5 or 1e-3. "
        "4 cells in 3 rows have this problem."
    )
    assert (refused.value.name, refused.value.line) == ("t.csv", 3)


def test_a_single_fault_is_a_sentence_of_its_own(path: Path) -> None:
    path.write_text("1\n2\nx\n", encoding="utf-8")
    with pytest.raises(BadCells, match=r"such as 0.5 or 1e-3\.$"):
        import_table(path)


def test_faults_far_apart_are_all_counted_and_the_first_are_kept(path: Path) -> None:
    rows = 300_000
    lines = ["1,2" if k % 1000 else "1.5,x" for k in range(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    bad = len(range(0, rows, 1000))
    with pytest.raises(BadCells) as refused:
        import_table(path)
    faults = refused.value.faults
    assert (faults.rows, faults.by_column) == (bad, {2: bad})
    assert [fault.line for fault in faults.first] == [1000 * k + 1 for k in range(MOST_KEPT)]
    table = import_table(path, Choices(bad_rows=BadRows.SKIP))
    assert (table.values.shape, table.skipped) == ((rows - bad, 2), bad)
    assert (table.values == [1, 2]).all()


def test_faulty_rows_or_columns_can_be_left_out(path: Path) -> None:
    path.write_text("a,b,y\n1,2,3\n4,oops,6\n7,8\n9,10,11\n", encoding="utf-8")
    table = import_table(path, Choices(bad_rows=BadRows.SKIP))
    assert (table.values.tolist(), table.skipped) == ([[1, 2, 3], [9, 10, 11]], 2)
    path.write_text("a,b,y\n1,x,3\n4,oops,6\n", encoding="utf-8")
    table = import_table(path, Choices(columns=("a", 3)))
    assert (table.names, table.values.tolist()) == (("a", "y"), [[1, 3], [4, 6]])


def test_where_no_row_is_left_it_is_said(path: Path) -> None:
    path.write_text("a\nx\ny\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"^t.csv: every row has a cell that is no number"):
        import_table(path, Choices(bad_rows=BadRows.SKIP))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n", "there are names, but no rows"),
        ('1,2\nx,3\n"4,5\n', "line 3: this line cannot be split"),
        ("1;2\n1.234;3\n1,5;x\n", "line 2, column 1: 1.234 could mean 1234"),
    ],
)
def test_what_is_more_than_a_cell_is_told_as_ever(path: Path, text: str, told: str) -> None:
    path.write_text(text, encoding="utf-8")
    for bad_rows in BadRows:
        with pytest.raises(BadTable, match=told) as refused:
            import_table(path, Choices(bad_rows=bad_rows))
        assert not isinstance(refused.value, BadCells)


def test_progress_grows_to_one(path: Path) -> None:
    path.write_text("1,2\n" * BLOCK_SIZE, encoding="utf-8")
    fractions: list[float] = []
    import_table(path, progress=fractions.append)
    assert len(fractions) == 4
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


class GivenUp(Exception):
    """Somebody pressed Cancel."""


def test_an_import_can_be_given_up(path: Path) -> None:
    def progress(fraction: float) -> None:
        if fraction > 0.3:
            raise GivenUp

    path.write_text("1,2\n" * BLOCK_SIZE, encoding="utf-8")
    with pytest.raises(GivenUp):
        import_table(path, Choices(), progress)


def test_a_sheet_is_imported_alike(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "t.xlsx", {"S": [["x", "y"], [1, 2], [True, "a"], [3, 4]]})
    with pytest.raises(BadCells, match=r"^t.xlsx, sheet S, row 3, column 1 \(x\): TRUE is a truth"):
        import_table(book)
    table = import_table(book, Choices(bad_rows=BadRows.SKIP))
    assert (table.names, table.values.tolist(), table.skipped) == (("x", "y"), [[1, 2], [3, 4]], 1)
