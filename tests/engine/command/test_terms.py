from pathlib import Path

import numpy as np
import pytest

from engine.command import task
from engine.command.commandline import run
from engine.command.terms import AddedTerm, BadTermOption, read_terms, with_terms
from engine.terms import LogarithmTerm, PowerTerm, ProductTerm, TermFault

TABLE = "age,dose,y\n20,1,3\n30,2,5\n40,4,9\n50,8,10\n25,3,4\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def test_terms_are_read_in_order() -> None:
    found = read_terms(["age^2", "ld = ln(dose)", "age·ld"], ["age", "dose"])
    assert found == (
        AddedTerm("age²", PowerTerm("age", 2.0)),
        AddedTerm("ld", LogarithmTerm("dose")),
        AddedTerm("age·ld", ProductTerm(("age", "ld"))),
    )


def test_mistakes_are_marked() -> None:
    with pytest.raises(BadTermOption) as raised:
        read_terms(["2·agee"], ["age"])
    assert str(raised.value).splitlines() == [
        "--term: “agee” is neither a column of A nor a function.",
        "  2·agee",
        "    ^^^^",
    ]
    with pytest.raises(BadTermOption, match="a column “age” is there already"):
        read_terms(["age = age^2"], ["age"])


def test_rows_get_their_columns() -> None:
    terms = read_terms(["x^2", "s = `x²` + y"], ["x", "y"])
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert with_terms(A, ["x", "y"], terms).tolist() == [[1, 2, 1, 3], [3, 4, 9, 13]]
    assert with_terms(A, ["x", "y"], ()) is A
    logarithm = read_terms(["ln(x − 1)"], ["x"])
    with pytest.raises(TermFault) as raised:
        with_terms(A[:, :1], ["x"], logarithm, first_row=11)
    assert raised.value.row == 11


OPTIONS = ["--term", "age^2", "--term", "ld = ln(dose)", "--intercept", "--until-converged"]


def fitted(path: Path) -> dict[str, float]:
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    return {name: float(number) for name, _, number in rows}


@pytest.mark.parametrize("in_memory", [2**28, 1])
def test_command_fits_terms(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(task, "BYTES_IN_MEMORY", in_memory)  # 1: reduced while it is read
    weights, predictions = tmp_path / "w.csv", tmp_path / "p.csv"
    out = ["--weights", str(weights), "--predictions", str(predictions)]
    assert run([str(table), *OPTIONS, *out]) == 0
    found = fitted(weights)
    assert list(found) == ["intercept", "age", "dose", "age²", "ld"]
    A, Y = (
        np.array([[1, 20, 1], [1, 30, 2], [1, 40, 4], [1, 50, 8], [1, 25, 3]], float),
        [3, 5, 9, 10, 4],
    )
    full = np.column_stack([A, A[:, 1] ** 2, np.log(A[:, 2])])
    best = np.linalg.solve(full, Y)
    assert np.allclose(list(found.values()), best, rtol=1e-5, atol=1e-6)
    shown = [float(line.split(",")[1]) for line in predictions.read_text().splitlines()[1:]]
    assert np.allclose(shown, Y, atol=1e-5)


def test_terms_need_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--term", "x1^2"])
    assert ended.value.code == 2
    assert "--term needs a TABLE" in capsys.readouterr().err
