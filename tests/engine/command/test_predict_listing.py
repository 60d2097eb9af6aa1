"""``--predict`` prints and writes what the window shows of new rows."""

from pathlib import Path

import numpy as np
import pytest

from engine import Problem, optimum, predict_rows, read_table
from engine.command.commandline import run
from engine.command.predict_listing import OTHER_LOSS
from engine.errors import BadTable
from engine.statistics import statistics
from engine.terms import UnknownLevel

TABLE = "x,z,y\n1,5,3\n2,3,5\n3,6,8\n4,1,9\n5,2,11.5\n"
NEW = "Z;id;x\n4;a;2,5\n;b;3\nn/a;c;9\n5;d;7\n"
TO_THE_END = ("--until-converged", "--scale-columns", "--learning-rate", "safe", "--intercept")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    table, new = tmp_path / "table.csv", tmp_path / "new.csv"
    table.write_text(TABLE)
    new.write_text(NEW)
    return str(table), str(new)


def expected(table: str) -> tuple[float, float, float]:
    values = read_table(table).values
    A = np.insert(values[:, :-1], 0, 1.0, axis=1)
    problem = Problem(A, values[:, -1:])
    found = predict_rows(statistics(problem, optimum(problem)), [[1, 2.5, 4]])
    return found.values[0], found.standard_errors[0], found.prediction[0, 1]


