"""Ŷ against Y, with the line on which they are equal."""

from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows
from engine.inference.rows_beside import RowsBeside

from ...text.translation import translate
from ..header import LegendEntry
from ..theme import Theme
from .rows_plot import RowsPlot, dashed
from .sentences import agreement_sentence, row_reading
from .shown_rows import ShownRows

_TITLE = translate("plots", "Ŷ against Y")
_EQUAL = "Ŷ = Y"
_TIP = translate("plots", "Write the plot of Ŷ of the optimum against Y as a picture")


class AgreementPlot(RowsPlot):
    """Points on the line are predicted exactly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "agreement_plot", translate("plots", "Ŷ of the optimum against Y"), _TIP, parent
        )
        self.line = self._add_guide()
        self._begin()

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        return rows.figures.observed(which), rows.figures.predicted(which)

    def _values_beside(self, rows: ShownRows, beside: RowsBeside) -> tuple[Matrix, Matrix]:
        del rows
        return beside.observed, beside.predicted

    def _place_guides(self, rows: ShownRows) -> None:
        del rows
        self.line.set_line(1.0, 0.0)

    def _read(self, rows: ShownRows, row: int) -> str:
        return row_reading(rows, row)

    def _sentence(self, rows: ShownRows) -> str:
        return agreement_sentence(rows.figures)

    def _show_words(self, theme: Theme) -> None:
        header = self.plot_area.header
        header.set_title(_TITLE, "")
        if self.rows is None or self.plot_area.empty_text:
            header.set_legend()
            return
        header.set_legend(
            *self._marked_entries(theme),
            *self._beside_entries(theme),
            LegendEntry(_EQUAL, _EQUAL, dashed(theme)),
        )

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self.line.set_pen(dashed(theme))
