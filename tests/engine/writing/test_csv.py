import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    History,
    Matrix,
    Problem,
    Settings,
    Trace,
    fit,
    optimum,
    predict,
    read_table,
)
from engine.inference.new_table import InputColumn, NewRowFigures, TableReach
from engine.reading.tables import read_weights
from engine.rescaling import OriginalUnits
from engine.statistics import statistics
from engine.writing import arrow_cells
from engine.writing import csv as exporting_module
from engine.writing.csv import (
    COMMA_AND_POINT,
    SEMICOLON_AND_COMMA,
    Dialect,
    history_csv,
    new_rows_csv,
    predictions_csv,
    statistics_csv,
    table_csv,
    weights_csv,
)

from ..problems import published_problem

DIALECTS = (
    COMMA_AND_POINT,
    SEMICOLON_AND_COMMA,
    Dialect(encoding="utf-8-sig"),
    Dialect(";", ",", "utf-8-sig"),
    Dialect("\t", "."),
)
finite = st.floats(allow_nan=False, allow_infinity=False)
columns = st.lists(finite, min_size=1, max_size=30)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "table.csv"


def write(path: Path, chunks: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(chunks))
    return path


def column(values: list[float]) -> Matrix:
    return np.array(values, dtype=float).reshape(-1, 1)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(initial=columns)
def test_weights_read_back(path: Path, dialect: Dialect, initial: list[float]) -> None:
    fitted = column(initial[::-1])
    names = [f"w{k}" for k in range(len(initial))]
    write(path, weights_csv(names, column(initial), fitted, dialect))
    assert read_weights(path).tobytes() == fitted.tobytes()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_statistics_leave_unknown_errors_empty(path: Path, dialect: Dialect) -> None:
    problem = Problem([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]], [1.0, 2.0, 4.5])
    known = Problem(problem.A[:, :1], problem.Y)
    for each, empty in ((problem, 2), (known, 0)):
        best = optimum(each)
        errors = statistics(each, best).standard_errors
        names = [f"w{k}" for k in range(each.weights)]
        write(path, statistics_csv(names, best.W / 3, best.W, errors, dialect))
        header, *rows = path.read_text(dialect.encoding).splitlines()
        cells = [row.split(dialect.separator) for row in rows]
        assert header.split(dialect.separator)[1:] == ["fitted", "optimum", "standard_error"]
        assert [row[3] for row in cells].count("") == empty
        numbers = [float(row[2].replace(dialect.decimal, ".")) for row in cells]
        assert numbers == best.W[:, 0].tolist()
    assert read_weights(path).tobytes() == (best.W / 3).tobytes()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("has_converged", "told"), [(True, "yes"), (False, "no")])
def test_statistics_have_intervals_and_end(
    path: Path, dialect: Dialect, has_converged: bool, told: str
) -> None:
    W, errors = column([1.5, -2.0]), column([0.5, math.nan])
    ends = np.array([[-0.5, 2.5], [math.nan, math.nan]])
    write(path, statistics_csv(["a", "b"], W, W, errors, dialect, ends, has_converged))
    header, *rows = path.read_text(dialect.encoding).splitlines()
    assert header.split(dialect.separator)[3:] == ["standard_error", "lower", "upper", "converged"]
    cells = [
        [cell.replace(dialect.decimal, ".") for cell in row.split(dialect.separator)]
        for row in rows
    ]
    assert [row[3:] for row in cells] == [["0.5", "-0.5", "2.5", told], ["", "", "", told]]
    assert read_weights(path).tobytes() == W.tobytes()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_statistics_have_t_and_p(path: Path, dialect: Dialect) -> None:
    W, errors = column([1.5, -2.0, 3.0]), np.array([0.5, math.nan, 0.0])
    t, p = np.array([3.0, math.nan, math.inf]), np.array([0.25, math.nan, 0.0])
    write(path, statistics_csv(["a", "b", "c"], W, W, errors, dialect, t=t, p=p))
    header, *rows = path.read_text(dialect.encoding).splitlines()
    assert header.split(dialect.separator)[3:] == ["standard_error", "t", "p"]
    cells = [
        [cell.replace(dialect.decimal, ".") for cell in row.split(dialect.separator)[3:]]
        for row in rows
    ]
    assert cells == [["0.5", "3.0", "0.25"], ["", "", ""], ["0.0", "inf", "0.0"]]


