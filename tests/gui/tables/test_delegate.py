"""How cells are drawn."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette

from engine import Matrix
from gui.tables import MatrixView, OutputsModel

from .test_edits import go, select_only


def ground(view: MatrixView, row: int, column: int) -> QColor:
    """Return the colour a cell stands on, near its corner, where there is no text."""
    picture = view.viewport().grab().toImage()
    corner = view.visualRect(view.matrix.index(row, column)).topLeft()
    return picture.pixelColor(corner + QPoint(3, 4))


def test_editable_cells_stand_on_the_base_and_computed_ones_on_the_window(
    outputs: MatrixView,
) -> None:
    go(outputs, 2, 0)
    palette = outputs.palette()
    assert ground(outputs, 0, 0) == palette.base().color()
    assert ground(outputs, 0, 1) == palette.window().color()


def test_not_by_colour_alone(outputs: MatrixView, fitted: Matrix) -> None:
    """With one ground for both, the same number is still drawn differently: upright and italic."""
    model = outputs.matrix
    assert isinstance(model, OutputsModel)
    model.show_weights(fitted)
    palette = QPalette(outputs.palette())
    palette.setColor(QPalette.ColorRole.Base, palette.window().color())
    outputs.setPalette(palette)
    go(outputs, 2, 0)
    pictures = [
        outputs.viewport().grab(outputs.visualRect(model.index(0, k)).adjusted(2, 2, -4, -4))
        for k in range(2)
    ]
    assert model.index(0, 0).data() == model.index(0, 1).data() == "14"
    assert pictures[0].toImage() != pictures[1].toImage()


def test_the_current_row_is_tinted_and_the_selection_more_so(inputs: MatrixView) -> None:
    go(inputs, 1, 1)
    base = inputs.palette().base().color()
    row, selected = ground(inputs, 1, 0), ground(inputs, 1, 1)
    assert ground(inputs, 0, 0) == base
    assert len({base.name(), row.name(), selected.name()}) == 3


def test_a_selection_elsewhere_than_the_focus_steps_back(inputs: MatrixView) -> None:
    select_only(inputs, 0, 0, 0, 0)
    strong = ground(inputs, 0, 0)
    inputs.clearFocus()
    quiet = ground(inputs, 0, 0)
    assert strong.name() != quiet.name()
    assert quiet.lightness() > strong.lightness()


def test_the_focused_current_cell_is_framed(inputs: MatrixView) -> None:
    go(inputs, 1, 1)
    accent = inputs.palette().highlight().color()
    rect = inputs.visualRect(inputs.currentIndex())
    edge = rect.topLeft() + QPoint(rect.width() // 2, 0)
    assert inputs.viewport().grab().toImage().pixelColor(edge) == accent
    inputs.clearFocus()
    assert inputs.viewport().grab().toImage().pixelColor(edge) != accent
