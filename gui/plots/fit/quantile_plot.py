"""Studentised residuals against the quantiles of a normal distribution."""

from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows

from ...text.translation import translate
from ..header import LegendEntry
from ..theme import Theme
from .rows_plot import dashed
from .sentences import quantile_reading, quantiles_sentence
from .shown_rows import ShownRows
from .studentised_plot import StudentisedPlot

_TITLE = translate("plots", "Normal quantiles")
_REMARK = translate("plots", "of studentised residuals")
_NORMAL = translate("plots", "normal")
_TIP = translate("plots", "Write the plot of the normal quantiles as a picture")


class QuantilePlot(StudentisedPlot):
    """Points near the line are those of normal errors; ends that leave it are heavy tails."""

    TITLE, REMARK = _TITLE, _REMARK

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "quantile_plot",
            translate("plots", "Residuals beside a normal distribution"),
            _TIP,
            parent,
        )
        self.line = self._add_guide()
        self._begin()

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        figures = rows.figures
        return figures.quantiles(which), figures.influence.studentised[which]

    def _place_guides(self, rows: ShownRows) -> None:
        del rows
        self.line.set_line(1.0, 0.0)

    def _read(self, rows: ShownRows, row: int) -> str:
        return quantile_reading(rows, row)

    def _sentence_of_points(self, rows: ShownRows) -> str:
        return quantiles_sentence(rows)

    def _line_entries(self, theme: Theme) -> list[LegendEntry]:
        return [LegendEntry(_NORMAL, _NORMAL, dashed(theme))]

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self.line.set_pen(dashed(theme))