@pytest.mark.parametrize("dialect", DIALECTS)
@given(observed=columns)
def test_predictions_read_back(path: Path, dialect: Dialect, observed: list[float]) -> None:
    Y, prediction = column(observed), column([value / 3 for value in observed])
    write(path, predictions_csv(Y, prediction, dialect))
    table = read_table(path, columns=(1, 2, 3, 4))  # the first counts the rows
    assert table.names == ("row", "observed", "predicted", "residual")
    assert table.values[:, 0].tolist() == list(range(1, len(Y) + 1))
    assert table.values[:, 1:].tobytes() == np.hstack((Y, prediction, Y - prediction)).tobytes()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_history_reads_back(path: Path, dialect: Dialect) -> None:
    trace = fit(published_problem(), Settings(100, 0.01, 0.1)).history
    table = read_table(write(path, history_csv(trace, dialect)))
    assert table.names == ("epoch", "loss")
    assert table.values[:, 0].tolist() == list(range(101))
    assert table.values[:, 1].tobytes() == trace.loss.tobytes()


def test_history_bins_have_lowest_and_highest(path: Path) -> None:
    epochs = np.array([0, 4, 8, 9])
    trace = Trace(
        epochs, np.array([5.0, 3, 2, 1]), np.array([4.0, 2, 1, 1]), np.array([6.0, 3, 2, 1])
    )
    table = read_table(write(path, history_csv(trace)))
    assert table.names == ("epoch", "loss", "lowest", "highest")
    assert table.values[0].tolist() == [0, 5, 4, 6]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_huge_epochs_read_back(path: Path, dialect: Dialect) -> None:
    losses = np.array([3.0, 2, 1])
    trace = Trace(np.array([0.0, 2.0**61, 1e300]), losses, losses - 0.5, losses + 0.5)
    table = read_table(write(path, history_csv(trace, dialect)))
    assert table.names == ("epoch", "loss", "lowest", "highest")
    assert table.values.tolist() == [
        [0, 3, 2.5, 3.5],
        [2.0**61, 2, 1.5, 2.5],
        [1e300, 1, 0.5, 1.5],
    ]


def test_history_of_long_run_reads_back(path: Path) -> None:
    trace = fit(published_problem(), Settings(1e9, 0.01, 0.1)).history
    table = read_table(write(path, history_csv(trace)))
    assert table.names == ("epoch", "loss", "lowest", "highest")
    columns = (trace.epoch, trace.loss, trace.lowest, trace.highest)
    assert table.values.tobytes() == np.column_stack(columns).astype(float).tobytes()
    assert table.values[-1, 0] == 1e9


def test_empty_history_is_header(path: Path) -> None:
    assert b"".join(history_csv(History().trace())) == b"epoch,loss\n"


def test_exact_bytes() -> None:
    initial, fitted = column([0.1, -2.0]), column([1e-7, 1e22])
    assert b"".join(weights_csv(["a", "b"], initial, fitted)) == (
        b"weight,start,fitted\na,0.1,1e-07\nb,-2.0,1e+22\n"
    )
    german = Dialect(";", ",", "utf-8-sig")
    assert b"".join(weights_csv(["ä", "b"], initial, fitted, german)) == (
        b"\xef\xbb\xbfweight;start;fitted\n\xc3\xa4;0,1;1e-07\nb;-2,0;1e+22\n"
    )


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("x", "x"),
        ("=HYPERLINK(1)", '"\'=HYPERLINK(1)"'),
        ("+x", '"\'+x"'),
        ("-x", '"\'-x"'),
        ("@x", '"\'@x"'),
        ("\tx", '"\'\tx"'),
        ("\rx", '"\' x"'),
        ("d'été", '"d\'été"'),
        ("no#1", '"no#1"'),
        ("// x", '"// x"'),
        ("! x", '"! x"'),
        ("*x", '"*x"'),
        ("a,b", '"a,b"'),
        ('=a,"b"', '"\'=a,""b"""'),
        ("a;b", "a;b"),
        ("a\nb", "a b"),
        ("x^2", "x^2"),
        ("", ""),
    ],
)
def test_name_is_escaped_and_quoted(name: str, cell: str) -> None:
    written = b"".join(weights_csv([name], column([-1]), column([-2]))).decode()
    assert written == f"weight,start,fitted\n{cell},-1.0,-2.0\n"


def test_rows_are_written_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_cells, "find_arrow_cells", lambda _: None)
    monkeypatch.setattr(exporting_module, "CELLS_PER_CHUNK", 13)
    Y = column(list(range(8)))
    chunks = list(predictions_csv(Y, Y))
    assert [chunk.count(b"\n") for chunk in chunks] == [1, 3, 3, 2]
    assert chunks[3] == b"7,6.0,6.0,0.0\n8,7.0,7.0,0.0\n"


def test_float32_is_written_exactly() -> None:
    value = np.array([[0.1]], dtype=np.float32)
    assert b"0.10000000149011612" in b"".join(predictions_csv(value, predict(value, value)))


def test_row_may_exceed_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting_module, "CELLS_PER_CHUNK", 2)
    assert b"".join(table_csv((), np.eye(2), column([7, 8]))) == b"1.0,0.0,7.0\n0.0,1.0,8.0\n"


