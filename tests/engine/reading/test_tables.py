import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Matrix, matrix
from engine.errors import BadChoice, BadTable, TableTooLarge
from engine.reading.faults import MOST_KEPT, BadCells
from engine.reading.options import BadRows, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import Table, import_table, read_table, read_weights
from engine.reading.text.text import BLOCK_SIZE

from ..problems import DATA, TABLES
from .arrays.test_array_files import npy
from .workbooks import xlsx

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "table.csv"


def write(path: Path, chunks: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(chunks))
    return path


@pytest.mark.parametrize("name", TABLES)
def test_reference_tables_are_read(name: str) -> None:
    lines = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    table = read_table(DATA / f"{name}.csv")
    assert table.names == tuple(lines[0].split(","))
    assert table.values.tolist() == [list(map(float, line.split(","))) for line in lines[1:]]
    assert not table.values.flags.writeable


def test_table_without_header_has_no_names(path: Path) -> None:
    table = read_table(write(path, [b"1,2\n3,4\n"]))
    assert table.names == ()
    assert table.values.tolist() == [[1, 2], [3, 4]]


def test_blocks_are_joined_to_one_table(path: Path) -> None:
    rows = 2 * BLOCK_SIZE // len(b"1.5,-2\n")
    table = read_table(write(path, [b"x,y\n", b"1.5,-2\n" * rows, b'"3",\xe2\x88\x924\n']))
    assert table.values.shape == (rows + 1, 2)
    assert (table.values[:-1] == [1.5, -2]).all()
    assert table.values[-1].tolist() == [3, -4]
    assert not table.values.flags.writeable


def test_path_may_be_a_string(path: Path) -> None:
    assert read_table(str(write(path, [b"5\n"]))).values.tolist() == [[5]]


@pytest.mark.parametrize(
    "text",
    [
        b"W\n1.5\n-2\n",
        b"1.5\n-2\n",
        b"weight,initial,fitted\na,9,1.5\nb,9,-2\n",
        b"weight,start,fitted\na,9,1.5\nb,9,-2\n",
    ],
)
def test_weights_are_single_or_fitted_column(path: Path, text: bytes) -> None:
    assert read_weights(write(path, [text])).tolist() == [[1.5], [-2]]


def test_weights_among_columns_are_refused(path: Path) -> None:
    with pytest.raises(BadTable, match="one column, or one with a column named fitted"):
        read_weights(write(path, [b"1,2\n3,4\n"]))


def test_read_table_takes_options(path: Path) -> None:
    write(path, [b"title\na;b;y\n1.234;x;3\n4;5;6\n"])
    table = read_table(path, skip_rows=1, thousands=".", columns=["y", 1])
    assert (table.names, table.values.tolist()) == (("y", "a"), [[3, 1234], [6, 4]])
    table = read_table(path, skip_rows=1, bad_rows="skip", decimal=".")
    assert (table.values.tolist(), table.skipped) == ([[4, 5, 6]], 1)
    with pytest.raises(BadChoice, match="separator is “;;”; it must be one character"):
        read_table(path, separator=";;")


