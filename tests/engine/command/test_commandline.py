import re
from pathlib import Path

import numpy as np
import pytest

from engine import (
    EngineError,
    Matrix,
    Problem,
    Settings,
    descend,
    fit,
    learning_rate_limit,
    predict,
    safe_learning_rate,
    suggest_h,
)
from engine.command import task as task_module
from engine.command.commandline import run
from engine.inference.held_out_loss import HeldOutLoss
from engine.inference.holding_out import held_out, split
from engine.reading.tables import read_table, read_weights

from ..problems import DATA, TABLES, certified, published_problem
from ..test_descent import PUBLISHED

Capture = pytest.CaptureFixture[str]
# The first counts the rows, and is left out unless it is chosen.
PREDICTIONS = ["row", "observed", "predicted", "residual"]


def losses_in(text: str) -> dict[int, float]:
    found = re.findall(r"^Loss(?: \((\d+)\))?: (\S+)$", text, re.MULTILINE)
    return {int(epoch or 0): float(loss) for epoch, loss in found}


def before_closing_line(error: str) -> str:
    """Return standard error without the verdict, which is its last line."""
    assert error.endswith("\n")
    *before, closing = error.splitlines(keepends=True)
    assert closing[0] in "○●✓▲✕"
    return "".join(before)


def lists_in(text: str, head: str) -> list[list[float]]:
    (line,) = re.findall(rf"^{head}: (.*)$", text, re.MULTILINE)
    lists = re.findall(r"\[(.*?)\]", line)
    return [list(map(float, each.replace("..., ", "").split(", "))) for each in lists]


TABLE = "x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.9\n5,30\n"


def run_on_table(path: Path, *arguments: str) -> int:
    path.joinpath("t.csv").write_text(TABLE)
    return run([str(path / "t.csv"), *arguments])


def test_loss_is_descended_on(tmp_path: Path, capsys: Capture) -> None:
    arguments = ["--loss", "huber", "--delta", "2", "--intercept", "--until-converged"]
    assert run_on_table(tmp_path, *arguments) == 0
    out, error = capsys.readouterr()
    W = np.array(lists_in(out, "W")[1])
    r = np.array([2.1, 3.9, 6.2, 7.9, 30.0]) - W[0] - W[1] * np.arange(1, 6)
    slopes = np.clip(r, -2, 2)
    assert abs(slopes.sum()) < 1e-8
    assert abs(slopes @ np.arange(1, 6)) < 1e-8
    assert list(losses_in(out).values())[-1] == pytest.approx(
        np.mean(np.where(np.abs(r) < 2, r * r / 2, 2 * np.abs(r) - 2))
    )
    assert error.startswith("loss = mean(where(|Y − P| < 2, ")
    assert "the largest at which no epoch raises the loss" in error
    assert "Jumping by formula serves the mean square only" in error
    assert error.endswith("○ No weight changes any more. No formula says if it is the least.\n")


def test_ridge_ends_at_its_optimum(tmp_path: Path, capsys: Capture) -> None:
    loss = "mean((Y−P)²) + 0.1·sum(W²)"
    assert run_on_table(tmp_path, "--loss", loss, "--until-converged", "--scale-columns") == 0
    out, error = capsys.readouterr()
    x, y = np.arange(1.0, 6), np.array([2.1, 3.9, 6.2, 7.9, 30.0])
    exact = (x @ y / 5) / (x @ x / 5 + 0.1)
    assert lists_in(out, "W")[1] == pytest.approx([exact], rel=1e-12)
    assert error.splitlines()[-1].startswith("✓ Converged")


def test_loss_without_safe_rate_asks_for_one(tmp_path: Path) -> None:
    with pytest.raises(
        EngineError, match=r"--learning-rate is not given; it must be a number for this"
    ):
        run_on_table(tmp_path, "--loss", "mean absolute")
    assert run_on_table(tmp_path, "--loss", "mean absolute", "--learning-rate", "0.01") == 0


