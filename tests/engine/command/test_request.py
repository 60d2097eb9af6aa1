from dataclasses import replace

import pytest

from engine.command.request import Request, read_request
from engine.reading.options import ReadOptions
from engine.settings import FITS, SAFE

DEFAULT = Request(
    table=None,
    epochs=1000,
    learning_rate=None,
    h=None,
    difference="central",
    start=None,
    seed=None,
    tolerance=0.0,
    precision="float64",
    method="automatic",
    until_converged=False,
    scale_columns=False,
    loss="mean square",
    delta=1.0,
    quantile=0.5,
    intercept=False,
    all=False,
    weights=None,
    history=None,
    predictions=None,
)


def test_no_arguments_mean_published_example() -> None:
    assert read_request([]) == DEFAULT


def test_every_option_is_parsed() -> None:
    line = (
        "t.csv --epochs 1e6 --learning-rate 1,5e-3 --h 1e-5 --difference forward --start random "
        "--seed 7 --tolerance 1e-9 --precision float32 --method modes "
        "--until-converged --scale-columns --loss huber --delta 1,5 --quantile 0.9 "
        "--intercept --all --weights w.csv --history h.csv "
        "--predictions p.csv --sheet Data --columns 3,y"
    )
    assert read_request(line.split()) == Request(
        table="t.csv",
        epochs=1_000_000,
        learning_rate=0.0015,
        h=1e-5,
        difference="forward",
        start="random",
        seed=7,
        tolerance=1e-9,
        precision="float32",
        method="modes",
        until_converged=True,
        scale_columns=True,
        loss="huber",
        delta=1.5,
        quantile=0.9,
        intercept=True,
        all=True,
        weights="w.csv",
        history="h.csv",
        predictions="p.csv",
        read_options=ReadOptions(sheet="Data", columns=("3", "y")),
    )


@pytest.mark.parametrize("text", ["safe", " safe "])
def test_learning_rate_may_be_safe(text: str) -> None:
    assert read_request(["--learning-rate", text]) == replace(DEFAULT, learning_rate=SAFE)


@pytest.mark.parametrize("text", ["fits", " fits "])
def test_h_may_fit(text: str) -> None:
    assert read_request(["--h", text]) == replace(DEFAULT, h=FITS)


@pytest.mark.parametrize("text", ["1e15", "1e300", "2e3"])
def test_epochs_may_be_powers(text: str) -> None:
    epochs = read_request(["--epochs", text]).epochs
    assert type(epochs) is int
    assert epochs == float(text)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("--epochs 1.5", "1.5 is not a whole number"),
        ("--epochs ten", "“ten” is not a number"),
        ("--epochs 1,000", "could mean 1.000 or 1000"),
        ("--epochs", "expected one argument"),
        ("--learning-rate 1_0", "“1_0” is not a number"),
        ("--learning-rate Safe", "“Safe” is not a number"),
        ("--h Fits", "“Fits” is not a number"),
        ("--h safe", "“safe” is not a number"),
        ("--until-converged yes no", "unrecognized arguments: no"),
        ("--scale-columns=yes", "ignored explicit argument"),
        ("--method", "expected one argument"),
        ("--h nan", "nan is not a finite number"),
        ("--h 1e400", "is too large: numbers here end at"),
        ("--tolerance small", "“small” is not a number"),
        ("--start random --seed -1", "-1 is not between 0 and 4294967295"),
        ("--start random --seed 4294967296", "is not between"),
        ("--seed 3", "--seed needs --start random"),
        ("--seed 3 --start zeros", "--seed needs --start random"),
        ("--intercept", "--intercept needs a TABLE"),
        ("--sheet 2", "reading options need a TABLE argument"),
        ("--columns 2", "reading options need a TABLE argument"),
        ("t.csv --decimal ;", "decimal is “;”; it must be a point or a comma"),
        ("t.csv --header perhaps", "perhaps is neither yes nor no"),
        ("--epoch 5", "unrecognized arguments"),
        ("a.csv b.csv", "unrecognized arguments: b.csv"),
    ],
)
def test_invalid_argument_has_status_2(
    line: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        read_request(line.split())
    printed = capsys.readouterr()
    assert left.value.code == 2
    assert printed.out == ""
    assert printed.err.startswith("Secant: ")
    assert reason in printed.err
    assert printed.err.count("\n") == 1
    assert printed.err.endswith(".\n")


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        read_request(["--help"])
    printed = capsys.readouterr().out
    assert left.value.code == 0
    for option in (*(vars(DEFAULT).keys() - {"read_options"}), "separator", "skip-bad-rows"):
        assert option.replace("_", "-") in printed.lower()
    assert "Exit status" in printed


@pytest.mark.parametrize(
    ("loss", "lines"),
    [
        (
            "mean(Y − Z)",
            [
                "Secant: --loss: “Z” is not known: a loss is made of Y (observed), P (predicted), "
                "W (the weights) and N (the number of rows).",
                "  mean(Y − Z)",
                "           ^",
            ],
        ),
        (
            "(Y−P)²",
            [
                "Secant: --loss: A loss is one number, and this is a value for each row: "
                "write mean(…).",
                "  (Y−P)²",
                "  ^^^^^^",
                "Perhaps: mean((Y−P)²)",
            ],
        ),
        (
            "",
            [
                "Secant: --loss: There is no formula here. Write one, such as mean((Y − P)²).",
                "  ",
                "  ^",
            ],
        ),
    ],
)
def test_mistake_in_loss_is_marked(
    loss: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        read_request(["--loss", loss])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines() == lines


def test_place_in_unprintable_loss_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_request(["--loss", "mean(\tY)\x1b[31m"])
    shown = capsys.readouterr().err
    assert "\x1b" not in shown
    assert "  mean( Y) [31m\n" in shown


def test_optimiser_options_are_parsed() -> None:
    line = [
        *("--optimiser", "heavy ball", "--momentum", "0,99", "--dampening", "0.5"),
        *("--beta1", "0.8", "--beta2", "0.9", "--alpha", "0.5", "--epsilon", "1e-6"),
        *("--weight-decay", "0.1", "--schedule", "cosine", "--schedule-every", "7"),
        *("--schedule-factor", "0.25", "--schedule-epochs", "1e3", "--schedule-least", "1e-5"),
        *("--schedule-rate", "2"),
    ]
    assert read_request(line) == replace(
        DEFAULT,
        optimiser="heavy ball",
        momentum=0.99,
        dampening=0.5,
        beta1=0.8,
        beta2=0.9,
        alpha=0.5,
        epsilon=1e-6,
        weight_decay=0.1,
        schedule="cosine",
        schedule_every=7,
        schedule_factor=0.25,
        schedule_epochs=1000,
        schedule_least=1e-5,
        schedule_rate=2,
    )
