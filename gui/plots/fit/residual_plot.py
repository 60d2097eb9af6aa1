"""The residuals against Ŷ, a column or the row: what the model leaves, and whether it bends."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows
from engine.inference.rows_beside import RowsBeside

from ...text.translation import translate
from ..axis_scale import Numbers
from ..header import LegendEntry
from ..theme import Theme
from .rows_plot import RowsPlot, dashed, missing_spread
from .sentences import residuals_sentence, row_reading
from .shown_rows import ShownRows

_TITLE = translate("plots", "Residuals")
_AGAINST = translate("plots", "against {name}")
_ROW = translate("plots", "the row")
_TWO_DEVIATIONS = "± 2 sd"
_TIP = translate("plots", "Write the plot of the residuals as a picture")


class Abscissa(Enum):
    """What residuals may stand against, beside a column."""

    PREDICTED = "Ŷ"
    ROW = "the row"
    COLUMN = "a column"


@dataclass(frozen=True)
class Against:
    """What the residuals stand against; ``column`` counts from 0 and matters for a column only."""

    kind: Abscissa = Abscissa.PREDICTED
    column: int = 0


class ResidualPlot(RowsPlot):
    """Residuals with the line of 0, and two residual standard deviations to either side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("residual_plot", translate("plots", "Residuals of the fit"), _TIP, parent)
        self.against = Against()
        self.zero, self.above, self.below = (self._add_guide() for _ in range(3))
        self._begin()

    def set_against(self, against: Against) -> None:
        """Choose what the residuals stand against."""
        if against != self.against:
            self.against = against
            self.fit()

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        figures = rows.figures
        residuals = figures.influence.residuals[which]
        match self.against.kind:
            case Abscissa.PREDICTED:
                return figures.predicted(which), residuals
            case Abscissa.COLUMN:
                return figures.inputs(which, self._column(rows)), residuals
        numbers = which if rows.numbering is None else rows.numbering[which]
        return numbers.astype(np.float64) + 1, residuals

    def _values_beside(self, rows: ShownRows, beside: RowsBeside) -> tuple[Matrix, Matrix]:
        match self.against.kind:
            case Abscissa.PREDICTED:
                return beside.predicted, beside.residuals
            case Abscissa.COLUMN:
                return beside.A[:, self._column(rows)], beside.residuals
        assert rows.beside_numbering is not None
        return rows.beside_numbering.astype(np.float64) + 1, beside.residuals

    def _missing(self, rows: ShownRows) -> str:
        return missing_spread(rows)

    def _place_guides(self, rows: ShownRows) -> None:
        wide = 2 * rows.figures.residual_sd
        for guide, height in ((self.zero, 0.0), (self.above, wide), (self.below, -wide)):
            guide.set_line(0.0, height)

    def _seen_beside(self, rows: ShownRows) -> Numbers:
        wide = 2 * rows.figures.residual_sd
        return np.array([0.0, wide, -wide])

    def _column(self, rows: ShownRows) -> int:
        return min(self.against.column, len(rows.names) - 1)

    def _name(self, rows: ShownRows) -> str:
        match self.against.kind:
            case Abscissa.PREDICTED:
                return "Ŷ"
            case Abscissa.COLUMN:
                return rows.names[self._column(rows)]
        return _ROW

    def _read(self, rows: ShownRows, row: int) -> str:
        return row_reading(rows, row)

    def _sentence(self, rows: ShownRows) -> str:
        return missing_spread(rows) or residuals_sentence(rows, self._name(rows))

    def _show_words(self, theme: Theme) -> None:
        header, rows = self.plot_area.header, self.rows
        header.set_title(_TITLE, "" if rows is None else _AGAINST.format(name=self._name(rows)))
        counts_from = 1 if self.against.kind is Abscissa.ROW else None
        self.plot_area.bottom.set_name("", counts_from=counts_from)
        if rows is None or self.plot_area.empty_text:
            header.set_legend()
            return
        entry = LegendEntry(_TWO_DEVIATIONS, _TWO_DEVIATIONS, dashed(theme))
        header.set_legend(*self._marked_entries(theme), *self._beside_entries(theme), entry)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self.zero.set_pen(QPen(theme.text, 1))
        for guide in (self.above, self.below):
            guide.set_pen(dashed(theme))