def test_large_table_needs_the_mean_square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", 8)
    with pytest.raises(EngineError, match="only the mean square can do with its rows reduced"):
        run_on_table(tmp_path, "--loss", "huber")
    assert run_on_table(tmp_path, "--loss", "mean((Y−P)²)") == 0


def test_published_run_prints_published_numbers(capsys: Capture) -> None:
    assert run([]) == 0
    printed = capsys.readouterr()
    falling = "● Still falling: the loss halves every 45 epochs. 1,000 are done."
    assert printed.err == f"{falling} (try --until-converged)\n"
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


def test_lines_have_published_form(capsys: Capture) -> None:
    run(["--epochs", "1"])
    number = r"-?\d+\.\d+(?:e-?\d+)?"
    numbers = rf"\[{number}, {number}, {number}\]"
    assert re.fullmatch(
        rf"Loss: {number}\nLoss \(1\): {number}\n"
        rf"W: {numbers} -> {numbers}\nY: {numbers} ~= {numbers}\n",
        capsys.readouterr().out,
    )


@pytest.mark.parametrize("name", TABLES)
def test_losses_match_120_digit_reference(name: str, capsys: Capture) -> None:
    known = certified(name)
    path = str(DATA / f"{name}.csv")
    assert run([path, "--all", "--learning-rate", repr(known.learning_rate)]) == 0
    printed = capsys.readouterr()
    losses = losses_in(printed.out)
    assert list(losses) == list(range(1001))
    for epoch, loss in known.losses.items():
        assert losses[epoch] == pytest.approx(loss, rel=1e-9)
    assert lists_in(printed.out, "W")[1] == pytest.approx(known.weights[1000].ravel(), rel=1e-6)
    assert before_closing_line(printed.err) == f"h = {suggest_h(known.problem)!r}\n"


def test_chosen_settings_go_to_stderr(capsys: Capture) -> None:
    run([str(DATA / "Norris.csv"), "--epochs", "3"])
    printed = capsys.readouterr()
    chosen = "η = 1.7e-06 (half the largest stable learning rate), h = 10.0\n"
    assert before_closing_line(printed.err) == chosen
    assert printed.out.startswith("Loss: ")


def test_long_column_is_shortened_without_all(capsys: Capture) -> None:
    path = str(DATA / "Norris.csv")
    run([path, "--epochs", "3"])
    assert [len(each) for each in lists_in(capsys.readouterr().out, "Y")] == [10, 10]
    run([path, "--epochs", "3", "--all"])
    assert [len(each) for each in lists_in(capsys.readouterr().out, "Y")] == [36, 36]


def test_settings_reach_engine(capsys: Capture) -> None:
    line = "--epochs 40 --learning-rate 0.005 --h 1e-3 --difference backward --precision float32"
    run([*line.split(), "--start", "zeros", "--all"])
    settings = Settings(40, 0.005, 1e-3, "backward", precision="float32")
    result = fit(published_problem().starting_from(np.zeros(3)), settings)
    printed = capsys.readouterr().out
    assert list(losses_in(printed).values()) == result.history.loss.tolist()
    assert lists_in(printed, "W")[1] == result.W.ravel().tolist()


def test_seed_0_is_published_start(capsys: Capture) -> None:
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
        read_table(predictions, columns=PREDICTIONS).values[:, 1:].tolist()
        == np.hstack((Y, prediction, Y - prediction)).tolist()
    )
    assert lists_in(capsys.readouterr().out, "W")[1] == result.W.ravel().tolist()


def test_run_continues_from_exported_weights(tmp_path: Path, capsys: Capture) -> None:
    weights = str(tmp_path / "w.csv")
    run(["--epochs", "400", "--weights", weights])
    run(["--epochs", "600", "--start", weights])
    printed = capsys.readouterr().out.split("Loss: ")[2]
    assert losses_in(printed)[600] == pytest.approx(PUBLISHED[1000], rel=1e-9)


