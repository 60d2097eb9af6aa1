"""The editable tables of A, Y and W: their models, their view, their commands, the clipboard.

Start with ``view/view.py``: a ``MatrixView`` is the spreadsheet that a person types in. It shows a
``TableModel`` and never touches the document itself.

models/     A ``TableModel`` reads its numbers from the ``Document`` and writes edits back to it.
            ``InputsModel`` is A, ``OutputsModel`` is Y with the predictions, ``WeightsModel`` is W
            as rows over the columns of A. ``number_format.py`` chooses how a column is written
            from a sample of its rows.
view/       ``MatrixView`` composes small helpers, each with one job: ``CellDelegate`` draws and
            edits a cell, ``FlatHeader`` and ``HeaderEditor`` show and rename columns,
            ``ColumnWidths`` measures them, ``RejectedEdit`` holds the cursor at a bad number,
            ``ViewPosition`` survives resets. ``Sheet`` arranges the three as one table.
commands/   ``TableActions`` owns one QAction per command and applies it to the table used last.
            ``commands.py`` lists the commands, ``edits.py`` does them, ``selection.py`` tells them
            which cells, as rectangles (``Block``) so that a column of a million rows stays one
            object. ``texts.py`` says what each does.
clipboard/  Cut, copy and paste as text and HTML. It has its own overview.

An edit travels one way: key → view → model or command → ``Document.change``. The document then
emits ``values_changed`` or ``reshaped``, and the models pass that on to their views.

No table loops over all its rows: formats and widths come from samples, predictions are computed
for the visible blocks, and selections are rectangles.
"""

from .clipboard.table_drops import TableDrops
from .commands.actions import TableActions
from .models.cell_block import InsertSide, TableAxis
from .models.inputs import InputsModel
from .models.outputs import OutputsModel
from .models.run_numbers import RunNumbers
from .models.weights import WeightsModel
from .view.view import MatrixView

__all__ = [
    "InputsModel",
    "InsertSide",
    "MatrixView",
    "OutputsModel",
    "RunNumbers",
    "TableActions",
    "TableAxis",
    "TableDrops",
    "WeightsModel",
]