@dataclass(frozen=True, eq=False)
class Written:
    """An array, and its text."""

    values: Matrix
    names: tuple[str, ...]
    text: str
    encoding: str


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Draw an array and write it as various programs would."""
    separator, decimal = draw(
        st.sampled_from([*((each, ".") for each in ",;\t| "), *((each, ",") for each in ";\t| ")])
    )
    # Except between semicolons, 1,234 is refused until another number is certain.
    least = 2 if separator == " " or decimal == "," else 1
    width = draw(st.integers(least, 4))
    row = st.lists(finite, min_size=width, max_size=width)
    values = draw(st.lists(row, min_size=1, max_size=12))
    if decimal == "," and separator != ";":
        values = [[0.5] * width, *values]
    form = draw(st.sampled_from(["{!r}", "{!s}", "{:.17e}", "{:+.20g}"]))
    lines = [
        separator.join(form.format(cell).replace(".", decimal) for cell in row) for row in values
    ]
    names = draw(st.sampled_from([(), ("größe", "in m²", "=y", "°")]))[:width]
    quoted = [f'"{name}"' for name in names]
    header = [separator.join(quoted)] if names else []
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join([*header, *lines]) + draw(st.sampled_from(["", end]))
    return Written(np.array(values), names, text, draw(st.sampled_from(ENCODINGS)))


@given(written())
@hypothesis_settings(max_examples=400)
def test_written_arrays_read_back_bit_exactly(path: Path, table: Written) -> None:
    path.write_bytes(table.text.encode(table.encoding))
    for found in (read_table(path), import_table(path), import_table(path, preview(path).options)):
        assert found.names == table.names
        assert found.values.tobytes() == table.values.tobytes()
        assert found.values.flags.c_contiguous
        assert not found.values.flags.writeable


@pytest.fixture
def csv_path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


@pytest.mark.parametrize("name", TABLES)
def test_import_equals_read_without_faults(name: str) -> None:
    table, known = import_table(DATA / f"{name}.csv"), read_table(DATA / f"{name}.csv")
    assert table.names == known.names
    assert table.values.tobytes() == known.values.tobytes()
    assert table.skipped == 0
    assert not table.values.flags.writeable
    assert table.values.flags.c_contiguous


def test_import_reports_every_fault(csv_path: Path) -> None:
    csv_path.write_text("a,b,y\n1,2,3\n4,oops,x\n5,6\n7,8,9\n,8,9\n", encoding="utf-8")
    with pytest.raises(BadCells) as refused:
        import_table(csv_path)
    faults = refused.value.faults
    assert [(fault.line, fault.column) for fault in faults.first] == [
        (3, 2),
        (3, 3),
        (4, 0),
        (6, 1),
    ]
    assert (faults.count, faults.rows, faults.by_column) == (4, 3, {1: 1, 2: 1, 3: 1})
    assert str(refused.value) == (
        "t.csv, line 3, column 2 (b): “oops” is not a number. Write one, such as 0.5 or 1e-3. "
        "4 cells in 3 rows have this problem."
    )
    assert (refused.value.name, refused.value.line) == ("t.csv", 3)


def test_single_fault_is_not_counted(csv_path: Path) -> None:
    csv_path.write_text("1\n2\nx\n", encoding="utf-8")
    with pytest.raises(BadCells, match=r"such as 0.5 or 1e-3\.$"):
        import_table(csv_path)


def test_faults_in_all_blocks_are_counted(csv_path: Path) -> None:
    rows = 300_000
    lines = ["1,2" if k % 1000 else "1.5,x" for k in range(rows)]
    csv_path.write_text("\n".join(lines), encoding="utf-8")
    bad = len(range(0, rows, 1000))
    with pytest.raises(BadCells) as refused:
        import_table(csv_path)
    faults = refused.value.faults
    assert (faults.rows, faults.by_column) == (bad, {2: bad})
    assert [fault.line for fault in faults.first] == [1000 * k + 1 for k in range(MOST_KEPT)]
    table = import_table(csv_path, ReadOptions(bad_rows=BadRows.SKIP))
    assert (table.values.shape, table.skipped) == ((rows - bad, 2), bad)
    assert (table.values == [1, 2]).all()


def test_bad_rows_or_columns_are_skipped(csv_path: Path) -> None:
    csv_path.write_text("a,b,y\n1,2,3\n4,oops,6\n7,8\n9,10,11\n", encoding="utf-8")
    table = import_table(csv_path, ReadOptions(bad_rows=BadRows.SKIP))
    assert (table.values.tolist(), table.skipped) == ([[1, 2, 3], [9, 10, 11]], 2)
    csv_path.write_text("a,b,y\n1,x,3\n4,oops,6\n", encoding="utf-8")
    table = import_table(csv_path, ReadOptions(columns=("a", 3)))
    assert (table.names, table.values.tolist()) == (("a", "y"), [[1, 3], [4, 6]])


def test_skipping_all_rows_is_refused(csv_path: Path) -> None:
    csv_path.write_text("a\nx\ny\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"^t.csv: every row has a cell that is not a number"):
        import_table(csv_path, ReadOptions(bad_rows=BadRows.SKIP))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n", "there is a header, but no rows"),
        ('1,2\nx,3\n"4,5\n', "line 3: this line cannot be split"),
        ("1;2\n1.234;3\n1,5;x\n", "line 2, column 1: 1.234 could mean 1234"),
    ],
)
def test_other_errors_are_not_bad_cells(csv_path: Path, text: str, message: str) -> None:
    csv_path.write_text(text, encoding="utf-8")
    for bad_rows in BadRows:
        with pytest.raises(BadTable, match=message) as refused:
            import_table(csv_path, ReadOptions(bad_rows=bad_rows))
        assert not isinstance(refused.value, BadCells)


def test_import_progress_grows_to_one(csv_path: Path) -> None:
    csv_path.write_text("1,2\n" * BLOCK_SIZE, encoding="utf-8")
    fractions: list[float] = []
    import_table(csv_path, progress=fractions.append)
    assert len(fractions) == 4
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


class Stopped(Exception):
    """The user pressed Cancel."""


def test_progress_can_cancel_import(csv_path: Path) -> None:
    def progress(fraction: float) -> None:
        if fraction > 0.3:
            raise Stopped

    csv_path.write_text("1,2\n" * BLOCK_SIZE, encoding="utf-8")
    with pytest.raises(Stopped):
        import_table(csv_path, ReadOptions(), progress)


def test_sheet_is_imported(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "t.xlsx", {"S": [["x", "y"], [1, 2], [True, "a"], [3, 4]]})
    with pytest.raises(BadCells, match=r"^t.xlsx, sheet S, row 3, column 1 \(x\): TRUE is a truth"):
        import_table(book)
    table = import_table(book, ReadOptions(bad_rows=BadRows.SKIP))
    assert (table.names, table.values.tolist(), table.skipped) == (("x", "y"), [[1, 2], [3, 4]], 1)


@pytest.mark.parametrize("read", [read_table, import_table])
@pytest.mark.parametrize("kind", ["csv", "npy", "xlsx"])
def test_rows_times_columns_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], Table], kind: str
) -> None:
    path = tmp_path / "t"
    if kind == "csv":
        path.write_text("1,2\n" * 30, encoding="utf-8")
    elif kind == "npy":
        path.write_bytes(npy(np.ones((30, 2))))
    else:
        xlsx(path, {"S": [[1, 2]] * 30})
    assert len(read(path).values) == 30
    monkeypatch.setattr(matrix, "MOST_CELLS", 59)
    with pytest.raises(TableTooLarge, match="30 rows of 1 columns are too many"):
        read(path)


def test_names_with_control_characters_are_repaired(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a\x07b,\x1by,# \x01\n1,2,3\n4,5,6\n")
    assert read_table(path).names == ("a b", "y", "#")
    with pytest.raises(BadTable, match=r"^t.csv: there is no column named “a”; choose “a b”"):
        read_table(path, columns=["a"])


def test_thousands_of_empty_columns_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"x{',' * 30_000}y\n" + f"1{',' * 30_000}2\n" * 3, encoding="utf-8")
    start = time.process_time()
    assert read_table(path).values.tolist() == [[1, 2]] * 3
    assert time.process_time() - start < 2  # 0.3 s; a search for each column took 4 s