def test_predictions_use_chosen_columns(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, predictions = tmp_path / "t.csv", str(tmp_path / "p.csv")
    table.write_text("name,y,a\np,2,1\nq,4,2\nr,6,3\n", encoding="utf-8")
    for memory in (2**28, 16):
        monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", memory)
        line = ["--columns", "a,y", "--until-converged", "--predictions", predictions]
        assert run([str(table), *line]) == 0
        assert read_table(predictions, columns=PREDICTIONS).values[:, 1].tolist() == [2, 4, 6]
        assert lists_in(capsys.readouterr().out, "W")[1] == pytest.approx([2], rel=1e-12)


def test_intercept_equals_column_of_ones(tmp_path: Path, capsys: Capture) -> None:
    with_ones = DATA / "Norris.csv"
    bare = tmp_path / "bare.csv"
    lines = with_ones.read_text(encoding="utf-8").splitlines()
    bare.write_text("\n".join(line.split(",", 1)[1] for line in lines), encoding="utf-8")
    run([str(with_ones)])
    expected = capsys.readouterr()
    run([str(bare), "--intercept"])
    assert capsys.readouterr() == expected


def test_converged_run_succeeds(capsys: Capture) -> None:
    assert run(["--tolerance", "1e-2"]) == 0
    printed = capsys.readouterr()
    assert printed.err.startswith("○ Stopped as asked: |δW| is below 0.01. Loss ")
    assert printed.err.endswith(" (try --until-converged)\n")
    assert max(losses_in(printed.out)) < 1000


def test_diverged_run_names_stable_rate(capsys: Capture) -> None:
    assert run(["--learning-rate", "0.1"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("✕ Diverged at epoch ")
    rate = float(re.findall(r"\(try --learning-rate (\S+)\)$", error.strip())[0])
    assert rate == pytest.approx(0.0106 / 2, abs=5e-5)


def test_vanished_step_fails(capsys: Capture) -> None:
    assert run(["--h", "1e-17"]) == 1
    printed = capsys.readouterr()
    too_small = "✕ h = 1e−17 is too small: in x1, w + h is the same number as w. (try --h "
    assert printed.err.startswith(too_small)
    assert list(losses_in(printed.out)) == [0]


def test_all_prints_every_loss(capsys: Capture) -> None:
    run(["--epochs", "2000", "--all"])
    losses = losses_in(capsys.readouterr().out)
    assert list(losses) == list(range(2001))
    frames = descend(published_problem(), Settings(2000, 0.01, 0.1), every_loss=True)
    assert list(losses.values()) == [loss for frame in frames for loss in frame.losses.tolist()]


def test_all_prints_skipped_epochs_too(tmp_path: Path, capsys: Capture) -> None:
    """Even the epochs that the closed form skips, with the losses of the definition."""
    table = str(DATA / "Norris.csv")
    weights, history = str(tmp_path / "w.csv"), str(tmp_path / "h.csv")
    assert run([table, "--epochs", "2e4", "--all", "--weights", weights, "--history", history]) == 0
    losses = losses_in(capsys.readouterr().out)
    assert list(losses) == list(range(20_001))
    run([table, "--epochs", "2e4", "--all", "--method", "literal"])
    literal = losses_in(capsys.readouterr().out)
    assert list(losses.values()) == pytest.approx(list(literal.values()), rel=1e-9)
    recorded = read_table(history).values
    assert recorded[-1, 0] == 20_000
    assert recorded[:, 1].tolist() == [losses[int(epoch)] for epoch in recorded[:, 0].tolist()]
    for epoch, _, lowest, highest in recorded.tolist():
        assert lowest <= losses[int(epoch)] <= highest


@pytest.mark.parametrize("method", ["automatic", "literal", "triangle", "modes"])
def test_every_method_prints_published_run(method: str, capsys: Capture) -> None:
    assert run(["--method", method]) == 0
    printed = capsys.readouterr()
    assert before_closing_line(printed.err) == ""
    assert losses_in(printed.out) == pytest.approx(PUBLISHED, rel=1e-9)


def fitted_h(text: str) -> float:
    return float(re.findall(r"\bh = (\S+)$", before_closing_line(text).strip())[0])


def digits(found: Matrix, exact: Matrix) -> float:
    """Return how many digits of the worst number are correct."""
    return float(-np.log10(max(np.abs((found - exact) / exact).max(), 1e-17)))


@pytest.mark.parametrize("name", TABLES)
def test_until_converged_matches_direct_solver(name: str, tmp_path: Path, capsys: Capture) -> None:
    """At most one digit less of the exact optimum than numpy's least squares."""
    known, weights = certified(name), str(tmp_path / "w.csv")
    table = str(DATA / f"{name}.csv")
    status = run([table, "--until-converged", "--scale-columns", "--weights", weights])
    solved = np.linalg.lstsq(known.problem.A, known.problem.Y, rcond=None)[0]
    found = digits(read_weights(weights), known.optimum)
    assert found > digits(solved, known.optimum) - 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("✓ ") is (found > 6)
    assert last.startswith("▲ The columns are nearly dependent") is (status == 1)


@pytest.mark.parametrize("options", [[], ["--scale-columns"], ["--learning-rate", "safe"]])
def test_rank_deficient_table_converges(
    options: list[str], tmp_path: Path, capsys: Capture
) -> None:
    """And the weights end at the optimum nearest to the start."""
    table, weights = tmp_path / "deficient.csv", str(tmp_path / "w.csv")
    rows = [(k, 2 * k, k * k % 7, k * 3 % 11) for k in range(20)]
    table.write_text(
        "a,b,c,y\n" + "".join(f"{a},{b},{c},{y}\n" for a, b, c, y in rows), encoding="utf-8"
    )
    assert run([str(table), "--until-converged", "--weights", weights, *options]) == 0
    error = capsys.readouterr().err
    assert "✓ b = 2·a: many W fit equally; this " in error
    assert "rank-deficient" not in error
    values = np.array(rows, dtype=float)
    if "--scale-columns" not in options:
        nearest = np.linalg.pinv(values[:, :-1]) @ values[:, -1:]
        assert read_weights(weights) == pytest.approx(nearest, rel=1e-9)
    fitted = values[:, :-1] @ read_weights(weights)
    best = values[:, :-1] @ np.linalg.lstsq(values[:, :-1], values[:, -1:], rcond=None)[0]
    assert fitted == pytest.approx(best, rel=1e-9, abs=1e-9)


def test_endless_drift_fails(tmp_path: Path, capsys: Capture) -> None:
    table = tmp_path / "same.csv"
    rows = "".join(f"{k},{k},{k * 3 % 7}\n" for k in range(1, 9))
    table.write_text("a,b,y\n" + rows.replace("1,1,", "1,2,", 1), encoding="utf-8")
    line = "--until-converged --difference forward --h 0.5 --method modes --learning-rate 0.01"
    assert run([str(table), *line.split()]) == 1
    beside = "▲ Converged beside the optimum: h biases a forward quotient."
    assert capsys.readouterr().err.startswith(beside)
    table.write_text("a,b,y\n1,2,1\n2,4,1\n3,6,2\n4,8,2\n", encoding="utf-8")
    capsys.readouterr()
    assert run([str(table), *line.split()]) == 1
    assert capsys.readouterr().err.startswith("▲ Never settles: a forward quotient pushes W")


def test_safe_rate_is_half_the_limit(capsys: Capture) -> None:
    table = str(DATA / "Norris.csv")
    assert run([table, "--learning-rate", "safe", "--epochs", "1", "--h", "10"]) == 0
    printed = capsys.readouterr()
    assert before_closing_line(printed.err) == ""
    known = certified("Norris")
    fitted = fit(known.problem, Settings(1, known.diverges_above / 2, 10.0))
    assert lists_in(printed.out, "W")[1] == pytest.approx(fitted.W.ravel().tolist(), rel=1e-9)


@pytest.mark.parametrize("options", [[], ["--scale-columns"], ["--difference", "forward"]])
def test_fitting_h_prints_same_numbers(options: list[str], capsys: Capture) -> None:
    table = [str(DATA / "Norris.csv"), "--epochs", "50", *options]
    assert run(table) == 0
    chosen = capsys.readouterr().out
    assert run([*table, "--h", "fits"]) == 0
    printed = capsys.readouterr()
    assert printed.out == chosen
    assert "h = " not in printed.err


def test_h_may_fit_each_weight(capsys: Capture) -> None:
    table = DATA / "Norris.csv"
    values = read_table(table).values
    assert run([str(table), "--epochs", "50", "--h", "fits each weight"]) == 0
    problem = Problem(values[:, :-1], values[:, -1])
    settings = Settings(50, safe_learning_rate(learning_rate_limit(problem)), "fits each weight")
    printed = capsys.readouterr().out
    assert lists_in(printed, "W")[1] == pytest.approx(fit(problem, settings).W[:, 0].tolist())


def test_published_example_may_fit_h(capsys: Capture) -> None:
    assert run(["--h", "fits"]) == 0
    assert losses_in(capsys.readouterr().out) == pytest.approx(PUBLISHED, rel=1e-9)


def test_scaled_columns_report_table_units(capsys: Capture) -> None:
    known = certified("Longley")
    assert run([str(DATA / "Longley.csv"), "--scale-columns", "--epochs", "200"]) == 0
    printed = capsys.readouterr()
    _, W = lists_in(printed.out, "W")
    _, predicted = lists_in(printed.out, "Y")
    whole = (known.problem.A @ np.array(W)).tolist()
    assert predicted == pytest.approx([*whole[:6], *whole[-4:]], rel=1e-12)
    losses = losses_in(printed.out)
    loss = float(np.mean((known.problem.A @ np.array(W) - known.problem.Y[:, 0]) ** 2))
    assert losses[200] == pytest.approx(loss, rel=1e-9)
    norms = np.linalg.norm(known.problem.A, axis=0)
    made = fit(
        Problem(known.problem.A / norms, known.problem.Y),
        Settings(200, 1.16, fitted_h(printed.err)),
    )
    assert pytest.approx((made.W.ravel() / norms).tolist(), rel=1e-9) == W


@pytest.mark.parametrize("epochs", ["1e15", "1e18", "1e60"])
def test_astronomic_epochs_reach_optimum(epochs: str, capsys: Capture) -> None:
    known = certified("Norris")
    assert run([str(DATA / "Norris.csv"), "--epochs", epochs, "--scale-columns"]) == 0
    _, W = lists_in(capsys.readouterr().out, "W")
    assert pytest.approx(known.optimum.ravel().tolist(), rel=1e-9) == W


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("options", ["", "--scale-columns", "--difference backward --h 1"])
def test_streamed_table_gives_same_numbers(
    name: str,
    options: str,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In print and in the files, for every row, except for rounding."""
    table, outcomes = str(DATA / f"{name}.csv"), []
    for memory in (2**28, 16):
        monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", memory)
        weights, history, predictions = (str(tmp_path / f"{name}.csv") for name in "whp")
        exports = ["--weights", weights, "--history", history, "--predictions", predictions]
        assert run([table, "--epochs", "300", *options.split(), *exports]) == 0
        printed = capsys.readouterr()
        written = [read_table(history), read_table(predictions, columns=PREDICTIONS)]
        names = [line.split(",")[0] for line in Path(weights).read_text("utf-8").splitlines()]
        outcomes.append((printed, read_weights(weights), written, names))
    (whole, W, (losses, rows), names), (part, W2, (losses2, rows2), names2) = outcomes
    assert names == names2
    assert before_closing_line(part.err).endswith(f"; {before_closing_line(whole.err)}")
    assert part.err.splitlines()[-1].split(":")[0] == whole.err.splitlines()[-1].split(":")[0]
    assert " rows reduced to a triangle of " in part.err
    assert pytest.approx(W, rel=1e-7) == W2
    assert losses2.values == pytest.approx(losses.values, rel=1e-9)
    known = certified(name).problem
    assert rows2.values.shape == rows.values.shape == (known.rows, 4)
    assert rows2.values[:, :2].tolist() == rows.values[:, :2].tolist()
    scale = float(np.abs(rows.values[:, 1:]).max())
    assert rows2.values[:, 2:] == pytest.approx(rows.values[:, 2:], abs=1e-9 * scale)
    assert losses_in(part.out) == pytest.approx(losses_in(whole.out), rel=1e-9)
    for head in ("W", "Y"):
        for found, expected in zip(
            lists_in(part.out, head), lists_in(whole.out, head), strict=True
        ):
            assert found == pytest.approx(expected, rel=1e-7, abs=1e-9 * scale)


def test_streamed_table_reaches_same_optimum(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", 16)
    weights = str(tmp_path / "w.csv")
    table = str(DATA / "diabetes_raw.csv")
    assert run([table, "--until-converged", "--scale-columns", "--weights", weights]) == 0
    optimum = certified("diabetes_raw").optimum
    assert digits(read_weights(weights), optimum) > 11
    assert "442 rows reduced to a triangle of 12; η = " in capsys.readouterr().err


def test_literal_run_says_why(capsys: Capture) -> None:
    assert run(["--tolerance", "1e-2", "--precision", "float32"]) == 0
    error = capsys.readouterr().err
    why = "Every epoch was computed: single precision runs epoch by epoch.\n"
    assert before_closing_line(error) == why


def test_divergence_blames_rate_not_step(capsys: Capture) -> None:
    assert run(["--learning-rate", "0.1"]) == 1
    error = capsys.readouterr().err
    assert "--learning-rate" in error
    assert "rounding" not in error


def test_vanished_step_is_reported_once(capsys: Capture) -> None:
    assert run(["--h", "1e-17"]) == 1
    error = capsys.readouterr().err
    assert error.count("too small: in x1, w + h") == 1
    assert "literal" not in error


def test_run_without_rest_fails(capsys: Capture) -> None:
    assert run(["--until-converged", "--difference", "forward"]) == 1
    assert "(try --difference central)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "closing"),
    [
        ("photoelectric", "▲ The columns differ too much in size for an unscaled run."),
        ("ticks", "▲ The columns differ too much in size for an unscaled run."),
        ("powers", "▲ The columns differ too much in size for an unscaled run."),
        ("ages", "✓ Converged by epoch "),
        ("large_y", "✓ Converged by epoch "),
    ],
)
def test_closing_line_is_verdict(name: str, closing: str, capsys: Capture) -> None:
    table = str(DATA / "fits" / f"fit_{name}.csv")
    status = run([table, "--intercept", "--until-converged"])
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(closing)
    assert status == (1 if closing.startswith("▲") else 0)
    assert last.endswith("(try --scale-columns)") is closing.startswith("▲ The columns")


def test_closing_line_uses_names(capsys: Capture) -> None:
    table = str(DATA / "fits" / "fit_collinear.csv")
    assert run([table, "--until-converged"]) == 0
    nearest = "✓ c = a + b: many W fit equally; this one is nearest the start."
    assert capsys.readouterr().err.splitlines()[-1] == nearest
    assert run([table, "--until-converged", "--scale-columns"]) == 0
    assert "this is nearest on scaled columns" in capsys.readouterr().err


@pytest.mark.parametrize(("h", "status"), [("0.1", 0), ("1e16", 1), ("1e-17", 1)])
def test_unfit_step_has_status_1(h: str, status: int, tmp_path: Path, capsys: Capture) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b,y\n1,2,3\n4,5,6\n7,8,10\n")
    assert run([str(table), "--h", h]) == status
    assert ("✕" in capsys.readouterr().err) == bool(status)


@pytest.mark.parametrize("loss", ["mean square", "mean absolute"])
def test_held_out_rows_test_the_fit(tmp_path: Path, capsys: Capture, loss: str) -> None:
    path = tmp_path / "predictions.csv"
    table = DATA / "Longley.csv"
    options = ["--scale-columns", "--hold-out", "0.25", "--seed", "3", "--loss", loss]
    run([str(table), *options, "--learning-rate", "0.01", "--predictions", str(path)])
    out = capsys.readouterr().out
    assert "Held out: 4 of 16 rows\n" in out
    marks = [line.endswith(",yes") for line in path.read_text("utf-8-sig").splitlines()[1:]]
    assert marks == held_out(16, 0.25, 3).tolist()
    values = read_table(table).values
    whole = Problem(values[:, :-1], values[:, -1])
    parts = split(whole, np.array(marks))
    W = lists_in(out, "W")[1]
    expected = HeldOutLoss(parts.test, Settings(loss=loss)).at([W])[0]
    told = float(out.split("Test: loss ")[1].split(",")[0])
    assert told == pytest.approx(expected, rel=1e-9)
    train = HeldOutLoss(parts.train, Settings(loss=loss)).at([W])[0]
    assert float(out.split("Train: loss ")[1].split(",")[0]) == pytest.approx(train, rel=1e-9)


def test_streamed_table_cannot_hold_rows_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", 10)
    path = tmp_path / "large.csv"
    path.write_text("1,2\n3,4\n5,7\n")
    with pytest.raises(EngineError, match="--hold-out needs its rows"):
        run([str(path), "--hold-out", "0.5"])


def test_history_has_loss_of_held_out_rows(tmp_path: Path) -> None:
    table, history = tmp_path / "t.csv", tmp_path / "h.csv"
    table.write_text("a,y\n" + "".join(f"{x},{2 * x + x % 3}\n" for x in range(1, 21)))
    line = [str(table), "--hold-out", "0.25", "--seed", "3", "--epochs", "20"]
    assert run([*line, "--learning-rate", "1e-4", "--history", str(history)]) == 0
    found = read_table(history)
    assert found.names == ("epoch", "loss", "held_out_loss")
    A, Y = read_table(table).values[:, :1], read_table(table).values[:, 1:]
    mask = held_out(20, 0.25, 3)
    assert found.values[0, 2] == pytest.approx(np.mean(Y[mask] ** 2))  # at W = 0
    W = fit(Problem(A[~mask], Y[~mask]), Settings(20, 1e-4)).W
    assert found.values[-1, 2] == pytest.approx(np.mean((Y[mask] - A[mask] @ W) ** 2))


@pytest.mark.parametrize("loss", ["mean square", "huber"])
@pytest.mark.parametrize("start", ["zeros", "random"])
def test_unseen_level_is_not_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], loss: str, start: str
) -> None:
    table, hidden = tmp_path / "t.csv", np.flatnonzero(held_out(10, 0.3, 3))[0]
    rows = (f"{x},{int(x == hidden)},{2 * x + x % 3}\n" for x in range(10))
    table.write_text("x,shop = c,y\n" + "".join(rows))
    line = [str(table), "--hold-out", "0.3", "--seed", "3", "--start", start, "--intercept"]
    run([*line, "--scale-columns", "--loss", loss, "--epochs", "50"])
    printed = capsys.readouterr().out
    assert "\nTest: not determined\nThe fitted rows do not determine Ŷ of each held" in printed
    assert "test R² is" not in printed