def test_new_rows_are_printed(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    table, new = files
    assert run([table, *TO_THE_END, "--predict", new]) == 0
    printed = capsys.readouterr()
    lines = printed.out.partition("Predictions for new rows:\n")[2].splitlines()
    value, error, upper = expected(table)
    cells = lines[1].split()
    assert [float(cell) for cell in (cells[2], cells[3], cells[7])] == pytest.approx(
        [value, error, upper], rel=1e-8
    )
    assert lines[2].split() == ["2", *7 * ["–"]]
    assert lines[4].endswith("▲")
    assert lines[5] == "2 rows without a prediction: a cell is empty, or no number."
    assert lines[6] == "▲ row 4: x is 7: the largest of the fitted rows is 5."
    assert "No column of A is called id: ignored.\n" in printed.err
    assert "1 cell is no number: taken as empty.\n" in printed.err


def test_terms_are_computed_for_new_rows(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, new = files
    assert run([table, *TO_THE_END, "--term", "x^2", "--predict", new]) == 0
    first = capsys.readouterr().out.partition("Predictions for new rows:\n")[2].splitlines()[1]
    values = read_table(table).values
    A = np.column_stack((np.ones(len(values)), values[:, :-1], values[:, 0] ** 2))
    problem = Problem(A, values[:, -1:])
    found = predict_rows(statistics(problem, optimum(problem)), [[1, 2.5, 4, 6.25]])
    assert float(first.split()[2]) == pytest.approx(found.values[0], rel=1e-8)


def test_new_rows_are_written(files: tuple[str, str], tmp_path: Path) -> None:
    table, new = files
    out = tmp_path / "out.csv"
    assert run([table, *TO_THE_END, "--predict", new, "--output", str(out)]) == 0
    head, first, *_ = (line.split(",") for line in out.read_text().splitlines())
    row = dict(zip(head, first, strict=True))
    value, error, upper = expected(table)
    assert float(row["predicted"]) == value
    assert float(row["standard_error"]) == error
    assert float(row["prediction_upper"]) == upper
    assert (row["x"], row["z"], row["converged"]) == ("2.5", "4.0", "yes")


def test_unfinished_run_says_so(files: tuple[str, str], tmp_path: Path) -> None:
    table, new = files
    out = tmp_path / "out.csv"
    run([table, "--epochs", "2", "--predict", new, "--output", str(out)])
    assert out.read_text().splitlines()[1].endswith(",no")


def test_other_loss_has_no_intervals(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    table, new = files
    run([table, "--loss", "huber", "--epochs", "5", "--predict", new])
    printed = capsys.readouterr()
    first = printed.out.partition("Predictions for new rows:\n")[2].splitlines()[1].split()
    assert first[2:] == 6 * ["–"]
    assert float(first[1].replace("−", "-")) != 0
    assert OTHER_LOSS in printed.err


def test_missing_columns_are_told(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, _ = files
    new = tmp_path / "part.csv"
    new.write_text("x\n1\n2\n")
    run([table, "--predict", str(new)])
    printed = capsys.readouterr()
    assert "Nothing was given for z.\n" in printed.err
    new.write_text("a,b\n1,2\n")
    with pytest.raises(BadTable, match="no column has the name"):
        run([table, "--predict", str(new)])


def test_output_needs_new_rows(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run([files[0], "--output", "out.csv"])
    assert ended.value.code == 2
    assert "--output needs --predict FILE" in capsys.readouterr().err


def test_table_beyond_memory_predicts(
    files: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Alike, but for the marks of rows outside of the table, whose reach is not known."""
    options = [files[0], "--until-converged", "--scale-columns", "--predict", files[1]]
    run(options)
    expected = capsys.readouterr().out.partition("Predictions")[2].splitlines()
    monkeypatch.setattr("engine.command.task.BYTES_IN_MEMORY", 1)
    run(options)
    found = capsys.readouterr().out.partition("Predictions")[2].splitlines()
    assert [line.removesuffix("  ▲") for line in expected][: len(found)] == found


REGIONS = "age,region,y\n20,east,1\n25,north,2\n30,south,4\n35,east,3\n40,north,5\n45,south,6\n"


@pytest.mark.parametrize("intercept", [(), ("--intercept",)])
def test_words_of_category_are_predicted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], intercept: tuple[str, ...]
) -> None:
    table, words, numbers = (tmp_path / f"{name}.csv" for name in ("table", "words", "numbers"))
    table.write_text(REGIONS)
    words.write_text("region,age\nNorth,33\neast,44\n")
    numbers.write_text("age,region = north,region = south\n33,1,0\n44,0,0\n")
    out = str(tmp_path / "out.csv")
    line = [str(table), "--indicators", "region", *intercept, "--learning-rate", "safe"]
    assert run([*line, "--predict", str(words)]) == 0
    by_words = capsys.readouterr().out.partition("Predictions for new rows:\n")[2]
    assert run([*line, "--predict", str(numbers)]) == 0
    assert capsys.readouterr().out.partition("Predictions for new rows:\n")[2] == by_words
    assert len(by_words.splitlines()) >= 3
    assert run([*line, "--predict", str(words), "--output", out]) == 0
    lines = [text.split(",")[:3] for text in Path(out).read_text().splitlines()]
    assert lines == [["row", "age", "region"], ["1", "33.0", "north"], ["2", "44.0", "east"]]
    words.write_text("region,age\nmars,33\n")
    with pytest.raises(UnknownLevel, match="“mars” in row 1 is no level of region"):
        run([*line, "--predict", str(words)])


def test_impossible_rows_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, new = tmp_path / "table.csv", tmp_path / "new.csv"
    table.write_text(REGIONS)
    new.write_text("age,region = north,region = south\n33,1,1\n-3,0,1\n44,0,0\n")
    line = [str(table), "--indicators", "region", "--term", "ln(age)", "--learning-rate", "safe"]
    run([*line, "--predict", str(new)])
    lines = capsys.readouterr().out.partition("Predictions for new rows:\n")[2].splitlines()
    assert lines[1].split() == ["1", *7 * ["–"]]
    assert lines[2].split() == ["2", *7 * ["–"]]
    assert lines[4].startswith("Row 1 has no single level of region: ")
    assert lines[5].startswith("The logarithm of −3 in row 2 of age does not exist.")
    assert "a cell is empty" not in "".join(lines)
