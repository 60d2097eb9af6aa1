"""Why a figure of a fit does not exist, as sentences."""

from enum import Enum

from ..language.sentence import marked


class MissingFigure(Enum):
    """Why a figure does not exist; the values are sentences. The figure itself is then NaN."""

    NO_DEGREES = marked(
        "engine",
        "No degrees of freedom are left: there are no more rows than independent columns.",
    )
    NOT_DETERMINED = marked(
        "engine", "The table does not determine this weight: its column depends on others."
    )
    ZERO_COLUMN = marked(
        "engine", "The table does not determine this weight: its column is 0 in every fitted row."
    )
    EXACT_FIT = marked(
        "engine", "The fit is exact: no error is left that anything could be compared with."
    )
    CONSTANT_OUTPUT = marked(
        "engine", "Y is the same in every fitted row: it has no variance to explain."
    )
    ZERO_OUTPUT = marked("engine", "Y is 0 in every fitted row: there is nothing to explain.")
    NOTHING_EXPLAINS = marked("engine", "No column but the intercept explains Y.")
    INTERCEPT = marked("engine", "An intercept has no VIF: the other columns are compared with it.")
    FULL_LEVERAGE = marked(
        "engine", "This row alone determines its own Ŷ, whatever its Y: it has no residual."
    )
    BROKEN_DEPENDENCY = marked(
        "engine",
        "The table says nothing of such a row: it breaks a dependency that the columns have in "
        "every fitted row.",
    )
    OUT_OF_RANGE = marked("engine", "The figure is beyond the range of float64.")


class RSquaredKind(Enum):
    """What R² compares with; the values are sentences."""

    ABOUT_MEAN = marked("engine", "R² is the share of the variance of Y that the model explains.")
    ABOUT_ZERO = marked(
        "engine",
        "R² is the share of the mean square of Y that the model explains (uncentred): no column "
        "of A is constant.",
    )
