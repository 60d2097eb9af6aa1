"""What the command line asks for, each number read by the same rules as a field of the window."""

import argparse
from dataclasses import dataclass, field
from typing import NoReturn

from ..errors import BadChoice, BadNumber
from ..numbers import parse_number
from ..reading.choices import Choices
from ..settings import SAFE, LearningRate, Settings
from .table_options import add_table_options, taken_choices

EPILOGUE = """
Exit status: 0 when the epochs are done or the run converged, 1 when it diverged, h was too small or
W would never come to rest, 2 when something could not be read, written or understood, 130 when
stopped from the keyboard.
"""


@dataclass(frozen=True)
class Request:
    """The options as given; None where the problem decides."""

    table: str | None
    epochs: int
    learning_rate: LearningRate | None
    h: float | None
    difference: str
    start: str | None
    seed: int | None
    tolerance: float
    precision: str
    method: str
    until_converged: bool
    scale_columns: bool
    intercept: bool
    all: bool
    weights: str | None
    history: str | None
    predictions: str | None
    choices: Choices = field(default_factory=Choices)


def read_request(arguments: list[str] | None) -> Request:
    """Read the options; SystemExit with status 2 and one sentence where they make no sense."""
    parser = _Parser(
        prog="python3 -m engine",
        description="Fit a linear model by gradient descent by limits: the published example, "
        "or a table whose last column is Y.",
        epilog=EPILOGUE,
        allow_abbrev=False,
    )
    _add_options(parser)
    add_table_options(parser)
    options = vars(parser.parse_args(arguments))
    try:
        choices = taken_choices(options)
    except BadChoice as error:
        parser.error(str(error))
    request = Request(**options, choices=choices)
    if request.intercept and request.table is None:
        parser.error("--intercept needs a TABLE: the published example has its own columns")
    if request.table is None and request.choices != Choices():
        parser.error("the options on how a table is read need a TABLE")
    if request.seed is not None and request.start != "random":
        parser.error("--seed chooses among random starts: give --start random as well")
    return request


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence."""
        self.exit(2, f"Secant: {message.rstrip('.')}.\n")


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    usual = Settings()
    add(
        "table",
        nargs="?",
        metavar="TABLE",
        help="text, sheet or array: A, and Y in the last column",
    )
    add("--epochs", type=_whole, default=usual.epochs, metavar="N", help="how many (default 1000)")
    add("--until-converged", action="store_true", help="go on until no weight changes any more")
    add("--learning-rate", type=_rate, metavar="η", help="or safe: 1/λmax (the default of a TABLE)")
    add("--h", type=_number, metavar="h", help="step of the quotient (default: fits the scale)")
    add("--difference", default=usual.difference, metavar="central|forward|backward")
    add("--start", metavar="zeros|random|FILE", help="the initial W (default zeros)")
    add("--seed", type=_seed, metavar="N", help="which random start (default 0)")
    add("--tolerance", type=_number, default=usual.tolerance, metavar="t", help="stop at ‖δW‖ ≤ t")
    add("--precision", default=usual.precision, metavar="float64|float32")
    add("--method", default=usual.method, metavar="automatic|literal|triangle|modes")
    add("--scale-columns", action="store_true", help="descend on columns of length 1")
    add("--intercept", action="store_true", help="put a column of ones, named 1, before the others")
    add("--all", action="store_true", help="print every loss, weight and prediction")
    add("--weights", metavar="OUT.csv", help="write initial and fitted weights there")
    add("--history", metavar="OUT.csv", help="write the losses there")
    add("--predictions", metavar="OUT.csv", help="write Y, prediction and residual there")


def _number(text: str) -> float:
    try:
        return parse_number(text)
    except BadNumber as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _rate(text: str) -> LearningRate:
    return SAFE if text.strip() == SAFE else _number(text)


def _whole(text: str) -> int:
    value = _number(text)
    if not value.is_integer():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(value)


def _seed(text: str) -> int:
    value = _whole(text)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 4294967295")
    return value
