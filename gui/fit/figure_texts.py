"""How the figures of a fit are written; one that does not exist says why."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from engine.inference.missing import MissingFigure
from engine.language.sentence import marked
from engine.statistics import Statistics

from ..text.numbers import (
    MINUS,
    UNKNOWN,
    format_count,
    format_grouped,
    format_loss,
    format_number,
    format_probability,
    format_r_squared,
)
from ..text.translation import translate, translated
from . import texts

if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutFigures

ERROR_DIGITS, T_DIGITS, P_DIGITS = 3, 3, 3
VIF_DIGITS, CONDITION_DIGITS, F_DIGITS = 4, 4, 4
SHORT = {
    MissingFigure.NO_DEGREES: texts.NO_SPARE,
    MissingFigure.NOT_DETERMINED: texts.NOT_DETERMINED,
    MissingFigure.ZERO_COLUMN: texts.NOT_DETERMINED,
    MissingFigure.EXACT_FIT: texts.EXACT_FIT,
    MissingFigure.CONSTANT_OUTPUT: texts.Y_IS_CONSTANT,
    MissingFigure.ZERO_OUTPUT: texts.Y_IS_ZERO,
    MissingFigure.NOTHING_EXPLAINS: texts.ONLY_CONSTANT,
    MissingFigure.INTERCEPT: texts.OF_INTERCEPT,
    MissingFigure.OUT_OF_RANGE: texts.OUT_OF_RANGE,
}
"""What stands in the place of a figure; its tooltip has the whole reason."""


def _short(missing: MissingFigure) -> str:
    return SHORT.get(missing, UNKNOWN)


def _r_squared(figures: Statistics) -> str:
    missing = figures.missing_r_squared
    return format_r_squared(figures.unexplained) if missing is None else _short(missing)


def _adjusted(figures: Statistics) -> str:
    missing = figures.missing_adjusted_r_squared
    return format_r_squared(figures.adjusted_unexplained) if missing is None else _short(missing)


def _residual_sd(figures: Statistics) -> str:
    if not figures.degrees_of_freedom:
        return _short(MissingFigure.NO_DEGREES)
    return format_grouped(figures.residual_sd)


def _f(figures: Statistics) -> str:
    missing = figures.missing_f
    return format_grouped(figures.f, F_DIGITS) if missing is None else _short(missing)


def _f_p(figures: Statistics) -> str:
    return UNKNOWN if figures.missing_f is not None else format_probability(figures.f_p, P_DIGITS)


def _rank(figures: Statistics) -> str:
    weights = figures.problem.weights
    return texts.RANK.format(rank=format_count(figures.rank), weights=format_count(weights))


def _condition(figures: Statistics) -> str:
    return format_grouped(figures.condition, CONDITION_DIGITS)


class GoodnessFigure(Enum):
    """The figures of the card in the order of their importance: caption, text, explanation."""

    R_SQUARED = (
        "R²",
        _r_squared,
        marked("fit", "The share of the variance of Y that the model explains."),
    )
    RMSE = (
        marked("fit", "RMSE"),
        lambda figures: format_grouped(figures.rmse),
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
        lambda figures: format_count(figures.rows),
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
            "The condition number κ of the columns divided by their lengths, so that each has "
            "length 1: how much longer the longest direction is than the shortest. ∞ if columns "
            "are dependent.",
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

    def __init__(self, caption: str, text: Callable[[Statistics], str], meaning: str) -> None:
        self.caption, self.text, self.meaning = caption, text, meaning


class HeldOutFigure(Enum):
    """The figures of the card on rows that are held out, after R²: caption and text."""

    TEST_R_SQUARED = (
        marked("fit", "test R²"),
        lambda found: (
            texts.NO_TEST if found.unexplained is None else format_r_squared(found.unexplained)
        ),
    )
    TEST_LOSS = (marked("fit", "test loss"), lambda found: format_loss(found.loss))

    def __init__(self, caption: str, text: "Callable[[HeldOutFigures], str]") -> None:
        self.caption, self._text = caption, text

    def text(self, found: "HeldOutFigures") -> str:
        """Write the figure, or why there is none."""
        return texts.NOT_DETERMINED if found.undetermined else self._text(found)

    def meaning(self, found: "HeldOutFigures") -> str:
        """Return what the figure is of, or why there is none."""
        if self is HeldOutFigure.TEST_R_SQUARED or found.undetermined:
            return translated(found.meaning.value)
        return texts.TEST_LOSS(found.rows)


UNCENTRED = translate("fit", "R² (uncentred)")


def format_error(figures: Statistics, weight: int) -> str:
    """Write the standard error of a weight, or why it has none."""
    missing = figures.missing_error(weight)
    if missing is not None:
        return _short(missing)
    return format_number(float(figures.standard_errors[weight]), ERROR_DIGITS)


def format_vif(figures: Statistics, weight: int) -> str:
    """Write how much the variance of a weight is inflated, or why that has no meaning."""
    missing = figures.missing_vif(weight)
    if missing is not None:
        return _short(missing)
    return format_number(float(figures.vif[weight]), VIF_DIGITS)


def explained_weight(figures: Statistics, weight: int) -> list[str]:
    """Return why figures of a weight do not exist, each reason once, as sentences."""
    found = (
        figures.missing_error(weight),
        figures.missing_t(weight),
        figures.missing_vif(weight),
    )
    return [translated(each.value) for each in dict.fromkeys(found) if each is not None]


def explained_goodness(figure: GoodnessFigure, figures: Statistics) -> str:
    """Return why a figure of the card does not exist; empty if it does."""
    if figure is GoodnessFigure.R_SQUARED:
        missing = figures.missing_r_squared
    elif figure is GoodnessFigure.ADJUSTED:
        missing = figures.missing_adjusted_r_squared
    elif figure in (GoodnessFigure.F, GoodnessFigure.F_P):
        missing = figures.missing_f
    elif figure is GoodnessFigure.RESIDUAL_SD and not figures.degrees_of_freedom:
        missing = MissingFigure.NO_DEGREES
    else:
        missing = None
    return "" if missing is None else translated(missing.value)


def spoken(figure: str) -> str:
    """Return a figure as it is said: a screen reader passes over the mark for an unknown one."""
    return texts.NOT_DETERMINED if figure == UNKNOWN else figure.replace(MINUS, "-")
