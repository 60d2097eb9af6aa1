from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine import Matrix, Problem, Settings, fit, predict, read_table
from engine.reading.text.header import is_name
from engine.writing.csv import Dialect
from gui.document import Column, Experiment, changes
from gui.exporting.export_job import DIALECTS
from gui.exporting.results import history_text, predictions_text, table_text, weights_text
from gui.run.result import RunResult
from gui.transforms.intercept import with_intercept

finite = st.floats(allow_nan=False, allow_infinity=False)
tables = st.tuples(st.integers(1, 8), st.integers(2, 4)).flatmap(
    lambda shape: arrays.arrays(float, shape, elements=finite)
)
written = st.from_regex(r"[A-Za-zÄ-ü][A-Za-z0-9 _.,:;^()%€\"'-]{0,9}[A-Za-z)]", fullmatch=True)
plain = st.one_of(st.just(""), written.filter(is_name))  # "NA" can also mean a missing value
dialects = st.sampled_from([*DIALECTS.values(), Dialect("\t", ".")])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "table.csv"


def experiment_of(table: Matrix, names: tuple[str, ...]) -> Experiment:
    experiment = Experiment.of(Problem(table[:, :-1], table[:, -1:]), Settings())
    return replace(experiment, inputs=tuple(map(Column, names[:-1])), output=names[-1])


@given(tables, dialects, st.data())
@example(np.array([[-0.0, 5e-324], [1.7976931348623157e308, 0.1]]), Dialect(";", ","), None)
def test_exported_table_reads_back_exactly(
    path: Path, table: Matrix, dialect: Dialect, data: st.DataObject | None
) -> None:
    width = table.shape[1]
    names = data.draw(st.tuples(*[plain] * width)) if data else ("",) * width
    path.write_bytes(b"".join(table_text(experiment_of(table, names), dialect)))
    read = read_table(path)
    assert read.values.tobytes() == table.tobytes()
    expected = (*names[:-1], names[-1] or "Y") if any(names) else ()
    assert read.names == expected


@pytest.mark.parametrize("dialect", DIALECTS.values())
def test_table_reads_back_with_decimal_commas(path: Path, german: None, dialect: Dialect) -> None:
    table = np.random.default_rng(0).normal(size=(50, 3)) * 1e3
    path.write_bytes(b"".join(table_text(experiment_of(table, ("a", "b", "c")), dialect)))
    assert read_table(path).values.tobytes() == table.tobytes()


def test_intercept_column_reads_back_as_is(path: Path) -> None:
    experiment = with_intercept(experiment_of(np.array([[2.0, 3.0], [4.0, 5.0]]), ("", "")))
    path.write_bytes(b"".join(table_text(experiment, Dialect())))
    assert path.read_text() == "1,,Y\n1.0,2.0,3.0\n1.0,4.0,5.0\n"
    assert read_table(path).names == ("1", "", "Y")


def test_names_are_escaped_as_formulas() -> None:
    experiment = experiment_of(np.ones((1, 2)), ('=HYPERLINK("x")', "@y"))
    text = b"".join(table_text(experiment, Dialect())).decode()
    assert text == '"\'=HYPERLINK(""x"")","\'@y"\n1.0,1.0\n'


def test_result_files_hold_the_outcome(path: Path) -> None:
    problem, settings = Problem([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]), Settings(5, 0.01)
    result = fit(problem, settings)
    ran = replace(Experiment.of(problem, settings), inputs=(Column("a"), Column("b")))
    outcome = RunResult(ran, result.W, 5, result.history)
    weights = b"".join(weights_text(outcome, Dialect())).decode().splitlines()
    assert weights[0] == "weight,start,fitted"
    assert weights[1] == f"a,0.0,{result.W.tolist()[0][0]!r}"
    path.write_bytes(b"".join(history_text(outcome, Dialect())))
    assert read_table(path).values[:, 1].tolist() == result.history.loss.tolist()
    path.write_bytes(b"".join(predictions_text(outcome, Dialect())))
    predicted = predict(problem.A, result.W)
    rows = read_table(path, columns=("row", "observed", "predicted"))
    assert rows.values[:, 2].tolist() == predicted[:, 0].tolist()


def test_predictions_have_all_complete_rows() -> None:
    problem = Problem([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]], [5.0, 6.0, 9.0])
    whole = Experiment.of(problem, Settings(5, 0.01))
    out = changes.leave_out(changes.begin_row(whole), [1])
    W = fit(out.problem, out.settings).W
    lines = b"".join(predictions_text(RunResult(out, W, 5), Dialect())).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["row", "1", "2", "3"]
    assert [line.split(",")[-1] for line in lines] == ["left_out", "no", "yes", "no"]
    assert float(lines[2].split(",")[2]) == (np.array([3.0, 4.0]) @ W)[0]
    table = b"".join(table_text(out, Dialect())).decode().splitlines()
    assert table[-3:] == ["1.0,2.0,5.0", "3.0,4.0,6.0", "5.0,7.0,9.0"]
