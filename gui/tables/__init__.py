"""Tables of numbers: models over the document, the view to type in, and the commands on them."""

from .actions import TableActions
from .axis import InsertSide, TableAxis
from .inputs import InputsModel
from .outputs import OutputsModel
from .view import MatrixView
from .weights import WeightsModel

__all__ = [
    "InputsModel",
    "InsertSide",
    "MatrixView",
    "OutputsModel",
    "TableActions",
    "TableAxis",
    "WeightsModel",
]
