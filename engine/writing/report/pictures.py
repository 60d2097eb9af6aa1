"""Which pictures a report has: the loss of each epoch, and what is left of Y."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ...inference.influence import Influence
from ...language.sentence import marked
from ...loss import predict
from ...matrix import Matrix
from .chart import MOST_POINTS, Chart, Dots, DrawnLine, Ink, one_for_each_spot
from .facts import ReportedRun
from .parts import Figure
from .scale import ChartScale

Say = Callable[[str], str]

# From so many epochs on, the first ones would be one point.
LONG_RUN = 10_000
# A loss that falls to less than this part of its start is read on a logarithmic axis.
STEEP_FALL = 100
# So many rows stand out in every residual picture: as in R's plots of a fit.
LABELLED = 3
# Cook's own marks of a row that deserves a look.
COOK = (0.5, 1.0)
CURVE_POINTS = 120
SPREAD = 400.0
"""Pixels of a picture, about: points that are nearer than one of them cannot be told apart."""
# The quantiles of 1,000,000 rows would hold up the window for a tenth of a second.
MOST_QUANTILES = 20_000

WIDE, LOW = 900, 320
"""The curve of the loss stands alone, and is as wide as two others beside each other."""


def loss_figure(run: ReportedRun, say: Say) -> Figure | None:
    """Return the curve of the loss beside the least possible one; None if nothing is recorded."""
    trace = run.trace
    if trace is None or len(trace) < 2:
        return None
    epoch, loss = np.asarray(trace.epoch, dtype=np.float64), trace.loss
    is_long = float(epoch[-1]) >= LONG_RUN
    held = loss[np.isfinite(loss)]
    is_steep = len(held) > 0 and held.min() > 0 and held.max() / held.min() > STEEP_FALL
    least = None if run.best is None else run.best.loss
    has_least = least is not None and (least > 0 or not is_steep)
    shown = np.append(held, least) if has_least and least is not None else held
    x, y = (
        ChartScale.of(epoch, is_log=is_long, margin=0.0),
        ChartScale.of(shown, is_log=bool(is_steep)),
    )
    if x is None or y is None:
        return None
    lines = [DrawnLine(epoch, loss)]
    if has_least and least is not None:
        ends = np.array([max(float(epoch[0]), 1.0) if is_long else epoch[0], epoch[-1]])
        word = say(marked("engine", "least possible"))
        lines.append(DrawnLine(ends, np.full(2, least), Ink.OTHER, is_dashed=True, word=word))
    title = say(marked("engine", "The loss at each epoch"))
    names = say(marked("engine", "epoch")), say(marked("engine", "loss"))
    chart = Chart(title, *names, x, y, lines, width=WIDE, height=LOW)
    if is_long:
        said = marked("engine", "The loss at each epoch, from the first epoch on.")
    else:
        said = marked("engine", "The loss at each epoch, from the start on.")
    return Figure(chart, say(said))


def residual_figures(run: ReportedRun, say: Say) -> list[Figure]:
    """Return what the residuals look like: of the optimum, or else of the weights reached."""
    found = run.influence
    if found is None:
        if not np.isfinite(run.W).all():
            return []
        predicted = predict(run.problem.A, run.W)[:, 0]
        residuals = run.problem.Y[:, 0] - predicted
        figures = [_against_prediction(predicted, residuals, say), _by_row(residuals, say)]
        return [each for each in figures if each is not None]
    assert run.best is not None
    predicted = run.problem.Y[:, 0] - found.residuals
    figures = [
        _against_prediction(predicted, found.residuals, say),
        _by_row(found.residuals, say),
        _quantiles(found, say),
        _leverages(found, run, say),
    ]
    return [each for each in figures if each is not None]


def _against_prediction(predicted: Matrix, residuals: Matrix, say: Say) -> Figure | None:
    title = say(marked("engine", "Residuals against predictions"))
    caption = say(
        marked(
            "engine", "Residuals against predictions: a bend or a funnel speaks against the model."
        )
    )
    names = say(marked("engine", "prediction Ŷ")), say(marked("engine", "residual Y − Ŷ"))
    return _scatter(predicted, residuals, (title, *names, caption), zero=True)


def _by_row(residuals: Matrix, say: Say) -> Figure | None:
    title = say(marked("engine", "Residuals by row"))
    caption = say(
        marked("engine", "Residuals by row: a pattern says that the order of the rows matters.")
    )
    names = say(marked("engine", "row")), say(marked("engine", "residual Y − Ŷ"))
    rows = np.arange(1.0, len(residuals) + 1)
    return _scatter(rows, residuals, (title, *names, caption), zero=True)


def _quantiles(found: Influence, say: Say) -> Figure | None:
    known = np.flatnonzero(np.isfinite(found.studentised))
    if len(known) < 3:
        return None
    order = known[np.argsort(found.studentised[known])]
    # The median of the k-th smallest of n is about (k − 3/8)/(n + 1/4): Blom, 1958.
    ranks = _ranks(len(order))
    shares = (ranks + 0.625) / (len(order) + 0.25)
    order, normal = order[ranks], NormalDist()
    expected = np.array([normal.inv_cdf(share) for share in shares.tolist()])
    title = say(marked("engine", "Normal quantiles"))
    caption = say(
        marked(
            "engine",
            "Studentised residuals against those of a normal distribution: on the line if the "
            "errors are normal.",
        )
    )
    names = say(marked("engine", "normal quantile")), say(marked("engine", "studentised residual"))
    values = found.studentised[order]
    return _scatter(expected, values, (title, *names, caption), rows=order + 1, diagonal=True)


def _ranks(count: int) -> NDArray[np.int64]:
    """Return which of so many sorted values to draw, from 0: of very many, all at the ends."""
    if count <= MOST_QUANTILES:
        return np.arange(count)
    between = np.linspace(0, count - 1, MOST_QUANTILES // 2).astype(np.int64)
    ends = np.arange(MOST_QUANTILES // 4)
    return np.unique(np.concatenate((ends, between, count - 1 - ends)))


def _leverages(found: Influence, run: ReportedRun, say: Say) -> Figure | None:
    known = np.flatnonzero(np.isfinite(found.studentised))
    if len(known) < 3 or run.best is None:
        return None
    title = say(marked("engine", "Influence of each row"))
    caption = say(
        marked(
            "engine",
            "Studentised residuals against leverages: beyond the dashed lines, Cook’s distance is "
            "more than 0.5 and 1.",
        )
    )
    names = say(marked("engine", "leverage")), say(marked("engine", "studentised residual"))
    leverage, values = found.leverage[known], found.studentised[known]
    figure = _scatter(leverage, values, (title, *names, caption), rows=known + 1, zero=True)
    if figure is None:
        return None
    chart = figure.chart
    contours = tuple(_cook_contours(chart.x, max(run.best.rank, 1)))
    return Figure(replace(chart, lines=(*chart.lines, *contours)), caption)


def _cook_contours(x: ChartScale, rank: int) -> Iterator[DrawnLine]:
    """Yield where Cook’s distance is so much: r = √(D·p·(1 − h)/h) at the leverage h."""
    low, high = max(x.low, 1e-6), min(x.high, 1 - 1e-6)
    if low >= high:
        return
    leverage = np.linspace(low, high, CURVE_POINTS)
    for distance in COOK:
        residual = np.sqrt(distance * rank * (1 - leverage) / leverage)
        for side in (1, -1):
            yield DrawnLine(leverage, side * residual, Ink.OTHER, is_dashed=True)


def _largest(sizes: Matrix) -> list[int]:
    """Return where the few largest are, the largest first."""
    if len(sizes) <= LABELLED:
        return [int(k) for k in np.argsort(-sizes, kind="stable")]
    few = np.argpartition(-sizes, LABELLED)[:LABELLED]
    return [int(k) for k in few[np.argsort(-sizes[few], kind="stable")]]


def _scatter(
    x: Matrix,
    y: Matrix,
    texts: tuple[str, str, str, str],
    *,
    rows: NDArray[np.int64] | None = None,
    zero: bool = False,
    diagonal: bool = False,
) -> Figure | None:
    """Draw points, the most outlying with the numbers of their rows; None if there are none."""
    x_scale = ChartScale.of(x)
    y_scale = ChartScale.of(np.append(y, 0.0) if zero else y)
    if x_scale is None or y_scale is None:
        return None
    numbers = np.arange(1, len(y) + 1) if rows is None else rows
    outlying = _largest(np.where(np.isfinite(y), np.abs(y), -1.0))
    if len(y) > MOST_POINTS:
        drawn = one_for_each_spot(SPREAD * x_scale.places(x), SPREAD * y_scale.places(y))
        drawn = np.unique([*outlying, *drawn]).tolist()
        x, y, numbers = x[drawn], y[drawn], numbers[drawn]
        outlying = [drawn.index(k) for k in outlying]
    words = [(k, str(int(numbers[k]))) for k in outlying]
    lines = []
    if zero:
        ends = np.array([x_scale.low, x_scale.high])
        lines.append(DrawnLine(ends, np.zeros(2), Ink.FRAME, is_dashed=True))
    if diagonal:
        low = max(x_scale.low, y_scale.low)
        high = min(x_scale.high, y_scale.high)
        both = np.array([low, high])
        lines.append(DrawnLine(both, both, Ink.OTHER, is_dashed=True))
    title, x_name, y_name, caption = texts
    chart = Chart(title, x_name, y_name, x_scale, y_scale, lines, Dots(x, y, words))
    return Figure(chart, caption)
