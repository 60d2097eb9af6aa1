"""How the figures of a fit are written; one that does not exist says why."""

import math
from collections.abc import Callable
from enum import Enum

from engine.inference.fit_statistics import FitStatistics
from engine.language.sentence import marked

from ..text.numbers import (
    MINUS,
    UNKNOWN,
    format_count,
    format_number,
    format_r_squared,
    format_scientific,
)
from ..text.translation import translate
from . import texts

ERROR_DIGITS, T_DIGITS, P_DIGITS, VIF_DIGITS, CONDITION_DIGITS = 3, 3, 3, 4, 4
_MOST_DIGITS = 17
LEAST_P = 1e-300
"""What is less likely has no digits that anybody could check."""


def _r_squared(figures: FitStatistics) -> str:
    unexplained = figures.unexplained
    return texts.Y_IS_CONSTANT if math.isnan(unexplained) else format_r_squared(unexplained)


def _adjusted(figures: FitStatistics) -> str:
    if not figures.degrees_of_freedom:
        return texts.NO_SPARE
    if math.isnan(figures.unexplained):
        return texts.Y_IS_CONSTANT
    return format_r_squared(figures.adjusted_unexplained)


def _residual_sd(figures: FitStatistics) -> str:
    return format_number(figures.residual_sd) if figures.degrees_of_freedom else texts.NO_SPARE


def _f(figures: FitStatistics) -> str:
    if not figures.degrees_of_freedom:
        return texts.NO_SPARE
    if math.isnan(figures.unexplained):
        return texts.Y_IS_CONSTANT
    return format_number(figures.f, 4) if figures.explaining else texts.ONLY_CONSTANT


def _f_p(figures: FitStatistics) -> str:
    return UNKNOWN if math.isnan(figures.f) else format_p(figures.f_p)


def _rank(figures: FitStatistics) -> str:
    weights = figures.problem.weights
    return texts.RANK.format(rank=format_count(figures.best.rank), weights=format_count(weights))


def _condition(figures: FitStatistics) -> str:
    return format_number(figures.known.condition, CONDITION_DIGITS)


class GoodnessFigure(Enum):
    """The figures of the card in the order of their importance: caption, text, explanation."""

    R_SQUARED = (
        "R²",
        _r_squared,
        marked("fit", "The share of the variance of Y that the model explains."),
    )
    RMSE = (
        marked("fit", "RMSE"),
        lambda figures: format_number(figures.rmse),
        marked("fit", "The root of the mean square of Y − Ŷ, in the units of Y."),
    )
    RESIDUAL_SD = (
        marked("fit", "residual sd"),
        _residual_sd,
        marked(
            "fit",
            "The standard deviation of the residuals, divided by rows − rank instead of rows.",
        ),
    )
    ADJUSTED = (
        marked("fit", "adjusted R²"),
        _adjusted,
        marked(
            "fit",
            "R² with both variances divided by their degrees of freedom: a column that explains "
            "nothing does not raise it.",
        ),
    )
    ROWS = (
        "N",
        lambda figures: format_count(figures.problem.rows),
        marked("fit", "The number of complete rows."),
    )
    RANK = (
        marked("fit", "rank"),
        _rank,
        marked("fit", "How many columns of A are independent, of how many there are."),
    )
    CONDITION = (
        "κ",
        _condition,
        marked(
            "fit",
            "The condition of the columns divided by their lengths, so that each has length 1: how "
            "much longer the longest direction is than the shortest. ∞ if columns are dependent.",
        ),
    )
    F = (
        "F",
        _f,
        marked(
            "fit",
            "The explained mean square over the unexplained one: large if the columns explain more "
            "than chance does.",
        ),
    )
    F_P = (
        marked("fit", "p of F"),
        _f_p,
        marked("fit", "How likely an F at least as large is if no column matters."),
    )

    def __init__(self, caption: str, text: Callable[[FitStatistics], str], meaning: str) -> None:
        self.caption, self.text, self.meaning = caption, text, meaning


UNCENTRED = translate("fit", "R² (uncentred)")
UNCENTRED_MEANING = translate(
    "fit",
    "A has no column of ones, so R² compares with Ŷ = 0 and not with the mean of Y: it is not "
    "comparable with R² of a model that has one.",
)


def format_p(p: float) -> str:
    """Write a probability: no more than it is, and 1 only if it is that."""
    if math.isnan(p):
        return UNKNOWN
    if p < LEAST_P:
        return texts.LESS_THAN.format(least=format_scientific(LEAST_P, 1))
    digits = P_DIGITS
    while p != 1 and digits < _MOST_DIGITS and float(f"{p:.{digits - 1}e}") == 1:
        digits += 1
    return format_number(p, digits)


def format_error(figures: FitStatistics, weight: int) -> str:
    """Write the standard error of a weight, or why it has none."""
    error = float(figures.standard_errors[weight])
    if not math.isnan(error):
        return format_number(error, ERROR_DIGITS)
    return texts.NOT_DETERMINED if figures.degrees_of_freedom else texts.NO_SPARE


def format_vif(figures: FitStatistics, weight: int) -> str:
    """Write how much the variance of a weight is inflated; the intercept has no such factor."""
    if weight == figures.intercept:
        return texts.OF_INTERCEPT
    return format_number(float(figures.vif[weight]), VIF_DIGITS)


def spoken(figure: str) -> str:
    """Return a figure as it is said: a screen reader passes over the mark for an unknown one."""
    return texts.NOT_DETERMINED if figure == UNKNOWN else figure.replace(MINUS, "-")
