"""Gradient descent by limits: a linear model learns from the definition of the derivative alone."""

from . import requirements  # noqa: F401 - it says what is missing before the others fail on it
from .archive import archived, read_archive
from .archive.experiment import SavedExperiment
from .descent import descend
from .difference import Difference
from .errors import EngineError
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
from .random_problem import random_problem
from .reading.choices import BadRows, Choices
from .reading.faults import Fault, Faults
from .reading.importing import import_table
from .reading.preview import Preview, preview
from .reading.tables import Table, read_table
from .scale import fitting_h
from .scaling import on_unit_columns
from .settings import MOST_EPOCHS, Precision, Settings
from .trace import Keyframes, Trace
from .triangle import Triangle, triangle_of
from .units import Rescaling, column_scales, composed, in_original_units, rescaled
from .writing.exporting import history_csv, predictions_csv, weights_csv
from .writing.files import write_whole
from .writing.program import numpy_code

__all__ = [
    "MOST_EPOCHS",
    "BadRows",
    "Choices",
    "Difference",
    "EngineError",
    "Fault",
    "Faults",
    "Fit",
    "Frame",
    "History",
    "Interrupted",
    "Keyframes",
    "Matrix",
    "Method",
    "Precision",
    "Preview",
    "Problem",
    "Rescaling",
    "SavedExperiment",
    "Settings",
    "StopReason",
    "Table",
    "Trace",
    "Triangle",
    "archived",
    "column_scales",
    "composed",
    "descend",
    "fit",
    "fitting_h",
    "gradient",
    "history_csv",
    "import_table",
    "in_original_units",
    "learning_rate_limit",
    "mean_squared_error",
    "numpy_code",
    "on_unit_columns",
    "predict",
    "predictions_csv",
    "preview",
    "random_problem",
    "read_archive",
    "read_table",
    "rescaled",
    "residual",
    "safe_learning_rate",
    "triangle_of",
    "weights_csv",
    "write_whole",
]
