"""Parse the command line; numbers follow the same rules as in the fields of the window."""

import argparse
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ..errors import BadChoice
from ..formula.errors import BadFormula
from ..parts.cluster import LOCAL
from ..program.commands import fit_command
from ..program.version import VERSION
from ..reading.options import ReadOptions
from ..settings import FITS, FITS_EACH, SAFE, LearningRate, Settings, StepH
from .numbers import number, whole
from .optimiser_options import OPTIMISATION, add_optimiser_options
from .table_options import add_table_options, take_read_options

EPILOGUE = """
Standard error ends with one line on what the end is worth; ✓ only at the optimum. Exit status: 0 if
all epochs have run or the run converged, 1 if it diverged, converged beside the optimum or never
would, or h was too small or too large, 2 if something could not be read, written or understood, 130
if it was stopped from the keyboard. With SECANT_LOG=debug in the environment, standard error has a
log.
"""
USUAL = Settings()
MOST_WORKERS = 1024
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|wss?)://\S+:[0-9]+(?:/\S*)?")


@dataclass(frozen=True)
class Request:
    """The options as given; None if the problem decides."""

    table: str | None
    epochs: int
    learning_rate: LearningRate | None
    h: StepH | None
    difference: str
    start: str | None
    seed: int | None
    tolerance: float
    precision: str
    method: str
    until_converged: bool
    scale_columns: bool
    loss: str
    delta: float
    quantile: float
    intercept: bool
    all: bool
    weights: str | None
    history: str | None
    predictions: str | None
    statistics: bool = False
    hold_out: float | None = None
    predict: str | None = None
    output: str | None = None
    term: tuple[str, ...] = ()
    cluster: str | None = None
    workers: int | None = None
    read_options: ReadOptions = field(default_factory=ReadOptions)
    optimiser: str = USUAL.optimiser
    momentum: float = USUAL.momentum
    dampening: float = USUAL.dampening
    beta1: float = USUAL.beta1
    beta2: float = USUAL.beta2
    alpha: float = USUAL.alpha
    epsilon: float = USUAL.epsilon
    weight_decay: float = USUAL.weight_decay
    schedule: str = USUAL.schedule
    schedule_every: int = USUAL.schedule_every
    schedule_factor: float = USUAL.schedule_factor
    schedule_epochs: int | None = USUAL.schedule_epochs
    schedule_least: float = USUAL.schedule_least
    schedule_rate: float = USUAL.schedule_rate

    @property
    def optimisation(self) -> dict[str, Any]:
        """The optimiser, the schedule and their numbers, by the names of the settings."""
        return {name: getattr(self, name) for name in OPTIMISATION}


def read_request(arguments: list[str] | None) -> Request:
    """Parse the options; exit with status 2 and one sentence if they are invalid."""
    parser = _Parser(
        prog=fit_command(),
        description="Fit a linear model by gradient descent by limits: the published example, "
        "or a table whose last column is Y.",
        epilog=EPILOGUE,
        allow_abbrev=False,
    )
    _add_options(parser)
    add_table_options(parser)
    options = vars(parser.parse_args(arguments))
    try:
        read_options = take_read_options(options)
    except BadChoice as error:
        parser.error(str(error))
    options["term"] = tuple(options["term"] or ())
    request = Request(**options, read_options=read_options)
    if request.term and request.table is None:
        parser.error("--term needs a TABLE: the published example has its own columns")
    if request.intercept and request.table is None:
        parser.error("--intercept needs a TABLE: the published example has its own columns")
    if request.table is None and request.read_options != ReadOptions():
        parser.error("reading options need a TABLE argument")
    if request.cluster is not None and request.table is None:
        parser.error("--cluster needs a TABLE, or a pattern of files")
    if request.workers is not None and request.cluster != LOCAL:
        parser.error("--workers needs --cluster local")
    try:
        loss = Settings(loss=request.loss, delta=request.delta, quantile=request.quantile)
    except BadFormula as error:
        parser.exit(2, f"Secant: {marked_mistake(request.loss, error)}\n")
    if request.statistics and loss.formula is not None:
        parser.error(
            "--statistics is of least squares: nothing is known of the errors of another loss"
        )
    if request.output is not None and request.predict is None:
        parser.error("--output needs --predict FILE: it is where the predictions are written")
    if request.seed is not None and request.start != "random" and request.hold_out is None:
        parser.error("--seed needs --start random or --hold-out")
    return request


def marked_mistake(text: str, mistake: BadFormula, option: str = "--loss") -> str:
    """Return what is wrong with the text after --loss, the text, and a line of carets below it."""
    line = "".join(character if character.isprintable() else " " for character in text)
    width = max(1, min(mistake.end, len(line)) - mistake.start)
    lines = [f"{option}: {mistake}", f"  {line}", f"  {' ' * mistake.start}{'^' * width}"]
    if mistake.offer:
        lines.append(f"Perhaps: {mistake.offer}")
    return "\n".join(lines)


