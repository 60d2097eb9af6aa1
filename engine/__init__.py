"""Gradient descent by limits: a linear model learns from the definition of the derivative alone."""

from . import requirements  # noqa: F401 - it says what is missing before the others fail on it
from .descent import descend
from .difference import Difference
from .errors import EngineError
from .exporting import history_csv, predictions_csv, weights_csv
from .fit import Fit, fit
from .frame import Frame, StopReason
from .history import History
from .limits import gradient
from .loss import mean_squared_error, predict, residual
from .matrix import Matrix
from .method import Method
from .optimum import learning_rate_limit, safe_learning_rate
from .problem import Problem
from .quotients import Interrupted
from .scale import fitting_h
from .scaling import on_unit_columns
from .settings import MOST_EPOCHS, Precision, Settings
from .tables import Table, read_table
from .trace import Keyframes, Trace
from .triangle import Triangle, triangle_of

__all__ = [
    "MOST_EPOCHS",
    "Difference",
    "EngineError",
    "Fit",
    "Frame",
    "History",
    "Interrupted",
    "Keyframes",
    "Matrix",
    "Method",
    "Precision",
    "Problem",
    "Settings",
    "StopReason",
    "Table",
    "Trace",
    "Triangle",
    "descend",
    "fit",
    "fitting_h",
    "gradient",
    "history_csv",
    "learning_rate_limit",
    "mean_squared_error",
    "on_unit_columns",
    "predict",
    "predictions_csv",
    "read_table",
    "residual",
    "safe_learning_rate",
    "triangle_of",
    "weights_csv",
]
