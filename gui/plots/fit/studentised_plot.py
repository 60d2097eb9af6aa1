"""The base of the plots of studentised residuals, which need some spread of the residuals."""

from typing import ClassVar

from ..header import LegendEntry
from ..theme import Theme
from .rows_plot import RowsPlot, missing_spread
from .shown_rows import ShownRows


class StudentisedPlot(RowsPlot):
    """Draws nothing of an exact fit, and says so; its lines stand in the legend."""

    TITLE: ClassVar[str]
    REMARK: ClassVar[str]
    """What its axes are."""

    def _sentence_of_points(self, rows: ShownRows) -> str:
        """Return what is said of the points, of which there are some."""
        raise NotImplementedError

    def _line_entries(self, theme: Theme) -> list[LegendEntry]:
        """Return what the lines are by which the points are read."""
        raise NotImplementedError

    def _missing(self, rows: ShownRows) -> str:
        return missing_spread(rows)

    def _sentence(self, rows: ShownRows) -> str:
        return missing_spread(rows) or self._sentence_of_points(rows)

    def _show_words(self, theme: Theme) -> None:
        header = self.plot_area.header
        header.set_title(self.TITLE, self.REMARK)
        if self.rows is None or self.plot_area.empty_text:
            header.set_legend()
            return
        header.set_legend(*self._marked_entries(theme), *self._line_entries(theme))