class _Parser(argparse.ArgumentParser):
    """A parser of arguments that reports an error as one sentence of Secant."""

    def error(self, message: str) -> NoReturn:
        """Exit with one sentence that says what is wrong."""
        self.exit(2, f"Secant: {message.rstrip('.')}.\n")


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    defaults = USUAL
    add("--version", action="version", version=f"Secant {VERSION}")
    add(
        "table",
        nargs="?",
        metavar="TABLE",
        help="text, spreadsheet or array file; its last column is Y. A pattern such as "
        "“parts/*.csv” makes one table of many files, which need not fit into memory",
    )
    add(
        "--epochs",
        type=whole,
        default=defaults.epochs,
        metavar="N",
        help="(default 1000)",
    )
    add("--until-converged", action="store_true", help="run until the weights stop changing")
    add(
        "--learning-rate",
        type=_rate,
        metavar="η",
        help="or safe: half the limit (default for a TABLE)",
    )
    add(
        "--h",
        type=_step,
        metavar="h",
        help=f"step of the quotient, fits: the one that fits (default for a TABLE), or "
        f"“{FITS_EACH}”",
    )
    add("--difference", default=defaults.difference, metavar="central|forward|backward")
    add("--start", metavar="zeros|random|FILE", help="start W (default zeros)")
    add(
        "--seed",
        type=_seed,
        metavar="N",
        help="seed of a random start, and of --hold-out (default 0)",
    )
    add(
        "--tolerance",
        type=number,
        default=defaults.tolerance,
        metavar="t",
        help="stop at ‖δW‖ ≤ t",
    )
    add("--precision", default=defaults.precision, metavar="float64|float32")
    add("--method", default=defaults.method, metavar="automatic|literal|triangle|modes")
    add("--scale-columns", action="store_true", help="scale columns to length 1 during the run")
    add(
        "--loss",
        default=defaults.loss,
        metavar="TEXT",
        help="mean square (default), mean absolute, huber, log-cosh, quantile, or a formula of Y, "
        "P = A·W, W and N, such as “mean(|Y − P|^1.5)”",
    )
    add("--delta", type=number, default=defaults.delta, metavar="δ", help="of huber (default 1)")
    add(
        "--quantile",
        type=number,
        default=defaults.quantile,
        metavar="q",
        help="between 0 and 1, of quantile (default 0.5)",
    )
    add_optimiser_options(parser)
    add(
        "--term",
        action="append",
        metavar="TEXT",
        help="add a column computed from others, such as “age^2” or “ab = age·bmi”; repeatable",
    )
    add("--intercept", action="store_true", help="add a first column of ones")
    add("--all", action="store_true", help="print every loss, weight and prediction")
    add("--statistics", action="store_true", help="print how sure the optimum is: s.e., t, p, R² …")
    add(
        "--hold-out",
        type=_share,
        metavar="SHARE",
        help="hold out a share of the rows, such as 0.2, and print train and test figures",
    )
    add(
        "--predict",
        metavar="FILE",
        help="print Ŷ of new rows in a file, with standard errors and intervals; its columns are "
        "matched by name",
    )
    add(
        "--cluster",
        type=_address,
        metavar="local|tcp://…",
        help="reduce the files on a Dask cluster, one of this machine or that of a scheduler "
        "(extra cluster)",
    )
    add("--workers", type=_workers, metavar="N", help="processes of --cluster local")
    add("--output", metavar="OUT.csv", help="write what --predict finds instead")
    add("--weights", metavar="OUT.csv", help="write the start and fitted weights")
    add("--history", metavar="OUT.csv", help="write the losses")
    add("--predictions", metavar="OUT.csv", help="write Y, prediction and residual")


def _rate(text: str) -> LearningRate:
    return SAFE if text.strip() == SAFE else number(text)


def _step(text: str) -> StepH:
    match text.strip():
        case "fits":
            return FITS
        case "fits each weight":
            return FITS_EACH
    return number(text)


def _share(text: str) -> float:
    value = number(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and below 1")
    return value


def _address(text: str) -> str:
    if text.strip() == LOCAL or _ADDRESS.fullmatch(text.strip()):
        return text.strip()
    raise argparse.ArgumentTypeError(f"{text} is neither local nor an address such as tcp://a:8786")


def _workers(text: str) -> int:
    value = whole(text)
    if not 0 < value <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {MOST_WORKERS}")
    return value


def _seed(text: str) -> int:
    value = whole(text)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 4294967295")
    return value
