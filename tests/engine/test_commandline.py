import re
from pathlib import Path

import numpy as np
import pytest

from engine import Settings, descend, fit, fitting_h, predict
from engine.commandline import run
from engine.tables import read_table, read_weights

from .problems import DATA, TABLES, certified, published_problem
from .test_descent import PUBLISHED

Capture = pytest.CaptureFixture[str]


def losses_in(text: str) -> dict[int, float]:
    found = re.findall(r"^Loss(?: \((\d+)\))?: (\S+)$", text, re.MULTILINE)
    return {int(epoch or 0): float(loss) for epoch, loss in found}


def lists_in(text: str, head: str) -> list[list[float]]:
    (line,) = re.findall(rf"^{head}: (.*)$", text, re.MULTILINE)
    lists = re.findall(r"\[(.*?)\]", line)
    return [list(map(float, each.replace("..., ", "").split(", "))) for each in lists]


def test_the_published_run_prints_itself_as_published(capsys: Capture) -> None:
    assert run([]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines()
    assert len(lines) == 13
    assert lines[6] == "..."
    assert losses_in(printed.out) == pytest.approx(PUBLISHED, rel=1e-9)
    start, end = lists_in(printed.out, "W")
    assert start == published_problem().W.ravel().tolist()
    assert end == pytest.approx([1.32439537, 1.35257131, 3.32322317], abs=5e-9)
    observed, predicted = lists_in(printed.out, "Y")
    assert observed == [14, 32, 50]
    assert predicted == pytest.approx([13.99920748, 31.99977701, 50.00034653], abs=5e-9)


def test_the_lines_have_the_published_form(capsys: Capture) -> None:
    run(["--epochs", "1"])
    number = r"-?\d+\.\d+(?:e-?\d+)?"
    numbers = rf"\[{number}, {number}, {number}\]"
    assert re.fullmatch(
        rf"Loss: {number}\nLoss \(1\): {number}\n"
        rf"W: {numbers} -> {numbers}\nY: {numbers} ~= {numbers}\n",
        capsys.readouterr().out,
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_fitted_as_computed_with_120_digits(name: str, capsys: Capture) -> None:
    known = certified(name)
    path = str(DATA / f"{name}.csv")
    assert run([path, "--all", "--learning-rate", repr(known.learning_rate)]) == 0
    printed = capsys.readouterr()
    losses = losses_in(printed.out)
    assert list(losses) == list(range(1001))
    for epoch, loss in known.losses.items():
        assert losses[epoch] == pytest.approx(loss, rel=1e-9)
    assert lists_in(printed.out, "W")[1] == pytest.approx(known.weights[1000].ravel(), rel=1e-6)
    assert printed.err == f"h = {fitting_h(known.problem)!r}\n"


def test_what_was_chosen_is_said_first_and_apart(capsys: Capture) -> None:
    run([str(DATA / "Norris.csv"), "--epochs", "3"])
    printed = capsys.readouterr()
    assert printed.err == "η = 1.7e-06 (half the largest stable learning rate), h = 10.0\n"
    assert printed.out.startswith("Loss: ")


def test_a_long_column_is_printed_short_unless_all_is_asked_for(capsys: Capture) -> None:
    path = str(DATA / "Norris.csv")
    run([path, "--epochs", "3"])
    assert [len(each) for each in lists_in(capsys.readouterr().out, "Y")] == [10, 10]
    run([path, "--epochs", "3", "--all"])
    assert [len(each) for each in lists_in(capsys.readouterr().out, "Y")] == [36, 36]


def test_other_settings_are_those_of_the_engine(capsys: Capture) -> None:
    line = "--epochs 40 --learning-rate 0.005 --h 1e-3 --difference backward --precision float32"
    run([*line.split(), "--start", "zeros", "--all"])
    settings = Settings(40, 0.005, 1e-3, "backward", precision="float32")
    result = fit(published_problem().starting_from(np.zeros(3)), settings)
    printed = capsys.readouterr().out
    assert list(losses_in(printed).values()) == result.history.loss.tolist()
    assert lists_in(printed, "W")[1] == result.W.ravel().tolist()


def test_seed_0_is_the_published_start(capsys: Capture) -> None:
    run(["--start", "random"])
    assert losses_in(capsys.readouterr().out) == pytest.approx(PUBLISHED, rel=1e-9)


def test_exported_files_read_back_exactly(tmp_path: Path, capsys: Capture) -> None:
    weights, history, predictions = (str(tmp_path / f"{name}.csv") for name in "whp")
    table = str(DATA / "Longley.csv")
    known = certified("Longley")
    exports = ["--weights", weights, "--history", history, "--predictions", predictions]
    assert run([table, "--h", "100", "--epochs", "50", *exports]) == 0
    result = fit(known.problem, Settings(50, 2.89e-12, 100.0))
    assert read_weights(weights).tolist() == result.W.tolist()
    lines = Path(weights).read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "weight",
        "1",
        "x1",
        "x2",
        "x3",
        "x4",
        "x5",
        "x6",
    ]
    assert read_table(history).values[:, 1].tolist() == result.history.loss.tolist()
    Y, prediction = known.problem.Y, predict(known.problem.A, result.W)
    assert (
        read_table(predictions).values[:, 1:].tolist()
        == np.hstack((Y, prediction, Y - prediction)).tolist()
    )
    assert lists_in(capsys.readouterr().out, "W")[1] == result.W.ravel().tolist()


def test_a_run_goes_on_from_exported_weights(tmp_path: Path, capsys: Capture) -> None:
    weights = str(tmp_path / "w.csv")
    run(["--epochs", "400", "--weights", weights])
    run(["--epochs", "600", "--start", weights])
    printed = capsys.readouterr().out.split("Loss: ")[2]
    assert losses_in(printed)[600] == pytest.approx(PUBLISHED[1000], rel=1e-9)


def test_an_intercept_fits_like_the_column_of_ones(tmp_path: Path, capsys: Capture) -> None:
    with_ones = DATA / "Norris.csv"
    bare = tmp_path / "bare.csv"
    lines = with_ones.read_text(encoding="utf-8").splitlines()
    bare.write_text("\n".join(line.split(",", 1)[1] for line in lines), encoding="utf-8")
    run([str(with_ones)])
    expected = capsys.readouterr()
    run([str(bare), "--intercept"])
    assert capsys.readouterr() == expected


def test_a_converged_run_says_so_and_succeeds(capsys: Capture) -> None:
    assert run(["--tolerance", "1e-2"]) == 0
    printed = capsys.readouterr()
    assert printed.err == "Converged: ‖δW‖ is within the tolerance.\n"
    assert max(losses_in(printed.out)) < 1000


def test_a_diverged_run_names_the_largest_stable_rate_and_fails(capsys: Capture) -> None:
    assert run(["--learning-rate", "0.1"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("Diverged: ")
    assert "Use a smaller learning rate η." in error
    limit = float(re.findall(r"largest stable learning rate is η = (\S+)\.$", error)[0])
    assert limit == pytest.approx(0.0106, abs=5e-5)


def test_a_vanished_step_is_named_and_fails(capsys: Capture) -> None:
    assert run(["--h", "1e-17"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("The step h is too small to change a weight. h = 1e-17")
    assert list(losses_in(printed.out)) == [0]


def test_all_losses_are_printed_as_they_come(capsys: Capture) -> None:
    run(["--epochs", "2000", "--all"])
    losses = losses_in(capsys.readouterr().out)
    frames = descend(published_problem(), Settings(2000, 0.01, 0.1))
    assert list(losses.values()) == [loss for frame in frames for loss in frame.losses.tolist()]