@pytest.mark.parametrize("dialect", DIALECTS)
@given(values=columns, named=st.booleans())
def test_table_reads_back(path: Path, dialect: Dialect, values: list[float], named: bool) -> None:
    A, Y = np.column_stack((values, values[::-1])), column(values)
    names = ("left", "right", "price") if named else ()
    table = read_table(write(path, table_csv(names, A, Y, dialect)))
    assert table.names == names
    assert table.values.tobytes() == np.hstack((A, Y)).tobytes()


def test_byte_order_mark_comes_first() -> None:
    marked = Dialect(";", ",", "utf-8-sig")
    table = np.array([[0.5]])
    assert b"".join(table_csv((), table, table, marked)) == b"\xef\xbb\xbf0,5;0,5\n"
    assert b"".join(table_csv(("x", "ä"), table, table, marked)) == (
        b"\xef\xbb\xbfx;\xc3\xa4\n0,5;0,5\n"
    )


def test_table_names_are_escaped() -> None:
    table = np.array([[1.0]])
    assert b"".join(table_csv(("=1+1", 'a,"b"'), table, table)) == (
        b'"\'=1+1","a,""b"""\n1.0,1.0\n'
    )


def test_original_units_include_constant() -> None:
    W, original = column([1, 2]), OriginalUnits(column([10, 20]), -3.5)
    assert b"".join(weights_csv(["a", "b"], W, W, original=original)) == (
        b"weight,start,fitted,original units\na,1.0,1.0,10.0\nb,2.0,2.0,20.0\n"
        b"constant,0.0,0.0,-3.5\n"
    )
    taken = OriginalUnits(column([10, 20]))
    assert b"".join(weights_csv(["1", "b"], W, W, original=taken)).endswith(b"b,2.0,2.0,20.0\n")


def test_predictions_say_what_is_left_out() -> None:
    Y, rows = np.array([[1.0], [2.0]]), np.array([3, 7])
    is_left_out = np.array([False, True])
    lines = b"".join(predictions_csv(Y, Y, rows=rows, is_left_out=is_left_out)).decode()
    assert lines.splitlines() == [
        "row,observed,predicted,residual,left_out",
        "3,1.0,1.0,0.0,no",
        "7,2.0,2.0,0.0,yes",
    ]


def test_predictions_say_what_is_held_out() -> None:
    Y = np.array([[1.0], [2.0]])
    lines = b"".join(predictions_csv(Y, Y, is_held_out=np.array([True, False]))).decode()
    assert lines.splitlines()[0] == "row,observed,predicted,residual,held_out"
    assert lines.splitlines()[1].endswith(",yes")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_new_rows_read_back(dialect: Dialect, tmp_path: Path) -> None:
    problem = Problem([[1.0, 0.1], [1.0, 1.7], [1.0, 2.3], [1.0, 4.0]], [0.0, 2.0, 1.0, 5.0])
    found = statistics(problem, optimum(problem))
    columns = (InputColumn(is_ones=True), InputColumn())
    cells = np.array([[np.nan, 1 / 3], [np.nan, np.nan], [np.nan, 9.0]])
    reach = TableReach.of(problem, found)
    figures = NewRowFigures.of(cells, columns, reach, found, np.array([[0.1], [0.2]]))
    path = tmp_path / "rows.csv"
    path.write_bytes(b"".join(new_rows_csv(["row"], cells[:, 1:], figures, dialect, True)))
    mark = "utf-8-sig" if dialect.encoding == "utf-8-sig" else "utf-8"
    head, *lines = path.read_text(encoding=mark).splitlines()
    names = head.replace('"', "").split(dialect.separator)
    assert names == [
        *("row", "row", "predicted_now", "predicted", "standard_error"),
        *("confidence_lower", "confidence_upper", "prediction_lower", "prediction_upper"),
        *("extrapolated", "converged"),
    ]
    rows = [line.split(dialect.separator) for line in lines]
    assert rows[1][1:9] == 8 * [""]
    assert [row[9:] for row in rows] == [["no", "yes"], ["no", "yes"], ["yes", "yes"]]
    for i in (0, 2):
        numbers = [float(cell.replace(dialect.decimal, ".")) for cell in rows[i][1:9]]
        assert numbers == [cells[i, 1], *(float(column[i]) for _, column in figures.columns())]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_history_has_held_out_losses(path: Path, dialect: Dialect) -> None:
    trace = Trace.of_each(np.array([0, 1, 2, 3]), np.array([5.0, 4, 3, 2]))
    held_out = Trace.of_each(np.array([0, 2, 3]), np.array([9.0, 8.5, 8.25]))
    lines = write(path, history_csv(trace, dialect, held_out)).read_text("utf-8-sig").splitlines()
    assert lines[0].split(dialect.separator) == ["epoch", "loss", "held_out_loss"]
    last = [line.split(dialect.separator)[-1].replace(",", ".") for line in lines[1:]]
    assert last == ["9.0", "", "8.5", "8.25"]
